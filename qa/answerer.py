"""The pipeline: question -> hits -> candidates -> reply."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from corpus.document import Document, Span
from corpus.errors import UserError
from embeddings.index import Hit, PassageIndex
from qa.answers import Answer, Candidate, Citation, NoAnswer, Refusal, Reply, Timings
from qa.citations import cite, still_stands
from qa.composition import compose_answer
from qa.confidence import Confidence, Features
from qa.coreference.function_words import AUXILIARIES, MODALS, PAST_FORMS, PERSONAL_PRONOUNS, POSSESSIVES
from qa.coverage import measure_coverage
from qa.filters import Filters
from qa.question_kind import asks_for_no_action, is_beyond_quotation, is_list_question
from qa.reader import Reader, normalise_question
from qa.settings import Settings
from qa.widening import widen

NEAREST_SHOWN = 3
MOST_LISTED = 5
"""Answers to a question for a list, unless the user says how many."""

LEAST_COSINE = 0.15
"""A passage without a word of the question and less similar than this is not called near it. It decides which sentence
a refusal is explained with, never whether there is one."""

_PRONOUNS = PERSONAL_PRONOUNS | POSSESSIVES
_VERB_FORMS = (AUXILIARIES - MODALS) | PAST_FORMS

Found = Callable[[Sequence[Citation]], None]
"""Takes the nearest passages, best first, as soon as they are found: they are still to be read."""

_MESSAGES: dict[Refusal, str] = {
    "nothing_relevant": "Nothing in the documents is about this.",
    "no_span": "The nearest passages were read; none of them answers this.",
    "below_threshold": "Something that might answer was found, but it is too likely to be wrong.",
    "filtered_out": "No document passes the filters.",
    "not_extractive": "This asks for more than a quotation can say: Quoth does not count, compare or summarise.",
}


class QuestionAnswerer:
    """Answers questions from one indexed folder."""

    def __init__(self, index: PassageIndex, reader: Reader, confidence: Confidence, settings: Settings) -> None:
        self.index = index
        self._reader = reader
        self._confidence = confidence
        self._settings = settings
        max_error = settings.max_error
        self.threshold = confidence.threshold if max_error is None else confidence.operating_point(max_error).threshold
        """Candidates with a lower confidence are not given as answers."""

    def use(self, confidence: Confidence) -> None:
        """Scores candidates with another model of confidence, at its own threshold."""
        self._confidence = confidence
        self.threshold = confidence.threshold

    def ask(
        self, question: str, filters: Filters | None = None, *, limit: int | None = None, on_found: Found | None = None
    ) -> Reply:
        """The reply, its citations checked against the files as they are now. Raises UserError on an empty question.

        `limit`: how many answers at most; None takes MOST_LISTED where the question asks for a list, otherwise 1."""
        started = perf_counter()
        hits = self.find(question, filters)
        if on_found:
            on_found(self._nearest(hits))
        found = perf_counter()
        candidates = self.read(question, hits)
        reply = self.compose(question, hits, candidates, filters, limit=limit)
        done = perf_counter()
        timings = Timings(find=_ms(found - started), read=_ms(done - found), total=_ms(done - started))
        return replace(reply, timings=timings)

    def find(self, question: str, filters: Filters | None = None, *, limit: int | None = None) -> list[Hit]:
        """The passages most likely to hold the answer, best first; as many as are read, unless `limit` is given."""
        require_words(question)
        documents = filters.matching(self.index.store.documents()) if filters else None
        limit = limit or self._settings.passages_to_read
        return self.index.search(normalise_question(question), limit=limit, documents=documents)

    def read(self, question: str, hits: Sequence[Hit]) -> list[Candidate]:
        """Spans that may answer, most probable first."""
        readings = self._reader.read(question, [hit.passage.readable for hit in hits])
        spans: dict[tuple[str, Span], tuple[Hit, float]] = {}
        for reading in readings:
            hit = hits[reading.text_index]
            document = hit.passage.document
            span = widen(document.text, reading.span.shifted(hit.passage.span.start), hit.passage.span)
            if _says_nothing(question, span.of(document.text)):
                continue
            spans.setdefault((document.path, span), (hit, reading.margin))
        candidates = [
            Candidate(hit, span, margin, self._confidence.probability(Features.of(hit, margin)))
            for (_, span), (hit, margin) in spans.items()
        ]
        return sorted(candidates, key=lambda c: (-c.confidence, c.document_path, c.span))

    def compose(
        self,
        question: str,
        hits: Sequence[Hit],
        candidates: Sequence[Candidate],
        filters: Filters | None = None,
        *,
        limit: int | None = None,
    ) -> Reply:
        """An answer when the best candidate is probable enough, otherwise why there is none."""
        refusal = self._refusal(question, hits, candidates, filters)
        coverage = measure_coverage(self.index)
        if refusal is None:
            is_list = is_list_question(question)
            return compose_answer(
                question, hits, candidates, self._confidence, self.threshold, coverage, self.index.folder,
                limit=limit or (MOST_LISTED if is_list else 1), is_list=is_list,
            )  # fmt: skip
        return NoAnswer(
            question=question,
            asked=question,
            reason=refusal,
            message=_MESSAGES[refusal],
            nearest=self._nearest(hits),
            unknown_words=tuple(self.index.unknown_words(question)),
            coverage=coverage,
            candidates=tuple(candidates),
            hits=tuple(hits),
        )

    def _nearest(self, hits: Sequence[Hit]) -> tuple[Citation, ...]:
        return tuple(
            cite(number, hit.passage, hit.passage.span, self.index.folder)
            for number, hit in enumerate(hits[:NEAREST_SHOWN], 1)
        )

    def _refusal(
        self, question: str, hits: Sequence[Hit], candidates: Sequence[Candidate], filters: Filters | None
    ) -> Refusal | None:
        """Why there is no answer; None when the best candidate is probable enough."""
        if is_beyond_quotation(question):
            return "not_extractive"
        if candidates and candidates[0].confidence >= self.threshold:
            return None
        if not hits and filters and not filters.matching(self.index.store.documents()):
            return "filtered_out"
        if not any(hit.words_score > 0 or hit.cosine >= LEAST_COSINE for hit in hits):
            return "nothing_relevant"
        return "below_threshold" if candidates and candidates[0].margin > 0 else "no_span"


def _says_nothing(question: str, text: str) -> bool:
    """Whether it means nothing away from its place: "She", but not "US"; "took" where "took place" says where."""
    if text in _VERB_FORMS and asks_for_no_action(question):
        return True
    return text.lower() in _PRONOUNS and text in (text.lower(), text.capitalize())


def require_words(question: str) -> None:
    """Raises UserError on a question without a letter or digit."""
    if not any(character.isalnum() for character in question):
        raise UserError("the question is empty", hint='qa ask "how many were released?"')


def stale_documents(reply: Reply, folder: Path) -> list[str]:
    """The cited documents whose file is no longer what was read, in the order cited."""
    documents: dict[str, Document] = {}
    for hit in reply.hits:
        documents[hit.passage.document.path] = hit.passage.document
    citations = reply.citations if isinstance(reply, Answer) else reply.nearest
    return [
        path
        for path in dict.fromkeys(citation.document for citation in citations)
        if not still_stands(documents[path], folder)
    ]


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)
