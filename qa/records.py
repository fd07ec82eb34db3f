"""Replies as JSON, out and in: the schema of `ask --json` and of saved replies."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.document import Coordinates
from corpus.errors import Reason, UserError
from embeddings.index import Hit
from qa import answers
from qa.answers import Answer, Candidate, NoAnswer, Refusal, Relation, Reply, Status
from qa.provenance import AskedOf

SCHEMA = 1


class Record(BaseModel):
    """Unknown keys are kept out, so that a later schema's additions do not break an older reader."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Citation(Record):
    number: int = Field(ge=1)
    document: str
    path: str
    title: str
    published: str | None
    page: int | None
    line: int = Field(ge=1)
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    quote: str = Field(min_length=1)
    sentence: str
    prefix: str
    suffix: str
    sha256: str
    coordinates: Coordinates
    encoding: str
    extractor: str | None
    status: Status


class Calibration(Record):
    low: float
    high: float
    correct: int
    of: int


class Alternative(Record):
    answer: str
    confidence: float
    citations: list[Citation]
    calibration: Calibration | None = None
    """In past conversations, which show it again."""


class Value(Record):
    answer: str
    sources: int
    citations: list[Citation]


class Disagreement(Record):
    relation: Relation
    values: list[Value]


class NoAnswerReason(Record):
    reason: Refusal
    message: str
    nearest: list[Citation]
    unknown_words: list[str]


class NotSearched(Record):
    document: str
    path: str
    reason: Reason
    count: int = 1


class Coverage(Record):
    searched: int
    total: int
    not_searched: list[NotSearched]
    changed: list[str]


class Timings(Record):
    load: float
    find: float
    read: float
    total: float


class ReplyRecord(Record):
    """One reply. Keys are always present, but for `asked_of`."""

    schema_version: int = Field(alias="schema", le=SCHEMA)
    question: str
    asked: str
    answered: bool
    answer: str | None
    confidence: float | None
    calibration: Calibration | None
    citations: list[Citation]
    independent_sources: int
    disagreements: list[Disagreement]
    alternatives: list[Alternative]
    no_answer: NoAnswerReason | None
    coverage: Coverage
    timings_ms: Timings
    asked_of: AskedOf | None = None
    """In what `ask --save` wrote."""

    def all_citations(self) -> Iterator[Citation]:
        """Every citation the reply shows, its nearest passages too."""
        yield from self.citations
        for alternative in self.alternatives:
            yield from alternative.citations
        for disagreement in self.disagreements:
            for value in disagreement.values:
                yield from value.citations
        if self.no_answer:
            yield from self.no_answer.nearest


def to_record(reply: Reply) -> dict[str, Any]:
    """The reply as `ask --json` prints it, keys in the order of the contract."""
    record: dict[str, Any] = {
        "schema": SCHEMA,
        "question": reply.question,
        "asked": reply.asked,
        "answered": isinstance(reply, Answer),
        **{"answer": None, "confidence": None, "calibration": None, "citations": [], "independent_sources": 0},
        **{"disagreements": [], "alternatives": [], "no_answer": None},
        "coverage": coverage_record(reply.coverage),
        "timings_ms": asdict(reply.timings),
    }
    match reply:
        case Answer():
            record["answer"] = reply.text
            record["confidence"] = _probability(reply.confidence)
            record["calibration"] = asdict(reply.calibration)
            record["citations"] = [asdict(citation) for citation in reply.citations]
            record["independent_sources"] = reply.independent_sources
            record["disagreements"] = [asdict(disagreement) for disagreement in reply.disagreements]
            record["alternatives"] = [
                {
                    "answer": alternative.answer,
                    "confidence": _probability(alternative.confidence),
                    "citations": [asdict(citation) for citation in alternative.citations],
                }
                for alternative in reply.alternatives
            ]
        case NoAnswer():
            record["no_answer"] = {
                "reason": reply.reason,
                "message": reply.message,
                "nearest": [asdict(citation) for citation in reply.nearest],
                "unknown_words": list(reply.unknown_words),
            }
    return record


def explanation(reply: Reply) -> dict[str, Any]:
    """What `--explain` adds: the scores of every hit and candidate, best first after the answer's own candidate."""
    return {
        "hits": [_explained_hit(hit) for hit in reply.hits],
        "candidates": [_explained_candidate(candidate) for candidate in reply.candidates],
    }


def _explained_hit(hit: Hit) -> dict[str, Any]:
    start, end = hit.passage.span
    return {
        "document": hit.passage.document.path, "start": start, "end": end, "score": round(hit.score, 4),
        "words_score": round(hit.words_score, 4), "cosine": round(hit.cosine, 4),
    }  # fmt: skip


def _explained_candidate(candidate: Candidate) -> dict[str, Any]:
    start, end = candidate.span
    return {
        "text": candidate.text, "document": candidate.document_path, "start": start, "end": end,
        "margin": round(candidate.margin, 4), "confidence": _probability(candidate.confidence),
    }  # fmt: skip


def coverage_record(coverage: answers.Coverage) -> dict[str, Any]:
    """A row that stands for one file has no `count`."""
    record = asdict(coverage)
    for row in record["not_searched"]:
        if row["count"] == 1:
            del row["count"]
    return record


def _probability(value: float) -> float:
    return round(value, 4)


def load_replies(file: Path) -> list[ReplyRecord]:
    """Saved replies: one JSON object, or one a line. Raises UserError when the file holds none."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UserError(f"{file}: {error.strerror}", hint="give a file that `qa ask --save` wrote") from error
    except UnicodeDecodeError as error:
        raise UserError(
            f"{file}: not UTF-8 at byte {error.start}", hint="give a file that `qa ask --save` wrote"
        ) from error
    objects = _objects(text, file)
    if not objects:
        raise UserError(f"{file}: holds no saved replies", hint="give a file that `qa ask --save` wrote")
    try:
        return [ReplyRecord.model_validate(each) for each in objects]
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise UserError(
            f"{file}: not a saved reply ({where}: {first['msg']})", hint="give a file that `qa ask --save` wrote"
        ) from error


def _objects(text: str, file: Path) -> list[Any]:
    try:
        return [json.loads(text)]
    except (ValueError, RecursionError):
        pass
    objects: list[Any] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                objects.append(json.loads(line))
            except (ValueError, RecursionError) as error:
                raise UserError(
                    f"{file}: line {number} is not JSON ({getattr(error, 'msg', error)})",
                    hint="give a file that `qa ask --save` wrote",
                ) from error
    return objects
