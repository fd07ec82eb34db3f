"""OpenDocument text: files by hand and by LibreOffice."""

from typing import get_args

import pytest
from hypothesis import given, settings

from corpus.errors import Reason
from tests.foreign_files import (
    BOMB,
    FIXTURES,
    blocks,
    mutated,
    prose,
    read,
    reason,
    rows,
    with_mutated_part,
    with_part,
    zipped,
)

HARBOUR = (FIXTURES / "harbour.odt").read_bytes()


def odt(inside: str) -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "drawing")
    )
    body = f"<office:body><office:text>{inside}</office:text></office:body>"
    return zipped({"content.xml": f"<office:document-content {spaces}>{body}</office:document-content>"})


def test_a_document_by_libreoffice() -> None:
    extraction = read("a.odt", HARBOUR)
    assert [(text, block.headings) for text, block in zip(prose(extraction), extraction.blocks, strict=True)] == [
        ("The pier was rebuilt in 1911, after a storm had torn it away.", ("The harbour",)),
        ("The storm of January 1908.", ("The harbour",)),
        ("Fishing boats from the north.", ("The harbour", "Ships")),
        ("Ferries to the islands.", ("The harbour", "Ships")),
        ("Ship | Built", ("The harbour", "Ships")),
        ("Alba | 1931", ("The harbour", "Ships")),
        ("The end of the report.", ("The harbour", "Ships")),
    ]
    assert extraction.metadata == {"title": "The eastern pier", "author": "A. Keeper", "published": "2019-08-09"}
    assert "storm[1] had" in extraction.text


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<text:p>The\n  <text:span>pier</text:span> held.</text:p>", ["The pier held."]),
        (
            '<text:p>one<text:s text:c="999999999"/>two<text:tab/>three<text:line-break/>four</text:p>',
            ["one two\tthree\nfour"],
        ),
        ("<text:tracked-changes><text:p>Gone.</text:p></text:tracked-changes><text:p>Here.</text:p>", ["Here."]),
        ("<text:p>Seen.<office:annotation><text:p>A remark.</text:p></office:annotation></text:p>", ["Seen."]),
        ("<text:section><text:p>In a section.</text:p></text:section>", ["In a section."]),
        ("<text:p>Text.<drawing:text-box><text:p>Box.</text:p></drawing:text-box></text:p>", ["Text.", "Box."]),
        ("<text:h>Heading</text:h><text:p>Text.</text:p>", ["Text."]),
        (
            "<text:table-of-content><text:index-body><text:p>Fees 12</text:p></text:index-body></text:table-of-content>"
            "<text:p>Text.</text:p>",
            ["Text."],
        ),
        (
            '<table:table><table:table-row table:number-rows-repeated="1000000"><table:table-cell><text:p>a</text:p>'
            '</table:table-cell><table:table-cell table:number-columns-repeated="99999"/></table:table-row></table:table>',
            ["a |"],
        ),
    ],
)
def test_what_is_text(inside: str, expected: list[str]) -> None:
    assert blocks(read("a.odt", odt(inside))) == expected


def row(*cells: str) -> str:
    """A cell is its words, or after a bar also its attributes."""
    split = [cell.partition("|") for cell in cells]
    inside = "".join(f"<table:table-cell {own}><text:p>{text}</text:p></table:table-cell>" for text, _, own in split)
    return ROW.format(inside)


ROW = "<table:table-row>{}</table:table-row>"
HEAD = "<table:table-header-rows>{}</table:table-header-rows>"
COVERED = "<table:covered-table-cell><text:p>unseen</text:p></table:covered-table-cell>"


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (HEAD.format(row("gate", "keeper")) + row("North", "Una"), ("North: keeper Una.", ["North", "Una"])),
        (row("gate", "keeper").replace("<text:p", '<text:p text:style-name="Table_20_Heading"') + row("North", "Una"),
         ("North: keeper Una.", ["North", "Una"])),
        (row("North", "Una"), ("North: Una.", ["North", "Una"])),
        (HEAD.format(row("gate", 'shift|table:number-columns-spanned="2"') + ROW.format(COVERED))
         + row('North|table:number-rows-spanned="2"', "dawn", "Una") + row("dusk", "Bo"),
         ("North: shift dusk; shift Bo.", ["North", "dusk", "Bo"])),
        (HEAD.format(row("gate", "dawn", "noon", "dusk")) + row("North", '|table:number-columns-repeated="2"', "Una"),
         ("North: dusk Una.", ["North", "Una"])),
        (row("North", f"</text:p><table:table>{row('Una', 'Bo')}</table:table><text:p>"),
         ("North: Una Bo.", ["North", "Una Bo"])),
    ],
)  # fmt: skip
def test_a_row_is_read_with_the_names_of_its_columns(table: str, expected: tuple[str, list[str]]) -> None:
    extraction = read("a.odt", odt(f"<table:table>{table}</table:table>"))
    assert rows(extraction)[-1] == expected
    assert "unseen" not in extraction.text


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "damaged"),
        (HARBOUR[:-300], "damaged"),
        (zipped({"content.xml": "<a/>"}), "damaged"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "damaged"),
        (with_part(HARBOUR, "content.xml", BOMB), "damaged"),
        (odt(""), "empty"),
        (with_part(HARBOUR, "META-INF/manifest.xml", "<m:encryption-data/>"), "encrypted"),
    ],
)
def test_what_is_no_document_has_a_reason(data: bytes, expected: str) -> None:
    assert reason("a.odt", data) == expected


@settings(max_examples=60)
@given(mutated(HARBOUR) | with_mutated_part(HARBOUR, "content.xml") | with_mutated_part(HARBOUR, "meta.xml"))
def test_broken_documents_are_read_soundly_or_refused(data: bytes) -> None:
    assert reason("a.odt", data) in (None, *get_args(Reason))
