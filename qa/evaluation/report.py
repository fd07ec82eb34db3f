"""Outcomes -> figures: the metrics of `qa eval`, with bootstrap intervals, as JSON and as a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.evaluation.causes import count_causes
from qa.evaluation.metrics import (
    auroc,
    bootstrap_interval,
    coverage_at_accuracy,
    exact_match,
    expected_calibration_error,
    f1,
    is_right,
    mean,
    ratio,
    reciprocal_rank,
)
from qa.evaluation.run import RANKS, Outcome
from qa.showing.wording import counted

Metric = Callable[[Sequence[Outcome]], float | None]


def overall_exact_match(outcomes: Sequence[Outcome]) -> float | None:
    return mean([scored(outcome, exact_match) for outcome in outcomes])


def overall_f1(outcomes: Sequence[Outcome]) -> float | None:
    return mean([scored(outcome, f1) for outcome in outcomes])


def scored(outcome: Outcome, measure: Callable[[str, Sequence[str]], float]) -> float:
    """A refusal counts as an empty answer: 1 where the documents do not answer, 0 elsewhere."""
    if not outcome.answered:
        return float(not outcome.question.is_answerable)
    return measure(outcome.prediction, outcome.question.answers) if outcome.question.is_answerable else 0.0


def _answerable(outcomes: Sequence[Outcome]) -> list[Outcome]:
    return [outcome for outcome in outcomes if outcome.question.is_answerable]


def _refusal_precision(outcomes: Sequence[Outcome]) -> float | None:
    refused = [outcome for outcome in outcomes if not outcome.answered]
    return ratio(sum(not outcome.question.is_answerable for outcome in refused), len(refused))


def _refusal_recall(outcomes: Sequence[Outcome]) -> float | None:
    unanswerable = [outcome for outcome in outcomes if not outcome.question.is_answerable]
    return ratio(sum(not outcome.answered for outcome in unanswerable), len(unanswerable))


def _recall_at(rank: int) -> Metric:
    def recall(outcomes: Sequence[Outcome]) -> float | None:
        return mean([float(any(o.relevant[:rank])) for o in outcomes if o.relevant is not None])

    return recall


def _mean_reciprocal_rank(outcomes: Sequence[Outcome]) -> float | None:
    return mean([reciprocal_rank(o.relevant, RANKS) for o in outcomes if o.relevant is not None])


def _citation(is_gold: Callable[[Outcome], bool]) -> Metric:
    """Over answerable questions that were answered."""

    def share(outcomes: Sequence[Outcome]) -> float | None:
        cited = [o for o in _answerable(outcomes) if o.answered and o.reply is not None]
        return ratio(sum(map(is_gold, cited)), len(cited))

    return share


def probabilities(outcomes: Sequence[Outcome]) -> tuple[list[float], list[bool]]:
    """Confidence of each prediction and whether it is right, answered or not."""
    return [o.confidence for o in outcomes], [is_right(o.prediction, o.question.answers) for o in outcomes]


METRICS: dict[str, Metric] = {
    "exact_match": overall_exact_match,
    "f1": overall_f1,
    "has_answer.exact_match": lambda outcomes: overall_exact_match(_answerable(outcomes)),
    "has_answer.f1": lambda outcomes: overall_f1(_answerable(outcomes)),
    "no_answer.precision": _refusal_precision,
    "no_answer.recall": _refusal_recall,
    "retrieval.recall@1": _recall_at(1),
    "retrieval.recall@5": _recall_at(5),
    "retrieval.recall@10": _recall_at(10),
    "retrieval.mrr@10": _mean_reciprocal_rank,
    "citation.document": _citation(lambda outcome: outcome.is_cited_document_gold),
    "citation.span": _citation(lambda outcome: outcome.is_cited_span_gold),
    "calibration.auroc": lambda outcomes: auroc(*probabilities(outcomes)),
    "calibration.ece": lambda outcomes: expected_calibration_error(*probabilities(outcomes)),
    "calibration.coverage@0.95": lambda outcomes: coverage_at_accuracy(*probabilities(outcomes), 0.95),
    "latency_ms.p50": lambda outcomes: float(np.percentile([o.milliseconds for o in outcomes], 50)),
    "latency_ms.p95": lambda outcomes: float(np.percentile([o.milliseconds for o in outcomes], 95)),
}
"""In the order of the table; a dot parts group and name in JSON."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One metric with its 95 % bootstrap interval over questions."""

    name: str
    value: float | None
    interval: tuple[float, float] | None


