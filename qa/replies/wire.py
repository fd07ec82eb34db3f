"""Replies as JSON, out and in: the schema of `ask --json`, of saved replies and of past conversations.

pydantic writes and reads the frozen dataclasses of `answers` themselves; only the outermost object, which is flat
whether there is an answer or not, is spelled out here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, Self

from annotated_types import Ge
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from corpus.coverage import Coverage
from corpus.filters import Filters
from qa.replies.answers import (
    Alternative,
    Answer,
    Calibration,
    Citation,
    Cue,
    Disagreement,
    NoAnswer,
    Refusal,
    Reply,
    Share,
    Timings,
    standing_for,
)
from qa.replies.turns import Turn

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class AskedSettings:
    """The settings that may change a reply."""

    max_error: Share | None
    passages_to_read: int
    encoder: str | None
    reader: str = "small"
    """The only one there was when a line does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedOf:
    """What a saved reply was asked of: the value of `asked_of` in its line."""

    folder: str
    """Absolute."""

    at: str
    """ISO date and time, UTC."""

    filters: Filters
    limit: Annotated[int, Ge(1)] | None
    """None: as many as the question asks for."""

    settings: AskedSettings
    index: str
    """SHA-256 over the format of the index and the path and SHA-256 of every document in it."""

    documents: dict[str, str] | None
    """Path -> first digits of its SHA-256; None in large folders."""

    models: dict[str, str]
    """File -> SHA-256; `encoder` -> its name, which holds that of its weights."""

    version: str
    """Of Quoth."""

    turns: tuple[Turn, ...] = ()
    """The conversation before it, from which it was understood; oldest first."""


@dataclass(frozen=True, slots=True)
class SavedReply:
    """A reply read back, with what its line says beside it."""

    reply: Reply
    asked_of: AskedOf | None = None
    """In what `ask --save` wrote."""

    folder: str | None = None
    """In past conversations: absolute path of the documents asked."""

    at: AwareDatetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Refused:
    """The value of `no_answer`."""

    reason: Refusal
    message: str
    nearest: tuple[Citation, ...]
    unknown_words: tuple[str, ...]
    possible: tuple[Alternative, ...] = ()


class _Line(BaseModel):
    """One reply, keys in the order of the contract. Unknown keys are left out: a later version may add some."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    schema_version: int = Field(default=SCHEMA, alias="schema", le=SCHEMA)
    question: str
    asked: str
    answered: bool
    answer: str | None = None
    confidence: Share | None = None
    calibration: Calibration | None = None
    citations: tuple[Citation, ...] = ()
    independent_sources: int = 0
    disagreements: tuple[Disagreement, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    cues: tuple[Cue, ...] = ()
    no_answer: _Refused | None = None
    coverage: Coverage
    timings_ms: Timings
    asked_of: AskedOf | None = Field(default=None, exclude=True)
    folder: str | None = Field(default=None, exclude=True)
    at: AwareDatetime | None = Field(default=None, exclude=True)

    @model_validator(mode="after")
    def _hold_together(self) -> Self:
        if self.no_answer is None and not (self.answer and self.citations and self.calibration):
            raise ValueError("neither an answer with its citations nor why there is none")
        return self

    @classmethod
    def of(cls, reply: Reply) -> Self:
        common: dict[str, Any] = {
            "question": reply.question, "asked": reply.asked, "cues": reply.cues,
            "coverage": reply.coverage, "timings_ms": reply.timings,
        }  # fmt: skip
        match reply:
            case Answer():
                return cls(
                    answered=True, answer=reply.text, confidence=reply.confidence, calibration=reply.calibration,
                    citations=reply.citations, independent_sources=reply.independent_sources,
                    disagreements=reply.disagreements, alternatives=reply.alternatives, **common,
                )  # fmt: skip
            case NoAnswer():
                refused = _Refused(
                    reason=reply.reason, message=reply.message, nearest=reply.nearest,
                    unknown_words=reply.unknown_words, possible=reply.possible,
                )  # fmt: skip
                return cls(answered=False, no_answer=refused, **common)

    def reply(self) -> Reply:
        if self.answer is not None and self.confidence is not None and self.calibration is not None:
            return Answer(
                question=self.question, asked=self.asked, text=self.answer, confidence=self.confidence,
                calibration=self.calibration, citations=self.citations, independent_sources=self.independent_sources,
                disagreements=self.disagreements, alternatives=self.alternatives, cues=self.cues,
                coverage=self.coverage, timings=self.timings_ms,
            )  # fmt: skip
        if self.no_answer is None:
            raise ValueError("an answer without its confidence")
        return NoAnswer(
            question=self.question, asked=self.asked, reason=self.no_answer.reason, message=self.no_answer.message,
            nearest=self.no_answer.nearest, unknown_words=self.no_answer.unknown_words,
            possible=self.no_answer.possible, cues=self.cues, coverage=self.coverage, timings=self.timings_ms,
        )  # fmt: skip


def to_wire(reply: Reply, *, whole: bool = False) -> dict[str, Any]:
    """The reply as `ask --json` prints it, keys in the order of the contract. `whole`: with the counts behind
    alternatives too, so that the same reply is read back."""
    line = _Line.of(reply).model_dump(mode="json", by_alias=True)
    if not whole:
        for alternative in line["alternatives"]:
            del alternative["calibration"]
    line["coverage"] = _without_defaults(line["coverage"])
    return line


def all_to_wire(question: str, replies: Sequence[Reply]) -> dict[str, Any]:
    """One object for a question as it was typed. Where it was several, it is the reply that stands for all of them, and
    `parts` holds every one, whole, in their order."""
    if len(replies) == 1:
        return to_wire(replies[0])
    whole = replace(standing_for(replies), question=question)
    return to_wire(whole) | {"parts": list(map(to_wire, replies))}


def coverage_to_wire(coverage: Coverage) -> dict[str, Any]:
    """A row that stands for one file has no `count`, one that names no pages no `pages`; `partly` only where there is one."""
    written: dict[str, Any] = _COVERAGE.dump_python(coverage, mode="json")
    return _without_defaults(written)


def asked_of_to_wire(asked_of: AskedOf) -> dict[str, Any]:
    """The key that saved lines have beyond those of `ask --json`."""
    return {"asked_of": _ASKED_OF.dump_python(asked_of, mode="json")}


_COVERAGE = TypeAdapter(Coverage)
_ASKED_OF = TypeAdapter(AskedOf)


def _without_defaults(coverage: dict[str, Any]) -> dict[str, Any]:
    for row in (*coverage["not_searched"], *coverage["partly"]):
        if row["count"] == 1:
            del row["count"]
        if not row["pages"]:
            del row["pages"]
    if not coverage["partly"]:
        del coverage["partly"]
    return coverage


def from_wire(value: object) -> SavedReply:
    """Raises pydantic's ValidationError."""
    line = _Line.model_validate(value)
    return SavedReply(line.reply(), line.asked_of, line.folder, line.at)
