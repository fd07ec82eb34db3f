"""A source, and a second one beside it where two are compared; reads what they show."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from textual import getters, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.worker import get_current_worker

from corpus.errors import UnreadableFile, UserError
from corpus.store import FileRecord
from qa.replies.answers import Citation
from qa.replies.source import Excerpt, Source, read_beginning, read_source
from qa.showing.wording import REASONS
from qa.widgets.source_view import SourceView


class Sources(Horizontal):
    first = getters.query_one("#first", SourceView)
    second = getters.query_one("#second", SourceView)

    @dataclass
    class Read(Message):
        sources: Sequence[Source]
        """One, or two that are compared."""

    @dataclass
    class DocumentRead(Message):
        record: FileRecord
        path: Path
        excerpt: Excerpt | UserError
        """Its beginning, or why it cannot be read."""

    def __init__(self) -> None:
        super().__init__(id="sources")

    def compose(self) -> ComposeResult:
        yield SourceView(id="first")
        yield SourceView(id="second")

    @work(thread=True, exclusive=True, group="source")
    def read(self, *citations: Citation) -> None:
        sources = tuple(map(read_source, citations))
        if not get_current_worker().is_cancelled:
            self.post_message(self.Read(sources))

    @work(thread=True, exclusive=True, group="source")
    def read_document(self, record: FileRecord, folder: Path) -> None:
        path = folder / record.path
        try:
            excerpt: Excerpt | UserError = read_beginning(path, record.extractor)
        except UnreadableFile as error:
            excerpt = UserError(f"{record.path}: {REASONS[error.reason]}", hint="open the file with its own program")
        if not get_current_worker().is_cancelled:
            self.post_message(self.DocumentRead(record, path, excerpt))
