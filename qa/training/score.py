"""Held-out questions -> how well a reader does on each set: exact match, F1, and telling answer-less passages apart."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from qa.evaluation.metrics import auroc, bootstrap_interval, exact_match, f1
from qa.reader import OnnxReader
from qa.training.examples import Example, answerless, split_set
from qa.training.recipe import Recipe

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


def score_reader(reader: OnnxReader, data: Path, recipe: Recipe, *, most: int) -> list[SetScore]:
    """Every set of the recipe, at most `most` held-out questions of each, drawn with the recipe's seed."""
    scores: list[SetScore] = []
    for name in recipe.sets:
        chooser = random.Random(recipe.seed)
        _, heldout = split_set(data, name)
        chosen = chooser.sample(heldout, min(most, len(heldout)))
        answerable = [example for example in chosen if example.answers]
        without = [example for example in chosen if not example.answers]
        if name != "qamr":
            contexts = sorted({example.context for example in heldout})
            without = without + answerless(answerable, contexts, chooser)
        scores.append(_score_set(reader, name, answerable, without))
    return scores


def _score_set(reader: OnnxReader, name: str, answerable: Sequence[Example], without: Sequence[Example]) -> SetScore:
    margins: list[float] = []
    exact: list[float] = []
    overlap: list[float] = []
    for example in answerable:
        text, margin = best_answer(reader, example)
        margins.append(margin)
        exact.append(exact_match(text, example.answer_texts))
        overlap.append(f1(text, example.answer_texts))
    refused = [best_answer(reader, example)[1] for example in without]
    f1_values = np.array(overlap)
    return SetScore(
        name=name,
        questions=len(answerable),
        exact_match=float(np.mean(exact)),
        f1=float(f1_values.mean()),
        f1_interval=bootstrap_interval(len(overlap), lambda rows: float(f1_values[rows].mean())),
        auroc=auroc([*margins, *refused], [True] * len(margins) + [False] * len(refused)),
        answerless=len(refused),
        best_f1=best_threshold_f1(margins, overlap, refused) if refused else None,
    )


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
