"""The pipeline: request -> hits -> candidates -> reply."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING

from corpus.coverage import Coverage
from corpus.document import Span
from corpus.filters import ALL, Filters
from corpus.rendering import Rendering
from embeddings.engine import Hit, Index
from qa.answering.citing import Citer, cues_of
from qa.answering.composition import CLOSE, compose
from qa.answering.copies import independent_sources
from qa.answering.demanded import meeting, unmet_line
from qa.answering.refusals import NEAREST_SHOWN, refusal, refuse
from qa.answering.request import Request
from qa.answering.trace import Trace
from qa.english.agreement import relation
from qa.english.answer_kind import is_of_another_kind
from qa.english.asked_about import AskedAbout
from qa.english.fields import asks_for_field
from qa.english.question_kind import asks_for_no_action, is_list_question
from qa.english.tasks import state_asked_for
from qa.english.words import (
    CONJUNCTIONS,
    PERSONAL_PRONOUNS,
    POSSESSIVES,
    PREPOSITIONS,
    PREPOSITIONS_ALONE,
    VERB_FORMS,
)
from qa.reading.candidates import Candidate
from qa.reading.confidence import Confidence
from qa.reading.features import Judge
from qa.reading.placing import places
from qa.reading.reader import Reader, ReadsMore, normalise_question
from qa.reading.rows import worth_reading
from qa.reading.surroundings import surroundings
from qa.replies.answers import Answer, Citation, Disagreement, NoAnswer, Reply, Timings, all_citations

if TYPE_CHECKING:
    from qa.follow_ups.demands import Demand

MOST_LISTED = 5
"""Answers to a question for a list, unless the user says how many."""

_PRONOUNS = PERSONAL_PRONOUNS | POSSESSIVES
_LINKING = (PREPOSITIONS - PREPOSITIONS_ALONE) | CONJUNCTIONS

Found = Callable[[Sequence[Citation]], None]
"""Takes the nearest passages, best first, as soon as they are found: they are still to be read."""


class Answerer:
    """Answers questions from one indexed folder."""

    def __init__(self, index: Index, reader: Reader, confidence: Confidence, *, passages_to_read: int) -> None:
        self.index = index
        self.confidence = confidence
        self._reader = reader
        self._passages_to_read = passages_to_read

    def answer(
        self,
        request: Request,
        asked: str,
        *,
        sought: str | None = None,
        demands: "Sequence[Demand]" = (),
        on_found: Found | None = None,
    ) -> tuple[Reply, Trace]:
        """The reply to `asked`, what the request's question means where it stands. `sought`: what is searched for in
        its place, if anything. `demands`: what must stand with an answer."""
        started = perf_counter()
        hits = self.find(sought or asked, request.filters)
        if on_found:
            on_found(Citer(self.index.folder).cite_passages(hits[:NEAREST_SHOWN]))
        found = perf_counter()
        read = self.read(asked, hits)
        trace = Trace(tuple(hits), tuple(meeting(demands, read)))
        reply, trace = self._compose(request, asked, trace)
        if isinstance(reply, NoAnswer) and reply.reason == "no_span" and (line := unmet_line(demands, read)):
            reply = replace(reply, message=line)
        done = perf_counter()
        timings = Timings(find=_ms(found - started), read=_ms(done - found), total=_ms(done - started))
        return replace(reply, timings=timings), trace

    def find(self, question: str, filters: Filters = ALL, *, limit: int | None = None) -> list[Hit]:
        """The passages most likely to hold the answer, best first; as many as are read, unless `limit` is given."""
        return self.index.search(normalise_question(question), filters, limit=limit or self._passages_to_read)

    def read(self, question: str, hits: Sequence[Hit]) -> list[Candidate]:
        """Spans that may answer, most probable first."""
        texts = _texts_of(question, hits)
        readings = self._reader.read(question, [rendering.text for _, rendering in texts])
        is_list = is_list_question(question)
        spans: dict[tuple[str, Span], tuple[Hit, float]] = {}
        for reading in readings:
            hit, rendering = texts[reading.text_index]
            document = hit.passage.document
            for span in places(hit.passage, rendering, reading.span, is_list=is_list, question=question):
                if not _says_nothing(question, span.of(document.text)):
                    spans.setdefault((document.path, span), (hit, reading.margin))
        judge = Judge.of(question, hits)
        candidates = [self._candidate(judge, span, *read) for (_, span), read in spans.items()]
        return sorted(candidates, key=lambda c: (-c.confidence, c.document_path, c.span))

    def _candidate(self, judge: Judge, span: Span, hit: Hit, margin: float) -> Candidate:
        return Candidate(hit, span, margin, self.confidence.probability(judge.features(span, hit, margin)))

    def _witnesses(self, question: str, trace: Trace) -> list[Candidate]:
        """What passages say that were read by a first reader only, where it is of the kind asked for and about what is asked
        about."""
        if not isinstance(self._reader, ReadsMore):
            return []
        texts = _texts_of(question, trace.hits)
        about = AskedAbout.of(question, [rendering.text for _, rendering in texts])
        found: list[Candidate] = []
        for reading in self._reader.read_once(question, [rendering.text for _, rendering in texts]):
            if reading.margin < -CLOSE:
                break
            hit, rendering = texts[reading.text_index]
            for span in places(hit.passage, rendering, reading.span, question=question):
                text = span.of(hit.passage.document.text)
                is_about_it = about.contradiction(text, surroundings(hit.passage, span)) == 0
                if is_about_it and not is_of_another_kind(question, text):
                    found.append(Candidate(hit, span, trace.candidates[0].margin + reading.margin, 0.0))
        return found

    def _compose(self, request: Request, asked: str, trace: Trace) -> tuple[Reply, Trace]:
        """An answer when the best candidate is probable enough, otherwise why there is none."""
        threshold = self.confidence.threshold_at(request.max_error)
        coverage = self.index.coverage()
        if reason := refusal(request, asked, trace, threshold, self.index):
            return refuse(request, asked, trace, reason, self.confidence, self.index, coverage), trace
        return self._answer(request, asked, trace, threshold, coverage)

    def _answer(
        self, request: Request, asked: str, trace: Trace, threshold: float, coverage: Coverage
    ) -> tuple[Answer, Trace]:
        is_list = is_list_question(asked) or _is_one_task_of_several(asked, trace.candidates[0])
        witnesses = self._witnesses(asked, trace)
        composed = compose(trace.candidates, threshold, is_list=is_list, witnesses=witnesses)
        best, citer = composed.best, Citer(self.index.folder)
        others = composed.others[: (request.limit or (MOST_LISTED if is_list else 1)) - 1]
        answer = Answer(
            question=request.question,
            asked=asked,
            text=best.text,
            confidence=round(best.confidence, 4),
            calibration=self.confidence.calibration(best.confidence),
            citations=citer.cite(composed.sources),
            independent_sources=independent_sources([c.hit.passage.document for c in composed.sources]),
            disagreements=tuple(
                Disagreement(relation(best.text, rival[0].text), tuple(map(citer.value, (composed.sources, rival))))
                for rival in composed.rivals
            ),
            alternatives=tuple(citer.alternative(candidate, self.confidence) for candidate in others),
            coverage=coverage,
        )
        own_first = (best, *(c for c in trace.candidates if c is not best))
        return replace(answer, cues=cues_of(all_citations(answer))), Trace(trace.hits, own_first)


def _texts_of(question: str, hits: Sequence[Hit]) -> list[tuple[Hit, Rendering]]:
    """What is read for a question, text by text, each with its hit."""
    read = [(hit, rendering) for hit in hits for rendering in hit.passage.renderings]
    of_documents: dict[str, list[Rendering]] = defaultdict(list)
    for hit, rendering in read:
        of_documents[hit.passage.document.path].append(rendering)
    kept = {id(each) for renderings in of_documents.values() for each in worth_reading(question, renderings)}
    return [
        (hit, rendering)
        for hit, rendering in read
        if id(rendering) in kept and (not rendering.field or asks_for_field(question, rendering.field))
    ]


def _is_one_task_of_several(question: str, candidate: Candidate) -> bool:
    is_task = candidate.hit.passage.rendering.state_at(candidate.span) != ""
    return is_task and state_asked_for(question) != ""


def _says_nothing(question: str, text: str) -> bool:
    """Whether it means nothing away from its place: "She", but not "US"; "took" where "took place" says where; "after", unless
    the question has it to choose."""
    if text in VERB_FORMS and asks_for_no_action(question):
        return True
    if text.lower() in _LINKING:
        return text.lower() not in question.lower().split()
    return text.lower() in _PRONOUNS and text in (text.lower(), text.capitalize())


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)
