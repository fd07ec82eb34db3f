"""What stands below a question, part after part: an answer, values that conflict, why there is no answer, an error."""

from collections.abc import Iterator, Sequence
from functools import partial

from rich.cells import cell_len
from textual.containers import Grid, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from corpus.errors import UserError
from qa.replies.answers import Alternative, Answer, Citation, Cue, Disagreement, NoAnswer, Reply, Value
from qa.replies.printable import on_one_line
from qa.showing.likelihood import likelihood_line, measured_line, short_likelihood
from qa.showing.wording import (
    coverage_line,
    disagreement_line,
    headline,
    in_one_line,
    is_taken_up,
    items_of,
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


class ReplyParts:
    """Makes the widgets of one outcome; the citations among them are numbered by place."""

    def __init__(self, outcome: Outcome, *, asked_as: AskedAs | None = None) -> None:
        """`asked_as`: how the question was understood, where that is not what was typed."""
        self._outcome = outcome
        self._asked_as = asked_as
        self._open: int | None = None
        self.cited: list[CitationView] = []
        """Every citation made, also those that are still to be mounted."""

    @property
    def places(self) -> list[CitationView]:
        """One citation for each place shown; the first has number 1."""
        first_of: dict[int, CitationView] = {}
        for view in self.cited:
            first_of.setdefault(view.number, view)
        return list(first_of.values())

    def mark_open(self, number: int | None) -> None:
        """Marks the citation of this number wherever it stands or is going to; None: none is open."""
        self._open = number
        for view in self.cited:
            view.set_class(view.number == number, "-open")

    def __iter__(self) -> Iterator[Part]:
        match self._outcome:
            case Answer() as answer if any(_own_conflicts(answer)):
                yield from self._contradicted(answer)
                yield from self._after(answer)
            case Answer() as answer:
                yield from self._answer(answer)
                yield from self._after(answer)
            case NoAnswer():
                yield list(self._no_answer(self._outcome))
            case UserError():
                yield list(error_lines(self._outcome))
            case str():
                yield [line(self._outcome, "note")]

    def _asked(self) -> list[Widget]:
        return [self._asked_as] if self._asked_as else []

    def _answer(self, answer: Answer) -> Iterator[Part]:
        confidence = _confidence(likelihood_line(answer))
        cited = self._cite(answer.citations, answer.cues)
        items = [line(f"· {item}", "item") for item in items_of(answer.text)]
        answered = [Vertical(*items, classes="answer")] if items else [line(in_one_line(answer.text), "answer")]
        yield [*self._asked(), *answered, confidence, *cited]

    def _contradicted(self, answer: Answer) -> Iterator[Part]:
        """No answer stands above the others: each value once, with who says so."""
        conflicts = list(_own_conflicts(answer))
        rivals = [value for conflict in conflicts for value in conflict.values[1:]]
        values = [conflicts[0].values[0], *rivals]
        columns = Grid(*(self._value(each, answer.cues) for each in values), classes="values")
        headed = [line(disagreement_line(conflicts[0], answer.text), "conflict"), _confidence(measured_line(answer))]
        yield [*self._asked(), *headed, columns]

    def _value(self, value: Value, cues: Sequence[Cue]) -> Widget:
        sources = line(sources_line(value.sources, value.citations), "note")
        return Vertical(line(in_one_line(value.answer), "value"), sources, *self._cite(value.citations, cues))

    def _after(self, answer: Answer) -> Iterator[Part]:
        """What is said otherwise without being a conflict, conflicts about what was said before, what is less likely."""
        for disagreement in answer.disagreements:
            if disagreement not in _own_conflicts(answer):
                is_own = disagreement.values[0].answer == answer.text
                values = disagreement.values[1:] if is_own else disagreement.values
                columns = [self._value(each, answer.cues) for each in values]
                yield [line(disagreement_line(disagreement, answer.text), "heading"), Grid(*columns, classes="values")]
        others = [each for each in answer.alternatives if self._number_of(each.citations[0]) is None]
        if others:
            yield [line("Other answers", "heading"), *self._alternative(others[0], answer.cues)]
        for alternative in others[1:]:
            yield list(self._alternative(alternative, answer.cues))
        yield [line(coverage_line(answer.coverage), "coverage")]

    def _alternative(self, alternative: Alternative, cues: Sequence[Cue]) -> Iterator[Widget]:
        yield line(in_one_line(alternative.answer), "value")
        yield line(short_likelihood(alternative), "note")
        yield from self._cite(alternative.citations, cues)

    def _no_answer(self, no_answer: NoAnswer) -> Iterator[Widget]:
        yield from self._asked()
        yield line(headline(no_answer), "no-answer")
        yield line(no_answer.message, "reason")
        if words := unknown_words_line(no_answer):
            yield line(words, "reason")
        if no_answer.possible:
            yield line("Possibly", "heading")
        for possible in no_answer.possible:
            yield Vertical(*self._alternative(possible, no_answer.cues), classes="possible")
        if no_answer.nearest:
            yield line("Nearest passages", "heading")
            yield from self._cite(no_answer.nearest, (), is_answer=False)
        yield line(coverage_line(no_answer.coverage), "coverage")

    def _cite(
        self, citations: Sequence[Citation], cues: Sequence[Cue], *, is_answer: bool = True
    ) -> Iterator[CitationView]:
        """The citations, numbered by place: one that was shown before keeps its number. `cues`: those of the reply."""
        for citation in citations:
            number = self._number_of(citation)
            limits = notes_on(citation, cues)
            view = CitationView(citation, number or len(self.places) + 1, limits, is_answer=is_answer)
            view.set_class(view.number == self._open, "-open")
            self.cited.append(view)
            yield view

    def _number_of(self, citation: Citation) -> int | None:
        return next((view.number for view in self.cited if _place(view.citation) == _place(citation)), None)


def _own_conflicts(answer: Answer) -> Iterator[Disagreement]:
    """Those about the answer itself; a follow-up may take up others."""
    for disagreement in answer.disagreements:
        if disagreement.relation == "conflict" and not is_taken_up(disagreement, answer.text):
            yield disagreement


def error_lines(error: UserError) -> Iterator[Widget]:
    """What is wrong, and the way out."""
    yield line(str(error), "error")
    if error.hint:
        yield line(f"Try: {error.hint}", "hint")


def line(text: str, classes: str) -> Static:
    """Text as data: `Content` is never parsed as markup."""
    return Static(Content(on_one_line(text)), classes=classes)


def _confidence(words: str) -> Static:
    return Static(Fitted(partial(_in_parts, words)), classes="confidence")


def _in_parts(words: str, width: int) -> Content:
    """The line, where it is too long a part a row, if each of them fits."""
    parts = words.split(" · ")
    has_broken = cell_len(words) > width and max(map(cell_len, parts)) <= width
    return Content("\n".join(parts) if has_broken else words)


def _place(citation: Citation) -> tuple[str, int, int]:
    return citation.document, citation.start, citation.end
