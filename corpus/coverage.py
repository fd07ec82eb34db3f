"""What a reply rests on: which files were searched, which not and why, which changed meanwhile."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from corpus.changes import find_changes
from corpus.errors import Reason
from corpus.store import FileRecord, Store

MANY = 3
"""From this many files of one unsupported type on, they are one row."""


@dataclass(frozen=True, slots=True)
class NotSearched:
    """One file that no answer can come from; `count` files where many are of one unsupported type."""

    document: str
    path: str
    reason: Reason
    count: int = 1
    pages: str = ""
    """Those with pictures and no words: "3, 5-7"."""


@dataclass(frozen=True, slots=True)
class Coverage:
    searched: int
    total: int
    """Files, and what is attached to them."""

    not_searched: tuple[NotSearched, ...] = ()
    changed: tuple[str, ...] = ()
    """Documents whose file changed during or after this run's update."""

    partly: tuple[NotSearched, ...] = ()
    """Documents searched but for some pages."""


def measure_coverage(store: Store) -> Coverage:
    """Compares the store with the folder as it is now."""
    records = store.records()
    changes = find_changes(store)
    refused = [record for record in records if record.refusal]
    gone = {record.path for record in changes.removed}
    there = [record for record in records if (record.container or record.path) not in gone]
    return Coverage(
        searched=len(records) - len(refused),
        total=len(there) + len(changes.added),
        not_searched=tuple(_rows(refused, store.folder)),
        changed=tuple(
            sorted(file.path for files in (changes.added, changes.changed, changes.removed) for file in files)
        ),
        partly=tuple(
            NotSearched(record.path, str(store.folder / record.path), "no_text_layer", pages=record.scanned_pages)
            for record in records
            if record.scanned_pages and not record.refusal
        ),
    )


def _rows(refused: Sequence[FileRecord], folder: Path) -> Iterator[NotSearched]:
    unsupported: dict[str, list[FileRecord]] = defaultdict(list)
    for record in refused:
        if record.refusal == "unsupported":
            unsupported[PurePosixPath(record.path).suffix.lower()].append(record)
        elif record.refusal:
            yield NotSearched(record.path, str(folder / record.path), record.refusal, pages=record.scanned_pages)
    for suffix, records in sorted(unsupported.items()):
        if len(records) >= MANY:
            yield NotSearched(f"*{suffix}", str(folder), "unsupported", len(records))
        else:
            for record in records:
                yield NotSearched(record.path, str(folder / record.path), "unsupported")
