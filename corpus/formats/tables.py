"""Tables of any format -> a block a row, read as a sentence with what names its columns and its row: "crane 10: price 245 euros."

A cell that spans columns or rows counts for each. What is cited is the cell.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from corpus.document import Span
from corpus.formats.extraction import Block
from corpus.rendering import CELL, END, NAMES, TITLE, Part

MOST_COLUMNS = 500

Words = Callable[[Span], str]
"""The words of a cell on one line, without markup."""


@dataclass(frozen=True, slots=True)
class Cell:
    span: Span
    """In the text; empty where nothing stands in it."""

    is_header: bool = False
    columns: int = 1
    rows: int = 1
    more: tuple[Span, ...] = ()
    """Its further lines, where those of other cells stand between."""


@dataclass(frozen=True, slots=True)
class Row:
    span: Span
    cells: tuple[Cell, ...]


@dataclass
class _Names:
    """What names the columns, where the table is read."""

    columns: dict[int, list[str]] = field(default_factory=dict)
    section: str = ""
    """A heading over all columns."""

    was_header: bool = False
    is_first_a_label: bool = True
    """Whether what stands in the first column names its row: every row has one."""

    def take(self, placed: dict[int, Cell], width: int, words: Words) -> None:
        """From a row of headers; rows of them that follow each other add up."""
        named = {column: _said(cell, words) for column, cell in placed.items()}
        if width > 1 and len(placed) == width and len(set(map(id, placed.values()))) == 1:
            self.section = named[0]
        else:
            self.columns = self.columns if self.was_header else {}
            for column, name in named.items():
                if name and name not in self.columns.setdefault(column, []):
                    self.columns[column].append(name)
        self.was_header = True

    def of(self, columns: Sequence[int]) -> str:
        names = (" ".join(self.columns.get(column, ())) for column in columns)
        return ", ".join(dict.fromkeys(filter(None, names)))


def table_blocks(rows: Sequence[Row], words: Words, headings: tuple[str, ...] = ()) -> Iterator[Block]:
    """The rows that have words of their own."""
    grid = list(_grid(rows))
    width = max((column + 1 for placed in grid for column in placed), default=0)
    has_header = _has_unmarked_header(rows, words)
    first = [placed[0] for placed in grid[has_header:] if 0 in placed and not all(c.is_header for c in placed.values())]
    names = _Names(is_first_a_label=all(words(cell.span) for cell in first))
    for number, (row, placed) in enumerate(zip(rows, grid, strict=True)):
        filled = [cell for cell in row.cells if words(cell.span)]
        if not filled:
            continue
        if all(cell.is_header for cell in filled) or (has_header and number == 0):
            names.take(placed, width, words)
            parts = (*_row_parts(placed, _Names(), words)[:-1], NAMES)
        else:
            names.was_header = False
            parts = _row_parts(placed, names, words)
            if width == 2 and words(filled[0].span).endswith(":"):
                parts = parts[:-1]  # "Name: ..." over "Born: ...": said of one thing, and read together
        yield Block(row.span, headings, parts, "row")


def _said(cell: Cell, words: Words) -> str:
    return " ".join(filter(None, map(words, (cell.span, *cell.more))))


def whole_number(value: str) -> int:
    """How many columns or rows a cell counts for, within reason; 1 where it is not said."""
    return min(max(1, int(value)), 1000) if value.isascii() and value.isdigit() and len(value) < 6 else 1


def _row_parts(placed: dict[int, Cell], names: _Names, words: Words) -> tuple[Part, ...]:
    """The cells with their names before them; what stands first names the row."""
    parts: list[Part] = [f"{names.section}{TITLE}"] if names.section else []
    separator = ""
    for cell, columns in _distinct(placed):
        if said := words(cell.span):
            is_label = columns == [0] and names.is_first_a_label
            name = "" if is_label else names.of(columns)
            before = separator + (f"{name} " if name else "")
            parts += [before, cell.span] if before else [cell.span]
            parts += [part for line in cell.more for part in (" ", line)]
            separator = (" " if said.endswith(":") else ": ") if is_label else CELL
    return (*parts, END)


def _distinct(placed: dict[int, Cell]) -> Iterator[tuple[Cell, list[int]]]:
    """Each cell once, with the columns it counts for."""
    columns: dict[int, list[int]] = {}
    for column in sorted(placed):
        columns.setdefault(id(placed[column]), []).append(column)
    yield from ((placed[each[0]], each) for each in columns.values())


def _grid(rows: Sequence[Row]) -> Iterator[dict[int, Cell]]:
    """Column -> cell, row by row."""
    open_cells: dict[int, tuple[Cell, int]] = {}
    for row in rows:
        placed = {column: cell for column, (cell, _) in open_cells.items()}
        open_cells = {column: (cell, left - 1) for column, (cell, left) in open_cells.items() if left > 1}
        column = 0
        for cell in row.cells:
            while column in placed:
                column += 1
            for each in range(column, min(column + cell.columns, MOST_COLUMNS)):
                placed[each] = cell
                if cell.rows > 1:
                    open_cells[each] = (cell, cell.rows - 1)
            column += cell.columns
        yield placed


def _has_unmarked_header(rows: Sequence[Row], words: Words) -> bool:
    """Whether the first row of a table that marks none names its columns: words over columns that hold numbers."""
    if len(rows) < 3 or any(cell.is_header for row in rows for cell in row.cells):
        return False
    first = [words(cell.span) for cell in rows[0].cells]
    if len(first) < 2 or not all(first) or any(_has_digit(name) for name in first):
        return False
    below = [[words(cell.span) for cell in row.cells] for row in rows[1:]]
    return any(
        all(_has_digit(row[column]) for row in below if len(row) > column and row[column])
        for column in range(1, len(first))
    )


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))
