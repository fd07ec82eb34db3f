"""The files of a folder: which there are, and what is known of each without reading it."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import FolderNotFound, Reason, UnreadableFile
from corpus.formats import FORMATS

MOST_BYTES = 100_000_000
"""Larger files are not read: `too_large`."""


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file neither hidden nor ignored."""

    path: str
    """POSIX path relative to the folder."""

    size: int
    """Bytes."""

    mtime_ns: int
    refusal: Reason | None = None
    """Why it will not be read, where that shows without reading it."""


def open_folder(folder: Path) -> Path:
    """The folder's resolved path. Raises FolderNotFound."""
    if not folder.exists():
        raise FolderNotFound(f"{folder}: no such folder", hint="give the path of a folder with documents")
    if not folder.is_dir():
        raise FolderNotFound(f"{folder}: not a folder", hint=f"give its folder: {folder.parent}")
    return folder.resolve()


def list_files(folder: Path) -> list[FileEntry]:
    """All files below a resolved folder, by path; names that begin with a dot are left out.

    Symbolic links to files inside the folder are read; links to folders are not followed, so no file comes twice."""
    return sorted(_walk(folder, folder), key=lambda entry: entry.path)


def _walk(folder: Path, root: Path) -> Iterator[FileEntry]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except PermissionError:
        yield FileEntry(_relative(folder, root) + "/", 0, 0, "unreadable")
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        path = Path(entry.path)
        if not _has_text_name(path):
            name = os.fsencode(_relative(path, root)).decode("utf-8", "backslashreplace")
            yield FileEntry(name, 0, 0, "unreadable")
        elif entry.is_dir(follow_symlinks=False):
            yield from _walk(path, root)
        elif entry.is_symlink() and not path.resolve().is_relative_to(root):
            yield FileEntry(_relative(path, root), 0, 0, "outside_folder")
        elif entry.is_file() or not path.exists():
            yield _file_entry(path, root)
        elif not path.is_dir():
            yield FileEntry(_relative(path, root), 0, 0, "unsupported")


def _file_entry(path: Path, root: Path) -> FileEntry:
    relative = _relative(path, root)
    try:
        status = path.stat()
    except OSError:
        return FileEntry(relative, 0, 0, "unreadable")
    refusal: Reason | None = None
    if path.suffix.lower() not in FORMATS:
        refusal = "unsupported"
    elif status.st_size > MOST_BYTES:
        refusal = "too_large"
    elif status.st_size == 0:
        refusal = "empty"
    return FileEntry(relative, status.st_size, status.st_mtime_ns, refusal)


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def _has_text_name(path: Path) -> bool:
    """Whether the name is valid UTF-8; Linux allows others, which no JSON and no database can hold."""
    return not any("\ud800" <= character <= "\udfff" for character in str(path))


def read_bytes(folder: Path, path: str) -> bytes:
    """The bytes of one file of the folder. Raises UnreadableFile when it is gone, locked, outside or too large."""
    file = folder / path
    if not file.resolve().is_relative_to(folder.resolve()):
        raise UnreadableFile("outside_folder", f"{path}: points out of the folder {folder}")
    try:
        with file.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise UnreadableFile("unreadable", f"{path}: {error.strerror}") from error
    if len(data) > MOST_BYTES:
        raise UnreadableFile("too_large", f"{path}: over {MOST_BYTES // 1_000_000} MB")
    return data
