"""What every command shares: exit codes, what becomes of errors, results on stdout and all else on stderr."""

import argparse
import io
import os
import signal
import sys
import threading
from contextlib import suppress
from dataclasses import replace
from enum import IntEnum
from pathlib import Path
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, NoReturn, Self, TextIO, TypeAlias, get_args

from corpus.errors import UserError
from corpus.locations import DEFAULT_FOLDER
from qa.reading.model_files import ReaderName
from qa.replies.printable import on_one_line

if TYPE_CHECKING:
    from qa.settings import Settings

Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
"""Where a command adds its own parser."""


class ExitCode(IntEnum):
    ANSWERED = 0
    """Answered, or done."""

    NOT_ANSWERED = 1
    """The documents do not answer, as grep has it."""

    WRONG_USE = 2
    """Wrong use, or an error the user can put right."""

    OUTDATED = 3
    """Under --strict, the index is missing or outdated."""

    UNVERIFIED = 4
    """A citation failed verification."""

    GATE_FAILED = 5
    """An evaluation gate failed."""

    BUG = 70
    """A fault of Quoth itself (EX_SOFTWARE of sysexits.h); a report is written."""

    INTERRUPTED = 130
    """128 and the number of SIGINT, as shells have it."""


def exit_code_for(error: BaseException) -> ExitCode:
    from embeddings.engine import IndexOutdated

    match error:
        case IndexOutdated():
            return ExitCode.OUTDATED
        case UserError():
            return ExitCode.WRONG_USE
        case KeyboardInterrupt():
            return ExitCode.INTERRUPTED
    return ExitCode.BUG


class Ending:
    """Around a command: whatever ends it becomes an exit code, `code`, and is said in a sentence or two on stderr."""

    def __init__(self) -> None:
        self.code = ExitCode.ANSWERED
        self._is_interrupted = False
        self._interrupts_before = signal.getsignal(signal.SIGINT)

    def __enter__(self) -> Self:
        """Takes interrupts where Python would: what a library makes of one in the middle of its import is another error."""
        if self._takes_interrupts:
            signal.signal(signal.SIGINT, self._interrupt)
        return self

    @property
    def _takes_interrupts(self) -> bool:
        return (
            self._interrupts_before is signal.default_int_handler
            and threading.current_thread() is threading.main_thread()
        )

    def _interrupt(self, number: int, frame: FrameType | None) -> NoReturn:
        self._is_interrupted = True
        raise KeyboardInterrupt

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> bool:
        if self._takes_interrupts:
            signal.signal(signal.SIGINT, self._interrupts_before)
        if isinstance(error, SystemExit):
            return not self._is_all_written()
        if error is None:
            return False
        self.code = ExitCode.INTERRUPTED if self._is_interrupted else exit_code_for(error)
        if self._is_interrupted:
            return True
        if isinstance(error, UserError):
            note_error(error)
        elif self.code is ExitCode.BUG:
            note_bug(error)
        return True

    def _is_all_written(self) -> bool:
        """Whether what argparse printed, such as the help, has reached stdout; otherwise the code says so."""
        try:
            _flush()
        except UserError as error:
            note_error(error)
            self.code = ExitCode.WRONG_USE
            return False
        return True


def note(sentence: str) -> None:
    """One sentence for the person who waits; dropped where stderr is closed or full, since that is where it would be said."""
    _say(f"{_line_start()}qa: {on_one_line(sentence)}\n")


def meanwhile(sentence: str) -> None:
    """On a terminal, what is being done: a line that gives way to whatever is said next."""
    if start := _line_start():
        _say(f"{start}qa: {on_one_line(sentence)}")


def _line_start() -> str:
    """What empties the line of a terminal that can; nothing elsewhere."""
    is_terminal = sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM", "dumb") != "dumb"
    return "\r\x1b[K" if is_terminal else ""


def _say(text: str) -> None:
    if sys.stderr is not None:
        with suppress(OSError):
            print(text, end="", file=sys.stderr, flush=True)


def note_error(error: UserError) -> None:
    note(str(error))
    if error.hint:
        note(f"try: {error.hint}")


def note_bug(error: BaseException) -> None:
    from qa.commands.crash import write_report

    try:
        report = f"a report without your texts: {write_report(error)}"
    except OSError as unwritable:
        report = f"its report cannot be written ({unwritable})"
    note(f"ended by a fault of its own ({type(error).__name__}); {report}")


def write(text: str) -> None:
    """One result to stdout. What the terminal's encoding lacks is escaped, never an error. Where nobody reads on, as
    behind `| head`, the rest is dropped and the command ends as it would have."""
    if sys.stdout is None:
        raise UserError(
            "stdout is closed: the result cannot be written", hint="leave stdout open, or send it to a file"
        )
    encoding = sys.stdout.encoding or "utf-8"
    _say(_line_start())
    _flush(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")


def _flush(text: str = "") -> None:
    """Writes all there is to stdout. Raises UserError where it takes no more; from then on it is dropped."""
    try:
        if sys.stdout is not None:
            sys.stdout.write(text)
            sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            hint = "make room, or send it elsewhere"
            raise UserError(f"stdout: the result cannot be written ({error.strerror})", hint=hint) from error


def typed_lines() -> TextIO:
    """stdin, line by line. Bytes that are no text of its encoding become surrogates, which no question may hold.

    Raises UserError where stdin is closed."""
    if sys.stdin is None:
        raise UserError("stdin is closed: there is nothing to read a question from", hint='qa ask "..."')
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="surrogateescape")
    return sys.stdin


def settings_of(options: argparse.Namespace) -> "Settings":
    """The user's settings under the options typed."""
    from qa.settings import load_settings

    settings = load_settings()
    typed = {name: getattr(options, name, None) for name in ("max_error", "reader")}
    return replace(settings, **{name: value for name, value in typed.items() if value is not None})


def add_folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--in", dest="folder", type=Path, default=DEFAULT_FOLDER, metavar="FOLDER",
        help="the documents' folder (default: the five that come with Quoth)",
    )  # fmt: skip


def add_reader(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--reader", choices=get_args(ReaderName),
        help="deep (the default) reads the best passages twice; small reads faster and is wrong more often",
    )  # fmt: skip


def count(text: str) -> int:
    """An option's whole number from 1."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1")
    return int(text)


def fraction(text: str) -> float:
    """An option's share: 0.05 or 5%."""
    try:
        value = float(text[:-1]) / 100 if text.endswith("%") else float(text)
    except ValueError:
        value = -1.0
    if not 0.0 <= value <= 1.0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a fraction from 0 to 1")
    return value
