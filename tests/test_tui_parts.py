"""The terminal app beyond question and answer: hands, past conversations, source, library, looks, errors."""

import asyncio
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.color_triplet import ColorTriplet
from textual.app import App
from textual.command import CommandPalette
from textual.events import MouseScrollDown, MouseScrollUp
from textual.geometry import Region
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input, OptionList
from textual.worker import WorkerFailed

import tui
from corpus.errors import UserError
from corpus.locations import settings_file, state_home
from embeddings.encoder import EmbeddingMatrix
from embeddings.index import PassageIndex
from qa.answerer import QuestionAnswerer
from qa.history import past_conversations
from qa.question_file import default_question_file
from qa.records import load_replies
from qa.session import Session
from qa.settings import Settings
from qa.widgets.citation_view import CitationView
from qa.widgets.confirm_dialog import ConfirmDialog
from qa.widgets.fitted import without_middle
from qa.widgets.frame import Frame
from qa.widgets.key_bar import KeyBar
from qa.widgets.keymap import PARTS, check_keymap, is_key, own_bindings, palette_commands
from qa.widgets.library import FileList
from qa.widgets.past import PastConversations
from qa.widgets.path_dialog import PathDialog
from qa.widgets.question_box import QuestionBox
from qa.widgets.source_text import SourceText
from qa.widgets.theme import remember_theme
from qa.widgets.welcome import Welcome
from tests.driving import (
    HOW_MANY,
    NARROW,
    WHAT_LIES,
    ZEBRA,
    BrokenReader,
    GatedReader,
    ask,
    begin,
    focus,
    in_event_loop,
    marked,
    rows,
    running,
    settled,
    source_of,
    texts,
    until,
)
from tests.fakes import CONFIDENCE, OverlapReader, WordEncoder, open_fake_session
from tui import QuothApp

pytestmark = pytest.mark.usefixtures("terminal")


def dialog(app: App[None]) -> PathDialog:
    assert isinstance(app.screen, PathDialog)
    return app.screen


async def submit(app: QuothApp, pilot: Pilot[None], path: Path) -> None:
    await until(pilot, lambda: isinstance(app.screen, PathDialog) and app.screen.query(Input))
    dialog(app).query_one(Input).value = str(path)
    await pilot.press("enter")
    await pilot.pause()


# While reading


@in_event_loop
async def test_the_nearest_passages_are_shown_while_they_are_read(park: Path) -> None:
    reader = GatedReader()
    async with running(park, reader, size=NARROW) as (app, pilot):
        reply = await begin(app, pilot, HOW_MANY)
        await until(pilot, lambda: reply.places)
        assert texts(reply, ".progress") == ["Reading what was found …"]
        assert [view.citation.document for view in reply.places] == ["foxes.md", "foxes.md"]
        reader.gate.set()
        await until(pilot, lambda: texts(reply, ".answer"))
        assert [view.citation.quote for view in reply.places] == ["12"]
        assert not reply.query(".found")


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
    assert [(reply.question, reply.asked) for reply in past.replies] == [(HOW_MANY, HOW_MANY), (follow_up, resolved)]


@in_event_loop
async def test_how_far_a_quote_is_asserted_stands_under_it(park: Path) -> None:
    (park / "foxes.md").write_text("In the park the keeper has reportedly counted 12 foxes.\n", encoding="utf-8")
    async with running(park) as (app, pilot):
        reply = await ask(app, pilot, "How many foxes has the keeper reportedly counted in the park?")
        assert str(reply.places[0].render()).splitlines()[-1] == "hedged: “reportedly”"


@in_event_loop
async def test_values_that_differ_are_stacked_on_a_narrow_terminal(park: Path) -> None:
    (park / "gazette.txt").write_text("In the park the keeper counted 30 foxes.", encoding="utf-8")
    async with running(park, size=NARROW) as (app, pilot):
        reply = await ask(app, pilot, HOW_MANY)
        first, second = reply.query(".values > Vertical")
        assert first.region.x == second.region.x
        assert first.region.bottom <= second.region.y


