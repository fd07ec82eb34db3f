import json
import os
from pathlib import Path

import pytest

from corpus.errors import UserError
from qa.replies.answers import Answer, Calibration, NoAnswer, Reply
from qa.replies.checking import checked_again
from qa.replies.reply_file import load_replies
from qa.replies.turns import Turn
from qa.saved.conversations import append_reply, load_conversation, new_conversation_file, past_conversations
from tests.fakes import ask, open_fake_session

HOW_MANY = "How many foxes has the keeper counted in the park?"
ZEBRA = "Which zebra plays chess?"


@pytest.fixture
def park(folder: Path) -> Path:
    (folder / "foxes.md").write_text("There are 12 benches. The keeper counted 12 foxes in the park.", encoding="utf-8")
    (folder / "gazette.txt").write_text("In the park the keeper counted 30 foxes.", encoding="utf-8")
    return folder


def asked(folder: Path, *questions: str) -> list[Reply]:
    with open_fake_session(folder) as session:
        session.index.update()
        return [ask(session, question, limit=3) for question in questions]


def saved(folder: Path, *questions: str) -> Path:
    file = new_conversation_file()
    for reply in asked(folder, *questions):
        append_reply(file, folder, reply)
    return file


def restored(file: Path) -> list[Reply]:
    return checked_again(saved.reply for saved in load_conversation(file))


def test_a_conversation_comes_back_as_it_was(park: Path) -> None:
    replies = asked(park, HOW_MANY, ZEBRA)
    file = new_conversation_file()
    for reply in replies:
        append_reply(file, park, reply)
    answer, no_answer = restored(file)
    assert isinstance(answer, Answer)
    assert answer.disagreements
    assert isinstance(no_answer, NoAnswer)
    assert [answer, no_answer] == replies


def test_how_likely_another_answer_is_comes_back(folder: Path) -> None:
    (folder / "foxes.md").write_text(
        "# Now\n\nThe keeper counted 12 foxes in the park.\n\n# Later\n\nIn the park the keeper counted 9 foxes.",
        encoding="utf-8",
    )
    (reply,) = restored(saved(folder, HOW_MANY))
    assert isinstance(reply, Answer)
    (alternative,) = reply.alternatives
    assert alternative.calibration == Calibration(0.9, 1.0, 57, 60)


def test_what_is_saved_can_be_verified_and_is_for_its_owner_only(park: Path) -> None:
    file = saved(park, HOW_MANY, ZEBRA)
    assert [saved.reply.question for saved in load_replies(file)] == [HOW_MANY, ZEBRA]
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_restoring_checks_every_citation_again(park: Path) -> None:
    file = saved(park, HOW_MANY)
    (park / "foxes.md").write_text("There are 12 benches and no foxes.", encoding="utf-8")
    (park / "gazette.txt").unlink()
    (answer,) = restored(file)
    assert isinstance(answer, Answer)
    assert [citation.status for citation in answer.citations] == ["changed"]
    (disagreement,) = answer.disagreements
    assert [value.citations[0].status for value in disagreement.values] == ["changed", "missing"]


def test_a_line_cut_short_by_a_crash_is_left_out_and_overwritten(park: Path) -> None:
    file = saved(park, HOW_MANY)
    with file.open("a") as stream:
        stream.write('{"question": "cut sho')
    assert [saved.reply.question for saved in load_conversation(file)] == [HOW_MANY]
    (reply,) = asked(park, ZEBRA)
    append_reply(file, park, reply)
    assert [saved.reply.question for saved in load_conversation(file)] == [HOW_MANY, ZEBRA]


def test_they_are_listed_by_their_last_reply_and_found_by_words(park: Path) -> None:
    foxes, zebra = saved(park, HOW_MANY), saved(park, ZEBRA)
    os.utime(foxes, ns=(1, 1))
    os.utime(zebra, ns=(2, 2))
    assert [past.file for past in past_conversations()] == [zebra, foxes]
    assert [past.file for past in past_conversations() if past.mentions("KEEPER foxes 12")] == [foxes]
    assert not any(past.mentions("keeper zebra") for past in past_conversations())


@pytest.mark.parametrize("key", ["answer", "citations", "calibration", "sentence"])
def test_a_reply_that_could_not_be_shown_is_damage(park: Path, key: str) -> None:
    file = saved(park, HOW_MANY)
    record = json.loads(file.read_text(encoding="utf-8"))
    if key == "sentence":
        record["citations"][0]["sentence"] = "Another sentence."
    else:
        record[key] = type(record[key])() if key == "citations" else None
    file.write_text(json.dumps(record) + "\n", encoding="utf-8")
    with pytest.raises(UserError, match="line 1 is damaged"):
        load_conversation(file)


@pytest.mark.parametrize("content", [b"\x00\xff\n", b"[]\n", b"{}\n", b'{"schema": 99}\n'])
def test_a_damaged_file_is_listed_as_such(park: Path, content: bytes) -> None:
    file = saved(park, HOW_MANY)
    file.write_bytes(content)
    (past,) = past_conversations()
    assert f"{file}: line 1 is damaged" in past.damage
    assert past.replies == ()


def test_a_file_without_a_whole_reply_is_damaged(park: Path) -> None:
    file = saved(park, HOW_MANY)
    file.write_bytes(b'{"cut sho')
    (past,) = past_conversations()
    assert past.damage == f"{file}: holds no whole reply"


def test_a_place_that_cannot_be_written_is_said(park: Path) -> None:
    (reply,) = asked(park, HOW_MANY)
    with pytest.raises(UserError, match="the conversation is not saved"):
        append_reply(park / "foxes.md" / "x.jsonl", park, reply)


def test_a_conversation_taken_up_again_is_understood_as_it_was(park: Path) -> None:
    replies = asked(park, HOW_MANY, ZEBRA, "Where do the foxes sleep?")
    file = new_conversation_file()
    for reply in replies:
        append_reply(file, park, reply)
    assert list(map(Turn.of, restored(file))) == list(map(Turn.of, replies))
