"""The conversation and what stands beside it, or in its place: the library, a source, two of them, or another side."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import Resize

from corpus.coverage import Coverage
from corpus.errors import UserError
from corpus.store import FileRecord
from qa.replies.answers import Answer, Reply
from qa.showing.explained import why
from qa.showing.wording import error_line
from qa.widgets.citation_view import CitationView
from qa.widgets.conversation import Conversation
from qa.widgets.file_list import FileList
from qa.widgets.help_view import HelpView
from qa.widgets.library import Library
from qa.widgets.pins import Pins
from qa.widgets.side import Side, SideName
from qa.widgets.source_view import SourceView
from qa.widgets.sources import Sources
from qa.widgets.why_view import WhyView


class Panes(Horizontal):
    """On a screen with the class `-narrow` what is opened hides the conversation; with `-huge` a source stands beside it
    by itself."""

    conversation = getters.query_one(Conversation)
    library = getters.query_one(Library)
    side = getters.query_one(Side)

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path()
        self._wants_source = True
        """Until it is closed where it opens by itself."""

        self._explained: CitationView | None = None
        self._is_asked_for = False
        """Whether the side was opened by a key, and not by itself."""

    def compose(self) -> ComposeResult:
        yield Library()
        yield Conversation()
        yield Side(Sources(), WhyView(), Pins(), HelpView())

    @property
    def source(self) -> SourceView:
        """The source opened last."""
        sources = self.side.sources
        return sources.second if self.is_comparing else sources.first

    @property
    def is_comparing(self) -> bool:
        return self.has_class("-compared")

    @property
    def is_source_open(self) -> bool:
        return self.side.shows("sources")

    @property
    def is_library_open(self) -> bool:
        return self.has_class("-library")

    @property
    def _is_narrow(self) -> bool:
        return self.screen.has_class("-narrow")

    @property
    def _rests_open(self) -> bool:
        """Whether a source stands there without being asked for."""
        return self._wants_source and self.screen.has_class("-huge")

    def on_resize(self, event: Resize) -> None:
        if not self._is_asked_for:
            self._rest()

    def open_side(self, name: SideName) -> None:
        self._is_asked_for = True
        self.side.open(name)
        if not self.screen.has_class("-huge"):
            self.close_library()
        if name != "sources":
            self.remove_class("-compared")
        self._tell_layout()

    def _rest(self) -> None:
        """The side as it stands by itself."""
        self._is_asked_for = False
        self.remove_class("-compared")
        if self._rests_open:
            self.side.open("sources")
        else:
            self.side.close()
        self._tell_layout()

    def _tell_layout(self) -> None:
        self.set_class(self.side.is_open or self.is_library_open, "-beside")

    def open_source_of(self, reply: Reply) -> None:
        """That of an answer where a source stands beside the conversation; nothing there where there is no answer."""
        if self.is_source_open and not self._is_narrow:
            if isinstance(reply, Answer):
                self.conversation.open_number(1)
            else:
                self.source.clear()

    def show_folder(
        self, folder: Path, records: Sequence[FileRecord], coverage: Coverage, read_at: datetime | None
    ) -> None:
        self.folder = folder
        self.conversation.show_folder(folder, [record for record in records if record.refusal is None], coverage)
        self.library.show(folder, records, read_at)

    def show_conversation(self) -> None:
        """Closes what hides the conversation."""
        if self._is_narrow or self.is_comparing:
            self._rest()
            self.close_library()

    def close_open(self) -> bool:
        """Closes what was opened beside the conversation, the side first; False when nothing was."""
        if self._is_asked_for:
            self.close_side()
        elif self.is_library_open:
            self.close_library()
        else:
            return False
        return True

    def show_library(self) -> None:
        if not self.screen.has_class("-huge"):
            self.close_side()
        self.add_class("-library")
        self._tell_layout()
        self.screen.set_focus(self.library.typing_box)  # at once: what is typed next is for it

    def close_library(self) -> None:
        self.remove_class("-library")
        self._tell_layout()

    @on(CitationView.Chosen)
    def open_citation(self, event: CitationView.Chosen) -> None:
        self.side.sources.read(event.view.citation)

    @on(FileList.Opened)
    def open_document(self, event: FileList.Opened) -> None:
        self.side.sources.read_document(event.record, self.folder)

    @on(Sources.DocumentRead)
    def show_document(self, event: Sources.DocumentRead) -> None:
        if isinstance(event.excerpt, UserError):
            self.notify(error_line(event.excerpt), severity="warning", markup=False)
            return
        self.remove_class("-compared")
        self.source.show_document(event.record, event.path, event.excerpt)
        self.conversation.close_citation()
        self.open_side("sources")
        self.source.text.focus()

    @on(Sources.Read)
    def show_sources(self, event: Sources.Read) -> None:
        """One, in place of the one opened last; or two side by side."""
        sources = event.sources
        had_focus = self.conversation.has_focus_within
        self.set_class(len(sources) > 1 or self.is_comparing, "-compared")
        views = [self.side.sources.first, self.side.sources.second] if len(sources) > 1 else [self.source]
        for view, source in zip(views, sources, strict=True):
            view.show(source)
        if not (self.is_source_open and self._rests_open and not self.is_comparing):
            self.open_side("sources")
        if had_focus and (self._is_narrow or self.is_comparing):
            self.source.text.focus()

    def close_side(self) -> None:
        """What was opened beside the conversation; a source that stands there by itself stays."""
        self._rest()
        if not self.is_source_open:
            self.conversation.close_citation()

    def clear_sources(self) -> None:
        """A new conversation cites nothing."""
        self._rest()
        self.side.sources.first.clear()
        self.conversation.close_citation()

    def toggle_source(self) -> None:
        self._wants_source = not self.is_source_open
        if self.is_source_open:
            self.close_side()
        elif self.conversation.current is None or not self.conversation.open_number(1):
            self._rest()

    def compare(self) -> None:
        if self.is_comparing:
            self.remove_class("-compared")
            self._is_asked_for = not self._rests_open
        elif pair := self.conversation.pair_to_compare():
            self.side.sources.read(*pair)
        else:
            self.notify("This reply cites no two places to compare.", severity="warning")

    def toggle_side(self, name: SideName) -> None:
        if self.side.shows(name):
            self.close_side()
        else:
            self.open_side(name)

    async def explain(self) -> None:
        """Says why the citation in focus, or the open one, or the first is shown; closes what says it of that one."""
        view, trace = self.conversation.chosen, self.conversation.trace
        if view is None:
            self.notify("There is no citation to explain.", severity="warning")
        elif trace is None:
            self.notify("How a reply of an earlier run came about is not kept: ask it again.", severity="warning")
        elif self.side.shows("why") and self._explained is view:
            self.close_side()
        else:
            self._explained = view
            await self.side.query_one(WhyView).show(view.number, why(trace, self.conversation.asked, view.citation))
            self.open_side("why")

    def page(self, step: int) -> None:
        """Scrolls the conversation, or what hides it, down (1) or up (-1)."""
        hides = self.side.is_open and not self.conversation.size
        pane = self.source.text if hides and self.is_source_open else self.side.visible_content if hides else None
        pane = pane or self.conversation
        if step > 0:
            pane.scroll_page_down()
        else:
            pane.scroll_page_up()
