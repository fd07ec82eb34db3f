"""Candidates and passages -> citations of one reply, numbered by place, with the words around them that limit them."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from corpus.document import Passage, Span
from embeddings.engine import Hit
from qa.answering.copies import independent_sources
from qa.english.modality import governing_cues
from qa.reading.candidates import Candidate
from qa.reading.confidence import Confidence
from qa.replies.answers import Alternative, Citation, Cue, Value
from qa.replies.checking import cite, quote_in_sentence


class Citer:
    """Cites for one reply; a place cited before keeps its number."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers: dict[tuple[str, Span], int] = {}

    def cite(self, candidates: Sequence[Candidate]) -> tuple[Citation, ...]:
        return tuple(self._cite(c.hit.passage, c.span) for c in candidates)

    def cite_passages(self, hits: Sequence[Hit]) -> tuple[Citation, ...]:
        """Each passage as a whole."""
        return tuple(self._cite(hit.passage, hit.passage.span) for hit in hits)

    def value(self, candidates: Sequence[Candidate]) -> Value:
        """What these say alike, in the words of the first."""
        sources = independent_sources([c.hit.passage.document for c in candidates])
        return Value(candidates[0].text, sources, self.cite(candidates))

    def alternative(self, candidate: Candidate, confidence: Confidence) -> Alternative:
        probability = round(candidate.confidence, 4)
        calibration = confidence.calibration(candidate.confidence)
        return Alternative(candidate.text, probability, self.cite([candidate]), calibration)

    def _cite(self, passage: Passage, span: Span) -> Citation:
        number = self._numbers.setdefault((passage.document.path, span), len(self._numbers) + 1)
        return cite(number, passage, span, self._folder)


def cues_of(citations: Iterable[Citation]) -> tuple[Cue, ...]:
    """What governs each quote in its sentence, by citation, then in the order of the sentence; a place once."""
    places = {citation.number: citation for citation in citations}
    return tuple(
        Cue(cue.kind, cue.span.of(citation.sentence), number)
        for number, citation in places.items()
        for cue in governing_cues(citation.sentence, quote_in_sentence(citation))
    )
