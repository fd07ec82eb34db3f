"""What the rest of Quoth asks of an index: `Index`, the protocol. `embeddings/index.py` is the local engine behind it.

A server, or an index of millions of passages, would be another implementation; nothing outside this folder would notice.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from corpus.changes import Changes
from corpus.coverage import Coverage
from corpus.document import Document, Passage
from corpus.errors import UserError
from corpus.filters import ALL, Filters
from corpus.progress import IndexProgress, Note
from corpus.store import FileRecord


class IndexOutdated(UserError):
    """The index is missing, or does not show the folder as it is."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, with its scores."""

    passage: Passage
    score: float
    """Fused, 0..1, and 1 more for each quoted phrase it holds; compares within one search only."""

    words_score: float
    """BM25; 0 where keyword search did not return it."""

    cosine: float
    """Similarity of its vector to the question's, -1..1."""


class Index(Protocol):
    """One folder's documents, searchable. One thread at a time."""

    @property
    def folder(self) -> Path:
        """Resolved."""

    @property
    def encoder_name(self) -> str:
        """Model and weights behind the vectors."""

    @property
    def made_by(self) -> str:
        """How passages, words and vectors came about: equal documents under equal values give equal hits."""

    def search(self, question: str, filters: Filters = ALL, *, limit: int) -> list[Hit]:
        """The passages most likely to hold the answer, best first, of documents that pass the filters.

        A passage that holds a phrase the question has in quotation marks stands before all that do not."""

    def unknown_words(self, question: str) -> list[str]:
        """The question's words that stand in no document, in order; stems count as found."""

    def files(self) -> list[FileRecord]:
        """Every file and attachment known, by path, those that could not be read among them."""

    def documents(self, filters: Filters = ALL) -> list[FileRecord]:
        """The files that became documents and pass the filters, by path."""

    def document(self, path: str) -> Document:
        """The document as it was read. Raises KeyError where `documents` does not list it."""

    def passage_count(self) -> int: ...

    @property
    def read_at(self) -> datetime | None:
        """When a file was last read into it, or taken out; None where that is not known."""

    def coverage(self) -> Coverage:
        """What was searched of the folder as it is now."""

    def changes(self) -> Changes:
        """What separates the index from the files, by name, size and time."""

    def update(self, progress: IndexProgress | None = None, *, doubted: Collection[str] = ()) -> Changes:
        """Brings the index up to date and returns what was done. `doubted`: documents whose file is known to have other
        bytes, though it may have the size and time it had. Raises IndexOutdated where it was opened not to be touched."""

    def warnings(self) -> list[str]:
        """What keeps it from all that was asked for, with the way out, a sentence each."""

    def refresh(self, note: Note, progress: IndexProgress | None = None) -> Changes:
        """The same where need be, and says so."""
