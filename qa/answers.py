"""What a question comes to: `Reply = Answer | NoAnswer`, with its citations and what was searched."""

from dataclasses import dataclass
from typing import Literal

from corpus.document import Coordinates, Span
from corpus.errors import Reason
from embeddings.index import Hit

Status = Literal["verified", "moved", "changed", "missing"]
Refusal = Literal["nothing_relevant", "no_span", "below_threshold", "filtered_out", "not_extractive"]
Relation = Literal["agree", "compatible", "conflict", "not_comparable"]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where a quote stands, to the character, and what else is needed to find it again."""

    number: int
    """From 1, in the order of the reply: answer, disagreements, alternatives. One place keeps one number."""

    document: str
    """POSIX path relative to the folder."""

    path: str
    """Absolute."""

    title: str
    published: str | None
    page: int | None
    line: int
    start: int
    end: int
    quote: str
    sentence: str
    """The sentence, or sentences, that the quote stands in."""

    prefix: str
    suffix: str
    """The 32 characters before and after the quote; fewer at an end of the text."""

    sha256: str
    coordinates: Coordinates
    encoding: str
    extractor: str | None
    status: Status


@dataclass(frozen=True, slots=True)
class Calibration:
    """How often answers with a confidence in [low, high) were right when it was measured."""

    low: float
    high: float
    correct: int
    of: int


@dataclass(frozen=True, slots=True)
class NotSearched:
    """One file that no answer can come from; `count` files where many are of one unsupported type."""

    document: str
    path: str
    reason: Reason
    count: int = 1


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the reply rests on."""

    searched: int
    total: int
    not_searched: tuple[NotSearched, ...] = ()
    changed: tuple[str, ...] = ()
    """Documents whose file changed during or after this run's update."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another answer, less probable than the one given."""

    answer: str
    confidence: float
    citations: tuple[Citation, ...]
    calibration: Calibration | None = None
    """None where it was not kept: files that `qa ask --save` wrote have none."""


@dataclass(frozen=True, slots=True)
class Value:
    """One of several answers that differ."""

    answer: str
    sources: int
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    relation: Relation
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds."""

    load: float = 0.0
    find: float = 0.0
    read: float = 0.0
    total: float = 0.0

    def __add__(self, then: "Timings") -> "Timings":
        """Of two questions asked one after the other by models loaded once."""
        return Timings(
            load=self.load,
            find=round(self.find + then.find, 1),
            read=round(self.read + then.read, 1),
            total=round(self.total + then.total - then.load, 1),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    question: str
    asked: str
    """The question after follow-up resolution; equal to `question` where there was nothing to resolve."""

    text: str
    """The first citation's quote."""

    confidence: float
    calibration: Calibration
    citations: tuple[Citation, ...]
    """At least one; the answer's own first, then those of other documents that say the same."""

    independent_sources: int
    disagreements: tuple[Disagreement, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    coverage: Coverage
    candidates: tuple[Candidate, ...] = ()
    """Everything that was read, for `--explain`: the answer's own candidate, then the others, best first."""

    hits: tuple[Hit, ...] = ()
    timings: Timings = Timings()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAnswer:
    question: str
    asked: str
    reason: Refusal
    message: str
    nearest: tuple[Citation, ...]
    """Passages, best first."""

    unknown_words: tuple[str, ...]
    """The question's words that occur in no document."""

    coverage: Coverage
    candidates: tuple[Candidate, ...] = ()
    hits: tuple[Hit, ...] = ()
    timings: Timings = Timings()


Reply = Answer | NoAnswer
