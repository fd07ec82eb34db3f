"""The source pane: a citation's document, open at its place."""

from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from corpus.errors import UserError
from qa.replies.printable import on_one_line
from qa.replies.source import Source
from qa.showing.wording import STATUS_MARKS, counted, error_line, line_of
from qa.widgets.editor import open_elsewhere
from qa.widgets.source_text import SourceText


class SourceView(Vertical):
    BINDING_GROUP_TITLE = "Source"
    HELP: ClassVar[str] = """\
The document as its file is now, with the cited sentence and, in it, the quote. Both are highlighted by their character
offsets; when the file no longer has the quote there, it is said here and nothing is highlighted.

**ctrl+f** looks for words in what is shown, **enter** goes to the next place and **backspace** back. **f6** opens the
file: text at this line in `$VISUAL` or `$EDITOR`, a PDF at this page in a viewer, all else as the system does.
**ctrl+down** and **ctrl+up**, or **f4** and **f3**, go from citation to
citation. **escape** closes the pane. What is typed goes to the question.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+f", "find", "Find", id="source.find", tooltip="Look for words in the document"),
        Binding("enter,ctrl+g", "next_match(1)", "Next", id="source.next", tooltip="Go to the next place found"),
        Binding(
            "backspace",
            "next_match(-1)",
            "Back",
            id="source.previous",
            tooltip="Go to the place found before",
            show=False,
        ),
        Binding(
            "f6", "open_editor", "Editor", id="source.edit", tooltip="Open the document in your editor, or a viewer"
        ),
    ]
    text = getters.query_one(SourceText)

    def __init__(self) -> None:
        super().__init__()
        self._source: Source | None = None

    def compose(self) -> ComposeResult:
        yield Static(classes="headings")
        yield Static(classes="warning")
        yield SourceText()
        yield Input(placeholder="Words to look for in this document", classes="find")

    def show(self, source: Source) -> None:
        citation, found = source.citation, source.check
        self._source = source
        self.border_title = Content(on_one_line(citation.document))
        self.border_subtitle = Content(
            f"{line_of(citation)}, characters {citation.start}-{citation.end} · {STATUS_MARKS[found.status]}"
            if found.status != "missing"
            else STATUS_MARKS["missing"]
        )
        headings = self.query_one(".headings", Static)
        headings.update(Content(" › ".join(map(on_one_line, source.headings))))
        headings.display = bool(source.headings)
        self._warn(_warning(source))
        self.remove_class("-finding")
        self.text.show(source)

    def action_find(self) -> None:
        self.add_class("-finding")
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def find(self, event: Input.Submitted) -> None:
        self.remove_class("-finding")
        self.text.find(event.value)
        self.text.focus()
        self._show_match()

    def action_next_match(self, step: int) -> None:
        self.text.next_match(step)
        self._show_match()

    def action_open_editor(self) -> None:
        if self._source is None:
            return
        citation = self._source.citation
        try:
            open_elsewhere(citation, self._source.check.line or citation.line, self.app.suspend())
        except UserError as error:
            self._warn(error_line(error))
        except SuspendNotSupported:
            self._warn("No editor can be opened in this terminal.")

    def _show_match(self) -> None:
        number, count = self.text.match_number, self.text.match_count
        self.border_subtitle = Content(
            f"{number} of {counted(count, 'place')}" if count else "not found in what is shown"
        )

    def _warn(self, warning: str) -> None:
        """ "" takes the warning away."""
        self.query_one(".warning", Static).update(Content(warning))
        self.set_class(bool(warning), "-warning")


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
