"""The vectors of a large folder: found in a file as they would be one by one, and a file that is another is never read."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from corpus.document import Document, Passage, Span
from corpus.errors import StoreDamaged
from corpus.folder import FileEntry
from corpus.store import Store
from embeddings import large_vectors, vector_file
from embeddings.encoder import EmbeddingMatrix
from embeddings.large_vectors import LargeVectorIndex
from embeddings.vector_file import keep_vector_file, lacks_vector_file, open_vector_file, uncover_from
from embeddings.vectors import SCHEMA, VectorIndex, put_vectors

DIMENSION = 16
PASSAGES = 20
"""Of each document."""


@pytest.fixture(autouse=True)
def small_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vector_file, "LEAST_PASSAGES", 400)
    monkeypatch.setattr(vector_file, "LISTS_SEARCHED", 200)  # all there are: what is found must be equal
    monkeypatch.setattr(large_vectors, "MOST_EXACT", 100)


def directions(count: int, seed: int) -> EmbeddingMatrix:
    vectors = np.random.default_rng(seed).standard_normal((count, DIMENSION)).astype(np.float32)
    rows: EmbeddingMatrix = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return rows


def add(store: Store, number: int) -> int:
    """A document with passages of its own directions; returns its id."""
    document = Document(
        path=f"{number}.txt", text="x" * PASSAGES, sha256=f"{number}", encoding="utf-8", coordinates="file"
    )
    passages = [Passage(document, Span(at, at + 1)) for at in range(PASSAGES)]
    with store.transaction() as connection:
        document_id, _ = store.put_document(FileEntry(document.path, PASSAGES, 0), document, passages)
        put_vectors(connection, document_id, directions(PASSAGES, number))
    return document_id


def remove(store: Store, document_id: int) -> None:
    with store.transaction():
        store.remove_document(document_id)
        uncover_from(store)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Thirty documents and their file."""
    with Store(tmp_path / "home", tmp_path) as store:
        store.connection.execute(SCHEMA)
        for number in range(30):
            add(store, number)
        keep_vector_file(store, DIMENSION)
        yield store


def opened(store: Store) -> LargeVectorIndex:
    file = open_vector_file(store)
    assert file is not None
    return LargeVectorIndex(store, DIMENSION, file)


def assert_finds_as_all_would(store: Store) -> None:
    exact, large = VectorIndex.load(store.connection, DIMENSION), opened(store)
    for question in directions(20, 999):
        expected = {hit.passage_id: pytest.approx(hit.score) for hit in exact.search(question, limit=10)}
        assert {hit.passage_id: hit.score for hit in large.search(question, limit=10)} == expected


def file_of(store: Store) -> Path:
    (file,) = store.home.glob("vectors-*.faiss")
    return file


def test_the_nearest_are_those_of_a_search_of_all(store: Store) -> None:
    assert_finds_as_all_would(store)


def test_what_came_later_is_found_and_what_is_gone_is_not(store: Store) -> None:
    added = add(store, 30)
    assert_finds_as_all_would(store)
    remove(store, 7)
    assert_finds_as_all_would(store)
    remove(store, added)
    remove(store, 30)  # the ids of its passages are the greatest the file holds, and are given again
    add(store, 31)
    assert_finds_as_all_would(store)
    assert not lacks_vector_file(store)


def test_a_file_that_lacks_much_is_written_anew(store: Store) -> None:
    before = file_of(store)
    for number in range(40, 44):
        add(store, number)
    assert lacks_vector_file(store)
    keep_vector_file(store, DIMENSION)
    assert file_of(store) != before
    assert_finds_as_all_would(store)


def test_filters_apply_before_the_nearest_are_chosen(store: Store) -> None:
    exact, large = VectorIndex.load(store.connection, DIMENSION), opened(store)
    question = directions(1, 5)[0]
    for among in (store.passage_ids([3, 9]), store.passage_ids(range(2, 20)), []):
        expected = exact.search(question, limit=7, among=among)
        found = large.search(question, limit=7, among=among)
        assert [hit.passage_id for hit in found] == [hit.passage_id for hit in expected]
        assert [hit.score for hit in found] == pytest.approx([hit.score for hit in expected])


def test_another_file_is_never_read_and_is_replaced(store: Store) -> None:
    file = file_of(store)
    right = file.read_bytes()
    for wrong in (right[:-1], right[:-1] + bytes([right[-1] ^ 1]), b""):
        file.write_bytes(wrong)
        assert open_vector_file(store) is None
        assert lacks_vector_file(store)
    file.unlink()
    assert open_vector_file(store) is None
    keep_vector_file(store, DIMENSION)
    assert_finds_as_all_would(store)


def test_a_copy_of_the_home_is_hashed_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    file = file_of(store)
    copied = file.read_bytes()
    file.unlink()
    file.write_bytes(copied)
    keep_vector_file(store, DIMENSION)
    monkeypatch.setattr("hashlib.file_digest", lambda *_: pytest.fail("hashed again"))
    assert_finds_as_all_would(store)


def test_a_small_folder_has_none(tmp_path: Path) -> None:
    with Store(tmp_path / "home", tmp_path) as store:
        store.connection.execute(SCHEMA)
        add(store, 1)
        keep_vector_file(store, DIMENSION)
        assert open_vector_file(store) is None
        assert not list(store.home.glob("*.faiss"))


def test_vectors_that_are_not_what_was_written_are_said(store: Store) -> None:
    large = opened(store)
    store.connection.execute("update vectors set matrix = zeroblob(length(matrix))")
    with pytest.raises(StoreDamaged, match="not what was written"):
        large.search(directions(1, 5)[0], limit=3)
