"""Several questions typed as one, and questions that only look so; what the command line makes of them."""

import json
from pathlib import Path

import pytest

from corpus.locations import CONVERSATIONS, DEFAULT_QUESTIONS, DEVELOPMENT_CONVERSATIONS
from qa.answering import session as sessions
from qa.answering.request import Request
from qa.cli import main
from qa.english.several_questions import split_questions
from qa.evaluation.questions import Question, load_questions
from qa.evaluation.run import run_open
from qa.replies.answers import Answer, NoAnswer, all_citations, numbered_on, standing_for
from qa.replies.reply_file import load_replies
from qa.replies.wire import all_to_wire
from qa.showing.terminal import Style, render_replies
from tests.fakes import open_fake_session, silent

SEVERAL = [
    ("how long is she and when was she built?", ["how long is she?", "when was she built?"]),
    ("who founded it and when?", ["who founded it?", "when?"]),
    ("When was the Halden mill built and by whom?", ["When was the Halden mill built?", "by whom?"]),
    ("Who designed the lighthouse and where was she born?", ["Who designed the lighthouse?", "where was she born?"]),
    ("How many houses were flooded, and who said so?", ["How many houses were flooded?", "who said so?"]),
    ("What does a ticket cost and where can I buy it?", ["What does a ticket cost?", "where can I buy it?"]),
    ("Who won and by how much?", ["Who won?", "by how much?"]),
    ("Where is the museum, when does it open?", ["Where is the museum?", "when does it open?"]),
    ("Who is the mayor? Who was mayor before him?", ["Who is the mayor?", "Who was mayor before him?"]),
    ("What is the deposit and is it refundable?", ["What is the deposit?", "is it refundable?"]),
    ("How tall is the tower; who built it?", ["How tall is the tower?", "who built it?"]),
    ("Which firm built the crane and what did it cost?", ["Which firm built the crane?", "what did it cost?"]),
    (
        "what did the mayor promise and did the council agree?",
        ["what did the mayor promise?", "did the council agree?"],
    ),
    ("who led the expedition and in which year?", ["who led the expedition?", "in which year?"]),
    ("Who was arrested and why?", ["Who was arrested?", "why?"]),
    ("Is the pool heated and how deep is it?", ["Is the pool heated?", "how deep is it?"]),
    ("how many people died and how many were hurt?", ["how many people died?", "how many were hurt?"]),
    ("What's the capital and how many people live there?", ["What's the capital?", "how many people live there?"]),
    ("Who is Ada Holm and what did she build", ["Who is Ada Holm?", "what did she build"]),
    ("Do they keep my data? If so, how long?", ["Do they keep my data?", "how long?"]),
    (
        "Who owns the ferry, when was it built and what is it called?",
        ["Who owns the ferry?", "when was it built?", "what is it called?"],
    ),
    ("Who said “stop now?” and where was he?", ["Who said “stop now?”?", "where was he?"]),
]
ONE = [
    "What are the name and address of the clinic?",
    "When and where was the treaty signed?",
    "How much salt and pepper does the soup need?",
    "Who and what is Aurora?",
    "How many men and how many women were rescued?",
    "Where was she born and raised?",
    "Which dogs and which cats were sold?",
    "What is the difference between what was promised and what was done?",
    "Does the report say who built the mill and when it was sold?",
    "Who was hurt and was taken to hospital?",
    "Which women who wrote letters and who lived in Turku were arrested?",
    "How do I know when to water and when to feed it?",
    "Who built the church and the school?",
    "What happened when the dam burst and the valley flooded?",
    "What did Ada Holm say about who pays and who gains?",
    "Who said “who are you and what do you want”?",
    "When the ship sank, where was the captain?",
    "In 1912, who was captain of the Aurora?",
    "Who knows where and when the boat sank?",
    "Which is older, the church or the school?",
    "Name everyone who worked there and who was paid.",
    "Who, when asked, refused to leave?",
    "What was the name of the man who sold the mill and who bought the farm?",
    "How long and how wide is the bridge?",
    "Which band released “Counterparts” and had a singer from Lund?",
    "What part of the ship, used to steer it, does the crew repair?",
    "What did the ministry and WHO recommend?",
    "Had the dam held, what would have happened?",
    "What is made of cork and does not sink?",
    "The mill burned down. Who owned it?",
    "what, if anything, did the police find and seize?",
]


@pytest.mark.parametrize(("typed", "questions"), SEVERAL)
def test_several_questions_are_told_apart(typed: str, questions: list[str]) -> None:
    assert list(split_questions(typed)) == questions


@pytest.mark.parametrize("typed", ONE)
def test_one_question_stays_one(typed: str) -> None:
    assert split_questions(typed) == (typed,)


