import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.replies.printable import on_one_line, printable


@pytest.mark.parametrize(
    "hostile",
    [
        "\x1b[31mred",
        "\x1b]8;;http://example.org\x07link\x1b]8;;\x07",
        "\x1b]52;c;aGVsbG8=\x07",
        "\x9b31m",
        "a\u202eb",
        "\u2066a\u2069",
        "back\x08space",
        "bell\x07",
        "\x00",
        "car\rriage",
        "\ud800",
    ],
)
def test_what_a_terminal_would_obey_is_replaced(hostile: str) -> None:
    shown = printable(hostile)
    assert not any(character < " " and character not in "\n\t" for character in shown)
    assert not {"\x9b", "\u202e", "\u2066", "\u2069", "\x7f", "\ud800"} & set(shown)


@given(st.text(st.characters(codec=None)))
def test_the_length_stays_so_that_spans_fit(text: str) -> None:
    assert len(printable(text)) == len(text)


def test_ordinary_text_stays_as_it_is() -> None:
    text = "Fürst Ørsted said:\n\t“300 €” – 中文 עברית"
    assert printable(text) == text


def test_one_line_has_single_spaces() -> None:
    assert on_one_line(" a\r\nb\n\n c\td ") == "a b c d"
