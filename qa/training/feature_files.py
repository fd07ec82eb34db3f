"""Windows <-> one file, so that they can be trained on where there is neither the data nor the search behind them."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np

from qa.training.features import Feature


def save_features(features: Sequence[Feature], target: Path) -> Path:
    """Writes numpy's .npz, compressed: token ids one window after the other; teachers' scores where all windows have them."""
    target.parent.mkdir(parents=True, exist_ok=True)
    spans = [[(feature.start, feature.end), *feature.others] for feature in features]
    scores = [feature.teacher for feature in features if feature.teacher is not None]
    np.savez_compressed(
        target,
        ids=np.concatenate([feature.ids for feature in features]).astype(np.uint16),
        types=np.packbits(np.concatenate([feature.types for feature in features])),
        lengths=np.array([len(feature.ids) for feature in features], np.uint16),
        spans=np.array([span for of_one in spans for span in of_one], np.uint16),
        span_counts=np.array([len(of_one) for of_one in spans], np.uint16),
        teacher=np.concatenate(scores, axis=1) if len(scores) == len(features) else np.empty((2, 0), np.float16),
    )
    return target


def load_features(file: Path) -> list[Feature]:
    """In the order they were saved in."""
    with np.load(file, allow_pickle=False) as arrays:
        ids = arrays["ids"].astype(np.int32)
        types = np.unpackbits(arrays["types"], count=len(ids)).astype(np.int8)
        spans = [(int(start), int(end)) for start, end in arrays["spans"]]
        windows = _pieces(arrays["lengths"])
        of_windows = _pieces(arrays["span_counts"])
        scores = arrays["teacher"]
    features = [
        Feature(ids[a:b], types[a:b], *spans[first], tuple(spans[first + 1 : last]))
        for (a, b), (first, last) in zip(windows, of_windows, strict=True)
    ]
    if not scores.size:
        return features
    return [replace(feature, teacher=scores[:, a:b]) for feature, (a, b) in zip(features, windows, strict=True)]


def _pieces(lengths: Sequence[int]) -> list[tuple[int, int]]:
    """Where each of so long pieces begins and ends, one after the other."""
    return list(pairwise(accumulate(map(int, lengths), initial=0)))
