"""Whether indexing and asking open a socket: both are run in a process in which every socket is refused.

Run as a module this is that process: an audit hook cannot be taken away again."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.errors import UserError
from corpus.locations import DEFAULT_FOLDER, settings_file
from qa.commands.console import ExitCode, note, note_error
from qa.commands.doctor.findings import Finding

QUESTION = "how many were released?"
_ROOT = Path(__file__).parents[3]


class SocketRefused(OSError):
    """Something wanted a socket, a name looked up, or anything else of the module `socket`."""


def run_without_sockets(action: Callable[[], int]) -> tuple[int | None, list[str]]:
    """(what the action returned, the events that were refused). For the rest of the process nothing opens a socket.

    None is returned where a refusal ended the action. Sees what goes through Python, not what a C library does alone."""
    refused: list[str] = []

    def refuse(event: str, _: tuple[object, ...]) -> None:
        if event.startswith("socket."):
            refused.append(event)
            raise SocketRefused(f"{event} refused")

    sys.addaudithook(refuse)
    try:
        sys.audit("socket.connect", "a trial, so that a hook which refuses nothing is not taken for a proof")
    except SocketRefused:
        refused.clear()
    else:
        raise AssertionError("the audit hook refuses nothing")
    try:
        return action(), refused
    except SocketRefused:
        return None, refused


def check_offline() -> Finding:
    """Indexes the five documents and asks a question, in a home of its own, with the user's settings."""
    with TemporaryDirectory() as home:
        if settings_file().is_file():
            shutil.copyfile(settings_file(), Path(home) / "settings.toml")
        search_path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
        done = subprocess.run(
            [sys.executable, "-P", "-m", "qa.commands.doctor.offline"],
            env=os.environ | {"QUOTH_HOME": home, "PYTHONPATH": search_path},
            capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False, cwd=home,
        )  # fmt: skip
    return judge(done.returncode, done.stdout, done.stderr)


def judge(returncode: int, stdout: str, stderr: str) -> Finding:
    """What the process reported; one that crashed has reported nothing."""
    try:
        report = json.loads(stdout)
    except json.JSONDecodeError:
        last = stderr.strip().rpartition("\n")[2]
        message = f"indexing and asking the five documents ended with exit code {returncode}: {last}"
        return Finding("offline", "fail", message, f'qa ask "{QUESTION}"   # shows all of it')
    if report["refused"]:
        tried = ", ".join(dict.fromkeys(report["refused"]))
        fix = "leave `encoder` out of the settings, if it is set: its libraries are not Quoth's"
        return Finding("offline", "fail", f"something wanted a socket and was refused: {tried}", fix)
    if report["code"] not in (ExitCode.ANSWERED, ExitCode.NOT_ANSWERED):
        last = stderr.strip().rpartition("\n")[2]
        return Finding("offline", "fail", f"the five documents cannot be asked: {last}", f'qa ask "{QUESTION}"')
    return Finding("offline", "ok", "the five documents were indexed and asked; nothing wanted a socket")


def _index_and_ask() -> int:
    from qa.answering.request import Request
    from qa.answering.session import open_session
    from qa.replies.answers import Answer
    from qa.settings import load_settings

    try:
        with open_session(DEFAULT_FOLDER, load_settings()) as session:
            session.index.refresh(note)
            reply, _ = session.answer(Request(question=QUESTION), note=note)
    except UserError as error:
        note_error(error)
        return ExitCode.WRONG_USE
    return ExitCode.ANSWERED if isinstance(reply, Answer) else ExitCode.NOT_ANSWERED


if __name__ == "__main__":
    code, refused_events = run_without_sockets(_index_and_ask)
    json.dump({"code": code, "refused": refused_events}, sys.stdout)
