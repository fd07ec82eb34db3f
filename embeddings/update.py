"""Brings an index up to date with its files: what is new, changed or gone, and nothing else."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import numpy as np

from corpus.changes import Changes, find_changes
from corpus.document import Passage
from corpus.errors import UnreadableFile
from corpus.folder import FileEntry, read_bytes
from corpus.formats import suffix_of
from corpus.progress import Progress
from corpus.reading import Parsed, parse_file
from corpus.store import FileRecord, Store
from embeddings.encoder import EmbeddingMatrix, Encoder
from embeddings.keywords import KeywordIndex, above
from embeddings.vectors import put_vectors

DOCUMENTS_PER_COMMIT = 16


def update_index(store: Store, encoder: Encoder, keywords: KeywordIndex, progress: Progress | None = None) -> Changes:
    """Commits every few documents, so that an interrupted update goes on where it stopped. A second process waits for
    the first and then finds nothing to do."""
    with store.writing():
        changes = find_changes(store)
        moved = _follow_moves(store, changes)
        if removed := [record for record in changes.removed if record not in moved.values()]:
            with store.transaction():
                for record in removed:
                    _remove(store, keywords, record)
                _note_new_version(store)
        known = {record.path: record for record in store.files()}
        todo = [entry for entry in changes.changed if not _touched_only(store, entry, known[entry.path])]
        todo = [*(entry for entry in changes.added if entry.path not in moved), *todo]
        for done, batch in _batches(todo):
            _put(
                store,
                encoder,
                keywords,
                [parsed for entry in batch for parsed in parse_file(store.folder, entry)],
                known,
            )
            if progress:
                progress(done, len(todo))
    return changes


def _follow_moves(store: Store, changes: Changes) -> dict[str, FileRecord]:
    """New path -> the record of a file that is gone and had these very bytes, now stored under that path: nothing of it
    is parsed or encoded again."""
    gone: dict[tuple[int, str], list[FileRecord]] = defaultdict(list)
    for record in changes.removed:
        if record.refusal is None:
            gone[record.size, suffix_of(record.path)].append(record)
    moved: dict[str, FileRecord] = {}
    for entry in changes.added:
        candidates = [] if entry.refusal else gone[entry.size, suffix_of(entry.path)]
        sha256 = _sha256(store, entry) if candidates else None
        for record in [each for each in candidates if each.sha256 == sha256][:1]:
            candidates.remove(record)
            moved[entry.path] = record
            with store.transaction():
                store.move(record, entry)
                _note_new_version(store)
    return moved


def embedded_text(passage: Passage) -> str:
    """What is encoded: the passage under its title and headings."""
    return f"{above(passage)}\n{passage.readable}" if above(passage) else passage.readable


def _batches(entries: Sequence[FileEntry]) -> Iterator[tuple[int, Sequence[FileEntry]]]:
    """(number done after the batch, batch)."""
    for first in range(0, len(entries), DOCUMENTS_PER_COMMIT):
        batch = entries[first : first + DOCUMENTS_PER_COMMIT]
        yield first + len(batch), batch


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


def _put(
    store: Store, encoder: Encoder, keywords: KeywordIndex, batch: Sequence[Parsed], known: dict[str, FileRecord]
) -> None:
    """Encodes the passages of some files, then writes all of it in one transaction, in place of what was there."""
    texts = [embedded_text(passage) for parsed in batch for passage in parsed.passages]
    rows = iter(encoder.encode_passages(texts)) if texts else iter(())
    with store.transaction() as connection:
        for parsed in batch:
            if record := known.get(parsed.entry.path):
                _remove(store, keywords, record)
            if parsed.document is None:
                reason = parsed.refusal or "unreadable"
                store.put_refusal(parsed.entry, reason, container=parsed.container, scanned_pages=parsed.scanned_pages)
                continue
            document_id, passage_ids = store.put_document(
                parsed.entry, parsed.document, parsed.passages, container=parsed.container
            )
            keywords.add(zip(passage_ids, parsed.passages, strict=True))
            put_vectors(connection, document_id, _stacked(islice(rows, len(passage_ids)), encoder.dimension))
        _note_new_version(store)


def _stacked(rows: Iterable[EmbeddingMatrix], dimension: int) -> EmbeddingMatrix:
    stacked: EmbeddingMatrix = np.array(list(rows), np.float32).reshape(-1, dimension)
    return stacked


def _remove(store: Store, keywords: KeywordIndex, file: FileRecord) -> None:
    for record in (file, *store.attachments(file)):
        if record.refusal is None:
            keywords.remove(store.passages_of(record.id).items())
        store.remove_document(record.id)


def _note_new_version(store: Store) -> None:
    """A number that changes with every commit, so that what is derived in memory knows when it is old."""
    store.set_meta("version", str(int(store.meta("version") or 0) + 1))
