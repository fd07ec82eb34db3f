"""A folder's index: opened, compared with the files, searched by words and meaning."""

from collections.abc import Collection
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.changes import Changes, find_changes
from corpus.coverage import Coverage, measure_coverage
from corpus.document import Document
from corpus.filters import ALL, Filters
from corpus.folder import open_folder
from corpus.locations import index_home
from corpus.progress import IndexProgress, Note
from corpus.recognition import RecogniserMissing, installed_recogniser
from corpus.store import FileRecord, Store
from embeddings import keywords, vectors
from embeddings.encoder import Encoder
from embeddings.engine import Hit, IndexOutdated
from embeddings.fusion import fuse
from embeddings.keywords import KeywordIndex, phrases_in, words_of
from embeddings.large_vectors import LargeVectorIndex
from embeddings.update import update_index
from embeddings.vector_file import keep_vector_file, lacks_vector_file, open_vector_file
from embeddings.vectors import VectorIndex

CANDIDATES = 100
"""Passages each of the two searches contributes before they are fused."""

FORMAT = "9"
"""Changes whenever the same bytes would give other passages, words or embedded texts."""


def index_format(encoder_name: str) -> str:
    """What an index records of how it was made; another one is made anew."""
    return f"{FORMAT} {encoder_name}"


def _recogniser() -> tuple[str | None, RecogniserMissing | None]:
    """What recognises scans; None, with why, where that is not installed: what it recognised before stays."""
    try:
        return installed_recogniser(), None
    except RecogniserMissing as error:
        return None, error


