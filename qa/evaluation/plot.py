"""Outcomes -> a picture: risk against coverage, and confidence against accuracy."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from qa.evaluation.metrics import is_right, risk_coverage
from qa.evaluation.run import Outcome

BINS = 10


def draw(outcomes: Sequence[Outcome], file: Path) -> None:
    """Writes PNG, SVG or PDF, by the file's ending."""
    from matplotlib.figure import Figure  # 0.3 s

    probabilities = np.array([outcome.confidence for outcome in outcomes])
    right = np.array([is_right(outcome.prediction, outcome.question.answers) for outcome in outcomes], float)
    figure = Figure(figsize=(9, 4), layout="constrained")
    risk, reliability = figure.subplots(1, 2)
    _, risks, coverages = zip(*risk_coverage(list(probabilities), [bool(r) for r in right]), strict=True)
    risk.plot(coverages, risks, drawstyle="steps-post")
    risk.set(xlabel="share of questions answered", ylabel="share of answers wrong", xlim=(0, 1), ylim=(0, 1))
    risk.set_title("risk and coverage")
    for rows in np.array_split(np.argsort(probabilities), min(BINS, len(outcomes))):
        reliability.plot(
            probabilities[rows].mean(), right[rows].mean(), "o", color="C0", markersize=4 + len(rows) ** 0.5
        )
    reliability.plot([0, 1], [0, 1], linestyle=":", color="0.5")
    reliability.set(xlabel="confidence", ylabel="share right", xlim=(0, 1), ylim=(0, 1), title="reliability")
    figure.savefig(file, dpi=120)
