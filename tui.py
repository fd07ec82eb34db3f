"""The terminal app: bindings, workers and handlers. It decides nothing: the core answers, the widgets show.

Slow work runs in thread workers, which call the core and post messages; only the handlers touch widgets.
"""

import argparse
import asyncio
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea
from textual.worker import Worker, WorkerCancelled, get_current_worker

from corpus.coverage import Coverage
from corpus.errors import UserError
from corpus.folder import open_folder
from corpus.locations import DEFAULT_FOLDER
from corpus.progress import Advance
from qa.answering.followed import FollowedSession, SessionClosed
from qa.answering.openers import openers
from qa.answering.request import Request
from qa.answering.session import open_default_session
from qa.answering.typed_filters import filter_words, filters_in
from qa.commands import plain_chat
from qa.commands.console import Ending, note, typed_lines
from qa.replies.answers import Citation
from qa.replies.turns import Turn
from qa.saved.conversations import new_conversation_file
from qa.settings import Settings, load_settings
from qa.widgets import messages
from qa.widgets.conversation import MOST_ANSWERS
from qa.widgets.frame import Frame
from qa.widgets.past import PastConversations
from qa.widgets.path_dialog import PathDialog
from qa.widgets.question_box import QuestionBox

if TYPE_CHECKING:
    from qa.answering.session import Session

    OpenSession = Callable[[Path], AbstractContextManager[Session]]