def measure(outcomes: Sequence[Outcome], *, samples: int = 0) -> list[Measured]:
    """Every metric; with intervals where `samples` is above 0."""
    measured: list[Measured] = []
    for name, metric in METRICS.items():
        value = metric(outcomes)
        interval = None
        if samples and value is not None:
            interval = bootstrap_interval(len(outcomes), _of_rows(metric, outcomes), samples=samples)
        measured.append(Measured(name, value, interval))
    return measured


def _of_rows(metric: Metric, outcomes: Sequence[Outcome]) -> Callable[[NDArray[np.int64]], float | None]:
    return lambda rows: metric([outcomes[row] for row in rows])


def as_json(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """What `eval --json` prints: fractions, milliseconds; null where the mode can't measure."""
    report: dict[str, Any] = {
        "schema": 1,
        "questions": len(outcomes),
        "answerable": len(_answerable(outcomes)),
    }
    for each in measure(outcomes):
        group, dot, name = each.name.partition(".")
        value = None if each.value is None else round(each.value, 6)
        if dot:
            report.setdefault(group, {})[name] = value
        else:
            report[group] = value
    return report


def as_table(outcomes: Sequence[Outcome], *, samples: int = 500) -> str:
    """One row a metric with its interval, then what went wrong how often, the slowest and the worst questions."""
    lines = [f"{counted(len(outcomes), 'question')}, {len(_answerable(outcomes))} of them answerable", ""]
    for each in measure(outcomes, samples=samples):
        lines.append(f"{each.name:26} {_shown(each)}".rstrip())
    if causes := count_causes(outcomes, [scored(outcome, f1) for outcome in outcomes]):
        lines += ["", "what cost the others:", *(f"  {count:5}  {cause}" for cause, count in causes)]
    lines += ["", "slowest:"]
    lines += [f"  {o.milliseconds:6.0f} ms  {o.question.text}" for o in _slowest(outcomes)]
    if worst := _worst(outcomes):
        lines += ["", "worst:"]
        lines += [line for outcome in worst for line in _explained(outcome)]
    return "\n".join(lines)


def _shown(measured: Measured) -> str:
    if measured.value is None:
        return "-"
    digits = ".0f" if measured.name.startswith("latency") else ".3f"
    shown = f"{measured.value:8{digits}}"
    if measured.interval is None:
        return shown
    low, high = measured.interval
    return f"{shown}   [{low:{digits}}, {high:{digits}}]"


def _slowest(outcomes: Sequence[Outcome], count: int = 3) -> list[Outcome]:
    return sorted(outcomes, key=lambda outcome: -outcome.milliseconds)[:count]


def _worst(outcomes: Sequence[Outcome], count: int = 10) -> list[Outcome]:
    """The least right first; among equals those the system was surest of."""
    wrong = [outcome for outcome in outcomes if scored(outcome, f1) < 0.5]
    return sorted(wrong, key=lambda outcome: (scored(outcome, f1), -outcome.confidence))[:count]


def _explained(outcome: Outcome) -> list[str]:
    given = f"“{outcome.prediction}”" if outcome.answered else f"refused (best: “{outcome.prediction}”)"
    expected = f"“{outcome.question.answers[0]}”" if outcome.question.answers else "no answer"
    return [
        f"  {outcome.question.id}: {outcome.question.text}",
        f"      {given} {outcome.confidence:.0%}, expected {expected}",
    ]
