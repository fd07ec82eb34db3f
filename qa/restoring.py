"""Saved replies -> replies, each citation checked against its file as it is now."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from corpus.errors import UnreadableFile
from qa import records
from qa.answers import (
    Alternative,
    Answer,
    Calibration,
    Citation,
    Coverage,
    Disagreement,
    NoAnswer,
    NotSearched,
    Reply,
    Timings,
    Value,
)
from qa.citations import check, read_again
from qa.records import ReplyRecord


def restore(saved: Iterable[ReplyRecord]) -> list[Reply]:
    """In their order. What was found and read for them is not saved: `hits` and `candidates` are empty."""
    restoring = _Restoring()
    return [restoring.reply(record) for record in saved]


class _Restoring:
    """Reads each cited file once."""

    def __init__(self) -> None:
        self._texts: dict[str, str | None] = {}

    def reply(self, record: ReplyRecord) -> Reply:
        coverage = _coverage(record.coverage)
        timings = Timings(**record.timings_ms.model_dump())
        if record.no_answer:
            return NoAnswer(
                question=record.question, asked=record.asked, reason=record.no_answer.reason,
                message=record.no_answer.message, nearest=self._citations(record.no_answer.nearest),
                unknown_words=tuple(record.no_answer.unknown_words), coverage=coverage, timings=timings,
            )  # fmt: skip
        if record.answer is None or record.confidence is None or record.calibration is None:
            raise ValueError("an answer without text, confidence or calibration")
        return Answer(
            question=record.question, asked=record.asked, text=record.answer, confidence=record.confidence,
            calibration=Calibration(**record.calibration.model_dump()),
            citations=self._citations(record.citations),
            independent_sources=record.independent_sources, coverage=coverage, timings=timings,
            disagreements=tuple(self._disagreement(each) for each in record.disagreements),
            alternatives=tuple(
                Alternative(
                    each.answer, each.confidence, self._citations(each.citations), _calibration(each.calibration)
                )
                for each in record.alternatives
            ),
        )  # fmt: skip

    def _disagreement(self, record: records.Disagreement) -> Disagreement:
        values = (Value(each.answer, each.sources, self._citations(each.citations)) for each in record.values)
        return Disagreement(record.relation, tuple(values))

    def _citations(self, saved: Sequence[records.Citation]) -> tuple[Citation, ...]:
        return tuple(self._checked(Citation(**record.model_dump())) for record in saved)

    def _checked(self, citation: Citation) -> Citation:
        text = self._text_now(citation.path)
        return replace(citation, status="missing" if text is None else check(citation, text).status)

    def _text_now(self, path: str) -> str | None:
        if path not in self._texts:
            try:
                self._texts[path] = read_again(Path(path)).text
            except UnreadableFile:
                self._texts[path] = None
        return self._texts[path]


def _calibration(record: records.Calibration | None) -> Calibration | None:
    return None if record is None else Calibration(**record.model_dump())


def _coverage(record: records.Coverage) -> Coverage:
    rows = tuple(NotSearched(**row.model_dump()) for row in record.not_searched)
    return Coverage(record.searched, record.total, rows, tuple(record.changed))
