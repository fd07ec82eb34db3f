"""How good answers are: pure functions, formula and source in each docstring."""

import math
import re
import string
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)


def normalise_answer(text: str) -> str:
    """As SQuAD compares answers: lower case, no ASCII punctuation, no articles, single spaces."""
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_NO_PUNCTUATION)).split())


def exact_match(prediction: str, golds: Sequence[str]) -> float:
    """1 if equal to any gold answer once normalised (Rajpurkar et al. 2016); with no gold answers 1 for ""."""
    return float(normalise_answer(prediction) in _normalised(golds))


def f1(prediction: str, golds: Sequence[str]) -> float:
    """Greatest harmonic mean of word precision and recall over the gold answers (Rajpurkar et al. 2016).

    f1("over 300", ["more than 300", "300"]) -> 2 * (1/2 * 1) / (1/2 + 1) = 2/3"""
    return max(_f1(normalise_answer(prediction).split(), gold.split()) for gold in _normalised(golds))


def _normalised(golds: Sequence[str]) -> list[str]:
    """Those of which a word is left, as SQuAD's scorer has it; [""] where there is none."""
    return [normalised for gold in golds if (normalised := normalise_answer(gold))] or [""]


def _f1(predicted: Sequence[str], expected: Sequence[str]) -> float:
    if not predicted or not expected:
        return float(not predicted and not expected)
    common = sum((Counter(predicted) & Counter(expected)).values())
    return 2 * common / (len(predicted) + len(expected))


def is_right(prediction: str, golds: Sequence[str]) -> bool:
    """Whether a prediction counts as right where confidence is measured: an F1 of a half or more, or one standing whole
    in the other, since where exactly an answer begins and ends is a matter of taste. With no gold answers none is right.

    is_right("$10,051", ["$10,051 per person per year"]) -> True"""
    if not golds:
        return False
    return f1(prediction, golds) >= 0.5 or any(_is_part(prediction, gold) for gold in golds)


def _is_part(one: str, other: str) -> bool:
    """Whether the words of one stand in the other, in a row."""
    shorter, longer = sorted((normalise_answer(one), normalise_answer(other)), key=len)
    return bool(shorter) and f" {shorter} " in f" {longer} "


def mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def ratio(part: int, whole: int) -> float | None:
    """None where there is nothing to measure."""
    return part / whole if whole else None


def reciprocal_rank(relevant: Sequence[bool], cutoff: int) -> float:
    """1 / rank of the first relevant hit among the first `cutoff`, 0 if there is none."""
    return next((1 / rank for rank, is_relevant in enumerate(relevant[:cutoff], 1) if is_relevant), 0.0)


def ndcg(gains: Sequence[float], ideal: Sequence[float], cutoff: int) -> float:
    """Discounted cumulative gain over the ideal one, sum(gain / log2(rank + 1)) (Järvelin, Kekäläinen 2002)."""
    best = _dcg(sorted(ideal, reverse=True), cutoff)
    return _dcg(gains, cutoff) / best if best else 0.0


def _dcg(gains: Sequence[float], cutoff: int) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains[:cutoff], 1))


def auroc(scores: Sequence[float], positive: Sequence[bool]) -> float | None:
    """Probability that a positive scores above a negative, ties counting half (Mann-Whitney U)."""
    order = np.argsort(scores, kind="stable")
    ordered = np.asarray(scores, float)[order]
    _, first, counts = np.unique(ordered, return_index=True, return_counts=True)
    ranks = np.empty(len(ordered))
    ranks[order] = np.repeat(first + (counts + 1) / 2, counts)
    chosen = np.asarray(positive, bool)
    positives, negatives = int(chosen.sum()), int((~chosen).sum())
    if not positives or not negatives:
        return None
    return float((ranks[chosen].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def expected_calibration_error(probabilities: Sequence[float], correct: Sequence[bool], bins: int = 10) -> float | None:
    """Mean distance of confidence and accuracy over equally filled bins, weighted by size (Nguyen, O'Connor 2015)."""
    if not probabilities:
        return None
    order = np.argsort(probabilities, kind="stable")
    p, c = np.asarray(probabilities, float)[order], np.asarray(correct, float)[order]
    parts = [part for part in np.array_split(np.arange(len(p)), min(bins, len(p))) if len(part)]
    return float(sum(len(part) * abs(p[part].mean() - c[part].mean()) for part in parts) / len(p))


def risk_coverage(probabilities: Sequence[float], correct: Sequence[bool]) -> list[tuple[float, float, float]]:
    """(threshold, risk, coverage) for every distinct probability, highest first: answering from the threshold on, the
    share of answers that are wrong and the share of questions answered (El-Yaniv, Wiener 2010)."""
    order = np.argsort(-np.asarray(probabilities, float), kind="stable")
    points: list[tuple[float, float, float]] = []
    wrong = 0
    for count, index in enumerate(order, 1):
        wrong += not correct[index]
        is_last_of_equals = count == len(order) or probabilities[order[count]] != probabilities[index]
        if is_last_of_equals:
            points.append((float(probabilities[index]), wrong / count, count / len(order)))
    return points


def coverage_at_accuracy(probabilities: Sequence[float], correct: Sequence[bool], accuracy: float) -> float | None:
    """The greatest share of questions that can be answered while this share of the answers is right."""
    if not probabilities:
        return None
    fitting = [coverage for _, risk, coverage in risk_coverage(probabilities, correct) if 1 - risk >= accuracy]
    return max(fitting, default=0.0)


def bootstrap_interval(
    count: int, statistic: Callable[[np.ndarray], float | None], *, samples: int = 1000, seed: int = 0
) -> tuple[float, float] | None:
    """95 % percentile interval of a statistic of question indices, resampled with replacement (Efron 1979).

    None where the statistic can't be measured."""
    if not count:
        return None
    generator = np.random.default_rng(seed)
    values = [statistic(generator.integers(0, count, count)) for _ in range(samples)]
    measured = [value for value in values if value is not None]
    if not measured:
        return None
    low, high = np.percentile(measured, [2.5, 97.5])
    return float(low), float(high)
