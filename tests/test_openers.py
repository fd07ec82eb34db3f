"""Questions to begin with: made from sentences by grammar, and kept only where the documents answer them so."""

import json
from pathlib import Path

import pytest

from corpus.locations import index_home
from embeddings.index import PassageIndex
from qa.answering.openers import openers
from qa.answering.session import Session
from qa.english.asking import questions_of
from tests.fakes import WordEncoder, ask, session_over


@pytest.mark.parametrize(
    ("sentence", "question", "answer"),
    [
        ("The mill employed 40 weavers in 1890.", "How many weavers did the mill employ in 1890?", "40"),
        ("Almost 300 old boats were sunk in the storm.", "How many old boats were sunk in the storm?", "Almost 300"),
        (
            "After the flood, the Harbour Board sold more than 20 of the small boats to farmers.",
            "How many of the small boats did the Harbour Board sell to farmers?",
            "more than 20",
        ),
        ("Holm Mills, based in Aske, had to pay $2.5 million last year.", "How much did Holm Mills have to pay last year?",
         "$2.5 million"),
        ("The last regatta took place at Sandwick.", "Where did the last regatta take place?", "at Sandwick"),
        ("The chapel was built by fishermen in 1821.", "When was the chapel built by fishermen?", "1821"),
        ("Ada Holm is ninety years old.", "How old is Ada Holm?", "ninety"),
        ("It was sold to Lind Harbour, whose first keeper was Ada Holm.", "Who was the first keeper of Lind Harbour?",
         "Ada Holm"),
        ("Per Dahl, who is keeper of the north light, waved.", "Who is keeper of the north light?", "Per Dahl"),
        ("Per Dahl, the mayor of Aske, waved.", "Who is the mayor of Aske?", "Per Dahl"),
    ],
)  # fmt: skip
def test_a_statement_becomes_a_question_it_answers(sentence: str, question: str, answer: str) -> None:
    asked = list(questions_of(sentence))
    assert [(each.question, each.answer.of(sentence)) for each in asked] == [(question, answer)]


@pytest.mark.parametrize(
    "sentence",
    [
        "They sold 20 boats.",  # who?
        "That changed in 2017.",
        "The voyage took 12 days.",  # a time is not counted
        "They are the Sunde Trust, the Aske Club, the Holm Bank, and the Lind Fund.",  # a list
        "He wrote in a letter that went out on May 3.",
        "Nobody came.",
        "",
    ],
)
def test_what_does_not_stand_by_itself_is_not_asked(sentence: str) -> None:
    assert list(questions_of(sentence)) == []


@pytest.fixture
def harbour(folder: Path) -> Path:
    (folder / "mill.txt").write_text("The mill employed 40 weavers in 1890. It rained.", encoding="utf-8")
    (folder / "boats.txt").write_text("Almost 300 old boats were sunk in the storm. They lay still.", encoding="utf-8")
    (folder / "other.txt").write_text("Nothing here can be asked for. It rained all day.", encoding="utf-8")
    return folder


def test_they_are_answered_by_the_sentence_they_came_from_and_kept_with_the_index(harbour: Path) -> None:
    with PassageIndex(harbour, WordEncoder()) as index:
        index.update()
        session = session_over(index)
        questions = openers(session, lambda: True)
        assert set(questions) == {
            "How many weavers did the mill employ in 1890?", "How many old boats were sunk in the storm?",
        }  # fmt: skip
        for question in questions:
            reply = ask(session, question)
            assert reply.question == question
        kept = json.loads((index_home(harbour.resolve()) / "openers.json").read_text(encoding="utf-8"))
        assert tuple(kept["questions"]) == questions


class Silent(Session):
    def answer(self, *_: object, **__: object) -> None:  # type: ignore[override]
        raise AssertionError("asked again")


def test_they_are_worked_out_once_for_the_same_documents(harbour: Path) -> None:
    with PassageIndex(harbour, WordEncoder()) as index:
        index.update()
        questions = openers(session_over(index), lambda: True)
        silent = Silent(index, session_over(index).answerer, 0.0)
        assert openers(silent, lambda: True) == questions
        (harbour / "more.txt").write_text("The mill has 12 wheels.", encoding="utf-8")
        index.update()
        with pytest.raises(AssertionError, match="asked again"):
            openers(silent, lambda: True)


def test_they_end_as_soon_as_nobody_waits_and_nothing_is_kept(harbour: Path) -> None:
    with PassageIndex(harbour, WordEncoder()) as index:
        index.update()
        assert openers(session_over(index), lambda: False) == ()
        assert not (index_home(harbour.resolve()) / "openers.json").exists()


def test_what_another_document_contradicts_is_not_suggested(harbour: Path) -> None:
    (harbour / "letter.txt").write_text("Only 12 old boats were sunk in the storm.", encoding="utf-8")
    with PassageIndex(harbour, WordEncoder()) as index:
        index.update()
        assert openers(session_over(index), lambda: True) == ("How many weavers did the mill employ in 1890?",)


def test_a_damaged_file_of_them_is_made_anew(harbour: Path) -> None:
    with PassageIndex(harbour, WordEncoder()) as index:
        index.update()
        questions = openers(session_over(index), lambda: True)
        for damaged in ("", "[]", '{"key": 1}', "\x00"):
            (index_home(harbour.resolve()) / "openers.json").write_text(damaged, encoding="utf-8")
            assert openers(session_over(index), lambda: True) == questions
