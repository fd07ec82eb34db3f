"""The terminal app: the library of documents."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest

from embeddings.encoder import EmbeddingMatrix
from embeddings.index import PassageIndex
from qa.answering.session import Session
from qa.replies.answers import NoAnswer
from tests.driving import (
    HOW_MANY,
    NARROW,
    ask,
    dialog,
    in_event_loop,
    rows,
    running,
    settled,
    submit,
    texts,
    until,
)
from tests.fakes import WordEncoder, session_over
from tui import QuothApp

pytestmark = pytest.mark.usefixtures("terminal")


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
        await pilot.press("f2", "ctrl+a", "escape")
        assert app.question_box.border_subtitle == ""
        reply = await ask(app, pilot, HOW_MANY)
        assert texts(reply, ".answer") == ["12"]


@in_event_loop
async def test_filters_typed_into_the_question_are_chips_and_hold(library: Path) -> None:
    async with running(library, size=NARROW) as (app, pilot):
        await pilot.press(*f"file:gaz* {HOW_MANY}")
        await until(pilot, lambda: "file:gaz*" in str(app.question_box.border_subtitle))
        await pilot.press("enter")
        await until(pilot, lambda: app.conversation.turns)
        await settled(app, pilot)
        (reply,) = app.conversation.replies
        assert texts(reply, ".chip") == ["file:gaz*"]
        assert texts(reply, ".question") == [HOW_MANY]
        assert texts(reply, ".answer") == ["30"]
        assert texts(reply, ".asked") == []
        assert app.question_box.border_subtitle == ""
        await pilot.press("up")
        assert app.question_box.text == f"file:gaz* {HOW_MANY}"
        reply = await ask(app, pilot, f"since:20 {HOW_MANY}")
        assert texts(reply, ".error") == ["--since 20: not a date"]


@in_event_loop
async def test_typed_filters_and_marks_both_hold_and_go_with_the_question_edited(library: Path) -> None:
    async with running(library, size=NARROW) as (app, pilot):
        await pilot.press("f2", "down", "down", "space", "escape")
        reply = await ask(app, pilot, f"{HOW_MANY} file:foxes.md")
        assert isinstance(reply.reply, NoAnswer)
        assert reply.reply.reason == "filtered_out"
        await pilot.press("escape", "ctrl+e")
        assert app.question_box.text == f"file:foxes.md {HOW_MANY}"


@in_event_loop
async def test_a_file_that_was_not_read_cannot_be_marked(library: Path) -> None:
    async with running(library, size=NARROW) as (app, pilot):
        await pilot.press("f2", "end", "space")
        assert app.panes.library.files.marked == set()


@in_event_loop
async def test_ctrl_u_reads_what_is_new(library: Path) -> None:
    async with running(library, size=NARROW) as (app, pilot):
        await pilot.press("f2")
        (library / "owl.txt").write_text("Owls hunt mice at night.", encoding="utf-8")
        await pilot.press("ctrl+u")
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
            yield session_over(index)

    app = QuothApp(folder, open_gated)
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: encoder.batches == 2)
        await pilot.press("f2", "ctrl+d")
        encoder.gate.set()
        await settled(app, pilot)
        assert texts(app.index_status, ".message")[0].startswith("Stopped.")
        reply = await ask(app, pilot, "Which bench is painted?")
        assert reply.reply is not None
        assert (reply.reply.coverage.searched, reply.reply.coverage.total) == (32, 48)
        await pilot.press("f2", "ctrl+u")
        await until(pilot, lambda: app.panes.library.files.option_count == 48)
        await settled(app, pilot)


@in_event_loop
async def test_another_folder_is_asked_in_a_new_conversation(library: Path, tmp_path: Path) -> None:
    meadow = tmp_path / "meadow"
    meadow.mkdir()
    (meadow / "owl.txt").write_text("Owls hunt mice at night.", encoding="utf-8")
    async with running(library, size=NARROW) as (app, pilot):
        await ask(app, pilot, HOW_MANY)
        await pilot.press("f2", "ctrl+f")
        await submit(app, pilot, tmp_path / "nowhere")
        assert texts(dialog(app), ".error") == [f"{tmp_path}/nowhere: no such folder"]
        await submit(app, pilot, meadow)
        await until(pilot, lambda: app.panes.library.files.option_count == 1)
        assert app.conversation.replies == []
        reply = await ask(app, pilot, "Which mice do owls hunt?")
        assert texts(reply, ".answer") == ["at night"]
        assert app.conversation.border_title == "Quoth · meadow"
