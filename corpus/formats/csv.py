"""Tables in text: each row a block, under what names its columns. The text is the file's own.

The standard library's reader gives cells without their places, so cells are found here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.document import Span
from corpus.formats import tables
from corpus.formats.encoding import decode
from corpus.formats.extraction import Extraction
from corpus.formats.tables import table_blocks

_DELIMITERS = ",;\t|"
_SAMPLE_LINES = 20
_LONGEST_HEADING = 120
_LINE_END = re.compile(r"\r\n|\r|\n")
_QUOTED = re.compile(r'"[^"]*+(?:""[^"]*+)*+"')


@dataclass(frozen=True, slots=True)
class _Row:
    span: Span
    cells: tuple[Span, ...]
    """Without the quotation marks around them."""

    markup: tuple[Span, ...]
    """The delimiters and quotation marks."""

    def texts(self, text: str) -> list[str]:
        return [" ".join(cell.of(text).replace('""', '"').split()) for cell in self.cells]


def read_csv(data: bytes) -> Extraction:
    return _read(data, None)


def read_tsv(data: bytes) -> Extraction:
    return _read(data, "\t")


def _read(data: bytes, delimiter: str | None) -> Extraction:
    text, encoding = decode(data)
    rows = list(_rows(text, delimiter or _usual_delimiter(text)))
    headings = _headings(text, rows)
    said = [row for row in rows if any(map(str.isalnum, "".join(cell.of(text) for cell in row.cells)))]
    table = [
        tables.Row(
            row.span, tuple(tables.Cell(cell, is_header=bool(headings) and row is rows[0]) for cell in row.cells)
        )
        for row in said
    ]
    blocks = list(table_blocks(table, lambda cell: " ".join(cell.of(text).split()), headings))[bool(headings) :]
    markup = [mark for row in said[bool(headings) :] for mark in row.markup]
    return Extraction(text=text, encoding=encoding, coordinates="file", blocks=tuple(blocks), markup=tuple(markup))


def _usual_delimiter(text: str) -> str:
    """The one that comes as often in most of the first lines; a comma where none does."""
    lines = [line for line in _LINE_END.split(_QUOTED.sub("", text[:100_000]), _SAMPLE_LINES)[:_SAMPLE_LINES] if line]
    counts = {delimiter: [line.count(delimiter) for line in lines] for delimiter in _DELIMITERS}
    return max(_DELIMITERS, key=lambda each: max((counts[each].count(n) * (n > 0) for n in counts[each]), default=0))


def _rows(text: str, delimiter: str) -> Iterator[_Row]:
    plain = re.compile(rf"[^{re.escape(delimiter)}\r\n]*")
    position = int(text.startswith("\ufeff"))
    are_quotes_closed = True
    while position < len(text):
        start = position
        cells: list[Span] = []
        markup: list[Span] = []
        while True:
            quoted = _QUOTED.match(text, position) if are_quotes_closed and text.startswith('"', position) else None
            if quoted:
                cells.append(Span(position + 1, quoted.end() - 1))
                markup += [Span(position, position + 1), Span(quoted.end() - 1, quoted.end())]
                position = quoted.end()
            else:
                # One that is never closed is looked for once, not in every cell that follows.
                are_quotes_closed = are_quotes_closed and not text.startswith('"', position)
            rest = plain.match(text, position)
            end = rest.end() if rest else position
            if not quoted:
                cells.append(Span(position, end))
            elif end > position:  # what stands behind the closing quotation mark is of the same cell
                cells[-1] = Span(cells[-1].start, end)
            position = end
            if not text.startswith(delimiter, position):
                break
            markup.append(Span(position, position + 1))
            position += 1
        if position > start:
            yield _Row(Span(start, position), tuple(cells), tuple(markup))
        line_end = _LINE_END.match(text, position)
        position = line_end.end() if line_end else position


def _headings(text: str, rows: Sequence[_Row]) -> tuple[str, ...]:
    """What the first row calls the columns, if it has a word in each of two or more and another row follows."""
    names = rows[0].texts(text) if len(rows) > 1 else []
    if len(names) < 2 or not all(any(map(str.isalpha, name)) for name in names):
        return ()
    return (", ".join(names)[:_LONGEST_HEADING],)
