"""`Span`: a half-open range of character indices, and how one is blanked out."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple


class Span(NamedTuple):
    """Characters `start` up to, not including, `end`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end

    def shifted(self, distance: int) -> "Span":
        return Span(self.start + distance, self.end + distance)

    def stripped(self, text: str) -> "Span":
        """Without white space at its ends; where it is all white space, empty."""
        part = self.of(text)
        start = self.start + len(part) - len(part.lstrip())
        return Span(start, max(start, self.start + len(part.rstrip())))

    def clipped(self, other: "Span") -> "Span":
        """What of it lies in `other`; an empty span where nothing does."""
        start = min(max(self.start, other.start), other.end)
        return Span(start, max(start, min(self.end, other.end)))


def blank(text: str, spans: list[Span]) -> str:
    """`text` with the characters of `spans`, and all control characters but line ends, replaced by spaces.

    blank("**a** b", [Span(0, 2), Span(3, 5)]) -> "  a   b"
    """
    pieces: list[str] = []
    position = 0
    for span in sorted(spans):
        start = max(span.start, position)
        pieces += [text[position:start], " " * max(0, span.end - start)]
        position = max(position, span.end)
    pieces.append(text[position:])
    return "".join(pieces).translate(_CONTROLS)


_CONTROLS = {code: " " for code in (*range(32), *range(127, 160), 0xFEFF) if chr(code) not in "\n\r"}


def clipped_to(place: Span, spans: Sequence[Span]) -> tuple[Span, ...]:
    """What of some spans, ascending and disjoint, lies in a place."""
    first = bisect_right(spans, place.start, key=lambda span: span.end)
    last = bisect_left(spans, place.end, key=lambda span: span.start)
    return tuple(span.clipped(place) for span in spans[first:last])
