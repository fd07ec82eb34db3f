"""PDF: pages, columns, hyphens, headers; what is encrypted, broken or a picture. Files by hand and by LibreOffice."""

import re
from typing import get_args

import pytest
from hypothesis import given, settings

from corpus.errors import Reason
from corpus.formats.extraction import page_ranges
from tests.foreign_files import FIXTURES, Words, blocks, mutated, pdf, prose, read, reason, refusal

PICTURE = "q 100 0 0 100 50 50 cm BI /W 2 /H 2 /BPC 8 /CS /G ID abcd EI Q\n"
HARBOUR = ["The harbour was rebuilt in 1911", "after a storm had torn away the", "eastern pier."]


def lines(texts: list[str], left: float = 40, top: float = 500, size: float = 10) -> list[Words]:
    return [(left, top - 12 * number, size, text) for number, text in enumerate(texts)]


def test_lines_are_paragraphs_and_a_gap_parts_them() -> None:
    extraction = read("a.pdf", pdf([lines(HARBOUR) + lines(["The pier held in 1931."], top=440)]))
    assert blocks(extraction) == ["\n".join(HARBOUR), "The pier held in 1931."]
    assert (extraction.coordinates, extraction.page_starts) == ("extracted", (0,))
    assert re.fullmatch(r"quoth-pdf \d+ \(pypdfium2 [\d.]+\)", extraction.extractor or "")


def test_a_raised_number_ends_no_paragraph() -> None:
    page = [
        (40.0, 500.0, 10.0, "The harbour was rebuilt in 1911"),
        (185.0, 504.0, 6.0, "2"),
        *lines(HARBOUR[1:], top=488),
    ]
    extraction = read("a.pdf", pdf([page]))
    assert len(extraction.blocks) == 1


def test_large_short_lines_are_headings() -> None:
    page = [(40, 560, 20, "The harbour"), (40, 530, 14, "The pier"), *lines(HARBOUR)]
    extraction = read("a.pdf", pdf([page]))
    assert [(b.span.of(extraction.text), b.headings) for b in extraction.blocks] == [
        ("\n".join(HARBOUR), ("The harbour", "The pier"))
    ]
    assert extraction.metadata["title"] == "The harbour"


def test_items_of_a_list_are_paragraphs_however_far_their_marks_stand_out() -> None:
    items = ["1. The first ship", "2. The second ship", "• A raft"]
    marks, words = zip(*(item.split(" ", 1) for item in items), strict=True)
    apart = [part for row in zip(lines(list(marks), 40), lines(list(words), 80), strict=True) for part in row]
    assert blocks(read("a.pdf", pdf([lines(items)]))) == items
    assert blocks(read("a.pdf", pdf([apart]))) == items


LEFT = """
The pilot boat left at five in
the morning, although nobody
on the quay had expected the
fog to stay so long there.
""".strip().splitlines()
RIGHT = """
The keeper of the lighthouse
counted fourteen ships, most
of them bound for the north,
and wrote down their names.
""".strip().splitlines()


@pytest.mark.parametrize("order", ["by line", "by column", "right first"])
def test_columns_are_read_one_after_the_other_however_they_were_drawn(order: str) -> None:
    left, right = lines(LEFT, 40), lines(RIGHT, 220)
    drawn = {
        "by line": [words for pair in zip(left, right, strict=True) for words in pair],
        "by column": left + right,
        "right first": right + left,
    }[order]
    page = [(40, 540, 10, "A line across both columns, which stands above them both and is long."), *drawn]
    expected = [page[0][3], "\n".join(LEFT), "\n".join(RIGHT)]
    assert blocks(read("a.pdf", pdf([page]))) == expected


