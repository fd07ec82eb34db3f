"""What is found is read best first, and no further than needed."""

import math
from collections.abc import Sequence
from dataclasses import replace

from qa.english.question_kind import is_list_question
from qa.reading.reader import Reader, Reading

AT_FIRST = 6
"""Texts that are read whatever comes of them."""

AT_ONCE = 4
"""Texts read after these, between two looks at what they have brought."""

SURE = 0.8
"""Probability of the best span, should search have put its text first, from which on nothing after it is read
(qa/decisions/0025-what-asking-does-at-start.md)."""


class BestFirstReader:
    """A `Reader` itself, of texts that come best first. What it does not read has no readings."""

    def __init__(self, reader: Reader, *, sure_margin: float) -> None:
        """`sure_margin`: of a span after which the rest is left unread."""
        self._reader = reader
        self._sure_margin = sure_margin

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        """Of a question for a list all are read: other texts may hold the rest of it."""
        readings: list[Reading] = []
        sure = math.inf if is_list_question(question) else self._sure_margin
        first, end = 0, AT_FIRST
        while first < len(texts) and not (readings and readings[0].margin >= sure):
            found = self._reader.read(question, texts[first:end])
            readings += [replace(reading, text_index=first + reading.text_index) for reading in found]
            readings.sort(key=lambda reading: (-reading.margin, reading.text_index, reading.span))
            first, end = end, end + AT_ONCE
        return readings
