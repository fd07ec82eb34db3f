"""Past conversations: one file each under the state directory, a reply a line, as `qa verify` reads them.

A line is added as soon as its reply comes. One that a crash cut short is left out, and overwritten by the next.
"""

import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from corpus.errors import UserError
from corpus.locations import state_home
from qa.replies.answers import Answer, Reply, all_citations
from qa.replies.checking import quote_in_sentence
from qa.replies.wire import SavedReply, from_wire, to_wire


@dataclass(frozen=True, slots=True)
class PastConversation:
    file: Path
    replies: tuple[SavedReply, ...] = ()
    """Oldest first; none in a damaged file."""

    damage: str = ""
    """Why the file cannot be read; "" when it can."""

    def mentions(self, words: str) -> bool:
        """Whether every one of these words occurs in its questions or answers, in capitals or not."""
        text = " ".join(f"{each.reply.question} {_answer_of(each.reply)}" for each in self.replies).casefold()
        return all(word in text for word in words.casefold().split())


def new_conversation_file() -> Path:
    """A name no other conversation has; the file comes with its first reply."""
    return _conversations_home() / f"{datetime.now():%Y-%m-%dT%H%M%S}-{secrets.token_hex(3)}.jsonl"


def append_reply(file: Path, folder: Path, reply: Reply) -> None:
    """Adds a reply. Raises UserError when the file cannot be written."""
    saved = {"folder": str(folder), "at": datetime.now().astimezone().isoformat(timespec="seconds")}
    line = json.dumps(saved | to_wire(reply, whole=True)) + "\n"
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(file, os.O_RDWR | os.O_CREAT, 0o600), "rb+") as stream:
            whole = stream.read().rfind(b"\n") + 1
            stream.seek(whole)
            stream.truncate()
            stream.write(line.encode("ascii"))
    except OSError as error:
        raise UserError(
            f"{file}: the conversation is not saved ({error.strerror})", hint="make room, or set QUOTH_HOME"
        ) from error


def past_conversations() -> list[PastConversation]:
    """All there are, the one last added to first. A damaged file is among them, and says so."""
    return [_past(file) for file in _newest_first()]


def earlier_questions(most: int) -> list[str]:
    """The last questions of all conversations, as typed, oldest first; a damaged file has none."""
    questions: list[str] = []
    for file in _newest_first():
        questions[:0] = [each.reply.question for each in _past(file).replies]
        if len(questions) >= most:
            break
    return questions[-most:]


def load_conversation(file: Path) -> tuple[SavedReply, ...]:
    """Its replies, oldest first. Raises UserError naming file and line."""
    try:
        lines: Sequence[bytes] = file.read_bytes().split(b"\n")[:-1]
    except OSError as error:
        raise UserError(f"{file}: {error.strerror}", hint="choose another conversation") from error
    replies = []
    for number, line in enumerate(lines, 1):
        try:
            replies.append(_restored(line))
        except ValueError as error:
            what = error.errors()[0]["msg"] if isinstance(error, ValidationError) else error
            raise UserError(f"{file}: line {number} is damaged ({what})", hint="delete the file, or mend it") from error
    if not replies:
        raise UserError(f"{file}: holds no whole reply", hint="choose another conversation")
    return tuple(replies)


def _restored(line: bytes) -> SavedReply:
    """Raises ValueError, also for what could be read but not shown."""
    saved = from_wire(json.loads(line))
    if saved.folder is None or saved.at is None:
        raise ValueError("it does not say which folder was asked, and when")
    for citation in all_citations(saved.reply):
        quote_in_sentence(citation)
    return saved


def _answer_of(reply: Reply) -> str:
    return reply.text if isinstance(reply, Answer) else ""


def delete_conversation(file: Path) -> None:
    """For good. Raises UserError when it cannot be; that it is gone already is no error."""
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise UserError(
            f"{file}: the conversation is not deleted ({error.strerror})", hint=f"chmod u+w {file.parent}"
        ) from error


def _newest_first() -> list[Path]:
    """The files, the one last added to first."""
    files = _conversations_home().glob("*.jsonl")
    return sorted(files, key=lambda file: (file.stat().st_mtime_ns, file.name), reverse=True)


def _past(file: Path) -> PastConversation:
    try:
        return PastConversation(file, load_conversation(file))
    except UserError as error:
        return PastConversation(file, damage=str(error))


def _conversations_home() -> Path:
    return state_home() / "conversations"
