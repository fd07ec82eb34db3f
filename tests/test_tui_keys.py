"""The terminal app: keys, mouse, palette and the last row."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from textual.app import App
from textual.command import CommandPalette
from textual.dom import DOMNode
from textual.events import MouseScrollDown, MouseScrollUp
from textual.widget import Widget
from textual.widgets import Markdown, OptionList

import tui
from corpus.errors import UserError
from corpus.locations import settings_file
from qa.replies.reply_file import load_replies
from qa.saved.conversations import past_conversations
from qa.saved.question_file import default_question_file
from qa.widgets.citation_view import CitationView
from qa.widgets.confirm_dialog import ConfirmDialog
from qa.widgets.conversation import Conversation
from qa.widgets.desk import Desk
from qa.widgets.file_list import FileList
from qa.widgets.frame import Frame
from qa.widgets.index_status import IndexStatus
from qa.widgets.key_bar import KeyBar
from qa.widgets.keymap import PARTS, check_keymap, is_key, own_bindings, palette_commands
from qa.widgets.past import PastConversations
from qa.widgets.path_dialog import PathDialog
from qa.widgets.question_box import QuestionBox
from qa.widgets.reply_view import ReplyView
from qa.widgets.source_text import SourceText
from tests.driving import (
    HOW_MANY,
    NARROW,
    WHAT_LIES,
    ZEBRA,
    ask,
    dialog,
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
from tui import QuothApp

pytestmark = pytest.mark.usefixtures("terminal")


# Keys


@in_event_loop
async def test_up_and_down_go_through_the_questions_asked(park: Path) -> None:
    async with running(park) as (app, pilot):
        for question in (HOW_MANY, WHAT_LIES, WHAT_LIES):
            await ask(app, pilot, question)
        box = app.question_box
        await pilot.press("d", "r", "a", "f", "t")
        seen = []
        for key in ("up", "up", "up", "down", "down", "down"):
            await pilot.press(key)
            seen.append(box.text)
        assert seen == [WHAT_LIES, HOW_MANY, HOW_MANY, WHAT_LIES, "draft", "draft"]


@in_event_loop
async def test_up_goes_on_to_the_questions_of_earlier_runs(park: Path) -> None:
    async with running(park) as (app, pilot):
        for question in (HOW_MANY, WHAT_LIES):
            await ask(app, pilot, question)
            await pilot.press("ctrl+n")
    async with running(park) as (app, pilot):
        await ask(app, pilot, ZEBRA)
        seen = []
        for _ in range(4):
            await pilot.press("up")
            seen.append(app.question_box.text)
        assert seen == [ZEBRA, WHAT_LIES, HOW_MANY, HOW_MANY]


@in_event_loop
async def test_ctrl_c_clears_the_box_and_on_an_empty_one_says_how_to_quit(park: Path) -> None:
    async with running(park) as (app, pilot):
        box = app.question_box
        await pilot.press(*"draft", "shift+left", "ctrl+c")
        assert (box.text, app.clipboard) == ("draft", "t"), "a selection is copied"
        await pilot.press("right", "ctrl+c")
        assert box.text == ""
        await pilot.press("up")
        assert box.text == "draft", "and can be had back"
        await pilot.press("ctrl+c")
        assert not app._notifications
        await pilot.press("ctrl+c")
        (notification,) = app._notifications
        assert "ctrl+q" in notification.message
        assert app.is_running


@in_event_loop
async def test_the_answer_is_copied_bare_or_with_its_citation(park: Path) -> None:
    async with running(park) as (app, pilot):
        reply = await ask(app, pilot, HOW_MANY)
        await focus(pilot, reply.query_one(CitationView))
        await pilot.press("ctrl+y")
        assert app.clipboard == "12"
        await pilot.press("ctrl+k")
        assert app.clipboard == "“12” (foxes.md, line 3, characters 50-52)"


@in_event_loop
async def test_keys_typed_into_the_question_box_are_only_typed(park: Path) -> None:
    async with running(park, size=NARROW) as (app, pilot):
        await ask(app, pilot, HOW_MANY)
        await pilot.press("1", "y", "Y")
        assert app.question_box.text == "1yY"
        assert app.clipboard == ""
        assert not app.panes.is_source_open


@in_event_loop
async def test_the_conversation_scrolls_while_a_question_is_typed(park: Path) -> None:
    async with running(park, size=NARROW) as (app, pilot):
        for question in (HOW_MANY, WHAT_LIES, ZEBRA):
            await ask(app, pilot, question)
        await until(pilot, lambda: app.conversation.scroll_y > 0)
        bottom = app.conversation.scroll_y
        await pilot.press("pageup")
        await until(pilot, lambda: app.conversation.scroll_y < bottom)
        assert app.question_box.has_focus


@in_event_loop
async def test_f1_shows_and_hides_help_and_what_the_part_in_focus_does(park: Path) -> None:
    async with running(park) as (app, pilot):
        await pilot.press("f1")
        await settled(app, pilot)
        assert app.panes.side.shows("help")
        assert "Type a question" in app.panes.side.help.query_one(Markdown).source
        await pilot.press("f1")
        await settled(app, pilot)
        assert not app.panes.side.shows("help")


@pytest.mark.parametrize("widget", sorted({Conversation, ReplyView, IndexStatus, *PARTS} - {Desk}, key=str))
def test_every_part_has_help(widget: type[DOMNode]) -> None:
    assert widget.HELP


@pytest.mark.parametrize("part", [QuothApp, Frame, *PARTS])
def test_every_key_can_be_rebound_and_is_explained(part: type[DOMNode]) -> None:
    for binding in own_bindings(part):
        assert binding.id, binding
        assert binding.tooltip, binding


def test_no_two_bindings_have_one_id() -> None:
    parts: tuple[type[DOMNode], ...] = (QuothApp, Frame, *PARTS)
    ids = [binding.id for part in parts for binding in own_bindings(part)]
    assert len(ids) == len(set(ids))


def test_importing_the_app_loads_no_model_library() -> None:
    heavy = ("torch", "transformers", "sentence_transformers", "faiss", "onnxruntime", "tokenizers")
    code = f"import sys, tui; sys.exit(', '.join(name for name in {heavy} if name in sys.modules) or None)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (found.returncode, found.stderr) == (0, "")


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
        await pilot.press("ctrl+y")
        assert app.clipboard == "12"
        await pilot.press("escape")
        assert app.question_box.has_focus


@in_event_loop
async def test_a_new_conversation_is_empty_and_saved_by_itself(park: Path) -> None:
    async with running(park) as (app, pilot):
        await ask(app, pilot, HOW_MANY)
        await pilot.press("ctrl+n")
        assert app.conversation.replies == []
        assert app.panes.source.citation is None
        await ask(app, pilot, ZEBRA)
    assert sorted(len(past.replies) for past in past_conversations()) == [1, 1]


@in_event_loop
async def test_a_reply_is_saved_as_a_question_to_measure_with_once(park: Path) -> None:
    async with running(park, size=NARROW) as (app, pilot):
        await ask(app, pilot, HOW_MANY)
        await pilot.press("escape", "ctrl+s")
        await submit(app, pilot, default_question_file())
        assert app.screen is app.screen_stack[0]
        (line,) = default_question_file().read_text(encoding="utf-8").splitlines()
        assert json.loads(line)["answers"] == ["12"]
        await pilot.press("ctrl+s")
        await submit(app, pilot, default_question_file())
        assert texts(dialog(app), ".error") == [f"{default_question_file()}: this question is in it"]
        await pilot.press("escape")
        assert app.screen is app.screen_stack[0]


@in_event_loop
async def test_the_conversation_is_exported_in_the_format_of_the_suffix(park: Path, tmp_path: Path) -> None:
    async with running(park, size=NARROW) as (app, pilot):
        for question in (HOW_MANY, ZEBRA):
            await ask(app, pilot, question)
        await pilot.press("escape", "ctrl+x")
        await submit(app, pilot, tmp_path / "talk.pdf")
        assert texts(dialog(app), ".error") == [f"{tmp_path}/talk.pdf: no format is called '.pdf'"]
        await submit(app, pilot, tmp_path / "talk.json")
    assert [saved.reply.question for saved in load_replies(tmp_path / "talk.json")] == [HOW_MANY, ZEBRA]


@in_event_loop
async def test_without_a_reply_there_is_nothing_to_save(park: Path) -> None:
    async with running(park, size=NARROW) as (app, pilot):
        await pilot.press("escape", "ctrl+s", "ctrl+x")
        assert not isinstance(app.screen, PathDialog)


@in_event_loop
async def test_the_palette_has_every_command(park: Path) -> None:
    async with running(park) as (app, _):
        titles = {command.title for command in palette_commands(app.screen)}
        expected = {b.tooltip for part in (*QuothApp.__mro__, *PARTS) for b in own_bindings(part) if part not in
                    (PastConversations, PathDialog, ConfirmDialog) and part is not App and b.id}  # fmt: skip
        # Of a citation or a question in focus, and the palette.
        of_themselves = {"Open the document at this place", "Ask this question", "Every command"}
        assert {title for title in expected if title} - titles <= of_themselves


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
    async with running(park, size=NARROW, keys={"conversation.new": "ctrl+t", "question.ask": "f5"}) as (app, pilot):
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
    monkeypatch.setattr("qa.commands.plain_chat.is_needed", lambda: False)
    assert tui.main() == 2
    wrong, way_out = capsys.readouterr().err.splitlines()
    assert wrong.endswith("nothing is called 'app.hlep'")
    assert way_out == "qa: try: did you mean 'app.help'?"


# The last row


KEYS = {
    QuestionBox: ["⏎ Ask"],
    CitationView: ["⏎ Open", "^e Edit", "f5 As typed", "^y Copy"],
    SourceText: ["^f Find", "⏎ Next", "f6 Editor"],
    FileList: ["⏎ Open", "space Mark", "^a All", "^u Update", "^d Stop", "^f Folder"],
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
    async with running(park, size=(320, 50)) as (app, pilot):
        await focus(pilot, app.question_box)
        (row,) = rows(app.query_one(KeyBar))
        for part in (QuestionBox, Frame, QuothApp):
            for binding in own_bindings(part):
                assert binding.description in row


@in_event_loop
async def test_a_key_of_the_users_own_is_shown_and_a_click_on_it_does_the_same(park: Path) -> None:
    async with running(park, size=NARROW, keys={"library.toggle": "ctrl+t"}) as (app, pilot):
        (row,) = rows(app.query_one(KeyBar))
        await pilot.click(KeyBar, offset=(row.index("^t Library") + 1, 0))
        await until(pilot, lambda: app.panes.is_library_open)
        await settled(app, pilot)
        assert app.panes.is_library_open
        assert app.focused is app.panes.library.typing_box


@in_event_loop
async def test_the_key_of_the_palette_may_be_the_users_own(park: Path) -> None:
    async with running(park, size=NARROW, keys={"app.palette": "f9"}) as (app, pilot):
        (row,) = rows(app.query_one(KeyBar))
        assert row.endswith("f9 More")
        await pilot.press("ctrl+p")
        assert not isinstance(app.screen, CommandPalette)
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(app.screen, CommandPalette))
        await settled(app, pilot)


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
async def test_the_wheel_scrolls_conversation_and_source(park: Path) -> None:
    foxes = park / "foxes.md"
    foxes.write_text(foxes.read_text(encoding="utf-8") + "\n\nThe end is near." * 60, encoding="utf-8")
    async with running(park, size=(120, 36)) as (app, pilot):
        await ask(app, pilot, ZEBRA)
        await ask(app, pilot, ZEBRA)
        await ask(app, pilot, HOW_MANY)
        await pilot.press("ctrl+o")
        source = await source_of(app, pilot)
        moved = []
        for pane, event in [(source.text, MouseScrollDown), (app.conversation, MouseScrollUp)]:
            await pilot.pause()
            before = pane.scroll_y
            await pilot._post_mouse_events([event], pane, offset=(5, 5))
            await until(pilot, lambda pane=pane, before=before: pane.scroll_y != before)  # type: ignore[misc]
            moved.append(pane.scroll_y > before)
        assert moved == [True, False], "down the source, up the conversation"
