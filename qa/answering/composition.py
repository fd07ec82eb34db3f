"""Candidates -> who says what: the answer, who else says so, who says otherwise, what else is a member of a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from qa.english.agreement import covers, relation
from qa.english.quantities import quantity
from qa.reading.candidates import Candidate

LEAST_SUPPORT = 0.25
"""From this confidence on, another document's best reading that agrees with the answer supports it: a misreading rarely
agrees with a reading elsewhere. One that is merely compatible must be credible by itself."""

LEAST_QUANTITY_SUPPORT = 0.05
"""The same for a number, which misreadings hardly ever share."""

CLOSE = 2.0
"""Of margins: what another document says, read with as good a one, is a witness, even where that document ranks so low for the
question, as one of several like manuals does, that it would not be credible as the answer."""

FARTHEST = 2.0
"""Times the smaller of two numbers that support each other."""

_SAME = ("agree", "compatible")


@dataclass(frozen=True, slots=True)
class Composition:
    """An answer taken apart by what each candidate is to it."""

    best: Candidate
    sources: tuple[Candidate, ...]
    """`best`, then those of other documents that say the same, one a document."""

    rivals: tuple[tuple[Candidate, ...], ...]
    """Answers of other documents that are as credible but do not say the same; each with those that agree with it."""

    others: tuple[Candidate, ...]
    """Further members of a list, or less likely answers."""


def compose(
    candidates: Sequence[Candidate], threshold: float, *, is_list: bool, witnesses: Sequence[Candidate] = ()
) -> Composition:
    """`candidates` are not empty, most probable first; those from `threshold` on are credible. `witnesses` say what other
    passages hold: they may support or contradict the answer, never be it.

    `is_list`: the question asks for all answers, so that different ones are members of a list and do not disagree."""
    credible = [c for c in candidates if c is candidates[0] or c.confidence >= threshold]
    best = _whole_list(candidates[0], credible) if is_list else candidates[0]
    sources = [c for c in _best_of_each_document([best, *candidates]) if c is best or _supports(c, best, threshold)]
    different = [c for c in credible if c is not best and not _same(c, best)]
    close = [c for c in _best_of_each_document([*candidates, *witnesses]) if c.margin >= best.margin - CLOSE]
    sources += [c for c in close if not _is_in(c, sources) and relation(c.text, best.text) == "agree"]
    contrary = [c for c in close if not _is_in(c, different) and relation(c.text, best.text) == "conflict"]
    rivals = [] if is_list else _rivals(sources, [*different, *contrary])
    others = distinct(_uncovered(different) if is_list else different)
    return Composition(
        best=best,
        sources=tuple(sources),
        rivals=tuple(map(tuple, rivals)),
        others=tuple(c for c in others if not any(_same(c, rival) for group in rivals for rival in group)),
    )


def distinct(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Without those that say what a better one says."""
    kept: list[Candidate] = []
    for candidate in candidates:
        if not any(_same(candidate, other) for other in kept):
            kept.append(candidate)
    return kept


def _whole_list(best: Candidate, credible: Sequence[Candidate]) -> Candidate:
    """The most probable candidate that lists what `best` names, and more, and is itself part of no list; else `best`."""
    lists = [c for c in credible if covers(c.text, best.text)]
    return next(iter(_uncovered(lists)), best)


def _uncovered(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Without those whose items another one lists among more."""
    return [c for c in candidates if not any(covers(other.text, c.text) for other in candidates)]


def _same(one: Candidate, other: Candidate) -> bool:
    """Whether two candidates say the same; two that overlap are one reading."""
    if one.document_path == other.document_path and one.span.overlaps(other.span):
        return True
    return relation(one.text, other.text) in _SAME


def _supports(candidate: Candidate, best: Candidate, threshold: float) -> bool:
    if relation(candidate.text, best.text) == "agree":
        return candidate.confidence >= (LEAST_QUANTITY_SUPPORT if quantity(candidate.text) else LEAST_SUPPORT)
    return candidate.confidence >= threshold and _same(candidate, best) and _is_near(candidate.text, best.text)


def _is_near(one: str, other: str) -> bool:
    """Whether two numbers are of one size, where both are numbers: "680" does not contradict "more than 300", but who
    counted 680 would not have put it so."""
    numbers = [number for number in map(quantity, (one, other)) if number]
    sizes = [number.low if isfinite(number.low) else number.high for number in numbers]
    return len(sizes) < 2 or max(map(abs, sizes)) <= FARTHEST * min(map(abs, sizes))


def _best_of_each_document(candidates: Sequence[Candidate]) -> list[Candidate]:
    best: dict[str, Candidate] = {}
    for candidate in candidates:
        best.setdefault(candidate.document_path, candidate)
    return list(best.values())


def _is_in(candidate: Candidate, others: Sequence[Candidate]) -> bool:
    """Whether one of them is of its document."""
    return any(candidate.document_path == other.document_path for other in others)


def _rivals(sources: Sequence[Candidate], others: Sequence[Candidate]) -> list[list[Candidate]]:
    cited = {c.document_path for c in sources}
    return [
        _best_of_each_document([other, *(c for c in others if _same(c, other))])
        for other in distinct([c for c in others if c.document_path not in cited])
    ]
