"""The files of a folder as a tree of rows: folders fold, words narrow it, documents can be marked and opened."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from corpus.store import FileRecord
from qa.replies.printable import on_one_line
from qa.showing.wording import REASONS, counted

MOST_UNFOLDED = 200
"""Files; folders of more are folded at first."""

_INDENT = "  "


class FileList(OptionList):
    """A row for each folder and each file. The name of a row is its path; that of a folder ends in a slash."""

    BINDING_GROUP_TITLE = "Files"
    HELP: ClassVar[str] = """\
**enter** opens the document, or folds a folder; **space** marks the document, or takes its mark away, or those of all in a
folder. **×** stands at files that were not read. What is typed narrows the list.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open", id="library.open", tooltip="Open the document, or fold the folder"),
        Binding("space", "mark", "Mark", id="library.mark", tooltip="Ask this document only, and others marked"),
        Binding("left", "fold(True)", "Fold", id="library.fold", tooltip="Fold the folder", show=False),
        Binding("right", "fold(False)", "Unfold", id="library.unfold", tooltip="Unfold the folder", show=False),
    ]

    class Marked(Message):
        """Other documents are marked."""

    @dataclass
    class Opened(Message):
        """A document is to be shown."""

        record: FileRecord

    def __init__(self) -> None:
        super().__init__()
        self.marked: set[str] = set()
        self._records: dict[str, FileRecord] = {}
        self._folded: set[str] | None = None
        """The folders folded; None before anything is listed."""

        self._words: list[str] = []

    def show(self, records: Sequence[FileRecord]) -> None:
        """Lists these files; what was marked and folded stays so."""
        self._records = {each.path: each for each in sorted(records, key=lambda each: each.path.split("/"))}
        self.marked = {record.path for record in records if record.refusal is None} & self.marked
        if self._folded is None or (not self._folded and len(records) > MOST_UNFOLDED):
            names = {name for path in self._records for name in self._folders_above(path)}
            self._folded = names if len(records) > MOST_UNFOLDED else set()
        self._list()

    def narrow(self, words: str) -> None:
        """Lists only files with all of these words in their path, title or date; their folders are unfolded."""
        self._words = words.casefold().split()
        self._list()
        self.action_first()

    @property
    def found(self) -> list[FileRecord]:
        return [record for record in self._records.values() if self._is_found(record)]

    def unmark_all(self) -> None:
        self._mark(set(self.marked), False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click marks."""
        event.stop()
        self.action_mark()

    def action_mark(self) -> None:
        """A file that is no document cannot be marked. Of a folder all are, or none where all are already."""
        name = self._highlighted
        below = {path for path in self._documents() if path == name or (name.endswith("/") and path.startswith(name))}
        if below:
            self._mark(below, not below <= self.marked)

    def action_open(self) -> None:
        name = self._highlighted
        if name.endswith("/"):
            self.action_fold(name not in (self._folded or ()))
        elif record := self._records.get(name):
            self.post_message(self.Opened(record))

    def action_fold(self, is_folded: bool) -> None:
        """The folder highlighted, or the one that the file highlighted is in."""
        name = self._highlighted
        folder = name if name.endswith("/") else next(reversed(self._folders_above(name)), "")
        if folder and self._folded is not None and not self._words:
            self._folded = self._folded | {folder} if is_folded else self._folded - {folder}
            self._list(folder)

    @property
    def _highlighted(self) -> str:
        option = self.highlighted_option
        return (option.id or "") if option else ""

    def _documents(self) -> Iterator[str]:
        return (record.path for record in self.found if record.refusal is None)

    def _mark(self, paths: set[str], is_marked: bool) -> None:
        self.marked = self.marked | paths if is_marked else self.marked - paths
        self._list()
        self.post_message(self.Marked())

    def _is_found(self, record: FileRecord) -> bool:
        text = f"{record.path} {record.title} {record.published or ''}".casefold()
        return all(word in text for word in self._words)

    def _folders_above(self, path: str) -> list[str]:
        """Outermost first. A file with attachments is no folder: it has a row of its own."""
        parts = path.rstrip("/").split("/")[:-1]
        names = ["/".join(parts[: depth + 1]) for depth in range(len(parts))]
        return [f"{name}/" for name in names if name not in self._records]

    def _list(self, highlighted: str = "") -> None:
        highlighted = highlighted or self._highlighted
        names = [name for name, _ in self._rows()]
        self.set_options(Option(line, name) for name, line in self._rows())
        self.highlighted = names.index(highlighted) if highlighted in names else None
        if not names and self._records:
            self.add_option(Option("No file is called so. Enter takes it to the question.", disabled=True))

    def _rows(self) -> Iterator[tuple[str, Content]]:
        folded = set() if self._words else self._folded or set()
        shown: set[str] = set()
        for record in self.found:
            above = self._folders_above(record.path)
            for depth, folder in enumerate(above):
                if folder not in shown and not any(outer in folded for outer in above[:depth]):
                    shown.add(folder)
                    yield folder, self._folder_line(folder, depth, folder in folded)
            if not any(folder in folded for folder in above):
                yield record.path, self._line(record, len(record.path.split("/")) - 1)

    def _folder_line(self, folder: str, depth: int, is_folded: bool) -> Content:
        inside = [record.path for record in self.found if record.path.startswith(folder)]
        marked = len(self.marked.intersection(inside))
        detail = f"  {counted(len(inside), 'file')}" + (f", {marked} marked" if marked else "")
        name = on_one_line(folder.split("/")[-2])
        return Content.assemble(_INDENT * depth, "▸ " if is_folded else "▾ ", f"{name}/", (detail, "dim"))

    def _line(self, record: FileRecord, depth: int) -> Content:
        mark = "×" if record.refusal else "●" if record.path in self.marked else "○"
        if record.refusal:
            detail = f"not searched: {REASONS[record.refusal]}"
        else:
            detail = " · ".join(filter(None, (record.published, on_one_line(record.title)))) or "read"
        name = on_one_line(record.path.split("/")[-1])
        indent = _INDENT * depth
        return Content.assemble(
            indent, f"{mark} ", (name, "bold" if mark == "●" else ""), f"\n{indent}  ", (detail, "dim")
        )
