"""Examples -> questions about another year, number or name than their passage's, which it therefore does not answer.

A reader that has seen only questions their passages answer, or that are about something else, takes the right subject for an
answer: asked for the calls of another night, it gives those of the night it is told of.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa.training.examples import Example, plain

YEARS_APART = 30
"""At most, between a year and the one put in its place."""

_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_NUMBER = re.compile(r"(?<![\w.,-])\d{1,3}(?:,\d{3})*(?![\w,-]|\.\d)")
_NAME = re.compile(
    r"(?<=[a-z,] )[A-Z][\w.’'-]*(?<!['’]s)(?: (?:of |the |de |van |and )?[A-Z][\w.’'-]*(?<!['’]s))*(?=[ ?,'’]|\Z)"
)
_WORD = re.compile(r"\w{3,}|\d+")


@dataclass(frozen=True, slots=True)
class _Mention:
    """What a question names. `kind`: what may stand in its place; of names, the word before them, as in "in Lima"."""

    kind: str
    text: str
    start: int


def contrasts(examples: Sequence[Example], others: Sequence[str], chooser: random.Random) -> list[Example]:
    """For each example its question with one thing changed that the passage states, without an answer; an example for
    which there is none is left out. `others` are the questions that names are taken from."""
    names: dict[str, list[str]] = {}
    for question in others:
        for mention in _mentions(question):
            names.setdefault(mention.kind, []).append(mention.text)
    found = (_contrast(example, names, chooser) for example in examples)
    return [example for example in found if example]


def _contrast(example: Example, names: dict[str, list[str]], chooser: random.Random) -> Example | None:
    passage = f" {plain(example.title)} {plain(example.context)} "
    stated = [mention for mention in _mentions(example.question) if f" {plain(mention.text)} " in passage]
    if not stated:
        return None
    mention = chooser.choice(stated)
    words = {*passage.split(), *plain(example.question).split()}
    for other in _instead(mention, names, chooser):
        if not any(word in words for word in _WORD.findall(plain(other))):
            end = mention.start + len(mention.text)
            question = example.question[: mention.start] + other + example.question[end:]
            return replace(example, id=f"{example.id}#contrast", question=question, answers=())
    return None


def _instead(mention: _Mention, names: dict[str, list[str]], chooser: random.Random) -> list[str]:
    """Some that may stand in its place, drawn at random."""
    if mention.kind == "year":
        year = int(mention.text)
        return [str(year + chooser.choice((-1, 1)) * chooser.randint(1, YEARS_APART)) for _ in range(5)]
    if mention.kind == "number":
        number = int(mention.text.replace(",", ""))
        return [f"{chooser.randint(number // 2, 2 * number + 10):,}" for _ in range(5)]
    of_kind = names.get(mention.kind, [])
    return chooser.sample(of_kind, min(10, len(of_kind)))


def _mentions(question: str) -> Iterator[_Mention]:
    years = list(_YEAR.finditer(question))
    for year in years:
        yield _Mention("year", year[0], year.start())
    for number in _NUMBER.finditer(question):
        yield _Mention("number", number[0], number.start())
    for name in _NAME.finditer(question):
        before = question[: name.start()].split()[-1].lower()
        yield _Mention(f"name after {before}", name[0], name.start())
