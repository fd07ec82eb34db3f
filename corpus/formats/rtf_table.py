"""Tables of rich text: what a row says of its cells, and the grid that the rows make."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.formats.tables import MOST_COLUMNS
from corpus.formats.writing import Line, TableCell

MOST_APART = 60
"""Twentieths of a point by which the borders of one column may differ from row to row."""


@dataclass(frozen=True, slots=True)
class _Definition:
    """What stands before a cell's `\\cellx`."""

    right: int = 0
    """Where the cell ends, in twentieths of a point; 0 where it is not said."""

    words: frozenset[str] = frozenset()


@dataclass
class RtfRow:
    cells: list[tuple[Line, bool]] = field(default_factory=list)
    """The words of each cell, and whether all of them are bold."""

    is_header: bool = False
    _definitions: list[_Definition] = field(default_factory=list)
    _words: set[str] = field(default_factory=set)

    def take(self, word: str, number: int | None) -> None:
        """A word of the row's definition; the definition may come twice, and the last counts."""
        if word == "trowd":
            self._definitions, self._words, self.is_header = [], set(), False
        elif word == "trhdr":
            self.is_header = True
        elif word == "cellx":
            self._definitions.append(_Definition(number or 0, frozenset(self._words)))
            self._words = set()
        else:
            self._words.add(word)

    def definitions(self) -> Sequence[_Definition]:
        """One a cell; where they do not fit, they say nothing."""
        if len(self._definitions) == len(self.cells):
            return self._definitions
        return [_Definition()] * len(self.cells)


DEFINING = frozenset(["trowd", "trhdr", "cellx", "clmrg", "clvmgf", "clvmrg"])
"""The words a row takes."""


def grid_of(rows: Sequence[RtfRow]) -> list[list[TableCell]]:
    """The cells as they are seen, a cell that goes on to the right or downwards as one."""
    borders = _borders(rows)
    grid: list[list[TableCell]] = []
    starts: dict[int, TableCell] = {}
    """Column -> the cell that may go on downwards."""
    for number, row in enumerate(rows):
        is_header = row.is_header or (number == 0 and all(bold for (text, _), bold in row.cells if text.strip()))
        grid.append([])
        column = 0
        for (line, _), definition in zip(row.cells, row.definitions(), strict=True):
            right = bisect_left(borders, definition.right - MOST_APART) + 1 if definition.right else column + 1
            width = max(1, right - column)
            words = definition.words
            if "clmrg" in words and grid[-1]:
                grid[-1][-1].columns += width
            elif "clvmrg" in words and column in starts:
                starts[column].rows += 1
            else:
                grid[-1].append(TableCell([line], is_header, width))
                starts.pop(column, None)
                if "clvmgf" in words:
                    starts[column] = grid[-1][-1]
            column = min(column + width, MOST_COLUMNS)
    return grid


def _borders(rows: Sequence[RtfRow]) -> list[int]:
    """The right borders of the columns, those that are almost the same once."""
    borders: list[int] = []
    for right in sorted({definition.right for row in rows for definition in row.definitions()} - {0}):
        if not borders or right - borders[-1] > MOST_APART:
            borders.append(right)
    return borders
