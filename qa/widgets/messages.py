"""What workers tell the app. Each carries what is to be shown, nothing to be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from textual.message import Message

from corpus.coverage import Coverage
from corpus.errors import UserError
from corpus.progress import Advance
from corpus.store import FileRecord
from qa.replies.answers import Citation, Reply
from qa.replies.source import Source


@dataclass
class IndexProgressed(Message):
    state: Advance | str
    """A string says what is done where nothing can be counted."""


@dataclass
class IndexUpdated(Message):
    folder: Path
    records: Sequence[FileRecord]
    coverage: Coverage


@dataclass
class PassagesFound(Message):
    number: int
    """The question's, as the conversation counts."""

    passages: Sequence[Citation]


@dataclass
class Answered(Message):
    number: int
    reply: Reply


@dataclass
class SourceRead(Message):
    source: Source


@dataclass
class ConversationRestored(Message):
    file: Path
    folder: Path
    """The documents last asked."""

    replies: Sequence[Reply]


@dataclass
class Failed(Message):
    """Something went wrong that the user can put right."""

    error: UserError
    number: int | None
    """The question's; None when it concerns the index."""
