"""The vocabulary of texts: `Span`, `Document`, `Passage`.

Every position in the program is a half-open range of character indices into `Document.text`.
"""

from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal, NamedTuple

Coordinates = Literal["file", "extracted"]


class Span(NamedTuple):
    """Characters `start` up to, not including, `end`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end

    def shifted(self, distance: int) -> "Span":
        return Span(self.start + distance, self.end + distance)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One file as text. The same bytes always give the same text."""

    path: str
    """POSIX path relative to the folder."""

    text: str
    sha256: str
    """Of the file's bytes, hexadecimal."""

    encoding: str
    """The codec that turned the bytes into characters, as Python names it."""

    coordinates: Coordinates
    """"file": `bytes.decode(encoding)` is `text`. "extracted": `text` is what `extractor` returned."""

    extractor: str | None = None
    """Name and version of what made the text; None where the file is its own text."""

    title: str = ""
    """From the document's metadata or first heading; "" where it has none."""

    published: str | None = None
    """ISO date (YYYY, YYYY-MM or YYYY-MM-DD) from the document's own metadata."""

    page_starts: tuple[int, ...] = ()
    """Where each page begins, ascending; empty for formats without pages."""

    def line_at(self, position: int) -> int:
        """The number, from 1, of the line that holds this character. CR, LF and CRLF each end a line."""
        ends = self.text.count("\n", 0, position) + self.text.count("\r", 0, position)
        return 1 + ends - self.text.count("\r\n", 0, position + 1)

    def page_at(self, position: int) -> int | None:
        """The number, from 1, of the page that holds this character; None without pages."""
        return bisect_right(self.page_starts, position) or None if self.page_starts else None


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of prose that is searched and read as one."""

    document: Document
    span: Span
    headings: tuple[str, ...] = ()
    """The headings above it, outermost first."""

    markup: tuple[Span, ...] = ()
    """Characters inside `span` that are not prose (`**`, link targets ...)."""

    @property
    def text(self) -> str:
        return self.span.of(self.document.text)

    @property
    def readable(self) -> str:
        """The text with markup and control characters as spaces: what models read. Same length as `text`."""
        return blank(self.text, [Span(m.start - self.span.start, m.end - self.span.start) for m in self.markup])


def blank(text: str, spans: list[Span]) -> str:
    """`text` with the characters of `spans`, and all control characters but line ends, replaced by spaces.

    blank("**a** b", [Span(0, 2), Span(3, 5)]) -> "  a   b"
    """
    pieces: list[str] = []
    position = 0
    for span in sorted(spans):
        start = max(span.start, position)
        pieces += [text[position:start], " " * max(0, span.end - start)]
        position = max(position, span.end)
    pieces.append(text[position:])
    return "".join(pieces).translate(_CONTROLS)


_CONTROLS = {code: " " for code in (*range(32), *range(127, 160), 0xFEFF) if chr(code) not in "\n\r"}
