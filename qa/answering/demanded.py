"""What was read, held against what a follow-up demands of it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.answering.refusals import LEAST_POSSIBLE
from qa.reading.candidates import Candidate
from qa.reading.surroundings import surroundings

if TYPE_CHECKING:
    from qa.follow_ups.demands import Demand


def meeting(demands: "Sequence[Demand]", candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, most probable first; one that stands with another year or place than is demanded answers another
    question, and is last, with no confidence."""
    met: list[Candidate] = []
    unmet: list[Candidate] = []
    for candidate in candidates:
        is_met = not demands or _first_unmet(demands, candidate) is None
        (met if is_met else unmet).append(candidate)
    return met + [replace(candidate, confidence=0.0) for candidate in unmet]


def unmet_line(demands: "Sequence[Demand]", candidates: Sequence[Candidate]) -> str:
    """What the most probable candidate would have answered, had it not stood with something else; "" where none might
    have answered."""
    best = max(candidates, key=lambda candidate: candidate.confidence, default=None)
    if best is None or best.confidence < LEAST_POSSIBLE:
        return ""
    unmet = _first_unmet(demands, best)
    return unmet.unmet if unmet else ""


def _first_unmet(demands: "Sequence[Demand]", candidate: Candidate) -> "Demand | None":
    around = surroundings(candidate.hit.passage, candidate.span)
    return next((demand for demand in demands if not demand.is_met(candidate.text, around)), None)
