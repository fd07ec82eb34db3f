"""Traps that other tools for asking documents fell into, each tried here."""

from pathlib import Path

import pytest

from corpus.filters import Filters
from embeddings.encoder import OnnxEncoder
from embeddings.index import PassageIndex
from qa.cli import main
from qa.follow_ups.resolution import resolve
from qa.replies.answers import Answer, NoAnswer
from qa.replies.turns import Turn
from tests.fakes import ask, open_fake_session, silent
from tests.foreign_files import pdf

ALIKE = ("a b.txt", "a_b.txt", "a%b.txt", "a-b.txt", "axb.txt")


def test_names_that_differ_in_one_sign_are_documents_of_their_own(folder: Path) -> None:
    for number, name in enumerate(ALIKE, 11):
        (folder / name).write_text(f"The ferry carried {number} goats.", encoding="utf-8")
    with open_fake_session(folder) as session:
        session.index.refresh(silent)
        assert sorted(record.path for record in session.index.documents()) == sorted(ALIKE)
        for number, name in enumerate(ALIKE, 11):
            reply = ask(session, "How many goats has the ferry carried?", filters=Filters(file=name))
            assert isinstance(reply, Answer)
            assert (reply.text, [c.document for c in reply.citations]) == (str(number), [name])
        (folder / "a_b.txt").unlink()
        session.index.refresh(silent)
        assert sorted(record.path for record in session.index.documents()) == sorted(set(ALIKE) - {"a_b.txt"})


def test_the_page_is_that_of_the_document_cited_and_blank_pages_count(folder: Path) -> None:
    def page(words: str) -> list[tuple[int, int, int, str]]:
        return [(50, 500, 12, words)]

    (folder / "first.pdf").write_bytes(pdf([page("It rained."), [], [], page("The gate was painted by Ada Holm.")]))
    (folder / "second.pdf").write_bytes(pdf([[], page("The bell was cast by Otto Lind.")]))
    with open_fake_session(folder) as session:
        session.index.refresh(silent)
        for question, document, number in (
            ("Who has painted the gate?", "first.pdf", 4),
            ("Who has cast the bell?", "second.pdf", 2),
        ):
            reply = ask(session, question)
            assert isinstance(reply, Answer)
            assert (reply.citations[0].document, reply.citations[0].page) == (document, number)


def test_the_one_passage_with_a_code_is_found_among_many_that_mean_the_same(folder: Path, encoder: OnnxEncoder) -> None:
    for number in range(60):
        text = f"The valve VX-{number + 100} of the boiler opens at a pressure of {number} bar and is made of brass."
        (folder / f"valve{number}.txt").write_text(text, encoding="utf-8")
    with PassageIndex(folder, encoder) as index:
        index.refresh(silent)
        hits = index.search("At what pressure does the boiler's valve VX-137 open?", Filters(), limit=5)
    assert hits[0].passage.document.path == "valve37.txt"


@pytest.mark.parametrize("typed", ["yes", "Yes, please.", "ok", "thanks!", "no"])
def test_a_word_of_assent_is_no_question_of_the_one_before(park: Path, typed: str) -> None:
    turn = Turn("Who keeps the park?", "Who keeps the park?", "Ada Holm", sentence="Ada Holm keeps the park.")
    assert resolve(typed, [turn]).asked == typed
    with open_fake_session(park) as session:
        session.index.refresh(silent)
        assert isinstance(ask(session, typed, turns=(turn,)), NoAnswer)


def test_nothing_is_measured_over_a_folder_without_documents(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text('{"id": "1", "question": "Who?", "answers": ["Ada"]}\n', encoding="utf-8")
    assert main(["eval", str(questions), "--in", str(folder), "--json"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "no file in it can be read" in printed.err


def test_an_outdated_index_is_no_answer_and_no_refusal(park: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["index", str(park)])
    (park / "foxes.md").unlink()
    (park / "hares.md").write_text("The keeper counted 7 hares.", encoding="utf-8")
    capsys.readouterr()
    assert main(["ask", "How many foxes?", "--in", str(park), "--strict", "--json"]) == 3
    assert capsys.readouterr().out == ""
