"""Scores -> probabilities: how likely it is that a span answers the question, fitted on held-out questions.

`model/calibration-*.json` hold the coefficients, the bins that say how often such answers were right, the threshold
below which Quoth does not answer, and the risk-coverage curve behind `--max-error`. `qa/training/calibrate.py` writes
it.
"""

import json
import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import UserError
from qa.reading.features import Features
from qa.reading.model_files import ReaderName, calibration_file
from qa.replies.answers import Calibration


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """What answering from a confidence on comes to."""

    threshold: float
    risk: float
    """Share of the answers that are wrong, one more counted than were: (wrong + 1) / (answered + 2), Laplace's rule of
    succession, so that a few lucky answers at the top promise nothing."""

    coverage: float
    """Share of questions answered."""


@dataclass(frozen=True, slots=True)
class Confidence:
    """A logistic model of the features, and what was measured with it."""

    intercept: float
    weights: tuple[float, ...]
    threshold: float
    """Answers with a lower probability are not given."""

    bins: tuple[Calibration, ...]
    """Ascending, covering 0..1."""

    risk_coverage: tuple[OperatingPoint, ...]
    """By threshold, on the questions that were fitted."""

    @classmethod
    def of(cls, reader: ReaderName) -> "Confidence":
        """As it was measured with this reader."""
        return cls.load(calibration_file(reader))

    @classmethod
    def load(cls, file: Path) -> "Confidence":
        data = json.loads(file.read_text(encoding="utf-8"))
        return cls(
            intercept=data["intercept"],
            weights=tuple(data["weights"]),
            threshold=data["threshold"],
            bins=tuple(Calibration(**each) for each in data["bins"]),
            risk_coverage=tuple(OperatingPoint(**point) for point in data["risk_coverage"]),
        )

    def probability(self, features: Features) -> float:
        score = self.intercept + sum(w * v for w, v in zip(self.weights, features.values(), strict=True))
        return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, score))))

    def margin_at(self, probability: float) -> float:
        """The margin that comes to it where search puts the passage first and nothing speaks against the span."""
        of_margin, of_retrieval = self.weights[:2]
        return (math.log(probability / (1 - probability)) - self.intercept - of_retrieval) / of_margin

    def calibration(self, probability: float) -> Calibration:
        """The bin of this probability."""
        index = bisect_right([each.low for each in self.bins], probability) - 1
        return self.bins[max(0, index)]

    def threshold_at(self, max_error: float | None) -> float:
        """The least probability of an answer; None: the threshold that was set."""
        return self.threshold if max_error is None else self.operating_point(max_error).threshold

    def operating_point(self, max_error: float) -> OperatingPoint:
        """The lowest threshold whose risk is at most this, 0..1.

        Raises UserError where no threshold kept to it."""
        point = lowest_threshold(self.risk_coverage, max_error)
        if point is None:
            least = min(point.risk for point in self.risk_coverage)
            raise UserError(
                f"--max-error {max_error:g}: the least share of wrong answers that any threshold promises is {least:.3f}",
                hint=f"--max-error {math.ceil(least * 100) / 100:g}",
            )
        return point


def lowest_threshold(curve: Sequence[OperatingPoint], max_error: float) -> OperatingPoint | None:
    """The point with the lowest threshold whose risk is at most this, 0..1; None where no point keeps to it."""
    kept = [point for point in curve if point.risk <= max_error]
    return min(kept, key=lambda point: point.threshold, default=None)


def wilson_interval(successes: int, trials: int) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927); trials > 0."""
    z = 1.96
    share = successes / trials
    centre = (share + z**2 / (2 * trials)) / (1 + z**2 / trials)
    half = z / (1 + z**2 / trials) * math.sqrt(share * (1 - share) / trials + z**2 / (4 * trials**2))
    return max(0.0, centre - half), min(1.0, centre + half)
