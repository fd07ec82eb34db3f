"""Which files a folder has, and what is refused without reading it."""

import os
from pathlib import Path

import pytest

from corpus import folder as folder_module
from corpus.errors import FolderNotFound, Reason, UnreadableFile
from corpus.folder import list_files, open_folder, read_bytes


def write(folder: Path, *names: str, text: str = "words") -> None:
    for name in names:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def found(folder: Path) -> dict[str, Reason | None]:
    return {entry.path: entry.refusal for entry in list_files(folder)}


def test_files_come_by_path_with_size_and_time(folder: Path) -> None:
    write(folder, "b.txt", "a/z.md", "a.txt", text="né")
    os.utime(folder / "b.txt", ns=(5, 7))
    entries = list_files(folder)
    assert [entry.path for entry in entries] == ["a.txt", "a/z.md", "b.txt"]
    assert (entries[2].size, entries[2].mtime_ns, entries[2].refusal) == (3, 7, None)


def test_hidden_files_and_folders_are_left_out(folder: Path) -> None:
    write(folder, ".notes.txt", ".git/a.txt", "a/.b/c.txt", "a/d.txt")
    assert found(folder) == {"a/d.txt": None}


def test_a_folder_without_files_has_none(folder: Path) -> None:
    (folder / "empty").mkdir()
    assert found(folder) == {}


def test_a_link_to_a_file_inside_is_read(folder: Path) -> None:
    write(folder, "a.txt")
    (folder / "b.txt").symlink_to("a.txt")
    assert found(folder) == {"a.txt": None, "b.txt": None}
    assert read_bytes(folder, "b.txt") == b"words"


def test_a_link_out_of_the_folder_is_refused(folder: Path, tmp_path: Path) -> None:
    write(tmp_path, "secret.txt", "documents-too/secret.txt")
    (folder / "a.txt").symlink_to("../secret.txt")
    (folder / "b.txt").symlink_to(tmp_path / "documents-too/secret.txt")
    (folder / "c").symlink_to(tmp_path / "documents-too")
    assert found(folder) == dict.fromkeys(["a.txt", "b.txt", "c"], "outside_folder")


def test_a_link_to_a_folder_inside_brings_no_file_twice(folder: Path) -> None:
    write(folder, "a/b.txt")
    (folder / "again").symlink_to("a")
    (folder / "a/up").symlink_to("..")
    assert found(folder) == {"a/b.txt": None}


def test_links_that_lead_nowhere_are_unreadable(folder: Path) -> None:
    (folder / "a.txt").symlink_to("b.txt")
    (folder / "b.txt").symlink_to("a.txt")
    (folder / "gone.txt").symlink_to("missing.txt")
    assert found(folder) == dict.fromkeys(["a.txt", "b.txt", "gone.txt"], "unreadable")


def test_what_may_not_be_read_is_unreadable(bound_folder: Path) -> None:
    write(bound_folder, "locked.txt", "closed/a.txt", "listed/a.txt", "open/a.txt")
    (bound_folder / "locked.txt").chmod(0)
    (bound_folder / "closed").chmod(0)
    (bound_folder / "listed").chmod(0o400)
    assert found(bound_folder.resolve()) == {
        "closed/": "unreadable",
        "listed/a.txt": "unreadable",
        "locked.txt": "unreadable",
        "open/a.txt": None,
    }
    with pytest.raises(UnreadableFile, match=r"locked\.txt: Permission denied") as raised:
        read_bytes(bound_folder, "locked.txt")
    assert raised.value.reason == "unreadable"


@pytest.mark.parametrize(
    "name", ["my notes.txt", "a_b%20c.txt", "line\nend.txt", "[bold]x[/].txt", "né.txt", "ne\u0301.txt"]
)
def test_names_stay_as_they_are(folder: Path, name: str) -> None:
    write(folder, name)
    assert found(folder) == {name: None}
    assert read_bytes(folder, name) == b"words"


def test_a_name_that_is_not_utf_8_is_listed_in_escapes(folder: Path) -> None:
    write(folder, os.fsdecode(b"caf\xe9.txt"), os.fsdecode(b"\xff/a.txt"))
    assert found(folder) == {"caf\\xe9.txt": "unreadable", "\\xff": "unreadable"}


def test_a_file_of_no_bytes_is_empty(folder: Path) -> None:
    write(folder, "a.txt", text="")
    assert found(folder) == {"a.txt": "empty"}


def test_a_file_over_the_limit_is_too_large(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_module, "MOST_BYTES", 5)
    write(folder, "five.txt", text="12345")
    write(folder, "six.txt", text="123456")
    assert found(folder) == {"five.txt": None, "six.txt": "too_large"}
    assert read_bytes(folder, "five.txt") == b"12345"
    with pytest.raises(UnreadableFile) as raised:
        read_bytes(folder, "six.txt")
    assert raised.value.reason == "too_large"


def test_what_is_no_document_is_unsupported(folder: Path) -> None:
    write(folder, "a.exe", "b", "c.TXT", "txt")
    os.mkfifo(folder / "pipe.txt")
    assert found(folder) == {
        "a.exe": "unsupported",
        "b": "unsupported",
        "c.TXT": None,
        "pipe.txt": "unsupported",
        "txt": "unsupported",
    }


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(FolderNotFound, match=r"nowhere: no such folder") as raised:
        open_folder(tmp_path / "nowhere")
    assert raised.value.hint


def test_a_file_given_as_folder_brings_its_folder_as_hint(folder: Path) -> None:
    write(folder, "a.txt")
    with pytest.raises(FolderNotFound, match=r"a\.txt: not a folder") as raised:
        open_folder(folder / "a.txt")
    assert str(folder) in raised.value.hint


def test_a_folder_that_may_not_be_looked_into_is_no_crash(bound_folder: Path) -> None:
    write(bound_folder, "closed/inner/a.txt")
    (bound_folder / "closed").chmod(0)
    with pytest.raises(FolderNotFound):
        open_folder(bound_folder / "closed/inner")


def test_a_folder_with_a_name_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"\xff")
    folder.mkdir()
    with pytest.raises(FolderNotFound, match="not UTF-8"):
        open_folder(folder)


def test_a_link_to_a_folder_opens_as_the_folder(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(folder)
    assert open_folder(tmp_path / "link") == folder.resolve()


@pytest.mark.parametrize("path", ["../secret.txt", "a/../../secret.txt", "/etc/passwd", "..", "link.txt"])
def test_nothing_outside_the_folder_is_read(folder: Path, tmp_path: Path, path: str) -> None:
    write(tmp_path, "secret.txt", "documents/a/b.txt")
    (folder / "link.txt").symlink_to("../secret.txt")
    with pytest.raises(UnreadableFile) as raised:
        read_bytes(folder, path)
    assert raised.value.reason == "outside_folder"


@pytest.mark.parametrize("path", ["gone.txt", "a", "pipe.txt", "a/b.txt/c.txt", "nul\0.txt", "x" * 300, "loop.txt"])
def test_what_is_no_file_is_unreadable(folder: Path, path: str) -> None:
    write(folder, "a/b.txt")
    os.mkfifo(folder / "pipe.txt")
    (folder / "loop.txt").symlink_to("loop.txt")
    with pytest.raises(UnreadableFile) as raised:
        read_bytes(folder, path)
    assert raised.value.reason == "unreadable"
