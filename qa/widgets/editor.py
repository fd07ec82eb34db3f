"""A document opened outside the app: text in the user's editor at its line, a PDF in a viewer at its page, all else by the
system's own opener."""

import os
import shlex
import shutil
import subprocess
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from threading import Thread

from corpus.errors import UserError
from corpus.reading import file_holding
from qa.replies.answers import Citation

_VIEWERS = {
    "evince": ("-i", "{page}", "{file}"),
    "atril": ("-i", "{page}", "{file}"),
    "xreader": ("-i", "{page}", "{file}"),
    "okular": ("-p", "{page}", "{file}"),
    "zathura": ("-P", "{page}", "{file}"),
    "qpdfview": ("{file}#{page}",),
    "mupdf": ("{file}", "{page}"),
}
"""Viewers of PDFs that are told a page, counted from 1. xpdf is not among them: its versions want it written differently."""


def open_elsewhere(citation: Citation, line: int, terminal_given_up: AbstractContextManager[None]) -> None:
    """Raises UserError when nothing can open it. An editor gets the terminal, and is waited for; other programs are not."""
    is_text = citation.coordinates == "file"
    open_file_elsewhere(
        Path(citation.path), terminal_given_up, is_text=is_text, line=line, page=None if is_text else citation.page
    )


def open_file_elsewhere(
    file: Path,
    terminal_given_up: AbstractContextManager[None],
    *,
    is_text: bool,
    line: int = 1,
    page: int | None = None,
) -> None:
    """`is_text`: whether an editor can show it. Raises UserError when nothing can open it."""
    if is_text:
        command = editor_command(file, line)
        with terminal_given_up:
            run_editor(command)
    else:
        start_viewer(viewer_command(file, page))


def editor_command(file: Path, line: int) -> list[str]:
    """What to run: `$VISUAL`, or `$EDITOR`. Raises UserError when neither is set, or is no command, or the file is gone."""
    variable = "VISUAL" if os.environ.get("VISUAL") else "EDITOR"
    command = os.environ.get(variable, "")
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise UserError(f"${variable} is {command!r}: {error}", hint=f"export {variable}=vi") from error
    if not words:
        raise UserError("neither $VISUAL nor $EDITOR says what to open documents with", hint="export EDITOR=vi")
    _require(file)
    return [*words, f"+{line}", str(file.absolute())]


def viewer_command(file: Path, page: int | None) -> list[str]:
    """What to run for a document that is not text. Raises UserError when there is nothing, or the file is gone."""
    _require(file)
    name = str(file.absolute())
    at_page = f"{file.name}:{page}" if page else file.name
    if not _has_screen():
        raise UserError("no window can be opened here", hint=f"qa show {shlex.quote(at_page)}")
    if page and file.suffix.lower() == ".pdf":
        for program, words in _VIEWERS.items():
            if shutil.which(program):
                return [program, *(word.format(page=page, file=name) for word in words)]
    opener = "open" if sys.platform == "darwin" else "xdg-open"
    if not shutil.which(opener):
        raise UserError(f"no program to open {file.name} with was found", hint="install evince, okular or xdg-utils")
    return [opener, name]


def _has_screen() -> bool:
    return sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _require(file: Path) -> None:
    if not file.is_file():
        holder = file_holding(file)
        hint = f"{file.name} is attached to {holder}: open that" if holder else "update the index"
        raise UserError(f"{file}: no such file", hint=hint)


def run_editor(command: list[str]) -> None:
    """Waits until the editor is closed. Raises UserError when it cannot be run or fails."""
    try:
        code = subprocess.run(command, check=False).returncode
    except OSError as error:
        raise UserError(f"{command[0]}: {error.strerror}", hint="set $VISUAL or $EDITOR to an editor") from error
    if code:
        raise UserError(f"{command[0]}: ended with code {code}", hint="try the same command in a shell")


def start_viewer(command: list[str]) -> None:
    """Leaves it open, also when the app ends. What it prints must not get onto the screen."""
    nowhere = subprocess.DEVNULL
    try:
        viewer = subprocess.Popen(command, stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=True)
    except OSError as error:
        raise UserError(f"{command[0]}: {error.strerror}", hint="try the same command in a shell") from error
    Thread(target=viewer.wait, daemon=True).start()  # so that no ended process is left to the system
