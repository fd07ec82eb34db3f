"""Word: what is text, what is not, and hostile archives. Files by hand and by LibreOffice."""

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
    prose,
    read,
    reason,
    relations,
    rows,
    with_mutated_part,
    with_part,
    zipped,
)

HARBOUR = (FIXTURES / "harbour.docx").read_bytes()
STYLES = """
<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="Own"><w:name w:val="Own"/><w:basedOn w:val="berschrift1"/></w:style>
<w:style w:styleId="Framed"><w:tblStylePr w:type="firstRow"/></w:style>
<w:style w:styleId="Verzeichnis1"><w:name w:val="toc 1"/></w:style>
<w:style w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style>
"""


def docx(body: str, *, notes: str = "") -> bytes:
    def part(name: str, inside: str) -> str:
        space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        return f'<w:{name} xmlns:w="{space}">{inside}</w:{name}>'

    return zipped(
        {
            "_rels/.rels": relations(officeDocument="word/document.xml"),
            "word/_rels/document.xml.rels": relations(styles="styles.xml", footnotes="/word/notes.xml"),
            "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
            "word/styles.xml": part("styles", STYLES),
            "word/notes.xml": part("footnotes", notes),
        }
    )


def p(inside: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_a_document_by_libreoffice() -> None:
    extraction = read("a.docx", HARBOUR)
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
        (p(r("The ") + r("pier") + r(" held.")), ["The pier held."]),
        (p(r("It ") + f"<w:del>{r('never')}</w:del><w:ins>{r('always')}</w:ins>" + r(" held.")), ["It always held."]),
        (p(r("It "), "<w:rPr><w:del/></w:rPr>") + p(r("held.")), ["It held."]),
        (f"<w:p><w:moveFrom>{r('Gone.')}</w:moveFrom></w:p><w:p><w:moveTo>{r('Here.')}</w:moveTo></w:p>", ["Here."]),
        (p(r("Seen.") + r(" Hidden.", "<w:vanish/>") + r(" Shown.", '<w:vanish w:val="0"/>')), ["Seen. Shown."]),
        (p("<w:r><w:t>one</w:t><w:tab/><w:t>two</w:t><w:br/><w:t>three</w:t></w:r>"), ["one\ttwo\nthree"]),
        (p("<w:r><w:instrText>PAGE</w:instrText></w:r>" + r("4")), ["4"]),
        (p(f"<w:hyperlink>{r('A link.')}</w:hyperlink>"), ["A link."]),
        (f"<w:sdt><w:sdtContent>{p(r('In a control.'))}</w:sdtContent></w:sdt>", ["In a control."]),
        (
            p(f"<w:r><w:pict><w:txbxContent>{p(r('Box.'))}</w:txbxContent></w:pict></w:r>" + r("Text.")),
            ["Text.", "Box."],
        ),
        (p(r("  ")) + p(""), []),
    ],
)
def test_what_is_text(body: str, expected: list[str]) -> None:
    assert blocks(read("a.docx", docx(body + p(r("End."))))) == [*expected, "End."]


def test_headings_are_known_by_style_in_any_language_by_base_and_by_outline_level() -> None:
    headings = [
        p(r("One"), '<w:pStyle w:val="berschrift1"/>'),
        p(r("Two"), '<w:outlineLvl w:val="1"/>'),
        p(r("a")),
        p(r("Three"), '<w:pStyle w:val="Own"/>'),
        p(r("b"), '<w:pStyle w:val="Loop"/>'),
    ]
    extraction = read("a.docx", docx("".join(headings)))
    assert [(b.span.of(extraction.text), b.headings) for b in extraction.blocks] == [
        ("a", ("One", "Two")),
        ("b", ("Three",)),
    ]


def test_a_footnote_follows_its_paragraph_once() -> None:
    reference = '<w:r><w:footnoteReference w:id="3"/></w:r>'
    notes = f'<w:footnote w:id="3">{p(r("By hand.") + reference)}</w:footnote>'
    extraction = read("a.docx", docx(p(r("They counted 300") + reference + r(" men.") + reference), notes=notes))
    assert blocks(extraction) == ["They counted 300[1] men.", "By hand."]
    assert prose(extraction)[0] == "They counted 300 men."


def test_a_deleted_row_is_no_text_and_a_cells_paragraphs_are_one_cell() -> None:
    def row(*cells: str, properties: str = "") -> str:
        return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"

    table = row(p(r("Alba")) + p(r("(ferry)")), p("")) + row(p(r("Bruna")), properties="<w:del/>") + row(p(""))
    assert blocks(read("a.docx", docx(f"<w:tbl>{table}</w:tbl>"))) == ["Alba (ferry) |"]


def tr(*cells: str, properties: str = "") -> str:
    """A row; a cell is its words, or after a bar also its properties."""
    split = [cell.partition("|") for cell in cells]
    inside = "".join(f"<w:tc><w:tcPr>{own}</w:tcPr>{p(r(text))}</w:tc>" for text, _, own in split)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def tbl(*rows: str, properties: str = "") -> bytes:
    return docx(f"<w:tbl><w:tblPr>{properties}</w:tblPr>{''.join(rows)}</w:tbl>")


