"""Saved questions asked again, and what became of each reply.

The evidence of a reply are the citations of its answer and of the answers it says disagree. A saved citation still
stands when it is `verified` or `moved` (see `citations`); it is cited again when the new evidence overlaps it there.

`lost`: it was answered and is refused now.
`changed`: another answer, one that does not say the same in other words; or the same answer with less behind it: a
    saved citation no longer stands, or is not cited again and nothing is in its place, or the independent sources are
    fewer, or the file of a new citation changed while the question was asked.
`new evidence`: it was refused and is answered now; or the same answer, everything saved still stands, and something
    else is cited or the independent sources are more.
`same`: the same answer on the same citations; or refused then and now, for whatever reason.

The folder, filters, limit and --max-error are those saved; the other settings and the models are those of now.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Literal, get_args

from corpus.errors import FolderNotFound, UserError
from corpus.folder import open_folder
from embeddings.update import Note, Progress
from qa.agreement import relation
from qa.citations import Check, check_file
from qa.filters import Filters
from qa.provenance import AskedOf, Differences, describe, differences
from qa.records import Citation, ReplyRecord, load_replies, to_record
from qa.session import Session, open_session
from qa.settings import Settings

Verdict = Literal["same", "changed", "lost", "new evidence"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
_STANDS = ("verified", "moved")


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """A saved reply beside the one its question gets now."""

    then: ReplyRecord
    now: ReplyRecord
    verdict: Verdict
    checks: tuple[tuple[Citation, Check], ...]
    """The saved evidence, and what became of each citation."""

    gained: tuple[Citation, ...]
    """What is cited now and was not."""

    differences: Differences | None
    """None where the saved line does not say what it was asked of."""


def load_for_replay(file: Path, folder: Path | None) -> list[ReplyRecord]:
    """Saved replies whose folders are there; with `folder`, that one is asked. Raises UserError."""
    replies = load_replies(file)
    way_out = f"qa replay {file} --in FOLDER"
    if folder is not None:
        open_folder(folder)
    elif any(reply.asked_of is None for reply in replies):
        raise UserError(f"{file}: does not say of every reply which folder was asked", hint=way_out)
    for asked in dict.fromkeys(reply.asked_of.folder for reply in replies if reply.asked_of and folder is None):
        try:
            open_folder(Path(asked))
        except FolderNotFound as error:
            raise FolderNotFound(f"{file}: the folder asked then is gone ({error})", hint=way_out) from error
    return replies


def ask_again(
    replies: Sequence[ReplyRecord],
    folder: Path | None,
    settings: Settings,
    note: Note,
    progress: Progress | None = None,
) -> Iterator[Replayed]:
    """Asks every question again, in order, of `folder` or the one saved; indexes are brought up to date first."""

    def opened_with(saved: ReplyRecord) -> tuple[Path, Settings]:
        asked_of = saved.asked_of
        where = folder or Path(asked_of.folder if asked_of else "")
        return where, settings.model_copy(update={"max_error": asked_of.settings.max_error} if asked_of else {})

    for (where, as_saved), group in groupby(replies, opened_with):
        with open_session(where, as_saved) as session:
            session.index.refresh(note, progress)
            if not session.index.store.documents():
                raise UserError(f"{session.index.folder}: no file in it can be read", hint=f"qa docs --in {where}")
            now = describe(session.index, Filters(), 1, as_saved)
            for saved in group:
                yield ask_one_again(session, saved, now, note)


def ask_one_again(session: Session, then: ReplyRecord, now_of: AskedOf, note: Note) -> Replayed:
    """`now_of` is what the session asks, filters and limit aside."""
    filters, limit = (then.asked_of.filters, then.asked_of.limit) if then.asked_of else (Filters(), None)
    reply = session.ask(then.asked, filters or None, limit=limit, note=note)
    now = ReplyRecord.model_validate(to_record(reply))
    checks = tuple((c, check_file(c, session.index.folder / c.document)) for c in _evidence(then))
    gained = tuple(c for c in _evidence(now) if not any(_is_cited_again(old, check, [c]) for old, check in checks))
    return Replayed(
        then=then,
        now=now,
        verdict=_verdict(then, now, checks, gained),
        checks=checks,
        gained=gained,
        differences=differences(then.asked_of, now_of) if then.asked_of else None,
    )


def _verdict(
    then: ReplyRecord,
    now: ReplyRecord,
    checks: Sequence[tuple[Citation, Check]],
    gained: Sequence[Citation],
) -> Verdict:
    if now.answer is None:
        return "same" if then.answer is None else "lost"
    if then.answer is None:
        return "new evidence"
    if relation(then.answer, now.answer) != "agree" or now.independent_sources < then.independent_sources:
        return "changed"
    if any(check.status not in _STANDS for _, check in checks) or any(c.status not in _STANDS for c in now.citations):
        return "changed"
    if gained or now.independent_sources > then.independent_sources:
        return "new evidence"
    cited = _evidence(now)
    return "same" if all(_is_cited_again(old, check, cited) for old, check in checks) else "changed"


def _evidence(reply: ReplyRecord) -> list[Citation]:
    """The citations of the answer and of those that disagree, each place once."""
    disagreeing = (c for disagreement in reply.disagreements for value in disagreement.values for c in value.citations)
    return list({(c.document, c.start, c.end): c for c in (*reply.citations, *disagreeing)}.values())


def _is_cited_again(old: Citation, check: Check, cited: Sequence[Citation]) -> bool:
    """Whether one of `cited` overlaps the old citation where it stands now."""
    if check.status not in _STANDS or check.start is None or check.end is None:
        return False
    return any(c.document == old.document and c.start < check.end and check.start < c.end for c in cited)


def as_json(replayed: Replayed) -> dict[str, Any]:
    return {
        "question": replayed.then.question,
        "verdict": replayed.verdict,
        "then": _reply_json(replayed.then),
        "now": _reply_json(replayed.now),
        "citations": [
            {"document": c.document, "quote": c.quote, "status": check.status, "start": check.start, "end": check.end}
            for c, check in replayed.checks
        ],
        "gained": [{"document": c.document, "quote": c.quote, "start": c.start, "end": c.end} for c in replayed.gained],
        "differences": asdict(replayed.differences) if replayed.differences else None,
    }


def _reply_json(reply: ReplyRecord) -> dict[str, Any]:
    return {
        "answer": reply.answer,
        "reason": reply.no_answer.reason if reply.no_answer else None,
        "independent_sources": reply.independent_sources,
    }
