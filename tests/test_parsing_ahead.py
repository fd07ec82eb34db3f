"""Parsing ahead: the order of the files, how much waits, beside the encoder, and what becomes of it when it is left."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest

from corpus import parsing_ahead as ahead
from corpus import reading
from corpus.folder import FileEntry, list_files
from corpus.formats import known_formats
from corpus.isolation import Parser
from corpus.parsing_ahead import BYTES_AHEAD, FILES_AHEAD, parsing_ahead
from corpus.reading import Parsed
from embeddings.index import PassageIndex
from embeddings.update import FILES_PER_COMMIT
from tests.fakes import WordEncoder
from tests.test_index import NotingEncoder, write
from tests.test_isolation import ENTRY_POINTS, HOSTILE

Parse = Callable[..., list[Parsed]]


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files whose parsing has begun, in order; none is really read."""
    found: list[str] = []

    def parse(folder: Path, entry: FileEntry, **_: object) -> list[Parsed]:
        found.append(entry.path)
        return [Parsed(entry, refusal="empty")]

    monkeypatch.setattr(ahead, "parse_file", parse)
    return found


def entries(sizes: list[int]) -> list[FileEntry]:
    return [FileEntry(f"{number:03}.txt", size, 0) for number, size in enumerate(sizes)]


def first_of(files: Iterator[list[Parsed] | None]) -> str:
    return next(found for found in files if found)[0].entry.path


@pytest.mark.parametrize(
    ("sizes", "most"),
    [([1] * 3 * FILES_AHEAD, FILES_AHEAD), ([BYTES_AHEAD // 4] * 9, 4), ([2 * BYTES_AHEAD] * 9, 1)],
    ids=["many", "large", "huge"],
)
def test_only_so_much_waits_to_be_taken(folder: Path, begun: list[str], sizes: list[int], most: int) -> None:
    with parsing_ahead(folder, entries(sizes)) as files:
        assert first_of(files) == "000.txt"
        assert len(begun) <= most
    with parsing_ahead(folder, entries(sizes)) as files:
        assert [found[0].entry.path for found in files if found] == [entry.path for entry in entries(sizes)]


def test_the_next_files_are_parsed_while_some_are_encoded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An encoder that waits for a file of the next commit would wait forever, were it not parsed meanwhile."""
    is_parsed = Event()
    parse_file: Parse = reading.parse_file

    def parse(folder: Path, entry: FileEntry, **how: object) -> list[Parsed]:
        found = parse_file(folder, entry, **how)
        if entry.path == f"{FILES_PER_COMMIT + 2:03}.txt":
            is_parsed.set()
        return found

    def wait(_: object) -> None:
        assert is_parsed.wait(timeout=60.0)

    monkeypatch.setattr(ahead, "parse_file", parse)
    for number in range(2 * FILES_PER_COMMIT):
        write(folder, f"{number:03}.txt", f"Berth {number}.")
    with PassageIndex(folder, NotingEncoder(wait)) as index:
        index.update()
        assert index.passage_count() == 2 * FILES_PER_COMMIT


@pytest.fixture
def slow_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Adds a type of file that is a program which its reader runs."""
    metadata = tmp_path / "site/hostile-1.0.dist-info"
    metadata.mkdir(parents=True)
    (tmp_path / "site/hostile.py").write_text(HOSTILE, encoding="utf-8")
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: hostile\nVersion: 1.0\n", encoding="utf-8")
    (metadata / "entry_points.txt").write_text(ENTRY_POINTS, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    known_formats.cache_clear()
    yield
    known_formats.cache_clear()


@pytest.mark.usefixtures("slow_format")
def test_an_update_that_is_ended_does_not_wait_for_what_is_being_parsed(folder: Path) -> None:
    """The second file would take as long as a file may."""
    write(folder, "a.txt", "The bell rang.")
    write(folder, "b.do", "import time; time.sleep(999)")
    told = []

    def end(advance: object) -> None:
        told.append(advance)
        if len(told) > 2:  # encoded, committed, and half a second waited
            raise InterruptedError

    with PassageIndex(folder, WordEncoder()) as index:
        with pytest.raises(InterruptedError):
            index.update(end)
        assert [record.path for record in index.files()] == ["a.txt"]
        assert [entry.path for entry in index.changes().added] == ["b.do"]


def test_a_parser_that_was_stopped_starts_no_other_process() -> None:
    parser = Parser()
    assert parser.extract("a.html", b"<p>The bell rang.</p>").text == "The bell rang."
    parser.stop()
    with pytest.raises(Exception, match="its parser stopped"):
        parser.extract("b.html", b"<p>The bell rang.</p>")


def test_a_folder_is_listed_in_the_order_that_files_are_taken(folder: Path) -> None:
    for name in ("b.html", "a.txt"):
        write(folder, name, "<p>The bell rang.</p>")
    with parsing_ahead(folder, list_files(folder)) as files:
        assert [found[0].entry.path for found in files if found] == ["a.txt", "b.html"]
