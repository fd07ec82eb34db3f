import pytest

from qa.english.answer_kind import is_of_another_kind


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Which towns were searched?", "six"),
        ("Which three islands sent a boat?", "more than 300"),
        ("In which harbours did she call?", "about twenty"),
        ("Who kept the lamp?", "1903"),
        ("Who kept the lamp?", "twenty-one"),
        ("Who signed it?", "on August 7"),
        ("How many sailed?", "to Aland"),
        ("how much did the hull cost", "the yard in Turku"),
        ("At what age did she retire?", "1911"),
        ("How old was the pilot?", "in 1911"),
        ("How old was the pilot?", "the 1990s"),
        ("In what year did it sink?", "during the storm"),
        ("What percentage voted?", "the islanders"),
        ("Which exit code means it is full?", "harbourlog"),
        ("What version is needed?", "the newest"),
        ("How fast is the tender?", "8"),
        ("Who keeps the log?", "harbour.example/log@v2"),
        ("Who keeps the log?", "~/harbour/log"),
    ],
)
def test_what_cannot_answer(question: str, answer: str) -> None:
    assert is_of_another_kind(question, answer)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Which towns were searched?", "Canton and Morton"),
        ("Which towns were searched?", "six towns around Jackson"),
        ("Which years were dry?", "1911 and 1912"),
        ("Which numbers were drawn?", "seven"),
        ("Who kept the lamp?", "two keepers"),
        ("Who kept the lamp?", "Ada Holm, 21"),
        ("Who kept the lamp?", "the third mate"),
        ("Who paid?", "Air Force One"),
        ("How many sailed?", "dozens"),
        ("How many sailed?", "none of them"),
        ("How many sailed?", "a few"),
        ("How much did it cost?", "half the price"),
        ("How old was the pilot?", "sixty"),
        ("How old is the church?", "a century"),
        ("In what year did it sink?", "1911"),
        ("When did it sink?", "during the storm"),
        ("What did the ferry carry?", "300"),
        ("Which class is larger?", "9"),
        ("How did they get there?", "by boat"),
        ("Which exit code means it is full?", "3"),
        ("Which error code is shown?", "ERR"),
        ("What version of the story is true?", "the oldest"),
        ("What code name had it?", "Heron"),
        ("How fast is the tender?", "8 knots"),
        ("How fast is the tender?", "eight"),
        ("Who keeps the log?", "A. B. Moss"),
        ("Who keeps the log?", "Moss/Orlo"),
        ("Which page has the log?", "harbour.example/log"),
    ],
)
def test_what_may(question: str, answer: str) -> None:
    assert not is_of_another_kind(question, answer)
