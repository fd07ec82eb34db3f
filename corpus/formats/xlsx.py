"""Excel: each sheet a heading, each row a block of "header: value · header: value", so that a row is understood alone.

python-calamine reads the cells: fast, with dates as dates. It holds a sheet as a full rectangle, so how far its cells
reach is looked up first.
"""

import datetime
import io
import re
from collections.abc import Sequence
from importlib.metadata import version

import python_calamine

from corpus.document import Span
from corpus.errors import UnreadableFile
from corpus.formats.archive import Archive, opened_archive
from corpus.formats.docx import core_properties
from corpus.formats.extraction import Extraction, damaged_by
from corpus.formats.writing import BlockWriter, row_of
from corpus.rendering import CELL, END, Part

EXTRACTOR = f"quoth-xlsx 2 (python-calamine {version('python-calamine')})"

MOST_CELLS = 5_000_000
"""Of the rectangle from a sheet's first cell to its last, empty ones too."""

_REFERENCE = re.compile(rb"""<(?:\w+:)?(?:c|row)\s[^>]*?\br\s*=\s*["']([A-Za-z]{0,3})(\d{1,7})["']""")

_Cell = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta


def read_xlsx(data: bytes) -> Extraction:
    writer = BlockWriter()
    with opened_archive(data) as archive:
        metadata = core_properties(archive)
        for name in sorted(archive.names):
            if name.lower().endswith(".xml"):
                _refuse_huge(archive, name)
    with (
        damaged_by(python_calamine.CalamineError, OSError, ValueError, TypeError, OverflowError),
        python_calamine.load_workbook(io.BytesIO(data)) as workbook,
    ):
        for sheet in workbook.sheets_metadata:
            if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet:
                _write_sheet(sheet.name, workbook.get_sheet_by_name(sheet.name).to_python(), writer)
    return writer.extraction(EXTRACTOR, metadata)


def _refuse_huge(archive: Archive, name: str) -> None:
    columns = rows = 1
    for match in _REFERENCE.finditer(archive.read(name)):
        columns = max(columns, _column_number(match[1]))
        rows = max(rows, int(match[2]))
    if columns * rows > MOST_CELLS:
        raise UnreadableFile("too_large", f"its part {name!r} reaches over {MOST_CELLS:,} cells")


def _column_number(letters: bytes) -> int:
    """_column_number(b"AB") -> 28"""
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - 64
    return number


def _write_sheet(name: str, cells: Sequence[Sequence[_Cell]], writer: BlockWriter) -> None:
    rows = [[_shown(cell) for cell in row] for row in cells]
    rows = [row for row in rows if any(row)]
    if not rows:
        return
    writer.write_heading(name, 1)
    headers = _headers(rows)
    for row in rows[1:] if headers else rows:
        if headers:
            writer.write_row(*_labelled(headers, row))
        else:
            writer.write_block(row_of([cell for cell in row if cell]))


def _headers(rows: Sequence[Sequence[str]]) -> Sequence[str]:
    """The first row, if it names at least two columns with words and another row follows."""
    first = rows[0]
    named = [cell for cell in first if cell]
    is_words = len(named) > 1 and all(any(map(str.isalpha, cell)) for cell in named)
    return first if is_words and len(rows) > 1 else ()


def _labelled(headers: Sequence[str], row: Sequence[str]) -> tuple[str, tuple[Part, ...]]:
    """A row as text, "header: value · header: value", and how it is read; what stands first names the row."""
    names = [*headers, *[""] * (len(row) - len(headers))]
    text = separator = ""
    parts: list[Part] = []
    for column, (name, cell) in enumerate(zip(names, row, strict=False)):
        if cell:
            text += (" · " if text else "") + (f"{name}: " if name else "")
            before = separator + (f"{name} " if name and column else "")
            parts += (
                [before, Span(len(text), len(text) + len(cell))] if before else [Span(len(text), len(text) + len(cell))]
            )
            text += cell
            separator = CELL if column else ": "
    return text, (*parts, END)


def _shown(cell: _Cell) -> str:
    """A value as one line: whole numbers without a point, dates in ISO form."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return " ".join(str(cell).split())
