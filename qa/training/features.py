"""Examples -> windows of token ids with a start and an end -> batches of like length."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from qa.reading.reader import normalise_question
from qa.training.examples import Example
from qa.training.recipe import Recipe

NO_ANSWER = 0
"""Token index of [CLS]: where start and end point when a window holds no answer."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One window: `ids` and `types` are (tokens,), `start` and `end` inclusive token indices, `others` further pairs of
    them that are right too."""

    ids: NDArray[np.int32]
    types: NDArray[np.int8]
    start: int
    end: int
    others: tuple[tuple[int, int], ...] = ()
    teacher: NDArray[np.float16] | None = None
    """The start and end scores of a larger network, (2, tokens)."""


def make_features(examples: Sequence[Example], tokenizer: Tokenizer, recipe: Recipe) -> list[Feature]:
    """The windows to train on: of a context that needs several, the one that shows most around the answer and one,
    drawn at random, without it; for an answer-less context one at random."""
    chooser = random.Random(recipe.seed + 1)
    tokenizer.no_padding()
    features: list[Feature] = []
    for example in examples:
        windows = _windows(example, tokenizer, recipe)
        labelled = [_label(window, example) for window in windows]
        with_answer = [feature for feature in labelled if feature.start != NO_ANSWER]
        without = [feature for feature in labelled if feature.start == NO_ANSWER]
        if with_answer:
            features.append(max(with_answer, key=lambda f: min(f.start, len(f.ids) - f.end)))
            if without:
                features.append(chooser.choice(without))
        elif not example.answers:
            features.append(chooser.choice(without))
    return features


def _windows(example: Example, tokenizer: Tokenizer, recipe: Recipe) -> list[Encoding]:
    question = normalise_question(example.question)
    tokenizer.no_truncation()
    question_tokens = tokenizer.encode(question, add_special_tokens=False)
    if len(question_tokens) > recipe.max_question_tokens:
        question = question[: question_tokens.offsets[recipe.max_question_tokens - 1][1]]
    tokenizer.enable_truncation(recipe.max_tokens, stride=recipe.stride, strategy="only_second")
    first = tokenizer.encode(question, example.context)
    return [first, *first.overflowing]


def _label(window: Encoding, example: Example) -> Feature:
    spans = dict.fromkeys(span for answer in example.answers if (span := _tokens_of(window, *answer)))
    (start, end), *others = spans or [(NO_ANSWER, NO_ANSWER)]
    return Feature(np.array(window.ids, np.int32), np.array(window.type_ids, np.int8), start, end, tuple(others))


def _tokens_of(window: Encoding, answer_start: int, answer_end: int) -> tuple[int, int] | None:
    inside = [
        index
        for index, (sequence, (left, right)) in enumerate(zip(window.sequence_ids, window.offsets, strict=True))
        if sequence == 1 and left < answer_end and right > answer_start
    ]
    if inside and _covers(window, inside, answer_start, answer_end):
        return inside[0], inside[-1]
    return None


def _covers(window: Encoding, inside: list[int], answer_start: int, answer_end: int) -> bool:
    """Whether the whole answer is in the window, not only a part at its edge."""
    return window.offsets[inside[0]][0] <= answer_start + 1 and window.offsets[inside[-1]][1] >= answer_end - 1


def epoch_batches(features: Sequence[Feature], epoch: int, recipe: Recipe) -> Iterator[list[Feature]]:
    """All full batches of one epoch: the same for the same seed and epoch, so that a run can be resumed by counting."""
    chooser = random.Random(recipe.seed * 1000 + epoch)
    order = list(features)
    chooser.shuffle(order)
    order = order[: recipe.most_windows]
    pool_size = recipe.batch_size * 64
    batches: list[list[Feature]] = []
    for pool_start in range(0, len(order), pool_size):
        pool = sorted(order[pool_start : pool_start + pool_size], key=lambda f: len(f.ids))
        batches.extend(pool[i : i + recipe.batch_size] for i in range(0, len(pool), recipe.batch_size))
    batches = [batch for batch in batches if len(batch) == recipe.batch_size]
    chooser.shuffle(batches)
    yield from batches
