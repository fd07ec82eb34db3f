"""Where to cut a document into passages: at paragraph and sentence borders, in offsets, never copies of text."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from corpus.document import Document, Passage, Span
from corpus.formats.extraction import Block, Extraction
from corpus.sentences import sentences

TARGET_WORDS = 100
"""A passage of several sentences has at most this many."""

MOST_CHARACTERS = 900
"""A passage never exceeds this; a longer sentence is cut at white space, a longer word anywhere."""


def split_into_passages(document: Document, extraction: Extraction, *, words: int = TARGET_WORDS) -> list[Passage]:
    """All prose of the document in passages, ascending and disjoint. Sections are never mixed: a new heading starts a
    new passage."""
    passages: list[Passage] = []
    for headings, blocks in groupby(extraction.blocks, key=lambda block: block.headings):
        paragraphs = [list(_units(document.text, block)) for block in blocks]
        for span in _packed(document.text, paragraphs, words):
            markup = tuple(m for m in extraction.markup if span.start <= m.start and m.end <= span.end)
            passages.append(Passage(document, span, headings, markup))
    return passages


def _units(text: str, block: Block) -> Iterator[Span]:
    """The sentences of a block, none longer than a passage may be."""
    for sentence in sentences(text, block.span):
        start = sentence.start
        while sentence.end - start > MOST_CHARACTERS:
            cut = max(text.rfind(space, start + 1, start + MOST_CHARACTERS) for space in " \n\t")
            end = cut if cut > start else start + MOST_CHARACTERS
            yield Span(start, end)
            start = end + 1 if cut > start else end
        if start < sentence.end:
            yield Span(start, sentence.end)


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
