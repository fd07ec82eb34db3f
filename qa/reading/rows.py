"""Rows of a table that a question names: "Which base has the Vesta Spot?" asks for nothing of other lamps."""

import re
from collections import defaultdict
from collections.abc import Sequence

from corpus.rendering import CELL, Rendering
from embeddings.keywords import STOP_WORDS

_WORD = re.compile(r"\w+")


def worth_reading(question: str, renderings: Sequence[Rendering]) -> list[Rendering]:
    """Of what is read of one document: without the other rows of a table where the question names rows by all they are
    called, however many passages the table takes; of names within each other the longest counts."""
    asked = _words(question)
    named: dict[str, list[set[str]]] = defaultdict(list)
    for each in renderings:
        words = _words(each.label) if each.is_row else set()
        if words <= asked and _tells(words):
            named[_table(each)].append(words)
    return [each for each in renderings if not each.is_row or _is_among(_words(each.label), named.get(_table(each)))]


def _is_among(words: set[str], named: Sequence[set[str]] | None) -> bool:
    return named is None or (words in named and not any(words < other for other in named))


def _table(row: Rendering) -> str:
    """What is put between the cells of a row, the names of their columns among it: the same in all rows of a table."""
    ends = [row.begins, *(run.read.end for run in row.runs if run.start >= row.begins)]
    starts = [*(run.start for run in row.runs if run.start >= row.begins), len(row.text)]
    return CELL.join(row.text[end:start] for end, start in zip(ends, starts, strict=True))


def is_named(question: str, row: Rendering) -> bool:
    words = _words(row.label)
    return row.is_row and _tells(words) and words <= _words(question)


def _tells(words: set[str]) -> bool:
    """Whether it can be meant: a digit by itself may be said of anything."""
    return any(len(word) > 1 for word in words)


def _words(text: str) -> set[str]:
    words = (word for word in _WORD.findall(text.casefold()) if word not in STOP_WORDS)
    return {word.removesuffix("s") if len(word) > 3 else word for word in words}
