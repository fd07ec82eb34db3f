"""The commands that look after folders and their indexes; those that ask are in `commands`."""

import json
import shutil
import time
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import UserError
from corpus.locations import index_home
from qa import output
from qa.commands import ExitCode, note, progress_on_terminal, settings_of
from qa.settings import load_settings

if TYPE_CHECKING:
    from embeddings.index import PassageIndex
    from embeddings.update import Changes


def index(options: Namespace) -> ExitCode:
    from embeddings.index import PassageIndex
    from qa.session import make_encoder

    with PassageIndex(options.folder, make_encoder(settings_of(options))) as passage_index:
        while True:
            changes = passage_index.update(progress_on_terminal())
            if changes or not options.watch:
                _report_index(passage_index, changes, as_json=options.json)
            if not options.watch:
                return ExitCode.ANSWERED
            time.sleep(options.watch)


def _report_index(passage_index: "PassageIndex", changes: "Changes", *, as_json: bool) -> None:
    from qa.coverage import measure_coverage
    from qa.records import coverage_record

    coverage = measure_coverage(passage_index)
    passages = passage_index.store.passage_count()
    if as_json:
        report = {
            "schema": 1,
            "folder": str(passage_index.folder),
            "added": len(changes.added),
            "changed": len(changes.changed),
            "removed": len(changes.removed),
            "passages": passages,
            **coverage_record(coverage),
        }
        output.write(json.dumps(report))
        return
    output.write(f"{passage_index.folder}: {changes or 'nothing to do'}; {passages} passages.")
    output.write(f"{coverage.searched} of {coverage.total} files can be searched.")
    for row in coverage.not_searched:
        output.write(f"  not searched: {output.not_searched_line(row)}")


def docs(options: Namespace) -> ExitCode:
    with _index_up_to_date(options.folder) as passage_index:
        output.write(output.render_documents(passage_index.store.records()))
    return ExitCode.ANSWERED


def show(options: Namespace) -> ExitCode:
    with _index_up_to_date(options.folder) as passage_index:
        store = passage_index.store
        records = {record.path: record for record in store.documents()}
        name, line = options.document, None
        if name not in records and name.rpartition(":")[2].isdecimal():
            name, _, number = name.rpartition(":")
            line = int(number)
        if name not in records:
            raise UserError(f"{name}: no such document in {store.folder}", hint=f"qa docs --in {options.folder}")
        document = store.document(records[name].id)
        last = document.line_at(len(document.text))
        if line is not None and not 1 <= line <= last:
            raise UserError(f"{name}:{line}: the document has lines 1 to {last}", hint=f"qa show {name}:{last}")
        output.write(output.render_lines(document, line))
    return ExitCode.ANSWERED


def forget(options: Namespace) -> ExitCode:
    folder = options.folder.resolve()
    home = index_home(folder)
    if not home.is_dir():
        raise UserError(f"{folder}: not indexed", hint="give the folder as you gave it to `qa index`")
    shutil.rmtree(home)
    output.write(f"forgotten: {folder} (its files are untouched)")
    return ExitCode.ANSWERED


def doctor(options: Namespace) -> ExitCode:
    from qa.doctor.command import doctor as examine

    healthy = examine(options.folder, offline=options.offline, as_json=options.json)
    return ExitCode.ANSWERED if healthy else ExitCode.WRONG_USE


@contextmanager
def _index_up_to_date(folder: Path) -> "Iterator[PassageIndex]":
    """The index of a folder; only up to date does it show the folder as it is."""
    from embeddings.index import PassageIndex
    from qa.session import make_encoder

    with PassageIndex(folder, make_encoder(load_settings())) as passage_index:
        passage_index.refresh(note, progress_on_terminal())
        yield passage_index
