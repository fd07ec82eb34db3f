"""What can be asked: the documents of the folder, and what of it was not searched."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from corpus.store import FileRecord
from qa.answers import Coverage
from qa.output import coverage_line
from qa.printable import on_one_line

MOST_LISTED = 12


class Welcome(Vertical):
    def compose(self) -> ComposeResult:
        yield Static("Answers in the documents' own words", classes="title")
        yield Static(
            "Ask a question: the answer is a quotation, with the place where it stands. "
            "Where the documents do not answer, Quoth says so.",
            classes="about",
        )

    def show(self, documents: Sequence[FileRecord], coverage: Coverage) -> None:
        """Lists the documents, the first of them when there are many."""
        self.query(".documents, .coverage").remove()
        width = max((len(on_one_line(record.path)) for record in documents[:MOST_LISTED]), default=0)
        lines = [
            f"{on_one_line(record.path):{width}}  {record.published or ''}".rstrip()
            for record in documents[:MOST_LISTED]
        ]
        if len(documents) > MOST_LISTED:
            lines.append(f"and {len(documents) - MOST_LISTED} more")
        self.mount(
            Static(Content("\n".join(lines)), classes="documents"),
            Static(Content(coverage_line(coverage)), classes="coverage"),
        )
