"""What the index is doing while questions have to wait for it, or why it cannot be used."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import ProgressBar, Static

from corpus.errors import UserError
from corpus.progress import Advance
from qa.replies.printable import on_one_line
from qa.showing.wording import counted
from qa.widgets.reply_view import error_lines


class IndexStatus(Vertical):
    HELP: ClassVar[str] = "Questions asked while documents are read are answered as soon as they have been."

    def compose(self) -> ComposeResult:
        yield Static("Opening the index and the models …", classes="message")
        yield ProgressBar(show_percentage=False)

    @property
    def is_busy(self) -> bool:
        return not self.has_class("-idle") and not self.has_class("-failed")

    def show(self, state: str | Advance | UserError | None) -> None:
        """None: the index is up to date; nothing is shown."""
        self.query(".error, .hint").remove()
        self.set_class(state is None, "-idle")
        self.set_class(isinstance(state, Advance), "-reading")
        self.set_class(isinstance(state, UserError), "-failed")
        message = self.query_one(".message", Static)
        match state:
            case Advance(files, of, passages, share):
                counts = f"{files} of {counted(of, 'file')}, {counted(passages, 'passage')}"
                message.update(Content(f"Reading the documents: {counts}"))
                self.query_one(ProgressBar).update(total=1.0, progress=share)
            case UserError():
                self.mount_all(error_lines(state))
            case str():
                message.update(Content(on_one_line(state)))
