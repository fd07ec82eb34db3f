"""What a citation's file holds now: the text around the place, and whether the quote still stands in it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from corpus.document import Document, Passage, Span
from corpus.errors import UnreadableFile
from corpus.reading import read_document
from qa.replies.answers import Citation
from qa.replies.checking import Check, check, quote_in_sentence

EXCERPT = 100_000
"""Characters shown on either side of the place. Wrapping more would take longer than a key press should."""

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document, without its end."""

    number: int
    """From 1, as `Document.line_at` counts."""

    start: int
    """In the document's text."""

    text: str
    page: int | None = None
    """The page, from 1, that begins with it."""

    page_label: str | None = None
    """What is printed as that page's number where that is another."""

    is_recognised: bool = False
    """Whether the words of that page were read from a picture."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is shown of a document's text, and what stands out in it."""

    lines: tuple[Line, ...] = ()
    quote: Span | None = None
    sentence: Span | None = None
    line: int = 1
    """The line to be seen where no quote is."""


@dataclass(frozen=True, slots=True)
class Source:
    """A citation's document, read again."""

    citation: Citation
    check: Check
    lines: tuple[Line, ...] = ()
    """Those within EXCERPT of the place; none when the file is missing."""

    quote: Span | None = None
    """Where the quote stands in the text; None when it no longer does. Nothing else is ever highlighted."""

    sentence: Span | None = None
    """Where the cited sentence stands around the quote; None when it does not."""

    headings: tuple[str, ...] = ()
    """Those above the place, outermost first."""

    @property
    def excerpt(self) -> Excerpt:
        return Excerpt(self.lines, self.quote, self.sentence, self.check.line or self.citation.line)


def read_beginning(path: Path, extractor: str | None) -> Excerpt:
    """The first EXCERPT characters of a document. `extractor`: what made its text. Raises UnreadableFile."""
    document, _ = read_document(path, extractor)
    return Excerpt(tuple(_lines_around(document, 0)))


def read_source(citation: Citation) -> Source:
    """Reads the file again and finds the citation's place in it. Slow for formats that are slow to extract."""
    try:
        document, passages = read_document(Path(citation.path), citation.extractor)
    except UnreadableFile:
        return Source(citation, Check("missing"))
    found = check(citation, document.text)
    start = min(citation.start if found.start is None else found.start, len(document.text))
    lines = tuple(_lines_around(document, start))
    if found.status == "changed" or found.start is None or found.end is None:
        return Source(citation, found, lines)
    quote = Span(found.start, found.end)
    return Source(
        citation, found, lines, quote, _sentence(citation, document.text, quote), _headings_above(passages, quote.start)
    )


def _headings_above(passages: Sequence[Passage], place: int) -> tuple[str, ...]:
    """The document's own heading, its title, is left out where others follow."""
    for passage in passages:
        if passage.span.start <= place < passage.span.end:
            return passage.headings[1:] or passage.headings
    return ()


def _sentence(citation: Citation, text: str, quote: Span) -> Span | None:
    start = quote.start - quote_in_sentence(citation).start
    sentence = Span(start, start + len(citation.sentence))
    return sentence if start >= 0 and sentence.of(text) == citation.sentence else None


def _lines_around(document: Document, place: int) -> Iterator[Line]:
    """The lines within EXCERPT of a place, the first and last of them perhaps cut."""
    text = document.text
    position, end = max(0, place - EXCERPT), min(len(text), place + EXCERPT)
    if position and text.startswith("\n", position):
        position += 1  # between the two characters of a line end, one line end would count as two
    number = document.line_at(position)
    pages = dict(zip(document.page_starts, count(1), strict=False))  # of pages without words only the next with some
    while found := _LINE.match(text, position, end):
        page = pages.get(position)
        label = document.label_of(page) if page else None
        yield Line(number, position, found[1], page, label, page in document.recognised_pages)
        if not found[2]:
            return
        number += 1
        position = found.end()
