"""What was read in the passages found: spans that may answer, with their scores."""

from dataclasses import dataclass

from corpus.document import Span
from embeddings.engine import Hit


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span read in a hit."""

    hit: Hit
    span: Span
    """In the document's text; inside the hit's passage."""

    margin: float
    """Score of the span less the score of "this passage does not answer": above 0 the reader prefers the span.
    Comparable over all passages read for one question."""

    confidence: float
    """Calibrated probability that the span answers the question, 0..1."""

    @property
    def text(self) -> str:
        return self.span.of(self.hit.passage.document.text)

    @property
    def document_path(self) -> str:
        return self.hit.passage.document.path
