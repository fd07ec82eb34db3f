"""The command line: `qa`, or `python -m qa`. stdout carries results only; notes and errors go to stderr."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from corpus.errors import UserError
from corpus.locations import DEFAULT_FOLDER, DEFAULT_QUESTIONS
from qa import commands, folder_commands
from qa.commands import ExitCode


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code. Only errors the user can put right are caught."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except UserError as error:
        from embeddings.index import IndexOutdated

        commands.note(str(error))
        if error.hint:
            commands.note(f"try: {error.hint}")
        return int(ExitCode.OUTDATED if isinstance(error, IndexOutdated) else ExitCode.WRONG_USE)
    except KeyboardInterrupt:
        return int(ExitCode.INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return int(ExitCode.ANSWERED)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="qa",
        description="Answers questions from a folder of documents, in the documents' own words, with citations.",
        epilog="exit codes: 0 answered or done, 1 the documents do not answer, 2 wrong use, 3 index missing or outdated"
        " under --strict, 4 a citation failed verification, 5 an evaluation gate failed, 130 interrupted",
    )
    parser.add_argument("--version", action="version", version=f"quoth {version('quoth')}")
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_ask(subparsers.add_parser("ask", help="answer a question", allow_abbrev=False))
    _add_index(subparsers.add_parser("index", help="build or update a folder's index", allow_abbrev=False))
    _add_evaluation(subparsers.add_parser("eval", help="measure on questions with known answers", allow_abbrev=False))
    _add_others(subparsers)
    return parser


def _add_ask(ask: argparse.ArgumentParser) -> None:
    ask.set_defaults(run=commands.ask)
    ask.add_argument("question", metavar="QUESTION", help="the question, or - to read it from stdin")
    _add_folder(ask)
    ask.add_argument("--json", action="store_true", help="print one JSON object")
    ask.add_argument("--explain", action="store_true", help="add the scores of every hit and candidate")
    ask.add_argument(
        "--limit", type=_count, metavar="N", help="answers at most (default 1; 5 where the question asks for a list)"
    )
    ask.add_argument(
        "--max-error",
        type=_fraction,
        metavar="P",
        help="answer only where at most this share of answers is wrong, 0.05 say",
    )
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


def _add_index(index: argparse.ArgumentParser) -> None:
    index.set_defaults(run=folder_commands.index)
    index.add_argument("folder", nargs="?", type=Path, default=DEFAULT_FOLDER, metavar="FOLDER")
    index.add_argument("--json", action="store_true", help="print one JSON object")
    index.add_argument(
        "--watch", nargs="?", type=float, const=2.0, default=None, metavar="SECONDS",
        help="go on looking for changes, every 2 seconds unless given",
    )  # fmt: skip


def _add_evaluation(evaluation: argparse.ArgumentParser) -> None:
    evaluation.set_defaults(run=commands.evaluate)
    evaluation.add_argument(
        "questions", nargs="?", type=Path, default=DEFAULT_QUESTIONS, metavar="QUESTIONS",
        help="JSONL of id, question, answers, documents, or SQuAD JSON (default: the set that comes with Quoth)",
    )  # fmt: skip
    _add_folder(evaluation)
    evaluation.add_argument(
        "--mode", choices=["open", "reader"],
        help="open: search, then read; reader: each question against its own paragraph (SQuAD files, their default)",
    )  # fmt: skip
    evaluation.add_argument("--split", metavar="NAME", help="only questions with this split: choose or report")
    evaluation.add_argument("--json", action="store_true", help="print one JSON object")
    evaluation.add_argument("--save", type=Path, metavar="FILE", help="write every reply, one a line")
    evaluation.add_argument("--predictions", type=Path, metavar="FILE", help="write {id: best span}")
    evaluation.add_argument("--na-probs", type=Path, metavar="FILE", help="write {id: probability of no answer}")
    evaluation.add_argument("--plot", type=Path, metavar="FILE", help="draw risk-coverage and reliability")
    evaluation.add_argument("--min-f1", type=_fraction, metavar="X", help="exit 5 if overall F1 is below this fraction")
    evaluation.add_argument("--max-error", type=_fraction, metavar="P", help="the threshold `ask` would have with it")


def _add_others(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    chat = subparsers.add_parser("chat", help="the terminal app")
    chat.set_defaults(run=commands.chat)
    chat.add_argument("folder", nargs="?", type=Path, default=DEFAULT_FOLDER, metavar="FOLDER")
    chat.add_argument(
        "--plain", action="store_true",
        help="line by line, for screen readers; so it is by itself on a dumb terminal, or where stdout is none",
    )  # fmt: skip
    verify = subparsers.add_parser("verify", help="check that the citations of saved replies still stand")
    verify.set_defaults(run=commands.verify)
    verify.add_argument("files", nargs="+", type=Path, metavar="FILE", help="what `qa ask --save` or --json wrote")
    verify.add_argument("--root", type=Path, metavar="FOLDER", help="where the documents lie now")
    _add_replay(subparsers.add_parser("replay", help="ask saved questions again: what changed?", allow_abbrev=False))
    show = subparsers.add_parser("show", help="print a document, or the lines around one")
    show.set_defaults(run=folder_commands.show)
    show.add_argument("document", metavar="DOCUMENT[:LINE]")
    _add_folder(show)
    docs = subparsers.add_parser("docs", help="list the documents: what was read, what was not and why")
    docs.set_defaults(run=folder_commands.docs)
    _add_folder(docs)
    forget = subparsers.add_parser("forget", help="delete a folder's index; its files stay")
    forget.set_defaults(run=folder_commands.forget)
    forget.add_argument("folder", type=Path, metavar="FOLDER")
    _add_doctor(
        subparsers.add_parser("doctor", help="check installation, models and a folder's index", allow_abbrev=False)
    )


def _add_replay(replay: argparse.ArgumentParser) -> None:
    replay.description = (
        "Asks every saved question again, of the folder, with the filters, the limit and the --max-error it was saved"
        " with. same: the same answer on the same citations. changed: another answer, or less behind the same one."
        " lost: answered then, refused now. new evidence: answered at last, or the same answer with more behind it."
    )
    replay.epilog = "exit codes: 0 all are the same or have new evidence, 4 any is changed or lost, 2 nothing to replay"
    replay.set_defaults(run=commands.replay)
    replay.add_argument("file", type=Path, metavar="FILE", help="what `qa ask --save` wrote")
    replay.add_argument(
        "--in", dest="folder", type=Path, metavar="FOLDER", help="ask this folder (default: the one saved)"
    )
    replay.add_argument("--json", action="store_true", help="print one JSON object")


def _add_doctor(doctor: argparse.ArgumentParser) -> None:
    doctor.description = "Checks the installation and a folder's index; one line each, with the command that mends it."
    doctor.epilog = "exit codes: 0 nothing fails, 2 something does"
    doctor.set_defaults(run=folder_commands.doctor)
    _add_folder(doctor)
    doctor.add_argument(
        "--offline", action="store_true", help="index and ask with every socket refused: a proof that none is opened"
    )
    doctor.add_argument("--json", action="store_true", help="print one JSON object")


def _add_folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--in", dest="folder", type=Path, default=DEFAULT_FOLDER, metavar="FOLDER",
        help="the documents' folder (default: the five that come with Quoth)",
    )  # fmt: skip


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1")
    return int(text)


def _fraction(text: str) -> float:
    """0.05 or 5%."""
    try:
        value = float(text[:-1]) / 100 if text.endswith("%") else float(text)
    except ValueError:
        value = -1.0
    if not 0.0 <= value <= 1.0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a fraction from 0 to 1")
    return value
