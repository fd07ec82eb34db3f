"""PDF: pages in reading order, paragraphs, headings by size, what repeats at the edges of pages left out of the prose.

pypdfium2 reads the glyphs; `pdf_layout` says how they stand; here pages become one text. A word that a line end cuts
is written whole, on the line and page where it begins, so that it is found and quoted as a word.
"""

import ctypes
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version

import pypdfium2
from pypdfium2 import raw

from corpus.errors import UnreadableFile
from corpus.formats.extraction import Extraction, damaged_by, page_ranges
from corpus.formats.pdf_layout import Glyph, Row, in_reading_order, line, paragraphs, rows
from corpus.formats.pdf_scans import recognised_rows
from corpus.formats.pdf_text import Page, write_pages
from corpus.recognition import installed_recogniser

EXTRACTOR = f"quoth-pdf 1 (pypdfium2 {version('pypdfium2')})"

_DATE = re.compile(r"(?:D:)?(\d{4})(0[1-9]|1[0-2])?(0[1-9]|[12]\d|3[01])?")
_FILE_NAME = re.compile(r"\.\w{2,4}$|^untitled", re.I)
_EDGE_ROWS = 2
"""Rows at the top and at the bottom of a page that may repeat on others."""

_MARGIN = 0.12
"""Of a page's height: where such rows stand."""

_DRAWN = (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_SHADING)
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_LINE_END_HYPHENS = (0x02, 0xFFFE)
"""What pdfium puts for a hyphen at a line's end."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One page as it stands."""

    rows: tuple[Row, ...]
    label: str
    margins: tuple[float, float]
    """Rows below the first and above the second may be what repeats on every page."""

    is_turned: bool
    """Shown turned by a quarter: its lines run along the other axis, so their order is the file's."""

    is_scanned: bool
    """Something is drawn, and no word written."""

    is_recognised: bool = False
    """Its words were read from what is drawn."""


def read_pdf(data: bytes) -> Extraction:
    return _read(data, recogniser="")


def read_pdf_with_scans(data: bytes) -> Extraction:
    """The pages without a text layer are recognised. Raises RecogniserMissing."""
    return _read(data, recogniser=installed_recogniser())


def _read(data: bytes, *, recogniser: str) -> Extraction:
    with damaged_by(pypdfium2.PdfiumError, UnicodeError, ctypes.ArgumentError):
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
                raise UnreadableFile("encrypted", "needs a password") from error
            raise
        with document:
            sheets = [_sheet(document, number) for number in range(len(document))]
            if recogniser:
                sheets = _with_recognised(document, sheets)
            information = document.get_metadata_dict(skip_empty=True)
    _refuse_without_words(sheets)
    extraction = write_pages(_pages(sheets))
    metadata = _metadata(information, extraction)
    labels = tuple(sheet.label for sheet in sheets) if any(sheet.label for sheet in sheets) else ()
    return replace(
        extraction,
        extractor=f"{EXTRACTOR}, scans by {recogniser}" if recogniser else EXTRACTOR,
        metadata=metadata,
        page_labels=labels,
        scanned_pages=page_ranges(_scanned(sheets)),
        recognised_pages=tuple(number for number, sheet in enumerate(sheets, 1) if sheet.is_recognised),
    )


def _sheet(document: pypdfium2.PdfDocument, number: int) -> _Sheet:
    page = document[number]
    text = page.get_textpage()
    try:
        found = tuple(rows(_glyphs(text)))
        _, bottom, _, top = page.get_cropbox()
        margins = (bottom + _MARGIN * (top - bottom), top - _MARGIN * (top - bottom))
        is_scanned = not _has_words(found) and any(each.type in _DRAWN for each in page.get_objects(max_depth=2))
        return _Sheet(found, document.get_page_label(number), margins, page.get_rotation() in (90, 270), is_scanned)
    finally:
        text.close()
        page.close()