# Follow-ups

FOLLOW_UP, RESOLVED = "And where do they sleep?", "where do the 12 foxes sleep?"


@in_event_loop
async def test_the_question_as_it_was_asked_is_edited_and_asked(park: Path) -> None:
    async with running(park, size=NARROW) as (app, pilot):
        await ask(app, pilot, HOW_MANY)
        await ask(app, pilot, FOLLOW_UP)
        await pilot.press(*"draft")
        await focus(pilot, app.conversation)
        await pilot.press("e")
        assert app.question_box.has_focus
        assert app.question_box.text == RESOLVED
        await pilot.press("backspace", *" by day?", "enter")
        await until(pilot, lambda: len(app.conversation.turns) == 3)
        assert app.conversation.turns[-1].question == "where do the 12 foxes sleep by day?"
        assert app.conversation.turns[-1].asked == "where do the 12 foxes sleep by day?"
        app.question_box.focus()
        await pilot.press("up", "up")
        assert app.question_box.text == "draft", "what stood in the box is not lost"


@pytest.mark.parametrize("way", ["l", "f5"])
@in_event_loop
async def test_one_key_asks_the_question_as_it_was_typed(park: Path, way: str) -> None:
    async with running(park, size=NARROW) as (app, pilot):
        await ask(app, pilot, HOW_MANY)
        resolved = await ask(app, pilot, FOLLOW_UP)
        if way == "l":
            await focus(pilot, app.conversation)
        await pilot.press(way)
        await until(pilot, lambda: len(app.conversation.turns) == 3)
        assert [(turn.question, turn.asked) for turn in app.conversation.turns[1:]] == [
            (FOLLOW_UP, RESOLVED), (FOLLOW_UP, FOLLOW_UP),
        ]  # fmt: skip
        assert texts(resolved, ".asked"), "the reply before stays"
        assert texts(app.conversation.replies[-1], ".asked") == []
    (past,) = past_conversations()
    assert [reply.asked for reply in past.replies] == [HOW_MANY, RESOLVED, FOLLOW_UP]


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
        await pilot.press("l", "e")
        assert app.question_box.text == ""
        await ask(app, pilot, HOW_MANY)
        await pilot.press("f5")
        await focus(pilot, app.conversation)
        await pilot.press("l")
        await settled(app, pilot)
        assert len(app.conversation.replies) == 1
        await pilot.press("e")
        assert app.question_box.text == HOW_MANY


@in_event_loop
async def test_values_that_differ_stand_side_by_side_until_a_source_takes_their_room(park: Path) -> None:
    (park / "gazette.txt").write_text("In the park the keeper counted 30 foxes.", encoding="utf-8")
    async with running(park, size=(120, 36)) as (app, pilot):
        reply = await ask(app, pilot, HOW_MANY)
        first, second = reply.query(".values > Vertical")
        assert first.region.y == second.region.y
        assert not app.panes.is_source_open
        await pilot.press("ctrl+o")
        await source_of(app, pilot)
        await until(pilot, lambda: first.region.x == second.region.x)


@in_event_loop
async def test_of_a_long_name_the_middle_is_left_out_and_the_line_is_seen(tmp_path: Path) -> None:
    folder = tmp_path / "park"
    folder.mkdir()
    name = f"what-the-keeper-{'said-and-' * 12}counted.md"
    (folder / name).write_text("The keeper counted 12 foxes in the park.", encoding="utf-8")
    async with running(folder, size=NARROW) as (app, pilot):
        reply = await ask(app, pilot, HOW_MANY)
        place, sentence = rows(reply.places[0])[:2]
        assert place.startswith("1  ✓ verified what-the-keeper-said")
        assert place.endswith("and-counted.md, line 1")
        assert sentence == "The keeper counted 12 foxes in the park."


