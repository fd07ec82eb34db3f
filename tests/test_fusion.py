"""Two rankings made one."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.fusion import fuse

WORDS = st.dictionaries(st.integers(0, 9), st.just(0.0) | st.floats(1e-9, 50))
"""BM25 of a passage without a word of the question is 0, and of one with a word never denormal."""

COSINES = st.dictionaries(st.integers(0, 9), st.floats(-1, 1))
WEIGHTS = st.floats(0, 1)


def test_scores_are_scaled_and_weighed() -> None:
    assert fuse({1: 4.0, 2: 1.0}, {2: 0.5, 3: 0.1}, weight=0.5) == {2: 0.625, 1: 0.5, 3: 0.0}


def test_the_best_comes_first_and_ties_come_by_id() -> None:
    assert list(fuse({5: 2.0, 9: 2.0, 1: 1.0}, {7: 0.1}, weight=0.0)) == [5, 9, 1, 7]


def test_a_passage_that_one_search_lacks_has_nothing_from_it() -> None:
    assert fuse({1: 3.0}, {2: 0.9, 3: 0.2}, weight=0.6) == pytest.approx({2: 0.6, 1: 0.4, 3: 0.0})


def test_one_search_alone_is_enough() -> None:
    assert fuse({1: 3.0}, {}, weight=0.5) == {1: 0.5}
    assert fuse({}, {1: -0.3}, weight=0.5) == {1: 0.5}


def test_equal_cosines_and_words_without_weight_are_no_division_by_zero() -> None:
    assert fuse({1: 0.0}, {1: 0.4, 2: 0.4}, weight=1.0) == {1: 1.0, 2: 1.0}


def test_nothing_found_is_nothing() -> None:
    assert fuse({}, {}) == {}


@given(WORDS, COSINES, WEIGHTS)
def test_every_passage_has_a_score_from_0_to_1_best_first(
    words: dict[int, float], cosines: dict[int, float], weight: float
) -> None:
    fused = fuse(words, cosines, weight=weight)
    assert fused.keys() == words.keys() | cosines.keys()
    assert all(0 <= score <= 1 for score in fused.values())
    assert list(fused.values()) == sorted(fused.values(), reverse=True)


@given(WORDS, COSINES, st.randoms())
def test_the_order_of_what_was_found_is_irrelevant(
    words: dict[int, float], cosines: dict[int, float], random: Random
) -> None:
    mixed_words, mixed_cosines = list(words.items()), list(cosines.items())
    random.shuffle(mixed_words)
    random.shuffle(mixed_cosines)
    assert list(fuse(dict(mixed_words), dict(mixed_cosines)).items()) == list(fuse(words, cosines).items())


@given(WORDS, COSINES, WEIGHTS, st.sampled_from([0.25, 2.0, 8.0]))
def test_the_unit_of_bm25_is_irrelevant(
    words: dict[int, float], cosines: dict[int, float], weight: float, unit: float
) -> None:
    scaled = {passage_id: score * unit for passage_id, score in words.items()}
    assert fuse(scaled, cosines, weight=weight) == pytest.approx(fuse(words, cosines, weight=weight))
