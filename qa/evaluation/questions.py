"""Question files -> questions: JSONL over a folder, or SQuAD JSON with its own paragraphs; either may be gzipped."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from corpus.document import Span
from corpus.errors import UserError

Kind = Literal["opening", "follow_up", "new_topic"]


class _JsonlQuestion(BaseModel):
    model_config = ConfigDict(extra="ignore")
    id: str | int
    question: str = Field(min_length=1)
    answers: list[str]
    documents: list[str] = []
    history: list[str] = []
    resolved: str | None = Field(default=None, min_length=1)
    kind: Annotated[Kind | None, BeforeValidator(lambda kind: kind if kind in get_args(Kind) else None)] = None
    """A file of other origin may have a field of this name for its own ends."""

    split: str | None = None


class _SquadAnswer(BaseModel):
    text: str
    answer_start: int = Field(ge=0)


class _SquadQuestion(BaseModel):
    id: str | int
    question: str
    answers: list[_SquadAnswer] = []
    is_impossible: bool = False


class _SquadParagraph(BaseModel):
    context: str
    qas: list[_SquadQuestion]


class _SquadArticle(BaseModel):
    title: str = ""
    paragraphs: list[_SquadParagraph]


class _SquadFile(BaseModel):
    data: list[_SquadArticle]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question with what is known of its answer. No answers: the documents do not answer it."""

    id: str
    text: str
    answers: tuple[str, ...]
    documents: tuple[str, ...] = ()
    """Paths of the documents that answer it; for SQuAD files the name its paragraph has in open mode."""

    history: tuple[str, ...] = ()
    """Earlier questions of its conversation as they were typed, oldest first."""

    resolved: str | None = None
    """What it asks without its conversation, in a person's words."""

    kind: Kind | None = None
    """Whether it opens a conversation, follows up on it or leaves its topic."""

    split: str | None = None
    context: str | None = None
    """SQuAD: the paragraph it was written for."""

    spans: tuple[Span, ...] = ()
    """SQuAD: where the answers stand in the paragraph."""

    @property
    def is_answerable(self) -> bool:
        return bool(self.answers)


@dataclass(frozen=True, slots=True)
class QuestionSet:
    format: Literal["jsonl", "squad"]
    questions: tuple[Question, ...]


def load_questions(file: Path) -> QuestionSet:
    """Raises UserError naming file, line and what is wrong with it."""
    try:
        data = file.read_bytes()
        text = (gzip.decompress(data) if file.suffix == ".gz" else data).decode("utf-8-sig")
    except (OSError, EOFError) as error:
        raise UserError(f"{file}: {getattr(error, 'strerror', None) or error}", hint="give a question file") from error
    except UnicodeDecodeError as error:
        raise UserError(f"{file}: not UTF-8 at byte {error.start}", hint="save it as UTF-8") from error
    squad = _as_squad(text)
    questions = tuple(_squad_questions(squad, file) if squad is not None else _jsonl_questions(text, file))
    if not questions:
        raise UserError(f"{file}: holds no questions", hint="one JSON object a line: id, question, answers, documents")
    _refuse_repeated_ids(questions, file)
    return QuestionSet("jsonl" if squad is None else "squad", questions)


def paragraph_name(context_number: int) -> str:
    """The file a SQuAD paragraph becomes in open mode; numbered over distinct paragraphs, from 0."""
    return f"paragraph-{context_number:06}.txt"


def _as_squad(text: str) -> dict[str, Any] | None:
    try:
        value = json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        return None
    return value if isinstance(value, dict) and "data" in value else None


def _squad_questions(value: dict[str, Any], file: Path) -> Iterator[Question]:
    try:
        squad = _SquadFile.model_validate(value)
    except ValidationError as error:
        raise UserError(f"{file}: not SQuAD JSON ({_first(error)})", hint="see the SQuAD format") from error
    numbers: dict[str, int] = {}
    for article in squad.data:
        for paragraph in article.paragraphs:
            number = numbers.setdefault(paragraph.context, len(numbers))
            for qa in paragraph.qas:
                answers = () if qa.is_impossible else tuple(qa.answers)
                yield Question(
                    id=str(qa.id),
                    text=qa.question,
                    answers=tuple(answer.text for answer in answers),
                    documents=(paragraph_name(number),) if answers else (),
                    context=paragraph.context,
                    spans=tuple(Span(a.answer_start, a.answer_start + len(a.text)) for a in answers),
                )


def _jsonl_questions(text: str, file: Path) -> Iterator[Question]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = _JsonlQuestion.model_validate_json(line)
        except ValidationError as error:
            raise UserError(
                f"{file}: line {number} is not a question ({_first(error)})",
                hint='{"id": "1", "question": "...", "answers": ["..."], "documents": ["..."]}',
            ) from error
        yield Question(
            id=str(record.id), text=record.question, answers=tuple(record.answers), documents=tuple(record.documents),
            history=tuple(record.history), resolved=record.resolved, kind=record.kind, split=record.split,
        )  # fmt: skip


def _refuse_repeated_ids(questions: tuple[Question, ...], file: Path) -> None:
    seen: set[str] = set()
    for question in questions:
        if question.id in seen:
            raise UserError(f"{file}: two questions have the id {question.id!r}", hint="give each its own id")
        seen.add(question.id)


def _first(error: ValidationError) -> str:
    first = error.errors()[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
