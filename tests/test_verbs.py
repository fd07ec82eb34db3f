"""Verbs bent for another question."""

import pytest

from qa.english.verbs import base_form, with_subject
from qa.english.words import BASE_FORMS, VERBS

UNKNOWN_VERBS = """
    captained=captain praised=praise pioneered=pioneer carried=carry died=die planned=plan referred=refer described=describe
    declared=declare feared=fear required=require repaired=repair ruled=rule failed=fail handled=handle called=call
    created=create treated=treat charged=charge belonged=belong voted=vote pouted=pout executed=execute agreed=agree sued=sue
    organized=organize licensed=license passed=pass ignored=ignore honored=honor developed=develop escaped=escape
""".split()


def regular_past(verb: str) -> str:
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return f"{verb[:-1]}ied"
    return f"{verb}ed"


@pytest.mark.parametrize("pair", UNKNOWN_VERBS)
def test_a_past_tense_goes_back_to_its_base_form(pair: str) -> None:
    past, base = pair.split("=")
    assert base_form(past) == base


def test_every_verb_known_comes_back_from_its_past_tense() -> None:
    regular = VERBS - set(BASE_FORMS.values())
    assert {verb for verb in regular if base_form(regular_past(verb)) != verb} == set()


@pytest.mark.parametrize(
    ("subject", "predicate", "question"),
    [
        ("Reporters", "asked the mayor", "did Reporters ask the mayor"),
        ("the yard", "runs two docks", "does the yard run two docks"),
        ("the yard", "supplies ropes", "does the yard supply ropes"),
        ("the dockers", "carry coal", "do the dockers carry coal"),
        ("the navy", "quickly raised it", "did the navy quickly raise it"),
        ("Ada Holm", "has been seen", "has Ada Holm been seen"),
        ("the storm", "near Ribe", "the storm near Ribe"),
    ],
)
def test_a_predicate_is_asked_of_its_subject(subject: str, predicate: str, question: str) -> None:
    assert with_subject(subject, predicate) == question