def _with_recognised(document: pypdfium2.PdfDocument, sheets: Sequence[_Sheet]) -> list[_Sheet]:
    """Scans with the words that can be read in them; those without any stay scans."""
    found = list(sheets)
    for number, read, height in recognised_rows(document, [number - 1 for number in _scanned(sheets)]):
        if _has_words(read):
            margins = (_MARGIN * height, (1 - _MARGIN) * height)
            found[number] = _Sheet(tuple(read), sheets[number].label, margins, False, False, is_recognised=True)
    return found


def _glyphs(text: pypdfium2.PdfTextPage) -> Iterator[Glyph]:
    box = raw.FS_RECTF()
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        raw.FPDFText_GetLooseCharBox(text, index, box)
        character = "-" if code in _LINE_END_HYPHENS else _character(code)
        yield Glyph(character, box.left, box.right, box.bottom, box.top)


def _character(code: int) -> str:
    """What is no character of a text becomes a space or the mark for the unknown."""
    if 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return "\ufffd"
    if (code < 32 and code not in (10, 13)) or 127 <= code < 160:
        return " "
    return _LIGATURES.get(code) or chr(code)


def _refuse_without_words(sheets: Sequence[_Sheet]) -> None:
    if any(_has_words(sheet.rows) for sheet in sheets):
        return
    if scanned := _scanned(sheets):
        message = f"pictures only, on {len(scanned)} of {len(sheets)} pages"
        raise UnreadableFile("no_text_layer", message, pages=page_ranges(scanned))
    raise UnreadableFile("empty", f"nothing on any of {len(sheets)} pages")


def _has_words(rows: Sequence[Row]) -> bool:
    return any(character.isalnum() for row in rows for character in line(row))


def _scanned(sheets: Sequence[_Sheet]) -> list[int]:
    return [number for number, sheet in enumerate(sheets, 1) if sheet.is_scanned]


def _pages(sheets: Sequence[_Sheet]) -> list[Page]:
    """The pages' paragraphs, and apart from them the rows that other pages have at the same place too."""
    repeated = Counter(key for sheet in sheets for key in {_edge_key(row) for row in _edges(sheet)})
    often = min(3, len(sheets))
    pages = []
    for sheet in sheets:
        furniture = [r for r in _edges(sheet) if often > 1 and _may_repeat(r) and repeated[_edge_key(r)] >= often]
        body = [row for row in sheet.rows if row not in furniture]
        middle = (body[0][0].middle + body[-1][0].middle) / 2 if body else 0.0
        ordered = body if sheet.is_turned else in_reading_order(body)
        pages.append(
            Page(
                header=tuple(line(row) for row in furniture if row[0].middle >= middle),
                body=tuple(paragraphs(ordered)),
                footer=tuple(line(row) for row in furniture if row[0].middle < middle),
            )
        )
    return pages


def _edges(sheet: _Sheet) -> list[Row]:
    """The outermost rows in the margins."""
    bottom, top = sheet.margins
    heights = sorted({round(row[0].middle) for row in sheet.rows})
    outer = {*heights[:_EDGE_ROWS], *heights[-_EDGE_ROWS:]}
    return [row for row in sheet.rows if round(row[0].middle) in outer and not bottom <= row[0].middle <= top]


def _edge_key(row: Row) -> tuple[str, int]:
    """Equal for rows that differ in their page number only."""
    return re.sub(r"\d+|\b[ivxlc]+\b", "#", line(row)), round(row[0].bottom / 4)


def _may_repeat(row: Row) -> bool:
    """Rows of several numbers and no word are a table's."""
    text = line(row)
    return any(map(str.isalpha, text)) or len(re.findall(r"\d+", text)) == 1


def _metadata(information: dict[str, str], extraction: Extraction) -> dict[str, str]:
    names = {"Title": "title", "Author": "author", "Subject": "subject", "Keywords": "keywords"}
    found = {name: " ".join(information[key].split()) for key, name in names.items() if information.get(key)}
    title = found.pop("title", "").removeprefix("Microsoft Word - ")
    if title := title if title and not _FILE_NAME.search(title) else extraction.metadata.get("title", ""):
        found["title"] = title
    if date := _DATE.match(information.get("CreationDate", "")):
        found["published"] = "-".join(filter(None, date.groups()))
    return found
