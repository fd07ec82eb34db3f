"""The terminal app while somebody types: nothing long happens at once, and nothing moves."""

import gc
import os
import string
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

import pytest
from textual.command import CommandPalette
from textual.dom import DOMNode
from textual.events import Key, Paste
from textual.widget import Widget
from textual.widgets import Input
from tokenizers import Tokenizer

from qa.answering.session import open_default_session
from qa.reading.reader import OnnxReader
from qa.replies.answers import Answer
from qa.widgets import idle_collector
from qa.widgets.keymap import PARTS, own_bindings
from tests.driving import (
    HOW_MANY,
    NARROW,
    WHAT_LIES,
    WIDE,
    GatedReader,
    ask,
    begin,
    focus,
    in_event_loop,
    running,
    settled,
    source_of,
    texts,
    until,
)
from tests.fakes import open_fake_session
from tui import QuothApp


def full_collections() -> int:
    """How many there have been, by the interpreter's own count."""
    return int(gc.get_stats()[2]["collections"])


@in_event_loop
async def test_a_reply_is_laid_out_part_after_part_and_ends_as_if_at_once(park: Path) -> None:
    with (park / "foxes.md").open("a", encoding="utf-8") as foxes:
        foxes.write("\n## Later\n\nIn the park the keeper counted 9 foxes.\n")
    async with running(park) as (app, pilot):
        first = await ask(app, pilot, HOW_MANY)
        assert isinstance(first.reply, Answer)
        number = await app.conversation.begin(HOW_MANY)
        await app.conversation.show(number, first.reply)
        second = app.conversation.replies[number]
        assert texts(second, ".answer") == ["12"], "the answer comes first"
        assert texts(second, ".value") == []
        await until(pilot, lambda: second.is_whole)
        shown = texts(second)
        assert shown[-1].startswith("Searched")
        await app.conversation.restore([first.reply])
        (restored,) = app.conversation.replies
        assert restored.is_whole
        assert texts(restored) == shown


@pytest.mark.parametrize(("keys", "sent"), [({}, "enter"), ({"question.ask": "f6"}, "f6")])
@in_event_loop
async def test_what_is_typed_right_after_a_question_is_not_asked_with_it(
    park: Path, keys: dict[str, str], sent: str
) -> None:
    async with running(park, keys=keys) as (app, pilot):
        app.question_box.text = HOW_MANY
        type_at_once(app, sent, "w", "e")
        await until(pilot, lambda: app.conversation.turns)
        await settled(app, pilot)
        assert app.conversation.turns[0].question == HOW_MANY
        assert app.question_box.text == "we"


def type_at_once(app: QuothApp, *keys: str) -> None:
    """As a terminal sends what is typed fast: all is there before the first key is dealt with."""
    for key in keys:
        app.post_message(Key(key, key if len(key) == 1 else None))


PLACES: dict[str, Callable[[QuothApp], Widget | None]] = {
    "the welcome page": lambda app: app.conversation,
    "a citation": lambda app: app.conversation.replies[0].places[0],
    "the source": lambda app: app.panes.source.text,
    "the library": lambda app: app.panes.library.files,
    "nowhere": lambda app: None,
}


@pytest.mark.parametrize("place", PLACES)
@in_event_loop
async def test_what_is_typed_anywhere_goes_to_the_question_box(park: Path, place: str) -> None:
    async with running(park) as (app, pilot):
        if place != "the welcome page":
            await ask(app, pilot, HOW_MANY)
            await source_of(app, pilot)
        if place == "the library":
            app.panes.show_library()
        app.screen.set_focus(PLACES[place](app))
        await pilot.pause()
        everything = string.ascii_letters + string.digits + string.punctuation
        type_at_once(app, *everything)
        box = app.panes.library.typing_box if place == "the library" else app.question_box
        await until(pilot, lambda: (box.value if isinstance(box, Input) else box.text) == everything)
        assert box.has_focus
        assert app.screen is app.screen_stack[0], "no dialog was opened"
        assert app.clipboard == ""


@in_event_loop
async def test_what_is_typed_before_the_app_has_the_terminal_is_asked_too(park: Path) -> None:
    app = QuothApp(park, open_fake_session)
    async with app.run_test(size=NARROW) as pilot:
        app.screen._is_mounted = False  # as the first keys find it, which the terminal kept for the app
        type_at_once(app, *HOW_MANY, "ctrl+j", *"next")
        await until(pilot, lambda: not app._message_queue.qsize())
        app.screen._is_mounted = True
        await until(pilot, lambda: app.conversation.turns)
        await settled(app, pilot)
        assert [turn.question for turn in app.conversation.turns] == [HOW_MANY]
        assert app.question_box.text == "next"


@in_event_loop
async def test_a_letter_right_after_escape_is_typed(park: Path) -> None:
    async with running(park) as (app, pilot):
        await ask(app, pilot, HOW_MANY)
        app.post_message(Key("alt+y", "y"))  # escape and a letter within a tenth of a second, to the terminal's parser
        await until(pilot, lambda: app.question_box.text == "y")
        assert app.clipboard == ""


@in_event_loop
async def test_what_is_pasted_anywhere_goes_to_the_question_box(park: Path) -> None:
    async with running(park) as (app, pilot):
        reply = await ask(app, pilot, HOW_MANY)
        await focus(pilot, reply.places[0])
        app.post_message(Paste("Who sleeps"))
        type_at_once(app, "?")
        await until(pilot, lambda: app.question_box.text == "Who sleeps?")
        assert app.question_box.has_focus


