"""A file that was renamed or moved is the same document under another path."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import parsing_ahead
from embeddings.index import PassageIndex
from tests.test_index import NotingEncoder, assert_equals_a_fresh_build, paths, write


@pytest.fixture
def encoder() -> NotingEncoder:
    return NotingEncoder()


@pytest.fixture
def index(folder: Path, encoder: NotingEncoder) -> Iterator[PassageIndex]:
    """Of three documents, two of them with the same bytes."""
    write(folder, "ferry.txt", "The ferry met a storm.")
    write(folder, "bell.txt", "The bell rang at dawn.")
    write(folder, "copy.txt", "The bell rang at dawn.")
    with PassageIndex(folder, encoder) as index:
        index.update()
        encoder.encoded.clear()
        yield index


def test_a_moved_file_is_neither_parsed_nor_encoded(
    folder: Path, index: PassageIndex, encoder: NotingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "old").mkdir()
    (folder / "ferry.txt").rename(folder / "old/boat.txt")
    for name in ("bell", "copy"):
        (folder / f"{name}.txt").rename(folder / f"{name}-2.txt")
    assert str(index.changes()) == "3 new, 3 gone"
    with monkeypatch.context() as patch:
        patch.setattr(parsing_ahead, "parse_file", None)
        index.update()
    assert encoder.encoded == []
    assert not index.changes()
    assert paths(index, "Which ferry met the storm?")[0] == "old/boat.txt"
    assert_equals_a_fresh_build(index)


def test_a_file_with_other_bytes_or_of_another_type_is_read(folder: Path, index: PassageIndex) -> None:
    (folder / "ferry.txt").unlink()
    write(folder, "boat.txt", "The ferry met a shark.")
    (folder / "bell.txt").rename(folder / "bell.md")
    index.update()
    assert_equals_a_fresh_build(index)


def test_a_copy_is_another_document(folder: Path, index: PassageIndex) -> None:
    write(folder, "twin.txt", "The ferry met a storm.")
    index.update()
    assert_equals_a_fresh_build(index)
