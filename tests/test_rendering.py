"""What is read beside the text, and the way back: every span that was read stands in its piece, and reads the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Span
from corpus.rendering import CELL, END, ITEM, Part, Rendering, hull, render, without

TEXT = "crane 10 | 245 euros\ncrane 12 | 310 euros"
ROWS: list[Part] = [Span(0, 8), ": price ", Span(11, 20), ITEM, Span(21, 29), ": price ", Span(32, 41)]


def found(rendering: Rendering, read: str) -> list[str]:
    start = rendering.text.index(read)
    return [span.of(TEXT) for span in rendering.sources(Span(start, start + len(read)))]


def test_a_row_is_read_with_its_headers_and_quoted_without() -> None:
    rendering = render(TEXT, ROWS, ())
    assert rendering.text == "crane 10: price 245 euros\ncrane 12: price 310 euros"
    assert found(rendering, "price 310 euros") == ["310 euros"]
    assert found(rendering, "12: price 310") == ["12", "310"]
    assert found(rendering, "price") == []


def test_a_place_is_shown_in_its_row() -> None:
    rendering = render(TEXT, ROWS, ())
    assert rendering.piece_at(Span(36, 41)) == Span(32, 41)
    assert rendering.line_at(Span(36, 41), Span(0, 41)) == (Span(21, 41), "crane 12: price 310 euros")


def test_a_cell_that_counts_for_two_rows_stands_in_the_first() -> None:
    text = "hall Mon nine Tue ten"
    parts: list[Part] = [
        Span(0, 4),
        CELL,
        Span(5, 8),
        CELL,
        Span(9, 13),
        ITEM,
        Span(0, 4),
        CELL,
        Span(14, 17),
        CELL,
        Span(18, 21),
    ]
    rendering = render(text, parts, ())
    assert rendering.text == "hall; Mon; nine\nhall; Tue; ten"
    assert rendering.line_at(Span(18, 21), Span(0, 21)) == (Span(14, 21), "hall; Tue; ten")
    assert rendering.line_at(Span(0, 4), Span(0, 21))[0] == Span(0, 13)


def test_a_row_of_a_table_is_told_from_a_line_with_something_left_out() -> None:
    row: list[Part] = [Span(0, 8), ": price ", Span(9, 18), END]
    left_out: list[Part] = [Span(0, 8), " ", Span(9, 19)]
    assert render("crane 10 245 euros", row, ()).row_at(Span(9, 12)) == "crane 10: price 245 euros"
    assert render("crane 10 245 euros.", left_out, ()).row_at(Span(9, 12)) is None


@pytest.mark.parametrize("unseen", ["\u00ad", "\u200b", "\u2060", "\u00ad\u00ad"])
def test_what_shows_nothing_in_a_word_is_not_read_and_stays_in_the_quote(unseen: str) -> None:
    text = f"The light{unseen}house keeper"
    rendering = render(text, [Span(0, len(text))], ())
    assert rendering.text == "The lighthouse keeper"
    assert [span.of(text) for span in rendering.sources(Span(4, 14))] == [f"light{unseen}house"]


def test_characters_around_what_is_left_out_are_not_one() -> None:
    text = "in ~~May~~ June"
    parts = without(Span(0, len(text)), [Span(3, 10)])
    rendering = render(text, parts, ())
    assert rendering.text == "in   June"
    assert [span.of(text) for span in rendering.sources(Span(0, 9))] == ["in ", " June"]


SPAN = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda pair: Span(min(pair), max(pair)))
PARTS = st.lists(SPAN | st.sampled_from([" · ", ": ", "\n", "\n\n", "price: "]), max_size=8)


@given(st.text(alphabet="ab 1.|*\u00ad\u200b\n", min_size=40, max_size=40), PARTS, st.lists(SPAN, max_size=4), SPAN)
def test_every_span_that_was_read_reads_the_same_in_the_text(
    text: str, parts: list[Part], markup: list[Span], read: Span
) -> None:
    rendering = render(text, parts, markup)
    hidden = {position for mark in markup for position in range(*mark)}
    for source in rendering.sources(read):
        assert any(source.clipped(part) == source for part in spans_joined(parts))
    alone = [(run.read.clipped(read), run) for run in rendering.runs if run.read.overlaps(read)]
    for stretch, run in alone:
        for position in range(*stretch):
            place = run.source.start + position - run.start
            assert rendering.text[position] in (text[place], " ")
            assert rendering.text[position] == text[place] or place in hidden
    generated = set(range(len(rendering.text))) - {p for run in rendering.runs for p in range(*run.read)}
    assert all(rendering.sources(Span(position, position + 1)) == [] for position in generated)


def spans_joined(parts: list[Part]) -> list[Span]:
    """The spans of the parts, those without a string between them as one."""
    joined: list[list[Span]] = [[]]
    for part in parts:
        if isinstance(part, str):
            joined.append([])
        else:
            joined[-1].append(part)
    return [hull(spans) for spans in joined if spans]
