"""Vectors of passages: stored with their document, searched by cosine."""

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.checksums import checksum
from embeddings.encoder import EmbeddingMatrix

SCHEMA = """
create table vectors (
    document_id integer primary key references documents (id) on delete cascade,
    matrix blob not null,
    checksum integer not null
) strict
"""


@dataclass(frozen=True, slots=True)
class VectorHit:
    passage_id: int
    score: float
    """Cosine similarity, -1..1."""


def put_vectors(connection: sqlite3.Connection, document_id: int, vectors: EmbeddingMatrix) -> None:
    """Stores a document's vectors, one row a passage, in the order of the passages. Inside a transaction."""
    matrix = vectors.astype("<f4").tobytes()
    connection.execute("insert into vectors values (?, ?, ?)", (document_id, matrix, checksum([matrix])))


def stored_matrices(connection: sqlite3.Connection) -> list[bytes]:
    """The vectors of each document, by its id. Raises ValueError where they are not what was written."""
    rows = connection.execute("select document_id, matrix, checksum from vectors order by document_id").fetchall()
    for document_id, matrix, written in rows:
        if checksum([matrix]) != written:
            raise ValueError(f"the vectors of document {document_id} are not what was written")
    return [matrix for _, matrix, _ in rows]


def stored_vectors(
    connection: sqlite3.Connection, dimension: int, after: int = 0
) -> Iterator[tuple[list[int], EmbeddingMatrix]]:
    """Ids and vectors of the passages with later ids than `after`, document by document."""
    documents = "select distinct document_id from passages where id > ? order by 1"
    for (document_id,) in connection.execute(documents, (after,)).fetchall():
        ids, vectors = vectors_of(connection, document_id, dimension)
        kept = [row for row, passage_id in enumerate(ids) if passage_id > after]
        yield [ids[row] for row in kept], vectors[kept]


def vectors_of(connection: sqlite3.Connection, document_id: int, dimension: int) -> tuple[list[int], EmbeddingMatrix]:
    """Of a document's passages, in their order. Raises ValueError when they do not fit the passages, or are not what was
    written."""
    ids = [
        passage_id
        for (passage_id,) in connection.execute(
            "select id from passages where document_id = ? order by start", (document_id,)
        )
    ]
    row = connection.execute("select matrix, checksum from vectors where document_id = ?", (document_id,)).fetchone()
    matrix, written = row or (b"", checksum([b""]))
    if checksum([matrix]) != written:
        raise ValueError(f"the vectors of document {document_id} are not what was written")
    vectors = np.frombuffer(matrix, "<f4").reshape(-1, dimension)
    if len(ids) != len(vectors):
        raise ValueError(f"{len(ids)} passages, but {len(vectors)} vectors of dimension {dimension}")
    return ids, vectors


class VectorIndex:
    """All vectors of a store in memory, exact search. Inner products are cosines, as every row has length 1."""

    def __init__(self, passage_ids: Sequence[int], vectors: EmbeddingMatrix) -> None:
        self._ids = np.array(passage_ids, np.int64)
        self._by_id = np.argsort(self._ids)
        self._vectors = vectors

    @classmethod
    def load(cls, connection: sqlite3.Connection, dimension: int) -> "VectorIndex":
        """Reads the stored vectors. Raises ValueError when they do not fit the passages, or are not what
        was written."""
        matrices = stored_matrices(connection)
        ids = [i for (i,) in connection.execute("select id from passages order by document_id, start")]
        vectors = np.frombuffer(b"".join(matrices), "<f4").reshape(-1, dimension)
        if len(ids) != len(vectors):
            raise ValueError(f"{len(ids)} passages, but {len(vectors)} vectors of dimension {dimension}")
        return cls(ids, vectors)

    def __len__(self) -> int:
        return len(self._ids)

    def search(
        self, question_vector: NDArray[np.float32], *, limit: int, among: Collection[int] | None = None
    ) -> list[VectorHit]:
        """The nearest passages, best first; `among` restricts them before they are ranked."""
        rows = None if among is None else self._rows(among)
        scores = (self._vectors if rows is None else self._vectors[rows]) @ question_vector
        best = np.argpartition(-scores, limit)[:limit] if limit < len(scores) else np.arange(len(scores))
        best = best[np.lexsort((best, -scores[best]))]
        ids = self._ids[best if rows is None else rows[best]]
        return [VectorHit(*hit) for hit in zip(ids.tolist(), scores[best].tolist(), strict=True)]

    def similarities(self, question_vector: NDArray[np.float32], passage_ids: Collection[int]) -> dict[int, float]:
        """Cosines of the question and some passages."""
        ids = sorted(passage_ids)
        return dict(zip(ids, (self._vectors[self._rows(ids)] @ question_vector).tolist(), strict=True))

    def _rows(self, passage_ids: Collection[int]) -> NDArray[np.int64]:
        ids = np.fromiter(sorted(passage_ids), np.int64, len(passage_ids))
        rows: NDArray[np.int64] = self._by_id[np.searchsorted(self._ids, ids, sorter=self._by_id)]
        return rows
