"""The conversation and, beside it or in its place, the library and the source of a citation."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from corpus.coverage import Coverage
from corpus.store import FileRecord
from qa.replies.answers import Answer, Reply
from qa.replies.source import Source
from qa.saved.question_file import append_question, default_question_file
from qa.showing.export import export
from qa.widgets.conversation import Conversation
from qa.widgets.library import Library
from qa.widgets.path_dialog import PathDialog
from qa.widgets.source_view import SourceView


class Panes(Horizontal):
    """On a screen with the class `-narrow` an open source or library hides the conversation, and each the other."""

    BINDING_GROUP_TITLE = "Reply"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+y", "copy(False)", "Copy", id="answer.copy", tooltip="Copy the answer"),
        Binding("ctrl+k", "copy(True)", "Cite", id="answer.cite", tooltip="Copy the answer with its citation"),
        Binding("ctrl+s", "save_question", "Save", id="answer.save", tooltip="Save as a question to measure with"),
        Binding("ctrl+e", "app.edit_asked", "Edit", id="asked.edit", tooltip="Edit the question as it was asked"),
        Binding("f5", "app.ask_literally", "As typed", id="asked.literal", tooltip="Ask the question again as typed"),
        Binding("ctrl+x", "export", "Export", id="conversation.export", tooltip="Export the conversation"),
    ]
    conversation = getters.query_one(Conversation)
    source = getters.query_one(SourceView)
    library = getters.query_one(Library)

    def compose(self) -> ComposeResult:
        yield Library()
        yield Conversation()
        yield SourceView()

    @property
    def is_source_open(self) -> bool:
        return self.has_class("-source")

    @property
    def is_library_open(self) -> bool:
        return self.has_class("-library")

    def open_source_of(self, reply: Reply) -> None:
        """Opens the first citation of an answer, where there is room for it; else what is open is closed."""
        if isinstance(reply, Answer) and self._has_room_for_source_of(reply):
            self.conversation.open_number(1)
        else:
            self.close_source()

    def _has_room_for_source_of(self, answer: Answer) -> bool:
        """Whether a source can be opened without hiding anything, or stacking answers that stand side by side."""
        if self.screen.has_class("-huge"):
            return True
        return self.screen.has_class("-wide") and not self.is_library_open and not answer.disagreements

    def show_folder(self, folder: Path, records: Sequence[FileRecord], coverage: Coverage) -> None:
        self.conversation.show_folder(folder, [record for record in records if record.refusal is None], coverage)
        self.library.show(folder, records)

    def show_conversation(self) -> None:
        """Closes what hides the conversation."""
        if self.screen.has_class("-narrow"):
            self.close_source()
            self.close_library()

    def close_open(self) -> bool:
        """Closes what was opened beside the conversation, the source first; False when nothing was."""
        if self.is_source_open:
            self.close_source()
        elif self.is_library_open:
            self.close_library()
        else:
            return False
        return True

    def show_library(self) -> None:
        if not self.screen.has_class("-huge"):
            self.close_source()
        self.add_class("-library")
        self.library.files.focus()

    def close_library(self) -> None:
        self.remove_class("-library")

    def show_source(self, source: Source) -> None:
        had_focus = self.conversation.has_focus_within
        if not self.screen.has_class("-huge"):
            self.close_library()
        self.source.show(source)
        self.add_class("-source")
        if had_focus and self.screen.has_class("-narrow"):
            self.source.text.focus()

    def close_source(self) -> None:
        self.remove_class("-source")
        self.conversation.close_citation()

    def toggle_source(self) -> None:
        if self.is_source_open:
            self.close_source()
        else:
            self.conversation.open_number(1)

    def page(self, step: int) -> None:
        """Scrolls the conversation, or what hides it, down (1) or up (-1)."""
        pane = self.source.text if self.is_source_open and self.screen.has_class("-narrow") else self.conversation
        if step > 0:
            pane.scroll_page_down()
        else:
            pane.scroll_page_up()

    def action_save_question(self) -> None:
        reply = self.conversation.current.reply if self.conversation.current else None
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
            self._ask_path("Export to a .md, .html or .json file", file, partial(export, replies=turns))

    def _ask_path(self, title: str, path: Path, accept: Callable[[Path], None]) -> None:
        def tell(written: Path | None) -> None:
            if written:
                self.notify(str(written), title="Written", markup=False)

        self.app.push_screen(PathDialog(title, path, accept), tell)

    def action_copy(self, cited: bool) -> None:
        text = self.conversation.copy_text(cited=cited)
        if text is None:
            self.notify("There is no answer to copy.", severity="warning")
        else:
            self.app.copy_to_clipboard(text)
            self.notify(text, title="Copied", markup=False)
