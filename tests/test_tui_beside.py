"""The terminal app: what stands beside the conversation: sources, two of them, why, pins, help."""

import json
from pathlib import Path

import pytest
from textual.widgets import Markdown, Static

from qa.replies.reply_file import load_replies
from qa.saved.pins import load_pins, pins_file
from qa.widgets.citation_view import CitationView
from qa.widgets.keymap import keys_shown
from qa.widgets.pins import Pins
from qa.widgets.why_view import WhyView
from tests.driving import (
    HOW_MANY,
    NARROW,
    WHAT_LIES,
    WIDE,
    ZEBRA,
    ask,
    focus,
    in_event_loop,
    rows,
    running,
    settled,
    source_of,
    submit,
    texts,
    until,
)

pytestmark = pytest.mark.usefixtures("terminal")


@pytest.mark.parametrize(("width", "stands"), [(139, False), (140, True)])
@in_event_loop
async def test_from_140_columns_on_a_source_stands_beside_the_conversation(
    park: Path, width: int, stands: bool
) -> None:
    async with running(park, size=(width, 40)) as (app, pilot):
        assert app.panes.is_source_open is stands
        region = app.conversation.region
        await ask(app, pilot, HOW_MANY)
        await settled(app, pilot)
        assert app.conversation.region == region, "no pane comes or goes with the answer"
        assert (app.panes.source.citation is not None) is stands
        await ask(app, pilot, ZEBRA)
        assert app.panes.source.citation is None, "nothing is cited"


@in_event_loop
async def test_a_source_that_was_closed_stays_closed(park: Path) -> None:
    async with running(park, size=WIDE) as (app, pilot):
        await ask(app, pilot, HOW_MANY)
        assert not app.panes.close_open(), "escape closes what was opened on purpose"
        await pilot.press("ctrl+o")
        await ask(app, pilot, WHAT_LIES)
        assert not app.panes.side.is_open
        await pilot.press("ctrl+o")
        await source_of(app, pilot)


@pytest.mark.parametrize("size", [NARROW, (120, 36), WIDE])
@in_event_loop
async def test_two_sources_stand_side_by_side_or_one_above_the_other(library: Path, size: tuple[int, int]) -> None:
    async with running(library, size=size) as (app, pilot):
        await ask(app, pilot, HOW_MANY)
        await settled(app, pilot)
        await pilot.press("f8")
        await until(pilot, lambda: app.panes.is_comparing)
        await source_of(app, pilot)
        first, second = app.panes.side.sources.first, app.panes.side.sources.second
        await until(pilot, lambda: second.size.width)
        assert (str(first.border_title), str(second.border_title)) == ("foxes.md", "gazette.txt")
        if size == NARROW:
            assert first.region.bottom <= second.region.y
        else:
            assert first.region.right <= second.region.x
            assert min(first.size.width, second.size.width) > 40
        await pilot.press("f8")
        await until(pilot, lambda: not app.panes.is_comparing)
        await pilot.press("escape")
        await until(pilot, lambda: app.conversation.size.width)


@in_event_loop
async def test_one_place_cannot_be_compared(park: Path) -> None:
    async with running(park) as (app, pilot):
        await ask(app, pilot, HOW_MANY)
        await pilot.press("f8")
        assert not app.panes.is_comparing
        assert [each.message for each in app._notifications] == ["This reply cites no two places to compare."]


@pytest.mark.parametrize("size", [NARROW, WIDE])
@in_event_loop
async def test_f7_says_why_a_citation_is_shown(library: Path, size: tuple[int, int]) -> None:
    async with running(library, size=size) as (app, pilot):
        await ask(app, pilot, HOW_MANY)
        await settled(app, pilot)
        await pilot.press("f7")
        await until(pilot, lambda: app.panes.side.shows("why"))
        why = app.query_one(WhyView)
        said = texts(why)
        assert said[:3] == ["“12”", "foxes.md, line 3, characters 50-52", "Found"]
        words = "it has “foxes”, “keeper”, “counted”, “park”."
        assert any(line.startswith("By words, ") and line.endswith(words) for line in said)
        assert any(line.startswith("By meaning, ") for line in said)
        assert any(line.startswith("“12”: the reader prefers it to no answer by ") for line in said)
        assert any("“30”  gazette.txt, line 1" in line for line in said), "what else was read"
        await pilot.press("w")
        assert app.question_box.text == "w", "what is typed goes to the question"
        await pilot.press("f7")
        assert not app.panes.side.shows("why")


@in_event_loop
async def test_why_a_passage_was_found_that_answers_nothing(park: Path) -> None:
    async with running(park) as (app, pilot):
        reply = await ask(app, pilot, ZEBRA)
        await focus(pilot, reply.places[1])
        await pilot.press("f7")
        await until(pilot, lambda: app.panes.side.shows("why"))
        said = texts(app.query_one(WhyView))
        assert "Not by words: it has none of the question." in said
        assert str(app.query_one(WhyView).border_title) == "Why 2?"


