"""`qa ask`: one question, one reply."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import UserError
from qa.commands.console import (
    ExitCode,
    Subparsers,
    add_folder,
    add_reader,
    count,
    fraction,
    meanwhile,
    note,
    settings_of,
    typed_lines,
    write,
)
from qa.commands.progress import index_progress_on_terminal

if TYPE_CHECKING:
    from qa.answering.trace import Trace
    from qa.replies.answers import Reply
    from qa.settings import Settings


def add_to(subparsers: Subparsers) -> None:
    ask = subparsers.add_parser("ask", help="answer a question", allow_abbrev=False)
    ask.description = (
        "Answers a question in the documents' own words, with citations, or says why not. Two questions typed as one, such"
        ' as "how long is she, and when was she built?", get two answers.'
    )
    ask.epilog = "exit codes: 0 answered, 1 the documents do not answer (all of it), 2 wrong use, 3 see --strict"
    ask.set_defaults(run=run)
    ask.add_argument("question", metavar="QUESTION", help="the question, or - to read it from stdin")
    add_folder(ask)
    add_reader(ask)
    ask.add_argument(
        "--json", action="store_true", help="print one JSON object; of two questions each reply stands under parts"
    )
    ask.add_argument("--explain", action="store_true", help="add the scores of every hit and candidate")
    ask.add_argument(
        "--limit",
        type=count,
        metavar="N",
        help="at most this many answers (default 1; 5 where the question asks for a list)",
    )
    ask.add_argument(
        "--max-error", type=fraction, metavar="P",
        help="answer only where at most this share of answers is wrong, 0.05 say",
    )  # fmt: skip
    ask.add_argument("--file", metavar="GLOB", help="only documents whose path or name matches")
    ask.add_argument(
        "--since", metavar="DATE", help="only documents published on or after it: 2019, 2019-08, 2019-08-09"
    )
    ask.add_argument("--until", metavar="DATE", help="only documents published on or before it")
    ask.add_argument("--strict", action="store_true", help="do not touch an index that is missing or outdated: exit 3")
    ask.add_argument(
        "--history", action="append", default=[], metavar="Q",
        help="an earlier question that this one follows up on; repeat it, oldest first",
    )  # fmt: skip
    ask.add_argument("--save", type=Path, metavar="FILE", help="add the reply to a file of saved replies")


def run(options: argparse.Namespace) -> ExitCode:
    meanwhile(f"looking in {options.folder.name or options.folder}")
    from corpus.filters import Filters
    from qa.answering.request import Request
    from qa.answering.session import open_session
    from qa.showing.terminal import Style, render_replies

    settings = settings_of(options)
    filters = Filters(options.file, options.since, options.until)
    question = "".join(typed_lines()).strip() if options.question == "-" else options.question
    request = Request(question=question, filters=filters, limit=options.limit, max_error=settings.max_error)
    for earlier in options.history:
        _require_question(earlier)
    _say_share_answered(settings)
    with open_session(options.folder, settings, strict=options.strict) as session:
        if not options.strict:
            session.index.refresh(note, index_progress_on_terminal())
        require_documents(session.index.documents(), session.index.folder, options.folder)
        request = session.following_up(request, options.history, note=note)
        replies: list[Reply] = []
        traces: list[Trace] = []
        for asked, reply, trace in session.answer_each(request, note=note):
            replies.append(reply)
            traces.append(trace)
            if options.save:
                from qa.saved.provenance import append_saved, describe

                append_saved(options.save, reply, describe(session.index, asked, settings))
    explained = [trace.explanation() for trace in traces] if options.explain else []
    if options.json:
        write(json.dumps(_as_json(question, replies, explained), indent=1))
    else:
        write(render_replies(replies, Style.of(sys.stdout)))
        for explanation in explained:
            write(json.dumps(explanation, indent=1))
    return _exit_code(replies)


def _require_question(earlier: str) -> None:
    """Raises UserError that names the option, where an earlier question is none."""
    from qa.answering.request import Request

    try:
        Request(question=earlier)
    except UserError as error:
        raise UserError(f'--history "{earlier}": {error}', hint='--history "how many were released?"') from error


def _as_json(question: str, replies: "Sequence[Reply]", explained: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """`explained`: how each reply came about; none where it was not asked for."""
    from qa.replies.answers import standing_for
    from qa.replies.wire import all_to_wire

    written = all_to_wire(question, replies)
    for part, explanation in zip(written.get("parts", ()), explained, strict=False):
        part["explain"] = explanation
    if explained:
        written["explain"] = explained[replies.index(standing_for(replies))]
    return written


def _exit_code(replies: "Sequence[Reply]") -> ExitCode:
    """Of several questions asked as one, all must be answered."""
    from qa.replies.answers import Answer, shown_first, standing_for

    if any(c.status in ("changed", "missing") for reply in replies for c in shown_first(reply)):
        return ExitCode.UNVERIFIED
    return ExitCode.ANSWERED if isinstance(standing_for(replies), Answer) else ExitCode.NOT_ANSWERED


def require_documents(documents: object, folder: Path, as_typed: Path) -> None:
    """Raises UserError where there is nothing to ask."""
    if not documents:
        raise UserError(f"{folder}: no file in it can be read", hint=f"qa docs --in {as_typed}   # says why")


def _say_share_answered(settings: "Settings") -> None:
    """What the promise of an error rate costs, where one is asked for."""
    if settings.max_error is not None:
        from qa.reading.confidence import Confidence

        point = Confidence.of(settings.reader).operating_point(settings.max_error)
        note(
            f"at most {settings.max_error:g} of the answers wrong: answers from a confidence of {point.threshold:g} on; "
            f"of the questions this was measured on, {point.coverage:.0%} still got one"
        )
