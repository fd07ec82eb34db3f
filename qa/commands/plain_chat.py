"""The chat a line at a time, for screen readers, dumb terminals and pipes: no colour, no cursor moved, nothing redrawn."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import UserError
from corpus.progress import Note
from qa.answering.request import Request
from qa.commands.console import write
from qa.follow_ups.turns import Turn
from qa.settings import Settings
from qa.showing.terminal import Style, render_reply

if TYPE_CHECKING:
    from qa.answering.session import Session

END = ("quit", "exit", ":q")
LITERALLY = ("literally", ":l")
_PLAIN = Style(enabled=False)


def is_needed() -> bool:
    """Whether stdout cannot show an app."""
    return not sys.stdout.isatty() or os.environ.get("TERM", "dumb") == "dumb"


def chat(folder: Path, settings: Settings, questions: Iterable[str], note: Note) -> None:
    """Answers one question a line on stdout until END or the last line; blank lines are passed over. LITERALLY asks the
    last question again exactly as typed, with nothing filled in from the conversation.

    Raises UserError when the folder cannot be opened. What is wrong with one question is noted, and the next is asked."""
    from qa.answering.session import open_session

    with open_session(folder, settings) as session:
        session.index.refresh(note)
        note(f"ask one question a line; {LITERALLY[0]} asks the last one again exactly as typed; {END[0]} ends")
        turns: list[Turn] = []
        for line in questions:
            question = " ".join(line.split())
            if question in END:
                return
            if question in LITERALLY and not turns:
                note("no question has been asked yet")
            elif question:
                had, question = ((), turns[-1].question) if question in LITERALLY else (tuple(turns), question)
                _ask(session, question, had, turns, settings, note)


def _ask(
    session: "Session", question: str, had: tuple[Turn, ...], turns: list[Turn], settings: Settings, note: Note
) -> None:
    """Prints the reply and adds its turn; what is wrong with the question is noted."""
    try:
        session.index.refresh(note)
        request = Request(question=question, turns=had, max_error=settings.max_error)
        reply, _ = session.answer(request, note=note)
    except UserError as error:
        note(str(error))
        return
    turns.append(Turn.of(reply))
    write(render_reply(reply, _PLAIN))
    write("")