def test_a_table_is_read_by_rows() -> None:
    cells = [("Ship", "Built", "Crew"), ("Alba", "1911", "30"), ("Bruna", "1931", "28"), ("Cora", "1947", "12")]
    page = [(40 + 120 * c, 500 - 12 * r, 10, text) for r, row in enumerate(cells) for c, text in enumerate(row)]
    assert blocks(read("a.pdf", pdf([page]))) == [" | ".join(row) for row in cells]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["There were three hundred work-", "ers at the pier."], "There were three hundred workers\nat the pier."),
        (["The well-known pier is a well-", "known sight."], "The well-known pier is a well-known\nsight."),
        (["The Franco-", "Prussian war of 1870-", "1871 ended."], "The Franco-Prussian\nwar of 1870-1871\nended."),
        (["The pier - as they said -", "held."], "The pier - as they said -\nheld."),
        (["It was unbreak-", "able"], "It was unbreakable"),
    ],
)
def test_a_word_cut_at_a_lines_end_is_whole(texts: list[str], expected: str) -> None:
    assert blocks(read("a.pdf", pdf([lines(texts)]))) == [expected]


def test_a_paragraph_goes_on_over_the_page_and_headers_are_no_prose() -> None:
    texts = ["The first pier was made of", "The second pier was made of", "The third pier was built of"]
    ends = ["oak and lasted ten years.", "iron and lasted forty years.", "stone and stands today."]
    pages = []
    for number, start in enumerate([*texts, ""]):
        page = [(40, 580, 9, "Annals of the harbour"), (200, 20, 9, f"{number + 1}")]
        page += [(40, 520, 10, ends[number - 1])] if number else []
        page += [(40, 508 - 20, 10, start)] if start else []
        pages.append(page)
    extraction = read("a.pdf", pdf(pages))
    assert prose(extraction) == [f"{start} {end}" for start, end in zip(texts, ends, strict=True)]
    assert extraction.text.count("Annals of the harbour") == 4
    starts = extraction.page_starts
    assert [extraction.text.index(end) > start for end, start in zip(ends, starts[1:], strict=True)] == [True] * 3
    assert all(extraction.text[start:].startswith("Annals") for start in starts)


def test_a_heading_that_goes_on_over_the_page_leaves_no_markup() -> None:
    page = [(40.0, 580.0, 9.0, "Annals of the harbour"), *lines(HARBOUR, top=300)]
    pages = [[*page, (40.0, 200.0, 20.0, "On the")], [page[0], (40.0, 500.0, 20.0, "pier"), *page[1:]]]
    extraction = read("a.pdf", pdf(pages))
    assert extraction.blocks[-1].headings == ("On the pier",)
    assert extraction.markup == ()


def test_a_table_of_contents_is_no_prose() -> None:
    contents = ["1 The harbour . . . . . . . . 3", "1.1 The pier ............. iv", "Before 1911 ..."]
    extraction = read("a.pdf", pdf([lines(contents[:2]) + lines(contents[2:] + HARBOUR, top=400)]))
    assert blocks(extraction) == ["\n".join([contents[2], *HARBOUR])]
    assert all(line in extraction.text for line in contents)


def test_the_same_line_in_the_middle_of_every_page_is_prose() -> None:
    extraction = read("a.pdf", pdf([[(40, 300, 10, f"The crew of ship {number} was paid.")] for number in range(9)]))
    assert len(extraction.blocks) == 9


def test_a_page_of_very_many_words_is_no_trap() -> None:
    page = [(40 + number % 7 * 50, 500 - number % 400, 10, f"w{number} and more") for number in range(5000)]
    assert read("a.pdf", pdf([page])).blocks


def test_pages_have_numbers_and_printed_labels() -> None:
    pages = [lines([f"This is sheet {number}."]) for number in ("one", "two", "three")]
    extraction = read("a.pdf", pdf(pages, labels="/Nums[0<</S/r>>2<</S/D/St 7>>]"))
    assert extraction.page_labels == ("i", "ii", "7")
    assert [extraction.text[start:][:14] for start in extraction.page_starts] == ["This is sheet "] * 3
    assert read("a.pdf", pdf(pages)).page_labels == ()


