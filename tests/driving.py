"""Driving the terminal app in tests: keys pressed, conditions waited for, what is seen read back."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial, wraps
from pathlib import Path
from threading import Event
from time import monotonic
from typing import ParamSpec

from textual.app import App
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input, Static

from qa.reading.reader import Reading
from qa.settings import Settings
from qa.widgets.path_dialog import PathDialog
from qa.widgets.reply_view import ReplyView
from qa.widgets.source_view import SourceView
from tests.fakes import OverlapReader, open_fake_session
from tui import QuothApp

NARROW, WIDE = (80, 24), (160, 50)
HOW_MANY = "How many foxes has the keeper counted in the park?"
WHAT_LIES = "What lies under the hedge near the gate?"
ZEBRA = "Which zebra plays chess?"

P = ParamSpec("P")


def in_event_loop(test: Callable[P, Awaitable[None]]) -> Callable[P, None]:
    @wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        async def awaited() -> None:
            await test(*args, **kwargs)

        asyncio.run(awaited())

    return run


@asynccontextmanager
async def running(
    folder: Path,
    reader: OverlapReader | None = None,
    size: tuple[int, int] = WIDE,
    keys: Mapping[str, str] | None = None,
) -> AsyncIterator[tuple[QuothApp, Pilot[None]]]:
    app = QuothApp(folder, partial(open_fake_session, reader=reader), Settings(keys=dict(keys or {})))
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: app.index_status.has_class("-idle"))
        yield app, pilot
        await settled(app, pilot)


async def settled(app: QuothApp, pilot: Pilot[None]) -> None:
    """Waits for the workers and their replies: `run_test` takes the widgets away from messages that come late."""
    await until(pilot, lambda: all(worker.is_finished or worker.group == "following" for worker in app.workers))
    await until(pilot, lambda: all(reply.is_whole or reply.has_class("-waiting") for reply in app.conversation.replies))
    await pilot.pause()


async def still(app: QuothApp, pilot: Pilot[None], looks: int = 5) -> None:
    """Waits until the screen has looked the same so many times. To Pilot a process is idle that uses no processor time,
    and on a busy machine it may use none because it is given none."""
    await settled(app, pilot)
    seen, same = "", 0
    while same < looks:
        await pilot.pause(0.02)
        now = app.export_screenshot()
        seen, same = now, same + 1 if now == seen else 0


async def until(pilot: Pilot[None], condition: Callable[[], object], seconds: float = 20.0) -> None:
    deadline = monotonic() + seconds
    while not condition():
        assert monotonic() < deadline, "waited in vain"
        await pilot.pause(0.01)


async def ask(app: QuothApp, pilot: Pilot[None], question: str) -> ReplyView:
    """Types a question and waits for its reply."""
    reply = await begin(app, pilot, question)
    await until(pilot, lambda: reply.is_whole)
    await pilot.pause()
    return reply


async def begin(app: QuothApp, pilot: Pilot[None], question: str) -> ReplyView:
    app.question_box.focus()
    app.question_box.text = question
    count = len(app.conversation.replies)
    await pilot.press("enter")
    await until(pilot, lambda: len(app.conversation.replies) > count)
    return app.conversation.replies[-1]


async def focus(pilot: Pilot[None], widget: Widget) -> None:
    widget.focus()
    await until(pilot, lambda: widget.has_focus)


async def source_of(app: QuothApp, pilot: Pilot[None]) -> SourceView:
    """The source pane, once it is open and laid out."""
    source = app.panes.source
    await until(pilot, lambda: app.panes.is_source_open and source.text.size.height)
    await settled(app, pilot)
    await pilot.pause()
    return source


def texts(widget: Widget, classes: str = "*") -> list[str]:
    """What the lines of text below a widget say."""
    return [str(line.content) for line in widget.query(classes).results(Static) if line.display]


def rows(widget: Widget) -> list[str]:
    """What the terminal shows of a widget."""
    return [widget.render_line(y).text.strip() for y in range(widget.size.height)]


def marked(widget: Widget) -> list[tuple[int, str]]:
    """(row, text) of what is underlined, as quotes are whatever the number of colours."""
    return [
        (y, segment.text)
        for y in range(widget.size.height)
        for segment in widget.render_line(y)
        if segment.style and segment.style.underline
    ]


def dialog(app: App[None]) -> PathDialog:
    assert isinstance(app.screen, PathDialog)
    return app.screen


async def submit(app: QuothApp, pilot: Pilot[None], path: Path) -> None:
    await until(pilot, lambda: isinstance(app.screen, PathDialog) and app.screen.query(Input))
    dialog(app).query_one(Input).value = str(path)
    await pilot.press("enter")
    await pilot.pause()


class GatedReader(OverlapReader):
    """Its first reading waits until `gate` is set."""

    def __init__(self) -> None:
        self.entered, self.gate, self.left = Event(), Event(), Event()

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        self.entered.set()
        assert self.gate.wait(20)
        self.left.set()
        return super().read(question, texts)


class DoubtfulReader(OverlapReader):
    """Reads what the others read, and is not sure of any of it."""

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        return [replace(reading, margin=-0.5) for reading in super().read(question, texts)]


class BrokenReader(OverlapReader):
    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        raise ValueError("a bug")
