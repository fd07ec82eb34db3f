"""Questions asked in open mode -> the probability model, its threshold, its risk-coverage curve and its bins.

What is asked to fit with gives the model and the curve behind `--max-error`; the other half of the held-out questions
gives the counts that are shipped with the bins, and the report: nothing was fitted on it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.evaluation.metrics import auroc, expected_calibration_error
from qa.evaluation.plot import draw
from qa.reading.confidence import OperatingPoint, lowest_threshold, wilson_interval
from qa.reading.model_files import ReaderName
from qa.training.open_questions import Asked, ask_articles, ask_folder, ask_paragraphs

BIN_EDGES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
RIDGE = 1e-3
CANDIDATES_FITTED = 5
CURVE_POINTS = 100
THRESHOLD = 0.6
"""The least probability of an answer. Not fitted: the probability is calibrated, and what an error costs is for us to say. A
threshold of c / (1 + c) gains most where a wrong answer costs c times what a right one is worth and a refusal nothing;
here c is 1.5, as who must prove every answer loses more by a wrong one than by being shown what came nearest."""

MAX_ERRORS = (0.05, 0.1, 0.2)
"""Reported: what became of the promise on questions not used for fitting."""


@dataclass(frozen=True, slots=True)
class Best:
    """A question's most probable candidate."""

    probability: float
    is_right: bool
    is_answerable: bool
    """Of the question."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What `--max-error` comes to on questions not used for fitting."""

    max_error: float
    threshold: float | None
    """None where no point of the curve keeps to it."""

    answered: int
    wrong: int
    interval: tuple[float, float] | None
    """95 %, of the share of wrong answers."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was measured on the questions not used for fitting; shares."""

    questions: int
    threshold: float
    right_of_answered: float
    answerable_right: float
    refusal_precision: float
    refusal_recall: float
    auroc: float | None
    ece: float | None
    promises: tuple[Promise, ...]


def calibrate(
    data: Path, reader: ReaderName, target: Path, *, most: int, seed: int, plot: Path | None = None
) -> dict[str, Report]:
    """Fits with this reader, measures, writes `target` and returns what was measured on the questions not used for
    fitting, those of paragraphs and those of articles; `plot` is a picture of all of them."""
    paragraphs, articles = ask_paragraphs(data, reader, most=most, seed=seed), ask_articles(data, reader, seed=seed)
    return fit({"paragraphs": paragraphs, "articles": articles, "folder": ask_folder(reader)}, target, plot)


def fit(asked: Mapping[str, Sequence[Asked]], target: Path, plot: Path | None = None) -> dict[str, Report]:
    """What `calibrate` does once everything is asked. Every question counts once, whatever its kind of folder."""
    to_fit = [each for of_kind in asked.values() for each in of_kind if each.is_fit]
    weights = _fit_on_best(to_fit)
    curve = _curve([_best(each, weights) for each in to_fit])
    held = {kind: [_best(each, weights) for each in of_kind if not each.is_fit] for kind, of_kind in asked.items()}
    every = [question for of_kind in held.values() for question in of_kind]
    model = {
        "intercept": weights[0],
        "weights": list(weights[1:]),
        "threshold": THRESHOLD,
        "bins": _bins(every),
        "risk_coverage": [asdict(point) for point in curve],
    }
    target.write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")
    if plot:
        draw([question.probability for question in every], [question.is_right for question in every], plot)
    return {kind: _report(curve, questions) for kind, questions in {"all": every, **held}.items() if questions}


def _fit_on_best(asked: Sequence[Asked]) -> NDArray[np.float64]:
    """Intercept and weights. First on each question's candidates, so that the best of several is chosen well; then once
    more on the best ones alone, whose probabilities are what is shown."""
    several = _logistic(
        np.vstack([a.features[:CANDIDATES_FITTED] for a in asked]),
        np.concatenate([a.is_right[:CANDIDATES_FITTED] for a in asked]),
    )
    best = [int(np.argmax(a.features @ several[1:])) for a in asked]
    scores = np.array([[a.features[row] @ several[1:]] for a, row in zip(asked, best, strict=True)])
    intercept, scale = _logistic(scores, np.array([a.is_right[row] for a, row in zip(asked, best, strict=True)]))
    return np.array([intercept, *(scale * several[1:])])


def _logistic(features: NDArray[np.float64], right: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Intercept and weights of a logistic regression, by Newton's method with a small ridge."""
    rows = np.column_stack([np.ones(len(features)), features])
    weights = np.zeros(rows.shape[1])
    for _ in range(50):
        probabilities = 1 / (1 + np.exp(-rows @ weights))
        gradient = rows.T @ (right - probabilities) - RIDGE * weights
        hessian = (rows * (probabilities * (1 - probabilities))[:, None]).T @ rows + RIDGE * np.eye(len(weights))
        step = np.linalg.solve(hessian, gradient)
        weights += step
        if np.abs(step).max() < 1e-9:
            break
    return weights


def _best(asked: Asked, weights: NDArray[np.float64]) -> Best:
    scores = weights[0] + asked.features @ weights[1:]
    row = int(np.argmax(scores))
    return Best(float(1 / (1 + np.exp(-scores[row]))), bool(asked.is_right[row]), asked.is_answerable)


def _curve(questions: Sequence[Best]) -> list[OperatingPoint]:
    """At most CURVE_POINTS, evenly spread over the questions, the highest threshold first."""
    ordered = sorted(questions, key=lambda question: -question.probability)
    wrong = np.cumsum([not question.is_right for question in ordered])
    step = max(1, len(ordered) // CURVE_POINTS)
    return [
        OperatingPoint(
            threshold=round(ordered[answered - 1].probability, 4),
            risk=round((int(wrong[answered - 1]) + 1) / (answered + 2), 4),
            coverage=round(answered / len(ordered), 4),
        )
        for answered in range(step, len(ordered) + 1, step)
    ]


def _bins(questions: Sequence[Best]) -> list[dict[str, float]]:
    bins = []
    for low, high in pairwise(BIN_EDGES):
        inside = [q.is_right for q in questions if low <= q.probability < high or q.probability == high == 1.0]
        bins.append({"low": low, "high": high, "correct": sum(inside), "of": len(inside)})
    return bins


def _report(curve: Sequence[OperatingPoint], held: Sequence[Best]) -> Report:
    answered = [q for q in held if q.probability >= THRESHOLD]
    refused = [q for q in held if q.probability < THRESHOLD]
    answerable = [q for q in held if q.is_answerable]
    refused_rightly = sum(not q.is_answerable for q in refused)
    probabilities, right = [q.probability for q in held], [q.is_right for q in held]
    return Report(
        questions=len(held),
        threshold=THRESHOLD,
        right_of_answered=sum(q.is_right for q in answered) / max(1, len(answered)),
        answerable_right=sum(q.is_right for q in answered if q.is_answerable) / max(1, len(answerable)),
        refusal_precision=refused_rightly / max(1, len(refused)),
        refusal_recall=refused_rightly / max(1, len(held) - len(answerable)),
        auroc=auroc(probabilities, right),
        ece=expected_calibration_error(probabilities, right),
        promises=tuple(_promise(max_error, curve, held) for max_error in MAX_ERRORS),
    )


def _promise(max_error: float, curve: Sequence[OperatingPoint], held: Sequence[Best]) -> Promise:
    point = lowest_threshold(curve, max_error)
    answered = [q for q in held if point and q.probability >= point.threshold]
    wrong = sum(not q.is_right for q in answered)
    interval = wilson_interval(wrong, len(answered)) if answered else None
    return Promise(max_error, point.threshold if point else None, len(answered), wrong, interval)
