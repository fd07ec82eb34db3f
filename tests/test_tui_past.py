"""The terminal app: past conversations."""

from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from corpus.locations import state_home
from qa.replies.reply_file import load_replies
from qa.saved.conversations import past_conversations
from qa.widgets.confirm_dialog import ConfirmDialog
from qa.widgets.past import PastConversations
from tests.driving import (
    HOW_MANY,
    NARROW,
    WHAT_LIES,
    ZEBRA,
    ask,
    in_event_loop,
    rows,
    running,
    settled,
    submit,
    texts,
    until,
)
from tui import QuothApp

pytestmark = pytest.mark.usefixtures("terminal")


@in_event_loop
async def test_a_past_conversation_is_found_by_words_and_gone_on_with(park: Path) -> None:
    async with running(park) as (app, pilot):
        await ask(app, pilot, ZEBRA)
        await pilot.press("ctrl+n")
        await ask(app, pilot, HOW_MANY)
        await pilot.press("ctrl+n")
        (park / "foxes.md").write_text("# Foxes\n\nNo foxes any more.\n", encoding="utf-8")
        await pilot.press("ctrl+r")
        await until(pilot, lambda: isinstance(app.screen, PastConversations) and app.screen.options.option_count == 2)
        await pilot.press(*"KEEPER")
        await until(pilot, lambda: app.screen.query_one(OptionList).option_count == 1)
        await pilot.press("enter")
        await until(pilot, lambda: len(app.conversation.turns) == 1)
        await settled(app, pilot)
        (reply,) = app.conversation.replies
        assert texts(reply, ".answer") == ["12"]
        assert [view.citation.status for view in reply.places] == ["changed"], "checked again"
        assert rows(reply.places[0])[0] == "1  ✎ changed  foxes.md, line 3", "loud: before the place"
        await ask(app, pilot, WHAT_LIES)
        app.question_box.focus()
        await pilot.press("up", "up")
        assert app.question_box.text == HOW_MANY
    newest, _ = past_conversations()
    assert [each.reply.question for each in newest.replies] == [HOW_MANY, WHAT_LIES]


@in_event_loop
async def test_a_damaged_conversation_is_listed_as_such(park: Path) -> None:
    home = state_home() / "conversations"
    home.mkdir(parents=True)
    (home / "x.jsonl").write_bytes(b"\x00[red]\n")
    async with running(park, size=NARROW) as (app, pilot):
        await pilot.press("ctrl+r")
        await until(pilot, lambda: isinstance(app.screen, PastConversations) and app.screen.options.option_count)
        (option,) = app.screen.query_one(OptionList).options
        assert str(option.prompt).startswith("damaged: ")
        await pilot.press("enter")
        await until(pilot, lambda: any("is damaged" in each.message for each in app._notifications))
        assert isinstance(app.screen, PastConversations), "it cannot be gone on with"
        await pilot.press("f8", "tab", "enter")
        await until(pilot, lambda: not (home / "x.jsonl").exists())


async def two_conversations(app: QuothApp, pilot: Pilot[None]) -> PastConversations:
    """The list of past conversations: HOW_MANY, which is being shown, then ZEBRA."""
    await ask(app, pilot, ZEBRA)
    await pilot.press("ctrl+n")
    await ask(app, pilot, HOW_MANY)
    await pilot.press("ctrl+r")
    await until(pilot, lambda: isinstance(app.screen, PastConversations) and app.screen.options.option_count == 2)
    assert isinstance(app.screen, PastConversations)
    return app.screen


@pytest.mark.parametrize("way", ["keys", "mouse"])
@in_event_loop
async def test_a_past_conversation_is_deleted_after_it_was_confirmed(park: Path, way: str) -> None:
    async with running(park, size=NARROW) as (app, pilot):
        listed = await two_conversations(app, pilot)
        await pilot.press("down", "f8")
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        assert texts(app.screen, ".about") == [f"{ZEBRA} 1 question. It cannot be brought back."]
        if way == "keys":
            await pilot.press("tab", "enter")
        else:
            await pilot.click("#confirm")
        await until(pilot, lambda: app.screen is listed and listed.options.option_count == 1)
        assert [past.replies[0].reply.question for past in past_conversations()] == [HOW_MANY]


