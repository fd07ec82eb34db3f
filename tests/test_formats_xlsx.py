"""Excel: rows that can be understood alone. Files by LibreOffice, by openpyxl, which Quoth does not use, and by hand."""

from collections.abc import Sequence
from typing import get_args

import pytest
from hypothesis import given, settings

from corpus.errors import Reason
from corpus.formats import archive
from tests.foreign_files import (
    BOMB,
    FIXTURES,
    blocks,
    mutated,
    read,
    reason,
    rows,
    with_mutated_part,
    with_part,
    zipped,
)

SHIPS = (FIXTURES / "ships.xlsx").read_bytes()
SHEETS = (FIXTURES / "sheets.xlsx").read_bytes()
ROWS = [
    "Ship: Alba · Built: 1911 · Crew: 30 · Last voyage: 2019-08-09",
    "Ship: Bruna · Built: 1931 · Crew: 28.5",
]


def sheet(*rows: list[str]) -> bytes:
    """The sheet "Ships" with these rows of text, from A1."""
    cells = [
        "".join(
            f'<c r="{chr(65 + column)}{number}" t="inlineStr"><is><t>{text}</t></is></c>' if text else ""
            for column, text in enumerate(row)
        )
        for number, row in enumerate(rows, 1)
    ]
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    data = "".join(f'<row r="{number}">{row}</row>' for number, row in enumerate(cells, 1))
    return with_part(
        SHEETS, "xl/worksheets/sheet1.xml", f"<worksheet {space}><sheetData>{data}</sheetData></worksheet>"
    )


def test_a_sheet_by_libreoffice() -> None:
    extraction = read("a.xlsx", SHIPS)
    assert blocks(extraction) == [ROWS[0], f"{ROWS[1]} · Last voyage: 2020-01-31"]
    assert extraction.metadata == {}


def test_sheets_by_openpyxl() -> None:
    extraction = read("a.xlsx", SHEETS)
    assert [(b.span.of(extraction.text), b.headings) for b in extraction.blocks] == [
        (ROWS[0], ("Ships",)),
        (ROWS[1], ("Ships",)),
        ("The pier was rebuilt.", ("Notes",)),
        ("TRUE", ("Notes",)),
    ]
    assert extraction.metadata == {"title": "Ships of the harbour", "author": "A. Keeper", "published": "2019-08-09"}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["Ship", "Built"], ["Alba", "1911"]], ["Ship: Alba · Built: 1911"]),
        ([["Ship", "", "Built"], ["Alba", "old", "1911"]], ["Ship: Alba · old · Built: 1911"]),
        ([["Ship", "1911"], ["Alba", "1931"]], ["Ship | 1911", "Alba | 1931"]),
        ([["Ship", "Built"]], ["Ship | Built"]),
        ([["Ships"], ["Alba"]], ["Ships", "Alba"]),
        ([["Ship", "Built"], ["Two\nlines", ""]], ["Ship: Two lines"]),
        ([["Ship", "Built"], ["", ""], ["Alba", ""]], ["Ship: Alba"]),
    ],
)
def test_a_first_row_of_words_names_the_columns(rows: list[list[str]], expected: list[str]) -> None:
    assert blocks(read("a.xlsx", sheet(*rows)))[: len(expected)] == expected