class PassageIndex:
    """The local engine behind `Index`: one SQLite database, FAISS over its vectors. Use as a context manager."""

    def __init__(self, folder: Path, encoder: Encoder, *, strict: bool = False, ocr: bool = False) -> None:
        """Opens the index of a folder, empty if there was none. Raises FolderNotFound, StoreDamaged, StoreBusy.

        `ocr`: scans are recognised. With `strict`, one that is missing or does not show the folder as it is raises
        IndexOutdated, untouched."""
        self.folder = open_folder(folder)
        self._is_strict = strict
        if strict and not (index_home(self.folder) / "index.sqlite").is_file():
            raise IndexOutdated(f"{self.folder}: not indexed", hint=f"qa index {self.folder}")
        recogniser, self._complaint = _recogniser() if ocr else ("", None)
        self.store = Store(index_home(self.folder), self.folder, recogniser)
        self._encoder = encoder
        self._keywords = KeywordIndex(self.store.connection)
        self._vectors: VectorIndex | LargeVectorIndex | None = None
        self._vectors_version: str | None = None
        with ExitStack() as on_failure:
            on_failure.callback(self.store.close)
            self._prepare_tables(strict)
            if strict and (changes := self.changes()):
                raise IndexOutdated(
                    f"{self.folder}: changed since it was indexed ({changes})", hint=f"qa index {self.folder}"
                )
            on_failure.pop_all()

    def __enter__(self) -> "PassageIndex":
        return self

    def __exit__(self, *_: object) -> None:
        self.store.close()

    def _prepare_tables(self, strict: bool) -> None:
        """Creates our tables in a new store; clears a store whose passages or vectors were made otherwise."""
        if self.store.meta("index_format") == self.made_by:
            return
        if strict:
            raise self._made_otherwise()
        with self.store.writing(), self.store.transaction() as connection:
            if self.store.meta("index_format") == self.made_by:
                return
            connection.execute("drop table if exists vectors")
            connection.execute("drop table if exists words")
            connection.execute("delete from documents")
            connection.execute(vectors.SCHEMA)
            connection.execute(keywords.SCHEMA)
            self.store.set_meta("index_format", self.made_by)

    def _made_otherwise(self) -> IndexOutdated:
        return IndexOutdated(f"{self.folder}: indexed by another version or model", hint=f"qa index {self.folder}")

    @property
    def encoder_name(self) -> str:
        return self._encoder.name

    @property
    def made_by(self) -> str:
        return index_format(self._encoder.name)

    def files(self) -> list[FileRecord]:
        return self.store.records()

    def documents(self, filters: Filters = ALL) -> list[FileRecord]:
        return [record for record in self.store.documents() if filters.passes(record)]

    def document(self, path: str) -> Document:
        return self.store.document({record.path: record.id for record in self.store.documents()}[path])

    def passage_count(self) -> int:
        return self.store.passage_count()

    @property
    def read_at(self) -> datetime | None:
        written = self.store.meta("read_at")
        return datetime.fromisoformat(written) if written else None

    def coverage(self) -> Coverage:
        return measure_coverage(self.store)

    def changes(self) -> Changes:
        return find_changes(self.store)

    def update(self, progress: IndexProgress | None = None, *, doubted: Collection[str] = ()) -> Changes:
        if self._is_strict:
            raise IndexOutdated(f"{self.folder}: changed since it was indexed", hint=f"qa index {self.folder}")
        self._prepare_tables(strict=False)
        for record in self.store.documents() if doubted else ():
            if record.path in doubted:
                with self.store.writing(), self.store.transaction():
                    self.store.doubt(record)
        return update_index(self.store, self._encoder, self._keywords, progress)

    def refresh(self, note: Note, progress: IndexProgress | None = None) -> Changes:
        changes = self.changes()
        if changes:
            if self.store.is_being_written():
                note(f"another process is updating the index of {self.folder}; waiting for it")
            note(f"updating the index of {self.folder}: {changes}")
            self.update(progress)
        elif lacks_vector_file(self.store):
            note(f"writing the vectors of {self.folder} to a file of their own")
            with self.store.writing():
                keep_vector_file(self.store, self._encoder.dimension)
        for warning in self.warnings():
            note(warning)
        return changes

    def warnings(self) -> list[str]:
        if self._complaint is None or not any(record.scanned_pages for record in self.store.records()):
            return []
        return [f"{self._complaint}. Try: {self._complaint.hint}"]

    def search(self, question: str, filters: Filters = ALL, *, limit: int) -> list[Hit]:
        with self.store.snapshot():
            among = self.store.passage_ids([d.id for d in self.documents(filters)]) if filters else None
            return self._search(question, limit, among)

    def _search(self, question: str, limit: int, among: Collection[int] | None) -> list[Hit]:
        """`among`: ids of the only passages to be searched."""
        if self.store.meta("index_format") != self.made_by:  # another process has changed it since it was opened
            raise self._made_otherwise()
        if not self.store.has_passages() or among == []:
            return []
        question_vector = self._encoder.encode_question(question)
        index = self._vector_index()
        by_meaning = {hit.passage_id: hit.score for hit in index.search(question_vector, limit=CANDIDATES, among=among)}
        by_words = {hit.passage_id: hit.score for hit in self._keywords.search(question, limit=CANDIDATES, among=among)}
        by_meaning |= index.similarities(question_vector, by_words.keys() - by_meaning.keys())
        fused = fuse(by_words, by_meaning)
        for phrase in phrases_in(question):
            for hit in self._keywords.search_phrase(phrase, limit=limit, among=among):
                fused[hit.passage_id] = fused.get(hit.passage_id, 0.0) + 1.0
        best = sorted(fused.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
        by_meaning |= index.similarities(question_vector, {passage_id for passage_id, _ in best} - by_meaning.keys())
        passages = self.store.passages(passage_id for passage_id, _ in best)
        return [
            Hit(passage, score, by_words.get(passage_id, 0.0), by_meaning[passage_id])
            for passage, (passage_id, score) in zip(passages, best, strict=True)
        ]

    def nearest_by_meaning(self, question_vector: NDArray[np.float32], *, limit: int) -> list[int]:
        """Ids of the passages whose vectors are nearest, best first."""
        with self.store.snapshot():
            return [hit.passage_id for hit in self._vector_index().search(question_vector, limit=limit)]

    @property
    def dimension(self) -> int:
        return self._encoder.dimension

    def unknown_words(self, question: str) -> list[str]:
        """The question's words that stand in no document, in order; stems count as found."""
        words = [word for word in words_of(question) if word not in keywords.STOP_WORDS]
        with self.store.snapshot():
            return [word for word in dict.fromkeys(words) if not self._keywords.contains(word)]

    def _vector_index(self) -> VectorIndex | LargeVectorIndex:
        version = self.store.meta("version")
        if self._vectors is None or version != self._vectors_version:
            try:
                self._vectors = self._open_vectors()
            except ValueError as error:
                raise self.store.damaged(error) from error
            self._vectors_version = version
        return self._vectors

    def _open_vectors(self) -> VectorIndex | LargeVectorIndex:
        dimension = self._encoder.dimension
        if file := open_vector_file(self.store):
            return LargeVectorIndex(self.store, dimension, file)
        return VectorIndex.load(self.store.connection, dimension)
