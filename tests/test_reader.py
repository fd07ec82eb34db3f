"""The trained reader: manners that must hold whatever its accuracy."""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.reading.model_files import DEEP_FILE, SMALL_FILE
from qa.reading.reader import OnnxReader, normalise_question

TEXT = (
    "The keeper of the lighthouse, Ada Holm, lit the lamp at dusk. More than 300 ships passed the point that winter, and"
    " nearly 40 percent of them carried timber. The lamp burned whale oil until 1903."
)


@cache
def shared_reader(model: Path = SMALL_FILE) -> OnnxReader:
    """One for all tests, and for all examples that hypothesis tries."""
    return OnnxReader(model, threads=1)


@pytest.fixture(params=[SMALL_FILE, DEEP_FILE], ids=lambda file: file.stem)
def reader(request: pytest.FixtureRequest) -> OnnxReader:
    return shared_reader(request.param)


def best(reader: OnnxReader, question: str, text: str = TEXT) -> str:
    return reader.read(question, [text])[0].span.of(text)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who kept the lighthouse?", "Ada Holm"),
        ("How many ships passed?", "300"),
        ("What fuel did the lamp use?", "whale oil"),
        ("Until when was whale oil burned?", "1903"),
    ],
)
def test_a_plain_question_on_a_plain_text_is_read(reader: OnnxReader, question: str, expected: str) -> None:
    assert expected in best(reader, question)


def test_case_and_question_mark_change_nothing(reader: OnnxReader) -> None:
    questions = ["Who kept the lighthouse?", "who kept the lighthouse", "  WHO kept  the lighthouse ?"]
    assert len({tuple(reader.read(question, [TEXT])) for question in questions}) == 1


def test_the_passage_that_answers_beats_those_that_do_not(reader: OnnxReader) -> None:
    others = ["The harbour was deepened for the herring fleet.", "Timber was shipped from the mill by rail."]
    readings = reader.read("What fuel did the lamp use?", [others[0], TEXT, others[1]])
    assert readings[0].text_index == 1
    assert readings[0].margin > max(r.margin for r in readings if r.text_index != 1)


def test_the_order_of_passages_changes_nothing_but_their_numbers(reader: OnnxReader) -> None:
    other = "The harbour was deepened for the herring fleet."
    forward = {(r.text_index, r.span): r.margin for r in reader.read("Who kept the lighthouse?", [TEXT, other])}
    backward = {(1 - r.text_index, r.span): r.margin for r in reader.read("Who kept the lighthouse?", [other, TEXT])}
    assert forward.keys() == backward.keys()
    assert all(forward[key] == pytest.approx(backward[key], abs=0.05) for key in forward)


def test_an_answer_far_into_a_long_text_is_found(reader: OnnxReader) -> None:
    filler = "The tide came in and the tide went out again along the coast. " * 120
    assert "whale" in best(reader, "What fuel did the lamp use?", filler + TEXT)


@settings(max_examples=25, deadline=None)
@given(text=st.text(max_size=200), question=st.text(max_size=80))
def test_any_text_and_question_give_spans_of_whole_words(text: str, question: str) -> None:
    reader = shared_reader()
    for reading in reader.read(question, [text]):
        start, end = reading.span
        assert 0 <= start < end <= len(text)
        assert any(character.isalnum() for character in text[start:end])
        assert not (start and text[start - 1].isalnum() and text[start].isalnum())
        assert not (end < len(text) and text[end - 1].isalnum() and text[end].isalnum())


def test_texts_without_words_have_no_spans(reader: OnnxReader) -> None:
    assert reader.read("Who?", ["", "   ", "...!"]) == []


def test_one_spelling_of_a_question() -> None:
    assert normalise_question(" who   kept it ??") == "who kept it?"
