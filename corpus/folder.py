"""The files of a folder: which there are, and what is known of each without reading it.

`os.path` where it answers False for what may not be looked at; `Path` would raise there.
"""
# ruff: noqa: PTH110, PTH112, PTH113, PTH114

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import FolderNotFound, Reason, UnreadableFile
from corpus.formats import is_known

if TYPE_CHECKING:
    from corpus.ignoring import Rules

MOST_BYTES = 100_000_000
"""Larger files are not read: `too_large`."""

_TOOL_FOLDERS = frozenset(["node_modules", "__pycache__"])
"""What tools fill with files that nobody wrote here; `.git` is hidden."""

_RULE_FILES = frozenset([".gitignore", ".ignore", ".quothignore"])
"""Files of rules for what to leave out; sorted, the more special comes later."""


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


@dataclass(frozen=True, slots=True)
class Listing:
    files: tuple[FileEntry, ...]
    """Neither hidden nor ignored, by path."""

    ignored: Mapping[str, int]
    """What left files out ("hidden", ".gitignore", "node_modules" ...) -> how many files and whole folders."""


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


def folder_identity(folder: Path) -> str:
    """What tells a folder from another one under the same path, such as the place a share is mounted at from the share."""
    status = folder.stat()
    return f"{status.st_dev} {status.st_ino}"


def list_files(folder: Path) -> list[FileEntry]:
    """All files below a resolved folder that are neither hidden nor ignored, by path; folders that cannot be read, with "/"
    behind their path. Raises FolderNotFound where the folder itself cannot be read.

    Symbolic links to files inside the folder are read; links to folders are not followed, so no file comes twice."""
    return list(list_folder(folder).files)


def list_folder(folder: Path) -> Listing:
    """As `list_files`, with the count of what is left out."""
    ignored: Counter[str] = Counter()
    files = sorted(_walk(folder, ignored), key=lambda entry: entry.path)
    return Listing(tuple(files), dict(ignored))


def _walk(root: Path, ignored: Counter[str]) -> Iterator[FileEntry]:
    folders: list[tuple[Path, tuple[Rules, ...]]] = [(root, ())]
    while folders:
        folder, outer_rules = folders.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError as error:
            if folder == root:
                raise FolderNotFound(
                    f"{root}: cannot be read ({error.strerror})",
                    hint=f"chmod u+rx {root}, or connect the drive it is on",
                ) from error
            yield FileEntry(_relative(folder, root) + "/", 0, 0, "unreadable")
            continue
        rules = outer_rules
        for name in sorted(_RULE_FILES.intersection(entry.name for entry in entries)):
            try:
                rules = (*_rules(folder / name, root), *rules)
            except OSError:
                yield FileEntry(_relative(folder / name, root), 0, 0, "unreadable")
        for entry in entries:
            is_folder = _has_text_name(entry.path) and entry.is_dir(follow_symlinks=False)
            if why := _ignored(entry, root, rules, is_folder=is_folder):
                ignored[why] += 1
            elif is_folder:
                folders.append((Path(entry.path), rules))
            elif found := _entry(Path(entry.path), root):
                yield found


def _rules(path: Path, root: Path) -> tuple["Rules", ...]:
    """What a file of rules says; nothing where it is a folder, or a link, which git does not follow either."""
    if path.is_symlink() or not path.is_file():
        return ()
    from corpus.ignoring import read_rules  # most folders have no rules, and need not wait for their library

    folder = _relative(path.parent, root)
    return (read_rules(path, "" if folder == "." else folder),)


def _ignored(entry: os.DirEntry[str], root: Path, rules: tuple["Rules", ...], *, is_folder: bool) -> str | None:
    """What leaves this entry out: "hidden", a folder's name, or that of a file of rules."""
    if entry.name.startswith("."):
        return "hidden"
    if is_folder and entry.name in _TOOL_FOLDERS:
        return entry.name
    if not rules or not _has_text_name(entry.path):
        return None
    from corpus.ignoring import ignored_by

    return ignored_by(_relative(Path(entry.path), root), rules, is_folder=is_folder)


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
    if not is_known(path.suffix.lower()):
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
