"""Where to cut a document into passages: at paragraph and sentence borders, in offsets, never copies of text."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from corpus.document import Document, Passage, Span
from corpus.formats.extraction import Block, Extraction
from corpus.sentences import sentences

TARGET_WORDS = 100
"""A passage of several sentences has at most this many."""

MOST_CHARACTERS = 900
"""A passage never exceeds this; a longer sentence is cut at white space, a longer word anywhere."""

_PIECE = re.compile(rf"\S(?:.{{0,{MOST_CHARACTERS - 2}}}\S)?(?!\S)|\S{{{MOST_CHARACTERS}}}", re.S)


def split_into_passages(document: Document, extraction: Extraction, *, words: int = TARGET_WORDS) -> list[Passage]:
    """All prose of the document in passages, ascending and disjoint. Sections are never mixed: a new heading starts a
    new passage."""
    passages: list[Passage] = []
    for section in _sections(document.text, extraction.blocks):
        paragraphs = [list(_units(document.text, block)) for block in section]
        for span in _packed(document.text, paragraphs, words):
            passages.append(Passage(document, span, section[0].headings, _clipped(extraction.markup, span)))
    return passages


def _sections(text: str, blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Neighbouring blocks under the same headings with no word between them, such as a heading of the same name."""
    section: list[Block] = []
    for block in blocks:
        if section and (
            section[-1].headings != block.headings
            or any(map(str.isalnum, text[section[-1].span.end : block.span.start]))
        ):
            yield section
            section = []
        section.append(block)
    if section:
        yield section


def _units(text: str, block: Block) -> Iterator[Span]:
    """The sentences of a block, none longer than a passage may be."""
    for sentence in sentences(text, block.span):
        yield from (Span(*piece.span()) for piece in _PIECE.finditer(text, *sentence))


def _packed(text: str, paragraphs: Iterable[list[Span]], words: int) -> Iterator[Span]:
    """Neighbouring paragraphs joined while they fit whole; a paragraph too long for one passage is cut into the fewest
    that hold it, of about the same length."""
    current: Span | None = None
    for paragraph in filter(None, paragraphs):
        whole = Span(paragraph[0].start, paragraph[-1].end)
        joined = Span(current.start, whole.end) if current else whole
        if _fits(text, joined, words):
            current = joined
            continue
        if current:
            yield current
        *full, current = _split(text, paragraph, words)
        yield from full
    if current:
        yield current


def _split(text: str, run: list[Span], words: int) -> list[Span]:
    """A paragraph's sentences in runs that fit."""
    total = len(Span(run[0].start, run[-1].end).of(text).split())
    even = total / -(-total // words)
    runs: list[Span] = []
    for sentence in run:
        if runs:
            joined = Span(runs[-1].start, sentence.end)
            before = len(runs[-1].of(text).split())
            after = len(joined.of(text).split())
            if _fits(text, joined, words) and even - before >= after - even:
                runs[-1] = joined
                continue
        runs.append(sentence)
    return runs


def _fits(text: str, span: Span, words: int) -> bool:
    return span.end - span.start <= MOST_CHARACTERS and len(span.of(text).split()) <= words


def _clipped(markup: Sequence[Span], span: Span) -> tuple[Span, ...]:
    """The markup inside `span`, cut off at its ends."""
    first = bisect_right(markup, span.start, key=lambda mark: mark.end)
    last = bisect_left(markup, span.end, key=lambda mark: mark.start)
    return tuple(Span(max(mark.start, span.start), min(mark.end, span.end)) for mark in markup[first:last])
