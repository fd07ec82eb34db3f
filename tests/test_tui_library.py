"""The terminal app: the library of documents."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest
from textual.events import Paste

from embeddings.encoder import EmbeddingMatrix
from embeddings.index import PassageIndex
from qa.answering.session import Session
from qa.replies.answers import NoAnswer
from tests.driving import (
    HOW_MANY,
    NARROW,
    ask,
    begin,
    dialog,
    in_event_loop,
    rows,
    running,
    settled,
    source_of,
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
        assert app.panes.library.typing_box.has_focus
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
        assert texts(reply, ".value") == ["12", "30"]


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
        await pilot.press("f2", "down", "end", "space")
        assert app.panes.library.files.marked == set()


@in_event_loop
async def test_the_folder_is_followed(library: Path) -> None:
    async with running(library, size=NARROW) as (app, pilot):
        await until(pilot, lambda: any(worker.group == "following" for worker in app.workers))
        await pilot.pause(0.3)  # until the system watches
        (library / "owl.txt").write_text("Owls hunt mice at night.", encoding="utf-8")
        await until(pilot, lambda: "owl.txt" in app.panes.library.files._records)
        assert "owl.txt" in texts(app.conversation, ".documents")[0]
        assert texts(app.panes.library, ".age")[0].startswith("Last read something new ")


@in_event_loop
async def test_ctrl_u_reads_what_is_new(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.answering.followed.moments_to_look", lambda folder, stop: iter(()))
    async with running(library, size=NARROW) as (app, pilot):
        await pilot.press("f2")
        (library / "owl.txt").write_text("Owls hunt mice at night.", encoding="utf-8")
        await pilot.press("ctrl+u")
        await until(pilot, lambda: app.panes.library.files.option_count == 4)
        await settled(app, pilot)
        assert str(app.panes.library.files.get_option("owl.txt").prompt) == "○ owl.txt\n  read"


@pytest.fixture
def shelves(library: Path) -> Path:
    """The library with folders in it."""
    for name in ("2023/spring", "2023/autumn", "2024/letter"):
        file = library / f"{name}.txt"
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"In {name} the owls came back.", encoding="utf-8")
    return library


def listed(app: QuothApp) -> list[str]:
    return [str(option.prompt).split("\n")[0].rstrip() for option in app.panes.library.files.options]


@in_event_loop
async def test_folders_fold_and_what_is_marked_in_them_is_counted(shelves: Path) -> None:
    async with running(shelves, size=NARROW) as (app, pilot):
        await pilot.press("f2", "down")
        assert listed(app)[:4] == ["▾ 2023/  2 files", "  ○ autumn.txt", "  ○ spring.txt", "▾ 2024/  1 file"]
        await pilot.press("space")
        assert app.panes.library.files.marked == {"2023/autumn.txt", "2023/spring.txt"}
        await pilot.press("enter")
        assert listed(app)[:2] == ["▸ 2023/  2 files, 2 marked", "▾ 2024/  1 file"]
        await pilot.press("right", "down", "left")
        assert listed(app)[:2] == ["▸ 2023/  2 files, 2 marked", "▾ 2024/  1 file"], "folded from within"
        await pilot.press("space")
        assert app.panes.library.files.marked == set()


@in_event_loop
async def test_what_is_typed_narrows_the_list_and_enter_opens(shelves: Path) -> None:
    async with running(shelves, size=NARROW) as (app, pilot):
        await pilot.press("f2", "down", "enter", *"spr")
        assert app.panes.library.typing_box.has_focus, "letters leave the list"
        assert listed(app) == ["▾ 2023/  1 file", "  ○ spring.txt"], "also in a folder that was folded"
        await pilot.press("enter")
        source = await source_of(app, pilot)
        assert source.border_title == "2023/spring.txt"
        assert "In 2023/spring the owls came back." in rows(source.text)[0]
        await pilot.press("f2")
        assert app.panes.library.typing_box.value == "spr", "what was typed is still there"


@in_event_loop
async def test_a_question_typed_into_the_filter_is_not_lost(library: Path) -> None:
    async with running(library, size=NARROW) as (app, pilot):
        await pilot.press("f2")
        app.post_message(Paste(f"{HOW_MANY}\r\nsecond line"))
        await until(pilot, lambda: app.panes.library.typing_box.value)
        assert app.panes.library.typing_box.value == f"{HOW_MANY} second line"
        assert app.panes.library.files.marked == set(), "its spaces mark nothing"
        assert listed(app) == ["No file is called so. Enter takes it to the question."]
        await pilot.press("enter")
        await until(pilot, lambda: app.question_box.text)
        assert app.question_box.text == f"{HOW_MANY} second line"
        assert app.question_box.has_focus
        assert app.panes.library.typing_box.value == ""


@in_event_loop
async def test_a_document_that_cannot_be_opened_says_why(library: Path) -> None:
    async with running(library, size=NARROW) as (app, pilot):
        await pilot.press("f2", *"map", "enter")
        await until(pilot, lambda: app._notifications)
        assert "map.bin: this type is not read" in next(iter(app._notifications)).message
        assert not app.panes.is_source_open


class GatedEncoder(WordEncoder):
    """Its second batch waits until `gate` is set."""

    def __init__(self) -> None:
        self.batches, self.gate = 0, Event()

    def encode_passages(self, texts: Sequence[str]) -> EmbeddingMatrix:
        self.batches += 1
        assert self.batches < 2 or self.gate.wait(20)
        return super().encode_passages(texts)


def app_that_reads_many(tmp_path: Path) -> tuple[QuothApp, GatedEncoder]:
    """Over 48 documents, whose second batch is not encoded before the encoder's gate opens."""
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(48):
        (folder / f"{number:02}.txt").write_text(f"Bench {number} is painted.", encoding="utf-8")
    encoder = GatedEncoder()

    @contextmanager
    def open_gated(folder: Path) -> Iterator[Session]:
        with PassageIndex(folder, encoder) as index:
            yield session_over(index)

    return QuothApp(folder, open_gated), encoder


