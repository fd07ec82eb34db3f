"""Replies, documents and checks as text for a terminal."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from shutil import get_terminal_size
from textwrap import fill
from typing import TYPE_CHECKING, TextIO

from corpus.document import Document
from corpus.formats.extraction import page_ranges
from corpus.store import FileRecord
from qa.replies.answers import Answer, Citation, Reply, numbered_on
from qa.replies.printable import on_one_line, printable
from qa.replies.source import Source
from qa.showing.layout import Block, lay_out
from qa.showing.wording import (
    REASONS,
    STATUS_MARKS,
    around_quote,
    exact_place_of,
    items_of,
    notes_on,
    page_line,
    pages_line,
    sources_line,
    status_mark,
)

if TYPE_CHECKING:
    from qa.saved.replay import Replayed

WIDTH = 100
"""Columns of a sentence that is quoted; fewer on a narrower terminal."""

LEAST_WIDTH = 30

AROUND = 8
"""Lines shown on either side of the one that matters."""


@dataclass(frozen=True, slots=True)
class Style:
    """Bold and dim, or nothing: off when not on a terminal, with NO_COLOR, or on a dumb one."""

    enabled: bool
    columns: int | None = None
    """Of the terminal, at whose words lines are broken; None off one: a line of a file or pipe stays one."""

    @classmethod
    def of(cls, stream: TextIO) -> "Style":
        if not stream.isatty():
            return cls(enabled=False)
        is_dumb = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
        return cls(not is_dumb, max(LEAST_WIDTH, get_terminal_size().columns))

    @property
    def plain(self) -> "Style":
        return replace(self, enabled=False)

    def broken(self, text: str, margin: str = "") -> str:
        """Between words, where a terminal would break it inside one."""
        return fill(text, self.columns, subsequent_indent=margin, break_long_words=False) if self.columns else text

    def quoted(self, text: str, margin: str) -> str:
        """Broken wherever it is shown: a sentence may be long."""
        return fill(text, min(WIDTH, self.columns or WIDTH), subsequent_indent=margin, break_long_words=False)

    def bold(self, text: str) -> str:
        return f"\x1b[1m{text}\x1b[0m" if self.enabled else text

    def dim(self, text: str) -> str:
        return f"\x1b[2m{text}\x1b[0m" if self.enabled else text


def render_reply(reply: Reply, style: Style) -> str:
    return "\n".join(_Renderer(reply, style).lines())


def render_replies(replies: Sequence[Reply], style: Style) -> str:
    """Of several questions typed as one each stands above its reply, and the citations are numbered on."""
    if len(replies) == 1:
        return render_reply(replies[0], style)
    return "\n\n".join(
        f"{style.bold(on_one_line(reply.question))}\n\n{render_reply(reply, style)}" for reply in numbered_on(replies)
    )


class _Renderer:
    def __init__(self, reply: Reply, style: Style) -> None:
        self._reply = reply
        self._style = style
        self._shown: set[int] = set()
        """The numbers of the citations whose sentence was printed before."""

    def lines(self) -> Iterator[str]:
        style = self._style
        before = ""
        for block in lay_out(self._reply):
            match block:
                case Block("asked", text):
                    yield from (style.dim(style.broken(text)), "")
                case Block("answer", items=items) if items:
                    yield from (style.bold(style.broken(f"• {item}", "  ")) for item in items)
                case Block("answer" | "refusal", text):
                    yield style.bold(style.broken(on_one_line(text)))
                case Block("note", text):
                    yield style.broken(on_one_line(text))
                case Block("heading", text):
                    yield from ("", style.bold(style.broken(text)))
                case Block("value", text, detail):
                    yield style.broken(f"  {style.bold(on_one_line(text))} ({detail})", "  ")
                case Block("citations" | "passages" as kind, citations=citations):
                    yield from self._cited(citations, "    " if before == "value" else "  ", kind == "citations")
                case Block("coverage", text):
                    yield from ("", style.dim(style.broken(text)))
            before = block.kind

    def _cited(self, citations: Sequence[Citation], indent: str, is_answer: bool) -> Iterator[str]:
        if not self._shown and isinstance(self._reply, Answer):
            yield ""
        for citation in citations:
            number = f"{indent}[{citation.number}] "
            margin = " " * len(number)
            if citation.number in self._shown:
                yield self._style.broken(f"{number}{exact_place_of(citation)}", margin)
                continue
            self._shown.add(citation.number)
            first, *others = _sentence(citation)
            yield self._style.quoted(f"{number}{first}", margin)
            yield from (self._style.quoted(f"{margin}{line}", margin) for line in others)
            mark = status_mark(citation, is_answer=is_answer)
            place = f"{margin}{exact_place_of(citation)}  {mark}".rstrip()
            yield self._style.dim(self._style.broken(place, margin))
            yield from (self._style.broken(f"{margin}{line}", margin) for line in notes_on(citation, self._reply.cues))


def render_source(source: Source) -> str:
    """Where a citation stands in its document now, and the lines around it."""
    citation, found = source.citation, source.check
    place = f"{exact_place_of(citation)}  {STATUS_MARKS[found.status]}"
    if found.status == "missing":
        return place
    at = found.line or citation.line
    lines = [(line.number, printable(line.text)) for line in source.lines if abs(line.number - at) <= AROUND]
    return f"{place}\n\n{_numbered(lines, at)}"


def _sentence(citation: Citation) -> list[str]:
    """The sentence with the quote between guillemets; a quote that is the whole sentence needs none. In one line, but a
    list as it stands."""
    before, quote, after = around_quote(citation)
    whole = citation.sentence if quote == citation.sentence else f"{before}»{quote}«{after}"
    lines = printable(whole).splitlines() if items_of(quote) else [whole]
    *first, last = [on_one_line(line).rstrip() for line in lines if line.strip()]
    return [f"“{line}" if not number else line for number, line in enumerate([*first, f"{last}”"])]


def render_replayed(replayed: "Replayed") -> str:
    """The verdict with the question; unless all is the same, then and now, what became of each citation, and why."""
    lines = [f"{replayed.verdict:12}  {on_one_line(replayed.then.question)}"]
    if replayed.verdict == "same":
        return lines[0]
    lines += [f"then: {_outcome(replayed.then)}", f"now:  {_outcome(replayed.now)}"]
    for citation, found in replayed.checks:
        if found.status != "verified":
            lines.append(f"{found.status}: {on_one_line(citation.document)} “{on_one_line(citation.quote)}”")
    lines += [f"new: {on_one_line(c.document)}, line {c.line} “{on_one_line(c.quote)}”" for c in replayed.gained]
    if replayed.differences is not None:
        lines.append(f"since: {on_one_line(str(replayed.differences) or 'nothing that was recorded differs')}")
    return "\n              ".join(lines)


def _outcome(reply: Reply) -> str:
    if isinstance(reply, Answer):
        return f"{on_one_line(reply.text)} ({sources_line(reply.independent_sources, reply.citations)})"
    return f"no answer. {on_one_line(reply.message)}"


def render_documents(records: Sequence[FileRecord]) -> str:
    """One file a line: what was read, with title and date, and what was not, with the reason."""
    width = max((len(on_one_line(record.path)) for record in records), default=0)
    lines = []
    for record in records:
        pages = pages_line(record.scanned_pages)
        about = " ".join(filter(None, (record.published, on_one_line(record.title))))
        if record.recognised_pages:
            about = f"{about} (recognised{pages_line(page_ranges(record.recognised_pages))})".lstrip()
        if pages:
            about = f"{about} (not searched{pages}: {REASONS['no_text_layer']})".lstrip()
        detail = f"not searched: {REASONS[record.refusal]}{pages}" if record.refusal else about
        lines.append(f"{on_one_line(record.path):{width}}  {detail}".rstrip())
    return "\n".join(lines)


def render_page(document: Document, page: int) -> str:
    """The page's number, as it is printed too, and its lines with the numbers they have in the document."""
    span = document.span_of(page)
    lines = _printed_lines(span.of(document.text).rstrip())
    name = page_line(page, document.label_of(page), is_recognised=page in document.recognised_pages)
    heading = f"{name} of {len(document.page_starts)}"
    if not any(lines):
        return f"{heading}\n  no text on this page"
    return f"{heading}\n{_numbered(list(enumerate(lines, document.line_at(span.start))), None)}"


def render_lines(document: Document, line: int | None) -> str:
    """The document with its lines numbered; only those near `line`, where given, with a mark at it."""
    lines = _printed_lines(document.text)
    first, last = (1, len(lines)) if line is None else (max(1, line - AROUND), min(len(lines), line + AROUND))
    return _numbered([(number, lines[number - 1]) for number in range(first, last + 1)], line)


def _printed_lines(text: str) -> list[str]:
    return printable(text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")


def _numbered(lines: Sequence[tuple[int, str]], marked: int | None) -> str:
    width = len(str(lines[-1][0])) if lines else 0
    return "\n".join(f"{'>' if number == marked else ' '}{number:{width}}  {text}".rstrip() for number, text in lines)
