"""The errors a person can put right.

    UserError
    ├── FolderNotFound      the folder does not exist, or is not a folder
    ├── UnreadableFile      one file cannot become a document; carries the reason code
    ├── StoreDamaged        the database is not one of ours, or is broken
    └── StoreBusy           another process holds the database longer than we wait

Everything else that is raised is a bug and keeps its traceback.
"""

from typing import Literal

Reason = Literal[
    "empty",
    "unsupported",
    "encrypted",
    "damaged",
    "no_text_layer",
    "too_large",
    "outside_folder",
    "unreadable",
]
"""Why a file was not searched."""


class UserError(Exception):
    """`str()` is one sentence that names the thing and the value; `hint` is the way out."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class FolderNotFound(UserError):
    pass


class UnreadableFile(UserError):
    def __init__(self, reason: Reason, message: str, *, pages: str = "") -> None:
        """`pages`: those with pictures and no words, "1-12"."""
        super().__init__(message)
        self.reason: Reason = reason
        self.pages = pages


class StoreDamaged(UserError):
    pass


class StoreBusy(UserError):
    pass
