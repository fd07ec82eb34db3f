"""The terminal app: bindings, workers and handlers. It decides nothing: the core answers, the widgets show.

Slow work runs in thread workers, which call the core and post messages; only the handlers touch widgets.
"""

import argparse
import asyncio
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.worker import WorkerCancelled, get_current_worker

from corpus.coverage import Coverage
from corpus.errors import UserError
from corpus.folder import open_folder
from corpus.locations import DEFAULT_FOLDER
from corpus.progress import Advance
from qa.answering.request import Request
from qa.answering.session import SharedSession, open_session
from qa.answering.typed_filters import filters_in
from qa.commands import plain_chat
from qa.commands.console import Ending, note, typed_lines
from qa.follow_ups.turns import Turn
from qa.replies.answers import Citation
from qa.replies.checking import checked_again
from qa.replies.source import read_source
from qa.saved.conversations import append_reply, load_conversation, new_conversation_file
from qa.settings import Settings, load_settings
from qa.widgets import messages
from qa.widgets.citation_view import CitationView
from qa.widgets.frame import Frame
from qa.widgets.past import PastConversations
from qa.widgets.path_dialog import PathDialog
from qa.widgets.question_box import QuestionBox

if TYPE_CHECKING:
    from qa.answering.session import Session

    OpenSession = Callable[[Path], AbstractContextManager[Session]]

DEFAULTS = Settings()
ANSWERS = 5
"""The answer, and at most four less likely ones or other members of a list."""