def workbook(rows: Sequence[Sequence[object]], *, merged: str = "", styles: str = "") -> bytes:
    """The sheet "Ships"; a pair is a value and the number of its style, "" no cell."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    data = ""
    for number, row in enumerate(rows, 1):
        data += f'<row r="{number}">'
        for column, cell in enumerate(row):
            value, style = cell if isinstance(cell, tuple) else (cell, 0)
            place = f'r="{chr(65 + column)}{number}" s="{style}"'
            if isinstance(value, str) and value:
                data += f'<c {place} t="inlineStr"><is><t>{value}</t></is></c>'
            elif value != "":
                data += f"<c {place}><v> {value}</v></c>"
        data += "</row>"
    joined = f'<mergeCells><mergeCell ref="{merged}"/></mergeCells>' if merged else ""
    written = f"<worksheet {space}><sheetData>{data}</sheetData>{joined}</worksheet>"
    made = with_part(SHEETS, "xl/worksheets/sheet1.xml", written)
    if not styles:
        return made
    formats = '<numFmt numFmtId="164" formatCode="0.0\\ %"/><numFmt numFmtId="165" formatCode="0.00"/>'
    cell_styles = "".join(f'<xf numFmtId="{number}"/>' for number in styles.split())
    return with_part(
        made,
        "xl/styles.xml",
        f'<styleSheet {space}><numFmts count="2">{formats}</numFmts><cellXfs>{cell_styles}</cellXfs></styleSheet>',
    )


def test_numbers_with_blanks_around_them_are_numbers() -> None:
    """As R writes them; Excel reads them, python-calamine does not."""
    assert rows(read("a.xlsx", workbook([["Ship", "Crew"], ["Alba", 30], ["Bruna", 0.1 + 0.2]])))[:2] == [
        ("Alba: Crew 30.", ["Alba", "30"]),
        ("Bruna: Crew 0.3.", ["Bruna", "0.3"]),
    ]


def test_shares_of_a_hundred_are_read_as_they_are_shown() -> None:
    shares: list[list[object]] = [
        ["Ship", "Full"],
        ["Alba", (0.285, 1)],
        ["Bruna", (1, 2)],
        ["Cora", (0.5, 3)],
        ["Dora", (0.07, 4)],
    ]
    read_rows = rows(read("a.xlsx", workbook(shares, styles="0 9 164 165 10")))
    assert [text for text, _ in read_rows[:4]] == [
        "Alba: Full 28.5%.",
        "Bruna: Full 100%.",
        "Cora: Full 0.5.",
        "Dora: Full 7%.",
    ]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ([["Ships of the harbour"], ["Ship", "Crew"], ["Alba", 30]], ["Ships of the harbour", "Alba: Crew 30."]),
        (
            [["As of", "May"], ["Ship", "Crew", "Built"], ["Alba", 30, 1911]],
            ["As of | May", "Alba: Crew 30; Built 1911."],
        ),
        (
            [["Valid from", 45383], ["Ship", "Crew", "Built"], ["Alba", 30, 1911]],
            ["Valid from | 45383", "Alba: Crew 30; Built 1911."],
        ),
        ([["Ship", 2018, 2019], ["Alba", 30, 28]], ["Alba: 2018 30; 2019 28."]),
        ([["Ship", "Crew"], ["", "(at most)"], ["Alba", 30]], ["Alba: Crew (at most) 30."]),
        ([["Crew", "Built"], [30, 1911]], ["Crew 30; Built 1911."]),
        ([["", "Ship", "Crew"], ["", "Alba", 30]], ["Alba: Crew 30."]),
        ([["Ship", "Master"], ["Alba", "Finch"], ["Bruna", "Ode"]], ["Alba: Master Finch.", "Bruna: Master Ode."]),
        ([["Alba", 30], ["Bruna", 28]], ["Alba | 30", "Bruna | 28"]),
    ],
    ids=["title", "notes", "values above", "years", "units", "number first", "empty column", "words", "none"],
)
def test_what_names_the_columns_is_found_among_notes(table: list[list[object]], expected: list[str]) -> None:
    extraction = read("a.xlsx", workbook(table))
    read_rows = iter(text for text, _ in rows(extraction))
    found = [next(read_rows) if b.kind == "row" else b.span.of(extraction.text) for b in extraction.blocks]
    assert found[: len(expected)] == expected


def test_merged_cells_say_what_they_say_of_every_cell_they_cover() -> None:
    years: list[list[object]] = [["", "2018", "", "2019"], ["Ship", "Crew", "Guests", "Crew"], ["Alba", 30, 9, 28]]
    (row, _), *_ = rows(read("a.xlsx", workbook(years, merged="B1:C1")))
    assert row == "Alba: 2018 Crew 30; 2018 Guests 9; 2019 Crew 28."
    piers: list[list[object]] = [["Pier", "Ship", "Crew"], ["North", "Alba", 30], ["", "Bruna", 28]]
    read_rows = rows(read("a.xlsx", workbook(piers, merged="A2:A3")))
    assert [text for text, _ in read_rows[:2]] == ["North: Ship Alba; Crew 30.", "North: Ship Bruna; Crew 28."]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "damaged"),
        (SHIPS[:-99], "damaged"),
        (zipped({"a.txt": "words"}), "damaged"),
        (with_part(SHIPS, "xl/worksheets/sheet1.xml", "<worksheet"), "damaged"),
        (with_part(SHIPS, "xl/sharedStrings.xml", BOMB), "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99) + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    ],
)
def test_what_is_no_workbook_has_a_reason(data: bytes, expected: str) -> None:
    assert reason("a.xlsx", data) == expected


@pytest.mark.parametrize(
    "place", ['<c r="XFD1048576"><v>1</v></c>', '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>']
)
def test_two_cells_far_apart_are_too_large(place: str) -> None:
    far = f'<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row>{place}</sheetData></worksheet>'
    assert reason("a.xlsx", with_part(SHIPS, "xl/worksheets/sheet1.xml", far)) == "too_large"


def test_a_zip_bomb_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_UNPACKED", 100_000)
    assert reason("a.xlsx", with_part(SHIPS, "xl/worksheets/sheet1.xml", b" " * 100_001)) == "too_large"


@settings(max_examples=60)
@given(
    mutated(SHIPS) | with_mutated_part(SHEETS, "xl/worksheets/sheet1.xml") | with_mutated_part(SHIPS, "xl/styles.xml")
)
def test_broken_workbooks_are_read_soundly_or_refused(data: bytes) -> None:
    assert reason("a.xlsx", data) in (None, *get_args(Reason))
