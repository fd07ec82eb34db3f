"""The nearest passages, as a search of all of them finds them."""

import sqlite3
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.encoder import EmbeddingMatrix
from embeddings.vectors import SCHEMA, VectorIndex, put_vectors

DIMENSION = 16


def directions(count: int, seed: int = 0) -> EmbeddingMatrix:
    vectors = np.random.default_rng(seed).standard_normal((count, DIMENSION)).astype(np.float32)
    rows: EmbeddingMatrix = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return rows


def filled(count: int, seed: int = 0) -> tuple[VectorIndex, list[int], EmbeddingMatrix]:
    """Passage ids with gaps, in no order."""
    ids = [7 * (row * 3 % count) + 3 for row in range(count)]
    vectors = directions(count, seed)
    return VectorIndex(ids, vectors), ids, vectors


@given(st.sampled_from([1, 2, 31, 499]), st.integers(0, 99), st.integers(1, 600), st.data())
def test_hits_are_those_of_a_search_of_all(count: int, seed: int, limit: int, data: st.DataObject) -> None:
    index, ids, vectors = filled(count, seed)
    among = data.draw(st.none() | st.sets(st.sampled_from(ids)))
    question = directions(1, seed + 1_000)[0]
    cosines = dict(zip(ids, (vectors @ question).tolist(), strict=True))
    expected = sorted(among if among is not None else ids, key=lambda i: -cosines[i])[:limit]
    hits = index.search(question, limit=limit, among=among)
    assert [hit.passage_id for hit in hits] == expected
    assert [hit.score for hit in hits] == pytest.approx([cosines[i] for i in expected], abs=1e-6)
    assert all(one.score >= next_.score for one, next_ in pairwise(hits))


def test_the_limit_counts_only_what_is_among() -> None:
    index, ids, vectors = filled(50)
    worst = sorted(ids, key=lambda i: float(vectors[ids.index(i)] @ vectors[0]))[:4]
    hits = index.search(vectors[0], limit=3, among=worst)
    assert [hit.passage_id for hit in hits] == worst[:0:-1]


def test_a_limit_above_the_size_brings_each_passage_once() -> None:
    index, ids, vectors = filled(5)
    assert sorted(hit.passage_id for hit in index.search(vectors[0], limit=1_000)) == sorted(ids)
    assert [hit.passage_id for hit in index.search(vectors[0], limit=1_000, among=ids[:2])] == ids[:2]


def test_an_empty_index_finds_nothing() -> None:
    index = VectorIndex([], directions(0))
    assert len(index) == 0
    assert index.search(directions(1)[0], limit=5) == []


def test_nothing_is_found_among_nothing() -> None:
    index, _, vectors = filled(5)
    assert index.search(vectors[0], limit=5, among=[]) == []


def test_a_vector_is_like_itself_and_unlike_its_opposite() -> None:
    index, ids, vectors = filled(5)
    assert index.similarities(vectors[2], [ids[2]])[ids[2]] == pytest.approx(1)
    assert index.similarities(-vectors[2], [ids[2]])[ids[2]] == pytest.approx(-1)


@pytest.fixture
def connection() -> sqlite3.Connection:
    """Two documents with passages 8 and 9, and 2 and 4."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("create table documents (id integer primary key)")
    connection.execute("create table passages (id integer primary key, document_id integer, start integer)")
    connection.execute(SCHEMA)
    connection.executemany("insert into documents values (?)", [(1,), (2,)])
    connection.executemany("insert into passages values (?, ?, ?)", [(9, 1, 0), (8, 1, 50), (2, 2, 0), (4, 2, 70)])
    return connection


def test_stored_vectors_belong_to_the_passages_in_their_order(connection: sqlite3.Connection) -> None:
    vectors = directions(4)
    put_vectors(connection, 2, vectors[2:])
    put_vectors(connection, 1, vectors[:2])
    index = VectorIndex.load(connection, DIMENSION)
    for passage_id, vector in zip([9, 8, 2, 4], vectors, strict=True):
        assert index.similarities(vector, [passage_id])[passage_id] == pytest.approx(1)
    connection.close()


def test_a_bit_that_has_flipped_is_found(connection: sqlite3.Connection) -> None:
    put_vectors(connection, 1, directions(4))
    (matrix,) = connection.execute("select matrix from vectors").fetchone()
    for position in (0, len(matrix) // 2, len(matrix) - 1):
        broken = bytearray(matrix)
        broken[position] ^= 1
        connection.execute("update vectors set matrix = ?", (bytes(broken),))
        with pytest.raises(ValueError, match="not what was written"):
            VectorIndex.load(connection, DIMENSION)
    connection.close()


@pytest.mark.parametrize("stored", [0, 1, 3, 5])
def test_vectors_that_do_not_fit_the_passages_are_refused(connection: sqlite3.Connection, stored: int) -> None:
    put_vectors(connection, 1, directions(stored))
    with pytest.raises(ValueError, match="4 passages, but"):
        VectorIndex.load(connection, DIMENSION)
    connection.close()


def test_vectors_of_another_dimension_are_refused(connection: sqlite3.Connection) -> None:
    put_vectors(connection, 1, directions(4))
    with pytest.raises(ValueError, match="reshape"):
        VectorIndex.load(connection, DIMENSION - 1)
    connection.close()
