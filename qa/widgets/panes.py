"""The conversation and, beside it or in its place, the source of a citation."""

from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.events import Key

from qa.widgets.conversation import Conversation
from qa.widgets.source import Source
from qa.widgets.source_view import SourceView


class Panes(Horizontal):
    """On a screen with the class `-narrow` an open source hides the conversation."""

    BINDING_GROUP_TITLE = "Reply"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy(False)", "Copy", id="answer.copy", tooltip="Copy the answer"),
        Binding("Y", "copy(True)", "Cite", id="answer.cite", tooltip="Copy it with its citation", show=False),
    ]
    conversation = getters.query_one(Conversation)
    source = getters.query_one(SourceView)

    def compose(self) -> ComposeResult:
        yield Conversation()
        yield SourceView()

    @property
    def is_source_open(self) -> bool:
        return self.has_class("-source")

    def show_source(self, source: Source) -> None:
        had_focus = self.conversation.has_focus_within
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

    def on_key(self, event: Key) -> None:
        """Digits open citations; those typed into the question box never come here."""
        if event.character and event.character in "123456789":
            self.conversation.open_number(int(event.character))

    def action_copy(self, cited: bool) -> None:
        text = self.conversation.copy_text(cited=cited)
        if text is None:
            self.notify("There is no answer to copy.", severity="warning")
        else:
            self.app.copy_to_clipboard(text)
            self.notify(text, title="Copied", markup=False)
