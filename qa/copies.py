"""Near-copies among documents: a wire story in five papers is one source."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.document import Document
from embeddings.keywords import words_of

SHINGLE_WORDS = 5
COPY_SHARE = 0.5
"""Documents that share this much of the shorter one's shingles are copies of one source."""

_Shingles = NDArray[np.int64]
"""Hashes of a text's shingles, ascending, each once."""


def independent_sources(documents: Sequence[Document]) -> int:
    """How many of these documents are left when near-copies, and copies of copies, count once; in any order."""
    return len(sources_among(document.text for document in documents))


def sources_among(texts: Iterable[str]) -> list[list[int]]:
    """The indices of the texts, near-copies and copies of copies in one group; each group ascending, by its first.

    Exact, and for thousands of texts: only those are compared that share a rare shingle."""
    shingles = [_shingles(text) for text in texts]
    group_of = np.arange(len(shingles))
    for one, other in _may_be_copies(shingles, group_of):
        if group_of[one] != group_of[other] and _is_copy(shingles[one], shingles[other]):
            joined = group_of[[one, other]]
            group_of[np.isin(group_of, joined)] = joined.min()
    groups: dict[int, list[int]] = {}
    for index, group in enumerate(group_of.tolist()):
        groups.setdefault(group, []).append(index)
    return list(groups.values())


def _shingles(text: str) -> _Shingles:
    words = words_of(text)
    runs = {tuple(words[i : i + SHINGLE_WORDS]) for i in range(max(1, len(words) - SHINGLE_WORDS + 1))}
    return np.unique(np.fromiter(map(hash, runs), np.int64, len(runs)))


def _is_copy(one: _Shingles, other: _Shingles) -> bool:
    shared = np.intersect1d(one, other, assume_unique=True).size
    return bool(shared >= COPY_SHARE * min(one.size, other.size))


def _may_be_copies(shingles: Sequence[_Shingles], group_of: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Every pair of copies that no earlier pair has put into one group, and a few more.

    Of n shingles the shorter of two copies shares at least half with the longer, so one of any n - half + 1 is shared:
    the rarest are looked up, and most of those stand in no other text at all."""
    if not shingles:
        return
    flat = np.concatenate(shingles)
    owners = np.repeat(np.arange(len(shingles)), [each.size for each in shingles])[np.argsort(flat, kind="stable")]
    known, firsts, counts = np.unique(flat, return_index=False, return_counts=True), None, None
    del known, firsts, counts, owners
