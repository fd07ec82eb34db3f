"""The grid of a Word table: which cells are one, and which row names the columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from corpus.formats.archive import attribute, child
from corpus.formats.docx_styles import is_on
from corpus.formats.tables import whole_number
from corpus.formats.writing import Line, TableCell

_HEADING_STYLE = "tableheading"
"""LibreOffice's name for the paragraphs of a header, without case and space."""


@dataclass(frozen=True, slots=True)
class WordCell:
    element: etree._Element
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class WordRow:
    element: etree._Element
    cells: Sequence[WordCell]


def grid_of(table: etree._Element, rows: Sequence[WordRow], header_styles: frozenset[str]) -> list[list[TableCell]]:
    """The cells as they are seen: what is merged downwards is one cell in its first row."""
    is_styled = _has_header_style(table, header_styles)
    grid: list[list[TableCell]] = []
    open_cells: dict[int, TableCell] = {}
    """Column -> the cell that may go on downwards."""
    for number, row in enumerate(rows):
        is_header = _is_repeated(row.element) or (number == 0 and (is_styled or _is_set_off(row)))
        cells: list[TableCell] = []
        for column, cell in _placed(row):
            merge = child(cell.element, "tcPr", "vMerge")
            goes_on = merge is not None and attribute(merge, "val") != "restart"
            if goes_on and column in open_cells:
                open_cells[column].rows += 1
                continue
            cells.append(TableCell(cell.lines, is_header, _columns(cell)))
            open_cells.pop(column, None)
            if merge is not None:
                open_cells[column] = cells[-1]
        grid.append(cells)
    return grid


def _placed(row: WordRow) -> Iterator[tuple[int, WordCell]]:
    """Each cell with the column it begins in."""
    column = 0
    for cell in row.cells:
        yield column, cell
        column += _columns(cell)


def _columns(cell: WordCell) -> int:
    span = child(cell.element, "tcPr", "gridSpan")
    return whole_number(attribute(span, "val")) if span is not None else 1


def _has_header_style(table: etree._Element, header_styles: frozenset[str]) -> bool:
    """Whether the table asks for its first row to look different, and has a style that makes it so."""
    style, look = child(table, "tblPr", "tblStyle"), child(table, "tblPr", "tblLook")
    if style is None or attribute(style, "val") not in header_styles or look is None:
        return False
    if attribute(look, "firstRow"):
        return is_on(look, "firstRow")
    bits = attribute(look, "val")
    return bits[-2:-1] in "2367abefABEF" if len(bits) == 4 else False


def _is_repeated(row: etree._Element) -> bool:
    """Whether it is repeated on each page, as headers are."""
    return is_on(child(row, "trPr", "tblHeader"))


def _is_set_off(row: WordRow) -> bool:
    """Whether all its words are bold, or its paragraphs headings of a table."""
    paragraphs = [p for cell in row.cells for p in cell.element.iter("{*}p") if any(t.text for t in p.iter("{*}t"))]
    return bool(paragraphs) and all(_is_heading(paragraph) or _is_bold(paragraph) for paragraph in paragraphs)


def _is_heading(paragraph: etree._Element) -> bool:
    style = child(paragraph, "pPr", "pStyle")
    return style is not None and attribute(style, "val").lower().replace(" ", "") == _HEADING_STYLE


def _is_bold(paragraph: etree._Element) -> bool:
    for run in paragraph.iter("{*}r"):
        if not is_on(child(run, "rPr", "b")) and any((text.text or "").strip() for text in run.iter("{*}t")):
            return False
    return True
