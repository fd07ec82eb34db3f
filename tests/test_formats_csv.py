"""Tables in text: rows, and what their columns are called."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.foreign_files import blocks, mutated, prose, read, reason

SHIPS = 'Ship,Built,Note\nAlba,1911,"said ""no"", then left"\nBruna,1931,\n'


def test_a_row_is_a_block_under_the_names_of_its_columns() -> None:
    extraction = read("a.csv", SHIPS)
    assert blocks(extraction) == ['Alba,1911,"said ""no"", then left"', "Bruna,1931,"]
    assert prose(extraction) == ['Alba 1911 said ""no"", then left', "Bruna 1931"]
    assert {block.headings for block in extraction.blocks} == {("Ship, Built, Note",)}
    assert extraction.coordinates == "file"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_delimiter_is_the_one_that_comes_in_every_line(end: str, delimiter: str, encoding: str) -> None:
    text = end.join(["Ship|Crew, in all|Built".replace("|", delimiter), "Alba|1.5|1911".replace("|", delimiter), ""])
    if delimiter == ",":
        text = text.replace("Crew, in all", '"Crew, in all"')
    extraction = read("a.csv", text.encode(encoding))
    assert prose(extraction) == ["Alba 1.5 1911"]
    assert extraction.blocks[0].headings == ("Ship, Crew, in all, Built",)


def test_tab_separated_cells_may_hold_any_comma() -> None:
    assert prose(read("a.tsv", "Ship, old\tBuilt\nAlba, Ltd, No 3\t1911\n")) == ["Alba, Ltd, No 3 1911"]


@pytest.mark.parametrize(
    ("text", "headings"),
    [("Alba,1911\nBruna,1931", ()), ("Ship,Built", ()), ("Ships\nAlba", ()), ("Ship,\nAlba,x", ())],
)
def test_a_first_row_that_names_nothing_is_a_row(text: str, headings: tuple[str, ...]) -> None:
    extraction = read("a.csv", text)
    assert len(extraction.blocks) == len(text.splitlines())
    assert extraction.blocks[0].headings == headings


def test_a_cell_may_hold_lines_and_a_quotation_mark_that_is_never_closed_is_a_character() -> None:
    assert blocks(read("a.csv", '1,"two\nlines"\nb1,"open\nc1,"too"\n')) == ['1,"two\nlines"', 'b1,"open\nc1,"too"']
    assert blocks(read("a.csv", '1,"open\nb1,c\n')) == ['1,"open', "b1,c"]


def test_many_open_quotation_marks_are_no_trap() -> None:
    assert len(read("a.csv", '1,"b\n""",' * 100_000).text) > 100_000


@example([["", ";"], [",", "1;"], ["", "", ";"]])  # more lines agree on semicolons than on commas
@given(st.lists(st.lists(st.text(alphabet='ab 1",;\n'), min_size=2, max_size=3), min_size=2, max_size=5))
def test_every_word_that_the_standard_library_writes_is_found(rows: list[list[str]]) -> None:
    buffer = io.StringIO()
    csv.writer(buffer).writerows([["1", "2", "3"], *rows])
    written = "".join(character for row in rows for cell in row for character in cell if character.isalnum())
    if written:
        found = "".join(prose(read("a.csv", buffer.getvalue())))
        assert "".join(filter(str.isalnum, found)) == "123" + written


@given(mutated(SHIPS.encode()) | st.text(alphabet='a1",;\t\n\r\ufeff').map(str.encode))
def test_broken_tables_are_read_soundly_or_refused(data: bytes) -> None:
    assert reason("a.csv", data) in (None, "empty", "damaged")
    assert reason("a.tsv", data) in (None, "empty", "damaged")
