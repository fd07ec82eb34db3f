"""A page of HTML as it is written, block by block: its text, and what of it is read as what."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import takewhile

from corpus.document import Span
from corpus.formats.extraction import Block
from corpus.formats.html_form import control_parts, leave_unticked, under_legend
from corpus.formats.html_head import field_block
from corpus.formats.html_line import Line, said
from corpus.formats.plain import preformatted_blocks
from corpus.formats.tables import Cell, Row, table_blocks
from corpus.rendering import DONE, END, OPEN, by_line

_SHORT_LINES = re.compile(r"(?:[^\W_a-z][^\n]{0,70}\n){1,}[^\W_a-z][^\n]{0,70}")


@dataclass
class Table:
    rows: list[Row] = field(default_factory=list)
    first_piece: int = 0
    """Of the text, from the first row on."""

    is_layout: bool = False
    """Made to place sections."""


@dataclass
class Page:
    pieces: list[str] = field(default_factory=list)
    """Of the text, with a blank line between blocks."""

    length: int = 0
    """Of all pieces."""

    blocks: list[Block] = field(default_factory=list)
    heading_blocks: list[Block] = field(default_factory=list)
    fields: list[Block] = field(default_factory=list)
    markup: list[Span] = field(default_factory=list)
    struck: list[Span] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    items: int = 0
    """Open items of lists."""

    leads_in: Span | None = None
    """The paragraph that leads in the list which follows."""

    legends: list[Span | None] = field(default_factory=list)
    """What the open groups of controls are called."""

    tables: list[Table] = field(default_factory=list)
    """Those open."""

    def lay_out(self) -> None:
        """The open tables place sections: what they hold is read as if there were none."""
        innermost = list(takewhile(lambda table: not table.is_layout, reversed(self.tables)))
        for table in reversed(innermost):
            self.end_rows(table)
            table.is_layout = True

    def end_rows(self, table: Table) -> None:
        if table.rows:
            start, text = table.rows[0].span.start, "".join(self.pieces[table.first_piece :])
            self.blocks += table_blocks(table.rows, lambda span: said(span.shifted(-start).of(text)), self.above)
            table.rows = []

    @property
    def above(self) -> tuple[str, ...]:
        return tuple(filter(None, self.headings))

    def write(self, line: Line, *, level: int, is_preformatted: bool) -> None:
        """A block that has text; a heading, of some level from 1, is kept for the blocks that follow it."""
        text = line.text.strip(" \n")
        self.pieces += ["\n\n"] if self.length else []
        self.length += 2 * bool(self.length)
        shift = self.length - (len(line.text) - len(line.text.lstrip(" \n")))
        span = Span(self.length, self.length + len(text))
        self.struck += [mark.shifted(shift).clipped(span) for mark in line.struck]
        self.pieces.append(text)
        self.length = span.end
        if line.cells:
            self.struck += [place.shifted(shift) for place in leave_unticked(line)]
        if level:
            self.put_heading(span, text, level)
        elif (line.options or line.values) and not line.cells:
            self.put_controls(line, span, shift)
        elif line.cells and self.tables and not self.tables[-1].is_layout:
            self.put_row(span, [_shifted(cell, shift, span) for cell in line.cells])
        else:
            self.put(span, text, is_preformatted=is_preformatted)
        if not level:
            self.markup += [mark.shifted(shift) for mark in line.signs]

    def put_heading(self, span: Span, text: str, level: int) -> None:
        above = self.headings[: level - 1]
        self.heading_blocks.append(Block(span, tuple(filter(None, above))))
        self.headings = [*above, *[""] * (level - 1 - len(self.headings)), text]
        self.leads_in = None

    def put_row(self, span: Span, cells: Iterable[Cell]) -> None:
        table = self.tables[-1]
        table.first_piece = table.first_piece if table.rows else len(self.pieces) - 1
        table.rows.append(Row(span, tuple(cells)))

    def put(self, span: Span, text: str, *, is_preformatted: bool) -> None:
        if is_preformatted:
            self.blocks += [b.shifted(span.start) for b in preformatted_blocks(text, Span(0, len(text)), self.above)]
            return
        parts = by_line(text, Span(0, len(text))) if _SHORT_LINES.fullmatch(text) else ()
        block = Block(Span(0, len(text)), self.above, parts).shifted(span.start)
        if self.items:
            self.blocks.append(replace(block, kind="item", lead=self.leads_in))
        else:
            self.leads_in = span if text.endswith(":") else None
            self.blocks.append(block)

    def put_controls(self, line: Line, span: Span, shift: int) -> None:
        legend = self.legends[-1] if self.legends else None
        parts = control_parts(line, span.shifted(-shift), is_item=self.items > 0)
        parts = tuple(part if isinstance(part, str) else part.shifted(shift) for part in parts)
        if parts and parts[0] in (DONE, OPEN):
            self.blocks.append(Block(span, self.above, parts, "item"))
        elif parts:
            parts = under_legend("".join(self.pieces), legend, parts) if legend else parts
            self.blocks.append(Block(span, self.above, parts, "row" if parts[-1] == END else "prose"))

    def put_fields(self, stated: Iterable[tuple[str, str]]) -> None:
        """What the page says of itself beside its text: behind it, where there is any."""
        said = {heading.span.of("".join(self.pieces)).casefold() for heading in self.heading_blocks}
        for name, value in stated if self.length else ():
            if value.casefold() not in said:
                self.pieces += ["\n\n", f"{name}: {value}"]
                self.fields.append(field_block(name, value).shifted(self.length + 2))
                self.length = self.fields[-1].span.end

    def first_heading(self) -> str:
        first = self.heading_blocks[0].span if self.heading_blocks else Span(0, 0)
        return first.of("".join(self.pieces)) if first.end else ""


def _shifted(cell: Cell, shift: int, within: Span) -> Cell:
    return replace(cell, span=cell.span.shifted(shift).clipped(within))
