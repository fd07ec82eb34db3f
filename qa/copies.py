"""Near-copies among documents: a wire story in five papers is one source."""

from collections.abc import Sequence

from corpus.document import Document
from embeddings.keywords import words_of

SHINGLE_WORDS = 5
COPY_SHARE = 0.5
"""Documents that share this much of the shorter one's shingles are copies of one source."""


def independent_sources(documents: Sequence[Document]) -> int:
    """How many of these documents are left when near-copies, and copies of copies, count once; in any order."""
    sources: list[list[frozenset[tuple[str, ...]]]] = []
    for document in documents:
        shingles = _shingles(document.text)
        same = [source for source in sources if any(_is_copy(shingles, other) for other in source)]
        sources = [source for source in sources if source not in same]
        sources.append([shingles, *(other for source in same for other in source)])
    return len(sources)


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = words_of(text)
    return frozenset(tuple(words[i : i + SHINGLE_WORDS]) for i in range(max(1, len(words) - SHINGLE_WORDS + 1)))


def _is_copy(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> bool:
    return len(one & other) >= COPY_SHARE * min(len(one), len(other))
