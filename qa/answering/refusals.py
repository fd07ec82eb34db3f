"""Why there is no answer, and what is shown in its place: what might answer, and the nearest passages."""

from collections.abc import Sequence

from corpus.coverage import Coverage
from embeddings.engine import Hit, Index
from qa.answering.citing import Citer, cues_of
from qa.answering.composition import distinct
from qa.answering.request import Request
from qa.answering.trace import Trace
from qa.english.question_kind import is_beyond_quotation
from qa.reading.candidates import Candidate
from qa.reading.confidence import Confidence
from qa.replies.answers import NoAnswer, Refusal

NEAREST_SHOWN = 3
POSSIBLE_SHOWN = 3
LEAST_POSSIBLE = 0.2
"""From this confidence on a candidate too doubtful for an answer is shown as a possible one."""

LEAST_COSINE = 0.15
"""A passage without a word of the question and less similar than this is not called near it. It decides which sentence
a refusal is explained with, never whether there is one."""

_MESSAGES: dict[Refusal, str] = {
    "nothing_relevant": "Nothing in the documents is about this.",
    "no_span": "The nearest passages were read; none of them answers this.",
    "below_threshold": "Something that might answer was found, but it is too likely to be wrong.",
    "filtered_out": "No document passes the filters.",
    "not_extractive": "This asks for more than a quotation can say: Quoth does not count, compare or summarise.",
}


def refusal(request: Request, asked: str, trace: Trace, threshold: float, index: Index) -> Refusal | None:
    """Why there is no answer; None when the best candidate is probable enough."""
    if is_beyond_quotation(asked):
        return "not_extractive"
    if trace.candidates and trace.candidates[0].confidence >= threshold:
        return None
    if not trace.hits and request.filters and not index.documents(request.filters):
        return "filtered_out"
    if _possible(trace.candidates):
        return "below_threshold"
    return "no_span" if any(map(_is_near, trace.hits)) else "nothing_relevant"


def refuse(
    request: Request,
    asked: str,
    trace: Trace,
    reason: Refusal,
    confidence: Confidence,
    index: Index,
    coverage: Coverage,
) -> NoAnswer:
    citer = Citer(index.folder)
    doubtful = _possible(trace.candidates) if reason == "below_threshold" else []
    possible = tuple(citer.alternative(candidate, confidence) for candidate in doubtful)
    return NoAnswer(
        question=request.question,
        asked=asked,
        reason=reason,
        message=_MESSAGES[reason],
        nearest=citer.cite_passages(trace.hits[:NEAREST_SHOWN]),
        unknown_words=tuple(index.unknown_words(asked)),
        possible=possible,
        cues=cues_of(citation for each in possible for citation in each.citations),
        coverage=coverage,
    )


def _possible(candidates: Sequence[Candidate]) -> list[Candidate]:
    return distinct([c for c in candidates if c.confidence >= LEAST_POSSIBLE])[:POSSIBLE_SHOWN]


def _is_near(hit: Hit) -> bool:
    return hit.words_score > 0 or hit.cosine >= LEAST_COSINE