@given(st.text(), st.integers(1, 40))
def test_a_name_without_its_middle_fits_and_keeps_its_ends(name: str, room: int) -> None:
    short = without_middle(name, room)
    assert cell_len(short) <= room
    if short != name:
        start, _, end = short.partition("…")
        assert name.startswith(start)
        assert name.endswith(end) or "…" in name


@in_event_loop
async def test_the_first_question_takes_the_place_of_the_welcome_and_a_new_conversation_gives_it_back(
    park: Path,
) -> None:
    async with running(park, size=NARROW) as (app, pilot):
        welcome = app.query_one(Welcome)
        assert welcome.display
        await ask(app, pilot, HOW_MANY)
        assert not welcome.display
        await pilot.press("ctrl+n")
        assert welcome.display


# Hands


@pytest.mark.parametrize("key", ["shift+enter", "ctrl+j"])
@in_event_loop
async def test_a_question_may_have_lines_and_up_goes_back_only_from_the_first(park: Path, key: str) -> None:
    async with running(park, size=NARROW) as (app, pilot):
        await ask(app, pilot, WHAT_LIES)
        await pilot.press("a", key, "b")
        assert app.question_box.text == "a\nb"
        await pilot.press("up")
        assert app.question_box.text == "a\nb", "the cursor moved within the question"
        await pilot.press("up")
        assert app.question_box.text == WHAT_LIES
        await pilot.press("down")
        assert app.question_box.text == "a\nb"
        await pilot.press("enter")
        await until(pilot, lambda: len(app.conversation.replies) == 2)
        assert texts(app.conversation.replies[1], ".question") == ["a b"]


@in_event_loop
async def test_escape_changes_between_question_and_reply(park: Path) -> None:
    async with running(park, size=NARROW) as (app, pilot):
        reply = await ask(app, pilot, HOW_MANY)
        await pilot.press("escape")
        assert reply.places[0].has_focus
        await pilot.press("y")
        assert app.clipboard == "12"
        await pilot.press("escape")
        assert app.question_box.has_focus


@in_event_loop
async def test_a_new_conversation_is_empty_and_saved_by_itself(park: Path) -> None:
    async with running(park) as (app, pilot):
        await ask(app, pilot, HOW_MANY)
        await pilot.press("ctrl+n")
        assert app.conversation.replies == []
        assert not app.panes.is_source_open
        await ask(app, pilot, ZEBRA)
    assert sorted(len(past.replies) for past in past_conversations()) == [1, 1]


@in_event_loop
async def test_a_reply_is_saved_as_a_question_to_measure_with_once(park: Path) -> None:
    async with running(park, size=NARROW) as (app, pilot):
        await ask(app, pilot, HOW_MANY)
        await pilot.press("escape", "s")
        await submit(app, pilot, default_question_file())
        assert app.screen is app.screen_stack[0]
        (line,) = default_question_file().read_text(encoding="utf-8").splitlines()
        assert json.loads(line)["answers"] == ["12"]
        await pilot.press("s")
        await submit(app, pilot, default_question_file())
        assert texts(dialog(app), ".error") == [f"{default_question_file()}: this question is in it"]
        await pilot.press("escape")
        assert app.screen is app.screen_stack[0]


@in_event_loop
async def test_the_conversation_is_exported_in_the_format_of_the_suffix(park: Path, tmp_path: Path) -> None:
    async with running(park, size=NARROW) as (app, pilot):
        for question in (HOW_MANY, ZEBRA):
            await ask(app, pilot, question)
        await pilot.press("escape", "E")
        await submit(app, pilot, tmp_path / "talk.pdf")
        assert texts(dialog(app), ".error") == [f"{tmp_path}/talk.pdf: no format is called '.pdf'"]
        await submit(app, pilot, tmp_path / "talk.json")
    assert [reply.question for reply in load_replies(tmp_path / "talk.json")] == [HOW_MANY, ZEBRA]


