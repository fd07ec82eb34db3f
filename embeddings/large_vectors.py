"""Nearest passages of a large folder: what its vector file finds, and what came later, ranked by the vectors stored."""

import json
from collections import defaultdict
from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from corpus.store import Store
from embeddings.vector_file import VectorFile
from embeddings.vectors import VectorHit, VectorIndex, stored_vectors, vectors_of

MORE = 2
"""Times the limit are taken from the file: its codes are rounded, and the best of them are ranked exactly."""

MOST_EXACT = 20_000
"""Passages that pass a filter and are compared one by one; more are looked up in the file."""


class LargeVectorIndex:
    """As `VectorIndex`, on a store that stays open, with almost nothing in memory."""

    def __init__(self, store: Store, dimension: int, file: VectorFile) -> None:
        """Raises ValueError when vectors that came later are not what was written."""
        self._store = store
        self._dimension = dimension
        self._file = file
        later = list(stored_vectors(store.connection, dimension, file.covers))
        ids = [passage_id for some, _ in later for passage_id in some]
        empty = np.zeros((0, dimension), np.float32)
        self._later = VectorIndex(ids, np.concatenate([empty, *(vectors for _, vectors in later)]))

    def search(
        self, question_vector: NDArray[np.float32], *, limit: int, among: Collection[int] | None = None
    ) -> list[VectorHit]:
        """The nearest passages, best first; `among` restricts them before they are ranked."""
        if among is not None and len(among) <= MOST_EXACT:
            cosines = self.similarities(question_vector, among)
        else:
            ids = self._file.nearest(question_vector, limit=MORE * limit, among=among)
            covered = [passage_id for passage_id in ids if passage_id <= self._file.covers]
            later = self._later.search(question_vector, limit=limit)
            chosen = None if among is None else set(among)
            cosines = self.similarities(question_vector, covered)
            cosines |= {hit.passage_id: hit.score for hit in later if chosen is None or hit.passage_id in chosen}
        best = sorted(cosines.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
        return [VectorHit(*pair) for pair in best]

    def similarities(self, question_vector: NDArray[np.float32], passage_ids: Collection[int]) -> dict[int, float]:
        """Cosines of the question and those of the passages that are there. Raises StoreDamaged."""
        wanted: dict[int, set[int]] = defaultdict(set)
        rows = self._store.connection.execute(
            "select document_id, id from passages where id in (select value from json_each(?))",
            (json.dumps(list(passage_ids)),),
        )
        for document_id, passage_id in rows:
            wanted[document_id].add(passage_id)
        cosines: dict[int, float] = {}
        for document_id, chosen in wanted.items():
            try:
                ids, vectors = vectors_of(self._store.connection, document_id, self._dimension)
            except ValueError as error:
                raise self._store.damaged(error) from error
            of_document = zip(ids, (vectors @ question_vector).tolist(), strict=True)
            cosines |= {passage_id: cosine for passage_id, cosine in of_document if passage_id in chosen}
        return cosines
