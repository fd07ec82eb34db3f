"""Scores of tokens -> the best spans. Pure numpy; knows no model and no text."""

import numpy as np
from numpy.typing import NDArray

MOST_TOKENS = 40
"""Longest answer."""


def best_spans(
    start_scores: NDArray[np.float32],
    end_scores: NDArray[np.float32],
    allowed: NDArray[np.bool_],
    *,
    limit: int,
    most_tokens: int = MOST_TOKENS,
) -> list[tuple[int, int, float]]:
    """The `limit` best (start, end, score), end inclusive, score = start score + end score, best first.

    Exact: every pair start <= end < start + most_tokens whose two ends are `allowed` is compared; all (tokens,).
    Ties go to the earlier, then the shorter span."""
    positions = np.flatnonzero(allowed)
    if not len(positions):
        return []
    first, last = positions[0], positions[-1] + 1
    starts = np.where(allowed, start_scores, -np.inf)[first:last]
    ends = np.where(allowed, end_scores, -np.inf)[first:last]
    size = last - first
    scores = starts[:, None] + ends[None, :]  # (size, size)
    distance = np.arange(size)[None, :] - np.arange(size)[:, None]
    scores[(distance < 0) | (distance >= most_tokens)] = -np.inf
    flat = scores.ravel()
    order = np.argsort(-flat, kind="stable")[:limit]
    return [
        (int(index // size + first), int(index % size + first), float(flat[index]))
        for index in order
        if np.isfinite(flat[index])
    ]
