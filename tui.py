"""The terminal app: messages, bindings and workers. It decides nothing: the core answers, the widgets show.

Slow work runs in thread workers, which call the core and post messages; only the handlers touch widgets.
"""

import argparse
import asyncio
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on, work
from textual.app import App, ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Key
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer, HelpPanel
from textual.worker import get_current_worker

from corpus.errors import UserError
from corpus.locations import DEFAULT_FOLDER
from corpus.store import FileRecord
from qa.answers import Answer, Citation, Coverage, Reply
from qa.printable import on_one_line
from qa.widgets.citation_view import CitationView
from qa.widgets.conversation import Conversation
from qa.widgets.index_status import FilesRead, IndexStatus
from qa.widgets.question_box import QuestionBox
from qa.widgets.source import Source, read_source
from qa.widgets.source_view import SourceView

if TYPE_CHECKING:
    from qa.session import Session

OpenSession = Callable[[Path], AbstractContextManager["Session"]]

ANSWERS = 3
"""The answer, and at most two less likely ones."""


def open_default_session(folder: Path) -> "AbstractContextManager[Session]":
    from qa.session import open_session  # pydantic, and with the session onnxruntime and faiss: 1 s
    from qa.settings import load_settings

    return open_session(folder, load_settings())


@dataclass
class IndexProgressed(Message):
    state: FilesRead | str
    """A string says what is done where nothing can be counted."""


@dataclass
class IndexUpdated(Message):
    documents: Sequence[FileRecord]
    coverage: Coverage


@dataclass
class Answered(Message):
    number: int
    """The question's, as the conversation counts."""

    reply: Reply


@dataclass
class SourceRead(Message):
    source: Source


@dataclass
class Failed(Message):
    """Something went wrong that the user can put right."""

    error: UserError
    number: int | None
    """The question's; None when it concerns the index."""


class _CancelledError(Exception):
    """Ends an update of the index between two commits."""


