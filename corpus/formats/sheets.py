"""A spreadsheet's cells -> where its table begins, what names its columns, what merged cells say of the cells they cover."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

Value = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta

_MOST_ROWS_ABOVE = 20
"""Notes above a table are at most so many."""

_YEARS = range(1800, 2200)
_DIGITS_OF_A_YEAR = 4

Merged = tuple[tuple[int, int], tuple[int, int]]
"""(row, column) of the first and of the last cell, from 0."""


@dataclass(frozen=True, slots=True)
class Header:
    above: int
    """Rows before it, which are notes."""

    rows: int
    names: tuple[str, ...]
    """Of each column; "" for one without."""


def spread(cells: Sequence[Sequence[Value]], merged: Sequence[Merged]) -> list[list[Value]]:
    """The cells with what is written in a merged one in every row that it covers, and across its columns as well where it
    stands above two columns or more that are named apart."""
    spread_out = [list(row) for row in cells]
    for (top, left), (bottom, right) in merged:
        if top >= len(cells) or left >= len(cells[top]):
            continue
        named_apart = right > left and bottom + 1 < len(cells) and _filled(cells[bottom + 1][left : right + 1]) > 1
        for row in range(top, min(bottom + 1, len(cells))):
            for column in range(left, (right if named_apart and top < _MOST_ROWS_ABOVE else left) + 1):
                if column < len(spread_out[row]):
                    spread_out[row][column] = cells[top][left]
    return spread_out


def header_of(values: Sequence[Sequence[Value]], shown: Sequence[Sequence[str]]) -> Header | None:
    """The row that names the columns, if there is one: of words or years, at least two, with rows below it; of the rows
    above the first with values the first, if it is nearly as full as any, else
    the fullest. Rows right above or below it that say more of the same columns are of it."""
    widest = max(map(_filled, values))
    is_row = (4 * _filled(row) >= 3 * widest and not _names(row) for row in values)
    begins = next((i for i, found in enumerate(is_row) if found), len(values))
    candidates = [i for i in range(min(begins, _MOST_ROWS_ABOVE)) if _filled(values[i]) > 1 and _names(values[i])]
    if begins == len(values):  # beside nothing but words, a year is a value
        candidates = [i for i in candidates if not any(map(_is_year, values[i]))]
    best = max(candidates, key=lambda i: (_filled(values[i]), -i), default=None)
    if best and 0 in candidates and 4 * _filled(values[0]) >= 3 * _filled(values[best]) and not _is_shared(values[0]):
        best = 0
    below = values[begins] if begins < len(values) else []
    if best is None or best + 1 == len(values) or 2 * _filled(values[best]) < _filled(below):
        return None
    more_below = len(list(takewhile(_is_remark, shown[best + 1 :])))
    above = len(list(takewhile(lambda i: _is_shared(values[i]), range(best - 1, -1, -1))))
    rows = shown[best - above : best + 1 + more_below]
    names = (" ".join(dict.fromkeys(filter(None, column))) for column in zip(*rows, strict=True))
    return Header(best - above, len(rows), tuple(names))


def _filled(row: Sequence[Value]) -> int:
    return sum(cell != "" for cell in row)


def _names(row: Sequence[Value]) -> bool:
    """Whether its cells may name columns: words, or years behind a word or nothing."""
    return all(_is_word(cell) or cell == "" or (column and _is_year(cell)) for column, cell in enumerate(row))


def _is_word(cell: Value) -> bool:
    return isinstance(cell, str) and any(map(str.isalpha, cell))


def _is_year(cell: Value) -> bool:
    if isinstance(cell, str):
        return cell.isdecimal() and len(cell) == _DIGITS_OF_A_YEAR
    return isinstance(cell, int | float) and cell in _YEARS


def _is_remark(row: Sequence[str]) -> bool:
    """A row of units or the like: (in grams), (at birth)."""
    cells = [cell for cell in row if cell]
    return bool(cells) and all(cell.startswith("(") and cell.endswith(")") for cell in cells)


def _is_shared(row: Sequence[Value]) -> bool:
    """Whether one name in it stands over several columns, as that of a merged cell does."""
    return any(left != "" and left == right for left, right in pairwise(row))
