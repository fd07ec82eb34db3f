"""Confidence and what was right -> a picture: risk against coverage, and confidence against accuracy."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from corpus.errors import UserError
from qa.evaluation.metrics import risk_coverage

BINS = 10


def require_matplotlib() -> None:
    """Raises UserError where the extra `plot` is not installed: before an evaluation, not after it."""
    if find_spec("matplotlib") is None:
        raise UserError("--plot needs matplotlib, which is not installed", hint="pip install 'quoth[plot]'")


def draw(probabilities: Sequence[float], right: Sequence[bool], file: Path) -> None:
    """One prediction each. Writes PNG, SVG or PDF, by the file's ending."""
    require_matplotlib()
    from matplotlib.figure import Figure  # 0.3 s

    confidence, was_right = np.array(probabilities), np.array(right, float)
    figure = Figure(figsize=(9, 4), layout="constrained")
    risk, reliability = figure.subplots(1, 2)
    _, risks, coverages = zip(*risk_coverage(probabilities, right), strict=True)
    risk.plot(coverages, risks, drawstyle="steps-post")
    risk.set(xlabel="share of questions answered", ylabel="share of answers wrong", xlim=(0, 1), ylim=(0, 1))
    risk.set_title("risk and coverage")
    for rows in np.array_split(np.argsort(confidence), min(BINS, len(confidence))):
        reliability.plot(
            confidence[rows].mean(), was_right[rows].mean(), "o", color="C0", markersize=4 + len(rows) ** 0.5
        )
    reliability.plot([0, 1], [0, 1], linestyle=":", color="0.5")
    reliability.set(xlabel="confidence", ylabel="share right", xlim=(0, 1), ylim=(0, 1), title="reliability")
    figure.savefig(file, dpi=120)
