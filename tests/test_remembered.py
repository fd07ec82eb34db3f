"""Readings that are remembered are those of the reader, and no text is read twice."""

from collections.abc import Sequence
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.document import Span
from qa.reading.reader import Reading
from qa.training.remembered import RememberedReader

TEXTS = ("The ferry leaves at noon.", "Tickets are four euros.", "", "The ferry leaves at noon. Boats are red.")


class WordReader:
    """Every word is a span, the longest the best; counts what it reads."""

    def __init__(self) -> None:
        self.read_texts: list[str] = []

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        self.read_texts += texts
        readings = [
            Reading(index, Span(start, start + len(word)), len(word) + len(question) / 100)
            for index, text in enumerate(texts)
            for word in text.split()
            for start in [text.index(word)]
        ]
        return sorted(set(readings), key=lambda reading: (-reading.margin, reading.text_index, reading.span))


@given(st.lists(st.lists(st.sampled_from(TEXTS), max_size=4), max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_readings_are_those_of_the_reader_whatever_was_read_before(tmp_path: Path, asked: list[list[str]]) -> None:
    file = tmp_path / "readings.jsonl"
    file.unlink(missing_ok=True)
    for texts in asked:
        reader = RememberedReader(WordReader(), file)
        assert reader.read("When does it leave?", texts) == WordReader().read("When does it leave?", texts)


def test_nothing_is_read_twice_for_a_question(tmp_path: Path) -> None:
    words = WordReader()
    reader = RememberedReader(words, tmp_path / "folder" / "readings.jsonl")
    reader.read("When?", TEXTS[:2])
    reader.read("When ?", TEXTS[:3])
    assert words.read_texts == [*TEXTS[:3]]
    RememberedReader(words, tmp_path / "folder" / "readings.jsonl").read("When?", TEXTS)
    assert words.read_texts == [*TEXTS]
    reader.read("Where?", TEXTS[:1])
    assert words.read_texts == [*TEXTS, TEXTS[0]]
