"""What the index is doing while questions have to wait for it, or why it cannot be used."""

from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import ProgressBar, Static

from corpus.errors import UserError
from qa.replies.printable import on_one_line
from qa.widgets.reply_view import error_lines


class FilesRead(NamedTuple):
    """How far an update of the index is."""

    done: int
    total: int


class IndexStatus(Vertical):
    HELP: ClassVar[str] = "Questions asked while documents are read are answered as soon as they have been."

    def compose(self) -> ComposeResult:
        yield Static("Opening the index and the models …", classes="message")
        yield ProgressBar(show_percentage=False)

    @property
    def is_busy(self) -> bool:
        return not self.has_class("-idle") and not self.has_class("-failed")

    def show(self, state: str | FilesRead | UserError | None) -> None:
        """None: the index is up to date; nothing is shown."""
        self.query(".error, .hint").remove()
        self.set_class(state is None, "-idle")
        self.set_class(isinstance(state, FilesRead), "-reading")
        self.set_class(isinstance(state, UserError), "-failed")
        message = self.query_one(".message", Static)
        match state:
            case FilesRead(done, total):
                message.update(Content(f"Reading the documents: {done} of {total} files"))
                self.query_one(ProgressBar).update(total=total, progress=done)
            case UserError():
                self.mount_all(error_lines(state))
            case str():
                message.update(Content(on_one_line(state)))
