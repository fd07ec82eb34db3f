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
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer, HelpPanel
from textual.worker import WorkerCancelled, get_current_worker

from corpus.errors import UserError
from corpus.locations import DEFAULT_FOLDER
from corpus.store import FileRecord
from qa.answers import Answer, Citation, Coverage, Reply
from qa.widgets.citation_view import CitationView
from qa.widgets.conversation import Conversation
from qa.widgets.index_status import FilesRead, IndexStatus
from qa.widgets.panes import Panes
from qa.widgets.question_box import QuestionBox
from qa.widgets.source import Source, read_source

if TYPE_CHECKING:
    from qa.session import Session

    OpenSession = Callable[[Path], AbstractContextManager[Session]]

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


class QuothApp(App[None]):
    TITLE = "Quoth"
    CSS_PATH = Path(__file__).parent / "qa/widgets/tui.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", id="app.quit", tooltip="Back to the shell", priority=True),
        Binding("f1", "toggle_help", "Help", id="app.help", tooltip="What the part in focus does, and all keys"),
        Binding("ctrl+n,ctrl+down", "open_next(1)", "Next", id="citation.next", tooltip="Open the next citation"),
        Binding("ctrl+b,ctrl+up", "open_next(-1)", "Prev", id="citation.previous", tooltip="Open the one before"),
        Binding("ctrl+o", "toggle_source", "Source", id="source.toggle", tooltip="Open or close the source pane"),
        Binding("escape", "escape", "Back", id="app.escape", tooltip="Stop the question, else close the source"),
    ]
    panes = getters.query_one(Panes)
    conversation = getters.query_one(Conversation)
    index_status = getters.query_one(IndexStatus)
    question_box = getters.query_one(QuestionBox)

    def __init__(self, folder: Path, open_session: "OpenSession" = open_default_session) -> None:
        super().__init__()
        self.folder = folder
        self._open_session = open_session
        self._session: Session | None = None
        self._sessions = ExitStack()
        self._lock = Lock()
        """Held by the thread that uses the session."""

    def compose(self) -> ComposeResult:
        yield Panes()
        yield IndexStatus()
        yield QuestionBox()
        yield Footer()

    def on_mount(self) -> None:
        if self.console.color_system == "standard":
            self.theme = "ansi-dark"  # of 16 colours, the nearest to a shade is often the one it stands on
        self.question_box.focus()
        self.update_index()

    async def on_unmount(self) -> None:
        """Closes the session once the last thread is done with it."""
        await asyncio.to_thread(self._lock.acquire)
        self._sessions.close()
        self._lock.release()

    @work(thread=True, exclusive=True, group="index")
    def update_index(self) -> None:
        self._in_session(self._updated_index, None)

    @work(thread=True, exclusive=True, group="question")
    def answer(self, number: int, question: str) -> None:
        def ask(session: "Session") -> Answered:
            if session.index.changes():
                self.post_message(self._updated_index(session))
            return Answered(number, session.ask(question, limit=ANSWERS, note=self._post_progress))

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
        except WorkerCancelled:
            return
        if not worker.is_cancelled:
            self.post_message(outcome)

    def _updated_index(self, session: "Session") -> IndexUpdated:
        from qa.coverage import measure_coverage

        session.index.refresh(self._post_progress, lambda done, total: self._post_progress(FilesRead(done, total)))
        return IndexUpdated(session.index.store.documents(), measure_coverage(session.index))

    def _post_progress(self, state: FilesRead | str) -> None:
        if get_current_worker().is_cancelled:
            raise WorkerCancelled
        self.post_message(IndexProgressed(state))

    @on(IndexProgressed)
    def show_progress(self, event: IndexProgressed) -> None:
        self.index_status.show(event.state)

    @on(IndexUpdated)
    def show_folder(self, event: IndexUpdated) -> None:
        self.index_status.show(None)
        self.conversation.show_folder(self.folder, event.documents, event.coverage)

    @on(QuestionBox.Asked)
    async def ask(self, event: QuestionBox.Asked) -> None:
        self.answer(await self.conversation.begin(event.question), event.question)

    @on(Answered)
    async def show_reply(self, event: Answered) -> None:
        self.index_status.show(None)
        await self.conversation.show(event.number, event.reply)
        self.panes.close_source()
        if isinstance(event.reply, Answer) and self.screen.has_class("-wide"):
            self.conversation.open_number(1)

    @on(Failed)
    async def show_error(self, event: Failed) -> None:
        self.index_status.show(event.error if event.number is None else None)
        if event.number is not None:
            await self.conversation.show(event.number, event.error)

    @on(CitationView.Chosen)
    def open_citation(self, event: CitationView.Chosen) -> None:
        self.read_source(event.view.citation)

    @on(SourceRead)
    def show_source(self, event: SourceRead) -> None:
        self.panes.show_source(event.source)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        yield from super().get_system_commands(screen)
        yield SystemCommand("Update the index", "Read files that are new or have changed", self.update_index)
        yield SystemCommand("Copy the answer", "To the clipboard", lambda: self.panes.action_copy(False))
        yield SystemCommand("Copy with citation", "To the clipboard", lambda: self.panes.action_copy(True))

    async def action_escape(self) -> None:
        if (waiting := self.conversation.waiting) is not None:
            self.workers.cancel_group(self, "question")
            self.index_status.show(None)
            await self.conversation.show(waiting, "Cancelled.")
        elif self.panes.is_source_open:
            self.panes.close_source()
        self.question_box.focus()

    def action_open_next(self, step: int) -> None:
        self.conversation.open_next(step)

    def action_toggle_source(self) -> None:
        self.panes.toggle_source()

    def action_page(self, step: int) -> None:
        self.panes.page(step)

    def action_toggle_help(self) -> None:
        if self.screen.query(HelpPanel):
            self.action_hide_help_panel()
        else:
            self.action_show_help_panel()


def main() -> None:
    parser = argparse.ArgumentParser(prog="tui.py", description="Asks a folder of documents, in the terminal.")
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT_FOLDER, metavar="FOLDER")
    QuothApp(parser.parse_args().folder).run()


if __name__ == "__main__":
    main()
