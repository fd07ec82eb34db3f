"""Two readers in a row: a small one reads everything found, a deep one reads the best of it again and decides."""

from collections.abc import Sequence
from dataclasses import replace

from qa.reading.reader import Reader, Reading

READ_AGAIN = 2
"""Passages. More cost time and gain nothing (qa/decisions/0012-two-readers-in-a-row.md)."""


class CascadeReader:
    """A `Reader` itself. What the deep reader does not read again has no readings."""

    def __init__(self, small: Reader, deep: Reader, *, again: int = READ_AGAIN) -> None:
        """`again`: how many texts are read twice, at most."""
        self._small = small
        self._deep = deep
        self._again = again

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        chosen = sorted(self._worth_reading_again(question, texts))
        readings = self._deep.read(question, [texts[index] for index in chosen])
        return [replace(reading, text_index=chosen[reading.text_index]) for reading in readings]

    def _worth_reading_again(self, question: str, texts: Sequence[str]) -> list[int]:
        """The texts with the best spans, best first; all of them where they are few."""
        if len(texts) <= self._again:
            return list(range(len(texts)))
        best_first = dict.fromkeys(reading.text_index for reading in self._small.read(question, texts))
        return list(best_first)[: self._again]
