"""`qa docs`, `qa show`, `qa forget`: what a folder holds, what a document says, and an index deleted."""

import argparse
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import UserError
from corpus.locations import index_home
from qa.commands.console import ExitCode, Subparsers, add_folder, note, settings_of, write
from qa.commands.progress import index_progress_on_terminal

if TYPE_CHECKING:
    from embeddings.engine import Index


def add_to(subparsers: Subparsers) -> None:
    show = subparsers.add_parser("show", help="print a document, one of its pages, or the lines around one")
    show.description = "Prints a document with its lines numbered, one of its pages, or the lines around one."
    show.set_defaults(run=run_show)
    show.add_argument(
        "document", metavar="DOCUMENT[:LINE]",
        help="a path as `qa docs` lists it; in a document with pages the number is a page's",
    )  # fmt: skip
    add_folder(show)
    docs = subparsers.add_parser("docs", help="list the documents: what was read, what was not and why")
    docs.description = "Lists every file of the folder: date and title of what is searched, and why another is not."
    docs.set_defaults(run=run_docs)
    add_folder(docs)
    forget = subparsers.add_parser("forget", help="delete a folder's index; its files stay")
    forget.description = "Deletes what was kept of a folder outside it. The folder itself is not touched."
    forget.set_defaults(run=run_forget)
    forget.add_argument("folder", type=Path, metavar="FOLDER", help="as it was given when it was indexed")


def run_docs(options: argparse.Namespace) -> ExitCode:
    from corpus.folder import list_folder
    from qa.showing.terminal import render_documents
    from qa.showing.wording import ignored_line

    with _index_up_to_date(options) as index:
        write(render_documents(index.files()))
        if line := ignored_line(list_folder(index.folder).ignored):
            write(line)
    return ExitCode.ANSWERED


def run_show(options: argparse.Namespace) -> ExitCode:
    from qa.showing.terminal import render_lines, render_page

    with _index_up_to_date(options) as index:
        names = {record.path for record in index.documents()}
        name, number = options.document, None
        if name not in names and name.rpartition(":")[2].isdecimal():
            name, _, digits = name.rpartition(":")
            number = int(digits)
        if name not in names:
            raise UserError(f"{name}: no such document in {index.folder}", hint=f"qa docs --in {options.folder}")
        document = index.document(name)
    pages = len(document.page_starts)
    last = pages or document.line_at(len(document.text))
    if number is not None and not 1 <= number <= last:
        part = "page" if pages else "line"
        parts = f"{part}s 1 to {last}" if last > 1 else f"one {part}"
        raise UserError(
            f"{name}:{number}: the document has {parts}", hint=f"qa show {name}:{last} --in {options.folder}"
        )
    write(render_page(document, number) if pages and number else render_lines(document, number))
    return ExitCode.ANSWERED


def run_forget(options: argparse.Namespace) -> ExitCode:
    folder = options.folder.resolve()
    home = index_home(folder)
    if not os.path.lexists(home):
        raise UserError(f"{folder}: not indexed", hint="give the folder as you gave it to `qa index`")
    try:
        if home.is_dir() and not home.is_symlink():
            shutil.rmtree(home)
        else:
            home.unlink()
    except OSError as error:
        raise UserError(f"{home}: cannot be deleted ({error.strerror})", hint=f"chmod -R u+w {home}") from error
    write(f"forgotten: {folder} (its files are untouched)")
    return ExitCode.ANSWERED


@contextmanager
def _index_up_to_date(options: argparse.Namespace) -> "Iterator[Index]":
    """The index of a folder; only up to date does it show the folder as it is."""
    from qa.answering.session import open_index

    with open_index(options.folder, settings_of(options)) as index:
        index.refresh(note, index_progress_on_terminal())
        yield index
