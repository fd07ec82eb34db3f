"""Blocks under headings -> the text of a format that has none of its own, a blank line between blocks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from corpus.document import Span, blank
from corpus.formats.extraction import Attachment, Block, Extraction
from corpus.formats.tables import Cell, Row, table_blocks
from corpus.rendering import Part

BAR = " | "
"""Between the cells of a row."""

_UNPRINTABLE: dict[int, str] = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(127, 160)], " ")
_UNPRINTABLE |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


Line = tuple[str, Sequence[Span]]
"""The text of a paragraph, with the ranges of it that are markup."""


@dataclass(slots=True)
class TableCell:
    """A cell that is still to be written."""

    lines: Sequence[Line] = ()
    is_header: bool = False
    columns: int = 1
    rows: int = 1


@dataclass
class BlockWriter:
    pieces: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    headings: list[Block] = field(default_factory=list)
    markup: list[Span] = field(default_factory=list)
    page_starts: list[int] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    length: int = 0
    first_heading: str = ""
    _headings: list[tuple[int, str]] = field(default_factory=list)
    """Those above what is written next, with their levels, ascending."""

    def write_heading(self, text: str, level: int) -> None:
        """`level` counts from 1, outermost; a heading ends those of its level and below."""
        if heading := self._write(" ".join(text.split())):
            self._headings = [*(each for each in self._headings if each[0] < level), (level, heading)]
            self.first_heading = self.first_heading or heading
            self.headings.append(Block(Span(self.length - len(heading), self.length), self._above()[:-1]))

    def write_block(self, text: str, markup: Sequence[Span] = ()) -> None:
        """`markup` are ranges of `text`; what of them lies in its outer white space is dropped with that."""
        if block := self._write(text):
            start = self.length - len(block)
            self.blocks.append(Block(Span(start, self.length), self._above()))
            shift = start - _lead(text)
            clipped = (Span(max(mark.start + shift, start), min(mark.end + shift, self.length)) for mark in markup)
            self.markup += [mark for mark in clipped if mark.start < mark.end]

    def write_aside(self, text: str) -> None:
        """What stands in the text and is no prose, such as a line of a table of contents."""
        self._write(text)

    def write_row(self, text: str, parts: tuple[Part, ...]) -> None:
        """A row without outer white space; `parts`, ranges of `text` among them, are what is read of it."""
        if block := self._write(text):
            start = self.length - len(block)
            self.blocks.append(Block(Span(0, len(block)), self._above(), parts, "row").shifted(start))

    def write_table(self, rows: Sequence[Sequence[TableCell]]) -> None:
        """Each row on a line of its own, read with what names its columns. Cells in one column only, as in a box around
        some text, are no table; headers over nothing name nothing."""
        if all(len(row) < 2 for row in rows):
            for text, marks in (_joined(cell) for row in rows for cell in row):
                self.write_block(text, marks)
            return
        said: dict[Span, str] = {}
        written = [self._write_cells(row, said) for row in rows]
        filled = [cell for row in written for cell in row.cells if cell.span in said]
        if all(cell.is_header for cell in filled):
            written = [Row(row.span, tuple(replace(cell, is_header=False) for cell in row.cells)) for row in written]
        self.blocks += table_blocks(written, lambda span: said.get(span, ""), self._above())

    def _write_cells(self, row: Sequence[TableCell], said: dict[Span, str]) -> Row:
        """The row as one line, cells parted by bars, nothing if all are empty; `said` takes the words of each cell."""
        cells = [_joined(cell) for cell in row]
        line = BAR.join(text for text, _ in cells)
        if not any(text for text, _ in cells) or not (written := self._write(line)):
            return Row(Span(self.length, self.length), tuple(_empty(cell, self.length) for cell in row))
        whole = Span(self.length - len(written), self.length)
        position = whole.start - _lead(line)
        placed: list[Cell] = []
        for cell, (text, marks) in zip(row, cells, strict=True):
            span = Span(position, position + len(text)).clipped(whole)
            if words := " ".join(blank(text, marks).split()):
                said[span] = words
                self.markup += [mark.shifted(position) for mark in marks]
            placed.append(Cell(span, cell.is_header, cell.columns, cell.rows))
            position += len(text) + len(BAR)
        return Row(whole, tuple(placed))

    def write_extraction(self, part: Extraction) -> None:
        """A part that has been read already, under the headings that stand."""
        self._separate()
        start = self.length
        self.pieces.append(part.text)
        self.length += len(part.text)
        self.blocks += [each.shifted(start, self._above()) for each in part.blocks]
        self.headings += [each.shifted(start, self._above()) for each in part.headings]
        self.markup += [mark.shifted(start) for mark in part.markup]

    def end_headings(self, level: int = 1) -> None:
        """What is written next stands under no heading of this level or below."""
        self._headings = [each for each in self._headings if each[0] < level]

    def begin_page(self) -> None:
        self._separate()
        self.page_starts.append(self.length)

    def extraction(self, extractor: str, metadata: Mapping[str, str], *, title: str = "") -> Extraction:
        """What has been written; `title` serves where the metadata has none."""
        title = metadata.get("title") or title
        return Extraction(
            text="".join(self.pieces), encoding="utf-8", coordinates="extracted", extractor=extractor,
            blocks=tuple(self.blocks), headings=tuple(self.headings), markup=tuple(self.markup),
            page_starts=tuple(self.page_starts), attachments=tuple(self.attachments),
            metadata={**({"title": title} if title else {}), **{k: v for k, v in metadata.items() if v and k != "title"}},
        )  # fmt: skip

    def _above(self) -> tuple[str, ...]:
        return tuple(text for _, text in self._headings)

    def _write(self, text: str) -> str:
        """What was written of it: nothing, if it holds only white space."""
        if text := text.translate(_UNPRINTABLE).strip():
            self._separate()
            self.pieces.append(text)
            self.length += len(text)
        return text

    def _separate(self) -> None:
        if self.length and self.pieces[-1] != "\n\n":
            self.pieces.append("\n\n")
            self.length += 2


def _lead(text: str) -> int:
    """How many characters before the first that is shown."""
    return len(text) - len(text.translate(_UNPRINTABLE).lstrip())


def _joined(cell: TableCell) -> tuple[str, list[Span]]:
    """The paragraphs of a cell on one line, and where the markup stands in it."""
    joined = ""
    marks: list[Span] = []
    for text, own in ((text.translate(_UNPRINTABLE), own) for text, own in cell.lines):
        if folded := " ".join(text.split()):
            joined += " " if joined else ""
            marks += [mark.shifted(len(joined)) for mark in _folded(text, own)]
            joined += folded
    return joined, marks


def _folded(text: str, marks: Sequence[Span]) -> list[Span]:
    """Where marks without white space stand once each run of white space is one space, and none at the ends."""
    if not marks:
        return []
    is_kept = (not each.isspace() or not before.isspace() for before, each in zip(" " + text, text, strict=False))
    places = list(accumulate(is_kept, initial=0))
    return [Span(places[mark.start], places[mark.end]) for mark in marks]


def _empty(cell: TableCell, position: int) -> Cell:
    return Cell(Span(position, position), cell.is_header, cell.columns, cell.rows)


def row_of(cells: Sequence[str]) -> str:
    """A table's row as one line, cells parted by bars; "" if all are empty."""
    texts = [" ".join(cell.split()) for cell in cells]
    return " | ".join(texts) if any(texts) else ""
