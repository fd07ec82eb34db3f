"""PowerPoint: each slide a page, its title a heading, paragraphs and rows of tables as blocks, then the speaker's notes.

Read from the XML itself, like Word's: python-pptx knows shapes, and nothing of what limits a hostile file needs.
"""

from collections.abc import Iterator
from importlib.metadata import version

from lxml import etree

from corpus.formats.archive import Archive, attribute, child, local_name, opened_archive
from corpus.formats.docx import core_properties
from corpus.formats.extraction import Extraction
from corpus.formats.tables import whole_number
from corpus.formats.writing import BlockWriter, TableCell

EXTRACTOR = f"quoth-pptx 2 (lxml {version('lxml')})"

_TITLES = ("title", "ctrTitle")
_FURNITURE = ("sldNum", "dt", "ftr", "hdr", "sldImg")


def read_pptx(data: bytes) -> Extraction:
    with opened_archive(data) as archive:
        writer = BlockWriter()
        for slide in _slides(archive):
            writer.begin_page()
            _read_slide(archive, slide, writer)
        return writer.extraction(EXTRACTOR, core_properties(archive), title=writer.first_heading)


def _slides(archive: Archive) -> list[str]:
    """The names of the slides, in the order shown."""
    main = archive.main_part()
    related = archive.related(main)
    slides = (attribute_of_relation(element) for element in archive.xml(main).iter("{*}sldId"))
    return [related[each][1] for each in slides if each in related]


def attribute_of_relation(element: etree._Element) -> str:
    """The `r:id`, which stands beside an `id` without a prefix."""
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith("}id")), "")


def _read_slide(archive: Archive, slide: str, writer: BlockWriter) -> None:
    root = archive.xml(slide)
    titles = [shape for shape in root.iter("{*}sp") if _placeholder(shape) in _TITLES]
    writer.write_heading(" ".join(text for shape in titles for text in _paragraphs(shape)), 1)
    if not titles:
        writer.end_headings()
    for shape in root.iter("{*}sp", "{*}graphicFrame"):
        if local_name(shape) == "graphicFrame":
            for table in shape.iter("{*}tbl"):
                writer.write_table(list(_rows(table)))
        elif _placeholder(shape) not in (*_TITLES, *_FURNITURE):
            for text in _paragraphs(shape):
                writer.write_block(text)
    for kind, name in archive.related(slide).values():
        if kind == "notesSlide":
            notes = [each for each in archive.xml(name).iter("{*}sp") if _placeholder(each) not in _FURNITURE]
            for text in (text for each in notes for text in _paragraphs(each)):
                writer.write_block(text)


def _rows(table: etree._Element) -> Iterator[list[TableCell]]:
    properties = child(table, "tblPr")
    has_header = properties is not None and _is_on(properties, "firstRow")
    for number, row in enumerate(table.iter("{*}tr")):
        yield [
            TableCell(
                [(text, ()) for text in _paragraphs(cell)],
                is_header=has_header and not number,
                columns=whole_number(attribute(cell, "gridSpan")),
                rows=whole_number(attribute(cell, "rowSpan")),
            )
            for cell in row.iter("{*}tc")
            if not (_is_on(cell, "hMerge") or _is_on(cell, "vMerge"))
        ]


def _is_on(element: etree._Element, name: str) -> bool:
    return attribute(element, name) in ("1", "true")


def _placeholder(shape: etree._Element) -> str:
    """What the layout keeps a place for with this shape; "" for none."""
    found = child(shape, "nvSpPr", "nvPr", "ph")
    return attribute(found, "type") if found is not None else ""


def _paragraphs(parent: etree._Element) -> Iterator[str]:
    for paragraph in parent.iter("{*}p"):
        text = ""
        for element in paragraph.iter("{*}t", "{*}br"):
            text += (element.text or "") if local_name(element) == "t" else "\n"
        if text.strip():
            yield text
