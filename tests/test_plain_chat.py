import io
import re
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.errors import UserError
from qa.answering import session
from qa.commands import plain_chat
from qa.replies.reply_file import load_replies
from qa.settings import Settings
from tests.fakes import open_fake_session

HOW_MANY = "How many foxes has the keeper counted in the park?"


@pytest.fixture
def park(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (folder / "foxes.md").write_text("There are 12 benches. The keeper counted 12 foxes in the park.", encoding="utf-8")
    monkeypatch.setattr(session, "open_session", lambda folder, settings: open_fake_session(folder))
    return folder


def chat(folder: Path, *lines: str) -> list[str]:
    """What was noted."""
    notes: list[str] = []
    plain_chat.chat(folder, Settings(), lines, notes.append)
    return notes


def test_every_line_is_answered_in_plain_text_until_quit(park: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chat(
        park,
        f"{HOW_MANY}\n",
        "\n",
        "Which zebra plays chess?\n",
        "quit\n",
        "Who sleeps?\n",
    )
    printed = capsys.readouterr().out
    assert printed.startswith(f"> {HOW_MANY}\n\n12\nlikely: 57 of 60 answers scored like this were right")
    assert "  [1] “The keeper counted »12« foxes in the park.”\n" in printed
    assert printed.count("The documents do not answer this.") == 1
    assert "\x1b" not in printed


def test_a_follow_up_is_asked_again_as_it_was_typed(park: Path, capsys: pytest.CaptureFixture[str]) -> None:
    notes = chat(
        park, "How many foxes has the keeper counted in the park?\n", "And where do they sleep?\n", "literally\n"
    )
    first, _, rest = capsys.readouterr().out.partition("Asked as: where do the 12 foxes sleep?\n")
    assert first
    assert "Asked as:" not in rest
    assert rest.count("Searched 1 of 1 file.") == 2
    assert any("help says what else can be typed" in note for note in notes)


@pytest.mark.parametrize(
    "lines", [("literally\n",), ("???\n", "literally\n"), ("why\n",), ("1\n",), ("export a.md\n",)]
)
def test_without_a_question_nothing_is_asked_again(
    park: Path, capsys: pytest.CaptureFixture[str], lines: tuple[str, ...]
) -> None:
    assert chat(park, *lines)[-1] == "no question has been asked yet"
    assert capsys.readouterr().out == ""


def test_what_is_wrong_with_one_question_is_noted_and_the_next_asked(
    park: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notes = chat(park, "???\n", "How many foxes has the keeper counted in the park?\n")
    assert notes[-1] == "the question is empty"
    assert "\n12\n" in capsys.readouterr().out


def test_replies_are_set_apart_where_nobody_sees_what_is_typed(park: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chat(park, f"{HOW_MANY}\n", "Which zebra plays chess?\n")
    first, second = re.split(r"^> Which zebra plays chess\?\n\n", capsys.readouterr().out, flags=re.M)
    assert first.startswith(f"> {HOW_MANY}\n\n12\n")
    assert first.endswith("file.\n\n")
    assert second.startswith("The documents do not answer this.\n")


@pytest.mark.parametrize("typed", ["1", "show 1"])
def test_a_citation_is_shown_in_its_document(park: Path, capsys: pytest.CaptureFixture[str], typed: str) -> None:
    notes = chat(park, f"{HOW_MANY}\n", f"{typed}\n", "show 9\n")
    assert capsys.readouterr().out.endswith(
        "foxes.md, line 1, characters 41-43  ✓ verified\n\n"
        ">1  There are 12 benches. The keeper counted 12 foxes in the park.\n\n"
    )
    assert notes[-1] == "the last reply has no citation 9; it has 1"


def test_why_says_what_was_found_and_read(park: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chat(park, f"{HOW_MANY}\n", "why\n")
    _, _, why = capsys.readouterr().out.partition("Found, by score:\n")
    found, _, read = why.partition("Read there, by confidence:\n")
    assert re.fullmatch(r"  1\.00  words [\d.]+  meaning [\d.]+  foxes\.md, characters 0-62\n", found)
    assert re.match(r"  0\.99  margin \+[\d.]+  “12”  foxes\.md, characters 41-43\n", read)


def test_the_conversation_is_exported_and_a_wrong_name_is_noted(park: Path, tmp_path: Path) -> None:
    notes = chat(park, f"{HOW_MANY}\n", f"export {tmp_path}/talk.json\n", f"export {tmp_path}/talk.pdf\n")
    assert [saved.reply.question for saved in load_replies(tmp_path / "talk.json")] == [HOW_MANY]
    assert notes[-2:] == [f"written: {tmp_path}/talk.json", f"{tmp_path}/talk.pdf: no format is called '.pdf'"]


def test_help_names_every_command(park: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chat(park, "help\n")
    assert set(re.findall(r"^\w+", capsys.readouterr().out, re.M)) == {
        "QUESTION", "2", "why", "literally", "new", "export", "quit",
    }  # fmt: skip


def test_filters_are_typed_as_on_the_command_line(park: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (park / "gazette.txt").write_text("In the park the keeper counted 30 foxes.", encoding="utf-8")
    notes = chat(park, f"file:gaz* {HOW_MANY}\n", "literally\n", f"{HOW_MANY} since:20\n")
    assert capsys.readouterr().out.count(f"> file:gaz* {HOW_MANY}\n\n30\n") == 2
    assert notes[-1] == "--since 20: not a date"


def test_two_questions_typed_as_one_get_two_replies(park: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (park / "gate.md").write_text("The gate of the park was painted by Ada Holm.", encoding="utf-8")
    notes = chat(park, f"{HOW_MANY[:-1]}, and who painted the gate?\n", "1\n", "show 2\n", "show\n", "why\n")
    replies, first, second, why = re.split(
        r"(?=^\S+\.md, line )|(?=^How many[^\n]*\n\nFound)", capsys.readouterr().out, flags=re.M
    )
    assert re.findall(r"^(?:> )?(How many .*|who .*)$", replies, re.M) == [
        f"{HOW_MANY[:-1]}, and who painted the gate?",
        HOW_MANY,
        "who painted the gate?",
    ]
    assert re.findall(r"^  \[(\d)\]", replies, re.M) == ["1", "2"]
    assert first.startswith("foxes.md, line 1")
    assert second.startswith("gate.md, line 1")
    assert notes[-1] == "show which citation? The last reply has 1, 2"
    assert why.count("Found, by score:") == 2
    assert "\nwho painted the gate?\n\nFound" in why


def test_a_new_conversation_follows_up_on_nothing(
    park: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "talk.json"
    notes = chat(park, f"{HOW_MANY}\n", "new\n", "And where do they sleep?\n", f"export {file}\n", "export\n")
    assert "Asked as:" not in capsys.readouterr().out
    assert len(load_replies(file)) == 2
    assert notes[-1] == "export to which file? export talk.md, say"


class Typed(io.StringIO):
    """What a person types at a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_person_is_told_when_to_type_and_what_is_waited_for(park: Path, capsys: pytest.CaptureFixture[str]) -> None:
    notes: list[str] = []
    plain_chat.chat(park, Settings(), Typed(f"{HOW_MANY}\n"), notes.append)
    printed = capsys.readouterr()
    assert printed.err == "> > \n", "a prompt for each line, and an end of the last one at the end of input"
    assert printed.out.startswith("12\n"), "the question is on the screen"
    assert notes[-1] == "searching and reading ..."


def test_a_line_that_is_no_text_is_noted_and_the_next_taken(park: Path, capsys: pytest.CaptureFixture[str]) -> None:
    notes = chat(park, b"Who wrote \xff?\n".decode("utf-8", "surrogateescape"), f"{HOW_MANY}\n")
    assert notes[-1] == "the question is not valid UTF-8 at character 11"
    assert "\n12\n" in capsys.readouterr().out


def test_a_folder_that_is_none_is_an_error(tmp_path: Path, park: Path) -> None:
    with pytest.raises(UserError, match="no such folder"):
        chat(tmp_path / "meadow")


def test_the_chat_is_plain_where_stdout_is_no_terminal(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "qa", "chat", str(tmp_path / "meadow")], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert plain_chat.is_needed()
