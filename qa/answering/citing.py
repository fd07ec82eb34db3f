"""Candidates and passages -> citations of one reply, numbered by place, with the words around them that limit them."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from corpus.document import Document, Passage, Span
from corpus.doubts import doubt_in, meant_by
from corpus.sentences import sentence_around
from embeddings.engine import Hit
from qa.answering.copies import independent_sources
from qa.english.modality import governing_cues
from qa.reading.candidates import Candidate
from qa.reading.confidence import Confidence
from qa.replies.answers import Alternative, Citation, Cue, Value
from qa.replies.checking import CONTEXT, quote_in_sentence


def cite(number: int, passage: Passage, span: Span, folder: Path) -> Citation:
    """The citation of a span of a passage's document, as the document now stands. A passage cited whole is in no row."""
    document = passage.document
    is_whole = span == passage.span
    page = document.page_at(span.start)
    within = span if is_whole else passage.rendering.line_at(span, passage.span)[0]
    sentence = sentence_around(document.text, span, within).of(document.text)
    return Citation(
        number=number,
        document=document.path,
        path=str(folder / document.path),
        title=document.title,
        published=document.published,
        page=page,
        page_label=document.label_of(page) if page else None,
        recognised=page in document.recognised_pages,
        line=document.line_at(span.start),
        start=span.start,
        end=span.end,
        quote=span.of(document.text),
        sentence=sentence,
        prefix=document.text[max(0, span.start - CONTEXT) : span.start],
        suffix=document.text[span.end : span.end + CONTEXT],
        sha256=document.sha256,
        coordinates=document.coordinates,
        encoding=document.encoding,
        extractor=document.extractor,
        status="verified",
        row=None if is_whole else passage.rendering.row_at(span),
        doubt=_doubt(document, sentence),
    )


def _doubt(document: Document, sentence: str) -> str | None:
    doubts = (doubt_in(document.extractor or ""), meant_by(sentence))
    return "; ".join(filter(None, doubts)) or None


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
