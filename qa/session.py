"""A folder, its index and the models, open together: what the command line and the terminal app ask."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from embeddings.encoder import Encoder, OnnxEncoder
from embeddings.index import PassageIndex
from embeddings.update import Note
from qa.answerer import Found, QuestionAnswerer, stale_documents
from qa.answers import Answer, Citation, NoAnswer, Reply
from qa.citations import check_file
from qa.confidence import Confidence
from qa.conversation import Turn
from qa.coreference.resolution import resolve
from qa.filters import Filters
from qa.reader import OnnxReader
from qa.settings import Settings

KnownTurns = dict[tuple[str, ...], tuple[Turn, ...]]
"""The questions of a conversation as typed -> its turns."""


class Session:
    """Made by `open_session`. One thread at a time."""

    def __init__(self, index: PassageIndex, answerer: QuestionAnswerer, load_ms: float) -> None:
        self.index = index
        self.answerer = answerer
        self.load_ms = load_ms

    def ask(
        self,
        question: str,
        filters: Filters | None = None,
        *,
        turns: Sequence[Turn] = (),
        limit: int | None = None,
        note: Note,
        on_found: Found | None = None,
    ) -> Reply:
        """The reply to a question that may follow up on `turns`, oldest first; `asked` says how it was understood.

        Where nothing answers it as it was understood, it is asked as typed: the documents may say "he" or "the report"
        too. `on_found` is called each time passages have been found."""
        resolution = resolve(question, turns)
        reply = self._ask_alone(resolution.asked, filters, limit, note, on_found)
        if resolution.is_follow_up and isinstance(reply, NoAnswer):
            as_typed = self._ask_alone(question, filters, limit, note, on_found)
            if isinstance(as_typed, Answer):
                reply = replace(as_typed, timings=reply.timings + as_typed.timings)
        return replace(reply, question=question)

    def converse(
        self, history: Sequence[str], filters: Filters | None = None, *, known: KnownTurns | None = None, note: Note
    ) -> tuple[Turn, ...]:
        """The turns of earlier questions, oldest first, each asked after those before it.

        `known` holds the turns of conversations already had; those of this one are added, and none is asked again."""
        known = {} if known is None else known
        turns: tuple[Turn, ...] = ()
        for length, question in enumerate(history, 1):
            had = tuple(history[:length])
            if had not in known:
                known[had] = (*turns, Turn.of(self.ask(question, filters, turns=turns, note=note)))
            turns = known[had]
        return turns

    def _ask_alone(
        self, question: str, filters: Filters | None, limit: int | None, note: Note, on_found: Found | None
    ) -> Reply:
        """The reply, checked against the files. Where a cited file changed since it was read, the index is updated and
        the question asked once more; if one changed again, its citations say what became of them."""
        reply = self.answerer.ask(question, filters, limit=limit, on_found=on_found)
        if stale := stale_documents(reply, self.index.folder):
            note(f"changed while the question was answered, asking again: {', '.join(stale)}")
            self.index.update()
            reply = self.answerer.ask(question, filters, limit=limit, on_found=on_found)
            if stale_documents(reply, self.index.folder):
                reply = _rechecked(reply)
        timings = replace(reply.timings, load=self.load_ms, total=round(reply.timings.total + self.load_ms, 1))
        return replace(reply, timings=timings)


@contextmanager
def open_session(
    folder: Path, settings: Settings, *, strict: bool = False, reader_threads: int = 0
) -> Iterator[Session]:
    """Opens index and models. With `strict` an index that is missing or outdated raises IndexOutdated, untouched.
    `reader_threads`: where the settings name no number; 0 takes all cores."""
    started = perf_counter()
    with PassageIndex(folder, make_encoder(settings), strict=strict) as index:
        reader = OnnxReader(threads=settings.threads or reader_threads)
        answerer = QuestionAnswerer(index, reader, Confidence.load(), settings)
        yield Session(index, answerer, round((perf_counter() - started) * 1000, 1))


def make_encoder(settings: Settings) -> Encoder:
    """The encoder the settings name."""
    if settings.encoder is None:
        return OnnxEncoder(threads=settings.threads)
    from embeddings.sentence_encoder import SentenceEncoder

    return SentenceEncoder(settings.encoder)


def _rechecked(reply: Reply) -> Reply:
    """The reply with the status each citation has now."""
    match reply:
        case Answer():
            return replace(reply, citations=tuple(map(_with_status, reply.citations)))
        case NoAnswer():
            return replace(reply, nearest=tuple(map(_with_status, reply.nearest)))


def _with_status(citation: Citation) -> Citation:
    return replace(citation, status=check_file(citation, Path(citation.path)).status)
