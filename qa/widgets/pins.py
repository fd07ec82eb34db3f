"""Pinned citations, kept on the side: from any conversation, from one run to the next."""

import asyncio
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from corpus.errors import UserError
from qa.replies.answers import Citation, Reply
from qa.replies.printable import on_one_line
from qa.saved.pins import Pin, load_pins, write_pins
from qa.showing.wording import counted, error_line
from qa.widgets.citation_view import CitationView

EMPTY = "No citation is pinned. f9 pins the one in focus, or the open one."


class Pins(VerticalScroll):
    BINDING_GROUP_TITLE = "Pins"
    HELP: ClassVar[str] = """\
Citations kept on the side, with the question each was cited for. **enter** opens one, **f9** takes it away, **ctrl+x** exports
them; a conversation that is exported has them at its end.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+x", "export", "Export", id="pins.export", tooltip="Export the pinned citations"),
    ]

    class Exported(Message):
        """The pinned citations are to be written to a file."""

    def __init__(self) -> None:
        super().__init__(id="pins")
        self.pins: list[Pin] = []
        self._damage: UserError | None = None
        """Why those kept cannot be read; then nothing is written in their place."""

        self.border_title = "Pinned"

    def compose(self) -> ComposeResult:
        yield Static(EMPTY, classes="note")

    def on_mount(self) -> None:
        self.load()

    @work
    async def load(self) -> None:
        try:
            kept = await asyncio.to_thread(load_pins)
        except UserError as error:
            self._damage = error
            self.notify(error_line(error), severity="warning", markup=False)
        else:
            self.pins[:0] = kept
            await self._show()

    def action_export(self) -> None:
        self.post_message(self.Exported())

    async def toggle(self, reply: Reply, citation: Citation, folder: Path) -> bool:
        """Pins a citation, or takes a pinned one away; whether it is pinned then."""
        pin = Pin.of(reply, citation, folder)
        kept = [each for each in self.pins if each.place != pin.place]
        is_new = len(kept) == len(self.pins)
        try:
            if self._damage:
                raise self._damage
            write_pins([*kept, pin] if is_new else kept)
        except UserError as error:
            self.notify(error_line(error), severity="warning", markup=False)
            return not is_new
        self.pins = [*kept, pin] if is_new else kept
        await self._show()
        return is_new

    def pin_of(self, view: CitationView) -> Pin | None:
        """The one that a citation of this pane shows."""
        return self.pins[view.number - 1] if view in self.query(CitationView) else None

    async def _show(self) -> None:
        self.border_title = f"Pinned · {counted(len(self.pins), 'citation')}" if self.pins else "Pinned"
        await self.remove_children()
        for number, pin in enumerate(self.pins, 1):
            question = Static(Content(on_one_line(pin.reply.asked)), classes="pinned-for")
            await self.mount(question, CitationView(pin.citation, number, ()))
        if not self.pins:
            await self.mount(Static(EMPTY, classes="note"))
