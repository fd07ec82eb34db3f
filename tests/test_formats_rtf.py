"""Rich text: characters in any code page, what is deleted, footnotes. Files by hand and by LibreOffice."""

import pytest
from hypothesis import given, settings

from tests.foreign_files import FIXTURES, blocks, mutated, prose, read, reason, rows

HARBOUR = (FIXTURES / "harbour.rtf").read_bytes()


def rtf(body: str, head: str = r"\ansi\ansicpg1252") -> bytes:
    return ("{\\rtf1" + head + " " + body + "}").encode("latin-1")


def test_a_document_by_libreoffice() -> None:
    extraction = read("a.rtf", HARBOUR)
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
    ("body", "expected"),
    [
        (r"The {\b pier} held.\par It\rquote s\line old.", ["The pier held.", "It’s\nold."]),
        (r"caf\'e9 \u233? \u8211\'96 \u-10179?\u-8704? {\uc0\u233}x {\uc2\u233 ab}c", ["café é – 😀 éx éc"]),
        (
            r"{\fonttbl{\f0 A;}{\f1\fcharset204 B;}{\f2\fcharset128 C;}}{\f1\'cf\'f0} {\f2\'8d\'a1} {\f0\'e9}",
            ["Пр 今 é"],
        ),
        (r"It {\deleted never}{\revised always} held.{\v  hidden}", ["It always held."]),
        (r"{\header Top}{\*\unknown Words}{\pict 0a0b}Shown.{\footer Below}", ["Shown."]),
        (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt A link}}.", ["A link."]),
        (r"a \{b\} \\ c", ["a {b} \\ c"]),
        (r"\trowd a\cell b1\par b2\cell\row\pard After.", ["a | b1 b2", "After."]),
        ("one\r\n two\\\npar", ["one two", "par"]),
    ],
)
def test_what_is_text(body: str, expected: list[str]) -> None:
    assert blocks(read("a.rtf", rtf(body))) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (r"\trowd\trhdr gate\cell keeper\cell\row\trowd North\cell Una\cell\row", ("North: keeper Una.", ["North", "Una"])),
        (r"\trowd {\b gate}\cell\b keeper\b0\cell\row\trowd North\cell Una\cell\row",
         ("North: keeper Una.", ["North", "Una"])),
        (r"\trowd gate\cell{\b keeper}\cell\row\trowd North\cell Una\cell\row", ("North: Una.", ["North", "Una"])),
        (r"\trowd\trhdr\cellx900\cellx2800 gate\cell shift\cell\row"
         r"\trowd\clvmgf\cellx900\cellx1810\cellx2800 North\cell dawn\cell Una\cell\row"
         r"\trowd\clvmrg\cellx905\cellx1800\cellx2800 \cell dusk\cell Bo\cell\row",
         ("North: shift dusk; shift Bo.", ["North", "dusk", "Bo"])),
        (r"\trowd\trhdr\cellx900\cellx1800\clmrg\cellx2800 gate\cell shift\cell\cell\row"
         r"\trowd\cellx900\cellx1800\cellx2800 North\cell dawn\cell Una\cell\row",
         ("North: shift dawn; shift Una.", ["North", "dawn", "Una"])),
        (r"\trowd\trhdr\cellx900 gate\cell keeper\cell\row\trowd\cellx-5 North\cell Una\cell\row",
         ("North: keeper Una.", ["North", "Una"])),
    ],
)  # fmt: skip
def test_a_row_is_read_with_the_names_of_its_columns(body: str, expected: tuple[str, list[str]]) -> None:
    assert rows(read("a.rtf", rtf(body + r"\pard After.")))[-1] == expected


def test_two_tables_with_a_paragraph_between_them_are_two() -> None:
    one = r"\trowd\trhdr gate\cell keeper\cell\row\trowd North\cell Una\cell\row\pard"
    extraction = read("a.rtf", rtf(one + r" Then:\par\trowd Bo\cell Ode\cell\row\pard\par"))
    assert [text for text, _ in rows(extraction)] == ["gate: keeper:", "North: keeper Una.", "Bo: Ode."]
    assert blocks(extraction)[2] == "Then:"


def test_headings_are_known_by_style_or_outline_level() -> None:
    styles = r"{\stylesheet{\s0 Normal;}{\s1\b heading 1;}{\s7\outlinelevel1 Own;}}"
    extraction = read(
        "a.rtf", rtf(styles + r"\s1 One\par\pard\s7 Two\par\pard a\par\pard\outlinelevel0 Three\par\pard b")
    )
    assert [(b.span.of(extraction.text), b.headings) for b in extraction.blocks] == [
        ("a", ("One", "Two")),
        ("b", ("Three",)),
    ]


def test_the_code_page_of_the_file_is_used() -> None:
    assert blocks(read("a.rtf", rtf(r"\'cf\'f0", r"\ansi\ansicpg1251"))) == ["Пр"]
    assert blocks(read("a.rtf", rtf(r"\'e9", r"\ansi\ansicpg99999"))) == ["é"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "empty"),
        (b"The pier.", "damaged"),
        (b"{\\rtf1}", "empty"),
        (b"PK\x03\x04", "damaged"),
        (HARBOUR[:-300], None),
    ],
)
def test_what_is_no_rich_text_has_a_reason(data: bytes, expected: str | None) -> None:
    assert reason("a.rtf", data) == expected


@pytest.mark.parametrize(
    "hostile", [b"{" * 300_000, b"}" * 300_000, b"{\\footnote x" * 50_000], ids=["open", "close", "notes"]
)
def test_many_groups_are_no_trap(hostile: bytes) -> None:
    assert reason("a.rtf", b"{\\rtf1 words " + hostile) is None


@settings(max_examples=150)
@given(
    mutated(HARBOUR)
    | mutated(rtf(r"{\fonttbl{\f1\fcharset204 B;}}a{\f1\'cf}{\footnote b}\par\trowd c\cell\row \u-10179?"))
)
def test_broken_rich_text_is_read_soundly_or_refused(data: bytes) -> None:
    assert reason("a.rtf", data) in (None, "empty", "damaged")


def test_a_line_end_behind_a_backslash_ends_a_paragraph_as_textedit_writes_it() -> None:
    extraction = read(
        "a.rtf",
        rb"""{\rtf1\ansi\ansicpg1252\cocoartf2709
{\fonttbl\f0\fswiss\fcharset0 Helvetica;}{\*\expandedcolortbl;;\cssrgb\c0\c0\c0;}
\pard\tx566\pardirnatural\partightenfactor0

\f0\fs24 \cf2 The ferry carries 120 passengers.\
\
It leaves at \uc0\u321 \u243 d\u378 .\
\pard\tx220\li720\fi-720
\ls1\ilvl0\cf2 {\listtext	\uc0\u8226 	}bring water\
}""",
    )
    assert blocks(extraction) == ["The ferry carries 120 passengers.", "It leaves at Łódź.", "bring water"]


def test_a_cell_may_be_of_several_paragraphs_the_last_of_which_ends_too() -> None:
    r"""pandoc ends the paragraph of each cell before its `\cell`."""
    row = r"{\trowd\cellx2880\cellx5760\intbl {{\pard\intbl\ql %s\par}\cell}{{\pard\intbl\ql %s\par}\cell}\intbl\row}"
    table = row % ("Ship", r"Built\par of oak") + row % ("Alba", "1911")
    extraction = read("a.rtf", r"{\rtf1\ansi" + table + r"{\pard The pier held.\par}}")
    assert blocks(extraction) == ["Ship | Built of oak", "Alba | 1911", "The pier held."]
