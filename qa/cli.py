"""The command line: `qa`, or `python -m qa`. stdout carries results only; notes and errors go to stderr."""

import argparse
from collections.abc import Sequence

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


class _Version(argparse.Action):
    """argparse's own would have the version looked up at every start."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        parser.exit(message=f"quoth {version('quoth')}\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="qa",
        description="Answers questions from a folder of documents, in the documents' own words, with citations.",
        epilog="exit codes: 0 answered or done, 1 the documents do not answer, 2 wrong use, 3 index missing or outdated"
        " under --strict, 4 a citation failed verification, 5 an evaluation gate failed, 70 a fault of Quoth itself,"
        " 130 interrupted",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show program's version number and exit")
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add_to(subparsers)
    return parser
