"""What can be asked: the documents of the folder, and what of it was not searched."""

from collections.abc import Sequence
from functools import partial

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from corpus.coverage import Coverage
from corpus.store import FileRecord
from qa.replies.printable import on_one_line
from qa.showing.wording import coverage_line
from qa.widgets.fitted import Fitted

MOST_LISTED = 12
LEAST_TITLE = 24
"""Cells; titles cut shorter than that say too little to be shown."""

WORDMARK = """\
▄▀▀▀▄ █   █ ▄▀▀▀▄ ▀▀█▀▀ █   █
█   █ █   █ █   █   █   █▀▀▀█
▀▄▄▄█ ▀▄▄▄▀ ▀▄▄▄▀   █   █   █
    ▀▄"""


class Welcome(Vertical):
    def compose(self) -> ComposeResult:
        yield Static(WORDMARK, classes="wordmark")
        yield Static("Answers in the documents' own words", classes="title")
        yield Static(
            "Ask a question: the answer is a quotation, with the place where it stands. "
            "Where the documents do not answer, Quoth says so.",
            classes="about",
        )

    def show(self, documents: Sequence[FileRecord], coverage: Coverage) -> None:
        """Lists the documents, the first of them when there are many."""
        self.query(".documents, .coverage").remove()
        self.mount(
            Static(Fitted(partial(_list, documents)), classes="documents"),
            Static(Content(coverage_line(coverage)), classes="coverage"),
        )


def _list(documents: Sequence[FileRecord], width: int) -> Content:
    """A document a row: path, date, and where there is room the title."""
    listed = documents[:MOST_LISTED]
    longest = max((len(on_one_line(record.path)) for record in listed), default=0)
    has_room = width - longest - len("  2019-08-09  ") >= LEAST_TITLE
    lines = [
        f"{on_one_line(record.path):{longest}}  {record.published or '':10}  {on_one_line(record.title) if has_room else ''}"
        for record in listed
    ]
    if len(documents) > MOST_LISTED:
        lines.append(f"and {len(documents) - MOST_LISTED} more")
    return Content("\n".join(line.rstrip() for line in lines))
