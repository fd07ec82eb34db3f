"""`qa chat`: the terminal app, or the chat a line at a time."""

import argparse
import sys
from pathlib import Path

from corpus.folder import open_folder
from corpus.locations import DEFAULT_FOLDER
from qa.commands.console import ExitCode, Subparsers, note, typed_lines


def add_to(subparsers: Subparsers) -> None:
    chat = subparsers.add_parser("chat", help="the terminal app")
    chat.description = "Asks a folder of documents question after question: in the terminal app, or line by line."
    chat.set_defaults(run=run)
    chat.add_argument(
        "folder", nargs="?", type=Path, default=DEFAULT_FOLDER, metavar="FOLDER",
        help="the documents' folder (default: the five that come with Quoth)",
    )  # fmt: skip
    chat.add_argument(
        "--plain", action="store_true",
        help="line by line, for screen readers; by itself on a dumb terminal, and where stdout is no terminal",
    )  # fmt: skip


def run(options: argparse.Namespace) -> ExitCode:
    import runpy

    from qa.commands import plain_chat
    from qa.settings import load_settings

    open_folder(options.folder)
    if options.plain or plain_chat.is_needed():
        plain_chat.chat(options.folder, load_settings(), typed_lines(), note)
        return ExitCode.ANSWERED
    sys.argv = ["tui.py", str(options.folder)]
    runpy.run_module("tui", run_name="__main__")
    return ExitCode.ANSWERED
