"""The terminal app: what is shown while a question is read, and questions that follow up."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.widget import Widget

from qa.saved.conversations import past_conversations
from qa.widgets.fitted import without_middle
from qa.widgets.welcome import Welcome
from tests.driving import (
    HOW_MANY,
    NARROW,
    WHAT_LIES,
    WIDE,
    ZEBRA,
    GatedReader,
    ask,
    begin,
    focus,
    in_event_loop,
    rows,
    running,
    settled,
    texts,
    until,
)

pytestmark = pytest.mark.usefixtures("terminal")


# While reading


@pytest.mark.parametrize("size", [NARROW, WIDE])
@in_event_loop
async def test_nothing_moves_from_the_question_to_its_answer(park: Path, size: tuple[int, int]) -> None:
    reader = GatedReader()
    async with running(park, reader, size=size) as (app, pilot):
        reader.gate.set()
        await ask(app, pilot, WHAT_LIES)
        reader.gate.clear()
        reply = await begin(app, pilot, HOW_MANY)
        await until(pilot, lambda: texts(reply, ".progress") == ["Reading foxes.md …"])
        await pilot.pause()
        question, panes = reply.query_one(".question"), [app.conversation.region, app.panes.side.region]
        before = question.region
        assert before.y == app.conversation.region.y + 2, "at the top at once"
        progress = reply.query_one(".progress").region
        reader.gate.set()
        await until(pilot, lambda: texts(reply, ".answer"))
        await settled(app, pilot)
        assert question.region == before
        assert reply.query_one(".answer").region.y == progress.y, "the answer takes the place of that line"
        assert [app.conversation.region, app.panes.side.region] == panes


@in_event_loop
async def test_the_scrollbar_takes_no_room_from_the_text(park: Path) -> None:
    async with running(park, size=NARROW) as (app, pilot):
        first = await ask(app, pilot, HOW_MANY)
        width = first.size.width
        for _ in range(3):
            await ask(app, pilot, ZEBRA)
        assert app.conversation.show_vertical_scrollbar
        assert first.size.width == width


@in_event_loop
async def test_what_was_asked_is_shown_and_saved_where_it_is_not_what_was_typed(park: Path) -> None:
    follow_up, resolved = "And where do they sleep?", "where do the 12 foxes sleep?"
    async with running(park) as (app, pilot):
        first = await ask(app, pilot, HOW_MANY)
        second = await ask(app, pilot, follow_up)
        assert texts(first, ".asked") == []
        assert texts(second, ".question") == [follow_up]
        assert texts(second, ".asked") == [f"Asked as: {resolved}"]
    (past,) = past_conversations()
    assert [(each.reply.question, each.reply.asked) for each in past.replies] == [
        (HOW_MANY, HOW_MANY),
        (follow_up, resolved),
    ]


@in_event_loop
async def test_how_far_a_quote_is_asserted_stands_under_it(park: Path) -> None:
    (park / "foxes.md").write_text("In the park the keeper has reportedly counted 12 foxes.\n", encoding="utf-8")
    async with running(park) as (app, pilot):
        reply = await ask(app, pilot, "How many foxes has the keeper reportedly counted in the park?")
        assert str(reply.places[0].render()).splitlines()[-1] == "hedged: “reportedly”"


FOLLOW_UP, RESOLVED = "And where do they sleep?", "where do the 12 foxes sleep?"


@in_event_loop
async def test_the_question_as_it_was_asked_is_edited_and_asked(park: Path) -> None:
    async with running(park, size=NARROW) as (app, pilot):
        await ask(app, pilot, HOW_MANY)
        await ask(app, pilot, FOLLOW_UP)
        await pilot.press(*"draft")
        await focus(pilot, app.conversation)
        await pilot.press("ctrl+e")
        assert app.question_box.has_focus
        assert app.question_box.text == RESOLVED
        await pilot.press("backspace", *" by day?", "enter")
        await until(pilot, lambda: len(app.conversation.turns) == 3)
        assert app.conversation.turns[-1].question == "where do the 12 foxes sleep by day?"
        assert app.conversation.turns[-1].asked == "where do the 12 foxes sleep by day?"
        app.question_box.focus()
        await pilot.press("up", "up")
        assert app.question_box.text == "draft", "what stood in the box is not lost"


@pytest.mark.parametrize("way", ["reply", "box"])
@in_event_loop
async def test_one_key_asks_the_question_as_it_was_typed(park: Path, way: str) -> None:
    async with running(park, size=NARROW) as (app, pilot):
        await ask(app, pilot, HOW_MANY)
        resolved = await ask(app, pilot, FOLLOW_UP)
        if way == "reply":
            await focus(pilot, app.conversation)
        await pilot.press("f5")
        await until(pilot, lambda: len(app.conversation.turns) == 3)
        assert [(turn.question, turn.asked) for turn in app.conversation.turns[1:]] == [
            (FOLLOW_UP, RESOLVED), (FOLLOW_UP, FOLLOW_UP),
        ]  # fmt: skip
        assert texts(resolved, ".asked"), "the reply before stays"
        assert texts(app.conversation.replies[-1], ".asked") == []
    (past,) = past_conversations()
    assert [each.reply.asked for each in past.replies] == [HOW_MANY, RESOLVED, FOLLOW_UP]


@in_event_loop
async def test_f5_asks_what_stands_in_the_box_as_it_is_typed(park: Path) -> None:
    async with running(park, size=NARROW) as (app, pilot):
        await ask(app, pilot, HOW_MANY)
        app.question_box.text = FOLLOW_UP
        await pilot.press("f5")
        await until(pilot, lambda: len(app.conversation.turns) == 2)
        assert app.conversation.turns[-1].asked == FOLLOW_UP


@pytest.mark.parametrize(("way", "asked"), [(0, RESOLVED), (1, FOLLOW_UP)])
@in_event_loop
async def test_what_was_asked_is_edited_or_asked_as_typed_by_a_click(park: Path, way: int, asked: str) -> None:
    async with running(park, size=NARROW) as (app, pilot):
        await ask(app, pilot, HOW_MANY)
        reply = await ask(app, pilot, FOLLOW_UP)
        await pilot.click(list(reply.query(".way"))[way])
        if way == 0:
            await until(pilot, lambda: app.question_box.text == asked)
            assert app.question_box.has_focus
        else:
            await until(pilot, lambda: len(app.conversation.turns) == 3)
            assert app.conversation.turns[-1].asked == asked


@in_event_loop
async def test_a_question_asked_as_typed_is_not_asked_again(park: Path) -> None:
    async with running(park, size=NARROW) as (app, pilot):
        await focus(pilot, app.conversation)
        await pilot.press("f5", "ctrl+e")
        assert app.question_box.text == ""
        await ask(app, pilot, HOW_MANY)
        await pilot.press("f5")
        await focus(pilot, app.conversation)
        await pilot.press("f5")
        await settled(app, pilot)
        assert len(app.conversation.replies) == 1
        await pilot.press("ctrl+e")
        assert app.question_box.text == HOW_MANY


@in_event_loop
async def test_of_a_long_name_the_middle_is_left_out_and_the_line_is_seen(tmp_path: Path) -> None:
    folder = tmp_path / "park"
    folder.mkdir()
    name = f"what-the-keeper-{'said-and-' * 12}counted.md"
    (folder / name).write_text("The keeper counted 12 foxes in the park.", encoding="utf-8")
    async with running(folder, size=NARROW) as (app, pilot):
        reply = await ask(app, pilot, HOW_MANY)
        place, sentence = rows(reply.places[0])[:2]
        assert place.startswith("1  what-the-keeper-said")
        assert place.endswith("and-counted.md, line 1 ✓ verified")
        assert sentence == "The keeper counted 12 foxes in the park."


@given(st.text(), st.integers(1, 40))
@example("⼀", 1)
def test_a_name_without_its_middle_fits_and_keeps_its_ends(name: str, room: int) -> None:
    short = without_middle(name, room)
    assert cell_len(short) <= room
    if short != name:
        start, _, end = short.partition("…")
        assert name.startswith(start)
        assert name.endswith(end) or "…" in name


def is_shown(widget: Widget) -> bool:
    return widget.display


@in_event_loop
async def test_the_first_question_takes_the_place_of_the_welcome_and_a_new_conversation_gives_it_back(
    park: Path,
) -> None:
    async with running(park, size=NARROW) as (app, pilot):
        welcome = app.query_one(Welcome)
        assert is_shown(welcome)
        await ask(app, pilot, HOW_MANY)
        assert not is_shown(welcome)
        await pilot.press("ctrl+n")
        assert is_shown(welcome)


FIRST, SECOND = "How many foxes has the keeper counted?", "where do they sleep?"
BOTH = "How many foxes has the keeper counted and where do they sleep?"


@in_event_loop
async def test_two_questions_typed_as_one_are_asked_and_kept_as_two(park: Path) -> None:
    async with running(park, size=NARROW) as (app, pilot):
        await begin(app, pilot, f"file:foxes.md {BOTH}")
        await until(pilot, lambda: len(app.conversation.turns) == 2)
        await settled(app, pilot)
        assert [turn.question for turn in app.conversation.turns] == [FIRST, SECOND]
        assert texts(app.conversation.replies[0], ".chip") == ["file:foxes.md"]
    (past,) = past_conversations()
    assert [each.reply.question for each in past.replies] == [FIRST, SECOND]


@in_event_loop
async def test_what_is_taken_back_takes_the_question_behind_it_back_too(park: Path) -> None:
    reader = GatedReader()
    async with running(park, reader, size=NARROW) as (app, pilot):
        await begin(app, pilot, BOTH)
        await until(pilot, reader.entered.is_set)
        await pilot.press("escape")
        reader.gate.set()
        await settled(app, pilot)
        assert len(app.conversation.replies) == 1
