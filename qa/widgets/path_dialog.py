"""Asks for a path; what is wrong with it is said below it."""

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input

from corpus.errors import UserError
from qa.widgets.key_bar import KeyBar
from qa.widgets.reply_parts import error_lines


class PathDialog(ModalScreen[Path | None]):
    """Closes with the path that was accepted, or None."""

    HELP: ClassVar[str] = "**enter** accepts the path, **escape** closes without. **~** is your home."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "accept", "Accept", id="dialog.accept", tooltip="Accept the path", priority=True),
        Binding("escape", "close", "Close", id="dialog.close", tooltip="Close without doing it"),
    ]

    def __init__(self, title: str, path: Path, accept: Callable[[Path], object]) -> None:
        """`accept` does what the path is for; a UserError of it keeps the dialog open."""
        super().__init__()
        self._title = title
        self._path = path
        self._accept = accept

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content(self._title)
            yield Input(str(self._path), select_on_focus=False)
            yield KeyBar()

    async def action_accept(self) -> None:
        path = Path(self.query_one(Input).value).expanduser()
        await self.query(".error, .hint").remove()
        try:
            self._accept(path)
        except UserError as error:
            await self.query_one(".dialog").mount_all(error_lines(error), before="KeyBar")
        else:
            self.dismiss(path)

    def action_close(self) -> None:
        self.dismiss(None)
