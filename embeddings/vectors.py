"""Vectors of passages: stored with their document, searched with FAISS by cosine."""

import sqlite3
from collections.abc import Collection, Sequence
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


class VectorIndex:
    """All vectors of a store in memory, exact search. Inner products are cosines, as every row has length 1."""

    def __init__(self, passage_ids: Sequence[int], vectors: EmbeddingMatrix) -> None:
        import faiss

        self._ids = np.array(passage_ids, np.int64)
        self._row_of = {passage_id: row for row, passage_id in enumerate(passage_ids)}
        self._index = faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(vectors)

    @classmethod
    def load(cls, connection: sqlite3.Connection, dimension: int) -> "VectorIndex":
        """Builds the index from the stored vectors. Raises ValueError when they do not fit the passages, or are not what
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
        import faiss

        if not len(self) or (among is not None and not among):
            return []
        parameters = None
        if among is not None:
            rows = np.array(sorted(self._row_of[i] for i in among), np.int64)
            parameters = faiss.SearchParameters(sel=faiss.IDSelectorBatch(rows))  # type: ignore[call-arg]
        scores, rows = self._index.search(question_vector[None, :], min(limit, len(self)), params=parameters)
        return [VectorHit(int(self._ids[r]), float(s)) for s, r in zip(scores[0], rows[0], strict=True) if r >= 0]

    def similarity(self, question_vector: NDArray[np.float32], passage_id: int) -> float:
        """Cosine of the question and one passage."""
        return float(self._index.reconstruct(self._row_of[passage_id]) @ question_vector)
