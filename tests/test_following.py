"""A folder followed: `qa index --watch`, and when it looks again."""

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread, Timer
from typing import Any, NoReturn

import pytest

from corpus import following
from corpus.errors import FolderNotFound, UserError
from corpus.folder import open_folder
from corpus.following import moments_to_look
from corpus.locations import index_home

ROOT = Path(__file__).parent.parent
INTERRUPTIBLE = (
    "import runpy, signal; signal.signal(signal.SIGINT, signal.default_int_handler); "  # ignored in the background
    "runpy.run_module('qa', run_name='__main__')"
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTH_HOME", str(tmp_path / "home"))


@pytest.fixture
def command(folder: Path) -> Iterator["subprocess.Popen[str]"]:
    (folder / "ferry.txt").write_text("The ferry left at dawn.", encoding="utf-8")
    arguments = [sys.executable, "-c", INTERRUPTIBLE, "index", "--json", "--watch", str(folder)]
    with subprocess.Popen(
        arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        patience = Timer(120.0, process.kill)
        patience.start()
        yield process
        patience.cancel()
        process.kill()


def report(command: "subprocess.Popen[str]") -> dict[str, Any]:
    """The next one."""
    assert command.stdout
    found: dict[str, Any] = json.loads(command.stdout.readline())
    return {name: found[name] for name in ("added", "removed", "searched")}


def test_each_change_is_reported_until_interrupted(command: "subprocess.Popen[str]", folder: Path) -> None:
    assert report(command) == {"added": 1, "removed": 0, "searched": 1}
    (folder / "bell.txt").write_text("The bell rang.", encoding="utf-8")
    assert report(command) == {"added": 1, "removed": 0, "searched": 2}
    (folder / "bell.txt").write_text("The bell rang at noon.", encoding="utf-8")
    assert report(command) == {"added": 0, "removed": 0, "searched": 2}
    (folder / "ferry.txt").unlink()
    assert report(command) == {"added": 0, "removed": 1, "searched": 1}
    command.send_signal(signal.SIGINT)
    out, err = command.communicate()
    assert (command.returncode, out) == (130, "")
    assert err.splitlines() == [f"qa: following {folder}; Ctrl-C ends"]


def test_a_folder_that_goes_ends_it_and_its_index_stays(command: "subprocess.Popen[str]", folder: Path) -> None:
    report(command)
    shutil.rmtree(folder)
    out, err = command.communicate()
    assert (command.returncode, out) == (2, "")
    assert f"{folder}: no such folder" in err


def test_a_folder_is_looked_at_once_it_is_followed_and_when_something_changes(folder: Path) -> None:
    moments = moments_to_look(open_folder(folder))
    next(moments)
    (folder / "bell.txt").touch()
    next(moments)
    shutil.rmtree(folder)
    with pytest.raises(FolderNotFound):
        next(moments)


def test_what_the_system_does_not_report_is_looked_for_all_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "_SECONDS_UNREPORTED", 0.0)
    moments = moments_to_look(open_folder(folder))
    next(moments)
    waiting = Thread(target=lambda: next(moments), daemon=True)
    waiting.start()
    waiting.join(timeout=30.0)
    assert not waiting.is_alive()


def test_the_index_itself_is_not_followed(tmp_path: Path) -> None:
    moments = moments_to_look(tmp_path)
    next(moments)
    own = index_home(tmp_path)
    own.mkdir(parents=True)
    next(moments)  # the folders above it are new
    (own / "index.sqlite").touch()
    waiting = Thread(target=lambda: next(moments), daemon=True)
    waiting.start()
    waiting.join(timeout=2.0)
    assert waiting.is_alive()
    (tmp_path / "bell.txt").touch()
    waiting.join(timeout=30.0)
    assert not waiting.is_alive()


def test_a_folder_that_the_system_cannot_follow_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> NoReturn:
        raise RuntimeError("OS file watch limit reached")

    monkeypatch.setattr(following, "watch", refused)
    with pytest.raises(UserError, match="cannot be followed") as raised:
        next(moments_to_look(folder))
    assert "max_user_watches" in raised.value.hint
