import subprocess
import sys
from pathlib import Path

import pytest

from corpus.errors import UserError
from qa.answering import session
from qa.commands import plain_chat
from qa.settings import Settings
from tests.fakes import open_fake_session


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
        "How many foxes has the keeper counted in the park?\n",
        "\n",
        "Which zebra plays chess?\n",
        "quit\n",
        "Who sleeps?\n",
    )
    printed = capsys.readouterr().out
    assert printed.startswith("12\nlikely: 57 of 60 answers scored like this were right")
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
    assert any("literally asks the last one again" in note for note in notes)


@pytest.mark.parametrize("lines", [("literally\n",), ("???\n", "literally\n")])
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
    assert capsys.readouterr().out.startswith("12\n")


def test_a_folder_that_is_none_is_an_error(tmp_path: Path, park: Path) -> None:
    with pytest.raises(UserError, match="no such folder"):
        chat(tmp_path / "meadow")


def test_the_chat_is_plain_where_stdout_is_no_terminal(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "qa", "chat", str(tmp_path / "meadow")], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert plain_chat.is_needed()
