"""The vectors of a large folder in a file of 8-bit codes, mapped and searched in part: an inverted file of FAISS.

It is derived: the database says which file it is, and its length and SHA-256, which are checked before FAISS reads it. What
was indexed since it was written is searched beside it, from the database; from a tenth on it is written anew.
"""

import hashlib
import json
import math
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus.store import Store
from embeddings.encoder import EmbeddingMatrix
from embeddings.vectors import stored_vectors

if TYPE_CHECKING:
    import faiss

LEAST_PASSAGES = 200_000
"""From so many on a folder has the file; fewer are searched whole in memory (qa/decisions/0023-the-index-at-size.md)."""

MOST_UNCOVERED = 0.1
"""Share of the passages that may have come since it was written."""

LISTS_SEARCHED = 800
"""Of 4 √n lists of vectors that are near each other."""

VECTORS_TO_TRAIN = 64
"""For each list."""

ADDED_AT_ONCE = 16_384


@dataclass(frozen=True, slots=True)
class _Written:
    """What the database says of the file."""

    name: str
    length: int
    sha256: str
    covers: int
    """Greatest id of a passage in it; later ones are not."""

    checked: str
    """Length, time and inode when its SHA-256 was last compared: while they stay, so has the file."""


class VectorFile:
    """Approximate nearest passages. `covers` tells up to which id."""

    def __init__(self, index: "faiss.Index", covers: int) -> None:
        self._index = index
        self.covers = covers

    def nearest(
        self, question_vector: NDArray[np.float32], *, limit: int, among: Collection[int] | None = None
    ) -> list[int]:
        """Passage ids, some that are gone by now among them. `among`: the only ones to be looked at."""
        import faiss

        parameters = faiss.SearchParametersIVF(nprobe=LISTS_SEARCHED)  # type: ignore[call-arg]
        if among is not None:
            chosen = faiss.IDSelectorBatch(np.fromiter(among, np.int64, len(among)))
            parameters = faiss.SearchParametersIVF(nprobe=4 * LISTS_SEARCHED, sel=chosen)  # type: ignore[call-arg]
        _, ids = self._index.search(question_vector[None, :], limit, params=parameters)
        return [int(each) for each in ids[0] if each >= 0]


def open_vector_file(store: Store) -> VectorFile | None:
    """The file where there is one and it is what the database says; a missing or other one is left alone."""
    written = _written(store)
    if written is None or not _is_sound(store, written):
        return None
    import faiss

    mapped = faiss.read_index(str(store.home / written.name), faiss.IO_FLAG_MMAP | faiss.IO_FLAG_READ_ONLY)
    return VectorFile(mapped, written.covers)


def keep_vector_file(store: Store, dimension: int) -> None:
    """Writes the file where a large folder has none, or one that lacks too much. While no other process writes."""
    written = _written(store)
    if not lacks_vector_file(store):
        if written and written.checked != (stamp := _stamp(store.home / written.name)):
            with store.transaction():
                _note(store, replace(written, checked=stamp))
        return
    name = _write(store, dimension, store.passage_count())
    if written and written.name != name:
        (store.home / written.name).unlink(missing_ok=True)


def lacks_vector_file(store: Store) -> bool:
    """Whether `keep_vector_file` would write one."""
    count = store.passage_count()
    if count < LEAST_PASSAGES:
        return False
    written = _written(store)
    if written is None or not _is_sound(store, written):
        return True
    later = store.connection.execute("select count(*) from passages where id > ?", (written.covers,)).fetchone()[0]
    return bool(later > MOST_UNCOVERED * count)


def uncover_from(store: Store) -> None:
    """Notes that ids from the greatest that is left on may be given again: what the file holds under them is not theirs.
    Inside a transaction, after passages were removed and before others come."""
    if written := _written(store):
        row = store.connection.execute("select coalesce(max(id), 0) from passages where id <= ?", (written.covers,))
        _note(store, replace(written, covers=row.fetchone()[0]))


def _write(store: Store, dimension: int, count: int) -> str:
    """Returns the name of the file."""
    import faiss

    lists = round(4 * math.sqrt(count))
    coarse = faiss.IndexFlatIP(dimension)
    index = faiss.IndexIVFScalarQuantizer(
        coarse, dimension, lists, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
    )
    index.train(_sample(store, dimension, min(1.0, lists * VECTORS_TO_TRAIN / count)))
    covers = 0
    for ids, vectors in _joined(stored_vectors(store.connection, dimension)):
        index.add_with_ids(vectors, np.array(ids, np.int64))
        covers = max(covers, *ids)
    fresh = store.home / "vectors.fresh"
    faiss.write_index(index, str(fresh))
    with fresh.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    file = fresh.replace(store.home / f"vectors-{sha256[:16]}.faiss")
    with store.transaction():
        _note(store, _Written(file.name, file.stat().st_size, sha256, covers, _stamp(file)))
    return file.name


def _sample(store: Store, dimension: int, share: float) -> EmbeddingMatrix:
    """Of every document the first vectors of each stretch, evenly over all."""
    every = max(1, round(1 / share))
    seen, kept = 0, []
    for ids, vectors in stored_vectors(store.connection, dimension):
        kept.append(vectors[(-seen) % every :: every])
        seen += len(ids)
    sample: EmbeddingMatrix = np.concatenate(kept)
    return sample


def _joined(
    documents: Iterator[tuple[list[int], EmbeddingMatrix]],
) -> Iterator[tuple[list[int], EmbeddingMatrix]]:
    ids: list[int] = []
    parts: list[EmbeddingMatrix] = []
    for some, vectors in documents:
        ids += some
        parts.append(vectors)
        if len(ids) >= ADDED_AT_ONCE:
            yield ids, np.concatenate(parts)
            ids, parts = [], []
    if ids:
        yield ids, np.concatenate(parts)


def _written(store: Store) -> _Written | None:
    noted = store.meta("vector_file")
    return _Written(**json.loads(noted)) if noted else None


def _note(store: Store, written: _Written) -> None:
    store.set_meta("vector_file", json.dumps(asdict(written)))


def _is_sound(store: Store, written: _Written) -> bool:
    """Whether the file is there and the one that was written."""
    file = store.home / written.name
    if not file.is_file() or file.stat().st_size != written.length:
        return False
    if _stamp(file) == written.checked:
        return True
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() == written.sha256


def _stamp(file: Path) -> str:
    status = file.stat()
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ino}"
