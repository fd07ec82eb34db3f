"""Which files a folder's own rules leave out: `.gitignore`, `.ignore` and `.quothignore`, in it and in folders below.

The rules are git's: the last that matches decides, a deeper folder's over an outer one's; of one folder's files the more
special one decides. What lies above the folder is not looked at. A pattern with so many stars that matching it could take
minutes, as hostile rules may have, matches nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pathspec import GitIgnoreSpec
from pathspec.patterns.gitignore.base import GitIgnorePatternError
from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

_MOST_BYTES = 1_000_000
_MOST_STARS = 3
"""In a name, and of `**` in a pattern: with one more, matching one name of 240 characters takes 60 times as long."""

_STARS = re.compile(r"\*+")


@dataclass(frozen=True, slots=True)
class Rules:
    """Those of one file."""

    folder: str
    """POSIX path relative to the root, "" for the root itself; they hold below it."""

    name: str
    spec: GitIgnoreSpec


def read_rules(path: Path, folder: str) -> Rules:
    """Raises OSError. A line that is no pattern matches nothing, as in git."""
    with path.open("rb") as file:
        lines = file.read(_MOST_BYTES).decode("utf-8-sig", "replace").splitlines()
    return Rules(folder, path.name, GitIgnoreSpec(_patterns(lines)))


def ignored_by(path: str, rules: tuple[Rules, ...], *, is_folder: bool) -> str | None:
    """The name of the file of rules that leaves this path out; `rules` with the deciding ones first."""
    for each in rules:
        inside = path[len(each.folder) + 1 :] if each.folder else path
        verdict = each.spec.check_file(inside + "/" * is_folder).include
        if verdict is not None:
            return each.name if verdict else None
    return None


def _patterns(lines: list[str]) -> Iterator[GitIgnoreSpecPattern]:
    for line in lines:
        if line.count("**") > _MOST_STARS or any(len(_STARS.findall(name)) > _MOST_STARS for name in line.split("/")):
            continue
        try:
            yield GitIgnoreSpecPattern(line)
        except (GitIgnorePatternError, re.error):
            continue
