"""An encoder and a reader without weights whose results still mean something: texts that share words are near, and the
answer is what the best matching sentence says beyond the question."""

import math
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.document import Span
from corpus.progress import Note
from corpus.rendering import TITLE
from corpus.sentences import sentences
from embeddings.encoder import EmbeddingMatrix
from embeddings.engine import Index
from embeddings.index import PassageIndex
from embeddings.keywords import STOP_WORDS, words_of
from qa.answering.answerer import Answerer
from qa.answering.request import Request
from qa.answering.session import Session
from qa.reading.confidence import Confidence, OperatingPoint
from qa.reading.features import Features
from qa.reading.reader import Reader, Reading
from qa.replies.answers import Calibration, Reply


class MarginConfidence(Confidence):
    """The margin alone decides: above 0 is an answer."""

    def probability(self, features: Features) -> float:
        return 1.0 / (1.0 + math.exp(-features.margin))


CONFIDENCE = MarginConfidence(
    intercept=0.0,
    weights=(),
    threshold=0.5,
    bins=(Calibration(0.0, 0.5, 10, 60), Calibration(0.5, 0.9, 48, 60), Calibration(0.9, 1.0, 57, 60)),
    risk_coverage=(OperatingPoint(0.5, 0.1, 0.8), OperatingPoint(0.9, 0.05, 0.5)),
)


class WordEncoder:
    """Counts of words, each hashed to one dimension."""

    name = "words"
    dimension = 256

    def encode_question(self, question: str) -> NDArray[np.float32]:
        row: NDArray[np.float32] = self.encode_passages([question])[0]
        return row

    def encode_passages(self, texts: Sequence[str]) -> EmbeddingMatrix:
        counts = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            for word in words_of(text) or [""]:
                counts[row, zlib.crc32(word.encode()) % self.dimension] += 1
        vectors: EmbeddingMatrix = counts / np.linalg.norm(counts, axis=1, keepdims=True)
        return vectors


class OverlapReader:
    """Of every text, the longest run of words that the question lacks, in the sentence that shares most with it.

    read("Which colour is the fox?", ["It rained. The fox is of the colour red."]) -> "red"
    """

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        asked = set(words_of(question))
        readings = []
        for index, text in enumerate(texts):
            read = (_behind_headings(text, sentence) for sentence in sentences(text, Span(0, len(text))))
            best = max(read, key=lambda s: _shared(asked, s.of(text)), default=None)
            if best and (span := _said_beyond(asked, text, best)):
                readings.append(Reading(index, span, 2.0 * _shared(asked, best.of(text)) - 3.0))
        return sorted(readings, key=lambda reading: (-reading.margin, reading.text_index))


def _behind_headings(text: str, sentence: Span) -> Span:
    title = text.rfind(TITLE, *sentence)
    return sentence if title < 0 else Span(title + len(TITLE), sentence.end)


def _shared(asked: set[str], sentence: str) -> int:
    return len((asked - STOP_WORDS) & set(words_of(sentence)))


def _said_beyond(asked: set[str], text: str, sentence: Span) -> Span | None:
    """The longest run of words in the sentence that were not asked."""
    runs = []
    for is_new, words in groupby(_word_spans(text, sentence), key=lambda word: word.of(text).lower() not in asked):
        if is_new:
            run = list(words)
            runs.append(Span(run[0].start, run[-1].end))
    return max(runs, key=lambda run: run.end - run.start, default=None)


def _word_spans(text: str, within: Span) -> Iterator[Span]:
    position = within.start
    for word in within.of(text).split():
        start = text.index(word, position)
        position = start + len(word)
        yield Span(start, start + len(word.rstrip(".,!?")))


@contextmanager
def open_fake_session(folder: Path, reader: Reader | None = None) -> Iterator[Session]:
    """The real session over a real folder, with fakes for the models."""
    with PassageIndex(folder, WordEncoder()) as index:
        yield session_over(index, reader)


def session_over(index: Index, reader: Reader | None = None) -> Session:
    answerer = Answerer(index, reader or OverlapReader(), CONFIDENCE, passages_to_read=20)
    return Session(index, answerer, load_ms=0.0)


def silent(sentence: str) -> None:
    """Nobody waits."""


def ask(session: Session, question: str, *, note: Note = silent, **parts: Any) -> Reply:  # noqa: ANN401
    """`parts`: those of the request."""
    return session.answer(Request(question=question, **parts), note=note)[0]
