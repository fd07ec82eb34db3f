"""The questions of this run and their replies, the newest below."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from corpus.store import FileRecord
from qa.answers import Coverage
from qa.widgets.citation_view import CitationView
from qa.widgets.reply_view import Outcome, ReplyView
from qa.widgets.welcome import Welcome


class Conversation(VerticalScroll):
    HELP: ClassVar[str] = """\
# Conversation

Every question with its reply. The answer is a span of a document, character for character; below it stands the sentence
it comes from. **tab** goes from citation to citation, **1** to **9** open those of the newest reply.

The percentage is measured: it says how often answers scored like this one were right.
"""

    def __init__(self) -> None:
        super().__init__()
        self._open: CitationView | None = None
        """The citation whose place the source pane shows."""

    def compose(self) -> ComposeResult:
        yield Welcome()

    def show_folder(self, documents: Sequence[FileRecord], coverage: Coverage) -> None:
        self.query_one(Welcome).show(documents, coverage)

    async def begin(self, question: str) -> int:
        """Adds a question; returns its number, by which `show` knows it. It overtakes one that still waits."""
        if self.waiting is not None:
            self.show(self.waiting, "Overtaken by the next question.")
        view = ReplyView(question)
        await self.mount(view)
        self._show_from_top(view)
        return len(self.replies) - 1

    def show(self, number: int, outcome: Outcome) -> None:
        """Shows what a question came to; dropped when it no longer waits, since it was cancelled or overtaken."""
        view = self.replies[number]
        if number == self.waiting:
            self._open = None
            view.show(outcome)
            self._show_from_top(view)

    @property
    def replies(self) -> list[ReplyView]:
        return list(self.query(ReplyView))

    @property
    def waiting(self) -> int | None:
        """The number of the question that has no reply yet; only the newest can be without."""
        replies = self.replies
        return len(replies) - 1 if replies and replies[-1].has_class("-waiting") else None

    @property
    def current(self) -> ReplyView | None:
        """The reply that holds the focus, else the newest."""
        replies = self.replies
        return next((view for view in replies if view.has_focus_within), replies[-1] if replies else None)

    def open_number(self, number: int) -> None:
        """Chooses the citation of this number in the current reply, if it has one."""
        if self.current and 1 <= number <= len(self.current.places):
            self.current.places[number - 1].choose()

    def open_next(self, step: int) -> None:
        """Chooses the citation after the open one (1) or before it (-1); without one, the current reply's first."""
        places = [view for reply in self.replies for view in reply.places]
        if self._open in places:
            index = places.index(self._open) + step
            if 0 <= index < len(places):
                places[index].choose()
        else:
            self.open_number(1)

    def copy_text(self, *, cited: bool) -> str | None:
        """The current reply's answer; None without one."""
        return self.current.copy_text(cited=cited) if self.current else None

    @on(CitationView.Chosen)
    def mark_open(self, event: CitationView.Chosen) -> None:
        """The message goes on to the app, which opens the document."""
        for reply in self.replies:
            holds = event.view in reply.walk_children(CitationView)
            reply.mark_open(event.view.number if holds else None)
            if holds:
                self._open = reply.places[event.view.number - 1]
        event.view.scroll_visible(animate=False)

    def unmark(self) -> None:
        """The source pane is closed; which citation was open is remembered."""
        for reply in self.replies:
            reply.mark_open(None)

    def _show_from_top(self, view: ReplyView) -> None:
        self.call_after_refresh(self.scroll_to_widget, view, top=True, animate=False)
