"""Tables that are only typed so: columns under each other, parted by tabs or by two spaces and more."""

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.document import Span
from corpus.formats.tables import Cell, Row

_LINE = re.compile(r"[^\r\n]*[^\s][^\r\n]*")
_RULE = re.compile(r"[\s=+|_-]+")
_FIELD = re.compile(r"[^\s|]\S*(?: (?!\|)\S+)*")
_LONGEST_FIELD = 60


def column_rows(text: str, within: Span) -> list[Row] | None:
    """The rows of a paragraph that is a table; None where it is none."""
    lines = [Span(*line.span()) for line in _LINE.finditer(text, *within)]
    rules = {line for line in lines if _RULE.fullmatch(line.of(text))}
    rows = [line for line in lines if line not in rules]
    if len(rows) < 2:
        return None
    fields = _tabbed(text, rows) or _aligned(text, rows)
    if fields is None:
        return None
    has_rule = len(lines) > 1 and lines[1] in rules
    is_head = has_rule or _is_header([[field.of(text) for field in row] for row in fields])
    return [
        Row(line.stripped(text), tuple(Cell(field, is_header=is_head and number == 0) for field in row))
        for number, (line, row) in enumerate(zip(rows, fields, strict=True))
    ]


def _tabbed(text: str, rows: Sequence[Span]) -> list[list[Span]] | None:
    """Every line with as many tabs, two columns at least with something in them."""
    counts = {line.of(text).count("\t") for line in rows}
    if len(counts) != 1 or counts == {0}:
        return None
    fields = [_trimmed_fields(text, line) for line in rows]
    filled = [any(field.start < field.end for field in column) for column in zip(*fields, strict=True)]
    return fields if sum(filled) > 1 and filled[0] else None


def _trimmed_fields(text: str, line: Span) -> list[Span]:
    borders = [line.start, *(m.end() for m in re.finditer("\t", line.of(text))), line.end - line.start + 1]
    borders[1:] = [line.start + border for border in borders[1:]]
    return [Span(left, max(left, right - 1)).stripped(text) for left, right in pairwise(borders)]


def _aligned(text: str, rows: Sequence[Span]) -> list[list[Span]] | None:
    """Every line with a field under one of the first line's, most of them at the same place as another's."""
    fields = [[Span(*found.span()) for found in _FIELD.finditer(text, *line)] for line in rows]
    if (
        len(rows) < 3
        or min(map(len, fields)) < 2
        or any(field.end - field.start > _LONGEST_FIELD for row in fields for field in row)
    ):
        return None  # fmt: skip
    places = [[field.shifted(-line.start) for field in row] for line, row in zip(rows, fields, strict=True)]
    starts = [place.start for row in places for place in row if place.start]
    ends = [place.end for row in places for place in row if place.start]
    same = sum(starts.count(p.start) > 1 or ends.count(p.end) > 1 for row in places for p in row if p.start)
    if 3 * same < 2 * len(starts):
        return None
    placed: list[list[Span]] = []
    for line, row, own in zip(rows, fields, places, strict=True):
        columns = [_column(place, places[0]) for place in own]
        if len(row) != len(places[0]) and len(set(columns)) < len(columns):
            return None
        by_column = dict(zip(columns if len(row) != len(places[0]) else range(len(row)), row, strict=True))
        placed.append([by_column.get(column, Span(line.start, line.start)) for column in range(len(places[0]))])
    return placed


def _column(place: Span, header: Sequence[Span]) -> int:
    """Under which name of the header it stands: the one it overlaps most, else the last that begins before it."""
    overlaps = [min(place.end, each.end) - max(place.start, each.start) for each in header]
    if max(overlaps) > 0:
        return overlaps.index(max(overlaps))
    return max((number for number, each in enumerate(header) if each.start <= place.start), default=0)


def _is_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first line names the columns: no digit in it and no colon, and three columns or numbers below."""
    first, *below = rows
    if any(any(map(str.isdigit, name)) or name.endswith(":") or not name for name in first):
        return False
    has_numbers = any(all(any(map(str.isdigit, row[c])) for row in below if row[c]) for c in range(1, len(first)))
    return has_numbers or len(first) > 2 or all(name.isupper() for name in first)
