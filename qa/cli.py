"""The command line: `qa`, or `python -m qa`. stdout carries results only; notes and errors go to stderr."""

import argparse
from collections.abc import Sequence
from importlib.metadata import version

from qa.commands import ask, chat, documents, evaluate, index, replay, verify
from qa.commands.console import Ending, ExitCode
from qa.commands.doctor import command as doctor

COMMANDS = (ask, index, evaluate, chat, verify, replay, documents, doctor)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code. argparse's own SystemExit passes through."""
    with Ending() as ending:
        options = _parser().parse_args(arguments)
        ending.code = ExitCode(options.run(options))
    return int(ending.code)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="qa",
        description="Answers questions from a folder of documents, in the documents' own words, with citations.",
        epilog="exit codes: 0 answered or done, 1 the documents do not answer, 2 wrong use, 3 index missing or outdated"
        " under --strict, 4 a citation failed verification, 5 an evaluation gate failed, 70 a fault of Quoth itself,"
        " 130 interrupted",
    )
    parser.add_argument("--version", action="version", version=f"quoth {version('quoth')}")
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add_to(subparsers)
    return parser