@in_event_loop
async def test_what_is_typed_while_the_app_starts_is_asked(park: Path) -> None:
    app = QuothApp(park, open_fake_session)
    type_at_once(app, *"Which fox?", "enter", *"next")
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: app.conversation.turns and app.question_box.text == "next")
        assert app.conversation.turns[0].question == "Which fox?"
        assert app.question_box.size.height == 1
        await settled(app, pilot)


@in_event_loop
async def test_a_question_right_after_ctrl_n_begins_the_new_conversation(park: Path) -> None:
    async with running(park) as (app, pilot):
        reply = await ask(app, pilot, HOW_MANY)
        await focus(pilot, reply.places[0])
        type_at_once(app, "ctrl+n", *WHAT_LIES, "enter", *"next")
        await until(pilot, lambda: app.conversation.turns and app.question_box.text == "next")
        await settled(app, pilot)
        assert [turn.question for turn in app.conversation.turns] == [WHAT_LIES]


@in_event_loop
async def test_a_path_typed_at_once_is_accepted_whole(park: Path, tmp_path: Path) -> None:
    async with running(park, size=NARROW) as (app, pilot):
        await ask(app, pilot, HOW_MANY)
        await pilot.press("escape")
        type_at_once(app, "ctrl+x", "ctrl+u", *str(tmp_path / "talk.md"), "enter", *"next")
        await until(pilot, lambda: app.question_box.text == "next")
        assert (tmp_path / "talk.md").exists()


@in_event_loop
async def test_a_past_conversation_typed_at_once_is_the_one_gone_on_with(park: Path) -> None:
    async with running(park, size=NARROW) as (app, pilot):
        for question in (HOW_MANY, WHAT_LIES):
            await pilot.press("ctrl+n")
            await ask(app, pilot, question)
        await pilot.press("ctrl+n")
        type_at_once(app, "ctrl+r", *"keeper", "enter", *"next")
        await until(pilot, lambda: app.conversation.turns and app.question_box.text == "next")
        await settled(app, pilot)
        assert [turn.question for turn in app.conversation.turns] == [HOW_MANY]


@in_event_loop
async def test_a_command_typed_at_once_into_the_palette_is_run(park: Path) -> None:
    async with running(park, size=NARROW) as (app, pilot):
        type_at_once(app, "ctrl+p", *"library")
        await until(
            pilot, lambda: isinstance(app.screen, CommandPalette) and app.screen.query_one(Input).value == "library"
        )
        assert app.question_box.text == ""
        await pilot.press("escape")


@pytest.mark.parametrize("part", PARTS)
def test_no_letter_is_a_command(part: type[DOMNode]) -> None:
    keys = {key for binding in own_bindings(part) for key in binding.key.split(",")}
    assert {key for key in keys if len(key) == 1 or key in ("slash", "question_mark")} == set()


@pytest.mark.parametrize("size", [NARROW, (120, 36), WIDE])
@in_event_loop
async def test_while_somebody_types_no_pane_opens_or_closes(park: Path, size: tuple[int, int]) -> None:
    reader = GatedReader()
    async with running(park, reader, size=size) as (app, pilot):
        reply = await begin(app, pilot, HOW_MANY)
        await until(pilot, reader.entered.is_set)
        await pilot.press("w")
        panes = [app.conversation.region, app.panes.side.region]
        reader.gate.set()
        await until(pilot, lambda: reply.is_whole)
        await settled(app, pilot)
        assert [app.conversation.region, app.panes.side.region] == panes
        assert app.question_box.text == "w"


@in_event_loop
async def test_full_collections_wait_until_the_app_is_left_alone(park: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    thresholds = gc.get_threshold()
    async with running(park) as (_, pilot):
        before = full_collections()
        for letter in "foxes":
            await pilot.press(letter)
            ballast = [[] for _ in range(200_000)]  # type: ignore[var-annotated]  # enough new objects for several
            del ballast
        assert full_collections() == before
        monkeypatch.setattr(idle_collector, "IDLE_SECONDS", 0.05)
        await pilot.press("s")
        await until(pilot, lambda: full_collections() == before + 1)
    assert gc.get_threshold() == thresholds


@pytest.mark.parametrize(
    ("threads", "expected"), [(0, max(1, (os.cpu_count() or 1) // 2)), (3, min(3, os.cpu_count() or 3))]
)
def test_the_reader_takes_half_of_the_cores_unless_told_how_many(
    park: Path, monkeypatch: pytest.MonkeyPatch, quoth_home: Path, threads: int, expected: int
) -> None:
    quoth_home.mkdir()
    (quoth_home / "settings.toml").write_text(f"threads = {threads}\n", encoding="utf-8")
    readers: list[OnnxReader] = []

    class Seen(OnnxReader):
        def __init__(self, model: Path, *, threads: int, tokenizer: "Future[Tokenizer] | None" = None) -> None:
            super().__init__(model, threads=threads, tokenizer=tokenizer)
            readers.append(self)

    monkeypatch.setattr("qa.reading.reader.OnnxReader", Seen)
    with open_default_session(park):
        used = [reader._session.result().get_session_options().intra_op_num_threads for reader in readers]
    assert used == [expected, expected]
