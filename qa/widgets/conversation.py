"""The questions of this run and their replies, the newest below."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import DescendantFocus

from corpus.coverage import Coverage
from corpus.errors import UserError
from corpus.store import FileRecord
from qa.replies.answers import Citation, Reply
from qa.replies.printable import on_one_line
from qa.widgets.citation_view import CitationView
from qa.widgets.reply_parts import Outcome
from qa.widgets.reply_view import ReplyView
from qa.widgets.welcome import Welcome

if TYPE_CHECKING:
    from qa.answering.trace import Trace

MOST_ANSWERS = 5
"""The answer, and at most four less likely ones or other members of a list."""


class Conversation(VerticalScroll):
    BINDING_GROUP_TITLE = "Conversation"
    HELP: ClassVar[str] = """\
Every question with its reply. The answer is a span of a document, character for character; below it stands the sentence
it comes from. **tab** goes from citation to citation, **enter** opens one. What is typed goes to the question; a number
asked there opens the citation of that number.

The counts beside it are measured: so many answers scored like this one were right. The words claim no more than they
bear out. **ctrl+y** copies the answer, **ctrl+k** with its citation; **ctrl+s** saves it as a question to measure with,
**ctrl+x** exports the conversation.

A question that follows up is completed from the conversation; how it was understood stands above its answer. **ctrl+e**
puts it into the question box so, to be edited and asked; **f5** asks it again exactly as it was typed.
"""

    def __init__(self) -> None:
        super().__init__()
        self.border_title = "Quoth"
        self.current: ReplyView | None = None
        """The reply last asked for, chosen from or in focus: what keys refer to."""

        self._open: CitationView | None = None
        """The citation whose place the source pane shows."""

    welcome = getters.query_one(Welcome)

    def compose(self) -> ComposeResult:
        yield Welcome()

    def show_folder(self, folder: Path, documents: Sequence[FileRecord], coverage: Coverage) -> None:
        self.border_title = Content(f"Quoth · {on_one_line(folder.resolve().name)}")
        self.welcome.show(documents, coverage)

    async def begin(self, question: str) -> int:
        """Adds a question; returns its number, by which `show` knows it. It overtakes one that still waits."""
        if self.waiting is not None:
            await self.show(self.waiting, "Overtaken by the next question.")
        self.add_class("-asked")
        await self._add(question)
        self._show_current()
        return len(self.replies) - 1

    async def _add(self, question: str) -> "ReplyView":
        """The newest has the height of the pane: its question goes to the top at once, and nothing moves under it."""
        for reply in self.replies:
            reply.remove_class("-newest")
        self.current = ReplyView(question)
        self.current.add_class("-newest")
        await self.mount(self.current)
        return self.current

    async def refuse(self, question: str, error: UserError) -> None:
        """Adds a question that cannot be asked, and says why."""
        await self.show(await self.begin(question), error)

    async def clear(self) -> None:
        """A new conversation: what the documents are is all that is shown."""
        self.current = self._open = None
        self.remove_class("-asked")
        await self.query(ReplyView).remove()

    async def restore(self, replies: Sequence[Reply]) -> None:
        """Shows the replies of a past conversation in place of what is there."""
        await self.clear()
        self.add_class("-asked")
        for reply in replies:
            await (await self._add(reply.question)).show(reply, at_once=True)
        self._show_current()

    @property
    def turns(self) -> list[Reply]:
        """The replies so far, oldest first."""
        return [view.reply for view in self.replies if view.reply]

    def show_passages(self, number: int, passages: Sequence[Citation]) -> None:
        """Says what was found for a question that still waits."""
        if number == self.waiting:
            self.replies[number].show_passages(passages)

    def show_waiting(self, words: str) -> None:
        """Says what the question without a reply, if there is one, waits for; "": for nothing but its turn."""
        if self.waiting is not None:
            self.replies[self.waiting].show_progress(words or "Searching …")

    async def show(self, number: int, outcome: Outcome, trace: "Trace | None" = None) -> None:
        """Shows what a question came to; dropped when it no longer waits, since it was cancelled or overtaken."""
        if number == self.waiting:
            self._open = None
            self.current = self.replies[number]
            self.current.trace = trace
            await self.current.show(outcome)

    @property
    def replies(self) -> list[ReplyView]:
        return [view for view in self.children if isinstance(view, ReplyView)]

    @property
    def waiting(self) -> int | None:
        """The number of the question that has no reply yet; only the newest can be without."""
        replies = self.replies
        return len(replies) - 1 if replies and replies[-1].has_class("-waiting") else None

    def open_number(self, number: int) -> bool:
        """Chooses the citation of this number in the current reply, before the first the question to begin with; False
        when there is none."""
        if self.current is None:
            return self.welcome.ask(number)
        if not 1 <= number <= len(self.current.places):
            return False
        self.current.places[number - 1].choose()
        return True

    def open_next(self, step: int) -> None:
        """Chooses the citation after the open one (1) or before it (-1); without one, the current reply's first."""
        places = [view for reply in self.replies for view in reply.places]
        if self._open not in places:
            self.open_number(1)
        elif 0 <= (index := places.index(self._open) + step) < len(places):
            places[index].choose()

    @property
    def chosen(self) -> CitationView | None:
        """Of the current reply the citation in focus, else the open one, else the first."""
        places = self.current.places if self.current else []
        focused = [view for view in places if view.has_focus] or [view for view in places if view is self._open]
        return next(iter(focused or places), None)

    @property
    def asked(self) -> str:
        """The current question, as it was asked of the documents."""
        return self.current.asked if self.current else ""

    @property
    def reply(self) -> Reply | None:
        """The current one, once it has come."""
        return self.current.reply if self.current else None

    @property
    def trace(self) -> "Trace | None":
        """How the current reply came about, where that is known."""
        return self.current.trace if self.current else None

    def pair_to_compare(self) -> tuple[Citation, Citation] | None:
        """The open citation, or the first, and the one that says otherwise, or else of another document, or the next;
        None where the current reply cites one place."""
        places = self.current.places if self.current else []
        if len(places) < 2:
            return None
        first = self._open if self._open in places else places[0]
        others = [view.citation for view in places if view is not first]
        rivals = self.current.rivals if self.current else ()
        others.sort(key=lambda each: (each not in rivals, each.document == first.citation.document))
        return first.citation, others[0]

    def close_citation(self) -> None:
        """No citation is open any more."""
        self._open = None
        for reply in self.replies:
            reply.mark_open(None)

    def focus_reply(self) -> None:
        """Goes to the current reply's first citation, where the keys that copy and save are heard."""
        views = list(self.current.query(CitationView)) if self.current else []
        (views[0] if views else self).focus()

    def copy_text(self, *, cited: bool) -> str | None:
        """The current reply's answer; None without one."""
        return self.current.copy_text(cited=cited) if self.current else None

    @on(CitationView.Chosen)
    def mark_open(self, event: CitationView.Chosen) -> None:
        """The message goes on to the app, which opens the document."""
        self.close_citation()
        self.current = event.view.query_ancestor(ReplyView)
        self.current.mark_open(event.view.number)
        self._open = self.current.places[event.view.number - 1]
        event.view.scroll_visible(animate=False)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        if isinstance(event.widget, CitationView):
            self.current = event.widget.query_ancestor(ReplyView)

    @on(ReplyView.Grew)
    def show_grown(self, event: ReplyView.Grew) -> None:
        if event.view is self.current:
            self._show_current()

    def on_resize(self) -> None:
        """All that stands above takes other room at another width."""
        self._show_current()

    def _show_current(self) -> None:
        """Scrolls until the question is at the top, or as near to it as there are rows below."""
        if self.current:
            self.call_after_refresh(self.scroll_to_widget, self.current, top=True, animate=False, force=True)
