"""What a question costs, counted: passages encoded, files read, statements run. Seconds depend on the machine, these do not."""

from collections.abc import Sequence
from pathlib import Path

import pytest

import corpus.folder
from embeddings.encoder import EmbeddingMatrix
from embeddings.index import PassageIndex
from qa.reading.reader import Reading
from tests.fakes import OverlapReader, WordEncoder, ask, session_over

QUESTION = "Which colour is the ferry?"


class CountingEncoder(WordEncoder):
    def __init__(self) -> None:
        self.encoded = 0

    def encode_passages(self, texts: Sequence[str]) -> EmbeddingMatrix:
        self.encoded += len(texts)
        return super().encode_passages(texts)


class CountingReader(OverlapReader):
    def __init__(self) -> None:
        self.texts_read = 0

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        self.texts_read += len(texts)
        return super().read(question, texts)


def filled(folder: Path, files: int) -> Path:
    folder.mkdir()
    for number in range(files):
        (folder / f"{number}.txt").write_text(f"The cabin of deck {number} is of oak.\n", encoding="utf-8")
    (folder / "ferry.txt").write_text("The ferry is of the colour red.\n", encoding="utf-8")
    return folder


def counted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Of a question to a folder that is indexed, and has been asked before."""
    encoder, reader = CountingEncoder(), CountingReader()
    read: list[str] = []
    statements: list[str] = []
    with PassageIndex(folder, encoder) as index:
        index.update()
        session = session_over(index, reader)
        ask(session, QUESTION)
        encoder.encoded = reader.texts_read = 0
        read_bytes = corpus.folder.read_bytes

        def noted(folder: Path, path: str) -> bytes:
            read.append(path)
            return read_bytes(folder, path)

        monkeypatch.setattr("qa.replies.checking.read_bytes", noted)
        monkeypatch.setattr("embeddings.update.read_bytes", lambda *file: pytest.fail(f"read: {file}"))
        index.store.connection.set_trace_callback(statements.append)
        assert not index.changes()
        ask(session, QUESTION)
        index.store.connection.set_trace_callback(None)
    monkeypatch.undo()
    return {
        "encoded": encoder.encoded, "texts read": reader.texts_read, "files read": len(read),
        "statements": sum(not each.startswith("--") for each in statements),  # not those that SQLite runs within one
    }  # fmt: skip


def test_a_question_encodes_itself_reads_what_is_found_and_opens_only_what_it_cites(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = counted(filled(tmp_path / "few", 30), monkeypatch)
    assert (work["encoded"], work["texts read"]) == (1, 20)
    assert work["files read"] <= 4
    assert work["statements"] < 80


def test_ten_times_the_files_take_no_more_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few = counted(filled(tmp_path / "few", 30), monkeypatch)
    assert counted(filled(tmp_path / "many", 300), monkeypatch) == few


def test_an_unchanged_folder_is_compared_by_its_names_sizes_and_times(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, encoder = filled(tmp_path / "few", 30), CountingEncoder()
    with PassageIndex(folder, encoder) as index:
        index.update()
        assert encoder.encoded == 31
        monkeypatch.setattr("embeddings.update.read_bytes", lambda *file: pytest.fail(f"read: {file}"))
        monkeypatch.setattr("corpus.reading.parse_file", lambda *file: pytest.fail(f"parsed: {file}"))
        assert not index.update()
    assert encoder.encoded == 31
