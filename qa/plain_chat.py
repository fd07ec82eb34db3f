"""The chat a line at a time, for screen readers, dumb terminals and pipes: no colour, no cursor moved, nothing redrawn."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from corpus.errors import UserError
from embeddings.update import Note
from qa import output
from qa.conversation import Turn
from qa.settings import Settings

END = ("quit", "exit", ":q")
LITERALLY = ("literally", ":l")
_PLAIN = output.Style(enabled=False)


def is_needed() -> bool:
    """Whether stdout cannot show an app."""
    return not sys.stdout.isatty() or os.environ.get("TERM", "dumb") == "dumb"


def chat(folder: Path, settings: Settings, questions: Iterable[str], note: Note) -> None:
    """Answers one question a line on stdout until END or the last line; blank lines are passed over. LITERALLY asks the
    last question again exactly as typed, with nothing filled in from the conversation.

    Raises UserError when the folder cannot be opened. What is wrong with one question is noted, and the next is asked."""
    from qa.session import open_session

    with open_session(folder, settings) as session:
        session.index.refresh(note)
        note(f"ask one question a line; {LITERALLY[0]} asks the last one again exactly as typed; {END[0]} ends")
        turns: list[Turn] = []
        for line in questions:
            question = " ".join(line.split())
            if question in END:
                return
            if not question:
                continue
            had = turns
            if question in LITERALLY:
                if not turns:
                    note("no question has been asked yet")
                    continue
                question, had = turns[-1].question, []
            try:
                session.index.refresh(note)
                reply = session.ask(question, turns=had, note=note)
            except UserError as error:
                note(str(error))
                continue
            turns.append(Turn.of(reply))
            output.write(output.render_reply(reply, _PLAIN))
            output.write("")
