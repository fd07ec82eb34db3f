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

from corpus.document import Span
from corpus.errors import FolderNotFound, UserError
from corpus.folder import open_folder
from corpus.progress import IndexProgress, Note
from qa.answering.request import Request
from qa.answering.session import Session, open_session
from qa.english.agreement import relation
from qa.replies.answers import Answer, Citation, NoAnswer, Reply
from qa.replies.checking import Check, check_file
from qa.replies.reply_file import load_replies
from qa.replies.wire import SavedReply
from qa.saved.provenance import Differences, describe, differences
from qa.settings import Settings

Verdict = Literal["same", "changed", "lost", "new evidence"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
_STANDS = ("verified", "moved")


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """A saved reply beside the one its question gets now."""

    then: Reply
    now: Reply
    verdict: Verdict
    checks: tuple[tuple[Citation, Check], ...]
    """The saved evidence, and what became of each citation."""

    gained: tuple[Citation, ...]
    """What is cited now and was not."""

    differences: Differences | None
    """None where the saved line does not say what it was asked of."""


def load_for_replay(file: Path, folder: Path | None) -> list[SavedReply]:
    """Saved replies whose folders are there; with `folder`, that one is asked. Raises UserError."""
    replies = load_replies(file)
    way_out = f"qa replay {file} --in FOLDER"
    if folder is not None:
        open_folder(folder)
    elif any(saved.asked_of is None for saved in replies):
        raise UserError(f"{file}: does not say of every reply which folder was asked", hint=way_out)
    for asked in dict.fromkeys(saved.asked_of.folder for saved in replies if saved.asked_of and folder is None):
        try:
            open_folder(Path(asked))
        except FolderNotFound as error:
            raise FolderNotFound(f"{file}: the folder asked then is gone ({error})", hint=way_out) from error
    return replies


def request_of(saved: SavedReply) -> Request:
    """What was asked then: after the same conversation, so that it is understood, searched for and held against it as it
    was; as it was understood, where the line does not say."""
    if saved.asked_of is None:
        return Request(question=saved.reply.asked)
    asked_of = saved.asked_of
    return Request(
        question=saved.reply.question if asked_of.turns else saved.reply.asked,
        turns=asked_of.turns,
        filters=asked_of.filters,
        limit=asked_of.limit,
        max_error=asked_of.settings.max_error,
    )


def ask_again(
    replies: Sequence[SavedReply],
    folder: Path | None,
    settings: Settings,
    note: Note,
    progress: IndexProgress | None = None,
) -> Iterator[Replayed]:
    """Asks every question again, in order, of `folder` or the one saved; indexes are brought up to date first."""

    def folder_of(saved: SavedReply) -> Path:
        return folder or Path(saved.asked_of.folder if saved.asked_of else "")

    for where, group in groupby(replies, folder_of):
        with open_session(where, settings) as session:
            session.index.refresh(note, progress)
            if not session.index.documents():
                raise UserError(f"{session.index.folder}: no file in it can be read", hint=f"qa docs --in {where}")
            for saved in group:
                yield ask_one_again(session, saved, settings, note)


def ask_one_again(session: Session, saved: SavedReply, settings: Settings, note: Note) -> Replayed:
    request = request_of(saved)
    then = saved.reply
    now, _ = session.answer(request, note=note)
    checks = tuple((c, check_file(c, session.index.folder / c.document)) for c in _evidence(then))
    gained = tuple(c for c in _evidence(now) if not any(_is_cited_again(old, check, [c]) for old, check in checks))
    now_of = describe(session.index, request, settings) if saved.asked_of else None
    return Replayed(
        then=then,
        now=now,
        verdict=_verdict(then, now, checks, gained),
        checks=checks,
        gained=gained,
        differences=differences(saved.asked_of, now_of) if saved.asked_of and now_of else None,
    )


def _verdict(then: Reply, now: Reply, checks: Sequence[tuple[Citation, Check]], gained: Sequence[Citation]) -> Verdict:
    if isinstance(now, NoAnswer):
        return "lost" if isinstance(then, Answer) else "same"
    return _verdict_of_answers(then, now, checks, gained) if isinstance(then, Answer) else "new evidence"


def _verdict_of_answers(
    then: Answer, now: Answer, checks: Sequence[tuple[Citation, Check]], gained: Sequence[Citation]
) -> Verdict:
    if relation(then.text, now.text) != "agree" or now.independent_sources < then.independent_sources:
        return "changed"
    if any(check.status not in _STANDS for _, check in checks) or any(c.status not in _STANDS for c in now.citations):
        return "changed"
    if gained or now.independent_sources > then.independent_sources:
        return "new evidence"
    cited = _evidence(now)
    return "same" if all(_is_cited_again(old, check, cited) for old, check in checks) else "changed"


def _evidence(reply: Reply) -> list[Citation]:
    """The citations of the answer and of those that disagree, each place once."""
    if not isinstance(reply, Answer):
        return []
    disagreeing = (c for disagreement in reply.disagreements for value in disagreement.values for c in value.citations)
    return list({(c.document, c.start, c.end): c for c in (*reply.citations, *disagreeing)}.values())


def _is_cited_again(old: Citation, check: Check, cited: Sequence[Citation]) -> bool:
    """Whether one of `cited` overlaps the old citation where it stands now."""
    if check.status not in _STANDS or check.start is None or check.end is None:
        return False
    stands = Span(check.start, check.end)
    return any(c.document == old.document and stands.overlaps(Span(c.start, c.end)) for c in cited)


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


def _reply_json(reply: Reply) -> dict[str, Any]:
    match reply:
        case Answer():
            return {"answer": reply.text, "reason": None, "independent_sources": reply.independent_sources}
        case NoAnswer():
            return {"answer": None, "reason": reply.reason, "independent_sources": 0}