class QuothApp(Frame):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "new_conversation", "New", id="conversation.new", tooltip="Begin a new conversation"),
        Binding("ctrl+r", "past", "Past", id="conversation.past", tooltip="Go on with a past conversation"),
        Binding("escape", "escape", "Back", id="app.escape", tooltip="Stop the question, or close, or change sides"),
    ]

    def __init__(
        self, folder: Path, open_session: "OpenSession" = open_default_session, settings: Settings | None = None
    ) -> None:
        settings = settings or Settings()
        super().__init__(settings.keys)
        self._max_error = settings.max_error
        self.folder = folder
        self._sessions = [FollowedSession(folder, open_session)]
        self._file = new_conversation_file()
        self._following: Worker[None] | None = None
        self._parts: list[Request] = []  # typed together with the question that is being answered

    def on_mount(self) -> None:
        self.question_box.focus()
        self.update_index()

    async def on_unmount(self) -> None:
        for session in self._sessions:
            await asyncio.to_thread(session.close)

    @work(thread=True, exclusive=True, group="index")
    def update_index(self) -> None:
        self._in_session(self._updated_index, None)

    @work(thread=True, group="following")
    def follow(self, folder: FollowedSession) -> None:
        """Reads what changes in the folder, as soon as no question is being answered."""
        try:
            for _ in folder.moments():
                self._in_session(self._caught_up, None)
        except UserError as error:
            self.post_message(messages.NotFollowed(error))

    @work(thread=True, exclusive=True, group="question")
    def answer(self, number: int, request: Request) -> None:
        def ask(session: "Session") -> messages.Answered:
            if update := self._caught_up(session):
                self.post_message(update)
            reply, trace = session.answer(request, note=self._post_progress, on_found=show_found)
            return messages.Answered(number, reply, trace)

        def show_found(passages: Sequence[Citation]) -> None:
            self._post(messages.PassagesFound(number, passages))

        self._in_session(ask, number)

    @work(thread=True, exclusive=True, group="openers")
    def find_openers(self) -> None:
        """Questions to begin with, until something is typed."""
        worker = get_current_worker()
        self._in_session(lambda session: messages.OpenersFound(openers(session, lambda: not worker.is_cancelled)), None)

    @on(PastConversations.Restored)
    async def go_on_with(self, past: PastConversations.Restored) -> None:
        await self.action_new_conversation()
        if past.folder != self.folder.resolve():
            await self.open_other(past.folder)
        self._file = past.file
        self.question_box.remember(reply.question for reply in past.replies)
        await self.conversation.restore(past.replies)

    def _in_session(self, task: "Callable[[Session], Message | None]", number: int | None) -> None:
        """Posts what the task makes of the session, which the first opens."""
        try:
            with self._sessions[-1].use() as session:
                if not get_current_worker().is_cancelled and (message := task(session)):
                    self._post(message)
        except UserError as error:
            self._post(messages.Failed(error, number))
        except (WorkerCancelled, SessionClosed):
            return

    def _post(self, message: Message) -> None:
        if not get_current_worker().is_cancelled:
            self.post_message(message)

    def _caught_up(self, session: "Session") -> messages.IndexUpdated | None:
        return self._updated_index(session) if self._sessions[-1].is_behind(session.index) else None

    def _updated_index(self, session: "Session") -> messages.IndexUpdated:
        is_whole = self._sessions[-1].read(session.index, self._post_progress, self._post_progress)
        return messages.IndexUpdated.of(session.index, is_whole=is_whole)

    def _post_progress(self, state: Advance | str) -> None:
        """Between two commits a cancelled update ends here."""
        if get_current_worker().is_cancelled:
            raise WorkerCancelled
        self.post_message(messages.IndexProgressed(state))

    @on(messages.IndexUpdated)
    def follow_folder(self) -> None:
        if self._following is None or self._following.is_finished:
            self._following = self.follow(self._sessions[-1])
        if not self.conversation.replies and not self.question_box.text:
            self.find_openers()

    @on(TextArea.Changed)
    def leave_openers(self) -> None:
        self.workers.cancel_group(self, "openers")

    @on(QuestionBox.Asked)
    async def ask(self, event: QuestionBox.Asked) -> None:
        if event.question.isdecimal() and self.conversation.open_number(int(event.question)):
            return
        self.panes.show_conversation()
        try:
            question, filters = filters_in(event.question, self.panes.library.filters)
            asked = Request(question=question, filters=filters, is_literal=event.literally, limit=MOST_ANSWERS,
                            max_error=self._max_error)  # fmt: skip
        except UserError as error:
            await self.conversation.refuse(event.question, error)
        else:
            self._parts = list(asked.parts)
            await self._ask_next(filter_words(event.question))

    async def _ask_next(self, filters: Sequence[str] = ()) -> None:
        """Of several questions typed as one, each once the one before it is answered. `filters`: as typed."""
        if self._parts:
            request = replace(self._parts.pop(0), turns=tuple(map(Turn.of, self.conversation.turns)))
            self.answer(await self.conversation.begin(" ".join((*filters, request.question))), request)
            self.tell_index()

    @on(messages.Answered)
    async def show_reply(self, event: messages.Answered) -> None:
        self.calm_index()
        if event.number != self.conversation.waiting:
            return
        await self.conversation.show(event.number, event.reply, event.trace)
        self.panes.open_source_of(event.reply)
        self.keep_reply(self._file, self.folder, event.reply)
        await self._ask_next()

    async def open_other(self, folder: Path | None) -> None:
        """Asks another folder from now on, in a new conversation."""
        if folder is not None:
            await self.action_new_conversation()
            self.workers.cancel_group(self, "index")
            self.folder, self._following = folder, None
            self._sessions.append(self._sessions[-1].over(folder))
            self.panes.show_folder(folder, [], Coverage(searched=0, total=0), None)
            self.action_update_index()

    async def action_escape(self) -> None:
        if (waiting := self.conversation.waiting) is not None:
            self._parts = []
            self.workers.cancel_group(self, "question")
            await self.conversation.show(waiting, "Cancelled.")
        elif not self.panes.close_open() and self.question_box.has_focus:
            self.conversation.focus_reply()
            return
        self.question_box.focus()

    async def action_new_conversation(self) -> None:
        self._parts = []
        self.workers.cancel_group(self, "question")
        self._file = new_conversation_file()
        self.panes.clear_sources()
        await self.conversation.clear()
        self.question_box.focus()

    def action_past(self) -> None:
        self.push_screen(PastConversations(self._file, self.load_past))

    def action_change_folder(self) -> None:
        self.push_screen(PathDialog("Ask another folder", self.folder.resolve(), open_folder), self.open_other)

    def action_update_index(self) -> None:
        self._sessions[-1].read_on()
        self.update_index()

    def action_stop_update(self) -> None:
        """A question that waits for the update is put to what has been read."""
        if self.index_status.is_busy:
            self._sessions[-1].stop_reading()
            self.show_index("stopping after the files in hand")


def main() -> int:
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
