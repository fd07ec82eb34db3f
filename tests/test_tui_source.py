"""The terminal app: citations, and the documents they open."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.document import Passage, Span
from corpus.reading import read_document
from qa.answering.citing import cite
from qa.replies.answers import Citation
from qa.replies.checking import quote_in_sentence
from qa.replies.source import read_source
from qa.widgets.citation_view import CitationView
from tests.driving import (
    HOW_MANY,
    NARROW,
    WIDE,
    ask,
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
from tests.foreign_files import Words, pdf

pytestmark = pytest.mark.usefixtures("terminal")


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


@pytest.mark.parametrize("way", ["enter", "click", "number", "ctrl+down", "ctrl+o"])
@in_event_loop
async def test_a_citation_is_chosen(park: Path, way: str) -> None:
    async with running(park, size=NARROW) as (app, pilot):
        reply = await ask(app, pilot, HOW_MANY)
        citation = reply.query_one(CitationView)
        if way == "enter":
            await focus(pilot, citation)
        if way == "click":
            await pilot.click(CitationView)
        elif way == "number":
            await pilot.press("1", "enter")
        else:
            await pilot.press(way)
        await source_of(app, pilot)
        assert citation.has_class("-open")


@in_event_loop
async def test_a_citation_chosen_while_the_reply_is_laid_out_is_marked_wherever_it_stands(library: Path) -> None:
    async with running(library) as (app, pilot):
        answer = (await ask(app, pilot, HOW_MANY)).reply
        assert answer is not None
        number = await app.conversation.begin(HOW_MANY)
        reply = app.conversation.replies[number]
        showing = asyncio.create_task(app.conversation.show(number, answer))
        while len(reply.places) < 2:  # the second is of the value that conflicts
            await asyncio.sleep(0)
        reply.mark_open(2)
        await showing
        await settled(app, pilot)
        assert [view.number for view in reply.query(CitationView) if view.has_class("-open")] == [2]


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
    document, passages = read_document(folder / path)
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
    monkeypatch.setattr("qa.replies.source.EXCERPT", 20)
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


# The source pane


@in_event_loop
async def test_words_are_found_in_the_document_and_gone_through(park: Path) -> None:
    async with running(park) as (app, pilot):
        await ask(app, pilot, HOW_MANY)
        source = await source_of(app, pilot)
        assert texts(source, ".headings") == ["Foxes"]
        await focus(pilot, source.text)
        await pilot.press("ctrl+f", *"THE", "enter")
        assert source.text.has_focus
        seen = [str(source.border_subtitle)]
        for key in ("enter", "ctrl+g", "backspace"):
            await pilot.press(key)
            seen.append(str(source.border_subtitle))
        assert seen == [f"{number} of 7 places" for number in (3, 4, 5, 4)]
        assert [text for _, text in marked(source.text)] == ["12"], "the quote stays marked"
        await pilot.press("ctrl+f", *"zebra", "enter")
        assert source.border_subtitle == "not found in what is shown"


@in_event_loop
async def test_without_an_editor_it_is_said_in_place(park: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    async with running(park) as (app, pilot):
        await ask(app, pilot, HOW_MANY)
        source = await source_of(app, pilot)
        await focus(pilot, source.text)
        await pilot.press("f6")
        (warning,) = texts(source, ".warning")
        assert warning.startswith("neither $VISUAL nor $EDITOR says")
        monkeypatch.setenv("EDITOR", "vi")
        await pilot.press("f6")
        assert texts(source, ".warning") == ["No editor can be opened in this terminal."]


@in_event_loop
async def test_a_page_is_parted_from_the_one_before_by_its_number(park: Path) -> None:
    words = ["Nobody came.", "In the zoo 31 zebras were counted.", "It rained."]
    pages: list[list[Words]] = [[(40, 500, 10, each)] for each in words]
    (park / "zoo.pdf").write_bytes(pdf([*pages[:1], [], *pages[1:]], labels="/Nums[0<</S/r>>]"))
    async with running(park, size=WIDE) as (app, pilot):
        await ask(app, pilot, "How many were counted in the zoo?")
        source = await source_of(app, pilot)
        assert [row.rstrip() for row in rows(source.text) if row.strip()] == [
            "── page 1 (printed “i”) ──",
            "1  Nobody came.",
            "2",
            "── page 3 (printed “iii”) ──",
            "3  In the zoo 31 zebras were counted.",
            "4",
            "── page 4 (printed “iv”) ──",
            "5  It rained.",
        ]
        ((row, _),) = marked(source.text)
        assert rows(source.text)[row].startswith("3  ")