@in_event_loop
async def test_without_a_reply_there_is_nothing_to_save(park: Path) -> None:
    async with running(park, size=NARROW) as (app, pilot):
        await pilot.press("escape", "s", "E")
        assert not isinstance(app.screen, PathDialog)


@in_event_loop
async def test_the_palette_has_every_command(park: Path) -> None:
    async with running(park) as (app, _):
        titles = {command.title for command in palette_commands(app.screen)}
        expected = {b.tooltip for part in (*QuothApp.__mro__, *PARTS) for b in own_bindings(part) if part not in
                    (PastConversations, PathDialog, ConfirmDialog) and part is not App and b.id}  # fmt: skip
        assert {title for title in expected if title} - titles <= {"Open the document at this place"}


@in_event_loop
async def test_a_command_of_the_palette_is_run(park: Path) -> None:
    async with running(park) as (app, pilot):
        await ask(app, pilot, HOW_MANY)
        await pilot.press("ctrl+p", *"begin a new conv")
        await until(pilot, lambda: app.screen.query(OptionList) and app.screen.query_one(OptionList).option_count == 1)
        await pilot.press("enter", "enter")
        await until(pilot, lambda: not app.conversation.replies)
        assert not app.conversation.turns


@in_event_loop
async def test_keys_of_the_users_own_take_the_place_of_ours(park: Path) -> None:
    app = QuothApp(park, open_fake_session, {"conversation.new": "ctrl+t", "question.ask": "f5"})
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: app.index_status.has_class("-idle"))
        app.question_box.text = HOW_MANY
        await pilot.press("f5")
        await until(pilot, lambda: app.conversation.turns)
        await pilot.press("ctrl+n")
        assert app.conversation.replies
        await pilot.press("ctrl+t")
        assert not app.conversation.replies
        await settled(app, pilot)


@pytest.mark.parametrize(
    ("keys", "complaint", "hint"),
    [
        ({"conversation.neu": "f5"}, "nothing is called 'conversation.neu'", "did you mean 'conversation.new'?"),
        ({"zzz": "f5"}, "nothing is called 'zzz'", "known: "),
        ({"app.help": "f99"}, "app.help = 'f99': no key is called 'f99'", "ctrl+t"),
        ({"app.help": "f1,"}, "no key is called ''", "ctrl+t"),
        ({"app.help": "control+t"}, "no key is called 'control+t'", "ctrl+t"),
    ],
)
def test_a_wrong_id_or_key_is_refused_by_name(keys: dict[str, str], complaint: str, hint: str) -> None:
    with pytest.raises(UserError) as caught:
        check_keymap(keys, QuothApp)
    assert complaint in str(caught.value)
    assert hint in caught.value.hint


@pytest.mark.parametrize("key", ["f1", "ctrl+t", "?", "question_mark", "shift+enter", "ctrl+shift+left", "slash", "ö"])
def test_what_a_terminal_sends_is_a_key(key: str) -> None:
    assert is_key(key)


def test_a_wrong_key_in_the_settings_ends_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text('[keys]\n"app.hlep" = "f5"\n', encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["tui.py"])
    monkeypatch.setattr("qa.plain_chat.is_needed", lambda: False)
    assert tui.main() == 2
    assert "nothing is called 'app.hlep'; try: did you mean 'app.help'?" in capsys.readouterr().err


# The last row

KEYS = {
    QuestionBox: ["⏎ Ask"],
    CitationView: ["⏎ Open", "e Edit", "l As typed", "y Copy"],
    SourceText: ["/ Find", "n Next", "o Editor"],
    FileList: ["space Mark", "a Ask all", "u Update", "x Stop", "f Folder"],
}


