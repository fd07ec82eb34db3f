"""A reply as blocks in the order they are read; renderers receive finished text and decide nothing but its look."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from qa.replies.answers import Alternative, Answer, Citation, NoAnswer, Reply
from qa.showing.likelihood import likelihood_line, short_likelihood
from qa.showing.wording import (
    asked_line,
    coverage_line,
    disagreement_line,
    headline,
    in_one_line,
    items_of,
    sources_line,
    unknown_words_line,
)

Kind = Literal["asked", "answer", "refusal", "note", "heading", "value", "citations", "passages", "coverage"]
"""`passages` answer nothing: nothing of them is marked as verified."""


@dataclass(frozen=True, slots=True)
class Block:
    kind: Kind
    text: str = ""
    detail: str = ""
    """Of a `value`: how likely it is, or how many say so."""

    items: tuple[str, ...] = ()
    """Of an `answer` that is a list."""

    citations: tuple[Citation, ...] = ()


def lay_out(reply: Reply) -> Iterator[Block]:
    if reply.asked != reply.question:
        yield Block("asked", asked_line(reply))
    match reply:
        case Answer():
            yield from _answer(reply)
        case NoAnswer():
            yield from _no_answer(reply)
    yield Block("coverage", coverage_line(reply.coverage))


def _answer(answer: Answer) -> Iterator[Block]:
    yield Block("answer", in_one_line(answer.text), items=items_of(answer.text))
    yield Block("note", likelihood_line(answer))
    yield Block("citations", citations=answer.citations)
    for disagreement in answer.disagreements:
        yield Block("heading", f"{disagreement_line(disagreement, answer.text)}:")
        for value in disagreement.values:
            yield Block("value", in_one_line(value.answer), sources_line(value.sources, value.citations))
            yield Block("citations", citations=value.citations)
    if answer.alternatives:
        yield Block("heading", "Other answers:")
    yield from _alternatives(answer.alternatives)


def _no_answer(no_answer: NoAnswer) -> Iterator[Block]:
    yield Block("refusal", headline(no_answer))
    yield Block("note", no_answer.message)
    if line := unknown_words_line(no_answer):
        yield Block("note", line)
    if no_answer.possible:
        yield Block("heading", "Possibly:")
    yield from _alternatives(no_answer.possible)
    if no_answer.nearest:
        yield Block("heading", "Nearest passages:")
        yield Block("passages", citations=no_answer.nearest)


def _alternatives(alternatives: tuple[Alternative, ...]) -> Iterator[Block]:
    for alternative in alternatives:
        yield Block("value", in_one_line(alternative.answer), short_likelihood(alternative))
        yield Block("citations", citations=alternative.citations)
