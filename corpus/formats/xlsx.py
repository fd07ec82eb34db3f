"""Excel: each sheet a heading, each row a block of "header: value · header: value", so that a row is understood alone.

python-calamine reads the cells: fast, with dates as dates. It holds a sheet as a full rectangle, so how far its cells
reach is looked up first. Which numbers are shown as shares of a hundred is read from the styles.
"""

import datetime
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from importlib.metadata import version

import python_calamine

from corpus.document import Span
from corpus.errors import UnreadableFile
from corpus.formats.archive import Archive, attribute, child, local_name, opened_archive
from corpus.formats.docx import core_properties
from corpus.formats.extraction import Extraction, damaged_by
from corpus.formats.sheets import Merged, Value, header_of, spread
from corpus.formats.writing import BlockWriter, row_of
from corpus.rendering import CELL, END, Part

EXTRACTOR = f"quoth-xlsx 3 (python-calamine {version('python-calamine')})"

MOST_CELLS = 5_000_000
"""Of the rectangle from a sheet's first cell to its last, empty ones too."""

_REFERENCE = re.compile(rb"""<(?:\w+:)?(?:c|row)\s[^>]*?\br\s*=\s*["']([A-Za-z]{0,3})(\d{1,7})["']""")
_STYLED = re.compile(
    rb"""<(?:\w+:)?c\s(?=[^>]*\br\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["'])[^>]*?\bs\s*=\s*["'](\d{1,6})["']"""
)
_IS_PADDED = re.compile(rb"<(?:\w+:)?v>\s|\s</(?:\w+:)?v>")
_PADDED = re.compile(rb"(<(?:\w+:)?v>)\s*+([-+.\dEe]++)\s*+(?=<)")
_PERCENT = frozenset(["9", "10"])
"""The built-in formats 0% and 0.00%."""


_FOREIGN = (python_calamine.CalamineError, OSError, ValueError, TypeError, OverflowError)


def read_xlsx(data: bytes) -> Extraction:
    writer = BlockWriter()
    with opened_archive(data) as archive:
        metadata = core_properties(archive)
        parts = {name: archive.read(name) for name in sorted(archive.names) if name.lower().endswith((".xml", ".rels"))}
        for name, part in parts.items():
            _refuse_huge(name, part)
        percents = _percents(archive, parts)
        if any(_IS_PADDED.search(part) for name, part in parts.items() if _is_sheet(name)):
            data = _without_padding(parts)
    with damaged_by(*_FOREIGN):
        _write_workbook(data, percents, writer)
    return writer.extraction(EXTRACTOR, metadata)


def _write_workbook(data: bytes, percents: Mapping[str, frozenset[tuple[int, int]]], writer: BlockWriter) -> None:
    with python_calamine.load_workbook(io.BytesIO(data)) as workbook:
        for sheet in workbook.sheets_metadata:
            if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet:
                read = workbook.get_sheet_by_name(sheet.name)
                cells = read.to_python(skip_empty_area=False)
                _write_sheet(
                    sheet.name, cells, percents.get(sheet.name, frozenset()), read.merged_cell_ranges or [], writer
                )


def _without_padding(parts: Mapping[str, bytes]) -> bytes:
    """The workbook with no blanks around its numbers, as some programs write them: python-calamine would take them for
    words, or for damage."""
    mended = io.BytesIO()
    with zipfile.ZipFile(mended, "w") as written:
        for name, part in parts.items():
            written.writestr(name, _PADDED.sub(rb"\1\2", part) if _is_sheet(name) else part)
    return mended.getvalue()


def _is_sheet(name: str) -> bool:
    return name.startswith("xl/worksheets/") and name.endswith(".xml")


def _percents(archive: Archive, contents: Mapping[str, bytes]) -> dict[str, frozenset[tuple[int, int]]]:
    """Sheet -> (row, column), from 0, of the cells shown as shares of a hundred."""
    main = archive.main_part()
    parts = archive.related(main)
    styles = {
        str(i) for name in (n for kind, n in parts.values() if kind == "styles") for i in _percent_styles(archive, name)
    }
    found: dict[str, frozenset[tuple[int, int]]] = {}
    for sheet in archive.xml(main).iter() if styles else ():
        if local_name(sheet) == "sheet" and (part := parts.get(attribute(sheet, "id"), ("", ""))[1]) in archive.names:
            found[sheet.get("name") or ""] = frozenset(
                (int(row) - 1, _column_number(letters) - 1)
                for letters, row, style in _STYLED.findall(contents[part])
                if style.decode() in styles
            )
    return found


def _percent_styles(archive: Archive, part: str) -> list[int]:
    """The numbers of the cell styles whose format has a percent sign."""
    if part not in archive.names:
        return []
    root = archive.xml(part)
    own = {
        each.get("numFmtId")
        for each in root.iter()
        if local_name(each) == "numFmt" and "%" in (each.get("formatCode") or "")
    }
    styles = child(root, "cellXfs")
    return [
        n for n, style in enumerate(styles if styles is not None else ()) if style.get("numFmtId") in own | _PERCENT
    ]


def _refuse_huge(name: str, part: bytes) -> None:
    columns = rows = 1
    for match in _REFERENCE.finditer(part):
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


def _write_sheet(
    name: str,
    cells: Sequence[Sequence[Value]],
    percents: frozenset[tuple[int, int]],
    merged: Sequence[Merged],
    writer: BlockWriter,
) -> None:
    values = [(number, row) for number, row in enumerate(spread(cells, merged)) if any(cell != "" for cell in row)]
    if not values:
        return
    left = min(column for _, row in values for column, cell in enumerate(row) if cell != "")
    shown = [[_shown(cell, is_percent=(n, c) in percents) for c, cell in enumerate(row)][left:] for n, row in values]
    writer.write_heading(name, 1)
    header = header_of([row[left:] for _, row in values], shown)
    for row in shown[: header.above] if header else shown:
        writer.write_block(row_of([cell for cell in row if cell]))
    if header:
        for row in shown[header.above + header.rows :]:
            writer.write_row(*_labelled(header.names, row))


def _labelled(headers: Sequence[str], row: Sequence[str]) -> tuple[str, tuple[Part, ...]]:
    """A row as text, "header: value · header: value", and how it is read; a word that stands first names the row."""
    names = [*headers, *[""] * (len(row) - len(headers))]
    text = separator = ""
    parts: list[Part] = []
    for column, (name, cell) in enumerate(zip(names, row, strict=False)):
        if cell:
            text += (" · " if text else "") + (f"{name}: " if name else "")
            names_row = not column and any(map(str.isalpha, cell))
            if before := separator + (f"{name} " if name and not names_row else ""):
                parts.append(before)
            parts.append(Span(len(text), len(text) + len(cell)))
            text += cell
            separator = ": " if names_row else CELL
    return text, (*parts, END)


def _shown(cell: Value, *, is_percent: bool) -> str:
    """A value as one line: whole numbers without a point, at most 15 digits, as Excel has it; dates in ISO form."""
    if is_percent and isinstance(cell, int | float) and not isinstance(cell, bool):
        return f"{cell * 100:.15g}%"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return " ".join(str(cell).split())
