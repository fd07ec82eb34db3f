"""Question + texts -> spans that may answer. `Reader` is the protocol, `OnnxReader` the trained model."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from corpus.document import Span
from embeddings.loading import load_beside, load_session, load_tokenizer
from qa.english.boundaries import tidy
from qa.reading.model_files import SMALL_FILE, TOKENIZER_FILE
from qa.reading.spans import best_spans

if TYPE_CHECKING:
    from concurrent.futures import Future

    from tokenizers import Encoding, Tokenizer

WINDOW_TOKENS = 320
STRIDE = 96
MOST_QUESTION_TOKENS = 48
BATCH_SIZE = 4
"""Windows of like length that are read together; more waste time on padding and fall out of a core's own memory."""
SPANS_PER_PASSAGE = 6


@dataclass(frozen=True, slots=True)
class Reading:
    """One span of one text, and how the reader scores it."""

    text_index: int
    span: Span
    """In the text."""

    margin: float
    """Span score less the text's no-answer score: its lowest over the text's windows."""


class Reader(Protocol):
    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        """The best spans of every text, by margin, best first. A text without a single word has none."""


@runtime_checkable
class ReadsMore(Protocol):
    """A reader that decides by some of the texts, and knows what the others say."""

    def read_once(self, question: str, texts: Sequence[str]) -> list[Reading]:
        """The best span of each other text, by margin, best first; margins are less the best one's, so at most 0."""


@dataclass(frozen=True, slots=True)
class _Window:
    text_index: int
    encoding: "Encoding"


class OnnxReader:
    """A trained network with a span head (see model/MODEL_CARD.md). Long texts are read in overlapping windows, never cut."""

    def __init__(
        self, model: Path = SMALL_FILE, *, threads: int = 0, tokenizer: "Future[Tokenizer] | None" = None
    ) -> None:
        """Loads beside what else is done; the first reading waits. `threads`: 0 lets onnxruntime take all cores.
        `tokenizer`: of another reader, which is never used at the same time."""
        self.tokenizer = tokenizer or load_beside(lambda: load_tokenizer(TOKENIZER_FILE))
        self._session = load_beside(lambda: load_session(model, threads=threads))

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        readings: list[Reading] = []
        no_answer = dict.fromkeys(range(len(texts)), np.inf)
        spans: list[tuple[int, Span, float]] = []
        windows = self._windows(normalise_question(question), texts)
        for window, start_scores, end_scores in self._scores(windows):
            index = window.text_index
            no_answer[index] = min(no_answer[index], float(start_scores[0] + end_scores[0]))
            allowed = np.array([s == 1 for s in window.encoding.sequence_ids])
            for start, end, score in best_spans(start_scores, end_scores, allowed, limit=SPANS_PER_PASSAGE):
                offsets = window.encoding.offsets
                span = tidy(texts[index], Span(offsets[start][0], offsets[end][1]))
                if span:
                    spans.append((index, span, score))
        best: dict[tuple[int, Span], float] = {}
        for index, span, score in spans:
            best[index, span] = max(score, best.get((index, span), -np.inf))
        readings = [Reading(index, span, score - no_answer[index]) for (index, span), score in best.items()]
        return sorted(readings, key=lambda reading: (-reading.margin, reading.text_index, reading.span))

    def _windows(self, question: str, texts: Sequence[str]) -> list[_Window]:
        tokenizer = self.tokenizer.result()
        tokenizer.no_truncation()
        question_tokens = tokenizer.encode(question, add_special_tokens=False)
        if len(question_tokens) > MOST_QUESTION_TOKENS:
            question = question[: question_tokens.offsets[MOST_QUESTION_TOKENS - 1][1]]
        tokenizer.enable_truncation(WINDOW_TOKENS, stride=STRIDE, strategy="only_second")
        encodings = tokenizer.encode_batch([(question, text) for text in texts])
        return [_Window(i, part) for i, first in enumerate(encodings) for part in (first, *first.overflowing)]

    def _scores(self, windows: list[_Window]) -> Iterator[tuple[_Window, NDArray[np.float32], NDArray[np.float32]]]:
        """Each window with its start and end scores, (tokens,); in batches of like length."""
        session = self._session.result()
        by_length = sorted(windows, key=lambda window: len(window.encoding))
        for first in range(0, len(windows), BATCH_SIZE):
            batch = by_length[first : first + BATCH_SIZE]
            ids = np.zeros((len(batch), len(batch[-1].encoding)), np.int64)
            mask, types = np.zeros_like(ids), np.zeros_like(ids)
            for row, window in enumerate(batch):
                size = len(window.encoding)
                ids[row, :size] = window.encoding.ids
                types[row, :size] = window.encoding.type_ids
                mask[row, :size] = 1
            start_scores, end_scores = session.run(None, {"ids": ids, "mask": mask, "types": types})
            for row, window in enumerate(batch):
                size = len(window.encoding)
                yield window, start_scores[row, :size], end_scores[row, :size]


def normalise_question(question: str) -> str:
    """One spelling for what the models see: single spaces, one question mark at the end."""
    return " ".join(question.split()).rstrip(" ?!.") + "?"