def test_title_author_and_date_are_the_files_own() -> None:
    info = "/Title(The pier)/Author(A. Keeper)/CreationDate(D:20190809101112+02'00')"
    metadata = read("a.pdf", pdf([lines(HARBOUR)], info=info)).metadata
    assert metadata == {"title": "The pier", "author": "A. Keeper", "published": "2019-08-09"}


@pytest.mark.parametrize(("title", "kept"), [("Microsoft Word - Pier", "Pier"), ("pier_final.doc", None), ("", None)])
def test_a_file_name_is_no_title(title: str, kept: str | None) -> None:
    assert read("a.pdf", pdf([lines(HARBOUR)], info=f"/Title({title})")).metadata.get("title") == kept


def test_two_columns_with_hyphens_by_libreoffice() -> None:
    extraction = read("a.pdf", (FIXTURES / "two-columns.pdf").read_bytes())
    words = " ".join(prose(extraction)).split()
    known = set(
        "The pilot boat left the harbour at five in the morning. Nobody on the quay had expected the fog to stay. The "
        "keeper of the lighthouse counted fourteen ships that week. Repairs to the eastern pier took almost three "
        "years. A committee of merchants paid for the dredging. The unconditional acknowledgement of responsibilities "
        "came too late. Two thirds of the fishermen moved to the northern villages.".split()
    )
    assert set(words) == known
    sentences = re.findall(r"[^.]+\.", " ".join(words))
    assert len(sentences) == 26 * 9
    assert len({sentence.strip() for sentence in sentences}) == 7
    assert extraction.metadata["title"] == "The harbour in fog"
    assert len(extraction.page_starts) == 7


# What cannot be read


def test_a_file_that_needs_a_password_is_encrypted() -> None:
    assert reason("a.pdf", (FIXTURES / "encrypted.pdf").read_bytes()) == "encrypted"


def test_a_scan_has_no_text_layer_and_says_how_many_pages() -> None:
    found = refusal("a.pdf", pdf([[], []], drawing=PICTURE))
    assert found
    assert (found.reason, str(found)) == ("no_text_layer", "a.pdf: pictures only, on 2 of 2 pages")
    assert found.pages == "1-2"


def test_scanned_pages_are_named_beside_others() -> None:
    assert read("a.pdf", pdf([[], lines(HARBOUR), [], lines(["* * *"])], drawing=PICTURE)).scanned_pages == "1, 3-4"


def test_pages_on_which_nothing_is_drawn_are_no_scans() -> None:
    assert read("a.pdf", pdf([lines(HARBOUR), [], lines(["* * *"])])).scanned_pages == ""


@pytest.mark.parametrize(
    ("pages", "named"),
    [
        ([], ""),
        ([4], "4"),
        ([1, 2, 3], "1-3"),
        ([1, 3, 4, 9], "1, 3-4, 9"),
        ([*range(1, 45, 2), 51, 52], ", ".join(map(str, range(1, 41, 2))) + " and 4 more"),
    ],
)
def test_many_pages_are_named_in_brief(pages: list[int], named: str) -> None:
    assert page_ranges(pages) == named


def test_blank_pages_are_empty() -> None:
    assert reason("a.pdf", pdf([[], []])) == "empty"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"PK\x03\x04" * 99, b"The harbour.", pdf([[]])[:200]])
def test_what_is_no_pdf_is_damaged(data: bytes) -> None:
    assert reason("a.pdf", data) == "damaged"


@settings(max_examples=60)
@given(
    mutated(pdf([lines(HARBOUR), lines(LEFT) + lines(RIGHT, 220)], info="/Title(The pier)", labels="/Nums[0<</S/r>>]"))
)
def test_broken_pdfs_are_read_soundly_or_refused(data: bytes) -> None:
    assert reason("a.pdf", data) in (None, *get_args(Reason))


@settings(max_examples=30)
@given(mutated((FIXTURES / "two-columns.pdf").read_bytes()))
def test_broken_compressed_pdfs_are_read_soundly_or_refused(data: bytes) -> None:
    assert reason("a.pdf", data) in (None, *get_args(Reason))