def open_default_session(folder: Path) -> "AbstractContextManager[Session]":
    half = max(1, (os.cpu_count() or 1) // 2)  # the others draw what is typed meanwhile
    return open_session(folder, load_settings(), reader_threads=half)


class QuothApp(Frame):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "new_conversation", "New", id="conversation.new", tooltip="Begin a new conversation"),
        Binding("ctrl+r", "past", "Past", id="conversation.past", tooltip="Go on with a past conversation"),
        Binding("escape", "escape", "Back", id="app.escape", tooltip="Stop the question, or close, or change sides"),
    ]

    def __init__(
        self, folder: Path, open_session: "OpenSession" = open_default_session, settings: Settings = DEFAULTS
    ) -> None:
        super().__init__(settings.keys)
        self._max_error = settings.max_error
        self.folder = folder
        self._open_session = open_session
        self._sessions = [SharedSession(partial(open_session, folder))]
        self._file = new_conversation_file()
        self._update_when_asked = True
        """Not once the user stopped an update: then questions are put to what has been read."""

    def on_mount(self) -> None:
        self.question_box.focus()
        self.update_index()

    async def on_unmount(self) -> None:
        for session in self._sessions:
            await asyncio.to_thread(session.close)

    @work(thread=True, exclusive=True, group="index")
    def update_index(self) -> None:
        self._in_session(self._updated_index, None)

    @work(thread=True, exclusive=True, group="question")
    def answer(self, number: int, request: Request, update: bool) -> None:
        def ask(session: "Session") -> messages.Answered:
            if update and session.index.changes():
                self.post_message(self._updated_index(session))
            reply, _ = session.answer(request, note=self._post_progress, on_found=show_found)
            return messages.Answered(number, reply)

        def show_found(passages: Sequence[Citation]) -> None:
            self._post(messages.PassagesFound(number, passages))

        self._in_session(ask, number)

    @work(thread=True, exclusive=True, group="source")
    def read_source(self, citation: Citation) -> None:
        self._post(messages.SourceRead(read_source(citation)))

    @work(thread=True, exclusive=True, group="past")
    def restore_conversation(self, file: Path) -> None:
        try:
            saved = load_conversation(file)
        except UserError as error:
            self.show_warning(error)
        else:
            replies = checked_again(each.reply for each in saved)
            self._post(messages.ConversationRestored(file, Path(saved[-1].folder or ""), replies))

    def _in_session(self, task: "Callable[[Session], Message]", number: int | None) -> None:
        """Posts what the task makes of the session, which the first opens."""
        try:
            with self._sessions[-1].use() as session:
                if not get_current_worker().is_cancelled:
                    self._post(task(session))
        except UserError as error:
            self._post(messages.Failed(error, number))
        except WorkerCancelled:
            return

    def _post(self, message: Message) -> None:
        if not get_current_worker().is_cancelled:
            self.post_message(message)

    def _updated_index(self, session: "Session") -> messages.IndexUpdated:
        index = session.index
        index.refresh(self._post_progress, self._post_progress)
        return messages.IndexUpdated(index.folder, index.files(), index.coverage())

    def _post_progress(self, state: Advance | str) -> None:
        """Between two commits a cancelled update ends here."""
        if get_current_worker().is_cancelled:
            raise WorkerCancelled
        self.post_message(messages.IndexProgressed(state))

    @on(QuestionBox.Asked)
    async def ask(self, event: QuestionBox.Asked) -> None:
        if event.question.isdecimal() and self.conversation.open_number(int(event.question)):
            return
        self.panes.show_conversation()
        turns = () if event.literally else tuple(map(Turn.of, self.conversation.turns))
        try:
            question, filters = filters_in(event.question, self.panes.library.filters)
            request = Request(question=question, turns=turns, filters=filters, limit=ANSWERS, max_error=self._max_error)
        except UserError as error:
            await self.conversation.refuse(event.question, error)
        else:
            self.answer(await self.conversation.begin(event.question), request, self._update_when_asked)

    @on(messages.Answered)
    async def show_reply(self, event: messages.Answered) -> None:
        self.index_status.show(None)
        if event.number != self.conversation.waiting:
            return
        await self.conversation.show(event.number, event.reply)
        if not self.question_box.text:  # the panes do not move while somebody types
            self.panes.open_source_of(event.reply)
        try:
            append_reply(self._file, self.folder.resolve(), event.reply)
        except UserError as error:
            self.show_warning(error)

    @on(messages.ConversationRestored)
    async def show_conversation(self, event: messages.ConversationRestored) -> None:
        await self.action_new_conversation()
        if event.folder != self.folder.resolve():
            await self.open_other(event.folder)
        self._file = event.file
        self.question_box.remember(reply.question for reply in event.replies)
        await self.conversation.restore(event.replies)

    @on(CitationView.Chosen)
    def open_citation(self, event: CitationView.Chosen) -> None:
        self.read_source(event.view.citation)

    async def open_other(self, folder: Path | None) -> None:
        """Asks another folder from now on, in a new conversation."""
        if folder is not None:
            await self.action_new_conversation()
            self.workers.cancel_group(self, "index")
            self.folder = folder
            self._sessions.append(SharedSession(partial(self._open_session, folder)))
            self.panes.show_folder(folder, [], Coverage(searched=0, total=0))
            self.action_update_index()

    async def action_escape(self) -> None:
        if (waiting := self.conversation.waiting) is not None:
            self.workers.cancel_group(self, "question")
            self.index_status.show(None)
            await self.conversation.show(waiting, "Cancelled.")
        elif not self.panes.close_open() and self.question_box.has_focus:
            self.conversation.focus_reply()
            return
        self.question_box.focus()

    async def action_new_conversation(self) -> None:
        self.workers.cancel_group(self, "question")
        self._file = new_conversation_file()
        self.panes.close_source()
        await self.conversation.clear()
        self.question_box.focus()

    def action_past(self) -> None:
        def go_on(file: Path | None) -> None:
            if file:
                self.restore_conversation(file)

        self.push_screen(PastConversations(self._file), go_on)

    def action_change_folder(self) -> None:
        self.push_screen(PathDialog("Ask another folder", self.folder.resolve(), open_folder), self.open_other)

    def action_update_index(self) -> None:
        self._update_when_asked = True
        self.update_index()

    def action_stop_update(self) -> None:
        if self.index_status.is_busy:
            self.workers.cancel_group(self, "index")
            self._update_when_asked = False
            self.index_status.show("Stopped. What has been read so far can be asked; an update goes on from there.")


def main() -> int:
    """Returns the exit code."""
    parser = argparse.ArgumentParser(prog="tui.py", description="Asks a folder of documents, in the terminal.")
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT_FOLDER, metavar="FOLDER")
    folder = parser.parse_args().folder
    with Ending() as ending:
        if plain_chat.is_needed():
            plain_chat.chat(folder, load_settings(), typed_lines(), note)
            return ending.code
        app = QuothApp(folder, open_default_session, load_settings())
        app.run()
        if app.bug is not None:
            raise app.bug
    return ending.code


if __name__ == "__main__":
    sys.exit(main())
