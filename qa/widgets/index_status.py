"""What the index is doing while questions have to wait for it, or why it cannot be used."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical

from corpus.errors import UserError
from corpus.progress import Advance
from qa.showing.wording import counted
from qa.widgets.reply_parts import error_lines

OPENING = "opening the index and the models"
BAR = 10
"""Cells."""


class IndexStatus(Vertical):
    """Takes rows only for an error; all else is a line that stands in the frame of the question box."""

    HELP: ClassVar[str] = "Why the index cannot be used, and the way out."

    def __init__(self) -> None:
        super().__init__()
        self.line = OPENING
        """"" where the index is up to date."""

    def compose(self) -> ComposeResult:
        return iter(())

    @property
    def is_busy(self) -> bool:
        return bool(self.line) and not self.is_stopped

    @property
    def is_stopped(self) -> bool:
        return self.has_class("-stopped")

    @property
    def waiting_line(self) -> str:
        """What a question waits for, how far that is, and the ways out; "" where it waits for nothing."""
        if not self.is_busy:
            return ""
        ways = ["^d answers from what has been read so far"] if self.line != OPENING else []
        return " · ".join((f"Waits: {self.line}", *ways, "esc takes it back"))

    def show(self, state: str | Advance | UserError | None) -> None:
        """None: the index is up to date; nothing is shown."""
        self.query(".error, .hint").remove()
        self.remove_class("-stopped")
        self.set_class(state is None, "-idle")
        self.set_class(isinstance(state, UserError), "-failed")
        match state:
            case Advance(files, of, passages, share):
                self.line = f"reading {_bar(share)} {files} of {counted(of, 'file')}, {counted(passages, 'passage')}"
            case UserError():
                self.line = ""
                self.mount_all(error_lines(state))
            case str():
                self.line = state
            case None:
                self.line = ""

    def stop(self) -> None:
        """The user stopped an update."""
        self.show("stopped, what has been read is asked")
        self.add_class("-stopped")


def _bar(share: float) -> str:
    full = int(BAR * share)
    return "━" * full + "╌" * (BAR - full)