@in_event_loop
async def test_of_a_reply_of_an_earlier_run_it_is_said_that_nothing_is_kept(park: Path) -> None:
    async with running(park) as (app, pilot):
        reply = (await ask(app, pilot, HOW_MANY)).reply
        assert reply
        await app.conversation.restore([reply])
        await pilot.press("f7")
        (notification,) = app._notifications
        assert "is not kept" in notification.message


@in_event_loop
async def test_a_pinned_citation_is_kept_from_run_to_run_and_opens(park: Path) -> None:
    async with running(park) as (app, pilot):
        await ask(app, pilot, HOW_MANY)
        await pilot.press("f9")
        await until(pilot, lambda: load_pins())
    async with running(park, size=NARROW) as (app, pilot):
        pins = app.query_one(Pins)
        await until(pilot, lambda: pins.pins)
        await pilot.press("ctrl+t")
        await until(pilot, lambda: pins.size.height)
        assert texts(pins, ".pinned-for") == [HOW_MANY]
        view = pins.query_one(CitationView)
        assert "foxes.md, line 3" in rows(view)[0]
        await focus(pilot, view)
        await pilot.press("enter")
        assert (await source_of(app, pilot)).border_title == "foxes.md"
        await pilot.press("ctrl+t")
        await focus(pilot, view)
        await pilot.press("f9")
        await until(pilot, lambda: not pins.pins)
        assert load_pins() == ()


@in_event_loop
async def test_a_pin_whose_file_changed_says_so(park: Path) -> None:
    async with running(park) as (app, pilot):
        await ask(app, pilot, HOW_MANY)
        await pilot.press("f9")
        await until(pilot, lambda: load_pins())
    (park / "foxes.md").write_text("No foxes any more.", encoding="utf-8")
    assert [pin.citation.status for pin in load_pins()] == ["changed"]


@in_event_loop
async def test_pins_are_exported_with_the_conversation_and_alone(park: Path, tmp_path: Path) -> None:
    async with running(park, size=NARROW) as (app, pilot):
        await ask(app, pilot, HOW_MANY)
        await pilot.press("f9", "ctrl+n")
        await ask(app, pilot, WHAT_LIES)
        await pilot.press("escape", "ctrl+x")
        await submit(app, pilot, tmp_path / "talk.md")
        await pilot.press("ctrl+t")
        await until(pilot, lambda: app.query_one(Pins).size.height)
        await focus(pilot, app.query_one(Pins))
        for name in ("pins.md", "pins.html", "pins.json"):
            await pilot.press("ctrl+x")
            await submit(app, pilot, tmp_path / name)
    talk, alone = (tmp_path / "talk.md").read_text("utf-8"), (tmp_path / "pins.md").read_text("utf-8")
    assert WHAT_LIES in talk
    assert "## Pinned citations" in talk
    assert "»12«" in talk
    assert alone.startswith("## Pinned citations")
    assert WHAT_LIES not in alone
    assert "<mark>12</mark>" in (tmp_path / "pins.html").read_text("utf-8")
    assert [saved.reply.question for saved in load_replies(tmp_path / "pins.json")] == [HOW_MANY], (
        "as `qa verify` reads"
    )


@in_event_loop
async def test_damaged_pins_are_said_and_nothing_is_written_over_them_unseen(park: Path) -> None:
    pins_file().parent.mkdir(parents=True)
    pins_file().write_text(json.dumps({"pinned": [1]}) + "\n", encoding="utf-8")
    async with running(park) as (app, pilot):
        await until(pilot, lambda: app._notifications)
        assert "line 1 is damaged" in next(iter(app._notifications)).message
        await ask(app, pilot, HOW_MANY)
        await pilot.press("f9")
        await settled(app, pilot)
        assert pins_file().read_text(encoding="utf-8") == json.dumps({"pinned": [1]}) + "\n"


@in_event_loop
async def test_the_first_page_of_help_fits_80x24_and_has_the_users_keys(park: Path) -> None:
    async with running(park, size=NARROW, keys={"citation.pin": "f12"}) as (app, pilot):
        await pilot.press("f1")
        await until(pilot, lambda: app.panes.side.help.size.height)
        await pilot.pause()
        view = app.panes.side.help
        page = [each for each in view.query(Static).results(Static) if not isinstance(each.parent, Markdown)]
        assert all(view.content_region.contains_region(each.region) for each in page[:3])
        shown = " ".join(str(each.render()) for each in page[:3])
        known = keys_shown(app)
        for name in ("question.ask", "library.toggle", "citation.why", "app.quit"):
            assert known[name] in shown
        assert "f12" in shown
        await pilot.press("f1")
        assert not app.panes.side.shows("help")
