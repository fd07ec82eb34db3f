"""Brings an index up to date with its files: what is new, changed or gone, and nothing else."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from corpus.changes import FOLDER_IDENTITY, Changes, files_to_look_into, find_changes
from corpus.document import Passage
from corpus.errors import UnreadableFile
from corpus.folder import FileEntry, folder_identity, read_bytes
from corpus.formats import suffix_of
from corpus.progress import IndexProgress
from corpus.reading import Parsed
from corpus.store import FileRecord, Store
from embeddings.encoder import Encoder
from embeddings.keywords import KeywordIndex, above
from embeddings.metering import Meter, files_of
from embeddings.vector_file import keep_vector_file, uncover_from
from embeddings.vectors import put_vectors

FILES_PER_COMMIT = 16
PASSAGES_PER_COMMIT = 1_000
"""Files go on until there are so many of either; a file is committed whole."""

PASSAGES_AT_ONCE = 128
"""Encoded between two calls of `progress`."""


def update_index(
    store: Store, encoder: Encoder, keywords: KeywordIndex, progress: IndexProgress | None = None
) -> Changes:
    """Commits every few files, so that an interrupted update goes on where it stopped; the next ones are parsed
    meanwhile. A second process waits for the first and then finds nothing to do."""
    writer = _Writer(store, encoder, keywords)
    with store.writing():
        changes = find_changes(store)
        if (identity := folder_identity(store.folder)) != store.meta(FOLDER_IDENTITY):
            with store.transaction():
                store.set_meta(FOLDER_IDENTITY, identity)
        moved = _follow_moves(writer, changes)
        if removed := [record for record in changes.removed if record not in moved.values()]:
            with store.transaction():
                for record in removed:
                    writer.remove(record)
                writer.note_new_version()
        known = {record.path: record for record in store.files()}
        anew = files_to_look_into(store)
        todo = [e for e in changes.changed if e.path in anew or not _touched_only(store, e, known[e.path])]
        todo = [*(entry for entry in changes.added if entry.path not in moved), *todo]
        if todo:
            _read(writer, todo, known, Meter(todo, progress))
        keep_vector_file(store, encoder.dimension)
    return changes


def _read(writer: "_Writer", todo: Sequence[FileEntry], known: Mapping[str, FileRecord], meter: Meter) -> None:
    from corpus.parsing_ahead import parsing_ahead  # where nothing has changed, its threads need not be imported

    with parsing_ahead(writer.store.folder, todo, ocr=bool(writer.store.recogniser)) as files:
        for batch in _batches(files, meter):
            writer.put(batch, known, meter)


def _follow_moves(writer: "_Writer", changes: Changes) -> dict[str, FileRecord]:
    """New path -> the record of a file that is gone and had these very bytes, now stored under that path: nothing of it
    is parsed or encoded again."""
    gone: dict[tuple[int, str], list[FileRecord]] = defaultdict(list)
    for record in changes.removed:
        if record.refusal is None:
            gone[record.size, suffix_of(record.path)].append(record)
    moved: dict[str, FileRecord] = {}
    for entry in changes.added:
        candidates = [] if entry.refusal else gone[entry.size, suffix_of(entry.path)]
        sha256 = _sha256(writer.store, entry) if candidates else None
        for record in [each for each in candidates if each.sha256 == sha256][:1]:
            candidates.remove(record)
            moved[entry.path] = record
            with writer.store.transaction():
                writer.store.move(record, entry)
                writer.note_new_version()
    return moved


def embedded_text(passage: Passage) -> str:
    """What is encoded: the passage under its title and headings."""
    return f"{above(passage)}\n{passage.readable}" if above(passage) else passage.readable


def _batches(files: Iterator[list[Parsed] | None], meter: Meter) -> Iterator[list[Parsed]]:
    """What is put together; nothing that is parsed waits for what takes long to parse."""
    batch: list[Parsed] = []
    for parsed in files:
        batch += parsed or []
        passages = sum(len(each.passages) for each in batch)
        is_full = len(files_of(batch)) >= FILES_PER_COMMIT or passages >= PASSAGES_PER_COMMIT
        if batch and (is_full or parsed is None):
            yield batch
            batch = []
        elif parsed is None:
            meter.tell()
    if batch:
        yield batch


def _touched_only(store: Store, entry: FileEntry, record: FileRecord) -> bool:
    """Whether the bytes are those the document was made from; then the new time is noted."""
    if entry.refusal or record.sha256 is None:
        return False
    if _sha256(store, entry) != record.sha256:
        return False
    with store.transaction():
        store.touch(record, entry)
    return True


def _sha256(store: Store, entry: FileEntry) -> str | None:
    """None where the file cannot be read."""
    try:
        return hashlib.sha256(read_bytes(store.folder, entry.path)).hexdigest()
    except UnreadableFile:
        return None


@dataclass(frozen=True, slots=True)
class _Writer:
    """What an update writes with. Inside transactions, but for `put`, which makes one."""

    store: Store
    encoder: Encoder
    keywords: KeywordIndex

    def put(self, batch: Sequence[Parsed], known: Mapping[str, FileRecord], meter: Meter) -> None:
        """Encodes the passages of some files, then writes all of it in one transaction, in place of what was there."""
        rows = iter(list(self._encoded(batch, meter)))
        with self.store.transaction() as connection:
            for parsed in batch:
                if record := known.get(parsed.entry.path):
                    self.remove(record)
                if parsed.document is None:
                    reason, pages = parsed.refusal or "unreadable", parsed.scanned_pages
                    self.store.put_refusal(parsed.entry, reason, container=parsed.container, scanned_pages=pages)
                    continue
                document_id, passage_ids = self.store.put_document(
                    parsed.entry, parsed.document, parsed.passages, container=parsed.container
                )
                self.keywords.add(zip(passage_ids, parsed.passages, strict=True))
                vectors = np.array(list(islice(rows, len(passage_ids))), np.float32)
                put_vectors(connection, document_id, vectors.reshape(-1, self.encoder.dimension))
            self.note_new_version()
        meter.put(batch)

    def _encoded(self, batch: Sequence[Parsed], meter: Meter) -> Iterator[NDArray[np.float32]]:
        """One row a passage, in order."""
        texts = [embedded_text(passage) for parsed in batch for passage in parsed.passages]
        for first in range(0, len(texts), PASSAGES_AT_ONCE):
            part = texts[first : first + PASSAGES_AT_ONCE]
            yield from self.encoder.encode_passages(part)
            meter.encoded(len(part), (first + len(part)) / len(texts), batch)

    def remove(self, file: FileRecord) -> None:
        for record in (file, *self.store.attachments(file)):
            if record.refusal is None:
                self.keywords.remove(self.store.passages_of(record.id).items())
            self.store.remove_document(record.id)
        uncover_from(self.store)

    def note_new_version(self) -> None:
        """A number that changes with every commit, so that what is derived in memory knows when it is old; and when
        that was."""
        self.store.set_meta("version", str(int(self.store.meta("version") or 0) + 1))
        self.store.set_meta("read_at", datetime.now(UTC).isoformat(timespec="seconds"))