STYLED = '<w:tblStyle w:val="Framed"/><w:tblLook w:firstRow="{}"/>'
BOLD = "<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>".format(*(p(r(word, "<w:b/>")) for word in ("gate", "keeper")))
HEADING = "<w:tr>{}{}</w:tr>".format(
    *(
        f"<w:tc>{p(r(word), '<w:pStyle w:val=' + chr(34) + 'TableHeading' + chr(34) + '/>')}</w:tc>"
        for word in ("gate", "keeper")
    )
)
NAMED = ("North: keeper Una.", ["North", "Una"])


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (tbl(tr("gate", "keeper", properties="<w:tblHeader/>"), tr("North", "Una")), NAMED),
        (tbl(tr("gate", "keeper"), tr("North", "Una"), properties=STYLED.format(1)), NAMED),
        (tbl(tr("gate", "keeper"), tr("North", "Una"), properties=STYLED.format(0)), ("North: Una.", ["North", "Una"])),
        (tbl(BOLD, tr("North", "Una")), NAMED),
        (tbl(HEADING, tr("North", "Una")), NAMED),
        (tbl(tr("lamp", "price"), tr("Orla", "89"), tr("Vik", "75")), ("Vik: price 75.", ["Vik", "75"])),
        (
            tbl(
                tr("gate", 'shift|<w:gridSpan w:val="2"/>', properties="<w:tblHeader/>"),
                tr('North|<w:vMerge w:val="restart"/>', "dawn", "Una"),
                tr("|<w:vMerge/>", "dusk", "Bo"),
            ),
            ("North: shift dusk; shift Bo.", ["North", "dusk", "Bo"]),
        ),
    ],
)  # fmt: skip
def test_a_row_is_read_with_the_names_of_its_columns(table: bytes, expected: tuple[str, list[str]]) -> None:
    assert rows(read("a.docx", table))[-1] == expected


@pytest.mark.parametrize("properties", ["<w:tblHeader/>", ""])
def test_headers_over_nothing_name_nothing(properties: str) -> None:
    extraction = read("a.docx", tbl(tr("North", "Una", properties=properties)))
    assert rows(extraction) == [("North: Una.", ["North", "Una"])]


def test_a_note_in_a_cell_is_marked_and_follows_the_table() -> None:
    noted = p(r("89 ") + r("euros") + '<w:r><w:footnoteReference w:id="3"/></w:r>' + r(" each"))
    body = f"<w:tbl>{tr('Orla')[:-7]}<w:tc>{noted}</w:tc></w:tr>{tr('Vik', '75')}</w:tbl>"
    extraction = read("a.docx", docx(body, notes=f'<w:footnote w:id="3">{p(r("Until May."))}</w:footnote>'))
    assert blocks(extraction) == ["Orla | 89 euros[1] each", "Vik | 75", "Until May."]
    assert rows(extraction)[0] == ("Orla: 89 euros    each.", ["Orla", "89 euros[1] each"])


def test_a_box_around_some_text_is_no_table() -> None:
    (block,) = read("a.docx", tbl("<w:tr><w:tc>" + p(r("Mind the step.")) + p(r("Hold on.")) + "</w:tc></w:tr>")).blocks
    assert block.kind == "prose"


# What cannot be read


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "damaged"),
        (b"The harbour.", "damaged"),
        (HARBOUR[:3000], "damaged"),
        (b"%PDF-1.7" + b" " * 99, "damaged"),
        (zipped({"a.txt": "words"}), "damaged"),
        (with_part(HARBOUR, "word/document.xml", "<w:document"), "damaged"),
        (with_part(HARBOUR, "word/document.xml", BOMB), "damaged"),
        (with_part(HARBOUR, "word/document.xml", "<a>" * 9000 + "</a>" * 9000), "damaged"),
        (docx(""), "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99) + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (HARBOUR.replace(b"PK\x01\x02\x14\x00\x14\x00\x08\x08", b"PK\x01\x02\x14\x00\x14\x00\x09\x08"), "encrypted"),
    ],
)
def test_what_is_no_document_has_a_reason(data: bytes, expected: str) -> None:
    assert reason("a.docx", data) == expected


def test_a_zip_bomb_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_UNPACKED", 1_000_000)
    assert reason("a.docx", with_part(HARBOUR, "word/document.xml", b" " * 1_000_001)) == "too_large"


@settings(max_examples=60)
@given(
    mutated(HARBOUR) | with_mutated_part(HARBOUR, "word/document.xml") | with_mutated_part(HARBOUR, "word/styles.xml")
)
def test_broken_documents_are_read_soundly_or_refused(data: bytes) -> None:
    assert reason("a.docx", data) in (None, *get_args(Reason))


def test_a_table_of_contents_is_no_prose_and_stands_in_the_text() -> None:
    contents = p(r("Fees") + "<w:r><w:tab/></w:r>" + r("12"), '<w:pStyle w:val="Verzeichnis1"/>')
    extraction = read("a.docx", docx(contents + p(r("The pier held."))))
    assert blocks(extraction) == ["The pier held."]
    assert extraction.text == "Fees\t12\n\nThe pier held."


@pytest.mark.parametrize("way", ["drop", "margin"])
def test_a_large_first_letter_is_of_the_word_it_begins(way: str) -> None:
    letter = p(r("T"), f'<w:framePr w:dropCap="{way}" w:lines="3"/>')
    assert blocks(read("a.docx", docx(letter + p(r("he pier held."))))) == ["The pier held."]


def test_a_control_that_nobody_filled_in_says_nothing() -> None:
    def control(state: str, inside: str) -> str:
        return f"<w:sdt><w:sdtPr>{state}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"

    empty = "<w:showingPlcHdr/>"
    body = control(empty, p(r("Type the title."))) + p(
        r("Due: ") + control(empty, r("click here")) + control("", r("May"))
    )
    assert blocks(read("a.docx", docx(body))) == ["Due: May"]
