"""Near-copies among documents: a wire story in five papers is one source."""

import math
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
    hashes = {hash(tuple(words[i : i + SHINGLE_WORDS])) for i in range(max(1, len(words) - SHINGLE_WORDS + 1))}
    return np.sort(np.fromiter(hashes, np.int64, len(hashes)))


def _is_copy(one: _Shingles, other: _Shingles) -> bool:
    shared = np.intersect1d(one, other, assume_unique=True).size
    return bool(shared >= COPY_SHARE * min(one.size, other.size))


def _may_be_copies(shingles: Sequence[_Shingles], group_of: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Every pair of copies but those in one group by then, and some that are none.

    Two copies share at least half of the shorter one's n shingles, so of any n - half + 1 of them one is shared: the
    rarest are looked up, and most of those stand in no other text at all."""
    if not shingles:
        return
    flat = np.concatenate(shingles)
    owners = np.repeat(np.arange(len(shingles)), [each.size for each in shingles])[np.argsort(flat, kind="stable")]
    distinct, counts = np.unique(flat, return_counts=True)
    firsts = np.cumsum(counts) - counts
    for one, own in enumerate(shingles):
        rows = np.searchsorted(distinct, own)
        rarest = rows[np.argsort(counts[rows], kind="stable")][: own.size - math.ceil(COPY_SHARE * own.size) + 1]
        compared = {one}
        for row in rarest[counts[rarest] > 1]:
            others = owners[firsts[row] : firsts[row] + counts[row]]
            for other in others[group_of[others] != group_of[one]].tolist():
                if other not in compared:
                    compared.add(other)
                    yield one, other
