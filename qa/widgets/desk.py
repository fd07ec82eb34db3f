"""What keys do with the current reply, whatever stands beside it: it is copied, saved, pinned, exported."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container

from qa.saved.question_file import append_question, default_question_file
from qa.showing.export import export
from qa.showing.wording import exact_place_of
from qa.widgets.citation_view import CitationView
from qa.widgets.conversation import Conversation
from qa.widgets.panes import Panes
from qa.widgets.path_dialog import PathDialog
from qa.widgets.pins import Pins


class Desk(Container):
    BINDING_GROUP_TITLE = "Reply"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+y", "copy(False)", "Copy", id="answer.copy", tooltip="Copy the answer"),
        Binding("ctrl+k", "copy(True)", "Cite", id="answer.cite", tooltip="Copy the answer with its citation"),
        Binding(
            "ctrl+s",
            "save_question",
            "Save",
            id="answer.save",
            tooltip="Save as a question to measure with",
            show=False,
        ),
        Binding("ctrl+e", "app.edit_asked", "Edit", id="asked.edit", tooltip="Edit the question as it was asked"),
        Binding("f5", "app.ask_literally", "As typed", id="asked.literal", tooltip="Ask the question again as typed"),
        Binding("ctrl+x", "export", "Export", id="conversation.export", tooltip="Export the conversation"),
    ]
    conversation = getters.query_one(Conversation)
    pins = getters.query_one(Pins)

    def compose(self) -> ComposeResult:
        yield Panes()

    def action_copy(self, cited: bool) -> None:
        text = self.conversation.copy_text(cited=cited)
        if text is None:
            self.notify("There is no answer to copy.", severity="warning")
        else:
            self.app.copy_to_clipboard(text)
            self.notify(text, title="Copied", markup=False)

    def action_save_question(self) -> None:
        reply = self.conversation.reply
        if reply is None:
            self.notify("There is no reply to save.", severity="warning")
        else:
            accept = partial(append_question, reply=reply)
            self._ask_path("Save as a question to measure with", default_question_file(), accept)

    def action_export(self) -> None:
        if not (turns := self.conversation.turns):
            self.notify("There is no conversation to export.", severity="warning")
        else:
            file = Path.cwd() / f"quoth-{datetime.now():%Y-%m-%d-%H%M}.md"
            accept = partial(export, replies=turns, pins=tuple(self.pins.pins))
            self._ask_path("Export to a .md, .html or .json file", file, accept)

    @on(Pins.Exported)
    def export_pins(self) -> None:
        if not self.pins.pins:
            self.notify("There is no pinned citation to export.", severity="warning")
        else:
            file = Path.cwd() / f"quoth-pins-{datetime.now():%Y-%m-%d-%H%M}.md"
            accept = partial(export, replies=(), pins=tuple(self.pins.pins))
            self._ask_path("Export pinned citations to a .md, .html or .json file", file, accept)

    async def pin(self, folder: Path) -> None:
        """Pins the citation in focus, or the open one, or the first; a pinned one is taken away."""
        focused = self.screen.focused
        pinned = self.pins.pin_of(focused) if isinstance(focused, CitationView) else None
        view, reply = self.conversation.chosen, self.conversation.reply
        if pinned:
            await self.pins.toggle(pinned.reply, pinned.citation, Path(pinned.folder))
        elif view is None or reply is None:
            self.notify("There is no citation to pin.", severity="warning")
        elif await self.pins.toggle(reply, view.citation, folder):
            self.notify(exact_place_of(view.citation), title=f"Pinned · {len(self.pins.pins)} kept", markup=False)
        else:
            self.notify(exact_place_of(view.citation), title="No longer pinned", markup=False)

    def _ask_path(self, title: str, path: Path, accept: Callable[[Path], None]) -> None:
        def tell(written: Path | None) -> None:
            if written:
                self.notify(str(written), title="Written", markup=False)

        self.app.push_screen(PathDialog(title, path, accept), tell)
