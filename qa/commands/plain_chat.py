"""The chat a line at a time, for screen readers, dumb terminals and pipes: no colour, no cursor moved, nothing redrawn."""

import io
import os
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import UserError
from corpus.progress import Note
from qa.answering.request import Request
from qa.answering.typed_filters import filters_in
from qa.commands.console import write
from qa.follow_ups.turns import Turn
from qa.replies.answers import Reply, all_citations
from qa.replies.printable import on_one_line
from qa.replies.source import read_source
from qa.settings import Settings
from qa.showing.explained import render_trace
from qa.showing.export import export
from qa.showing.terminal import Style, render_reply, render_source

if TYPE_CHECKING:
    from qa.answering.session import Session
    from qa.answering.trace import Trace

END = ("quit", "exit", ":q")
LITERALLY = "literally"
HELP = f"""\
QUESTION         answered in the documents' own words; file:NAME, since:DATE and until:DATE in it narrow where
2, or show 2     the document around citation 2 of the last reply
why              how the last reply came about: what was found and read, with its scores
{LITERALLY}        asks the last question again exactly as typed
export FILE      writes the conversation to a new .md, .html or .json file
{END[0]}             ends"""
_PLAIN = Style(enabled=False)


def is_needed() -> bool:
    """Whether stdout cannot show an app."""
    return sys.stdout is None or not sys.stdout.isatty() or os.environ.get("TERM", "dumb") == "dumb"


def chat(folder: Path, settings: Settings, lines: Iterable[str], note: Note) -> None:
    """Answers one question a line on stdout, and does what HELP says, until END or the last line; blank lines are passed
    over. Above each reply stands its question where the lines are not typed, and so not on the screen.

    Raises UserError when the folder cannot be opened. What is wrong with one line is noted, and the next is taken."""
    from qa.answering.session import open_session

    with open_session(folder, settings) as session:
        session.index.refresh(note)
        note(f"ask one question a line; help says what else can be typed; {END[0]} ends")
        is_typed = isinstance(lines, io.TextIOBase) and lines.isatty()
        conversation = _Conversation(session, settings, note, repeat=not is_typed)
        for line in lines:
            typed = " ".join(line.split())
            if typed in END:
                return
            try:
                conversation.take(typed)
            except UserError as error:
                note(str(error))


class _Conversation:
    def __init__(self, session: "Session", settings: Settings, note: Note, *, repeat: bool) -> None:
        """`repeat`: each question above its reply."""
        self._session = session
        self._settings = settings
        self._note = note
        self._repeat = repeat
        self._typed = ""
        self._replies: list[Reply] = []
        self._turns: list[Turn] = []
        self._trace: Trace | None = None

    def take(self, typed: str) -> None:
        """Does what was typed. Raises UserError."""
        for pattern, command in _COMMANDS:
            if found := pattern.fullmatch(typed):
                command(self, *found.groups())
                return
        if typed:
            self._ask(typed, tuple(self._turns))

    def help(self) -> None:
        write(HELP)

    def ask_literally(self) -> None:
        self._last()
        self._ask(self._typed, ())

    def show(self, number: str) -> None:
        cited = {citation.number: citation for citation in all_citations(self._last())}
        if int(number) not in cited:
            raise UserError(f"the last reply has no citation {number}; it has {', '.join(map(str, cited)) or 'none'}")
        write(render_source(read_source(cited[int(number)])) + "\n")

    def why(self) -> None:
        self._last()
        if self._trace:
            write(render_trace(self._trace) + "\n")

    def export(self, file: str) -> None:
        self._last()
        export(Path(file).expanduser(), self._replies)
        self._note(f"written: {file}")

    def _last(self) -> Reply:
        if not self._replies:
            raise UserError("no question has been asked yet")
        return self._replies[-1]

    def _ask(self, typed: str, had: tuple[Turn, ...]) -> None:
        question, filters = filters_in(typed)
        self._session.index.refresh(self._note)
        request = Request(question=question, turns=had, filters=filters, max_error=self._settings.max_error)
        reply, self._trace = self._session.answer(request, note=self._note)
        self._typed = typed
        self._replies.append(reply)
        self._turns.append(Turn.of(reply))
        if self._repeat:
            write(f"> {on_one_line(typed)}\n")
        write(render_reply(reply, _PLAIN) + "\n")


_COMMANDS: tuple[tuple[re.Pattern[str], Callable[..., None]], ...] = (
    (re.compile("help|:h"), _Conversation.help),
    (re.compile(f"{LITERALLY}|:l"), _Conversation.ask_literally),
    (re.compile(r"(?:show )?(\d{1,4})"), _Conversation.show),
    (re.compile("why"), _Conversation.why),
    (re.compile(r"export (\S.*\.\w+)"), _Conversation.export),
)
