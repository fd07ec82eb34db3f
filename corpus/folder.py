"""The files of a folder: which there are, and what is known of each without reading it.

`os.path` where it answers False for what may not be looked at; `Path` would raise there.
"""
# ruff: noqa: PTH110, PTH112, PTH113, PTH114

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import FolderNotFound, Reason, UnreadableFile
from corpus.formats import known_formats

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
    if not os.path.exists(folder):
        raise FolderNotFound(f"{folder}: no such folder", hint="give the path of a folder with documents")
    if not os.path.isdir(folder):
        raise FolderNotFound(f"{folder}: not a folder", hint=f"give its folder: {folder.parent}")
    resolved = folder.resolve()
    if not _has_text_name(str(resolved)):
        raise FolderNotFound(f"{resolved}: a name that is not UTF-8", hint="rename the folder")
    return resolved


def list_files(folder: Path) -> list[FileEntry]:
    """All files below a resolved folder, by path; names that begin with a dot are left out.

    Symbolic links to files inside the folder are read; links to folders are not followed, so no file comes twice."""
    return sorted(_walk(folder), key=lambda entry: entry.path)


def _walk(root: Path) -> Iterator[FileEntry]:
    folders = [root]
    while folders:
        folder = folders.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError:
            yield FileEntry(_relative(folder, root) + "/", 0, 0, "unreadable")
            continue
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if _has_text_name(entry.path) and entry.is_dir(follow_symlinks=False):
                folders.append(Path(entry.path))
            elif found := _entry(Path(entry.path), root):
                yield found


def _entry(path: Path, root: Path) -> FileEntry | None:
    """What is not a folder; None for a link to one, since its files stand elsewhere."""
    if not _has_text_name(str(path)):
        name = os.fsencode(_relative(path, root)).decode("utf-8", "backslashreplace")
        return FileEntry(name, 0, 0, "unreadable")
    if os.path.islink(path) and not Path(os.path.realpath(path)).is_relative_to(root):
        return FileEntry(_relative(path, root), 0, 0, "outside_folder")
    if os.path.isfile(path) or not os.path.exists(path):
        return _file_entry(path, root)
    return None if os.path.isdir(path) else FileEntry(_relative(path, root), 0, 0, "unsupported")


def _file_entry(path: Path, root: Path) -> FileEntry:
    relative = _relative(path, root)
    try:
        status = path.stat()
    except OSError:
        return FileEntry(relative, 0, 0, "unreadable")
    refusal: Reason | None = None
    if path.suffix.lower() not in known_formats():
        refusal = "unsupported"
    elif status.st_size > MOST_BYTES:
        refusal = "too_large"
    elif status.st_size == 0:
        refusal = "empty"
    elif not os.access(path, os.R_OK, effective_ids=True):
        refusal = "unreadable"
    return FileEntry(relative, status.st_size, status.st_mtime_ns, refusal)


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def _has_text_name(path: str) -> bool:
    """Whether the name is valid UTF-8; Linux allows others, which no JSON and no database can hold."""
    return not any("\ud800" <= character <= "\udfff" for character in path)


def read_bytes(folder: Path, path: str) -> bytes:
    """The bytes of one file of the folder. Raises UnreadableFile when it is gone, locked, outside or too large."""
    try:
        file = Path(os.path.realpath(folder / path, strict=True))
        if not file.is_relative_to(folder.resolve()):
            raise UnreadableFile("outside_folder", f"{path}: points out of the folder {folder}")
        if not file.is_file():
            raise UnreadableFile("unreadable", f"{path}: not a file")
        with file.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise UnreadableFile("unreadable", f"{path}: {error.strerror}") from error
    except ValueError as error:
        raise UnreadableFile("unreadable", f"{path!r}: no possible file name") from error
    if len(data) > MOST_BYTES:
        raise UnreadableFile("too_large", f"{path}: over {MOST_BYTES // 1_000_000} MB")
    return data
