"""What a question comes to: `Reply = Answer | NoAnswer`, finished: all that a surface shows, saves or sends.

Frozen values without any work of their own; `wire` writes and reads them as they are, bounds and all.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from annotated_types import Ge, Le, MinLen

from corpus.coverage import Coverage
from corpus.document import Coordinates
from qa.english.relations import CueKind, Relation

Status = Literal["verified", "moved", "changed", "missing"]
Refusal = Literal["nothing_relevant", "no_span", "below_threshold", "filtered_out", "not_extractive"]
Share = Annotated[float, Ge(0.0), Le(1.0)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where a quote stands, to the character, and what else is needed to find it again."""

    number: Annotated[int, Ge(1)]
    """In the order of the reply: answer, disagreements, alternatives. One place keeps one number."""

    document: str
    """POSIX path relative to the folder."""

    path: str
    """Absolute."""

    title: str
    published: str | None
    page: int | None
    line: Annotated[int, Ge(1)]
    start: Annotated[int, Ge(0)]
    end: Annotated[int, Ge(0)]
    quote: Annotated[str, MinLen(1)]
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
    page_label: str | None = None
    """What is printed as the page's number where that is another than `page`: "iv"."""

    recognised: bool = False
    """Whether the page is a scan whose words were recognised, and may be misread."""

    row: str | None = None
    """The row of a table that the quote stands in, each cell after its column's name, or the task, after whether
    it is done ("still open: ..."), as it was read; not a quotation."""

    doubt: str | None = None
    """Why the characters may not be those that were written: bytes of another encoding, or what looks decoded wrongly."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """How often answers with a confidence in [low, high) were right when it was measured."""

    low: float
    high: float
    correct: int
    of: int


@dataclass(frozen=True, slots=True)
class Cue:
    """Words around a quote that limit how far it is asserted: "reportedly", "not", "according to ICE"."""

    kind: CueKind
    text: str
    citation: int
    """The number of the citation whose quote they govern."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another answer, less probable than the one given, or possible where none is given."""

    answer: str
    confidence: Share
    citations: tuple[Citation, ...]
    calibration: Calibration | None = None
    """None where it was not kept: of alternatives `ask --json` says none."""


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

    confidence: Share
    calibration: Calibration
    citations: Annotated[tuple[Citation, ...], MinLen(1)]
    """The answer's own first, then those of other documents that say the same."""

    independent_sources: int
    disagreements: tuple[Disagreement, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    cues: tuple[Cue, ...] = ()
    coverage: Coverage
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

    possible: tuple[Alternative, ...] = ()
    """What might answer but is too likely to be wrong, best first."""

    cues: tuple[Cue, ...] = ()
    coverage: Coverage
    timings: Timings = Timings()


Reply = Answer | NoAnswer


def standing_for(replies: Sequence[Reply]) -> Reply:
    """Of the replies to several questions asked as one, the one that speaks for all: the first that is no answer, since
    the question as a whole is then not answered; else the first."""
    return next((reply for reply in replies if isinstance(reply, NoAnswer)), replies[0])


def numbered_from(first: int, reply: Reply) -> Reply:
    """The reply with its citations numbered from `first` on in place of 1."""
    shifted = with_citations(reply, lambda citation: replace(citation, number=citation.number + first - 1))
    cues = tuple(replace(cue, citation=cue.citation + first - 1) for cue in reply.cues)
    return replace(shifted, cues=cues)


def numbered_on(replies: Iterable[Reply]) -> list[Reply]:
    """Replies shown together, the citations of each numbered after those of the one before."""
    numbered: list[Reply] = []
    last = 0
    for reply in replies:
        numbered.append(numbered_from(last + 1, reply))
        last = max((citation.number for citation in all_citations(numbered[-1])), default=last)
    return numbered


def shown_first(reply: Reply) -> tuple[Citation, ...]:
    """The citations a reply stands on: the answer's own, or the nearest passages."""
    return reply.citations if isinstance(reply, Answer) else reply.nearest


def all_citations(reply: Reply) -> Iterator[Citation]:
    """Every citation a reply shows, in order; a place shown twice comes twice."""
    match reply:
        case Answer():
            yield from reply.citations
            for alternative in reply.alternatives:
                yield from alternative.citations
            for disagreement in reply.disagreements:
                for value in disagreement.values:
                    yield from value.citations
        case NoAnswer():
            for possible in reply.possible:
                yield from possible.citations
            yield from reply.nearest


def with_citations(reply: Reply, change: Callable[[Citation], Citation]) -> Reply:
    """The reply with every citation changed."""

    def each(citations: tuple[Citation, ...]) -> tuple[Citation, ...]:
        return tuple(map(change, citations))

    def others(alternatives: tuple[Alternative, ...]) -> tuple[Alternative, ...]:
        return tuple(replace(other, citations=each(other.citations)) for other in alternatives)

    match reply:
        case Answer():
            disagreements = tuple(
                replace(d, values=tuple(replace(v, citations=each(v.citations)) for v in d.values))
                for d in reply.disagreements
            )
            return replace(
                reply,
                citations=each(reply.citations),
                disagreements=disagreements,
                alternatives=others(reply.alternatives),
            )
        case NoAnswer():
            return replace(reply, nearest=each(reply.nearest), possible=others(reply.possible))
