"""Which documents a question is put to: by name, by date or one by one. Applied before anything is ranked."""

import re
from dataclasses import dataclass
from fnmatch import translate
from pathlib import PurePosixPath

from corpus.errors import UserError
from corpus.store import FileRecord

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Filters:
    """All given conditions must hold."""

    file: str | None = None
    """A glob over the path relative to the folder, or over the file's name; or just that path or name. `**/` stands for any
    folders, or none."""

    since: str | None = None
    """YYYY, YYYY-MM or YYYY-MM-DD. A document without a date is left out."""

    until: str | None = None

    paths: frozenset[str] | None = None
    """Just these documents, by path relative to the folder."""

    def __post_init__(self) -> None:
        for option, date in (("--since", self.since), ("--until", self.until)):
            if date is not None and not _DATE.fullmatch(date):
                raise UserError(f"{option} {date}: not a date", hint=f"{option} 2019-08-09, 2019-08 or 2019")

    def __bool__(self) -> bool:
        return any(condition is not None for condition in (self.file, self.since, self.until, self.paths))

    def passes(self, record: FileRecord) -> bool:
        if self.paths is not None and record.path not in self.paths:
            return False
        path = PurePosixPath(record.path)
        names = (str(path), path.name)
        if self.file is not None and not any(name == self.file or _matches(name, self.file) for name in names):
            return False
        if self.since is None and self.until is None:
            return True
        if record.published is None:
            return False
        return self._begins(self.since) <= self._ends(record.published) and self._begins(
            record.published
        ) <= self._ends(self.until)

    @staticmethod
    def _begins(date: str | None) -> str:
        """The first day a partial date may mean."""
        return (date or "0000") + "-01-01"[len(date or "0000") - 4 :]

    @staticmethod
    def _ends(date: str | None) -> str:
        """The last day a partial date may mean; as text it need not exist in the calendar."""
        return (date or "9999") + "-12-31"[len(date or "9999") - 4 :]


def _matches(name: str, glob: str) -> bool:
    """As fnmatch has it, where `**/` is any folders, or none."""
    between = [re.sub(r"\A\(\?s:|\)\\[Zz]\Z", "", translate(piece)) for piece in glob.split("**/")]
    return re.fullmatch("(?:.*/)?".join(between), name, re.S) is not None


ALL = Filters()
"""Every document passes."""
