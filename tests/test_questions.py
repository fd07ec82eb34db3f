import gzip
import json
from pathlib import Path

import pytest

from corpus.document import Span
from corpus.errors import UserError
from corpus.locations import CONVERSATIONS, DEFAULT_FOLDER, DEFAULT_QUESTIONS, DEVELOPMENT_CONVERSATIONS
from qa.evaluation.questions import Question, load_questions

SETS_OF_CONVERSATIONS = (CONVERSATIONS, DEVELOPMENT_CONVERSATIONS)
LONGEST_FRAGMENT = 5
"""Words; a longer question asks something in particular."""

SQUAD = {
    "data": [
        {
            "title": "Tea",
            "paragraphs": [
                {
                    "context": "Tea was weighed in chests.",
                    "qas": [
                        {
                            "id": "1",
                            "question": "What held the tea?",
                            "answers": [{"text": "chests", "answer_start": 19}],
                        },
                        {"id": "2", "question": "Who drank it?", "answers": [], "is_impossible": True},
                    ],
                },
                {"context": "Coffee came in sacks.", "qas": [{"id": "3", "question": "And coffee?", "answers": []}]},
            ],
        }
    ]
}


def write(folder: Path, text: str, name: str = "questions.jsonl") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_squad_questions_carry_their_paragraph_and_its_name_in_open_mode(tmp_path: Path) -> None:
    question_set = load_questions(write(tmp_path, json.dumps(SQUAD), "squad.json"))
    first, second, third = question_set.questions
    assert question_set.format == "squad"
    assert (first.answers, first.spans, first.documents) == (("chests",), (Span(19, 25),), ("paragraph-000000.txt",))
    assert not second.is_answerable
    assert third.context == "Coffee came in sacks."


def test_a_gzipped_file_is_read_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "squad.json.gz"
    file.write_bytes(gzip.compress(json.dumps(SQUAD).encode()))
    assert len(load_questions(file).questions) == 3


def test_jsonl_without_answers_is_unanswerable(tmp_path: Path) -> None:
    line = {"id": 7, "question": "Who drank it?", "answers": [], "history": ["What held the tea?"]}
    (question,) = load_questions(write(tmp_path, json.dumps(line) + "\n\n")).questions
    assert (question.id, question.is_answerable, question.history) == ("7", False, ("What held the tea?",))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "holds no questions"),
        ("{not json", "line 1 is not a question"),
        ('{"id": "1", "question": "", "answers": []}', "line 1 is not a question (question:"),
        ('{"id": "1", "question": "And he?", "answers": [], "resolved": ""}', "line 1 is not a question (resolved:"),
        ('{"id": "1", "question": "Who?"}', "line 1 is not a question (answers:"),
        ('{"id": "1", "question": "Who?", "answers": []}\n' * 2, "two questions have the id '1'"),
        ('{"data": [{"paragraphs": [{"qas": []}]}]}', "not SQuAD JSON (data.0.paragraphs.0.context:"),
        ('{"data": []}', "holds no questions"),
    ],
)
def test_a_bad_file_is_refused_with_place_and_reason(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(UserError) as caught:
        load_questions(write(tmp_path, text))
    assert complaint in str(caught.value)
    assert "questions.jsonl" in str(caught.value)


def test_a_missing_and_a_binary_file_are_refused(tmp_path: Path) -> None:
    binary = tmp_path / "binary.jsonl"
    binary.write_bytes(b"\xff\xfe\x00")
    for file, complaint in ((tmp_path / "none.jsonl", "No such file"), (binary, "not UTF-8 at byte 0")):
        with pytest.raises(UserError, match=complaint):
            load_questions(file)


@pytest.mark.parametrize("file", [DEFAULT_QUESTIONS, *SETS_OF_CONVERSATIONS], ids=lambda file: file.stem)
def test_every_gold_answer_of_our_sets_stands_in_one_of_its_documents(file: Path) -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in DEFAULT_FOLDER.glob("*.md")}
    for question in load_questions(file).questions:
        for answer in question.answers:
            assert any(answer in texts[document] for document in question.documents), (question.id, answer)


def test_our_set_is_large_enough_and_evenly_split() -> None:
    questions = load_questions(DEFAULT_QUESTIONS).questions
    for split in ("choose", "report"):
        chosen = [question for question in questions if question.split == split]
        answerable = sum(question.is_answerable for question in chosen)
        assert answerable >= 50
        assert len(chosen) - answerable >= 30


def conversations(file: Path) -> list[list[Question]]:
    """The turns of each conversation, in order."""
    found: list[list[Question]] = []
    for turn in load_questions(file).questions:
        if turn.kind == "opening":
            found.append([])
        found[-1].append(turn)
    return found


@pytest.mark.parametrize(("file", "least"), zip(SETS_OF_CONVERSATIONS, (60, 30), strict=True))
def test_our_conversations_are_many_and_half_of_them_change_the_topic(file: Path, least: int) -> None:
    found = conversations(file)
    assert len(found) >= least
    assert all(2 <= len(turns) <= 4 for turns in found)
    assert sum(any(turn.kind == "new_topic" for turn in turns) for turns in found) * 2 >= len(found)


@pytest.mark.parametrize("file", SETS_OF_CONVERSATIONS, ids=lambda file: file.stem)
def test_a_turn_has_the_questions_before_it_as_its_history(file: Path) -> None:
    for turns in conversations(file):
        for number, turn in enumerate(turns):
            assert turn.history == tuple(earlier.text for earlier in turns[:number]), turn.id


@pytest.mark.parametrize("file", SETS_OF_CONVERSATIONS, ids=lambda file: file.stem)
def test_every_turn_of_our_conversations_has_an_answer_and_only_follow_ups_another_wording(file: Path) -> None:
    for turn in load_questions(file).questions:
        assert turn.is_answerable, turn.id
        assert (turn.resolved != turn.text) == (turn.kind == "follow_up"), turn.id


def test_no_question_stands_in_both_sets_of_conversations() -> None:
    """What the rules were improved on is no measure of them."""
    first, second = ({turn.text.lower() for turn in load_questions(file).questions} for file in SETS_OF_CONVERSATIONS)
    shared = sum(len(question.split()) > LONGEST_FRAGMENT for question in first & second)
    assert shared == 0
