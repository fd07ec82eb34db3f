import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answers import Alternative, Calibration
from qa.likelihood import least_share, likelihood, short_likelihood


@pytest.mark.parametrize(
    ("correct", "of", "words"),
    [
        (57, 60, "likely"),
        (590, 600, "very likely"),
        (40, 56, "more likely than not"),
        (19, 39, "as likely as not"),
        (2, 58, "unlikely"),
        (3, 3, "as likely as not"),
        (0, 0, "unlikely"),
    ],
)
def test_words_claim_no_more_than_the_counts(correct: int, of: int, words: str) -> None:
    assert likelihood(Calibration(0.0, 1.0, correct, of)) == words


def test_another_answer_says_the_same_in_brief() -> None:
    assert short_likelihood(Alternative("9", 0.98, (), Calibration(0.9, 1.0, 57, 60))) == "likely, 57 of 60"
    assert short_likelihood(Alternative("9", 0.98, ())) == "98%"


def test_eight_of_ten_are_at_least_half() -> None:
    assert least_share(8, 10) == pytest.approx(0.4902, abs=1e-4)
    assert least_share(0, 10) == pytest.approx(0.0, abs=1e-12)


@given(st.integers(0, 200), st.integers(1, 200))
def test_it_is_below_the_share_and_rises_with_the_count(correct: int, of: int) -> None:
    correct = min(correct, of)
    low = least_share(correct, of)
    assert -1e-9 <= low <= correct / of
    assert least_share(2 * correct, 2 * of) >= low - 1e-9
