"""Held-out questions asked in open mode -> the probability model, its bins and its threshold.

Half the questions, by paragraph, fit the model and the threshold; the other half gives the counts and the curve that
are shipped. A third of the paragraphs is kept out of the corpus: its questions have no answer there. Neither have
SQuAD's adversarial questions, which were written to look answerable.
"""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.answerer import QuestionAnswerer
from qa.confidence import Confidence, Features
from qa.evaluation.metrics import auroc, expected_calibration_error, is_right, risk_coverage
from qa.evaluation.questions import Question, QuestionSet
from qa.evaluation.run import paragraphs_session
from qa.settings import Settings
from qa.training.examples import Example, split_set

SETS = (
    "squad_train_merged",
    "squadshifts_new_wiki",
    "qed_nq",
    "nq_open_oracle",
    "covid_qa_windows",
    "tatqa_text_spans",
)
"""Those whose questions can be understood without their paragraph."""

MISSING_SHARE = 1 / 3
BIN_EDGES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
RIDGE = 1e-3
NOTHING_READ = Features(margin=-20.0, retrieval=0.0)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question's candidates: features (candidates, features) and which are right; `is_fit`: used for fitting."""

    features: NDArray[np.float64]
    is_right: NDArray[np.bool_]
    is_fit: bool
    is_answerable: bool


def calibrate(data: Path, target: Path, *, most: int, seed: int) -> dict[str, float]:
    """Fits, measures, writes `target` and returns what was measured on the half not used for fitting."""
    asked = _ask_all(data, most=most, seed=seed)
    weights = _fit_on_best([each for each in asked if each.is_fit])
    fit = [_best(each, weights) for each in asked if each.is_fit]
    held = [_best(each, weights) for each in asked if not each.is_fit]
    threshold = _best_threshold(*_columns(fit)[:2])
    probabilities, right, answerable = _columns(held)
    curve = _thinned(risk_coverage(probabilities, right))
    target.write_text(
        json.dumps(
            {
                "intercept": weights[0],
                "weights": list(weights[1:]),
                "threshold": threshold,
                "bins": _bins(probabilities, right),
                "risk_coverage": [{"threshold": t, "risk": r, "coverage": c} for t, r, c in curve],
            },
            indent=1,
        )
        + "\n",
        encoding="utf-8",
    )
    return _report(threshold, probabilities, right, answerable)


def _ask_all(data: Path, *, most: int, seed: int) -> list[Asked]:
    chooser = random.Random(seed)
    examples: list[Example] = []
    for name in SETS:
        _, heldout = split_set(data, name)
        answerable = [example for example in heldout if example.answers]
        adversarial = [example for example in heldout if not example.answers]
        examples += chooser.sample(answerable, min(most, len(answerable)))
        examples += chooser.sample(adversarial, min(most // 2, len(adversarial)))
    contexts = sorted({example.context for example in examples})
    chooser.shuffle(contexts)
    missing = set(contexts[: round(MISSING_SHARE * len(contexts))])
    fit_contexts = set(contexts[::2])
    present = QuestionSet("squad", tuple(_question(e) for e in examples if e.context not in missing))
    by_margin = Confidence(0.0, (1.0, 0.0), 0.5, (), ())
    with paragraphs_session(present, Settings(), note=lambda sentence: None) as session:
        session.answerer.use(by_margin)
        return [
            _asked(
                session.answerer, example, missing=example.context in missing, is_fit=example.context in fit_contexts
            )
            for example in examples
        ]


def _question(example: Example) -> Question:
    return Question(id=example.id, text=example.question, answers=example.answer_texts, context=example.context)


def _asked(answerer: QuestionAnswerer, example: Example, *, missing: bool, is_fit: bool) -> Asked:
    candidates = answerer.read(example.question, answerer.find(example.question))
    rows = [Features.of(c.hit, c.margin).values() for c in candidates] or [NOTHING_READ.values()]
    right = [is_right(c.text, example.answer_texts) for c in candidates] or [False]
    return Asked(np.array(rows), np.array(right), is_fit, is_answerable=bool(example.answers) and not missing)


def _fit_on_best(asked: Sequence[Asked]) -> NDArray[np.float64]:
    """Intercept and weights. First on each question's candidates, so that the best of several is chosen well; then once
    more on the best ones alone, whose probabilities are what is shown."""
    several = _logistic(np.vstack([a.features[:5] for a in asked]), np.concatenate([a.is_right[:5] for a in asked]))
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


def _best(asked: Asked, weights: NDArray[np.float64]) -> tuple[float, bool, bool]:
    """(probability, right, answerable) of a question's best candidate."""
    scores = weights[0] + asked.features @ weights[1:]
    row = int(np.argmax(scores))
    return float(1 / (1 + np.exp(-scores[row]))), bool(asked.is_right[row]), asked.is_answerable


def _columns(rows: Sequence[tuple[float, bool, bool]]) -> tuple[list[float], list[bool], list[bool]]:
    probabilities, right, answerable = zip(*rows, strict=True)
    return list(probabilities), list(right), list(answerable)


def _best_threshold(probabilities: list[float], right: list[bool]) -> float:
    """Where answering gains most, a wrong answer costing what a right one is worth and a refusal nothing: who must prove
    every answer is not served by one that is more likely wrong than right."""
    gains = {
        round(float(threshold), 2): sum(
            1 if is_right else -1 for p, is_right in zip(probabilities, right, strict=True) if p >= threshold
        )
        for threshold in np.arange(0.05, 0.96, 0.01)
    }
    return max(gains, key=lambda threshold: gains[threshold])


def _bins(probabilities: list[float], right: list[bool]) -> list[dict[str, float]]:
    bins = []
    for low, high in pairwise(BIN_EDGES):
        inside = [r for p, r in zip(probabilities, right, strict=True) if low <= p < high or p == high == 1.0]
        bins.append({"low": low, "high": high, "correct": sum(inside), "of": len(inside)})
    return bins


def _thinned(curve: list[tuple[float, float, float]], points: int = 100) -> list[tuple[float, float, float]]:
    """At most this many points of a curve, evenly spread, its last one kept."""
    step = max(1, len(curve) // points)
    kept = [*curve[::step], curve[-1]]
    return [tuple(round(value, 4) for value in point) for point in kept]  # type: ignore[misc]


def _report(
    threshold: float, probabilities: list[float], right: list[bool], answerable: list[bool]
) -> dict[str, float]:
    answered = [p >= threshold for p in probabilities]
    refused = [not a for a in answered]
    return {
        "questions": len(right),
        "threshold": threshold,
        "right_of_answered": sum(r for r, a in zip(right, answered, strict=True) if a) / max(1, sum(answered)),
        "answerable_right": sum(r and a for r, a in zip(right, answered, strict=True)) / max(1, sum(answerable)),
        "refusal_precision": sum(r and not a for r, a in zip(refused, answerable, strict=True)) / max(1, sum(refused)),
        "refusal_recall": sum(r and not a for r, a in zip(refused, answerable, strict=True))
        / max(1, answerable.count(False)),
        "auroc": auroc(probabilities, right) or 0.0,
        "ece": expected_calibration_error(probabilities, right) or 0.0,
    }
