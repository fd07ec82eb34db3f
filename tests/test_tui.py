"""The terminal app, driven by keys over real folders; only the models are fakes: questions, replies, the index."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from textual.events import Paste
from textual.worker import WorkerFailed

from corpus.progress import Advance
from qa.answering.session import Session
from qa.replies.answers import Answer, NoAnswer
from qa.widgets.citation_view import CitationView
from qa.widgets.question_box import MOST_CHARACTERS
from tests.driving import (
    HOW_MANY,
    NARROW,
    WHAT_LIES,
    WIDE,
    ZEBRA,
    BrokenReader,
    DoubtfulReader,
    GatedReader,
    ask,
    begin,
    in_event_loop,
    marked,
    rows,
    running,
    settled,
    source_of,
    texts,
    until,
)
from tests.fakes import open_fake_session
from tui import QuothApp

pytestmark = pytest.mark.usefixtures("terminal")


# Questions and replies


@in_event_loop
async def test_an_answer_stands_with_its_sentence_place_and_measured_confidence(park: Path) -> None:
    async with running(park) as (app, pilot):
        reply = await ask(app, pilot, HOW_MANY)
        assert texts(reply, ".question") == [HOW_MANY]
        assert texts(reply, ".answer") == ["12"]
        assert texts(reply, ".confidence") == [
            "likely: 57 of 60 answers scored like this were right · 1 independent source"
        ]
        (citation,) = reply.query(CitationView)
        assert rows(citation)[:2] == ["1  foxes.md, line 3 ✓ verified", "The keeper counted 12 foxes in the park."]
        assert marked(citation) == [(1, "12")]
        assert texts(reply, ".coverage") == ["Searched 1 of 1 file."]


@in_event_loop
async def test_what_might_answer_is_shown_as_possible_and_its_place_opens(park: Path) -> None:
    async with running(park, reader=DoubtfulReader()) as (app, pilot):
        reply = await ask(app, pilot, HOW_MANY)
        assert isinstance(reply.reply, NoAnswer)
        assert texts(reply, ".no-answer") == ["Nothing found is sure enough to answer this."]
        assert texts(reply, ".possible .value") == ["12", "Dens"]
        await pilot.press("1", "enter")
        source = await source_of(app, pilot)
        assert str(source.border_title) == "foxes.md"
        assert app.conversation.copy_text(cited=True) is None


@in_event_loop
async def test_no_answer_is_explained_and_its_passages_open(park: Path) -> None:
    async with running(park) as (app, pilot):
        reply = await ask(app, pilot, ZEBRA)
        assert texts(reply, ".no-answer") == ["The documents do not answer this."]
        assert texts(reply, ".reason") == [
            "Nothing in the documents is about this.",
            "The only document searched does not have “zebra”, “plays”, “chess”.",
        ]
        assert app.panes.source.citation is None
        assert rows(reply.places[0])[0] == "1  foxes.md, line 3", "it answers nothing: no mark"
        await pilot.press("ctrl+down")
        source = await source_of(app, pilot)
        assert source.border_title == "foxes.md"


@pytest.mark.parametrize("size", [NARROW, (120, 36), WIDE])
@in_event_loop
async def test_documents_that_conflict_stand_side_by_side_each_value_once(park: Path, size: tuple[int, int]) -> None:
    (park / "gazette.txt").write_text("In the park the keeper counted 30 foxes.", encoding="utf-8")
    async with running(park, size=size) as (app, pilot):
        reply = await ask(app, pilot, HOW_MANY)
        assert texts(reply, ".conflict") == ["The documents conflict"]
        assert texts(reply, ".answer") == [], "none stands above the others"
        assert texts(reply, ".confidence")[0].startswith("contradicted: 57 of 60 answers")
        assert reply.has_class("-doubtful")
        assert texts(reply, ".value") == ["12", "30"]
        first, second = reply.query(".values > Vertical")
        assert first.region.y == second.region.y
        assert [view.number for view in reply.query(CitationView)] == [1, 2]
        await settled(app, pilot)
        assert app.conversation.region.contains_region(second.region), "all of it is seen"


@in_event_loop
async def test_an_answer_that_is_a_list_stands_item_by_item(park: Path) -> None:
    async with running(park, size=NARROW) as (app, pilot):
        reply = (await ask(app, pilot, HOW_MANY)).reply
        assert isinstance(reply, Answer)
        listed = replace(reply, text="- badgers\n- hares\n- owls")
        await app.conversation.restore([listed])
        (shown,) = app.conversation.replies
        assert texts(shown, ".item") == ["· badgers", "· hares", "· owls"]


@in_event_loop
async def test_another_answer_of_the_same_document_is_shown_below(park: Path) -> None:
    with (park / "foxes.md").open("a", encoding="utf-8") as foxes:
        foxes.write("\n## Later\n\nIn the park the keeper counted 9 foxes.\n")
    async with running(park) as (app, pilot):
        reply = await ask(app, pilot, HOW_MANY)
        assert texts(reply, ".heading") == ["Other answers"]
        assert texts(reply, ".value") == ["9"]
        assert texts(reply, ".note") == ["likely, 57 of 60"]
        assert [view.number for view in reply.query(CitationView)] == [1, 2]


@in_event_loop
async def test_a_newer_question_overtakes_a_running_one(park: Path) -> None:
    reader = GatedReader()
    async with running(park, reader) as (app, pilot):
        slow = await begin(app, pilot, HOW_MANY)
        await until(pilot, reader.entered.is_set)
        newer = await begin(app, pilot, WHAT_LIES)
        assert texts(slow, ".note") == ["Overtaken by the next question."]
        reader.gate.set()
        await until(pilot, lambda: texts(newer, ".answer"))
        assert texts(newer, ".answer") == ["Their dens lie"]
        assert texts(slow, ".answer") == []


@in_event_loop
async def test_escape_cancels_the_running_question(park: Path) -> None:
    reader = GatedReader()
    async with running(park, reader) as (app, pilot):
        cancelled = await begin(app, pilot, HOW_MANY)
        await until(pilot, reader.entered.is_set)
        await pilot.press("escape")
        reader.gate.set()
        assert texts(cancelled, ".note") == ["Cancelled."]
        assert app.index_status.has_class("-idle")
        reply = await ask(app, pilot, WHAT_LIES)
        assert texts(reply, ".answer") == ["Their dens lie"]
        assert texts(cancelled, ".answer") == []


@in_event_loop
async def test_an_error_of_a_question_is_shown_in_its_place(park: Path) -> None:
    async with running(park) as (app, pilot):
        reply = await ask(app, pilot, "???")
        assert texts(reply, ".error") == ["the question is empty"]
        assert texts(reply, ".hint") == ['Try: qa ask "how many were released?"']
        assert app.is_running


@in_event_loop
async def test_a_bug_ends_the_app(park: Path) -> None:
    async def break_down() -> None:
        async with running(park, BrokenReader()) as (app, pilot):
            await begin(app, pilot, HOW_MANY)
            await until(pilot, lambda: not app.is_running)

    with pytest.raises(WorkerFailed, match="a bug"):
        await break_down()


# The index


@in_event_loop
async def test_a_question_asked_before_the_index_is_open_is_answered_after(park: Path) -> None:
    gate = Event()

    @contextmanager
    def open_late(folder: Path) -> Iterator[Session]:
        assert gate.wait(20)
        with open_fake_session(folder) as session:
            yield session

    app = QuothApp(park, open_late)
    async with app.run_test(size=WIDE) as pilot:
        reply = await begin(app, pilot, HOW_MANY)
        assert app.question_box.border_title == "Question · opening the index and the models"
        assert texts(reply, ".progress") == ["Waits: opening the index and the models · esc takes it back"]
        gate.set()
        await until(pilot, lambda: texts(reply, ".answer"))
        await settled(app, pilot)


@in_event_loop
async def test_a_folder_that_does_not_exist_is_said_in_place_and_asking_tries_again(tmp_path: Path) -> None:
    folder = tmp_path / "meadow"
    app = QuothApp(folder, open_fake_session)
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: texts(app.index_status, ".error"))
        assert texts(app.index_status, ".error") == [f"{folder}: no such folder"]
        assert texts(app.index_status, ".hint") == ["Try: give the path of a folder with documents"]
        folder.mkdir()
        (folder / "owl.txt").write_text("Owls hunt mice at night.", encoding="utf-8")
        reply = await ask(app, pilot, "Which mice do owls hunt?")
        assert texts(reply, ".answer") == ["at night"]
        assert texts(app.index_status, ".error") == []
        await settled(app, pilot)


@in_event_loop
async def test_a_file_added_between_two_questions_is_found(park: Path) -> None:
    async with running(park) as (app, pilot):
        await ask(app, pilot, ZEBRA)
        (park / "zoo.txt").write_text("In the zoo every zebra plays chess badly.", encoding="utf-8")
        reply = await ask(app, pilot, ZEBRA)
        assert texts(reply, ".answer") == ["In the zoo every"]
        assert "zoo.txt" in texts(app.conversation, ".documents")[0]


@in_event_loop
async def test_progress_is_counted_in_files_and_takes_no_row(park: Path) -> None:
    async with running(park) as (app, pilot):
        height = app.conversation.size.height
        app.show_index(Advance(files=16, of=60, passages=345, share=0.25))
        await pilot.pause()
        assert app.question_box.border_title == "Question · reading ━━╌╌╌╌╌╌╌╌ 16 of 60 files, 345 passages"
        assert app.conversation.size.height == height
        app.show_index(None)
        assert app.question_box.border_title == "Question"


@in_event_loop
async def test_the_session_is_closed_when_its_last_thread_has_left_it(park: Path) -> None:
    reader, events = GatedReader(), []

    @contextmanager
    def open_watched(folder: Path) -> Iterator[Session]:
        with open_fake_session(folder, reader) as session:
            yield session
        events.append("closed" if reader.left.is_set() else "closed under a thread")

    app = QuothApp(park, open_watched)
    async with app.run_test(size=WIDE) as pilot:
        await begin(app, pilot, HOW_MANY)
        await until(pilot, reader.entered.is_set)
        app.exit()
        asyncio.get_running_loop().call_later(0.05, reader.gate.set)
    assert events == ["closed"]


# Text is data


HOSTILE = (
    "[red]Foxes[/red] of the keeper [@click=app.quit]eat[/] \x1b[31mgrapes\x1b[0m \x1b]52;c;aGk=\x07 \u202eby night"
)


@in_event_loop
async def test_markup_and_escapes_in_documents_names_and_questions_are_never_interpreted(tmp_path: Path) -> None:
    folder = tmp_path / "[b]park"
    folder.mkdir()
    (folder / "[red]x[@click=app.quit].txt").write_text(HOSTILE, encoding="utf-8")
    async with running(folder) as (app, pilot):
        reply = await ask(app, pilot, "[blink]Whose[/] foxes eat grapes by night, keeper? [oops")
        source = await source_of(app, pilot)
        printed = HOSTILE.replace("\x1b", "\ufffd").replace("\x07", "\ufffd").replace("\u202e", "\ufffd")
        citation = reply.query_one(CitationView)
        assert texts(reply, ".question") == ["[blink]Whose[/] foxes eat grapes by night, keeper? [oops"]
        assert rows(citation)[0] == "1  [red]x[@click=app.quit].txt, line 1 ✓ verified"
        assert " ".join(rows(citation)[1:]).strip() == printed
        assert " ".join(row.removeprefix("1  ") for row in rows(source.text)).strip() == printed
        for widget in (citation, source.text):
            quoted = " ".join(text for _, text in marked(widget))
            assert quoted == printed[citation.citation.start : citation.citation.end]
            segments = [segment for y in range(widget.size.height) for segment in widget.render_line(y)]
            assert not any("@click" in (segment.style.meta if segment.style else {}) for segment in segments)
        assert str(app.conversation.border_title).replace("\\", "") == "Quoth · [b]park"


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"], ids=["CR", "LF", "CRLF"])
@in_event_loop
async def test_pasted_lines_stay_lines(park: Path, end: str) -> None:
    async with running(park) as (app, pilot):
        app.post_message(Paste(f"Who sleeps{end}{end}by day?"))
        await until(pilot, lambda: app.question_box.text)
        assert app.question_box.text == "Who sleeps\n\nby day?"


@in_event_loop
async def test_a_large_paste_is_cut_to_what_a_question_can_be_and_that_is_said(park: Path) -> None:
    async with running(park) as (app, pilot):
        await pilot.press("a", "b", "left")
        app.post_message(Paste("word\r\n" * 40_000))
        await until(pilot, lambda: app.question_box.border_subtitle)
        assert app.question_box.text == "a" + ("word\n" * 40_000)[: MOST_CHARACTERS - 2] + "b"
        assert app.question_box.border_subtitle == "cut: a question has at most 2,000 characters"
        await pilot.press("ctrl+a", "shift+down")
        app.post_message(Paste("xxxx"))
        await until(pilot, lambda: "x" in app.question_box.text)
        assert app.question_box.border_subtitle == "", "what is replaced makes room"


@in_event_loop
async def test_what_is_pasted_into_the_question_is_printable_and_asked_as_one_line(park: Path) -> None:
    async with running(park) as (app, pilot):
        app.post_message(Paste("Who\x1b[31m sleeps\there\nby day?"))
        await until(pilot, lambda: app.question_box.text)
        assert app.question_box.text == "Who\ufffd[31m sleeps here\nby day?"
        await pilot.press("enter")
        await until(pilot, lambda: app.conversation.replies)
        assert texts(app.conversation.replies[0], ".question") == ["Who\ufffd[31m sleeps here by day?"]
