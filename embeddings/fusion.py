"""Two rankings -> one: a convex combination of scaled scores (Bruch, Gai, Ingber 2023, arXiv 2210.11934)."""

from collections.abc import Mapping

VECTOR_WEIGHT = 0.6
"""0: words alone; 1: vectors alone."""


def fuse(
    words: Mapping[int, float], vectors: Mapping[int, float], *, weight: float = VECTOR_WEIGHT
) -> dict[int, float]:
    """Passage id -> score in 0..1, best first, ties by id.

    BM25 is divided by its maximum, since its least value is 0 whatever the question; cosines are scaled from least to
    greatest. A passage that one search did not return has 0 there.

    fuse({1: 4.0, 2: 1.0}, {2: 0.5, 3: 0.1}, weight=0.5) -> {2: 0.625, 1: 0.5, 3: 0.0}
    """
    greatest = max(words.values(), default=0.0)
    scaled_words = {i: score / greatest for i, score in words.items()} if greatest > 0 else {}
    low, high = min(vectors.values(), default=0.0), max(vectors.values(), default=0.0)
    scaled_vectors = {i: (score - low) / (high - low) if high > low else 1.0 for i, score in vectors.items()}
    fused = {
        i: (1 - weight) * scaled_words.get(i, 0.0) + weight * scaled_vectors.get(i, 0.0)
        for i in words.keys() | vectors.keys()
    }
    return dict(sorted(fused.items(), key=lambda pair: (-pair[1], pair[0])))
