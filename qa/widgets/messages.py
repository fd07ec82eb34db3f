"""What workers tell the app. Each carries what is to be shown, nothing to be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from textual.message import Message

from corpus.coverage import Coverage
from corpus.errors import UserError
from corpus.progress import Advance
from corpus.store import FileRecord
from embeddings.engine import Index
from qa.answering.trace import Trace
from qa.replies.answers import Citation, Reply


@dataclass
class IndexProgressed(Message):
    state: Advance | str
    """A string says what is done where nothing can be counted."""


@dataclass
class IndexUpdated(Message):
    folder: Path
    records: Sequence[FileRecord]
    coverage: Coverage
    read_at: datetime | None
    """When a file was last read."""

    is_whole: bool
    """Not where the user stopped it: then some files may not have been read."""

    @classmethod
    def of(cls, index: Index, *, is_whole: bool) -> Self:
        return cls(index.folder, index.files(), index.coverage(), index.read_at, is_whole)


@dataclass
class NotFollowed(Message):
    """What changes in the folder is read when a question is asked, and not before."""

    error: UserError


@dataclass
class OpenersFound(Message):
    questions: Sequence[str]
    """To begin with: the documents answer them."""


@dataclass
class PassagesFound(Message):
    number: int
    """The question's, as the conversation counts."""

    passages: Sequence[Citation]


@dataclass
class Answered(Message):
    number: int
    reply: Reply
    trace: Trace


@dataclass
class Failed(Message):
    """Something went wrong that the user can put right."""

    error: UserError
    number: int | None
    """The question's; None when it concerns the index."""