class QuothApp(App[None]):
    TITLE = "Quoth"
    CSS_PATH = Path(__file__).parent / "qa/widgets/tui.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", id="app.quit", tooltip="Back to the shell", priority=True),
        Binding("f1", "toggle_help", "Help", id="app.help", tooltip="What the part in focus does, and all keys"),
        Binding("ctrl+n,ctrl+down", "open_next(1)", "Next", id="citation.next", tooltip="Open the next citation"),
        Binding("ctrl+b,ctrl+up", "open_next(-1)", "Back", id="citation.previous", tooltip="Open the citation before"),
        Binding("ctrl+o", "toggle_source", "Source", id="source.toggle", tooltip="Open or close the source pane"),
        Binding("escape", "escape", "Cancel", id="app.back", tooltip="Stop the question; else close the source pane"),
        Binding("y", "copy(False)", "Copy", id="answer.copy", tooltip="Copy the answer"),
        Binding("Y", "copy(True)", "Cite", id="answer.cite", tooltip="Copy the answer with its citation"),
        Binding("pageup", "page(-1)", "Page up", id="page.up", tooltip="Scroll up", show=False),
        Binding("pagedown", "page(1)", "Page down", id="page.down", tooltip="Scroll down", show=False),
    ]
    conversation = getters.query_one(Conversation)
    index_status = getters.query_one(IndexStatus)
    question_box = getters.query_one(QuestionBox)
    source_view = getters.query_one(SourceView)

    def __init__(self, folder: Path, open_session: OpenSession = open_default_session) -> None:
        super().__init__()
        self.folder = folder
        self._open_session = open_session
        self._session: Session | None = None
        self._sessions = ExitStack()
        self._lock = Lock()
        """Held by the thread that uses the session."""

    def compose(self) -> ComposeResult:
        with Horizontal(id="panes"):
            yield Conversation()
            yield SourceView()
        yield IndexStatus()
        yield QuestionBox()
        yield Footer()

    def on_mount(self) -> None:
        self.conversation.border_title = Content(f"Quoth · {on_one_line(self.folder.resolve().name)}")
        self.index_status.show("Opening the index and the models …")
        self.question_box.focus()
        self.update_index()

    async def on_unmount(self) -> None:
        """Closes the session once the last thread is done with it."""
        await asyncio.to_thread(self._close_session)

    def _close_session(self) -> None:
        with self._lock:
            self._sessions.close()

    # Workers: in threads of their own. They touch no widget.

    @work(thread=True, exclusive=True, group="index")
    def update_index(self) -> None:
        self._in_session(self._refreshed, None)

    @work(thread=True, exclusive=True, group="question")
    def answer(self, number: int, question: str) -> None:
        def ask(session: "Session") -> Answered:
            if session.index.changes():
                self.post_message(self._refreshed(session))
            return Answered(number, session.ask(question, limit=ANSWERS, note=self._note))

        self._in_session(ask, number)

    @work(thread=True, exclusive=True, group="source")
    def read_source(self, citation: Citation) -> None:
        worker = get_current_worker()
        source = read_source(citation)
        if not worker.is_cancelled:
            self.post_message(SourceRead(source))

    def _in_session(self, task: "Callable[[Session], Message]", number: int | None) -> None:
        """Posts what the task makes of the session, which the first opens; nothing when the worker was cancelled."""
        worker = get_current_worker()
        try:
            with self._lock:
                if worker.is_cancelled:
                    return
                if self._session is None:
                    self._session = self._sessions.enter_context(self._open_session(self.folder))
                outcome = task(self._session)
        except UserError as error:
            outcome = Failed(error, number)
        except _CancelledError:
            return
        if not worker.is_cancelled:
            self.post_message(outcome)

    def _refreshed(self, session: "Session") -> IndexUpdated:
        from qa.coverage import measure_coverage

        session.refresh(self._note, self._show_progress)
        return IndexUpdated(session.index.store.documents(), measure_coverage(session.index))

    def _note(self, sentence: str) -> None:
        self.post_message(IndexProgressed(sentence))

    def _show_progress(self, done: int, total: int) -> None:
        if get_current_worker().is_cancelled:
            raise _CancelledError
        self.post_message(IndexProgressed(FilesRead(done, total)))

    # Handlers: what the workers and the widgets said.

    @on(IndexProgressed)
    def show_progress(self, event: IndexProgressed) -> None:
        self.index_status.show(event.state)

    @on(IndexUpdated)
    def show_folder(self, event: IndexUpdated) -> None:
        self.index_status.show(None)
        self.conversation.show_folder(event.documents, event.coverage)

    @on(QuestionBox.Asked)
    async def ask(self, event: QuestionBox.Asked) -> None:
        number = await self.conversation.begin(event.question)
        self.answer(number, event.question)

    @on(Answered)
    def show_reply(self, event: Answered) -> None:
        self.index_status.show(None)
        self.conversation.show(event.number, event.reply)
        if isinstance(event.reply, Answer) and self.screen.has_class("-wide"):
            self.conversation.open_number(1)
        else:
            self._close_source()

    @on(Failed)
    def show_error(self, event: Failed) -> None:
        if event.number is None:
            self.index_status.show(event.error)
        else:
            self.conversation.show(event.number, event.error)

    @on(CitationView.Chosen)
    def open_citation(self, event: CitationView.Chosen) -> None:
        self.read_source(event.view.citation)

    @on(SourceRead)
    def show_source(self, event: SourceRead) -> None:
        self.source_view.show(event.source)
        self.screen.add_class("-source")
        if self.conversation.has_focus_within and self.screen.has_class("-narrow"):
            self.source_view.text.focus()

    def on_key(self, event: Key) -> None:
        """Digits; the question box keeps those typed into it."""
        if event.character and event.character in "123456789":
            self.conversation.open_number(int(event.character))

    # Actions: what keys and palette do.

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        yield from super().get_system_commands(screen)
        yield SystemCommand("Update the index", "Read files that are new or have changed", self.update_index)
        yield SystemCommand("Copy the answer", "To the clipboard", lambda: self.action_copy(False))
        yield SystemCommand("Copy the answer with its citation", "To the clipboard", lambda: self.action_copy(True))
        yield SystemCommand("Source pane", "Open or close it", self.action_toggle_source)

    def action_escape(self) -> None:
        if (waiting := self.conversation.waiting) is not None:
            self.workers.cancel_group(self, "question")
            self.conversation.show(waiting, "Cancelled.")
        elif self.screen.has_class("-source"):
            self._close_source()
        else:
            self.question_box.focus()

    def action_open_next(self, step: int) -> None:
        self.conversation.open_next(step)

    def action_toggle_source(self) -> None:
        if self.screen.has_class("-source"):
            self._close_source()
        else:
            self.conversation.open_next(0)

    def action_toggle_help(self) -> None:
        if self.screen.query(HelpPanel):
            self.action_hide_help_panel()
        else:
            self.action_show_help_panel()

    def action_copy(self, cited: bool) -> None:
        text = self.conversation.copy_text(cited=cited)
        if text is None:
            self.notify("There is no answer to copy.", severity="warning")
        else:
            self.copy_to_clipboard(text)
            self.notify(text, title="Copied", markup=False)

    def action_page(self, step: int) -> None:
        pane = self.conversation if self.conversation.display else self.source_view.text
        pane.scroll_page_down() if step > 0 else pane.scroll_page_up()

    def _close_source(self) -> None:
        if self.source_view.has_focus_within:
            self.question_box.focus()
        self.screen.remove_class("-source")
        self.conversation.unmark()


def main() -> None:
    parser = argparse.ArgumentParser(prog="tui.py", description="Asks a folder of documents, in the terminal.")
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT_FOLDER, metavar="FOLDER")
    QuothApp(parser.parse_args().folder).run()


if __name__ == "__main__":
    main()
