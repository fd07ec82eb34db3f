"""A question and what came of it: an answer, an explained no-answer, or an error that can be put right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from qa.answering.typed_filters import filter_words, without_filters
from qa.replies.answers import Answer, Citation, NoAnswer, Reply
from qa.replies.printable import on_one_line
from qa.showing.likelihood import is_doubtful
from qa.showing.wording import exact_place_of, found_line
from qa.widgets.asked_as import AskedAs
from qa.widgets.citation_view import CitationView
from qa.widgets.reply_parts import Outcome, Part, ReplyParts, line

if TYPE_CHECKING:
    from qa.answering.trace import Trace


class ReplyView(Vertical):
    HELP: ClassVar[str] = CitationView.HELP

    @dataclass
    class Grew(Message):
        """Another part of the reply stands there."""

        view: "ReplyView"

    def __init__(self, typed: str) -> None:
        """`typed`: the question, perhaps with filters in it."""
        super().__init__(classes="-waiting")
        self.typed = typed
        self.question = without_filters(typed)
        self._filters = filter_words(typed)
        self.reply: Reply | None = None
        self.trace: Trace | None = None
        """How the reply came about; None where it comes from an earlier run."""

        self._parts = ReplyParts("")
        self.is_whole = False
        """Whether all parts of the reply stand there."""

    @property
    def places(self) -> list[CitationView]:
        """One citation for each place shown; the first has number 1."""
        return self._parts.places

    @property
    def asked(self) -> str:
        """The question as it was asked of the documents; as typed while that is not known."""
        return self.reply.asked if self.reply else self.question

    @property
    def to_edit(self) -> str:
        """What was asked, with its filters, as it could have been typed."""
        return " ".join((*self._filters, self.asked))

    @property
    def rivals(self) -> list[Citation]:
        """The citations of values that another one than the first has."""
        if not isinstance(self.reply, Answer):
            return []
        values = (value for disagreement in self.reply.disagreements for value in disagreement.values[1:])
        return [citation for value in values for citation in value.citations]

    def compose(self) -> ComposeResult:
        if self._filters:
            yield Horizontal(*(line(each, "chip") for each in self._filters), classes="chips")
        yield line(self.question, "question")
        yield line("Searching …", "progress")

    def show_progress(self, words: str) -> None:
        """What the question waits for."""
        self.query_one(".progress", Static).update(Content(on_one_line(words)))

    def show_passages(self, passages: Sequence[Citation]) -> None:
        """Where something was found, in one line, while it is read."""
        self.show_progress(found_line(passages))

    async def show(self, outcome: Outcome, *, at_once: bool = False) -> None:
        """Part after part, unless `at_once`: what is typed meanwhile waits until one of them is laid out, not all."""
        if isinstance(outcome, Answer | NoAnswer):
            self.reply = outcome
        self._parts = ReplyParts(outcome, asked_as=self._asked_as())
        parts = iter(self._parts)
        with self.app.batch_update():
            self.remove_class("-waiting")
            self.set_class(isinstance(outcome, Answer) and is_doubtful(outcome), "-doubtful")
            for part in parts if at_once else islice(parts, 1):
                await self.mount_all(part)
        self.is_whole = at_once
        self._go_on(parts)

    def _go_on(self, parts: Iterator[Part]) -> None:
        self.post_message(self.Grew(self))
        self.call_after_refresh(self._show_next, parts)

    async def _show_next(self, parts: Iterator[Part]) -> None:
        if part := next(parts, None):
            with self.app.batch_update():
                await self.mount_all(part)
            self._go_on(parts)
        else:
            self.is_whole = True

    def mark_open(self, number: int | None) -> None:
        """Marks the citation whose place the source pane shows; None: it shows none of these."""
        self._parts.mark_open(number)

    def copy_text(self, *, cited: bool) -> str | None:
        """The answer, with its first citation where asked for; None without an answer."""
        if not isinstance(self.reply, Answer):
            return None
        quote, citation = on_one_line(self.reply.text), self.reply.citations[0]
        if not cited:
            return quote
        return f"“{quote}” ({exact_place_of(citation)})"

    def _asked_as(self) -> AskedAs | None:
        """What was asked of the documents, where that is not what was typed."""
        if self.reply is None or self.reply.asked == self.question:
            return None
        return AskedAs(self.reply, typed=self.typed, to_edit=self.to_edit)
