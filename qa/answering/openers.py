"""Questions to begin with: made from the documents' own sentences, and kept only where the documents do answer them so."""

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice

from corpus.document import Document, Span
from corpus.locations import index_home
from corpus.sentences import sentences
from embeddings.engine import Index
from qa.answering.request import Request
from qa.answering.session import Session
from qa.english.asking import Asked, questions_of
from qa.reading.confidence import wilson_interval
from qa.replies.answers import Answer, Calibration, Reply

MOST = 3
MOST_ASKED = 12
"""Candidates put to the index; each takes as long as a question does."""

DOCUMENTS_LOOKED_AT = 40
MOST_CHARACTERS = 20_000
"""Of a document."""

LEAST_RIGHT = 0.66
"""The share of answers scored alike that were right, at the low end of its interval: "likely"."""

_FILE = "openers.json"


def openers(session: Session, is_wanted: Callable[[], bool]) -> tuple[str, ...]:
    """At most MOST questions, each of another document where possible; those worked out before for the same documents.

    None once `is_wanted` says that nobody waits for them any more."""
    key = _key(session.index)
    if (kept := _kept(session.index, key)) is not None:
        return kept
    found: dict[str, str] = {}
    spare: list[str] = []
    for path, sentence, asked in islice(_candidates(session.index), MOST_ASKED):
        if not is_wanted():
            return ()
        reply, _ = session.answer(Request(question=asked.question), note=lambda _: None)
        if _answers(reply, path, asked.answer.of(sentence), sentence):
            if path in found:
                spare.append(asked.question)
            else:
                found[path] = asked.question
        if len(found) == MOST:
            break
    questions = (*found.values(), *spare)[:MOST]
    _keep(session.index, key, questions)
    return questions


def _candidates(index: Index) -> Iterator[tuple[str, str, Asked]]:
    """(path, sentence, question), the shortest question of each document first, then the next of each."""
    paths = [record.path for record in index.documents()]
    step = max(1, len(paths) // DOCUMENTS_LOOKED_AT)
    made = [_of_document(index.document(path)) for path in paths[::step][:DOCUMENTS_LOOKED_AT]]
    for rank in range(max(map(len, made), default=0)):
        yield from (of_one[rank] for of_one in made if rank < len(of_one))


def _of_document(document: Document) -> list[tuple[str, str, Asked]]:
    text = document.text[:MOST_CHARACTERS]
    on_one_line = (" ".join(span.of(text).split()) for span in sentences(text, Span(0, len(text))))
    made = [(document.path, sentence, asked) for sentence in on_one_line for asked in questions_of(sentence)]
    return sorted(made, key=lambda each: len(each[2].question))


def _answers(reply: Reply, path: str, answer: str, sentence: str) -> bool:
    """Whether the reply is sure enough, is not contradicted, and quotes that sentence for it."""
    if not isinstance(reply, Answer) or reply.disagreements or not _is_likely(reply.calibration):
        return False
    first = reply.citations[0]
    own = " ".join(first.sentence.split())
    return (
        first.document == path
        and own in " ".join(sentence.split())
        and (answer in first.quote or first.quote in answer)
    )


def _is_likely(calibration: Calibration) -> bool:
    return bool(calibration.of) and wilson_interval(calibration.correct, calibration.of)[0] >= LEAST_RIGHT


def _key(index: Index) -> str:
    """Changes with every document, and with what the index is made by."""
    lines = [index.made_by, *(f"{record.path} {record.sha256}" for record in index.documents())]
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogateescape")).hexdigest()


def _kept(index: Index, key: str) -> tuple[str, ...] | None:
    with suppress(OSError, ValueError):
        kept = json.loads((index_home(index.folder) / _FILE).read_text(encoding="utf-8"))
        if isinstance(kept, dict) and kept.get("key") == key:
            return tuple(map(str, kept["questions"]))
    return None


def _keep(index: Index, key: str, questions: tuple[str, ...]) -> None:
    """Beside the index. Where it cannot be written they are worked out again next time, and nothing is lost."""
    file = index_home(index.folder) / _FILE
    new = file.with_suffix(".new")
    with suppress(OSError):
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
            json.dump({"key": key, "questions": questions}, stream)
        new.replace(file)
