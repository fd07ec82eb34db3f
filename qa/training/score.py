"""Held-out questions -> how well a reader does on each set: exact match, F1, and telling answer-less passages apart."""

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.evaluation.metrics import auroc, bootstrap_interval, exact_match, f1
from qa.reading.reader import OnnxReader
from qa.training.examples import Example, answerless, split_set

Interval = tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class SetScore:
    """One held-out set; fractions, with 95 % bootstrap intervals over questions."""

    name: str
    questions: int
    """Answerable ones."""

    exact_match: float
    f1: float
    f1_interval: Interval
    auroc: float | None
    """Margins of answerable questions on their passage against those of answer-less passages found for them, and of
    the set's own unanswerable questions."""

    answerless: int
    best_f1: float | None
    """F1 over answerable and answer-less together at the best threshold, a refusal counting as an empty answer."""


@dataclass(frozen=True, slots=True)
class Scored:
    """One held-out question on one passage. Without an answer there, `exact_match` and `f1` are those of any span: 0."""

    set: str
    id: str
    is_answerable: bool
    margin: float
    exact_match: float
    f1: float


def score_reader(
    reader: OnnxReader, data: Path, sets: Iterable[str], *, most: int, seed: int
) -> Iterator[list[Scored]]:
    """Set after set, at most `most` held-out questions of each, drawn with the seed; then what search finds for them
    without an answer."""
    for name in sets:
        chooser = random.Random(seed)
        _, heldout = split_set(data, name)
        chosen = chooser.sample(heldout, min(most, len(heldout)))
        if name != "qamr":
            answerable = [example for example in chosen if example.answers]
            contexts = sorted({example.context for example in heldout})
            chosen += answerless(answerable, contexts, chooser)
        yield [_score(reader, example) for example in chosen]


def _score(reader: OnnxReader, example: Example) -> Scored:
    text, margin = best_answer(reader, example)
    golds = example.answer_texts
    return Scored(
        set=example.source,
        id=example.id,
        is_answerable=bool(golds),
        margin=margin,
        exact_match=exact_match(text, golds) if golds else 0.0,
        f1=f1(text, golds) if golds else 0.0,
    )


def summarise(scored: Sequence[Scored]) -> SetScore:
    """The figures of one set."""
    answerable = [each for each in scored if each.is_answerable]
    refused = [each.margin for each in scored if not each.is_answerable]
    margins = [each.margin for each in answerable]
    f1_values = np.array([each.f1 for each in answerable])
    return SetScore(
        name=scored[0].set,
        questions=len(answerable),
        exact_match=float(np.mean([each.exact_match for each in answerable])),
        f1=float(f1_values.mean()),
        f1_interval=_interval(f1_values),
        auroc=auroc([*margins, *refused], [True] * len(margins) + [False] * len(refused)),
        answerless=len(refused),
        best_f1=best_threshold_f1(margins, list(f1_values), refused) if refused else None,
    )


@dataclass(frozen=True, slots=True)
class Difference:
    """What the second reader gains over the first on the same questions of a set; paired, 95 % bootstrap intervals."""

    name: str
    questions: int
    exact_match: float
    f1: float
    f1_interval: Interval


def compare(first: Sequence[Scored], second: Sequence[Scored]) -> list[Difference]:
    """Set by set, over the answerable questions both were asked."""
    before = {(each.set, each.id): each for each in first if each.is_answerable}
    pairs = [(before[s.set, s.id], s) for s in second if (s.set, s.id) in before]
    differences: list[Difference] = []
    for name in dict.fromkeys(after.set for _, after in pairs):
        of_set = [(one, other) for one, other in pairs if other.set == name]
        gains = np.array([other.f1 - one.f1 for one, other in of_set])
        differences.append(
            Difference(
                name=name,
                questions=len(of_set),
                exact_match=float(np.mean([other.exact_match - one.exact_match for one, other in of_set])),
                f1=float(gains.mean()),
                f1_interval=_interval(gains),
            )
        )
    return differences


def _interval(values: NDArray[np.float64]) -> Interval:
    return bootstrap_interval(len(values), lambda rows: float(values[rows].mean()))


def save(scored: Sequence[Scored], file: Path) -> None:
    file.write_text("".join(json.dumps(asdict(each)) + "\n" for each in scored), encoding="utf-8")


def load(file: Path) -> list[Scored]:
    return [Scored(**json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines()]


def best_answer(reader: OnnxReader, example: Example) -> tuple[str, float]:
    """The best span's text and margin; "" and minus infinity where a context has none."""
    readings = reader.read(example.question, [example.context])
    if not readings:
        return "", -np.inf
    return readings[0].span.of(example.context), readings[0].margin


def best_threshold_f1(margins: Sequence[float], overlap: Sequence[float], refused: Sequence[float]) -> float:
    """SQuAD 2.0's best F1: the greatest mean over all thresholds on the margin (Rajpurkar et al. 2018)."""
    scored = sorted([*zip(margins, overlap, strict=True), *((margin, -1.0) for margin in refused)], reverse=True)
    total = float(len(refused))  # everything refused: each answer-less passage scores 1
    best = total
    for _, gain in scored:
        total += gain
        best = max(best, total)
    return best / len(scored)
