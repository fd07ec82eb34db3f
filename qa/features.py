"""Spans read for one question -> the features their confidence rests on."""

from collections.abc import Sequence

from corpus.document import Span
from embeddings.index import Hit
from embeddings.keywords import STOP_WORDS, above, words_of
from qa.answer_types import expected_type, fits
from qa.confidence import Features

SHORTEST_STEM = 4
LONGEST_ENDING = 3


def describe(question: str, spans: Sequence[tuple[Hit, Span, float]]) -> list[Features]:
    """The features of each (hit, span in the document, margin), in order."""
    answer_type = expected_type(question)
    content = [word for word in words_of(question) if word not in STOP_WORDS]
    overlaps: dict[int, float] = {}
    described: list[Features] = []
    for hit, span, margin in spans:
        if id(hit) not in overlaps:
            overlaps[id(hit)] = _overlap(content, f"{above(hit.passage)} {hit.passage.readable}")
        rivals = [
            other_margin
            for other, other_span, other_margin in spans
            if not _says_the_same(hit, span, other, other_span)
        ]
        text = span.of(hit.passage.document.text)
        lead = margin - max(rivals) if rivals else 0.0
        described.append(Features(margin, min(1.0, hit.score), fits(text, answer_type), overlaps[id(hit)], lead))
    return described


def _says_the_same(hit: Hit, span: Span, other: Hit, other_span: Span) -> bool:
    """Whether two spans overlap, or one's words are among the other's."""
    document, other_document = hit.passage.document, other.passage.document
    if document is other_document and span.start < other_span.end and other_span.start < span.end:
        return True
    words, other_words = set(words_of(span.of(document.text))), set(words_of(other_span.of(other_document.text)))
    return words <= other_words or other_words <= words


def _overlap(content: Sequence[str], text: str) -> float:
    """Share of the words of which the text holds one with the same stem."""
    if not content:
        return 0.0
    stems = {stem for word in words_of(text) for stem in _stems(word)}
    return sum(any(stem in stems for stem in _stems(word)) for word in content) / len(content)


def _stems(word: str) -> set[str]:
    """The word and what is left when up to three letters at its end are taken for an ending."""
    return {word[:length] for length in range(max(SHORTEST_STEM, len(word) - LONGEST_ENDING), len(word) + 1)} | {word}
