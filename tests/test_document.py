"""Spans, lines, pages and what models are given to read."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document, Passage, Span, blank


def document(text: str, page_starts: tuple[int, ...] = ()) -> Document:
    return Document(path="a.txt", text=text, sha256="", encoding="utf-8", coordinates="file", page_starts=page_starts)


def test_a_span_is_half_open() -> None:
    assert Span(4, 7).of("the fox ran") == "fox"
    assert Span(4, 7).shifted(4).of("the fox ran") == "ran"


@pytest.mark.parametrize(
    ("text", "position", "line"),
    [
        ("one", 0, 1),
        ("one\ntwo", 3, 1),
        ("one\ntwo", 4, 2),
        ("one\r\ntwo", 4, 1),
        ("one\r\ntwo", 5, 2),
        ("one\rtwo", 4, 2),
        ("\n\n", 2, 3),
        ("one\x0btwo\x85three\u2028four", 14, 1),
    ],
)
def test_lines_end_at_lf_cr_and_crlf(text: str, position: int, line: int) -> None:
    assert document(text).line_at(position) == line


@given(st.text(alphabet="ab\r\n"))
def test_every_character_is_on_the_line_that_a_split_puts_it_on(text: str) -> None:
    lines = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", text)
    expected = [number for number, line in enumerate(lines, 1) for _ in line]
    assert [document(text).line_at(position) for position in range(len(text))] == expected


def test_a_character_is_on_the_last_page_that_began() -> None:
    scan = document("abcdef", page_starts=(0, 2, 2, 5))
    assert [scan.page_at(position) for position in range(6)] == [1, 1, 3, 3, 3, 4]


def test_a_document_without_pages_has_no_page() -> None:
    assert document("abc").page_at(1) is None


def test_what_models_read_has_spaces_for_markup_and_control_characters() -> None:
    passage = Passage(document("x **a\x1b**\tb\ny\ufeff"), Span(2, 12), (), (Span(2, 4), Span(6, 8)))
    assert passage.text == "**a\x1b**\tb\ny\ufeff"[:10]
    assert passage.readable == "  a    b\ny"


@given(st.text(), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30))))
def test_blanking_keeps_length_and_every_other_character(text: str, pairs: list[tuple[int, int]]) -> None:
    spans = [Span(min(pair), min(max(pair), len(text))) for pair in pairs if min(pair) <= len(text)]
    blanked = blank(text, spans)
    hidden = {position for span in spans for position in range(*span)}
    assert len(blanked) == len(text)
    for position, (was, now) in enumerate(zip(text, blanked, strict=True)):
        assert now == (" " if position in hidden else was) or (now == " " and not was.isprintable())
