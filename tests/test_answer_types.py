import pytest

from qa.answer_types import AnswerType, expected_type, fits


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many were let go?", "count"),
        ("how many were let go", "count"),
        ("What was the number of vessels?", "count"),
        ("How old was the captain?", "count"),
        ("When did the ferry sink?", "time"),
        ("In what year was it built?", "time"),
        ("How much did the repair cost?", "amount"),
        ("What percentage of members voted?", "percentage"),
        ("How long did the crossing take?", "duration"),
        ("Who steered the boat?", "person_or_group"),
        ("Why was it late?", "any"),
        ("Where did it land?", "any"),
    ],
)
def test_the_wording_tells_the_type(question: str, expected: AnswerType) -> None:
    assert expected_type(question) == expected


@pytest.mark.parametrize(
    ("span", "answer_type", "verdict"),
    [
        ("more than 300", "count", True),
        ("nearly all", "count", True),
        ("$3 million", "count", False),
        ("the harbour master", "count", False),
        ("in the spring of 1911", "time", True),
        ("two days later", "time", True),
        ("Captain Holm", "time", False),
        ("a third", "percentage", True),
        ("606-0800", "person_or_group", False),
        ("Captain Holm", "person_or_group", True),
        ("anything", "any", True),
    ],
)
def test_a_span_fits_or_does_not(span: str, answer_type: AnswerType, verdict: bool) -> None:
    assert fits(span, answer_type) is verdict
