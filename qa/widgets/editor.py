"""The user's editor, opened at a line: `$VISUAL`, or `$EDITOR`."""

import os
import shlex
import subprocess
from pathlib import Path

from corpus.errors import UserError
from corpus.reading import file_holding


def editor_command(file: Path, line: int) -> list[str]:
    """What to run. Raises UserError when neither variable is set, or is no command, or the file is gone."""
    variable = "VISUAL" if os.environ.get("VISUAL") else "EDITOR"
    command = os.environ.get(variable, "")
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise UserError(f"${variable} is {command!r}: {error}", hint=f"export {variable}=vi") from error
    if not words:
        raise UserError("neither $VISUAL nor $EDITOR says what to open documents with", hint="export EDITOR=vi")
    if not file.is_file():
        holder = file_holding(file)
        hint = f"{file.name} is attached to {holder}: open that" if holder else "update the index"
        raise UserError(f"{file}: no such file", hint=hint)
    return [*words, f"+{line}", str(file.absolute())]


def run_editor(command: list[str]) -> None:
    """Waits until the editor is closed. Raises UserError when it cannot be run or fails."""
    try:
        code = subprocess.run(command, check=False).returncode
    except OSError as error:
        raise UserError(f"{command[0]}: {error.strerror}", hint="set $VISUAL or $EDITOR to an editor") from error
    if code:
        raise UserError(f"{command[0]}: ended with code {code}", hint="try the same command in a shell")
