import pytest

from qa.replies.answers import Alternative, Calibration
from qa.showing.likelihood import likelihood, short_likelihood


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
