"""The library pane: every file of the folder, what was read and what not, and which documents are asked."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from corpus.filters import ALL, Filters
from corpus.store import FileRecord
from qa.replies.printable import on_one_line
from qa.showing.wording import age_line, counted
from qa.widgets.file_list import FileList
from qa.widgets.question_box import QuestionBox


class LibraryFilter(Input):
    """Where what is typed in the library goes."""

    BINDING_GROUP_TITLE = "Library"
    HELP: ClassVar[str] = """\
Words narrow the list to files that have them in path, title or date. **down** goes into the list, **enter** opens the
first; where no file is called so, it takes what was typed to the question. **escape** closes the library.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open_first", "Open", id="filter.open", tooltip="Open the first document of the list"),
        Binding("down", "enter_list", "Into the list", id="filter.down", tooltip="Go into the list"),
    ]

    class Entered(Message):
        """The first document of the list is to be opened."""

    def __init__(self) -> None:
        super().__init__(placeholder="Type to filter by name, title or date", select_on_focus=False)

    def action_enter_list(self) -> None:
        files = self.screen.query_one(FileList)
        if files.highlighted is None:
            files.action_first()
        self.screen.set_focus(files)

    def action_open_first(self) -> None:
        self.post_message(self.Entered())


class Library(Vertical):
    BINDING_GROUP_TITLE = "Library"
    HELP: ClassVar[str] = """\
The files of the folder; below one that was not read stands why. **space** marks a document: while any is marked,
questions are put to the marked ones only. **ctrl+a** asks all of them again. The folder is followed: what is new or changed
is read by itself.

**ctrl+u** reads it at once, **ctrl+d** stops reading and keeps what has been read, **ctrl+f** opens another folder.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+a", "ask_all", "All", id="library.all", tooltip="Ask all documents", priority=True),
        Binding(
            "ctrl+u",
            "app.update_index",
            "Update",
            id="library.update",
            tooltip="Read files that are new or changed",
            priority=True,
        ),
        Binding(
            "ctrl+d",
            "app.stop_update",
            "Stop",
            id="library.stop",
            tooltip="Stop reading; keep what has been read",
            priority=True,
        ),
        Binding(
            "ctrl+f", "app.change_folder", "Folder", id="library.folder", tooltip="Ask another folder", priority=True
        ),
    ]
    files = getters.query_one(FileList)
    typing_box = getters.query_one(LibraryFilter)

    class Marked(Message):
        """Other documents are to be asked."""

    def __init__(self) -> None:
        super().__init__()
        self._searched = 0
        self._read_at: datetime | None = None
        self.border_title = "Library"

    def compose(self) -> ComposeResult:
        yield LibraryFilter()
        yield FileList()
        yield Static(classes="age")

    def show(self, folder: Path, records: Sequence[FileRecord], read_at: datetime | None) -> None:
        """Lists the files; those marked stay marked while they are documents. `read_at`: when one was last read."""
        self._searched = sum(record.refusal is None for record in records)
        self._read_at = read_at
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

    @on(Input.Changed)
    def narrow(self, event: Input.Changed) -> None:
        self.files.narrow(event.value)

    @on(LibraryFilter.Entered)
    def open_first(self) -> None:
        """Enter may come before the list is narrowed to the letters typed last."""
        typed = self.typing_box.value
        self.files.narrow(typed)
        if self.files.found:
            self.post_message(FileList.Opened(self.files.found[0]).set_sender(self))
        elif typed.strip():
            self.typing_box.value = ""
            self.post_message(QuestionBox.Recalled(typed).set_sender(self))

    @on(FileList.Marked)
    def tell_marked(self) -> None:
        self._tell()

    def action_ask_all(self) -> None:
        self.files.unmark_all()

    def tell_age(self) -> None:
        """How old the index is; it grows while nothing happens."""
        self.query_one(".age", Static).update(age_line(self._read_at, datetime.now().astimezone()))

    def _tell(self) -> None:
        self.border_subtitle = Content(f"asked: {self.scope or counted(self._searched, 'document')}")
        self.tell_age()
        self.post_message(self.Marked())
