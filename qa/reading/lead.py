"""How far the reader prefers a span to what stands elsewhere: where many passages seem to answer, a high margin says little."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

NO_RIVAL = -10.0
"""The margin that stands in for a rival's where there is none, and for one still lower: so low that it never is the answer."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A span that was read in a passage."""

    passage: Hashable
    text: str
    margin: float


def leads(spans: Sequence[Scored]) -> list[float]:
    """For each span, in the same order, its margin less the best one of another passage whose span says something else.

    A span that stands whole in the other says the same."""
    best_first = sorted(spans, key=lambda span: -span.margin)
    return [span.margin - max(NO_RIVAL, _rival(span, best_first)) for span in spans]


def _rival(span: Scored, best_first: Sequence[Scored]) -> float:
    own = span.text.casefold()
    for other in best_first:
        if other.passage != span.passage and not _says_the_same(own, other.text.casefold()):
            return other.margin
    return NO_RIVAL


def _says_the_same(one: str, other: str) -> bool:
    return one in other or other in one
