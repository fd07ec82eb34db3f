"""The source pane: a citation's document, open at its place."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from qa.output import STATUS_MARKS, place_of
from qa.printable import on_one_line
from qa.widgets.source import Source
from qa.widgets.source_text import SourceText


class SourceView(Vertical):
    BINDING_GROUP_TITLE = "Source"
    HELP: ClassVar[str] = """\
The document as its file is now, with the cited sentence and, in it, the quote. Both are highlighted by their character
offsets; when the file no longer has the quote there, it is said here and nothing is highlighted.

**escape** closes the pane.
"""

    def compose(self) -> ComposeResult:
        yield Static(classes="warning")
        yield SourceText()

    @property
    def text(self) -> SourceText:
        return self.query_one(SourceText)

    def show(self, source: Source) -> None:
        citation, found = source.citation, source.check
        self.border_title = Content(place_of(citation))
        self.border_subtitle = Content(
            f"characters {citation.start}-{citation.end} · {STATUS_MARKS[found.status]}"
            if found.status != "missing"
            else STATUS_MARKS["missing"]
        )
        warning = _warning(source)
        self.query_one(".warning", Static).update(Content(warning))
        self.set_class(bool(warning), "-warning")
        self.text.show(source)


def _warning(source: Source) -> str:
    """What the person has to know before reading on; "" when the quote stands where it was cited."""
    citation, found = source.citation, source.check
    cited = f"“{on_one_line(citation.prefix + citation.quote + citation.suffix)}”"
    match found.status:
        case "verified":
            return ""
        case "moved":
            now = f"line {found.line}, characters {found.start}-{found.end}"
            return f"The file has changed since it was searched; the quote now stands in {now}."
        case "changed":
            return f"The file has changed and no longer says this here. When it was searched it said: {cited}"
        case "missing":
            return f"The file is gone or cannot be read. When it was searched it said: {cited}"
