"""The table of formats: loaded on use, and open to other packages."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import UnreadableFile, UserError
from corpus.folder import list_files
from corpus.formats import FORMATS, extract, known_formats
from corpus.formats.extraction import damaged_by

READER = """
from corpus.document import Span
from corpus.formats.extraction import Block, Extraction

def read_log(data):
    text = data.decode("ascii", "replace").upper()
    return Extraction(text=text, encoding="ascii", coordinates="extracted", extractor="log 1",
                      blocks=(Block(Span(0, len(text))),))
"""


@pytest.fixture
def plugins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A place where a package can be installed for one test."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(str(site))
    known_formats.cache_clear()
    yield site
    known_formats.cache_clear()


def install(site: Path, entry_points: str, reader: str = READER) -> None:
    (site / "log_reader.py").write_text(reader, encoding="utf-8")
    metadata = site / "log_reader-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: log-reader\nVersion: 1.0\n", encoding="utf-8")
    (metadata / "entry_points.txt").write_text(f"[quoth.formats]\n{entry_points}\n", encoding="utf-8")


def test_an_installed_package_adds_a_format(plugins: Path, folder: Path) -> None:
    install(plugins, ".log = log_reader:read_log")
    (folder / "a.LOG").write_text("the pump failed", encoding="utf-8")
    assert [(entry.path, entry.refusal) for entry in list_files(folder)] == [("a.LOG", None)]
    extraction = extract("a.LOG", b"the pump failed")
    assert (extraction.text, extraction.extractor) == ("THE PUMP FAILED", "log 1")


def test_two_readers_of_one_type_are_named(plugins: Path) -> None:
    install(plugins, ".txt = log_reader:read_log")
    with pytest.raises(UserError, match=r"\.txt: read by corpus.formats.plain:read_plain and by log_reader:read_log"):
        known_formats()


@pytest.mark.parametrize("value", ["log_reader:no_such", "no_such_module:read_log"])
def test_a_reader_that_cannot_be_loaded_is_named(plugins: Path, value: str) -> None:
    install(plugins, f".log = {value}")
    with pytest.raises(UserError, match=rf"{value}: the reader of \.log files cannot be loaded") as raised:
        extract("a.log", b"words")
    assert not isinstance(raised.value, UnreadableFile)
    assert raised.value.hint


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_reader_of_the_table_can_be_loaded(suffix: str) -> None:
    with pytest.raises(UnreadableFile):
        extract(f"a{suffix}", b"")


def test_knowing_the_formats_loads_no_parser() -> None:
    program = "import sys, corpus.folder, corpus.reading; print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    parsers = {
        "lxml",
        "markdown_it",
        "charset_normalizer",
        "pypdfium2",
        "striprtf",
        "python_calamine",
        "pathspec",
        "watchfiles",
    }
    assert not parsers & set(loaded)


@pytest.mark.parametrize(
    ("error", "reason"), [(KeyError("x"), "damaged"), (RecursionError(), "damaged"), (MemoryError(), "too_large")]
)
def test_a_parsers_error_becomes_a_reason(error: Exception, reason: str) -> None:
    with pytest.raises(UnreadableFile) as refusal, damaged_by(KeyError):
        raise error
    assert refusal.value.reason == reason


def test_an_error_that_is_no_parsers_stays_a_bug() -> None:
    with pytest.raises(ZeroDivisionError), damaged_by(KeyError):
        raise ZeroDivisionError
