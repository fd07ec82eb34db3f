"""What a check reports."""

from dataclasses import dataclass
from typing import Literal

from corpus.errors import UserError

Mark = Literal["ok", "warn", "fail"]
"""`warn`: questions are answered, but something deserves a look. `fail`: they are not answered, or not as they should."""


@dataclass(frozen=True, slots=True)
class Finding:
    check: str
    """What was looked at, in a word or two."""

    mark: Mark
    message: str
    fix: str = ""
    """The command, or the act, that puts it right; "" where nothing is to be done."""


def failure(check: str, error: UserError) -> Finding:
    return Finding(check, "fail", str(error), error.hint)
