"""Two readers in a row: which texts are read again, and that the deep reader's word is final. What is found is read best
first, and no further than needed."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Span
from qa.reading.best_first import AT_FIRST, AT_ONCE, BestFirstReader
from qa.reading.cascade import CascadeReader
from qa.reading.reader import Reading

TEXTS = ["Rain fell.", "Ada Holm kept the lamp.", "The lamp went out.", "A gull cried.", "The crew slept."]


class ScriptedReader:
    """Scores every text by a table; its span is the first word. Notes what it was given."""

    def __init__(self, margins: dict[str, float]) -> None:
        self._margins = margins
        self.read_texts: list[str] = []

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        self.read_texts += texts
        readings = [Reading(i, Span(0, text.index(" ")), self._margins.get(text, -9.0)) for i, text in enumerate(texts)]
        return sorted(readings, key=lambda reading: -reading.margin)


def test_the_best_of_the_small_reader_are_read_again_and_the_deep_one_decides() -> None:
    small = ScriptedReader({TEXTS[1]: 2.0, TEXTS[2]: 3.0})
    deep = ScriptedReader({TEXTS[1]: 5.0, TEXTS[2]: -1.0})
    readings = CascadeReader(small, deep, again=2).read("Who kept the lamp?", TEXTS)
    assert deep.read_texts == [TEXTS[1], TEXTS[2]]
    assert [(reading.text_index, reading.margin) for reading in readings] == [(1, 5.0), (2, -1.0)]


def test_few_texts_are_read_by_the_deep_reader_alone() -> None:
    small, deep = ScriptedReader({}), ScriptedReader({})
    CascadeReader(small, deep, again=5).read("Who kept the lamp?", TEXTS)
    assert (small.read_texts, deep.read_texts) == ([], TEXTS)


def test_nothing_to_read_gives_nothing() -> None:
    assert CascadeReader(ScriptedReader({}), ScriptedReader({}), again=2).read("Who?", []) == []


@given(st.lists(st.floats(-9, 9), min_size=5, max_size=5), st.integers(1, 6))
def test_each_reading_is_the_deep_readers_of_the_text_it_names(margins: list[float], again: int) -> None:
    small = ScriptedReader(dict(zip(TEXTS, margins, strict=True)))
    deep = ScriptedReader({text: float(number) for number, text in enumerate(TEXTS)})
    readings = CascadeReader(small, deep, again=again).read("Who?", TEXTS)
    assert len(readings) == min(again, len(TEXTS))
    assert all(reading.margin == reading.text_index for reading in readings)


MANY = [f"Lamp {number} burned." for number in range(20)]


def test_nothing_is_read_after_a_sure_answer() -> None:
    reader = ScriptedReader({MANY[2]: 5.0, MANY[9]: 9.0})
    readings = BestFirstReader(reader, sure_margin=5.0).read("Which burned?", MANY)
    assert reader.read_texts == MANY[:AT_FIRST]
    assert (readings[0].text_index, readings[0].margin, len(readings)) == (2, 5.0, AT_FIRST)


def test_a_question_for_a_list_is_read_to_the_end() -> None:
    reader = ScriptedReader({MANY[2]: 5.0})
    assert len(BestFirstReader(reader, sure_margin=5.0).read("Which lamps burned?", MANY)) == len(MANY)


@given(st.lists(st.floats(-9, 9), max_size=20), st.floats(-9, 9))
def test_until_then_all_is_read_as_it_would_be_at_once(margins: list[float], sure: float) -> None:
    texts = MANY[: len(margins)]
    scores = dict(zip(texts, margins, strict=True))
    readings = BestFirstReader(ScriptedReader(scores), sure_margin=sure).read("Which burned?", texts)
    read = sorted(reading.text_index for reading in readings)
    assert read == list(range(len(read)))
    assert len(read) in {len(texts), *range(AT_FIRST, len(texts), AT_ONCE)}
    looked_at = range(AT_FIRST, len(read), AT_ONCE)
    assert all(max(margins[:count]) < sure for count in looked_at)
    assert len(read) == len(texts) or max(margins[: len(read)]) >= sure
    at_once = ScriptedReader(scores).read("Which burned?", texts[: len(read)])
    assert readings == sorted(at_once, key=lambda reading: (-reading.margin, reading.text_index))