@pytest.mark.parametrize("part", KEYS, ids=lambda part: part.__name__)
@in_event_loop
async def test_the_keys_of_the_part_in_focus_are_legible_on_a_narrow_terminal(park: Path, part: type[Widget]) -> None:
    async with running(park, size=NARROW) as (app, pilot):
        await ask(app, pilot, HOW_MANY)
        if part is SourceText:
            await pilot.press("ctrl+o")
            await source_of(app, pilot)
        elif part is FileList:
            await pilot.press("f2")
        await focus(pilot, app.screen.query(part).first())
        await pilot.pause()
        (row,) = rows(app.query_one(KeyBar))
        assert len(row) <= 80
        for key in [*KEYS[part], "esc Back", "f1 Help", "^p More"]:
            assert key in row
        known = {
            f"{app.get_key_display(each.binding)} {each.binding.description}"
            for each in app.screen.active_bindings.values()
        }
        keys = "|".join(re.escape(key) for key in sorted(known, key=len, reverse=True))
        assert re.sub(rf"({keys}|\^p More)( +|$)", "", row) == "", "no key is cut"


@in_event_loop
async def test_a_roomy_last_row_has_every_key(park: Path) -> None:
    async with running(park, size=(260, 50)) as (app, pilot):
        await focus(pilot, app.question_box)
        (row,) = rows(app.query_one(KeyBar))
        for part in (QuestionBox, Frame, QuothApp):
            for binding in own_bindings(part):
                assert binding.description in row


@in_event_loop
async def test_a_key_of_the_users_own_is_shown_and_a_click_on_it_does_the_same(park: Path) -> None:
    app = QuothApp(park, open_fake_session, {"library.toggle": "ctrl+t"})
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: app.index_status.has_class("-idle"))
        (row,) = rows(app.query_one(KeyBar))
        await pilot.click(KeyBar, offset=(row.index("^t Library") + 1, 0))
        await until(pilot, lambda: app.panes.is_library_open)
        await settled(app, pilot)
        assert app.panes.is_library_open
        assert app.focused is app.panes.library.files


@in_event_loop
async def test_the_key_of_the_palette_may_be_the_users_own(park: Path) -> None:
    app = QuothApp(park, open_fake_session, {"app.palette": "f9"})
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: app.index_status.has_class("-idle"))
        (row,) = rows(app.query_one(KeyBar))
        assert row.endswith("f9 More")
        await pilot.press("ctrl+p")
        assert not CommandPalette.is_open(app)
        await pilot.press("f9")
        await until(pilot, lambda: CommandPalette.is_open(app))
        await settled(app, pilot)


# Past conversations


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
        await ask(app, pilot, WHAT_LIES)
        app.question_box.focus()
        await pilot.press("up", "up")
        assert app.question_box.text == HOW_MANY
    newest, _ = past_conversations()
    assert [reply.question for reply in newest.replies] == [HOW_MANY, WHAT_LIES]


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
        assert [past.replies[0].question for past in past_conversations()] == [HOW_MANY]


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


# The source pane


@in_event_loop
async def test_words_are_found_in_the_document_and_gone_through(park: Path) -> None:
    async with running(park) as (app, pilot):
        await ask(app, pilot, HOW_MANY)
        source = await source_of(app, pilot)
        assert texts(source, ".headings") == ["Foxes"]
        await focus(pilot, source.text)
        await pilot.press("slash", *"THE", "enter")
        assert source.text.has_focus
        seen = [str(source.border_subtitle)]
        for key in ("n", "n", "N"):
            await pilot.press(key)
            seen.append(str(source.border_subtitle))
        assert seen == [f"{number} of 7 places" for number in (3, 4, 5, 4)]
        assert [text for _, text in marked(source.text)] == ["12"], "the quote stays marked"
        await pilot.press("slash", *"zebra", "enter")
        assert source.border_subtitle == "not found in what is shown"


