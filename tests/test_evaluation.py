"""`qa eval` with the real models on a handful of questions whose figures can be told by hand."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from qa.answering.session import open_session
from qa.cli import main
from qa.evaluation.causes import Cause, cause
from qa.evaluation.metrics import exact_match, f1
from qa.evaluation.questions import Question, load_questions
from qa.evaluation.report import as_json, as_table, scored
from qa.evaluation.run import Outcome, run_open
from qa.settings import Settings

CONTEXT = "The lighthouse was built in 1871 by Ada Holm. Its lamp burned whale oil until 1903."


@pytest.fixture
def squad(tmp_path: Path) -> Path:
    file = tmp_path / "squad.json"
    questions = [
        {"id": "built", "question": "Who built the lighthouse?", "answers": [{"text": "Ada Holm", "answer_start": 36}]},
        {"id": "fuel", "question": "What did the lamp burn?", "answers": [{"text": "whale oil", "answer_start": 62}]},
        {"id": "cost", "question": "How much did the submarine cost?", "answers": [], "is_impossible": True},
    ]
    assert CONTEXT[36:44] == "Ada Holm"
    assert CONTEXT[62:71] == "whale oil"
    file.write_text(json.dumps({"data": [{"title": "", "paragraphs": [{"context": CONTEXT, "qas": questions}]}]}))
    return file


def run_json(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict:  # type: ignore[type-arg]
    assert main(["eval", *map(str, arguments), "--json"]) == 0
    return dict(json.loads(capsys.readouterr().out))


def test_a_squad_file_is_read_paragraph_by_paragraph(capsys: pytest.CaptureFixture[str], squad: Path) -> None:
    report = run_json(capsys, squad)
    assert (report["schema"], report["questions"], report["answerable"]) == (1, 3, 2)
    assert report["retrieval"] == {"recall@1": None, "recall@5": None, "recall@10": None, "mrr@10": None}
    assert report["citation"] == {"document": None, "span": None}
    assert report["has_answer"]["f1"] == 1.0


def test_open_mode_makes_the_paragraphs_the_corpus(capsys: pytest.CaptureFixture[str], squad: Path) -> None:
    report = run_json(capsys, squad, "--mode", "open")
    assert report["retrieval"]["recall@1"] == 1.0
    assert report["citation"] == {"document": 1.0, "span": 1.0}


def test_predictions_are_never_empty_and_refusing_is_left_to_the_probabilities(
    capsys: pytest.CaptureFixture[str], squad: Path, tmp_path: Path
) -> None:
    predictions, na_probs = tmp_path / "predictions.json", tmp_path / "na.json"
    run_json(capsys, squad, "--predictions", predictions, "--na-probs", na_probs)
    texts, probabilities = json.loads(predictions.read_text()), json.loads(na_probs.read_text())
    assert texts.keys() == probabilities.keys() == {"built", "fuel", "cost"}
    assert all(texts.values())
    assert probabilities["cost"] > max(probabilities["built"], probabilities["fuel"])


def test_saved_replies_carry_the_id_and_can_be_verified(
    capsys: pytest.CaptureFixture[str], squad: Path, tmp_path: Path
) -> None:
    saved = tmp_path / "saved.jsonl"
    run_json(capsys, squad, "--mode", "open", "--save", saved)
    assert [json.loads(line)["id"] for line in saved.read_text().splitlines()] == ["built", "fuel", "cost"]
    assert main(["verify", str(saved)]) == 0


def test_a_gate_that_is_not_reached_is_exit_code_5(squad: Path) -> None:
    assert main(["eval", str(squad), "--min-f1", "0.01"]) == 0
    data = json.loads(squad.read_text())
    for question in data["data"][0]["paragraphs"][0]["qas"]:
        question["answers"] = [{"text": "something else", "answer_start": 0}]
        question["is_impossible"] = False
    squad.write_text(json.dumps(data))
    assert main(["eval", str(squad), "--min-f1", "0.01"]) == 5


def test_a_picture_is_drawn(squad: Path, tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    assert main(["eval", str(squad), "--plot", str(picture)]) == 0
    assert picture.read_bytes().startswith(b"\x89PNG")


def outcome(*, gold: str | None, prediction: str, answered: bool, confidence: float = 0.5) -> Outcome:
    question = Question(id=prediction, text="?", answers=(gold,) if gold else ())
    return Outcome(question=question, prediction=prediction, confidence=confidence, answered=answered, milliseconds=1.0)


def test_the_denominators_are_those_of_the_contract() -> None:
    outcomes = [
        outcome(gold="tea", prediction="tea", answered=True, confidence=0.9),
        outcome(gold="coffee", prediction="coffee", answered=False, confidence=0.4),
        outcome(gold=None, prediction="milk", answered=True, confidence=0.6),
        outcome(gold=None, prediction="salt", answered=False, confidence=0.1),
    ]
    report = as_json(outcomes)
    assert report["exact_match"] == report["f1"] == 0.5
    assert report["has_answer"] == {"exact_match": 0.5, "f1": 0.5}
    assert report["no_answer"] == {"precision": 0.5, "recall": 0.5}
    assert report["calibration"]["auroc"] == 0.75


@pytest.mark.parametrize(
    ("gold", "answered", "score"), [("tea", True, 1.0), ("tea", False, 0.0), (None, False, 1.0), (None, True, 0.0)]
)
def test_a_refusal_is_right_only_where_there_is_no_answer(gold: str | None, answered: bool, score: float) -> None:
    for measure in (exact_match, f1):
        assert scored(outcome(gold=gold, prediction="tea", answered=answered), measure) == score


def test_what_cost_a_question_is_named_by_the_first_stage_that_failed() -> None:
    causes = [
        (outcome(gold="tea", prediction="tea", answered=True), None),
        (outcome(gold=None, prediction="tea", answered=True), Cause.ANSWERED_WRONGLY),
        (outcome(gold="tea", prediction="tea", answered=False), Cause.REFUSED_RIGHT),
        (outcome(gold="green tea", prediction="tea", answered=True), Cause.BOUNDS),
        (outcome(gold="tea", prediction="rum", answered=True), Cause.NOT_READ),
    ]
    for each, expected in causes:
        assert cause(each, scored(each, f1)) == expected


def test_a_passage_that_was_not_read_and_one_read_wrongly_are_told_apart(folder: Path, tmp_path: Path) -> None:
    (folder / "mill.txt").write_text("The miller drinks tea. His wife drinks rum.", encoding="utf-8")
    questions = tmp_path / "questions.jsonl"
    records = [
        {"id": "lower", "question": "What does the miller drink?", "answers": ["rum"], "documents": ["mill.txt"]},
        {"id": "missing", "question": "What does the miller drink?", "answers": ["tea"], "documents": ["farm.txt"]},
    ]
    questions.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    with open_session(folder, Settings()) as session:
        session.index.refresh(lambda sentence: None)
        outcomes = run_open(session, load_questions(questions).questions, None)
    found = {each.question.id: cause(replace(each, prediction="salt"), 0.0) for each in outcomes}
    assert found == {"lower": Cause.RANKED_LOWER, "missing": Cause.NOT_FOUND}


def test_the_table_names_what_went_worst() -> None:
    table = as_table([outcome(gold="tea", prediction="rum", answered=True)], samples=20)
    assert "“rum” 50%, expected “tea”" in table
    assert "1  passage read, right span not seen in it" in table
