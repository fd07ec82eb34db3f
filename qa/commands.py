"""One function a command: options -> the core -> output -> exit code. Here those that ask and check; those that look
after folders are in `folder_commands`."""

import json
import sys
import time
from argparse import Namespace
from collections.abc import Callable
from enum import IntEnum
from pathlib import Path

from corpus.errors import UserError
from corpus.folder import open_folder
from qa import output
from qa.answers import Answer, Reply
from qa.filters import Filters
from qa.printable import on_one_line
from qa.settings import Settings, load_settings


class ExitCode(IntEnum):
    ANSWERED = 0
    """Answered, or done."""

    NOT_ANSWERED = 1
    """The documents do not answer, as grep has it."""

    WRONG_USE = 2
    """Wrong use, or an error the user can put right."""

    OUTDATED = 3
    """Under --strict, the index is missing or outdated."""

    UNVERIFIED = 4
    """A citation failed verification."""

    GATE_FAILED = 5
    """An evaluation gate failed."""

    INTERRUPTED = 130


def note(sentence: str) -> None:
    """One sentence for the person who waits, on stderr."""
    print(f"qa: {on_one_line(sentence)}", file=sys.stderr)


def ask(options: Namespace) -> ExitCode:
    from qa.answerer import require_words
    from qa.provenance import asked_of_record, describe
    from qa.records import explanation, to_record
    from qa.session import open_session

    question = sys.stdin.read().strip() if options.question == "-" else options.question
    for each in (*options.history, question):
        require_words(each)
    filters = Filters(options.file, options.since, options.until)
    settings = settings_of(options)
    _say_share_answered(settings)
    with open_session(options.folder, settings, strict=options.strict) as session:
        if not options.strict:
            session.index.refresh(note, progress_on_terminal())
        if not session.index.store.documents():
            raise UserError(
                f"{session.index.folder}: no file in it can be read", hint=f"qa docs --in {options.folder}   # says why"
            )
        turns = session.converse(options.history, filters or None, note=note)
        reply = session.ask(question, filters or None, turns=turns, limit=options.limit, note=note)
        asked_of = describe(session.index, filters, options.limit, settings) if options.save else None
    record = to_record(reply)
    if asked_of:
        _append(options.save, record | asked_of_record(asked_of))
    if options.json:
        output.write(json.dumps(record | ({"explain": explanation(reply)} if options.explain else {}), indent=1))
    else:
        output.write(output.render_reply(reply, output.Style.of(sys.stdout)))
        if options.explain:
            output.write(json.dumps(explanation(reply), indent=1))
    return _exit_code(reply)


def _exit_code(reply: Reply) -> ExitCode:
    citations = reply.citations if isinstance(reply, Answer) else reply.nearest
    if any(citation.status in ("changed", "missing") for citation in citations):
        return ExitCode.UNVERIFIED
    return ExitCode.ANSWERED if isinstance(reply, Answer) else ExitCode.NOT_ANSWERED


def verify(options: Namespace) -> ExitCode:
    from qa.citations import check_file
    from qa.records import load_replies

    code = ExitCode.ANSWERED
    for reply in [reply for file in options.files for reply in load_replies(file)]:
        output.write(on_one_line(reply.question))
        for citation in reply.all_citations():
            in_root = options.root / citation.document if options.root else None
            found = check_file(citation, in_root if in_root and in_root.exists() else Path(citation.path))
            place = f"{citation.document}:{found.line or citation.line}"
            where = f", now characters {found.start}-{found.end}" if found.status == "moved" else ""
            output.write(f"  {found.status:8}  {on_one_line(place)}{where}  “{on_one_line(citation.quote)}”")
            if found.status == "changed":
                output.write(f"            then: {on_one_line(citation.prefix + citation.quote + citation.suffix)}")
                output.write(f"            now:  {on_one_line(found.now or '')}")
            if found.status in ("changed", "missing"):
                code = ExitCode.UNVERIFIED
    return code


def replay(options: Namespace) -> ExitCode:
    from qa.replay import VERDICTS, as_json, ask_again, load_for_replay

    replies = load_for_replay(options.file, options.folder)
    counts = dict.fromkeys(VERDICTS, 0)
    rows: list[dict[str, object]] = []
    for replayed in ask_again(replies, options.folder, load_settings(), note, progress_on_terminal()):
        counts[replayed.verdict] += 1
        if options.json:
            rows.append(as_json(replayed))
        else:
            output.write(output.render_replayed(replayed))
    if options.json:
        output.write(json.dumps({"schema": 1, "counts": counts, "replies": rows}, indent=1))
    else:
        output.write(
            f"{output.counted(len(replies), 'question')}: {', '.join(f'{n} {v}' for v, n in counts.items() if n)}."
        )
    return ExitCode.UNVERIFIED if counts["changed"] or counts["lost"] else ExitCode.ANSWERED


def evaluate(options: Namespace) -> ExitCode:
    from qa.evaluation.command import evaluate as run_evaluation

    passed = run_evaluation(options, settings_of(options), note, progress_on_terminal())
    return ExitCode.ANSWERED if passed else ExitCode.GATE_FAILED


def chat(options: Namespace) -> ExitCode:
    import runpy

    from qa import plain_chat

    open_folder(options.folder)
    if options.plain or plain_chat.is_needed():
        plain_chat.chat(options.folder, load_settings(), sys.stdin, note)
        return ExitCode.ANSWERED
    sys.argv = ["tui.py", str(options.folder)]
    runpy.run_module("tui", run_name="__main__")
    return ExitCode.ANSWERED


def settings_of(options: Namespace) -> Settings:
    """The user's settings under the options typed."""
    settings = load_settings()
    max_error = getattr(options, "max_error", None)
    return settings if max_error is None else settings.model_copy(update={"max_error": max_error})


def _say_share_answered(settings: Settings) -> None:
    """What the promise of an error rate costs, where one is asked for."""
    from qa.confidence import Confidence

    if settings.max_error is not None:
        point = Confidence.load().operating_point(settings.max_error)
        note(
            f"at most {settings.max_error:g} of the answers wrong: answers from a confidence of {point.threshold:g} on; "
            f"of the questions this was measured on, {point.coverage:.0%} still got one"
        )


def _append(file: Path, record: dict[str, object]) -> None:
    try:
        with file.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(record) + "\n")
    except OSError as error:
        raise UserError(f"--save {file}: {error.strerror}", hint="give a file that can be written") from error


def progress_on_terminal() -> Callable[[int, int], None] | None:
    """A line with the time left, on a terminal; None elsewhere."""
    if not sys.stderr.isatty():
        return None
    started = time.monotonic()

    def show_progress(done: int, total: int) -> None:
        left = (time.monotonic() - started) / done * (total - done)
        end = "\n" if done == total else ""
        print(f"\rqa: {done} of {total} files, {left:.0f} s left ", end=end, file=sys.stderr, flush=True)

    return show_progress
