"""PowerPoint: slides as pages. Files by hand and, its templates taken out, by python-pptx, which Quoth does not use."""

from typing import get_args

import pytest
from hypothesis import given, settings

from corpus.errors import Reason
from tests.foreign_files import (
    BOMB,
    FIXTURES,
    OFFICE,
    blocks,
    mutated,
    read,
    reason,
    relations,
    rows,
    with_mutated_part,
    with_part,
    zipped,
)

HARBOUR = (FIXTURES / "harbour.pptx").read_bytes()
SPACES = f'xmlns:p="urn:p" xmlns:a="urn:a" xmlns:r="{OFFICE}/relationships"'


def pptx(*slides: str) -> bytes:
    """Slides of these shapes, shown last first, as their list says."""
    ids = "".join(f'<p:sldId id="{255 + n}" r:id="rId{n}"/>' for n in range(len(slides), 0, -1))
    return zipped(
        {
            "_rels/.rels": relations(officeDocument="ppt/presentation.xml"),
            "ppt/presentation.xml": f"<p:presentation {SPACES}><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>",
            "ppt/_rels/presentation.xml.rels": relations(
                **{f"slide{n}": f"slides/s{n}.xml" for n in range(1, len(slides) + 1)}
            ),
            **{f"ppt/slides/s{n}.xml": f"<p:sld {SPACES}>{shapes}</p:sld>" for n, shapes in enumerate(slides, 1)},
        }
    )


def shape(*texts: str, place: str = "") -> str:
    holder = f'<p:nvSpPr><p:nvPr><p:ph type="{place}"/></p:nvPr></p:nvSpPr>' if place else ""
    paragraphs = "".join(f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>" for text in texts)
    return f"<p:sp>{holder}<p:txBody>{paragraphs}</p:txBody></p:sp>"


def test_slides_by_python_pptx() -> None:
    extraction = read("a.pptx", HARBOUR)
    assert [(b.span.of(extraction.text), b.headings) for b in extraction.blocks] == [
        ("It was rebuilt in 1911.", ("The harbour",)),
        ("The pier is made of stone.", ("The harbour",)),
        ("Mention the storm.", ("The harbour",)),
        ("Ship | Built", ("Ships",)),
        ("Alba | 1931", ("Ships",)),
        ("Thirty ships a week.", ()),
    ]
    assert [extraction.text[start:].split("\n")[0] for start in extraction.page_starts] == [
        "The harbour",
        "Ships",
        "Thirty ships a week.",
    ]
    assert extraction.metadata == {"title": "The pier in slides", "author": "A. Keeper", "published": "2019-08-09"}


def test_slides_come_in_the_order_shown_and_their_numbers_are_no_text() -> None:
    first = shape("Last", place="title") + shape("It held.") + shape("12", place="sldNum")
    extraction = read("a.pptx", pptx(first, shape("It was", "rebuilt.")))
    assert [(b.span.of(extraction.text), b.headings) for b in extraction.blocks] == [
        ("It was", ()),
        ("rebuilt.", ()),
        ("It held.", ("Last",)),
    ]
    assert extraction.metadata == {"title": "Last"}


def test_a_slide_without_words_is_a_page_all_the_same() -> None:
    extraction = read("a.pptx", pptx(shape("It held."), "", shape("It was rebuilt.")))
    assert blocks(extraction) == ["It was rebuilt.", "It held."]
    assert len(extraction.page_starts) == 3
    assert extraction.text[extraction.page_starts[2] :] == "It held."


def table(*rows: list[str], properties: str = "") -> str:
    """A cell is its words, or after a bar also its attributes."""
    inside = ""
    for cells in rows:
        split = [cell.partition("|") for cell in cells]
        inside += (
            "<a:tr>" + "".join(f"<a:tc {own}><a:p><a:t>{text}</a:t></a:p></a:tc>" for text, _, own in split) + "</a:tr>"
        )
    return f"<p:graphicFrame><a:tbl><a:tblPr {properties}/>{inside}</a:tbl></p:graphicFrame>"


@pytest.mark.parametrize(
    ("slide", "expected"),
    [
        (table(["gate", "keeper"], ["North", "Una"], properties='firstRow="1"'), ("North: keeper Una.", ["North", "Una"])),
        (table(["gate", "keeper"], ["North", "Una"], properties='firstRow="0"'), ("North: Una.", ["North", "Una"])),
        (table(["gate", 'shift|gridSpan="2"', '|hMerge="1"'], ['North|rowSpan="2"', "dawn", "Una"],
               ['|vMerge="1"', "dusk", "Bo"], properties='firstRow="1"'),
         ("North: shift dusk; shift Bo.", ["North", "dusk", "Bo"])),
    ],
)  # fmt: skip
def test_a_row_is_read_with_the_names_of_its_columns(slide: str, expected: tuple[str, list[str]]) -> None:
    assert rows(read("a.pptx", pptx(slide)))[-1] == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "damaged"),
        (HARBOUR[:-99], "damaged"),
        (pptx(BOMB), "damaged"),
        (with_part(pptx(shape("x")), "ppt/slides/s1.xml", BOMB), "damaged"),
        (with_part(pptx(shape("x")), "ppt/_rels/presentation.xml.rels", relations(slide="gone.xml")), "damaged"),
        (pptx(shape("")), "empty"),
        (pptx(), "empty"),
    ],
)
def test_what_is_no_presentation_has_a_reason(data: bytes, expected: str) -> None:
    assert reason("a.pptx", data) == expected


@settings(max_examples=50)
@given(mutated(HARBOUR) | with_mutated_part(HARBOUR, "ppt/slides/slide1.xml"))
def test_broken_presentations_are_read_soundly_or_refused(data: bytes) -> None:
    assert reason("a.pptx", data) in (None, *get_args(Reason))