def test_none_of_the_questions_that_come_with_quoth_is_taken_for_several() -> None:
    questions = [q for file in (DEFAULT_QUESTIONS, CONVERSATIONS, DEVELOPMENT_CONVERSATIONS) for q in load(file)]
    assert [q.text for q in questions if len(split_questions(q.text)) > 1] == []


def load(file: Path) -> tuple[Question, ...]:
    return load_questions(file).questions


BOTH = "How many foxes has the keeper counted in the park, and where do they sleep?"
HALF = "How many foxes has the keeper counted in the park, and which zebra plays chess?"


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "open_session", lambda folder, settings, **_: open_fake_session(folder))


def test_each_question_is_asked_after_those_before_it(park: Path) -> None:
    with open_fake_session(park) as session:
        session.index.refresh(silent)
        asked = list(session.answer_each(Request(question=BOTH), note=silent))
        assert [reply.asked for _, reply, _ in asked] == [
            "How many foxes has the keeper counted in the park?",
            "where do the 12 foxes sleep?",
        ]
        literally = list(session.answer_each(Request(question=BOTH, is_literal=True), note=silent))
        assert [reply.asked for _, reply, _ in literally] == [BOTH]
        assert len(session.converse([BOTH], note=silent)) == 2


@pytest.mark.usefixtures("fake")
def test_json_is_one_object_with_every_reply_whole(park: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", HALF, "--in", str(park), "--json", "--explain"]) == 1
    whole = json.loads(capsys.readouterr().out)
    first, second = whole["parts"]
    assert whole["question"] == HALF
    assert (whole["answered"], whole["answer"], whole["asked"]) == (False, None, "which zebra plays chess?")
    assert (first["answered"], first["answer"], first["citations"][0]["number"]) == (True, "12", 1)
    assert second["no_answer"] == whole["no_answer"]
    assert whole["explain"] == second["explain"] != first["explain"]
    main(["ask", "which zebra plays chess?", "--in", str(park), "--json", "--explain"])
    single = json.loads(capsys.readouterr().out)
    assert list(single) == [key for key in whole if key != "parts"] == list(first)


@pytest.mark.usefixtures("fake")
def test_all_answered_is_answered(park: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", BOTH, "--in", str(park), "--json"]) == 0
    whole = json.loads(capsys.readouterr().out)
    assert (whole["answer"], whole["asked"]) == ("12", "How many foxes has the keeper counted in the park?")
    assert [part["answered"] for part in whole["parts"]] == [True, True]


@pytest.mark.usefixtures("fake")
def test_in_text_each_question_stands_above_its_reply(park: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["ask", BOTH, "--in", str(park)])
    printed = capsys.readouterr().out
    assert printed.startswith("How many foxes has the keeper counted in the park?\n\n12\n")
    assert "\n\nwhere do they sleep?\n\nAsked as: where do the 12 foxes sleep?\n" in printed
    assert printed.count("[1]") == 1
    assert "[2] “" in printed


@pytest.mark.usefixtures("fake")
def test_what_is_saved_is_verified_whole(park: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    saved, piped = tmp_path / "saved.jsonl", tmp_path / "piped.json"
    main(["ask", BOTH, "--in", str(park), "--save", str(saved), "--json"])
    piped.write_text(capsys.readouterr().out, encoding="utf-8")
    assert [each.reply for each in load_replies(piped)] == [each.reply for each in load_replies(saved)]
    assert [each.reply.question for each in load_replies(piped)] == [
        "How many foxes has the keeper counted in the park?",
        "where do they sleep?",
    ]
    assert main(["verify", str(piped)]) == 0
    text = (park / "foxes.md").read_text(encoding="utf-8")
    (park / "foxes.md").write_text(text.replace("sleep by day", "wake by night"), encoding="utf-8")
    assert main(["verify", str(piped)]) == 4, "the second answer's quote is gone"


def test_the_reply_that_stands_for_all_is_the_first_refusal(park: Path) -> None:
    with open_fake_session(park) as session:
        session.index.refresh(silent)
        replies = [reply for _, reply, _ in session.answer_each(Request(question=HALF), note=silent)]
        assert isinstance(replies[0], Answer)
        assert isinstance(standing_for(replies), NoAnswer)
        assert standing_for(replies[:1]) is replies[0]
        assert "parts" not in all_to_wire(HALF, replies[:1])
        numbers = [citation.number for reply in numbered_on(replies) for citation in all_citations(reply)]
        assert numbers == sorted(set(numbers))
        assert HALF not in render_replies(replies[:1], Style(enabled=False))


def test_an_evaluation_takes_what_ask_takes(park: Path) -> None:
    with open_fake_session(park) as session:
        session.index.refresh(silent)
        (outcome,) = run_open(session, [Question(id="1", text=HALF, answers=())], None)
        assert len(outcome.replies) == 2
        assert not outcome.answered
        assert outcome.reply == outcome.replies[1]
