"""Past conversations: listed, searched, chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from qa.history import PastConversation, past_conversations
from qa.output import counted
from qa.printable import on_one_line


class PastConversations(ModalScreen[Path | None]):
    """Closes with the file of the conversation chosen, or None."""

    HELP: ClassVar[str] = """\
Conversations of all folders, the last one first. Words narrow the list to those that have them in their questions or
answers. **enter** goes on with one: its replies are shown again, their citations checked anew.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", id="past.close", tooltip="Close without choosing"),
        Binding("up", "step(-1)", "Up", id="past.up", tooltip="The conversation above", show=False),
        Binding("down", "step(1)", "Down", id="past.down", tooltip="The conversation below", show=False),
    ]
    options = getters.query_one(OptionList)

    @dataclass
    class Listed(Message):
        conversations: Sequence[PastConversation]

    def __init__(self) -> None:
        super().__init__()
        self._conversations: Sequence[PastConversation] = ()

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = "Past conversations"
            yield Input(placeholder="Words to look for")
            yield OptionList()
            yield Static("[b]enter[/b] goes on with it · [b]escape[/b] closes", classes="note")

    def on_mount(self) -> None:
        self.options.can_focus = False
        self.list_conversations()

    @work(thread=True)
    def list_conversations(self) -> None:
        self.post_message(self.Listed(past_conversations()))

    @on(Listed)
    def show_all(self, event: Listed) -> None:
        self._conversations = event.conversations
        self._show("")

    @on(Input.Changed)
    def narrow(self, event: Input.Changed) -> None:
        self._show(event.value)

    @on(Input.Submitted)
    def choose_highlighted(self) -> None:
        self.options.action_select()

    @on(OptionList.OptionSelected)
    def choose(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(Path(event.option.id or ""))

    def action_step(self, step: int) -> None:
        if step > 0:
            self.options.action_cursor_down()
        else:
            self.options.action_cursor_up()

    def action_close(self) -> None:
        self.dismiss(None)

    def _show(self, words: str) -> None:
        found = [each for each in self._conversations if each.mentions(words)]
        self.options.clear_options()
        self.options.add_options(_option(each) for each in found)
        self.options.action_first()
        if not found:
            self.options.add_option(
                Option("No conversation has these words." if words.strip() else "None yet.", disabled=True)
            )


def _option(past: PastConversation) -> Option:
    if past.damage:
        return Option(Content(f"damaged: {on_one_line(past.damage)}"), disabled=True)
    first, last = past.replies[0], past.replies[-1]
    about = (
        f"{last.at:%Y-%m-%d %H:%M} · {on_one_line(Path(last.folder).name)} · {counted(len(past.replies), 'question')}"
    )
    return Option(Content.assemble((on_one_line(first.question), "bold"), "\n", (about, "dim")), id=str(past.file))
