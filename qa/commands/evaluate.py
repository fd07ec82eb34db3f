"""`qa eval`: how good the answers are, on questions with known ones."""

import argparse
from pathlib import Path

from corpus.locations import DEFAULT_QUESTIONS
from qa.commands.console import ExitCode, Subparsers, add_folder, add_reader, fraction, note, settings_of, write
from qa.commands.progress import progress_on_terminal


def add_to(subparsers: Subparsers) -> None:
    evaluation = subparsers.add_parser("eval", help="measure on questions with known answers", allow_abbrev=False)
    evaluation.description = (
        "Asks every question of a file and counts what is right, refused and wrong, with 95 % intervals; then names the"
        " slowest and the worst."
    )
    evaluation.epilog = "exit codes: 0 measured, 5 below --min-f1, 2 wrong use"
    evaluation.set_defaults(run=run)
    evaluation.add_argument(
        "questions", nargs="?", type=Path, default=DEFAULT_QUESTIONS, metavar="QUESTIONS",
        help="JSONL of id, question, answers, documents, or SQuAD JSON (default: the set that comes with Quoth)",
    )  # fmt: skip
    add_folder(evaluation)
    add_reader(evaluation)
    evaluation.add_argument(
        "--mode", choices=["open", "reader"],
        help="open: search, then read; reader: each question against its own paragraph (SQuAD files, their default)",
    )  # fmt: skip
    evaluation.add_argument("--split", metavar="NAME", help="only questions with this split: choose or report")
    evaluation.add_argument("--json", action="store_true", help="print one JSON object")
    evaluation.add_argument("--save", type=Path, metavar="FILE", help="write every reply, one a line")
    evaluation.add_argument("--predictions", type=Path, metavar="FILE", help="write {id: best span}")
    evaluation.add_argument("--na-probs", type=Path, metavar="FILE", help="write {id: probability of no answer}")
    evaluation.add_argument(
        "--plot", type=Path, metavar="FILE", help="draw risk-coverage and reliability; needs quoth[plot]"
    )
    evaluation.add_argument("--min-f1", type=fraction, metavar="X", help="exit 5 if overall F1 is below this fraction")
    evaluation.add_argument("--max-error", type=fraction, metavar="P", help="the threshold `ask` would have with it")


def run(options: argparse.Namespace) -> ExitCode:
    from qa.evaluation.command import evaluate

    passed = evaluate(options, settings_of(options), write, note, progress_on_terminal())
    return ExitCode.ANSWERED if passed else ExitCode.GATE_FAILED
