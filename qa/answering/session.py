"""A folder, its index and the models, open together: what every surface asks."""

import os
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from corpus.document import Document
from corpus.filters import ALL, Filters
from corpus.progress import Note
from qa.answering.request import Request
from qa.reading.model_files import DEEP_FILE, SMALL_FILE, ReaderName
from qa.replies.answers import Answer, Reply, shown_first
from qa.replies.checking import checked_again, still_stands
from qa.replies.turns import Turn
from qa.settings import Settings, load_settings

if TYPE_CHECKING:
    from embeddings.encoder import Encoder
    from embeddings.engine import Index
    from qa.answering.answerer import Answerer, Found
    from qa.answering.trace import Trace
    from qa.follow_ups.demands import Demand
    from qa.reading.confidence import Confidence
    from qa.reading.reader import Reader


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as it is put to the documents."""

    question: str
    sought: str | None = None
    """What is searched for in its place."""

    demands: "tuple[Demand, ...]" = ()


KnownTurns = dict[tuple[str, ...], tuple[Turn, ...]]
"""The questions of a conversation as typed -> its turns."""


class Session:
    """Made by `open_session`. One thread at a time."""

    def __init__(self, index: "Index", answerer: "Answerer", load_ms: float) -> None:
        self.index = index
        self.answerer = answerer
        self.load_ms = load_ms

    def answer(self, request: Request, *, note: Note, on_found: "Found | None" = None) -> "tuple[Reply, Trace]":
        """The reply, finished and checked against the files, and how it came about.

        A question that follows up is searched for together with the one before it, and read as it was understood;
        `asked` says how. Where nothing answers it so, it is asked as typed, unless that asks nothing by itself: the documents
        may say "he" or "the report" too. `on_found` is called each time passages have been found."""
        if request.is_literal or not request.turns:
            return self._ask(request, _Asked(request.question), note, on_found)
        from qa.follow_ups.demands import demands_of
        from qa.follow_ups.fragments import is_fragment
        from qa.follow_ups.resolution import resolve  # 60 ms of patterns that a first question does without

        resolution = resolve(request.question, request.turns)
        if not resolution.is_follow_up:
            return self._ask(request, _Asked(resolution.asked), note, on_found)
        last = request.turns[-1].asked
        sought = f"{last} {resolution.asked}" if resolution.asked != last else None
        demands = demands_of(request.question, resolution.asked, request.turns)
        reply, trace = self._ask(request, _Asked(resolution.asked, sought, demands), note, on_found)
        if isinstance(reply, Answer):
            return _with_conflicts(reply, request.turns), trace
        if not is_fragment(request.question):
            as_typed, its_trace = self._ask(request, _Asked(request.question, None, demands), note, on_found)
            if isinstance(as_typed, Answer):
                return replace(as_typed, timings=reply.timings + as_typed.timings), its_trace
        return reply, trace

    def answer_each(
        self, request: Request, *, note: Note, on_found: "Found | None" = None
    ) -> "Iterator[tuple[Request, Reply, Trace]]":
        """Of several questions typed as one each by itself, after those before it: what was asked, and what it came to.
        One question is the only one."""
        turns = request.turns
        for part in request.parts:
            each = replace(part, turns=turns)
            reply, trace = self.answer(each, note=note, on_found=on_found)
            turns = (*turns, Turn.of(reply))
            yield each, reply, trace

    def following_up(self, request: Request, history: Sequence[str], *, note: Note) -> Request:
        """The request after these questions, which are asked first, oldest first."""
        return replace(request, turns=self.converse(history, request.filters, note=note))

    def converse(
        self, history: Sequence[str], filters: Filters = ALL, *, known: KnownTurns | None = None, note: Note
    ) -> tuple[Turn, ...]:
        """The turns of earlier questions, oldest first, each asked after those before it.

        `known` holds the turns of conversations already had; those of this one are added, and none is asked again."""
        known = {} if known is None else known
        turns: tuple[Turn, ...] = ()
        for length, question in enumerate(history, 1):
            had = tuple(history[:length])
            if had not in known:
                request = Request(question=question, turns=turns, filters=filters)
                replies = [reply for _, reply, _ in self.answer_each(request, note=note)]
                known[had] = (*turns, *map(Turn.of, replies))
            turns = known[had]
        return turns

    def _ask(self, request: Request, asked: _Asked, note: Note, on_found: "Found | None") -> "tuple[Reply, Trace]":
        """Where a cited file changed since it was read, the index is updated and the question asked once more; if one
        changed again, its citations say what became of them."""
        reply, trace = self._answer_once(request, asked, on_found)
        if stale := _stale_documents(reply, trace, self.index.folder):
            note(f"changed since it was read, asking again: {', '.join(stale)}")
            self.index.update(doubted=stale)
            reply, trace = self._answer_once(request, asked, on_found)
            if _stale_documents(reply, trace, self.index.folder):
                (reply,) = checked_again([reply])
        timings = replace(reply.timings, load=self.load_ms, total=round(reply.timings.total + self.load_ms, 1))
        return replace(reply, timings=timings), trace

    def _answer_once(self, request: Request, asked: _Asked, on_found: "Found | None") -> "tuple[Reply, Trace]":
        return self.answerer.answer(
            request, asked.question, sought=asked.sought, demands=asked.demands, on_found=on_found
        )


def _with_conflicts(answer: Answer, turns: Sequence[Turn]) -> Reply:
    """With those that it takes up, and what became of their citations since."""
    if not any(turn.conflicts for turn in turns):
        return answer
    from qa.answering.taken_up import with_conflicts_taken_up

    taken_up = with_conflicts_taken_up(answer, turns)
    return answer if taken_up is answer else checked_again([taken_up])[0]


def _stale_documents(reply: Reply, trace: "Trace", folder: Path) -> list[str]:
    """The cited documents whose file is no longer what was read, in the order cited."""
    documents: dict[str, Document] = {hit.passage.document.path: hit.passage.document for hit in trace.hits}
    cited = dict.fromkeys(citation.document for citation in shown_first(reply))
    return [path for path in cited if not still_stands(documents[path], folder)]


@contextmanager
def open_session(
    folder: Path,
    settings: Settings,
    *,
    strict: bool = False,
    reader_threads: int = 0,
    confidence: "Confidence | None" = None,
    reader: "Reader | None" = None,
) -> Iterator[Session]:
    """Opens index and models. With `strict` an index that is missing or outdated raises IndexOutdated, untouched.
    `reader_threads`: where the settings name no number; 0 takes all cores. `reader`: in place of the one that the settings
    name, `confidence`: in place of the one that was measured with that."""
    started = perf_counter()
    encoder = make_encoder(settings)
    reader = reader or make_reader(settings.reader, settings.threads or reader_threads)
    from embeddings.index import PassageIndex  # while the models load
    from qa.answering.answerer import Answerer
    from qa.reading.confidence import Confidence

    with PassageIndex(folder, encoder, strict=strict, ocr=settings.ocr) as index:
        measured = confidence or Confidence.of(settings.reader)
        answerer = Answerer(index, reader, measured, passages_to_read=settings.passages_to_read)
        yield Session(index, answerer, round((perf_counter() - started) * 1000, 1))


def open_default_session(folder: Path) -> "AbstractContextManager[Session]":
    """As the settings say, but that the reader leaves half of the cores to what is drawn meanwhile."""
    half = max(1, (os.cpu_count() or 1) // 2)
    return open_session(folder, load_settings(), reader_threads=half)


def open_index(folder: Path, settings: Settings) -> "AbstractContextManager[Index]":
    """The index alone, for commands that read no passage."""
    from embeddings.index import PassageIndex

    return PassageIndex(folder, make_encoder(settings), ocr=settings.ocr)


def make_reader(name: ReaderName, threads: int) -> "Reader":
    from qa.reading.reader import OnnxReader

    small = OnnxReader(SMALL_FILE, threads=threads)
    deep = OnnxReader(DEEP_FILE, threads=threads, tokenizer=small.tokenizer) if name == "deep" else None
    from qa.reading.best_first import SURE, BestFirstReader  # while both load
    from qa.reading.cascade import CascadeReader
    from qa.reading.confidence import Confidence

    first = BestFirstReader(small, sure_margin=Confidence.of("small").margin_at(SURE))
    return CascadeReader(first, deep) if deep else first


def make_encoder(settings: Settings) -> "Encoder":
    """The encoder the settings name."""
    if settings.encoder is None:
        from embeddings.encoder import OnnxEncoder

        return OnnxEncoder(threads=settings.threads)
    from embeddings.sentence_encoder import SentenceEncoder

    return SentenceEncoder(settings.encoder)
