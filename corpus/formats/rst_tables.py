"""Tables of reStructuredText: drawn as a grid, under rules, as a list of lists, as CSV."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.document import Span
from corpus.formats.tables import Cell, Row

Lines = Sequence[Span]
"""Without their ends, ascending."""

_GRID_RULE = re.compile(r"\s*\+(?:[-=]+\+)+\s*\Z")
_SIMPLE_RULE = re.compile(r"\s*=+(?:[^\S\r\n]+=+)+\s*\Z")
_UNDER_SPANS = re.compile(r"\s*-+(?:\s+-+)*\s*\Z")
_RULED = re.compile(r"=+")
_ROW_MARK = re.compile(r"\s*\*\s+-(?:\s+|\Z)")
_CELL_MARK = re.compile(r"\s*-(?:\s+|\Z)")
_CSV_FIELD = re.compile(r"""[^\S\r\n]*(?:"(?P<quoted>(?:[^"]|"")*)"|(?P<bare>[^,\r\n]*?))[^\S\r\n]*(?:,|\Z)""")


def is_grid_rule(line: str) -> bool:
    return _GRID_RULE.match(line) is not None


def is_simple_rule(line: str) -> bool:
    return _SIMPLE_RULE.match(line) is not None


def grid_rows(text: str, lines: Lines) -> Iterator[Row]:
    """Of a table whose borders are drawn. Rows of headers stand above a rule of "="."""
    rules = [number for number, line in enumerate(lines) if is_grid_rule(line.of(text))]
    head = next((number for number in rules if "=" in lines[number].of(text)), 0)
    for above, below in pairwise(rules):
        borders = [mark.start() for mark in re.finditer(r"\+", lines[above].of(text))]
        own = [list(_between_bars(text, line, borders)) for line in lines[above + 1 : below]]
        if cells := [line for line in own if len(line) == len(own[0])]:
            yield _row(text, lines[above + 1 : below], cells, is_header=below <= head)


def simple_rows(text: str, lines: Lines) -> Iterator[Row]:
    """Of a table with rules above, below and under its headers. A line with nothing in its first column goes on from the
    row above."""
    rules = [number for number, line in enumerate(lines) if is_simple_rule(line.of(text))]
    borders = [mark.start() for mark in _RULED.finditer(lines[0].of(text))]
    head = rules[1] if len(rules) > 2 else 0
    open_lines: list[Span] = []
    cells: list[list[Span]] = []
    is_header = False
    for number, line in enumerate(lines):
        is_rule = number in rules or _UNDER_SPANS.match(line.of(text)) is not None
        below = lines[number + 1].of(text) if number + 1 < len(lines) else ""
        if not is_rule and _UNDER_SPANS.match(below):
            yield _spanning_row(
                text, line, borders, [mark.start() for mark in re.finditer("-+", below)], is_header=number < head
            )
            continue
        own = [] if is_rule else list(_cut(text, line, borders))
        if open_lines and (is_rule or own[0].of(text)):
            yield _row(text, open_lines, cells, is_header=is_header)
            open_lines, cells = [], []
        if not is_rule and line.of(text).strip():
            is_header = number < head
            open_lines.append(line)
            cells.append(own)


def _spanning_row(text: str, line: Span, borders: Sequence[int], spans: Sequence[int], *, is_header: bool) -> Row:
    """A row whose cells are underlined as far as they span."""
    ends = [*spans[1:], borders[-1] + 1]
    widths = [sum(start <= border < end for border in borders) for start, end in zip(spans, ends, strict=True)]
    cells = zip(_cut(text, line, spans), widths, strict=True)
    return Row(line.stripped(text), tuple(Cell(cell, is_header, columns=max(1, width)) for cell, width in cells))


def listed_rows(text: str, lines: Lines, headers: int) -> Iterator[Row]:
    """Of a list of lists, as `list-table` has it; its first rows are `headers`."""
    rows: list[list[Span]] = []
    for line in lines:
        begins_row = _ROW_MARK.match(line.of(text))
        mark = begins_row or (_CELL_MARK.match(line.of(text)) if rows else None)
        words = Span(line.start + mark.end(), line.end) if mark else line
        if begins_row:
            rows.append([words])
        elif mark:
            rows[-1].append(words)
        elif rows and line.of(text).strip():
            rows[-1][-1] = Span(rows[-1][-1].start, line.end)
    for number, row in enumerate(rows):
        cells = tuple(Cell(cell.stripped(text), is_header=number < headers) for cell in row)
        yield Row(Span(row[0].start, row[-1].end).stripped(text), cells)


def csv_rows(text: str, lines: Lines, headers: int) -> Iterator[Row]:
    """Of lines of fields with commas between them, as `csv-table` has it; the first lines are `headers`."""
    for number, line in enumerate(each for each in lines if each.of(text).strip()):
        fields = [Span(*found.span("bare" if found["quoted"] is None else "quoted")) for found in _fields(text, line)]
        yield Row(
            line.stripped(text), tuple(Cell(field.stripped(text), is_header=number < headers) for field in fields)
        )


def _fields(text: str, line: Span) -> Iterator[re.Match[str]]:
    position = line.start
    while position < line.end and (found := _CSV_FIELD.match(text, position, line.end)):
        yield found
        position = found.end()


def _row(text: str, lines: Lines, cells: Sequence[Sequence[Span]], *, is_header: bool) -> Row:
    """`cells`: those of each line, as many in all of them."""
    row = []
    for column in zip(*cells, strict=True):
        filled = [part for part in column if part.of(text)] or [column[0]]
        row.append(Cell(filled[0], is_header, more=tuple(filled[1:])))
    return Row(Span(lines[0].start, lines[-1].end).stripped(text), tuple(row))


def _between_bars(text: str, line: Span, borders: Sequence[int]) -> Iterator[Span]:
    """A cell ends at the next border that is drawn in its line."""
    drawn = [border for border in borders if line.of(text)[border : border + 1] in ("|", "+")]
    for left, right in pairwise(drawn):
        yield Span(line.start + left + 1, min(line.start + right, line.end)).stripped(text)


def _cut(text: str, line: Span, borders: Sequence[int]) -> Iterator[Span]:
    for left, right in pairwise(
        [*(line.start + border for border in borders), max(line.end, line.start + borders[-1])]
    ):
        start = min(left, line.end)
        yield Span(start, max(start, min(right, line.end))).stripped(text)