@pytest.mark.parametrize("keys", [("escape",), ("enter",), ("f8", "f8", "enter")], ids=" ".join)
@in_event_loop
async def test_without_a_confirmation_nothing_is_deleted(park: Path, keys: tuple[str, ...]) -> None:
    async with running(park, size=NARROW) as (app, pilot):
        listed = await two_conversations(app, pilot)
        await pilot.press("down", "f8")
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        await pilot.press(*keys)
        await until(pilot, lambda: app.screen is listed)
        assert len(past_conversations()) == listed.options.option_count == 2


@in_event_loop
async def test_the_conversation_being_shown_is_not_deleted(park: Path) -> None:
    async with running(park, size=NARROW) as (app, pilot):
        listed = await two_conversations(app, pilot)
        await pilot.press("f8")
        await until(pilot, lambda: app._notifications)
        assert app.screen is listed
        assert len(past_conversations()) == 2
        await pilot.press("escape", "ctrl+n", "ctrl+r", "f8", "tab", "enter")
        await until(pilot, lambda: len(past_conversations()) == 1)


@in_event_loop
async def test_a_conversation_that_cannot_be_deleted_is_said(park: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(file: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "Permission denied")

    async with running(park, size=NARROW) as (app, pilot):
        listed = await two_conversations(app, pilot)
        monkeypatch.setattr(Path, "unlink", refuse)
        await pilot.press("down", "f8", "tab", "enter")
        await until(pilot, lambda: any("not deleted (Permission" in each.message for each in app._notifications))
        assert app.screen is listed
        assert listed.options.option_count == 2
        monkeypatch.undo()


@in_event_loop
async def test_a_conversation_that_cannot_be_saved_is_said_once_and_goes_on(park: Path) -> None:
    state_home().parent.mkdir(parents=True)
    state_home().write_text("in the way", encoding="utf-8")
    async with running(park) as (app, pilot):
        reply = await ask(app, pilot, HOW_MANY)
        assert texts(reply, ".answer") == ["12"]
        await until(pilot, lambda: app._notifications)
        (notification,) = app._notifications
        assert "the conversation is not saved" in notification.message


@in_event_loop
async def test_a_click_goes_on_with_a_past_conversation(park: Path) -> None:
    async with running(park, size=NARROW) as (app, pilot):
        await two_conversations(app, pilot)
        await pilot.click(OptionList, offset=(2, 2))
        await until(pilot, lambda: app.conversation.turns)
        assert [turn.question for turn in app.conversation.turns] == [ZEBRA]
        assert not isinstance(app.screen, PastConversations)


FOLLOW_UP = "And where do they sleep?"


@in_event_loop
async def test_a_conversation_gone_on_with_follows_up_as_a_live_one_and_is_exported_whole(
    park: Path, tmp_path: Path
) -> None:
    async with running(park) as (app, pilot):
        await ask(app, pilot, HOW_MANY)
    async with running(park) as (app, pilot):
        await pilot.press("ctrl+r")
        await until(pilot, lambda: isinstance(app.screen, PastConversations) and app.screen.options.option_count == 1)
        await pilot.press("enter")
        await until(pilot, lambda: len(app.conversation.turns) == 1)
        await settled(app, pilot)
        taken_up = (await ask(app, pilot, FOLLOW_UP)).reply
        app.conversation.focus_reply()
        await pilot.press("ctrl+x")
        await submit(app, pilot, tmp_path / "talk.json")
        await pilot.press("ctrl+n")
        await ask(app, pilot, HOW_MANY)
        live = (await ask(app, pilot, FOLLOW_UP)).reply
    assert taken_up is not None
    assert live is not None
    assert taken_up.asked == live.asked == "where do the 12 foxes sleep?"
    assert replace(taken_up, timings=live.timings) == live
    assert [saved.reply.question for saved in load_replies(tmp_path / "talk.json")] == [HOW_MANY, FOLLOW_UP]
