"""The vocabulary of texts: `Document`, `Passage`.

Every position in the program is a half-open range of character indices into `Document.text`.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.rendering import END, TITLE, Part, Rendering, apart, render
from corpus.spans import Span, blank

__all__ = ["Coordinates", "Document", "Passage", "Span", "blank"]

Coordinates = Literal["file", "extracted"]


_PAIR = 2


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

    page_labels: tuple[str, ...] = ()
    """What is printed as each page's number; empty where the file does not say."""

    scanned_pages: str = ""
    """The pages with pictures and no words: "3, 5-7"."""

    recognised_pages: tuple[int, ...] = ()
    """The pages, from 1, whose words were read from pictures, and may be misread."""

    def line_at(self, position: int) -> int:
        """The number, from 1, of the line that holds this character. CR, LF and CRLF each end a line."""
        ends = self.text.count("\n", 0, position) + self.text.count("\r", 0, position)
        return 1 + ends - self.text.count("\r\n", 0, position + 1)

    def page_at(self, position: int) -> int | None:
        """The number, from 1, of the page that holds this character; None without pages."""
        return bisect_right(self.page_starts, position) or None if self.page_starts else None

    def label_of(self, page: int) -> str | None:
        """What is printed as the number of this page, from 1, where that is another: "iv"."""
        label = "".join(self.page_labels[page - 1 : page])
        return label if label not in ("", str(page)) else None

    def span_of(self, page: int) -> Span:
        """Where this page, from 1, stands; empty for a page without text."""
        start, end = (*self.page_starts, len(self.text))[page - 1 : page + 1]
        return Span(start, end)


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of prose that is searched and read as one."""

    document: Document
    span: Span
    headings: tuple[str, ...] = ()
    """The headings above it, outermost first."""

    markup: tuple[Span, ...] = ()
    """Characters that are not prose (`**`, link targets ...), wherever parts of it stand."""

    parts: tuple[Part, ...] = ()
    """What is read of it; () where that is its text."""

    context: tuple[Part, ...] = ()
    """What is read before it: the headings right above, the words that lead in a list."""

    @property
    def text(self) -> str:
        return self.span.of(self.document.text)

    @property
    def rendering(self) -> Rendering:
        """All that is read of it, and where each character of that stands in the document."""
        return self._rendered(self._own_parts)

    @property
    def renderings(self) -> tuple[Rendering, ...]:
        """What models read, one by one: each row of a table and each question with its answer by itself, so that they are
        weighed against each other; all else together. A row that names itself and several values needs nothing above it."""
        rows, others = apart(self._own_parts)
        alone = [row for row in rows if row[-1] == END and _cells(row) > _PAIR]
        with_context = ([others] if others else []) + [row for row in rows if row not in alone]
        own = [render(self.document.text, row, self.markup) for row in alone]
        return (*map(self._rendered, with_context), *own)

    @property
    def readable(self) -> str:
        """What is read of the passage itself, without its context: the words it is found by."""
        return render(self.document.text, self._own_parts, self.markup).text

    def _rendered(self, parts: tuple[Part, ...]) -> Rendering:
        above = (*self.context, TITLE) if self.context else ()
        return render(self.document.text, parts, self.markup, above=above)

    @property
    def _own_parts(self) -> tuple[Part, ...]:
        return self.parts or (self.span,)


def _cells(row: Sequence[Part]) -> int:
    return sum(not isinstance(part, str) for part in row)
