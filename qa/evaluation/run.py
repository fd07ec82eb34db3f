"""Questions -> outcomes: every question asked, with what came of it and what should have."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter

from corpus.document import Document, Passage, Span
from corpus.locations import data_home
from corpus.progress import Advance, Note, Progress
from embeddings.engine import Hit
from qa.answering.answerer import Answerer
from qa.answering.request import Request
from qa.answering.session import KnownTurns, Session, open_session
from qa.answering.trace import Trace
from qa.evaluation.questions import Question, QuestionSet, paragraph_name
from qa.reading.candidates import Candidate
from qa.reading.confidence import Confidence
from qa.reading.reader import Reader
from qa.replies.answers import Answer, Reply, standing_for
from qa.replies.turns import Turn
from qa.settings import Settings

RANKS = 10
"""Hits looked at when search is measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One question with what came of it."""

    question: Question
    prediction: str
    """The best span, whether or not it was given as the answer; "" only where nothing could be read."""

    confidence: float
    """Of the prediction, 0..1."""

    answered: bool
    milliseconds: float
    replies: tuple[Reply, ...] = ()
    """One, unless several questions were asked as one; none in reader mode."""

    trace: Trace = field(default_factory=Trace)

    relevant: tuple[bool, ...] | None = None
    """Open mode, answerable questions: for each of the first ten hits, whether it is a passage of a gold document that
    holds an accepted answer."""

    @property
    def reply(self) -> Reply | None:
        """The one that stands for all; None in reader mode."""
        return standing_for(self.replies) if self.replies else None

    @property
    def is_cited_document_gold(self) -> bool:
        return isinstance(self.reply, Answer) and self.reply.citations[0].document in self.question.documents

    is_cited_span_gold: bool = False
    """Whether the first citation overlaps an accepted answer in a gold document."""


def run_open(
    session: Session, questions: Sequence[Question], max_error: float | None, progress: Progress | None = None
) -> list[Outcome]:
    """Every question asked of the session's folder; one with a history after the questions before it."""
    outcomes: list[Outcome] = []
    known: KnownTurns = {}
    for done, question in enumerate(questions, 1):
        outcomes.append(_ask(session, question, max_error, known))
        if progress:
            progress(done, len(questions))
    return outcomes


def _ask(session: Session, question: Question, max_error: float | None, known: KnownTurns) -> Outcome:
    turns = session.converse(question.history, known=known, note=_silent)
    started = perf_counter()
    request = Request(question=question.text, turns=turns, max_error=max_error)
    asked = list(session.answer_each(request, note=_silent))
    milliseconds = (perf_counter() - started) * 1000
    replies = tuple(reply for _, reply, _ in asked)
    known[*question.history, question.text] = (*turns, *map(Turn.of, replies))
    reply = standing_for(replies)
    trace = asked[replies.index(reply)][2]
    best = trace.candidates[0] if trace.candidates else None
    hits = trace.hits
    if len(hits) < RANKS:
        hits = tuple(session.answerer.find(reply.asked, limit=RANKS))
    return Outcome(
        question=question,
        prediction=best.text if best else "",
        confidence=best.confidence if best else 0.0,
        answered=isinstance(reply, Answer),
        milliseconds=milliseconds,
        replies=replies,
        trace=trace,
        relevant=tuple(is_relevant(hit, question) for hit in hits[:RANKS]) if question.is_answerable else None,
        is_cited_span_gold=isinstance(reply, Answer) and _is_span_gold(trace.candidates[0], question),
    )


def _silent(sentence: str) -> None:
    """An evaluation says nothing of the single question."""


def is_relevant(hit: Hit, question: Question) -> bool:
    """Whether it is a passage of a gold document that holds an accepted answer."""
    text = hit.passage.text
    return hit.passage.document.path in question.documents and any(answer in text for answer in question.answers)


def _is_span_gold(candidate: Candidate, question: Question) -> bool:
    """Whether the span overlaps an occurrence of an accepted answer; SQuAD questions name the occurrence."""
    document = candidate.hit.passage.document
    if document.path not in question.documents:
        return False
    accepted = question.spans or [span for answer in question.answers for span in _occurrences(answer, document.text)]
    return any(map(candidate.span.overlaps, accepted))


def _occurrences(part: str, text: str) -> Iterator[Span]:
    start = text.find(part)
    while start >= 0:
        yield Span(start, start + len(part))
        start = text.find(part, start + 1)


def run_reader(
    answerer: Answerer, questions: Sequence[Question], max_error: float | None, progress: Progress | None = None
) -> list[Outcome]:
    """Every question against its own paragraph; nothing is searched."""
    outcomes: list[Outcome] = []
    threshold = answerer.confidence.threshold_at(max_error)
    for done, question in enumerate(questions, 1):
        started = perf_counter()
        candidates = answerer.read(question.text, [_whole(question.context or "")])
        best = candidates[0] if candidates else None
        outcomes.append(
            Outcome(
                question=question,
                prediction=best.text if best else "",
                confidence=best.confidence if best else 0.0,
                answered=best is not None and best.confidence >= threshold,
                milliseconds=(perf_counter() - started) * 1000,
            )
        )
        if progress:
            progress(done, len(questions))
    return outcomes


def _whole(context: str) -> Hit:
    """A paragraph as the one best hit."""
    document = Document(path=paragraph_name(0), text=context, sha256="", encoding="utf-8", coordinates="file")
    return Hit(Passage(document, Span(0, len(context))), score=1.0, words_score=0.0, cosine=0.0)


@contextmanager
def paragraphs_session(
    question_set: QuestionSet,
    settings: Settings,
    note: Note,
    progress: Progress | None = None,
    *,
    indexed: bool = True,
    confidence: Confidence | None = None,
    reader: Reader | None = None,
) -> Iterator[Session]:
    """A session over all paragraphs of a SQuAD file, each a document. Their folder and index are kept under the data
    directory, so that the same file is indexed once. Unless `indexed` the folder is left empty: nothing is searched."""
    contexts = list(dict.fromkeys(question.context or "" for question in question_set.questions)) if indexed else []
    key = hashlib.sha256("\0".join(contexts).encode()).hexdigest()[:16]
    folder = data_home() / "evaluation" / key
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for number, context in enumerate(contexts):
        file = folder / paragraph_name(number)
        if not file.exists():
            file.write_bytes(context.encode("utf-8"))

    def indexed_so_far(advance: Advance) -> None:
        if progress and advance.files:
            progress(advance.files, advance.of)

    with open_session(folder, settings, confidence=confidence, reader=reader) as session:
        session.index.refresh(note, indexed_so_far)
        yield session
