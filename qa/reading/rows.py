"""Rows of a table that a question names: "Which base has the Vesta Spot?" asks for nothing of other lamps."""

import re
from collections.abc import Sequence

from corpus.rendering import Rendering
from embeddings.keywords import STOP_WORDS

_WORD = re.compile(r"\w+")


def worth_reading(question: str, renderings: Sequence[Rendering]) -> list[Rendering]:
    """Of what is read of one passage: without the rows of others where the question names rows by all they are called; of
    names within each other the longest counts."""
    asked = _words(question)
    called = {id(row): _words(row.label) for row in renderings if row.is_row}
    named = {key: words for key, words in called.items() if words and words <= asked and _tells(words)}
    longest = {key for key, words in named.items() if not any(words < other for other in named.values())}
    return [each for each in renderings if not each.is_row or not longest or id(each) in longest]


def is_named(question: str, row: Rendering) -> bool:
    words = _words(row.label)
    return row.is_row and _tells(words) and words <= _words(question)


def _tells(words: set[str]) -> bool:
    """Whether it can be meant: a digit by itself may be said of anything."""
    return any(len(word) > 1 for word in words)


def _words(text: str) -> set[str]:
    words = (word for word in _WORD.findall(text.casefold()) if word not in STOP_WORDS)
    return {word.removesuffix("s") if len(word) > 3 else word for word in words}
