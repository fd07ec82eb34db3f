"""The source pane: a citation's document, open at its place."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from corpus.errors import UserError
from corpus.store import FileRecord
from qa.replies.answers import Citation
from qa.replies.printable import on_one_line
from qa.replies.source import EXCERPT, Excerpt, Source
from qa.showing.wording import STATUS_MARKS, counted, error_line, line_of
from qa.widgets.editor import open_elsewhere, open_file_elsewhere
from qa.widgets.source_text import SourceText

NOTHING_SHOWN = "The document of a citation stands here, open at the quote."


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

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._source: Source | None = None
        self._open_elsewhere: Callable[[AbstractContextManager[None]], None] | None = None
        """Opens what is shown, given the terminal."""

        self.border_title = "Source"

    def compose(self) -> ComposeResult:
        yield Static(NOTHING_SHOWN, classes="nothing")
        yield Static(classes="headings")
        yield Static(classes="warning")
        yield SourceText()
        yield Input(placeholder="Words to look for in this document", classes="find")

    def show(self, source: Source) -> None:
        citation, found = source.citation, source.check
        self._source = source
        self._open_elsewhere = partial(open_elsewhere, citation, found.line or citation.line)
        self.add_class("-shown")
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
        self.text.show(source.excerpt)

    def show_document(self, record: FileRecord, path: Path, excerpt: Excerpt) -> None:
        """A document from its beginning, of which nothing is cited."""
        self._source = None
        self._open_elsewhere = partial(open_file_elsewhere, path, is_text=record.extractor is None)
        self.add_class("-shown")
        self.border_title = Content(on_one_line(record.path))
        is_whole = sum(len(line.text) for line in excerpt.lines) < EXCERPT
        self.border_subtitle = "" if is_whole else f"the first {EXCERPT:,} characters"
        self.query_one(".headings", Static).display = False
        self._warn("")
        self.remove_class("-finding")
        self.text.show(excerpt)

    def clear(self) -> None:
        """Nothing is cited any more."""
        self._source = self._open_elsewhere = None
        self.remove_class("-shown", "-warning", "-finding")
        self.query_one(".headings").display = False
        self.border_title, self.border_subtitle = "Source", ""

    @property
    def citation(self) -> Citation | None:
        """The one whose place is shown."""
        return self._source.citation if self._source else None

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
        if self._open_elsewhere is None:
            return
        try:
            self._open_elsewhere(self.app.suspend())
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
