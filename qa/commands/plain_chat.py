"""The chat a line at a time, for screen readers, dumb terminals and pipes: no colour, no cursor moved, nothing redrawn."""

import io
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import UserError
from corpus.progress import Note
from qa.answering.request import Request
from qa.answering.typed_filters import filters_in
from qa.commands.console import write
from qa.replies.answers import Reply, all_citations, numbered_on
from qa.replies.printable import on_one_line
from qa.replies.source import read_source
from qa.replies.turns import Turn
from qa.settings import Settings
from qa.showing.explained import render_trace
from qa.showing.export import export
from qa.showing.terminal import Style, render_replies, render_source

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
new              a new conversation: the next question follows up on nothing
export FILE      writes the conversation to a new .md, .html or .json file
{END[0]}             ends"""
_PROMPT = "> "


def is_needed() -> bool:
    """Whether stdout cannot show an app."""
    return sys.stdout is None or not sys.stdout.isatty() or os.environ.get("TERM", "dumb") == "dumb"


def chat(folder: Path, settings: Settings, lines: Iterable[str], note: Note) -> None:
    """Answers one question a line on stdout, and does what HELP says, until END or the last line; blank lines are passed
    over. Where the lines are typed, a prompt and what is waited for are said on stderr; where they are not, and so not on
    the screen, each question stands above its reply.

    Raises UserError when the folder cannot be opened. What is wrong with one line is noted, and the next is taken."""
    from qa.answering.session import open_session

    with open_session(folder, settings) as session:
        session.index.refresh(note)
        note(f"ask one question a line; help says what else can be typed; {END[0]} ends")
        is_typed = isinstance(lines, io.TextIOBase) and lines.isatty()
        conversation = _Conversation(session, settings, note, is_typed=is_typed)
        for line in _prompted(lines, is_typed=is_typed):
            typed = " ".join(line.split())
            if typed in END:
                return
            try:
                conversation.take(typed)
            except UserError as error:
                note(str(error))


def _prompted(lines: Iterable[str], *, is_typed: bool) -> Iterator[str]:
    """The lines; where they are typed each after a prompt, and the last one ended, on stderr."""
    prompted = sys.stderr if is_typed else None
    remaining = iter(lines)
    while True:
        if prompted:
            prompted.write(_PROMPT)
            prompted.flush()
        if (line := next(remaining, None)) is None:
            break
        yield line
    if prompted:
        prompted.write("\n")


class _Conversation:
    def __init__(self, session: "Session", settings: Settings, note: Note, *, is_typed: bool) -> None:
        self._session = session
        self._settings = settings
        self._note = note
        self._is_typed = is_typed
        self._style = Style.of(sys.stdout).plain
        self._typed = ""
        self._replies: list[Reply] = []
        self._turns: list[Turn] = []
        self._last: list[Reply] = []
        """The replies to what was typed last, their citations numbered on."""

        self._traces: list[Trace] = []

    def take(self, typed: str) -> None:
        """Does what was typed. Raises UserError."""
        for pattern, command in _COMMANDS:
            if found := pattern.fullmatch(typed):
                command(self, *found.groups())
                return
        if typed:
            self._ask(typed)

    def help(self) -> None:
        write(HELP)

    def ask_literally(self) -> None:
        self._require_question()
        self._ask(self._typed, is_literal=True)

    def begin_anew(self) -> None:
        self._turns.clear()
        self._note("a new conversation: what has been asked so far is still exported")

    def show(self, number: str | None) -> None:
        self._require_question()
        cited = {citation.number: citation for reply in self._last for citation in all_citations(reply)}
        if number is None or int(number) not in cited:
            numbers = ", ".join(map(str, sorted(cited))) or "none"
            if number is None:
                raise UserError(f"show which citation? The last reply has {numbers}")
            raise UserError(f"the last reply has no citation {number}; it has {numbers}")
        write(render_source(read_source(cited[int(number)])) + "\n")

    def why(self) -> None:
        self._require_question()
        for reply, trace in zip(self._last, self._traces, strict=True):
            if len(self._last) > 1:
                write(f"{on_one_line(reply.question)}\n")
            write(render_trace(trace) + "\n")

    def export(self, file: str | None) -> None:
        self._require_question()
        if file is None:
            raise UserError("export to which file? export talk.md, say")
        export(Path(file).expanduser(), self._replies)
        self._note(f"written: {file}")

    def _require_question(self) -> None:
        if not self._replies:
            raise UserError("no question has been asked yet")

    def _ask(self, typed: str, *, is_literal: bool = False) -> None:
        question, filters = filters_in(typed)
        request = Request(
            question=question,
            turns=tuple(self._turns),
            is_literal=is_literal,
            filters=filters,
            max_error=self._settings.max_error,
        )
        if self._is_typed:
            self._note("searching and reading ...")
        self._session.index.refresh(self._note)
        asked = list(self._session.answer_each(request, note=self._note))
        replies = [reply for _, reply, _ in asked]
        self._typed = typed
        self._traces = [trace for _, _, trace in asked]
        self._last = numbered_on(replies)
        self._replies += replies
        self._turns += map(Turn.of, replies)
        if not self._is_typed:
            write(f"> {on_one_line(typed)}\n")
        write(render_replies(replies, self._style) + "\n")


_COMMANDS: tuple[tuple[re.Pattern[str], Callable[..., None]], ...] = (
    (re.compile("help|:h"), _Conversation.help),
    (re.compile(f"{LITERALLY}|:l"), _Conversation.ask_literally),
    (re.compile("new"), _Conversation.begin_anew),
    (re.compile(r"show(?: (\d{1,4}))?"), _Conversation.show),
    (re.compile(r"(\d{1,4})"), _Conversation.show),
    (re.compile("why"), _Conversation.why),
    (re.compile(r"export(?: (\S+|\S.*\.\w+))?"), _Conversation.export),
)
