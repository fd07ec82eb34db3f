"""The app but for its work: what is on the screen, the user's keys and theme, the palette, help, crashes kept."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import HelpPanel, TextArea
from textual.worker import WorkerFailed

from corpus.errors import UserError
from qa.showing.wording import error_line
from qa.widgets import messages
from qa.widgets.conversation import Conversation
from qa.widgets.idle_collector import IdleCollector
from qa.widgets.index_status import IndexStatus
from qa.widgets.key_bar import PALETTE, KeyBar
from qa.widgets.keymap import check_keymap, palette_commands
from qa.widgets.library import Library
from qa.widgets.panes import Panes
from qa.widgets.question_box import QuestionBox
from qa.widgets.theme import remember_theme, remembered_theme
from qa.widgets.typing_order import TypingApp


class Frame(TypingApp):
    TITLE = "Quoth"
    CSS_PATH = Path(__file__).parent / "tui.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide"), (150, "-huge")]  # noqa: RUF012
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
        Binding("ctrl+p", "command_palette", "More", id=PALETTE, tooltip="Every command", show=False, priority=True),
        Binding("ctrl+q", "quit", "Quit", id="app.quit", tooltip="Back to the shell", priority=True),
    ]
    panes = getters.query_one(Panes)
    conversation = getters.query_one(Conversation)
    index_status = getters.query_one(IndexStatus)
    question_box = getters.query_one(QuestionBox)

    def __init__(self, keys: Mapping[str, str]) -> None:
        """`keys`: those of the settings. Raises UserError on an id or a key that does not exist."""
        check_keymap(keys, type(self))
        super().__init__()
        if self.no_color:
            # Textual shows what has no colours in shades of grey, and the terminal's own colours, unknown to it, as black.
            for theme in [each for each in self.available_themes.values() if each.ansi]:
                self.unregister_theme(theme.name)
        self._keys = keys
        self._collector = IdleCollector(self)
        self.bug: BaseException | None = None
        """What ended the app when nobody meant it to end."""

    def compose(self) -> ComposeResult:
        yield Panes()
        yield IndexStatus()
        yield QuestionBox()
        yield KeyBar()

    def on_mount(self) -> None:
        self._collector.start()
        self.set_keymap(dict(self._keys))
        if self.console.color_system == "standard" and not self.no_color:
            self.theme = "ansi-dark"  # of 16 colours, the nearest to a shade is often the one it stands on
        elif theme := remembered_theme(self.available_themes):
            self.theme = theme
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

    @on(messages.IndexProgressed)
    def show_progress(self, event: messages.IndexProgressed) -> None:
        self.index_status.show(event.state)

    @on(messages.IndexUpdated)
    def show_folder(self, event: messages.IndexUpdated) -> None:
        self.index_status.show(None)
        self.panes.show_folder(event.folder, event.records, event.coverage)

    @on(messages.PassagesFound)
    async def show_passages(self, event: messages.PassagesFound) -> None:
        self.index_status.show(None)
        await self.conversation.show_passages(event.number, event.passages)

    @on(messages.Failed)
    async def show_error(self, event: messages.Failed) -> None:
        self.index_status.show(event.error if event.number is None else None)
        if event.number is not None:
            await self.conversation.show(event.number, event.error)

    @on(messages.SourceRead)
    def show_source(self, event: messages.SourceRead) -> None:
        self.panes.show_source(event.source)

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
        if self.screen.query(HelpPanel):
            self.action_hide_help_panel()
        else:
            self.action_show_help_panel()

    def action_toggle_library(self) -> None:
        if self.panes.is_library_open:
            self.panes.close_library()
            self.question_box.focus()
        else:
            self.panes.show_library()

    def action_toggle_source(self) -> None:
        self.panes.toggle_source()

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
