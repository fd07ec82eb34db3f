"""The library pane: every file of the folder, what was read and what not, and which documents are asked."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from corpus.filters import ALL, Filters
from corpus.store import FileRecord
from qa.replies.printable import on_one_line
from qa.showing.wording import REASONS, counted


class FileList(OptionList):
    """The files, those that are documents with a mark that can be set."""

    BINDING_GROUP_TITLE = "Files"
    HELP: ClassVar[str] = (
        "**space** marks the document, or takes its mark away; **×** stands at files that were not read."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "select", "Mark", id="library.mark", tooltip="Ask this document only, and others marked"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.marked: set[str] = set()
        self._records: dict[str, FileRecord] = {}

    def show(self, records: Sequence[FileRecord]) -> None:
        self._records = {record.path: record for record in records}
        self.marked = {record.path for record in records if record.refusal is None} & self.marked
        highlighted = self.highlighted
        self.set_options(Option(self._line(record), record.path) for record in records)
        self.highlighted = highlighted if highlighted is not None and highlighted < len(records) else None

    def toggle(self, path: str) -> None:
        """A file that is no document cannot be marked."""
        if self._records[path].refusal is None:
            self.marked ^= {path}
            self.replace_option_prompt(path, self._line(self._records[path]))

    def unmark_all(self) -> None:
        for path in list(self.marked):
            self.toggle(path)

    def _line(self, record: FileRecord) -> Content:
        mark = "×" if record.refusal else "●" if record.path in self.marked else "○"
        if record.refusal:
            detail = f"not searched: {REASONS[record.refusal]}"
        else:
            detail = " · ".join(filter(None, (record.published, on_one_line(record.title)))) or "read"
        name = on_one_line(record.path)
        return Content.assemble(f"{mark} ", (name, "bold" if mark == "●" else ""), "\n  ", (detail, "dim"))


class Library(Vertical):
    BINDING_GROUP_TITLE = "Library"
    HELP: ClassVar[str] = """\
The files of the folder; below one that was not read stands why. **space** marks a document: while any is marked,
questions are put to the marked ones only. **ctrl+a** asks all of them again.

**ctrl+u** reads what is new or changed, **ctrl+d** stops that and keeps what has been read, **ctrl+f** opens another
folder.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+a", "ask_all", "Ask all", id="library.all", tooltip="Ask all documents"),
        Binding(
            "ctrl+u", "app.update_index", "Update", id="library.update", tooltip="Read files that are new or changed"
        ),
        Binding(
            "ctrl+d", "app.stop_update", "Stop", id="library.stop", tooltip="Stop reading; keep what has been read"
        ),
        Binding("ctrl+f", "app.change_folder", "Folder", id="library.folder", tooltip="Ask another folder"),
    ]
    files = getters.query_one(FileList)

    class Marked(Message):
        """Other documents are to be asked."""

    def __init__(self) -> None:
        super().__init__()
        self._searched = 0
        self.border_title = "Library"

    def compose(self) -> ComposeResult:
        yield FileList()

    def show(self, folder: Path, records: Sequence[FileRecord]) -> None:
        """Lists the files; those marked stay marked while they are documents."""
        self._searched = sum(record.refusal is None for record in records)
        self.border_title = Content(f"Library · {on_one_line(folder.resolve().name)}")
        self.files.show(records)
        self._tell()

    @property
    def scope(self) -> str:
        """Which documents are asked, in words; "" when all are."""
        marked = len(self.files.marked)
        return f"{marked} of {counted(self._searched, 'document')}" if marked else ""

    @property
    def filters(self) -> Filters:
        """Only the marked documents; all while none is marked."""
        return Filters(paths=frozenset(self.files.marked)) if self.files.marked else ALL

    @on(FileList.OptionSelected)
    def toggle(self, event: FileList.OptionSelected) -> None:
        self.files.toggle(event.option.id or "")
        self._tell()

    def action_ask_all(self) -> None:
        self.files.unmark_all()
        self._tell()

    def _tell(self) -> None:
        self.border_subtitle = Content(f"asked: {self.scope or counted(self._searched, 'document')}")
        self.post_message(self.Marked())
