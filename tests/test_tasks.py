"""Which questions ask for tasks that are done, for those that are not, and for neither."""

import pytest

from corpus.rendering import DONE, OPEN
from qa.english.tasks import asks_whether, state_asked_for


@pytest.mark.parametrize(
    ("question", "state"),
    [
        ("What is still to do?", OPEN),
        ("What remains to be done?", OPEN),
        ("Which tasks are open?", OPEN),
        ("What hasn't been done?", OPEN),
        ("Which repairs are not finished?", OPEN),
        ("What is left for Friday?", OPEN),
        ("What has been done?", DONE),
        ("Which tasks are already ticked?", DONE),
        ("What is finished?", DONE),
        ("What did Una paint?", ""),
        ("Who is still there?", ""),
        ("When is it open?", ""),
        ("Is it done?", ""),
    ],
)
def test_the_state_that_is_asked_for(question: str, state: str) -> None:
    assert state_asked_for(question) == state


@pytest.mark.parametrize(
    ("question", "expected"),
    [("Was it painted?", True), ("Has Una called?", True), ("What was painted?", False), ("Dora called whom?", False)],
)
def test_yes_and_no_are_asked_for_by_a_verb_in_front(question: str, expected: bool) -> None:
    assert asks_whether(question) == expected
