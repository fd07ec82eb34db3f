"""`qa index`: a folder's index, built or brought up to date."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.locations import DEFAULT_FOLDER
from qa.commands.console import ExitCode, Subparsers, note, settings_of, write
from qa.commands.progress import index_progress_on_terminal

if TYPE_CHECKING:
    from corpus.changes import Changes
    from embeddings.engine import Index


def add_to(subparsers: Subparsers) -> None:
    index = subparsers.add_parser("index", help="build or update a folder's index", allow_abbrev=False)
    index.description = (
        "Reads what is new or changed in a folder, and forgets what is gone; `ask` does so by itself. What was done stays"
        " done when it is stopped. Files that cannot be read are listed."
    )
    index.set_defaults(run=run)
    index.add_argument(
        "folder", nargs="?", type=Path, default=DEFAULT_FOLDER, metavar="FOLDER",
        help="the documents' folder (default: the five that come with Quoth)",
    )  # fmt: skip
    index.add_argument(
        "--json", action="store_true", help="print one JSON object; with --watch one a line, for each update"
    )
    index.add_argument("--watch", action="store_true", help="go on, following what changes in the folder, until Ctrl-C")


def run(options: argparse.Namespace) -> ExitCode:
    from qa.answering.session import open_index

    with open_index(options.folder, settings_of(options)) as index:
        _report(index, index.update(index_progress_on_terminal()), as_json=options.json)
        for warning in index.warnings():
            note(warning)
        if options.watch:
            _follow(index, as_json=options.json)
    return ExitCode.ANSWERED


def _follow(index: "Index", *, as_json: bool) -> None:
    """A report for each update that found something to do; ends by an error, or by Ctrl-C."""
    from corpus.following import moments_to_look

    note(f"following {index.folder}; Ctrl-C ends")
    for _ in moments_to_look(index.folder):
        if changes := index.update(index_progress_on_terminal()):
            _report(index, changes, as_json=as_json)


def _report(index: "Index", changes: "Changes", *, as_json: bool) -> None:
    from qa.replies.wire import coverage_to_wire
    from qa.showing.wording import counted, not_searched_line

    coverage = index.coverage()
    passages = index.passage_count()
    if as_json:
        report = {
            "schema": 1,
            "folder": str(index.folder),
            "added": len(changes.added),
            "changed": len(changes.changed),
            "removed": len(changes.removed),
            "documents": {
                "added": [file.path for file in changes.added],
                "changed": [file.path for file in changes.changed],
                "removed": [file.path for file in changes.removed],
            },
            "passages": passages,
        }
        searched = coverage_to_wire(coverage)
        report |= {"changed_meanwhile": searched.pop("changed"), **searched}
        write(json.dumps(report))
        return
    write(f"{index.folder}: {changes or 'nothing to do'}; {counted(passages, 'passage')}.")
    write(f"{coverage.searched} of {counted(coverage.total, 'file')} can be searched.")
    for row in (*coverage.not_searched, *coverage.partly):
        write(f"  not searched: {not_searched_line(row)}")
