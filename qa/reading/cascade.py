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

        self._first: tuple[str, tuple[str, ...], list[Reading]] | None = None

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        chosen = sorted(self._worth_reading_again(question, texts))
        readings = self._deep.read(question, [texts[index] for index in chosen])
        return [replace(reading, text_index=chosen[reading.text_index]) for reading in readings]

    def _worth_reading_again(self, question: str, texts: Sequence[str]) -> list[int]:
        """The texts with the best spans, best first; all of them where they are few."""
        if len(texts) <= self._again:
            return list(range(len(texts)))
        best_first = dict.fromkeys(reading.text_index for reading in self._read_first(question, texts))
        return list(best_first)[: self._again]

    def read_once(self, question: str, texts: Sequence[str]) -> list[Reading]:
        """What the small reader alone reads in the texts that are not read again: its best span of each, by margin, best
        first. The margin is less that of its best span of all, so that it is at most 0."""
        again = set(self._worth_reading_again(question, texts))
        if len(again) == len(texts):
            return []
        first = self._read_first(question, texts)
        best: dict[int, Reading] = {}
        for reading in first:
            if reading.text_index not in again:
                best.setdefault(reading.text_index, replace(reading, margin=reading.margin - first[0].margin))
        return list(best.values())

    def _read_first(self, question: str, texts: Sequence[str]) -> list[Reading]:
        """By the small reader; kept until something else is read."""
        if self._first is None or self._first[:2] != (question, tuple(texts)):
            self._first = (question, tuple(texts), self._small.read(question, texts))
        return self._first[2]
