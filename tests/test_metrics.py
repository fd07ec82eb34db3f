import math
import random
import re
import string
from collections import Counter
from collections.abc import Sequence
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.evaluation.metrics import (
    auroc,
    bootstrap_interval,
    coverage_at_accuracy,
    exact_match,
    expected_calibration_error,
    f1,
    is_right,
    ndcg,
    normalise_answer,
    reciprocal_rank,
    risk_coverage,
)

ANSWERS = st.lists(st.sampled_from(["the", "a", "Over", "300", "people.", "U.S.", "--", "of", "(freed)", "An"])).map(
    " ".join
)


def reference_f1(prediction: str, gold: str) -> float:
    """The definition, written out a second time: words as a multiset after normalising step by step."""

    def tokens(text: str) -> list[str]:
        lowered = "".join(character for character in text.lower() if character not in string.punctuation)
        return re.sub(r"\b(a|an|the)\b", " ", lowered).split()

    predicted, expected = tokens(prediction), tokens(gold)
    if not predicted or not expected:
        return float(predicted == expected)
    same = sum((Counter(predicted) & Counter(expected)).values())
    if not same:
        return 0.0
    precision, recall = same / len(predicted), same / len(expected)
    return 2 * precision * recall / (precision + recall)


@given(ANSWERS, st.lists(ANSWERS, min_size=1, max_size=4))
def test_f1_equals_its_definition_for_the_nearest_gold_answer(prediction: str, golds: list[str]) -> None:
    with_words = [gold for gold in golds if reference_f1(gold, "") == 0.0]
    assert math.isclose(f1(prediction, golds), max(reference_f1(prediction, gold) for gold in with_words or [""]))


@given(ANSWERS, st.lists(ANSWERS, min_size=1, max_size=4))
def test_an_exact_match_has_an_f1_of_one(prediction: str, golds: list[str]) -> None:
    if exact_match(prediction, golds):
        assert f1(prediction, golds) == 1.0


def test_case_articles_and_punctuation_do_not_count() -> None:
    assert normalise_answer(" The  U.S., (an ally)") == "us ally"
    assert exact_match("the Air Guard.", ["air guard"]) == 1.0


def test_half_of_two_words_right() -> None:
    assert f1("over 300", ["more than 300", "300"]) == pytest.approx(2 / 3)


def test_without_gold_answers_only_an_empty_prediction_is_right() -> None:
    assert (exact_match("", []), f1("", []), exact_match("x", []), f1("x", [])) == (1.0, 1.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("prediction", "golds", "right"),
    [
        ("over 300 people", ["more than 300 people"], True),
        ("$12", ["$12 for each person and day"], True),
        ("Ann Lee and the Harbour Board", ["Ann Lee"], True),
        ("13", ["130 days"], False),
        ("the", ["the 13 days"], False),
        ("", ["13 days"], False),
        ("13 days", [], False),
    ],
)
def test_where_an_answer_begins_and_ends_is_a_matter_of_taste(prediction: str, golds: list[str], right: bool) -> None:
    assert is_right(prediction, golds) is right


def test_a_gold_answer_of_nothing_but_an_article_is_none() -> None:
    assert (exact_match("a", ["the", "the cat"]), f1("a", ["the", "the cat"])) == (0.0, 0.0)


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=1))
def test_auroc_is_the_share_of_pairs_in_order(scored: list[tuple[int, bool]]) -> None:
    positives = [score for score, positive in scored if positive]
    negatives = [score for score, positive in scored if not positive]
    measured = auroc([float(score) for score, _ in scored], [positive for _, positive in scored])
    if not positives or not negatives:
        assert measured is None
        return
    wins = sum((p > n) + 0.5 * (p == n) for p in positives for n in negatives)
    assert measured == pytest.approx(wins / (len(positives) * len(negatives)))


def test_risk_and_coverage_fall_with_the_threshold() -> None:
    assert risk_coverage([0.9, 0.8, 0.8, 0.1], [True, False, True, False]) == [
        (0.9, 0.0, 0.25),
        (0.8, pytest.approx(1 / 3), 0.75),
        (0.1, 0.5, 1.0),
    ]


def test_coverage_at_an_accuracy_that_is_never_reached_is_zero() -> None:
    assert coverage_at_accuracy([0.9, 0.1], [False, True], 0.95) == 0.0


def test_perfect_calibration_has_no_error() -> None:
    probabilities = [0.25] * 4 + [0.75] * 4
    right = [True, False, False, False, True, True, True, False]
    assert expected_calibration_error(probabilities, right, bins=2) == pytest.approx(0.0)


def test_overconfidence_is_its_distance_from_accuracy() -> None:
    assert expected_calibration_error([0.9] * 10, [True] * 5 + [False] * 5, bins=1) == pytest.approx(0.4)


def test_ranks_after_the_cutoff_do_not_count() -> None:
    assert reciprocal_rank([False, True, True], 10) == 0.5
    assert reciprocal_rank([False, False, True], 2) == 0.0


def test_ndcg_of_the_ideal_order_is_one_and_of_one_swap_less() -> None:
    assert ndcg([3, 2, 0], [3, 2], 10) == pytest.approx(1.0)
    assert ndcg([2, 3, 0], [3, 2], 10) == pytest.approx((2 + 3 / math.log2(3)) / (3 + 2 / math.log2(3)))


def mean_of(values: Sequence[float], rows: Sequence[int]) -> float:
    return sum(values[row] for row in rows) / len(rows)


def test_the_interval_holds_the_mean_and_narrows_with_more_questions() -> None:
    generator = random.Random(1)
    few = [generator.random() for _ in range(20)]
    many = [generator.random() for _ in range(2000)]
    widths = []
    for values in (few, many):
        interval = bootstrap_interval(len(values), partial(mean_of, values), samples=200)
        assert interval is not None
        low, high = interval
        assert low <= sum(values) / len(values) <= high
        widths.append(high - low)
    assert widths[1] < widths[0] / 3
