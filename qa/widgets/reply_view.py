"""A question and what came of it: an answer, an explained no-answer, or an error that can be put right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from corpus.errors import UserError
from qa.answering.typed_filters import filter_words, without_filters
from qa.replies.answers import Alternative, Answer, Citation, Cue, Disagreement, NoAnswer, Reply
from qa.replies.printable import on_one_line
from qa.showing.likelihood import is_doubtful, likelihood_line, short_likelihood
from qa.showing.wording import (
    coverage_line,
    disagreement_line,
    exact_place_of,
    headline,
    notes_on,
    sources_line,
    unknown_words_line,
)
from qa.widgets.asked_as import AskedAs
from qa.widgets.citation_view import CitationView
from qa.widgets.fitted import Fitted

Outcome = Reply | UserError | str
"""What a question comes to; a string says why nothing came of it."""

Part = Sequence[Widget]
"""Of a reply, what is laid out in one go."""


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
        self._cited: list[CitationView] = []
        """Every citation made, also those that are still to be mounted."""

        self.is_whole = False
        """Whether all parts of the reply stand there."""

        self._open: int | None = None
        """The number of the citation whose place the source pane shows."""

    @property
    def places(self) -> list[CitationView]:
        """One citation for each place shown; the first has number 1."""
        first_of: dict[int, CitationView] = {}
        for view in self._cited:
            first_of.setdefault(view.number, view)
        return list(first_of.values())

    @property
    def asked(self) -> str:
        """The question as it was asked of the documents; as typed while that is not known."""
        return self.reply.asked if self.reply else self.question

    @property
    def to_edit(self) -> str:
        """What was asked, with its filters, as it could have been typed."""
        return " ".join((*self._filters, self.asked))

    def compose(self) -> ComposeResult:
        if self._filters:
            yield Horizontal(*(_line(each, "chip") for each in self._filters), classes="chips")
        yield _line(self.question, "question")
        yield _line("Searching …", "progress")

    async def show_passages(self, passages: Sequence[Citation]) -> None:
        """What was found and is now being read; it makes room for the reply."""
        with self.app.batch_update():
            await self._clear_passages()
            self.query_one(".progress", Static).update("Reading what was found …")
            await self.mount(Vertical(*self._cite(passages, (), is_answer=False), classes="found"))

    async def show(self, outcome: Outcome, *, at_once: bool = False) -> None:
        """Part after part, unless `at_once`: what is typed meanwhile waits until one of them is laid out, not all."""
        parts = self._parts(outcome)
        with self.app.batch_update():
            await self._clear_passages()
            self.remove_class("-waiting")
            if isinstance(outcome, Answer | NoAnswer):
                self.reply = outcome
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
        self._open = number
        for view in self._cited:
            view.set_class(view.number == number, "-open")

    def copy_text(self, *, cited: bool) -> str | None:
        """The answer, with its first citation where asked for; None without an answer."""
        if not isinstance(self.reply, Answer):
            return None
        quote, citation = on_one_line(self.reply.text), self.reply.citations[0]
        if not cited:
            return quote
        return f"“{quote}” ({exact_place_of(citation)})"

    async def _clear_passages(self) -> None:
        self._cited = []
        self._open = None
        await self.query(".found").remove()

    def _parts(self, outcome: Outcome) -> Iterator[Part]:
        """What stands below the question, in order."""
        match outcome:
            case Answer():
                yield from self._answer(outcome)
            case NoAnswer():
                yield list(self._no_answer(outcome))
            case UserError():
                yield list(error_lines(outcome))
            case str():
                yield [_line(outcome, "note")]

    def _answer(self, answer: Answer) -> Iterator[Part]:
        likelihood = Static(Fitted(partial(_in_parts, likelihood_line(answer))), classes="confidence")
        cited = self._cite(answer.citations, answer.cues)
        yield [*self._asked(answer), _line(answer.text, "answer"), likelihood, *cited]
        for disagreement in answer.disagreements:
            yield list(self._disagreement(disagreement, answer))
        others = [each for each in answer.alternatives if self._number_of(each.citations[0]) is None]
        if others:
            yield [_line("Other answers", "heading"), *self._alternative(others[0], answer.cues)]
        for alternative in others[1:]:
            yield list(self._alternative(alternative, answer.cues))
        yield [_line(coverage_line(answer.coverage), "coverage")]

    def _alternative(self, alternative: Alternative, cues: Sequence[Cue]) -> Iterator[Widget]:
        yield _line(alternative.answer, "value")
        yield _line(short_likelihood(alternative), "note")
        yield from self._cite(alternative.citations, cues)

    def _disagreement(self, disagreement: Disagreement, answer: Answer) -> Iterator[Widget]:
        yield _line(disagreement_line(disagreement, answer.text), "heading")
        yield Horizontal(
            *(
                Vertical(
                    _line(value.answer, "value"),
                    _line(sources_line(value.sources, value.citations), "note"),
                    *self._cite(value.citations, answer.cues),
                )
                for value in disagreement.values
            ),
            classes="values",
        )

    def _no_answer(self, no_answer: NoAnswer) -> Iterator[Widget]:
        yield from self._asked(no_answer)
        yield _line(headline(no_answer), "no-answer")
        yield _line(no_answer.message, "reason")
        if line := unknown_words_line(no_answer):
            yield _line(line, "reason")
        if no_answer.possible:
            yield _line("Possibly", "heading")
        for possible in no_answer.possible:
            yield Vertical(*self._alternative(possible, no_answer.cues), classes="possible")
        if no_answer.nearest:
            yield _line("Nearest passages", "heading")
            yield from self._cite(no_answer.nearest, (), is_answer=False)
        yield _line(coverage_line(no_answer.coverage), "coverage")

    def _asked(self, reply: Reply) -> Iterator[Widget]:
        """What was asked of the documents, where that is not what was typed."""
        if reply.asked != self.question:
            yield AskedAs(reply, typed=self.typed, to_edit=self.to_edit)

    def _cite(
        self, citations: Sequence[Citation], cues: Sequence[Cue], *, is_answer: bool = True
    ) -> Iterator[CitationView]:
        """The citations, numbered by place: one that was shown before keeps its number. `cues`: those of the reply."""
        for citation in citations:
            number = self._number_of(citation)
            limits = notes_on(citation, cues)
            view = CitationView(citation, number or len(self.places) + 1, limits, is_answer=is_answer)
            view.set_class(view.number == self._open, "-open")
            self._cited.append(view)
            yield view

    def _number_of(self, citation: Citation) -> int | None:
        return next((view.number for view in self._cited if _place(view.citation) == _place(citation)), None)


def error_lines(error: UserError) -> Iterator[Widget]:
    """What is wrong, and the way out."""
    yield _line(str(error), "error")
    if error.hint:
        yield _line(f"Try: {error.hint}", "hint")


def _line(text: str, classes: str) -> Static:
    """Text as data: `Content` is never parsed as markup."""
    return Static(Content(on_one_line(text)), classes=classes)


def _in_parts(line: str, width: int) -> Content:
    """The line, where it is too long a part a row, if each of them fits."""
    parts = line.split(" · ")
    has_broken = cell_len(line) > width and max(map(cell_len, parts)) <= width
    return Content("\n".join(parts) if has_broken else line)


def _place(citation: Citation) -> tuple[str, int, int]:
    return citation.document, citation.start, citation.end
