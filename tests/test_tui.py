"""The terminal app, driven by keys over real folders; only the models are fakes."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from textual.dom import DOMNode
from textual.events import Paste
from textual.widgets import HelpPanel, ProgressBar
from textual.worker import WorkerFailed

from corpus.document import Passage, Span
from corpus.reading import read_document
from qa.answers import Citation
from qa.citations import cite, quote_in_sentence
from qa.session import Session
from qa.widgets.citation_view import CitationView
from qa.widgets.conversation import Conversation
from qa.widgets.frame import Frame
from qa.widgets.index_status import FilesRead, IndexStatus
from qa.widgets.keymap import PARTS, own_bindings
from qa.widgets.panes import Panes
from qa.widgets.reply_view import ReplyView
from qa.widgets.source import read_source
from tests.driving import (
    HOW_MANY,
    NARROW,
    WHAT_LIES,
    WIDE,
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
        assert rows(citation)[:2] == ["1  ✓ verified foxes.md, line 3", "The keeper counted 12 foxes in the park."]
        assert marked(citation) == [(1, "12")]
        assert texts(reply, ".coverage") == ["Searched 1 of 1 file."]


@in_event_loop
async def test_no_answer_is_explained_and_its_passages_open(park: Path) -> None:
    async with running(park) as (app, pilot):
        reply = await ask(app, pilot, ZEBRA)
        assert texts(reply, ".no-answer") == ["The documents do not answer this."]
        assert texts(reply, ".reason") == [
            "Nothing in the documents is about this.",
            "In none of the 1 document: “zebra”, “plays”, “chess”",
        ]
        assert not app.panes.is_source_open
        await pilot.press("ctrl+down")
        source = await source_of(app, pilot)
        assert source.border_title == "foxes.md"


@in_event_loop
async def test_documents_that_conflict_stand_side_by_side(park: Path) -> None:
    (park / "gazette.txt").write_text("In the park the keeper counted 30 foxes.", encoding="utf-8")
    async with running(park) as (app, pilot):
        reply = await ask(app, pilot, HOW_MANY)
        assert "The documents conflict" in texts(reply, ".heading")
        first, second = reply.query(".values > Vertical")
        assert texts(first, ".value") == ["12"]
        assert texts(second, ".value") == ["30"]
        assert first.region.y == second.region.y
        assert [view.number for view in reply.query(CitationView)] == [1, 1, 2], "one place has one number"


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
        assert texts(app.index_status, ".message") == ["Opening the index and the models …"]
        assert texts(reply, ".progress") == ["Searching …"]
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
async def test_progress_is_counted_in_files(park: Path) -> None:
    async with running(park) as (app, pilot):
        app.index_status.show(FilesRead(16, 60))
        await pilot.pause()
        assert texts(app.index_status, ".message") == ["Reading the documents: 16 of 60 files"]
        bar = app.index_status.query_one(ProgressBar)
        assert bar.display
        assert (bar.progress, bar.total) == (16, 60)


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


# Citations and their source


@in_event_loop
async def test_the_source_opens_at_the_place_with_exactly_the_quote_marked(park: Path) -> None:
    async with running(park) as (app, pilot):
        await ask(app, pilot, HOW_MANY)
        source = await source_of(app, pilot)
        ((row, quote),) = marked(source.text)
        assert quote == "12"
        line = rows(source.text)[row]
        assert line == "3  There are 12 benches. The keeper counted 12 foxes in the park. They"
        before, _, _ = source.text.render_line(row).text.rpartition(quote)
        assert before.endswith("The keeper counted "), "the second 12, not the first"
        assert source.border_title == "foxes.md"
        assert source.border_subtitle == "line 3, characters 50-52 · ✓ verified"


@pytest.mark.parametrize("key", ["ctrl+down", "enter"])
@in_event_loop
async def test_a_place_far_down_is_scrolled_into_view(park: Path, key: str) -> None:
    foxes = park / "foxes.md"
    filler = "\n\n".join(f"Bench {number} is painted." for number in range(300))
    foxes.write_text(f"{filler}\n\nThe keeper counted 12 foxes in the park.\n\n{filler}", encoding="utf-8")
    async with running(park, size=NARROW) as (app, pilot):
        reply = await ask(app, pilot, HOW_MANY)
        if key == "enter":
            await focus(pilot, reply.query_one(CitationView))
        await pilot.press(key)
        source = await source_of(app, pilot)
        await until(pilot, lambda: marked(source.text))
        ((row, quote),) = marked(source.text)
        assert quote == "12"
        assert rows(source.text)[row] == "601  The keeper counted 12 foxes in the park."


@pytest.mark.parametrize("way", ["enter", "click", "1", "ctrl+down", "ctrl+o"])
@in_event_loop
async def test_a_citation_is_chosen(park: Path, way: str) -> None:
    async with running(park, size=NARROW) as (app, pilot):
        reply = await ask(app, pilot, HOW_MANY)
        citation = reply.query_one(CitationView)
        if way in ("enter", "1"):
            await focus(pilot, citation)
        if way == "click":
            await pilot.click(CitationView)
        else:
            await pilot.press(way)
        await source_of(app, pilot)
        assert citation.has_class("-open")


@in_event_loop
async def test_citations_are_gone_through_in_order(park: Path) -> None:
    (park / "gazette.txt").write_text("In the park the keeper counted 30 foxes.", encoding="utf-8")
    async with running(park) as (app, pilot):
        await ask(app, pilot, HOW_MANY)
        source = await source_of(app, pilot)
        for key, title in [("ctrl+down", "gazette.txt"), ("ctrl+up", "foxes.md")]:
            await pilot.press(key)
            await until(pilot, lambda title=title: source.border_title == title)  # type: ignore[misc]
        assert app.question_box.has_focus, "typing goes on"


@in_event_loop
async def test_a_changed_file_is_said_and_nothing_is_marked(park: Path) -> None:
    async with running(park, size=NARROW) as (app, pilot):
        await ask(app, pilot, HOW_MANY)
        (park / "foxes.md").write_text("# Foxes\n\nThere are 12 benches. The keeper saw 12 owls.\n", encoding="utf-8")
        await pilot.press("ctrl+down")
        source = await source_of(app, pilot)
        (warning,) = texts(source, ".warning")
        assert warning.startswith("The file has changed and no longer says this here.")
        assert "The keeper counted 12 foxes" in warning
        assert marked(source.text) == []
        assert source.border_subtitle == "line 3, characters 50-52 · ✎ changed"


@in_event_loop
async def test_a_quote_that_moved_is_marked_where_it_stands_now(park: Path) -> None:
    async with running(park, size=NARROW) as (app, pilot):
        await ask(app, pilot, HOW_MANY)
        foxes = park / "foxes.md"
        foxes.write_text("New on top: 12 owls.\n\n" + foxes.read_text(encoding="utf-8"), encoding="utf-8")
        await pilot.press("ctrl+down")
        source = await source_of(app, pilot)
        assert texts(source, ".warning") == [
            "The file has changed since it was searched; the quote now stands in line 5, characters 72-74."
        ]
        ((row, quote),) = marked(source.text)
        assert rows(source.text)[row].startswith("5  There are 12 benches. The keeper counted 12")
        assert quote == "12"


@in_event_loop
async def test_a_file_that_is_gone_is_said(park: Path) -> None:
    async with running(park, size=NARROW) as (app, pilot):
        await ask(app, pilot, HOW_MANY)
        (park / "foxes.md").unlink()
        await pilot.press("ctrl+down")
        source = await source_of(app, pilot)
        assert texts(source, ".warning")[0].startswith("The file is gone or cannot be read.")
        assert marked(source.text) == []
        assert source.border_subtitle == "✗ missing"


@in_event_loop
async def test_on_a_narrow_terminal_the_source_takes_the_place_of_the_conversation(park: Path) -> None:
    async with running(park, size=NARROW) as (app, pilot):
        reply = await ask(app, pilot, HOW_MANY)
        assert not app.panes.is_source_open
        await focus(pilot, reply.query_one(CitationView))
        await pilot.press("enter")
        source = await source_of(app, pilot)
        assert not app.conversation.display or not app.conversation.size
        assert source.text.has_focus, "the keys scroll what is seen"
        await pilot.press("escape")
        await until(pilot, lambda: app.conversation.size.height)
        assert app.question_box.has_focus


@in_event_loop
async def test_on_a_wide_terminal_the_answer_opens_its_source_beside_it(park: Path) -> None:
    async with running(park, size=WIDE) as (app, pilot):
        await ask(app, pilot, HOW_MANY)
        source = await source_of(app, pilot)
        assert app.conversation.region.right <= source.region.x
        assert app.question_box.has_focus


@pytest.mark.parametrize(("variable", "value"), [("NO_COLOR", "1"), ("TERM", "xterm-16color")])
@in_event_loop
async def test_the_quote_is_marked_whatever_the_colours(
    park: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.delenv("COLORTERM")
    monkeypatch.setenv(variable, value)
    async with running(park) as (app, pilot):
        reply = await ask(app, pilot, HOW_MANY)
        source = await source_of(app, pilot)
        assert [quote for _, quote in marked(reply.query_one(CitationView))] == ["12"]
        assert [quote for _, quote in marked(source.text)] == ["12"]


# What a citation's file holds


def citation_of(folder: Path, path: str, start: int, end: int) -> Citation:
    document, passages = read_document(folder, path)
    (passage,) = [p for p in passages if p.span.start <= start < p.span.end]
    return cite(1, Passage(document, passage.span), Span(start, end), folder)


@pytest.mark.parametrize("occurrence", [0, 1, 2])
def test_of_a_quote_thrice_in_its_sentence_the_cited_one_is_meant(tmp_path: Path, occurrence: int) -> None:
    text = "Before. Of 12 pups, 12 foxes and 12 owls the keeper wrote."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    start = [i for i in range(len(text)) if text.startswith("12", i)][occurrence]
    citation = citation_of(tmp_path, "a.txt", start, start + 2)
    assert quote_in_sentence(citation).start + text.index("Of 12") == start
    source = read_source(citation)
    assert source.quote == (start, start + 2)
    assert source.sentence == (text.index("Of 12"), len(text))


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_lines_are_numbered_as_documents_count_them(tmp_path: Path, line_end: str) -> None:
    text = line_end.join(["One.", "", "Three foxes", "sleep."])
    (tmp_path / "a.txt").write_bytes(text.encode())
    start = text.index("foxes")
    source = read_source(citation_of(tmp_path, "a.txt", start, start + 5))
    assert [(line.number, line.text) for line in source.lines] == [
        (1, "One."), (2, ""), (3, "Three foxes"), (4, "sleep."),
    ]  # fmt: skip
    assert all(text.startswith(line.text, line.start) for line in source.lines)


def test_of_a_long_document_only_what_surrounds_the_place_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.widgets.source.EXCERPT", 20)
    text = "\r\n".join(f"Line {number} of many." for number in range(1, 100))
    (tmp_path / "a.txt").write_bytes(text.encode())
    for number in (1, 50, 99):
        start = text.index(f"{number} of")
        citation = citation_of(tmp_path, "a.txt", start, start + 2)
        lines = {line.number: line for line in read_source(citation).lines}
        assert len(lines) <= 4
        assert lines[number].text == text[lines[number].start :].split("\r\n")[0][: len(lines[number].text)]
        assert citation.line == number


def test_a_sentence_that_the_file_no_longer_has_is_not_marked(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Of 12 pups the keeper wrote.", encoding="utf-8")
    citation = replace(citation_of(tmp_path, "a.txt", 3, 5), sentence="Out of 12 pups the keeper wrote.", prefix="")
    source = read_source(citation)
    assert source.quote == (3, 5)
    assert source.sentence is None


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
        assert rows(citation)[0] == "1  ✓ verified [red]x[@click=app.quit].txt, line 1"
        assert " ".join(rows(citation)[1:]).strip() == printed
        assert " ".join(row.removeprefix("1  ") for row in rows(source.text)).strip() == printed
        for widget in (citation, source.text):
            quoted = " ".join(text for _, text in marked(widget))
            assert quoted == printed[citation.citation.start : citation.citation.end]
            segments = [segment for y in range(widget.size.height) for segment in widget.render_line(y)]
            assert not any("@click" in (segment.style.meta if segment.style else {}) for segment in segments)
        assert str(app.conversation.border_title).replace("\\", "") == "Quoth · [b]park"


@in_event_loop
async def test_what_is_pasted_into_the_question_is_printable_and_asked_as_one_line(park: Path) -> None:
    async with running(park) as (app, pilot):
        app.post_message(Paste("Who\x1b[31m sleeps\there\nby day?"))
        await until(pilot, lambda: app.question_box.text)
        assert app.question_box.text == "Who\ufffd[31m sleeps here\nby day?"
        await pilot.press("enter")
        await until(pilot, lambda: app.conversation.replies)
        assert texts(app.conversation.replies[0], ".question") == ["Who\ufffd[31m sleeps here by day?"]


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
async def test_the_answer_is_copied_bare_or_with_its_citation(park: Path) -> None:
    async with running(park) as (app, pilot):
        reply = await ask(app, pilot, HOW_MANY)
        await focus(pilot, reply.query_one(CitationView))
        await pilot.press("y")
        assert app.clipboard == "12"
        await pilot.press("Y")
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
async def test_f1_shows_and_hides_the_help_of_what_is_in_focus(park: Path) -> None:
    async with running(park) as (app, pilot):
        await pilot.press("f1")
        await settled(app, pilot)
        assert len(app.screen.query(HelpPanel)) == 1
        await pilot.press("f1")
        await settled(app, pilot)
        assert len(app.screen.query(HelpPanel)) == 0


@pytest.mark.parametrize("widget", sorted({Conversation, ReplyView, IndexStatus, *PARTS} - {Panes}, key=str))
def test_every_part_has_help(widget: type[DOMNode]) -> None:
    assert widget.HELP


@pytest.mark.parametrize("part", [QuothApp, Frame, *PARTS])
def test_every_key_can_be_rebound_and_is_explained(part: type[DOMNode]) -> None:
    for binding in own_bindings(part):
        assert binding.id, binding
        assert binding.tooltip, binding


def test_no_two_bindings_have_one_id() -> None:
    ids = [binding.id for part in (QuothApp, Frame, *PARTS) for binding in own_bindings(part)]
    assert len(ids) == len(set(ids))


def test_importing_the_app_loads_no_model_library() -> None:
    heavy = ("torch", "transformers", "sentence_transformers", "faiss", "onnxruntime", "tokenizers")
    code = f"import sys, tui; sys.exit(', '.join(name for name in {heavy} if name in sys.modules) or None)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (found.returncode, found.stderr) == (0, "")
