"""Candidates -> an answer with its citations: who else says so, who says otherwise."""

from collections.abc import Sequence
from pathlib import Path

from embeddings.index import Hit
from qa.agreement import relation
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
) -> Answer:
    """The most probable candidate as the answer. `candidates` are not empty, best first."""
    best = candidates[0]
    sources = [c for c in _best_of_each_document(candidates) if c is best or _supports(c, best, threshold)]
    credible = [c for c in candidates[1:] if c.confidence >= threshold and not _same(c, best)]
    return Answer(
        question=question,
        asked=question,
        text=best.text,
        confidence=best.confidence,
        calibration=confidence.calibration(best.confidence),
        citations=_cite_all(sources, folder),
        independent_sources=independent_sources([c.hit.passage.document for c in sources]),
        disagreements=_disagreements(sources, credible, folder),
        alternatives=tuple(
            Alternative(c.text, c.confidence, _cite_all([c], folder)) for c in _distinct(credible)[: limit - 1]
        ),
        coverage=coverage,
        candidates=tuple(candidates),
        hits=tuple(hits),
    )


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


def _cite_all(candidates: Sequence[Candidate], folder: Path) -> tuple[Citation, ...]:
    return tuple(cite(number, c.hit.passage, c.span, folder) for number, c in enumerate(candidates, 1))


def _disagreements(
    sources: Sequence[Candidate], credible: Sequence[Candidate], folder: Path
) -> tuple[Disagreement, ...]:
    """Answers of other documents that are as credible but do not say the same."""
    cited = {c.document_path for c in sources}
    found: list[Disagreement] = []
    for other in _distinct([c for c in credible if c.document_path not in cited]):
        same_as_other = _best_of_each_document([other, *(c for c in credible if _same(c, other))])
        values = tuple(
            Value(
                group[0].text,
                independent_sources([c.hit.passage.document for c in group]),
                _cite_all(group, folder),
            )
            for group in (sources, same_as_other)
        )
        found.append(Disagreement(relation(sources[0].text, other.text), values))
    return tuple(found)
