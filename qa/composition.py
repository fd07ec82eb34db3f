"""Candidates -> an answer with its citations: who else says so, who says otherwise."""

from collections.abc import Sequence
from pathlib import Path

from corpus.document import Span
from embeddings.index import Hit
from qa.agreement import covers, relation
from qa.answers import Alternative, Answer, Candidate, Citation, Coverage, Disagreement, Value
from qa.citations import cite
from qa.confidence import Confidence
from qa.copies import independent_sources
from qa.quantities import quantity

LEAST_SUPPORT = 0.25
"""From this confidence on, another document's best reading that agrees with the answer supports it: a misreading rarely
agrees with a reading elsewhere. One that is merely compatible must be credible by itself."""

LEAST_QUANTITY_SUPPORT = 0.05
"""The same for a number, which misreadings hardly ever share."""

_SAME = ("agree", "compatible")


def compose_answer(
    question: str,
    hits: Sequence[Hit],
    candidates: Sequence[Candidate],
    confidence: Confidence,
    threshold: float,
    coverage: Coverage,
    folder: Path,
    *,
    limit: int,
    is_list: bool = False,
) -> Answer:
    """The most probable candidate as the answer. `candidates` are not empty, best first.

    `is_list`: the question asks for all answers, so that different ones are members of a list and do not disagree.
    Citations are numbered by place through the whole answer."""
    credible = [c for c in candidates if c is candidates[0] or c.confidence >= threshold]
    best = _whole_list(candidates[0], credible) if is_list else candidates[0]
    sources = [c for c in _best_of_each_document([best, *candidates]) if c is best or _supports(c, best, threshold)]
    others = [c for c in credible if c is not best and not _same(c, best)]
    cite_all = _Citer(folder)
    citations = cite_all(sources)
    rivals = [] if is_list else _rivals(sources, others)
    members = _distinct(_uncovered(others) if is_list else others)
    further = [c for c in members if not any(_same(c, rival) for group in rivals for rival in group)]
    return Answer(
        question=question,
        asked=question,
        text=best.text,
        confidence=best.confidence,
        calibration=confidence.calibration(best.confidence),
        citations=citations,
        independent_sources=independent_sources([c.hit.passage.document for c in sources]),
        disagreements=tuple(
            Disagreement(
                relation(best.text, rival[0].text),
                tuple(_value(group, cite_all) for group in (sources, rival)),
            )
            for rival in rivals
        ),
        alternatives=tuple(
            Alternative(c.text, c.confidence, cite_all([c]), confidence.calibration(c.confidence))
            for c in further[: limit - 1]
        ),
        coverage=coverage,
        candidates=(best, *(c for c in candidates if c is not best)),
        hits=tuple(hits),
    )


class _Citer:
    """Cites candidates of one reply; a place cited before keeps its number."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers: dict[tuple[str, Span], int] = {}

    def __call__(self, candidates: Sequence[Candidate]) -> tuple[Citation, ...]:
        return tuple(cite(self._number(c), c.hit.passage, c.span, self._folder) for c in candidates)

    def _number(self, candidate: Candidate) -> int:
        return self._numbers.setdefault((candidate.document_path, candidate.span), len(self._numbers) + 1)


def _whole_list(best: Candidate, credible: Sequence[Candidate]) -> Candidate:
    """The most probable candidate that lists what `best` names, and more, and is itself part of no list; else `best`."""
    lists = [c for c in credible if covers(c.text, best.text)]
    return next(iter(_uncovered(lists)), best)


def _uncovered(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Without those whose items another one lists among more."""
    return [c for c in candidates if not any(covers(other.text, c.text) for other in candidates)]


def _same(one: Candidate, other: Candidate) -> bool:
    """Whether two candidates say the same; two that overlap are one reading."""
    if one.document_path == other.document_path and one.span.start < other.span.end and other.span.start < one.span.end:
        return True
    return relation(one.text, other.text) in _SAME


def _supports(candidate: Candidate, best: Candidate, threshold: float) -> bool:
    if relation(candidate.text, best.text) == "agree":
        return candidate.confidence >= (LEAST_QUANTITY_SUPPORT if quantity(candidate.text) else LEAST_SUPPORT)
    return candidate.confidence >= threshold and _same(candidate, best)


def _best_of_each_document(candidates: Sequence[Candidate]) -> list[Candidate]:
    best: dict[str, Candidate] = {}
    for candidate in candidates:
        best.setdefault(candidate.document_path, candidate)
    return list(best.values())


def _distinct(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Without those that say what a better one says."""
    kept: list[Candidate] = []
    for candidate in candidates:
        if not any(_same(candidate, other) for other in kept):
            kept.append(candidate)
    return kept


def _rivals(sources: Sequence[Candidate], others: Sequence[Candidate]) -> list[list[Candidate]]:
    """Answers of documents not cited that are as credible but do not say the same; each with those that agree."""
    cited = {c.document_path for c in sources}
    return [
        _best_of_each_document([other, *(c for c in others if _same(c, other))])
        for other in _distinct([c for c in others if c.document_path not in cited])
    ]


def _value(candidates: Sequence[Candidate], cite_all: _Citer) -> Value:
    sources = independent_sources([c.hit.passage.document for c in candidates])
    return Value(candidates[0].text, sources, cite_all(candidates))
