"""What the probability of a candidate rests on, beside the question it answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from corpus.document import Span
from embeddings.engine import Hit
from qa.english.answer_kind import is_of_another_kind
from qa.english.asked_about import AskedAbout
from qa.reading.surroundings import surroundings


@dataclass(frozen=True, slots=True)
class Features:
    """Of one candidate. All but the margin lie in 0..1."""

    margin: float
    """Span score less no-answer score."""

    retrieval: float
    """Fused score of its hit; a quoted phrase lifts that above 1, what is fitted knows none."""

    is_of_another_kind: bool = False
    """Whether the question asks for something else: "how many" and no number, "who" and a date."""

    contradiction: float = 0.0
    """Whether what stands around it is about another name, number or year than the question."""

    def values(self) -> tuple[float, ...]:
        return (self.margin, self.retrieval, float(self.is_of_another_kind), self.contradiction)


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges the candidates of one question. Made by `of`."""

    question: str
    about: AskedAbout

    @classmethod
    def of(cls, question: str, hits: Sequence[Hit]) -> Self:
        """`hits`: everything found for it."""
        texts = [hit.passage.rendering.text for hit in hits]
        titles = [title for hit in hits for title in (hit.passage.document.title, *hit.passage.headings)]
        return cls(question, AskedAbout.of(question, texts, titles))

    def features(self, span: Span, hit: Hit, margin: float) -> Features:
        """Of a span of the hit's passage."""
        text = span.of(hit.passage.document.text)
        contradiction = 0.0
        if self.about.is_anything:
            contradiction = self.about.contradiction(text, surroundings(hit.passage, span))
        return Features(margin, min(1.0, hit.score), is_of_another_kind(self.question, text), contradiction)
