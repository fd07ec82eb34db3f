"""Blocks under headings -> the text of a format that has none of its own, a blank line between blocks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from corpus.document import Span
from corpus.formats.extraction import Attachment, Block, Extraction
from corpus.rendering import Part

_UNPRINTABLE: dict[int, str] = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(127, 160)], " ")
_UNPRINTABLE |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


@dataclass
class BlockWriter:
    pieces: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    headings: list[Block] = field(default_factory=list)
    markup: list[Span] = field(default_factory=list)
    page_starts: list[int] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    length: int = 0
    first_heading: str = ""
    _headings: list[tuple[int, str]] = field(default_factory=list)
    """Those above what is written next, with their levels, ascending."""

    def write_heading(self, text: str, level: int) -> None:
        """`level` counts from 1, outermost; a heading ends those of its level and below."""
        if heading := self._write(" ".join(text.split())):
            self._headings = [*(each for each in self._headings if each[0] < level), (level, heading)]
            self.first_heading = self.first_heading or heading
            self.headings.append(Block(Span(self.length - len(heading), self.length), self._above()[:-1]))

    def write_block(self, text: str, markup: Sequence[Span] = ()) -> None:
        """`markup` are ranges of `text`; what of them lies in its outer white space is dropped with that."""
        if block := self._write(text):
            start = self.length - len(block)
            self.blocks.append(Block(Span(start, self.length), self._above()))
            shift = start - _lead(text)
            clipped = (Span(max(mark.start + shift, start), min(mark.end + shift, self.length)) for mark in markup)
            self.markup += [mark for mark in clipped if mark.start < mark.end]

    def write_row(self, text: str, parts: tuple[Part, ...]) -> None:
        """A row without outer white space; `parts`, ranges of `text` among them, are what is read of it."""
        if block := self._write(text):
            start = self.length - len(block)
            self.blocks.append(Block(Span(0, len(block)), self._above(), parts, "row").shifted(start))

    def write_extraction(self, part: Extraction) -> None:
        """A part that has been read already, under the headings that stand."""
        self._separate()
        start = self.length
        self.pieces.append(part.text)
        self.length += len(part.text)
        self.blocks += [each.shifted(start, self._above()) for each in part.blocks]
        self.headings += [each.shifted(start, self._above()) for each in part.headings]
        self.markup += [mark.shifted(start) for mark in part.markup]

    def end_headings(self, level: int = 1) -> None:
        """What is written next stands under no heading of this level or below."""
        self._headings = [each for each in self._headings if each[0] < level]

    def begin_page(self) -> None:
        self._separate()
        self.page_starts.append(self.length)

    def extraction(self, extractor: str, metadata: Mapping[str, str], *, title: str = "") -> Extraction:
        """What has been written; `title` serves where the metadata has none."""
        title = metadata.get("title") or title
        return Extraction(
            text="".join(self.pieces), encoding="utf-8", coordinates="extracted", extractor=extractor,
            blocks=tuple(self.blocks), headings=tuple(self.headings), markup=tuple(self.markup),
            page_starts=tuple(self.page_starts), attachments=tuple(self.attachments),
            metadata={**({"title": title} if title else {}), **{k: v for k, v in metadata.items() if v and k != "title"}},
        )  # fmt: skip

    def _above(self) -> tuple[str, ...]:
        return tuple(text for _, text in self._headings)

    def _write(self, text: str) -> str:
        """What was written of it: nothing, if it holds only white space."""
        if text := text.translate(_UNPRINTABLE).strip():
            self._separate()
            self.pieces.append(text)
            self.length += len(text)
        return text

    def _separate(self) -> None:
        if self.length and self.pieces[-1] != "\n\n":
            self.pieces.append("\n\n")
            self.length += 2


def _lead(text: str) -> int:
    """How many characters before the first that is shown."""
    return len(text) - len(text.translate(_UNPRINTABLE).lstrip())


def row_of(cells: Sequence[str]) -> str:
    """A table's row as one line, cells parted by bars; "" if all are empty."""
    texts = [" ".join(cell.split()) for cell in cells]
    return " | ".join(texts) if any(texts) else ""
