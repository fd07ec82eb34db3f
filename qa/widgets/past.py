"""Past conversations: listed, searched, chosen, deleted."""

import asyncio
from collections.abc import Callable, Sequence
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
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from corpus.errors import UserError
from qa.replies.answers import Reply
from qa.replies.checking import checked_again
from qa.replies.printable import on_one_line
from qa.saved.conversations import PastConversation, delete_conversation, load_conversation, past_conversations
from qa.showing.wording import counted, error_line
from qa.widgets.confirm_dialog import ConfirmDialog
from qa.widgets.key_bar import KeyBar


class PastConversations(ModalScreen[None]):
    HELP: ClassVar[str] = """\
Conversations of all folders, the last one first. Words narrow the list to those that have them in their questions or
answers. **enter** goes on with one: its replies are shown again, their citations checked anew. **f8** deletes one, and
asks before.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Go on", id="past.choose", tooltip="Go on with the conversation", priority=True),
        Binding("f8", "delete", "Delete", id="past.delete", tooltip="Delete the conversation"),
        Binding("up", "step(-1)", "Up", id="past.up", tooltip="The conversation above", show=False),
        Binding("down", "step(1)", "Down", id="past.down", tooltip="The conversation below", show=False),
        Binding("escape", "close", "Close", id="past.close", tooltip="Close without choosing"),
    ]
    options = getters.query_one(OptionList)

    @dataclass
    class Restored(Message):
        """One that is gone on with, its citations checked anew."""

        file: Path
        folder: Path
        """The documents last asked."""

        replies: Sequence[Reply]

    def __init__(self, shown: Path, go_on: Callable[[Path], object]) -> None:
        """`shown`: the file of the conversation on the screen, which is not deleted. `go_on`: takes that of the one
        chosen."""
        super().__init__()
        self._go_on = go_on
        self._shown = shown
        self._conversations: dict[str, PastConversation] = {}

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = "Past conversations"
            yield Input(placeholder="Words to look for", select_on_focus=False)
            yield OptionList()
            yield KeyBar()

    def on_mount(self) -> None:
        self.options.can_focus = False
        self._listing = self.list_conversations()

    @work
    async def list_conversations(self) -> None:
        self._conversations = {str(each.file): each for each in await asyncio.to_thread(past_conversations)}
        self._show()

    @on(Input.Changed)
    def narrow(self) -> None:
        self._show()

    @on(OptionList.OptionSelected)
    def choose(self, event: OptionList.OptionSelected) -> None:
        past = self._conversations[event.option.id or ""]
        if past.damage:
            self.notify(past.damage, severity="warning", markup=False)
        else:
            self.dismiss()
            self._go_on(past.file)

    async def action_choose(self) -> None:
        """Enter may come before the list is there, and before it is narrowed to the letters typed last."""
        await self._listing.wait()
        self._show()
        self.options.action_select()

    def action_delete(self) -> None:
        highlighted = self.options.highlighted_option
        if highlighted is None or highlighted.id is None:
            return
        past = self._conversations[highlighted.id]
        if past.file == self._shown:
            self.notify("This conversation is on the screen. Begin a new one before you delete it.", severity="warning")
            return

        def delete(confirmed: bool | None) -> None:
            if confirmed:
                self._delete(past)

        self.app.push_screen(ConfirmDialog("Delete this conversation?", _warning(past), "Delete"), delete)

    def action_step(self, step: int) -> None:
        if step > 0:
            self.options.action_cursor_down()
        else:
            self.options.action_cursor_up()

    def action_close(self) -> None:
        self.dismiss()

    def _delete(self, past: PastConversation) -> None:
        try:
            delete_conversation(past.file)
        except UserError as error:
            self.notify(error_line(error), severity="warning", markup=False)
        else:
            del self._conversations[str(past.file)]
            self._show()

    def _show(self) -> None:
        """Lists those that have the words typed."""
        words, row = self.query_one(Input).value, self.options.highlighted or 0
        found = [each for each in self._conversations.values() if each.mentions(words)]
        self.options.set_options(map(_option, found))
        if found:
            self.options.highlighted = min(row, len(found) - 1)
        else:
            self.options.add_option(
                Option("No conversation has these words." if words.strip() else "None yet.", disabled=True)
            )


def restored(file: Path) -> PastConversations.Restored:
    """Raises UserError where the file is gone or damaged."""
    saved = load_conversation(file)
    return PastConversations.Restored(file, Path(saved[-1].folder or ""), checked_again(each.reply for each in saved))


def _option(past: PastConversation) -> Option:
    if past.damage:
        return Option(Content(f"damaged: {on_one_line(past.damage)}"), id=str(past.file))
    first, last = past.replies[0].reply, past.replies[-1]
    about = " · ".join(
        [f"{last.at:%Y-%m-%d %H:%M}", on_one_line(Path(last.folder or "").name), counted(len(past.replies), "question")]
    )
    return Option(Content.assemble((on_one_line(first.question), "bold"), "\n", (about, "dim")), id=str(past.file))


def _warning(past: PastConversation) -> str:
    """What is lost."""
    if past.damage:
        return f"{on_one_line(past.damage)}. It cannot be brought back."
    questions = counted(len(past.replies), "question")
    return f"{on_one_line(past.replies[0].reply.question)} {questions}. It cannot be brought back."
