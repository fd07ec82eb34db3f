"""Pages of paragraphs -> one text with its blocks, headings and page starts."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.document import Span
from corpus.formats.extraction import Block, Extraction
from corpus.formats.pdf_layout import Paragraph

_HEADING_SIZE = 1.15
"""Times the size of most of the text."""

_LONGEST_HEADING = 20
"""Words."""

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_CUT = re.compile(r"(?<=[^\W_])[-\u00ad\u2010]$")
_LEADERS = re.compile(r"(?:\.\s?){4,}\s*[\divxlc]+$", re.I)
"""A line of a table of contents: its words stand under the heading it names, too."""

_REST = re.compile(r"[^\W_]\S*")


@dataclass(frozen=True, slots=True)
class Page:
    header: tuple[str, ...]
    body: tuple[Paragraph, ...]
    footer: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Flow:
    """A paragraph with the page, from 0, of each of its lines."""

    lines: tuple[tuple[int, str], ...]
    size: float
    is_row: bool


def write_pages(pages: Sequence[Page]) -> Extraction:
    """The text of all pages. Headers and footers stand in it, and are no prose."""
    flows = list(_flows(pages))
    words = Counter(word.lower() for flow in flows for _, text in flow.lines for word in _WORD.findall(text))
    body = _body_size(flows)
    levels = {size: rank for rank, size in enumerate(_heading_sizes(flows, body))}
    writer = _Writer(pages)
    for flow in flows:
        lines = list(_whole_words(flow.lines, words))
        if all(_LEADERS.search(text) for _, text in lines):
            writer.write_lines(lines)
        elif _is_heading(flow, body):
            writer.write_heading(lines, levels[round(flow.size, 1)])
        else:
            writer.write_block(lines)
    writer.turn_to(len(pages))
    metadata = {"title": writer.first_heading} if writer.first_heading else {}
    return Extraction(
        text="".join(writer.pieces), encoding="utf-8", coordinates="extracted", blocks=tuple(writer.blocks),
        markup=tuple(writer.markup), metadata=metadata, page_starts=tuple(writer.page_starts),
    )  # fmt: skip


def _flows(pages: Sequence[Page]) -> Iterator[_Flow]:
    """All paragraphs; one that a page's end cuts in two is one."""
    open_flow: tuple[_Flow, bool] | None = None
    for number, page in enumerate(pages):
        for paragraph in page.body:
            lines = tuple((number, text) for text in paragraph.lines)
            if open_flow:
                flow, is_unfinished = open_flow
                goes_on = is_unfinished and flow.lines[-1][0] < number and lines[0][1][:1].islower()
                if goes_on and not paragraph.is_row and abs(flow.size - paragraph.size) < 0.1 * flow.size:
                    open_flow = _Flow(flow.lines + lines, flow.size, False), paragraph.is_unfinished
                    continue
                yield flow
            open_flow = _Flow(lines, paragraph.size, paragraph.is_row), paragraph.is_unfinished
    if open_flow:
        yield open_flow[0]


def _whole_words(lines: Sequence[tuple[int, str]], words: Counter[str]) -> Iterator[tuple[int, str]]:
    """The lines, each word that a hyphen cuts at a line's end put together on the line where it begins."""
    rest = list(lines)
    for index, (page, text) in enumerate(rest):
        if index + 1 < len(rest) and (cut := _CUT.search(text)) and (tail := _REST.match(rest[index + 1][1])):
            head = text[: cut.start()]
            text = head + _joint(head, tail.group(), cut.group(), words) + tail.group()
            rest[index + 1] = (rest[index + 1][0], rest[index + 1][1][tail.end() :].lstrip())
        if text:
            yield page, text


def _joint(head: str, tail: str, hyphen: str, words: Counter[str]) -> str:
    """What stands between the halves: the hyphen where the word has one elsewhere in the document, or must have."""
    first = _WORD.findall(head)[-1].lower()
    last = _WORD.findall(tail)[0].lower()
    if hyphen == "\u00ad" or words[first + last]:
        return ""
    return "-" if words[f"{first}-{last}"] or not tail[0].islower() or not head[-1].isalpha() else ""


def _body_size(flows: Sequence[_Flow]) -> float:
    sizes: Counter[float] = Counter()
    for flow in flows:
        sizes[round(flow.size, 1)] += sum(len(text) for _, text in flow.lines)
    return max(sizes, key=lambda size: (sizes[size], -size), default=0.0)


def _is_heading(flow: _Flow, body: float) -> bool:
    text = " ".join(text for _, text in flow.lines)
    return not flow.is_row and round(flow.size, 1) >= _HEADING_SIZE * body and len(text.split()) <= _LONGEST_HEADING


def _heading_sizes(flows: Sequence[_Flow], body: float) -> list[float]:
    return sorted({round(flow.size, 1) for flow in flows if _is_heading(flow, body)}, reverse=True)


@dataclass
class _Writer:
    pages: Sequence[Page]
    pieces: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    markup: list[Span] = field(default_factory=list)
    page_starts: list[int] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    """Those above what is written next, with their levels, ascending."""

    turns: list[Span] = field(default_factory=list)
    """What stands at the edges of pages inside the lines last written."""

    first_heading: str = ""
    length: int = 0

    def write_heading(self, lines: Sequence[tuple[int, str]], level: int) -> None:
        text = " ".join(text for _, text in lines)
        self.write_lines(lines)
        self.headings = [*(each for each in self.headings if each[0] < level), (level, text)]
        self.first_heading = self.first_heading or text

    def write_block(self, lines: Sequence[tuple[int, str]]) -> None:
        start = self.write_lines(lines)
        self.blocks.append(Block(Span(start, self.length), tuple(text for _, text in self.headings)))
        self.markup += self.turns

    def write_lines(self, lines: Sequence[tuple[int, str]]) -> int:
        """Where the first line begins."""
        self.turns = []
        self.turn_to(lines[0][0])
        self._separate()
        start = self.length
        for index, (page, text) in enumerate(lines):
            if index and len(self.page_starts) <= page:
                self._turn_inside_block(page)
            elif index:
                self._write("\n")
            self._write(text)
        return start

    def _turn_inside_block(self, page: int) -> None:
        """What stands at the edges of the pages between is no part of the block's prose."""
        between = self.pages[len(self.page_starts) - 1 : page + 1]
        end = self.length
        if any(each.footer for each in between[:-1]) or any(each.header for each in between[1:]):
            self.turn_to(page)
            self._separate()
            self.turns.append(Span(end, self.length))
        else:
            self._write("\n")
            self.page_starts += [self.length] * (len(between) - 1)

    def turn_to(self, page: int) -> None:
        """Writes the footers and headers up to this page, from 0; the number of pages ends the last."""
        while len(self.page_starts) <= page:
            self._furnish(self.pages[len(self.page_starts) - 1].footer if self.page_starts else ())
            if len(self.page_starts) == len(self.pages):
                return
            self._separate()
            self.page_starts.append(self.length)
            self._furnish(self.pages[len(self.page_starts) - 1].header)

    def _furnish(self, lines: Sequence[str]) -> None:
        for text in lines:
            self._separate()
            self._write(text)

    def _separate(self) -> None:
        if self.pieces and self.pieces[-1] != "\n\n":
            self._write("\n\n")

    def _write(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)
