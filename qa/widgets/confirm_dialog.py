"""Asks before something is done that cannot be undone."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static


class ConfirmDialog(ModalScreen[bool]):
    """Closes with whether it was confirmed. At first the other button has the focus: no key that was held down confirms."""

    HELP: ClassVar[str] = (
        "**tab** goes from button to button, **enter** presses the one in focus, **escape** does nothing."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,right", "app.focus_next", "Other button", id="confirm.other", tooltip="Go to the other button"),
        Binding("escape", "close", "Close", id="confirm.close", tooltip="Close without doing it"),
    ]

    def __init__(self, title: str, about: str, confirm: str) -> None:
        super().__init__()
        self._title = title
        self._about = about
        self._confirm = confirm

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content(self._title)
            yield Static(Content(self._about), classes="about")
            with Horizontal(classes="buttons"):
                yield Button("Keep", id="keep")
                yield Button(self._confirm, id="confirm", variant="error")

    @on(Button.Pressed)
    def decide(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "confirm")

    def action_close(self) -> None:
        self.dismiss(False)
