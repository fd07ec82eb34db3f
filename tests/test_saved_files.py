"""A line is added whole or not at all."""

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from qa.saved.files import append_line


@contextmanager
def a_disk_of(size: int) -> Iterator[None]:
    """No file can grow beyond so many bytes: what is written is cut there, as where a disk is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    heard = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, heard)


def test_what_a_full_disk_cuts_off_leaves_nothing(tmp_path: Path) -> None:
    file = tmp_path / "saved.jsonl"
    append_line(file, "one")
    with a_disk_of(100), pytest.raises(OSError, match="File too large"):
        append_line(file, "two" * 100)
    assert file.read_bytes() == b"one\n"
    append_line(file, "größer")
    assert file.read_text(encoding="utf-8") == "one\ngrößer\n"


@pytest.mark.parametrize(("before", "after"), [("", "new\n"), ("old\n", "old\nnew\n"), ("cut", "cut\nnew\n")])
def test_a_line_begins_behind_whatever_is_there(tmp_path: Path, before: str, after: str) -> None:
    file = tmp_path / "saved.jsonl"
    file.write_text(before, encoding="utf-8")
    append_line(file, "new")
    assert file.read_text(encoding="utf-8") == after


def test_a_device_takes_lines_or_says_why_not() -> None:
    append_line(Path("/dev/null"), "new")
    with pytest.raises(OSError, match="No space left"):
        append_line(Path("/dev/full"), "new")
