"""The app but for its work: what is on the screen, the user's keys and theme, the palette, help, crashes kept."""

import asyncio
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import ClassVar

from textual import getters, on, work
from textual.app import ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import TextArea
from textual.worker import WorkerFailed

from corpus.errors import UserError
from corpus.progress import Advance
from qa.replies.answers import Reply
from qa.saved.conversations import append_reply
from qa.showing.wording import error_line
from qa.widgets import messages
from qa.widgets.conversation import Conversation
from qa.widgets.desk import Desk
from qa.widgets.idle_collector import IdleCollector
from qa.widgets.index_status import IndexStatus
from qa.widgets.key_bar import PALETTE, KeyBar
from qa.widgets.keymap import check_keymap, keys_shown, palette_commands
from qa.widgets.library import Library
from qa.widgets.panes import Panes
from qa.widgets.past import restored
from qa.widgets.question_box import QuestionBox
from qa.widgets.theme import DARK, LIGHT, remember_theme, remembered_theme
from qa.widgets.typing_order import TypingApp


class Frame(TypingApp):
    TITLE = "Quoth"
    AUTO_FOCUS = "QuestionBox, .dialog Input, .dialog Button"
    CSS_PATH = Path(__file__).parent / "tui.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide"), (140, "-huge")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-low"), (32, "-high")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "toggle_help", "Help", id="app.help", tooltip="What the part in focus does, and all keys"),
        Binding("f2,ctrl+l", "toggle_library", "Library", id="library.toggle", tooltip="Open or close the library"),
        Binding("ctrl+o", "toggle_source", "Source", id="source.toggle", tooltip="Open or close the source pane"),
        Binding("ctrl+down,f4", "open_next(1)", "Next", id="citation.next", tooltip="Open next citation", show=False),
        Binding(
            "ctrl+up,f3",
            "open_next(-1)",
            "Previous",
            id="citation.previous",
            tooltip="Open previous citation",
            show=False,
        ),
        Binding("f7", "explain", "Why", id="citation.why", tooltip="Why this citation", show=False, priority=True),
        Binding(
            "f8", "compare", "Compare", id="source.compare", tooltip="Two sources side by side, or one", show=False
        ),
        Binding("f9", "pin", "Pin", id="citation.pin", tooltip="Keep this citation on the side, or not", show=False),
        Binding("ctrl+t", "toggle_pins", "Pins", id="pins.toggle", tooltip="Open or close the pins", show=False),
        Binding("ctrl+p", "command_palette", "More", id=PALETTE, tooltip="Every command", show=False, priority=True),
        Binding("ctrl+q", "quit", "Quit", id="app.quit", tooltip="Back to the shell", priority=True),
    ]
    desk = getters.query_one(Desk)
    panes = getters.query_one(Panes)
    conversation = getters.query_one(Conversation)
    index_status = getters.query_one(IndexStatus)
    question_box = getters.query_one(QuestionBox)

    def __init__(self, keys: Mapping[str, str]) -> None:
        """`keys`: those of the settings. Raises UserError on an id or a key that does not exist."""
        check_keymap(keys, type(self))
        super().__init__()
        for own in (DARK, LIGHT):
            self.register_theme(own)
        if self.no_color:
            # Textual shows what has no colours in shades of grey, and the terminal's own colours, unknown to it, as black.
            for theme in [each for each in self.available_themes.values() if each.ansi]:
                self.unregister_theme(theme.name)
        self._keys = keys
        self._collector = IdleCollector(self)
        self.bug: BaseException | None = None
        """What ended the app when nobody meant it to end."""

    def compose(self) -> ComposeResult:
        yield Desk()
        yield IndexStatus()
        yield QuestionBox()
        yield KeyBar()

    def on_mount(self) -> None:
        self._collector.start()
        self.set_keymap(dict(self._keys))
        if self.console.color_system == "standard" and not self.no_color:
            self.theme = "ansi-dark"  # of 16 colours, the nearest to a shade is often the one it stands on
        else:
            self.theme = remembered_theme(self.available_themes) or DARK.name
        self.watch(self, "theme", self.keep_theme, init=False)

    async def on_unmount(self) -> None:
        self._collector.stop()

    @on(TextArea.Changed)
    @on(messages.PassagesFound)
    @on(messages.Answered)
    def note_activity(self) -> None:
        self._collector.postpone()

    def keep_theme(self, theme: str) -> None:
        try:
            remember_theme(theme)
        except UserError as error:
            self.show_warning(error)

    def show_warning(self, error: UserError) -> None:
        """What went wrong beside the matter in hand."""
        self.notify(error_line(error), severity="warning", markup=False)

    @work(exclusive=True, group="past")
    async def load_past(self, file: Path) -> None:
        try:
            past = await asyncio.to_thread(restored, file)
        except UserError as error:
            self.show_warning(error)
        else:
            self.post_message(past)

    def keep_reply(self, file: Path, folder: Path, reply: Reply) -> None:
        """Adds it to the file of its conversation."""
        try:
            append_reply(file, folder.resolve(), reply)
        except UserError as error:
            self.show_warning(error)

    def show_index(self, state: Advance | UserError | str | None) -> None:
        """What the index is doing, in the frame of the question box, and at a question that waits for it."""
        self.index_status.show(state)
        self.tell_index()

    def calm_index(self) -> None:
        """Nothing is read any more; that the user stopped it goes on being said."""
        if not self.index_status.is_stopped:
            self.show_index(None)

    def tell_index(self) -> None:
        self.question_box.border_title = Content(" · ".join(filter(None, ("Question", self.index_status.line))))
        self.conversation.show_waiting(self.index_status.waiting_line)

    @on(messages.IndexProgressed)
    def show_progress(self, event: messages.IndexProgressed) -> None:
        self.show_index(event.state)

    @on(messages.IndexUpdated)
    def show_folder(self, event: messages.IndexUpdated) -> None:
        if not event.is_whole:
            self.index_status.stop()
            self.tell_index()
        else:
            self.show_index(None)
        self.panes.show_folder(event.folder, event.records, event.coverage, event.read_at)

    @on(messages.OpenersFound)
    def show_openers(self, event: messages.OpenersFound) -> None:
        self.conversation.welcome.show_openers(event.questions)

    @on(messages.NotFollowed)
    def tell_not_followed(self, event: messages.NotFollowed) -> None:
        self.show_warning(event.error)

    @on(messages.PassagesFound)
    def show_passages(self, event: messages.PassagesFound) -> None:
        self.calm_index()
        self.conversation.show_passages(event.number, event.passages)

    @on(messages.Failed)
    async def show_error(self, event: messages.Failed) -> None:
        if event.number is None:
            self.show_index(event.error)
        else:
            self.calm_index()
            await self.conversation.show(event.number, event.error)

    @on(Library.Marked)
    def show_scope(self) -> None:
        self.question_box.show_scope(self.panes.library.scope)

    @on(QuestionBox.Recalled)
    def put_question(self, event: QuestionBox.Recalled) -> None:
        self.question_box.recall(event.question)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        yield SystemCommand("Theme", "Colours, light and dark; remembered", self.action_change_theme)
        yield SystemCommand("Screenshot", "Save the screen as an SVG picture", self.deliver_screenshot)
        yield from palette_commands(screen)

    def action_toggle_help(self) -> None:
        around = self.focused.ancestors_with_self if self.focused else ()
        about = next((part.HELP for part in around if part.HELP), "")
        self.panes.side.help.show(keys_shown(self), about)
        self.panes.toggle_side("help")

    def action_toggle_library(self) -> None:
        if self.panes.is_library_open:
            self.panes.close_library()
            self.question_box.focus()
        else:
            self.panes.show_library()

    def action_toggle_source(self) -> None:
        self.panes.toggle_source()

    def action_compare(self) -> None:
        self.panes.compare()

    async def action_pin(self) -> None:
        await self.desk.pin(self.panes.folder)

    def action_toggle_pins(self) -> None:
        self.panes.toggle_side("pins")

    async def action_explain(self) -> None:
        if self.screen is self.screen_stack[0]:
            await self.panes.explain()

    def action_open_next(self, step: int) -> None:
        self.conversation.open_next(step)

    def action_edit_asked(self) -> None:
        if reply := self.conversation.current:
            self.question_box.recall(reply.to_edit)
        else:
            self.notify("There is no question to edit.", severity="warning")

    def action_ask_literally(self) -> None:
        reply = self.conversation.current
        if reply and reply.asked != reply.question:
            self.post_message(QuestionBox.Asked(reply.typed, literally=True))
        else:
            self.notify("The question was asked as it was typed.", severity="warning")

    def action_page(self, step: int) -> None:
        self.panes.page(step)

    def _handle_exception(self, error: Exception) -> None:
        self.bug = self.bug or (error.error if isinstance(error, WorkerFailed) else error)
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Ends without the traceback Textual prints: the local variables in it hold text of documents."""
        self._close_messages_no_wait()
