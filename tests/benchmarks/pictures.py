"""The terminal app as it looks: its states, three sizes, a dark and a light theme, each an SVG file.

    PYTHONPATH=. python tests/benchmarks/pictures.py FOLDER [--size 80x24 ...] [--theme quoth-dark ...] [--state answer ...]
        [--reader small]

The real app over a copy of the five documents, with a letter that contradicts one of them and a file that is not read.
Files are called SIZE-THEME-STATE.svg; `rsvg-convert` makes PNG of them. The README's picture is one of them:
`--size 140x34 --theme quoth-dark --state answer`.
"""

import argparse
import asyncio
import os
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent

from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from corpus.locations import DEFAULT_FOLDER
from qa.widgets.past import PastConversations
from qa.widgets.pins import Pins
from qa.widgets.welcome import Opener
from tests.driving import ask, focus, settled, source_of, until
from tui import QuothApp

SIZES = ("80x24", "120x36", "160x50")
THEMES = ("quoth-dark", "quoth-light")
LETTER = """\
    # A letter to the editor

    Your report leaves something out. I stood at the gate that evening and counted. ICE released 120 of the arrested
    workers on Wednesday, and not one more.
    """
SECONDS = 120.0
"""For the first reply, which waits for the index."""

TO_PIN = 2

Step = Callable[[QuothApp, Pilot[None]], Awaitable[None]]


async def welcome(app: QuothApp, pilot: Pilot[None]) -> None:
    await pilot.press("ctrl+n")
    await until(pilot, lambda: app.query(Opener), SECONDS)


async def answer(app: QuothApp, pilot: Pilot[None]) -> None:
    await pilot.press("ctrl+n")
    await ask(app, pilot, "What was the parole approval rate for asylum seekers in 2016?")


async def disagreement(app: QuothApp, pilot: Pilot[None]) -> None:
    await pilot.press("ctrl+n")
    await ask(app, pilot, "How many of the arrested workers were released?")


async def no_answer(app: QuothApp, pilot: Pilot[None]) -> None:
    await pilot.press("ctrl+n")
    await ask(app, pilot, "Which zebra was elected mayor of Morton?")


async def follow_up(app: QuothApp, pilot: Pilot[None]) -> None:
    await pilot.press("ctrl+n")
    await ask(app, pilot, "What was the parole approval rate for asylum seekers in 2016?")
    await ask(app, pilot, "and in 2018?")


async def source(app: QuothApp, pilot: Pilot[None]) -> None:
    await answer(app, pilot)
    if not app.panes.is_source_open:
        await pilot.press("ctrl+o")
    opened = await source_of(app, pilot)
    await focus(pilot, opened.text)
    await pilot.press("ctrl+f", *"parole", "enter")


async def library(app: QuothApp, pilot: Pilot[None]) -> None:
    await answer(app, pilot)
    await pilot.press("f2", "down", "down", "space", "down")


async def why(app: QuothApp, pilot: Pilot[None]) -> None:
    await answer(app, pilot)
    await pilot.press("f7")


async def compare(app: QuothApp, pilot: Pilot[None]) -> None:
    await disagreement(app, pilot)
    await pilot.press("f8")
    await until(pilot, lambda: app.panes.is_comparing)


async def pins(app: QuothApp, pilot: Pilot[None]) -> None:
    for step in (answer, disagreement):
        await step(app, pilot)
        if len(app.query_one(Pins).pins) < TO_PIN:
            await pilot.press("f9")
    await pilot.press("ctrl+t")


async def past(app: QuothApp, pilot: Pilot[None]) -> None:
    await pilot.press("ctrl+r")
    await until(
        pilot, lambda: isinstance(app.screen, PastConversations) and app.screen.query_one(OptionList).option_count
    )
    app.screen.query_one(Input).cursor_blink = False


async def help_page(app: QuothApp, pilot: Pilot[None]) -> None:
    await answer(app, pilot)
    await pilot.press("f1")


async def palette(app: QuothApp, pilot: Pilot[None]) -> None:
    await pilot.press("ctrl+p", *"ask")
    await until(pilot, lambda: app.screen.query_one(OptionList).option_count > 1)


STATES: dict[str, Step] = {
    step.__name__: step
    for step in (
        welcome, answer, disagreement, no_answer, follow_up, source, why, compare, library, pins, past, help_page, palette,
    )
}  # fmt: skip


async def picture(folder: Path, size: str, theme: str, states: list[str], documents: Path) -> None:
    width, height = map(int, size.split("x"))
    app = QuothApp(documents)
    async with app.run_test(size=(width, height), tooltips=True) as pilot:
        app.theme = theme
        app.question_box.cursor_blink = False
        await until(pilot, lambda: app.index_status.has_class("-idle"), SECONDS)
        for state in states:
            await STATES[state](app, pilot)
            await settled(app, pilot)
            app.clear_notifications()
            await pilot.pause()
            (folder / f"{size}-{theme}-{state}.svg").write_text(app.export_screenshot(), encoding="utf-8")
            for _ in range(3):
                await pilot.press("escape")
        await settled(app, pilot)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", nargs="+", default=SIZES)
    parser.add_argument("--theme", nargs="+", default=THEMES)
    parser.add_argument("--state", nargs="+", default=list(STATES), choices=STATES)
    parser.add_argument("--reader", default="deep", choices=("deep", "small"))
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    os.environ["COLORTERM"] = "truecolor"
    with TemporaryDirectory() as home:
        os.environ["QUOTH_HOME"] = home
        (Path(home) / "settings.toml").write_text(f'reader = "{options.reader}"\n', encoding="utf-8")
        documents = Path(home) / "raids"
        shutil.copytree(DEFAULT_FOLDER, documents)
        (documents / "letter-to-the-editor.md").write_text(dedent(LETTER), encoding="utf-8")
        (documents / "recording.wav").write_bytes(b"\0")
        for size in options.size:
            for theme in options.theme:
                asyncio.run(picture(options.folder, size, theme, options.state, documents))


if __name__ == "__main__":
    main()
