"""What a reply rests on: which files were searched, which not and why, which changed meanwhile."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from corpus.store import FileRecord
from embeddings.index import PassageIndex
from qa.answers import Coverage, NotSearched

MANY = 3
"""From this many files of one unsupported type on, they are one row."""


def measure_coverage(index: PassageIndex) -> Coverage:
    """Compares the index with the folder as it is now."""
    records = index.store.records()
    changes = index.changes()
    refused = [record for record in records if record.refusal]
    return Coverage(
        searched=len(records) - len(refused),
        total=len(records) + len(changes.added) - len(changes.removed),
        not_searched=tuple(_rows(refused, index)),
        changed=tuple(
            sorted(file.path for files in (changes.added, changes.changed, changes.removed) for file in files)
        ),
    )


def _rows(refused: Sequence[FileRecord], index: PassageIndex) -> Iterator[NotSearched]:
    unsupported: dict[str, list[FileRecord]] = defaultdict(list)
    for record in refused:
        if record.refusal == "unsupported":
            unsupported[PurePosixPath(record.path).suffix.lower()].append(record)
        elif record.refusal:
            yield NotSearched(record.path, str(index.folder / record.path), record.refusal)
    for suffix, records in sorted(unsupported.items()):
        if len(records) >= MANY:
            yield NotSearched(f"*{suffix}", str(index.folder), "unsupported", len(records))
        else:
            for record in records:
                yield NotSearched(record.path, str(index.folder / record.path), "unsupported")