@in_event_loop
async def test_without_an_editor_it_is_said_in_place(park: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    async with running(park) as (app, pilot):
        await ask(app, pilot, HOW_MANY)
        source = await source_of(app, pilot)
        await focus(pilot, source.text)
        await pilot.press("o")
        (warning,) = texts(source, ".warning")
        assert warning.startswith("neither $VISUAL nor $EDITOR says")
        monkeypatch.setenv("EDITOR", "vi")
        await pilot.press("o")
        assert texts(source, ".warning") == ["No editor can be opened in this terminal."]


# The library


@pytest.fixture
def library(park: Path) -> Path:
    (park / "gazette.txt").write_text("In the park the keeper counted 30 foxes.", encoding="utf-8")
    (park / "map.bin").write_bytes(b"\x00")
    return park


@in_event_loop
async def test_the_library_says_what_was_read_and_what_not(library: Path) -> None:
    async with running(library, size=NARROW) as (app, pilot):
        await pilot.press("f2")
        files = app.panes.library.files
        assert files.has_focus
        await until(pilot, lambda: files.size.height)
        assert [row for row in rows(files) if row] == [
            "○ foxes.md", "Foxes", "○ gazette.txt", "read", "× map.bin", "not searched: this type is not read",
        ]  # fmt: skip
        assert app.panes.library.border_subtitle == "asked: 2 documents"
        await pilot.press("escape")
        assert app.question_box.has_focus
        assert not app.panes.is_library_open


@in_event_loop
async def test_only_marked_documents_are_asked(library: Path) -> None:
    async with running(library, size=NARROW) as (app, pilot):
        await pilot.press("f2", "down", "down", "space", "escape")
        assert app.question_box.border_subtitle == "1 of 2 documents"
        reply = await ask(app, pilot, HOW_MANY)
        assert texts(reply, ".answer") == ["30"]
        await pilot.press("f2", "a", "escape")
        assert app.question_box.border_subtitle == ""
        reply = await ask(app, pilot, HOW_MANY)
        assert texts(reply, ".answer") == ["12"]


@in_event_loop
async def test_a_file_that_was_not_read_cannot_be_marked(library: Path) -> None:
    async with running(library, size=NARROW) as (app, pilot):
        await pilot.press("f2", "end", "space")
        assert app.panes.library.files.marked == set()


@in_event_loop
async def test_u_reads_what_is_new(library: Path) -> None:
    async with running(library, size=NARROW) as (app, pilot):
        await pilot.press("f2")
        (library / "owl.txt").write_text("Owls hunt mice at night.", encoding="utf-8")
        await pilot.press("u")
        await until(pilot, lambda: app.panes.library.files.option_count == 4)
        await settled(app, pilot)
        assert str(app.panes.library.files.get_option("owl.txt").prompt) == "○ owl.txt\n  read"


class GatedEncoder(WordEncoder):
    """Its second batch waits until `gate` is set."""

    def __init__(self) -> None:
        self.batches, self.gate = 0, Event()

    def encode_passages(self, texts: Sequence[str]) -> EmbeddingMatrix:
        self.batches += 1
        assert self.batches < 2 or self.gate.wait(20)
        return super().encode_passages(texts)


@in_event_loop
async def test_stopping_an_update_keeps_what_was_read(tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(48):
        (folder / f"{number:02}.txt").write_text(f"Bench {number} is painted.", encoding="utf-8")
    encoder = GatedEncoder()

    @contextmanager
    def open_gated(folder: Path) -> Iterator[Session]:
        with PassageIndex(folder, encoder) as index:
            yield Session(index, QuestionAnswerer(index, OverlapReader(), CONFIDENCE, Settings()), load_ms=0.0)

    app = QuothApp(folder, open_gated)
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: encoder.batches == 2)
        await pilot.press("f2", "x")
        encoder.gate.set()
        await settled(app, pilot)
        assert texts(app.index_status, ".message")[0].startswith("Stopped.")
        reply = await ask(app, pilot, "Which bench is painted?")
        assert reply.reply is not None
        assert (reply.reply.coverage.searched, reply.reply.coverage.total) == (32, 48)
        await pilot.press("f2", "u")
        await until(pilot, lambda: app.panes.library.files.option_count == 48)
        await settled(app, pilot)


@in_event_loop
async def test_another_folder_is_asked_in_a_new_conversation(library: Path, tmp_path: Path) -> None:
    meadow = tmp_path / "meadow"
    meadow.mkdir()
    (meadow / "owl.txt").write_text("Owls hunt mice at night.", encoding="utf-8")
    async with running(library, size=NARROW) as (app, pilot):
        await ask(app, pilot, HOW_MANY)
        await pilot.press("f2", "f")
        await submit(app, pilot, tmp_path / "nowhere")
        assert texts(dialog(app), ".error") == [f"{tmp_path}/nowhere: no such folder"]
        await submit(app, pilot, meadow)
        await until(pilot, lambda: app.panes.library.files.option_count == 1)
        assert app.conversation.replies == []
        reply = await ask(app, pilot, "Which mice do owls hunt?")
        assert texts(reply, ".answer") == ["at night"]
        assert app.conversation.border_title == "Quoth · meadow"


# The mouse


@in_event_loop
async def test_a_click_marks_a_document_and_a_click_into_the_box_goes_on_with_the_question(library: Path) -> None:
    async with running(library, size=(120, 36)) as (app, pilot):
        await pilot.press("f2")
        await until(pilot, lambda: app.panes.library.files.size.height)
        await pilot.click(FileList, offset=(2, 2))
        assert app.panes.library.files.marked == {"gazette.txt"}
        await pilot.click(QuestionBox)
        assert app.question_box.has_focus
        assert app.question_box.border_subtitle == "1 of 2 documents"


@in_event_loop
async def test_a_click_goes_on_with_a_past_conversation(park: Path) -> None:
    async with running(park, size=NARROW) as (app, pilot):
        await two_conversations(app, pilot)
        await pilot.click(OptionList, offset=(2, 2))
        await until(pilot, lambda: app.conversation.turns)
        assert [turn.question for turn in app.conversation.turns] == [ZEBRA]
        assert not isinstance(app.screen, PastConversations)


@in_event_loop
async def test_the_wheel_scrolls_conversation_and_source(park: Path) -> None:
    foxes = park / "foxes.md"
    foxes.write_text(foxes.read_text(encoding="utf-8") + "\n\nThe end is near." * 60, encoding="utf-8")
    async with running(park, size=(120, 36)) as (app, pilot):
        await ask(app, pilot, ZEBRA)
        await ask(app, pilot, ZEBRA)
        await ask(app, pilot, HOW_MANY)
        source = await source_of(app, pilot)
        moved = []
        for pane, event in [(source.text, MouseScrollDown), (app.conversation, MouseScrollUp)]:
            await pilot.pause()
            before = pane.scroll_y
            await pilot._post_mouse_events([event], pane, offset=(5, 5))
            await until(pilot, lambda pane=pane, before=before: pane.scroll_y != before)  # type: ignore[misc]
            moved.append(pane.scroll_y > before)
        assert moved == [True, False], "down the source, up the conversation"


# Looks and errors


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
        assert app.theme == "textual-dark"


def luminance(colour: ColorTriplet) -> float:
    """Relative luminance, 0..1, of WCAG 2."""
    red, green, blue = (v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in colour.normalized)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "nord", "catppuccin-latte"])
@in_event_loop
async def test_text_stands_out_from_its_ground(library: Path, theme: str) -> None:
    async with running(library) as (app, pilot):
        app.theme = theme
        await ask(app, pilot, ZEBRA)
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
    monkeypatch.setattr("qa.plain_chat.is_needed", lambda: False)
    monkeypatch.setattr("tui.open_default_session", partial(open_fake_session, reader=BrokenReader()))
    assert tui.main() == 1
    error = capsys.readouterr().err
    (report,) = (state_home() / "crashes").iterdir()
    assert str(report) in error
    assert "Traceback" not in error
    assert HOW_MANY not in report.read_text(encoding="utf-8")
    assert "builtins.ValueError, at:" in report.read_text(encoding="utf-8")
