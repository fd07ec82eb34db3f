"""The terminal app: themes, colours, and how it ends after a bug."""

import asyncio
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from rich.color_triplet import ColorTriplet
from textual.geometry import Region
from textual.worker import WorkerFailed

import tui
from corpus.locations import state_home
from qa.replies.answers import Citation, with_citations
from qa.widgets.theme import remember_theme
from tests.driving import (
    HOW_MANY,
    NARROW,
    ZEBRA,
    BrokenReader,
    ask,
    begin,
    in_event_loop,
    running,
    settled,
    source_of,
    until,
)
from tests.fakes import open_fake_session
from tui import QuothApp

pytestmark = pytest.mark.usefixtures("terminal")


@in_event_loop
async def test_the_theme_is_remembered(park: Path) -> None:
    async with running(park) as (app, _):
        app.theme = "textual-light"
    async with running(park) as (app, _):
        assert app.theme == "textual-light"


@in_event_loop
async def test_a_theme_of_another_version_is_none(park: Path) -> None:
    state_home().mkdir(parents=True)
    (state_home() / "theme").write_bytes(b"\xff[red]")
    async with running(park) as (app, _):
        assert app.theme == "quoth-dark"


def luminance(colour: ColorTriplet) -> float:
    """Relative luminance, 0..1, of WCAG 2."""
    red, green, blue = (v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in colour.normalized)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def moved(citation: Citation) -> Citation:
    return replace(citation, status="moved")


def changed(citation: Citation) -> Citation:
    return replace(citation, status="changed")


@pytest.mark.parametrize(
    "theme", ["quoth-dark", "quoth-light", "textual-dark", "textual-light", "nord", "catppuccin-latte"]
)
@in_event_loop
async def test_text_stands_out_from_its_ground(library: Path, theme: str) -> None:
    async with running(library) as (app, pilot):
        app.theme = theme
        reply = (await ask(app, pilot, HOW_MANY)).reply
        assert reply
        await app.conversation.restore([with_citations(reply, moved), with_citations(reply, changed)])
        await ask(app, pilot, f"file:* {ZEBRA}")
        await ask(app, pilot, HOW_MANY)
        source = await source_of(app, pilot)
        source.text.find("the")
        await pilot.press("f2")
        await settled(app, pilot)
        faint = []
        for widget in app.screen.query("Static, CitationView, SourceText, KeyBar").results():
            for segment in (each for y in range(widget.size.height) for each in widget.render_line(y)):
                style = segment.style
                if segment.text.strip() and style and style.color and style.bgcolor:
                    grounds = (style.color.triplet, style.bgcolor.triplet)
                    low, high = sorted(luminance(triplet) for triplet in grounds if triplet)
                    if (high + 0.05) / (low + 0.05) < 3.3:
                        faint.append((type(widget).__name__, segment.text))
        assert faint == []


@pytest.mark.parametrize("term", ["xterm-16color", "xterm-256color"])
@in_event_loop
async def test_without_colours_text_is_still_seen(park: Path, monkeypatch: pytest.MonkeyPatch, term: str) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", term)
    monkeypatch.delenv("COLORTERM")
    remember_theme("ansi-dark")
    async with running(park) as (app, pilot):
        reply = await ask(app, pilot, HOW_MANY)
        place = reply.places[0]
        strips = place.render_lines(Region(0, 0, *place.size))
        styles = [segment.style for strip in strips for segment in strip if segment.text.strip() and segment.style]
        colours = [(style.color.triplet, style.bgcolor.triplet) for style in styles if style.color and style.bgcolor]
        assert len(colours) == len(styles) > 3
        for text, ground in colours:
            assert text
            assert ground
            assert abs(luminance(text) - luminance(ground)) > 0.1


def test_a_bug_leaves_a_report_and_the_exit_code_says_so(
    park: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def run_headless(app: QuothApp) -> None:
        async def asked() -> None:
            async with app.run_test(size=NARROW) as pilot:
                await begin(app, pilot, HOW_MANY)
                await until(pilot, lambda: not app.is_running)

        with pytest.raises(WorkerFailed):
            asyncio.run(asked())

    monkeypatch.setattr(QuothApp, "run", run_headless)
    monkeypatch.setattr("sys.argv", ["tui.py", str(park)])
    monkeypatch.setattr("qa.commands.plain_chat.is_needed", lambda: False)
    monkeypatch.setattr("tui.open_default_session", partial(open_fake_session, reader=BrokenReader()))
    assert tui.main() == 70
    error = capsys.readouterr().err
    (report,) = (state_home() / "crashes").iterdir()
    assert str(report) in error
    assert "Traceback" not in error
    assert HOW_MANY not in report.read_text(encoding="utf-8")
    assert "builtins.ValueError, at:" in report.read_text(encoding="utf-8")