@in_event_loop
async def test_stopping_an_update_keeps_what_was_read(tmp_path: Path) -> None:
    app, encoder = app_that_reads_many(tmp_path)
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: encoder.batches == 2)
        waiting = await begin(app, pilot, "Which bench is painted?")
        assert texts(waiting, ".progress") == [
            "Waits: reading ━━━╌╌╌╌╌╌╌ 16 of 48 files, 16 passages · ^d answers from what has been read so far"
            " · esc takes it back"
        ]
        await pilot.press("ctrl+d")
        encoder.gate.set()
        await until(pilot, lambda: waiting.is_whole)
        await settled(app, pilot)
        assert app.question_box.border_title == "Question · stopped, what has been read is asked"
        assert waiting.reply is not None
        assert (waiting.reply.coverage.searched, waiting.reply.coverage.total) == (16, 48)
        reply = await ask(app, pilot, "Which bench is painted?")
        assert reply.reply is not None
        assert (reply.reply.coverage.searched, reply.reply.coverage.total) == (16, 48)
        await pilot.press("f2", "ctrl+u")
        await until(pilot, lambda: app.panes.library.files.option_count == 48)
        await settled(app, pilot)


@in_event_loop
async def test_a_question_that_waits_for_the_index_can_be_taken_back(tmp_path: Path) -> None:
    app, encoder = app_that_reads_many(tmp_path)
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: encoder.batches == 2)
        waiting = await begin(app, pilot, "Which bench is painted?")
        await pilot.press("escape")
        assert texts(waiting, ".note") == ["Cancelled."]
        assert app.index_status.is_busy, "the index is read on"
        encoder.gate.set()
        await until(pilot, lambda: app.panes.library.files.option_count == 48)
        await settled(app, pilot)
        assert waiting.reply is None


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
