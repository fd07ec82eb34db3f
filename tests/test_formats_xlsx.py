"""Excel: rows that can be understood alone. Files by LibreOffice, by openpyxl, which Quoth does not use, and by hand."""

from typing import get_args

import pytest
from hypothesis import given, settings

from corpus.errors import Reason
from corpus.formats import archive
from tests.foreign_files import BOMB, FIXTURES, blocks, mutated, read, reason, with_mutated_part, with_part, zipped

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
