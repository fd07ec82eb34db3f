"""HTML: the text a reader would see, block by block, with a blank line between blocks.

lxml parses (it mends broken markup as browsers do); what is shown and what ends a block is decided here.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from itertools import takewhile

from lxml import etree

from corpus.document import Span
from corpus.formats.encoding import decode
from corpus.formats.extraction import Block, Extraction, iso_date, leaving_out
from corpus.formats.html_form import control_parts, leave_unticked, under_legend
from corpus.formats.html_head import DATE_NAMES, declared_encoding, field_block, stated
from corpus.formats.html_line import Line, is_hidden, said
from corpus.formats.html_tags import BLOCKS, CELLS, OpenElements, table_classes
from corpus.formats.plain import preformatted_blocks
from corpus.formats.tables import Cell, Row, table_blocks
from corpus.rendering import DONE, END, OPEN, by_line

EXTRACTOR = f"quoth-html 4 (lxml {version('lxml')})"

_SHORT_LINES = re.compile(r"(?:[^\W_a-z][^\n]{0,70}\n){1,}[^\W_a-z][^\n]{0,70}")
_STRUCK = {"del", "s", "strike"}
_VALUES = {"option", "textarea"}
_HEADING = re.compile(r"h([1-6])")
_SPACE = re.compile(r"[ \t\n\r\f]+")
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def read_html(data: bytes) -> Extraction:
    markup, encoding = decode(data, declared_encoding(data))
    writer = _TextWriter(OpenElements(table_classes(markup)))
    # A tree would be cut off below 2,048 levels; events are not.
    parser = etree.HTMLParser(target=writer, huge_tree=True)  # type: ignore[call-overload]  # the stubs ask for `comment`
    parser.feed(_NOT_XML.sub(" ", _XML_DECLARATION.sub("", markup.removeprefix("\ufeff"))))
    parser.close()
    return Extraction(
        text="".join(writer.pieces),
        encoding=encoding,
        coordinates="extracted",
        extractor=EXTRACTOR,
        blocks=tuple(leaving_out(sorted(writer.blocks, key=lambda block: block.span), writer.struck)),
        headings=tuple(leaving_out(writer.heading_blocks, writer.struck)),
        fields=tuple(writer.fields),
        markup=tuple(writer.markup),
        metadata=dict(writer.metadata()),
    )


@dataclass
class _Table:
    rows: list[Row] = field(default_factory=list)
    first_piece: int = 0
    """Of the text, from the first row on."""

    is_layout: bool = False
    """Made to place sections."""


@dataclass
class _TextWriter:
    """Told of elements and text by the parser, collects what is visible."""

    elements: OpenElements
    pieces: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    heading_blocks: list[Block] = field(default_factory=list)
    fields: list[Block] = field(default_factory=list)
    markup: list[Span] = field(default_factory=list)
    struck: list[Span] = field(default_factory=list)
    length: int = 0
    line: Line = field(default_factory=Line)
    """The block being written, white space folded as browsers fold it."""

    headings: list[str] = field(default_factory=list)
    title: str | None = None
    in_title: bool = False
    properties: dict[str, str] = field(default_factory=dict)
    hidden: int = 0
    """Open elements from the outermost hidden one on."""

    preformatted: int = 0
    striking: int = 0
    items: int = 0
    """Open items of lists."""

    leads_in: Span | None = None
    """The paragraph that leads in the list which follows."""

    legends: list[Span | None] = field(default_factory=list)
    """What the open groups of controls are called."""

    tables: list[_Table] = field(default_factory=list)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "meta":
            name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
            self.properties[name.lower()] = attributes.get("content", "")
        tag = self.elements.begin(tag, attributes)
        self.in_title = tag == "title" and self.title is None
        if self.hidden or is_hidden(tag, attributes):
            self.hidden += 1
        elif tag in CELLS:
            self.start_cell(tag, attributes)
        elif tag in BLOCKS:
            self.start_block(tag)
        elif tag == "br":
            self.line.text = self.line.text.rstrip(" ") + "\n"
        elif tag == "input":
            self.line.add_input(attributes)
        elif tag in _VALUES:
            self.line.begin_value()
        elif tag == "sup":
            self.line.begin_raised()
        elif tag in _STRUCK:
            self.striking += 1
            self.line.begin_struck()

    def start_cell(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self.tables and not self.tables[-1].is_layout:
            self.line.begin_cell(attributes, is_header=tag == "th")
        else:
            self.end_block()

    def start_block(self, tag: str) -> None:
        if self.line.is_in_cell and tag != "tr" and not (tag == "table" or _HEADING.fullmatch(tag)):
            self.line.add_break()
        else:
            if self.line.is_in_cell and tag != "tr":
                self.lay_out()
            self.end_block()
        if tag == "table":
            self.tables.append(_Table())
        elif tag == "fieldset":
            self.legends.append(None)
        self.items += tag == "li"
        self.preformatted += tag == "pre"

    def end(self, tag: str) -> None:
        self.in_title = False
        tag = self.elements.end(tag)
        if self.hidden:
            self.hidden -= 1
        elif tag in CELLS:
            self.line.end_cell()
        elif tag in BLOCKS:
            if self.line.is_in_cell and tag not in ("tr", "table", "tbody", "thead", "tfoot"):
                self.line.add_break()
            else:
                self.end_block(heading=_HEADING.fullmatch(tag), is_preformatted=tag == "pre")
            if tag == "legend" and self.legends and self.blocks:
                self.legends[-1] = self.blocks[-1].span
            elif tag == "fieldset" and self.legends:
                self.legends.pop()
            self.items -= tag == "li"
            self.preformatted -= tag == "pre"
            if tag == "table" and self.tables:
                self.end_rows(self.tables.pop())
        elif tag in _VALUES:
            self.line.end_value()
        elif tag == "sup":
            self.line.end_raised()
        elif tag in _STRUCK and self.striking:
            self.striking -= 1
            if not self.striking:
                self.line.end_struck()

    def data(self, text: str) -> None:
        if self.in_title:
            self.title = (self.title or "") + text
        if self.hidden:
            return
        if self.preformatted:
            self.line.text += text.replace("\r\n", "\n").replace("\r", "\n")
            return
        folded = _SPACE.sub(" ", text)
        if not self.line.text or self.line.text[-1] in " \n":
            folded = folded.lstrip(" ")
        self.line.text += folded

    def close(self) -> None:
        self.end_block()
        while self.tables:
            self.end_rows(self.tables.pop())
        self.put_fields()

    def lay_out(self) -> None:
        """The open tables place sections: what they hold is read as if there were none."""
        innermost = list(takewhile(lambda table: not table.is_layout, reversed(self.tables)))
        for table in reversed(innermost):
            self.end_rows(table)
            table.is_layout = True

    def end_rows(self, table: _Table) -> None:
        if table.rows:
            start, text = table.rows[0].span.start, "".join(self.pieces[table.first_piece :])
            self.blocks += table_blocks(table.rows, lambda span: said(span.shifted(-start).of(text)), self.above)
            table.rows = []

    @property
    def above(self) -> tuple[str, ...]:
        return tuple(filter(None, self.headings))

    def end_block(self, heading: re.Match[str] | None = None, *, is_preformatted: bool = False) -> None:
        """Writes the block, if it has any text; a heading is kept for the blocks that follow it."""
        self.line.end_value()
        self.line.end_cell()
        self.line.end_struck()
        line, self.line = self.line, Line()
        if self.striking:
            self.line.begin_struck()
        if text := line.text.strip(" \n"):
            self.pieces += ["\n\n"] if self.length else []
            self.length += 2 * bool(self.length)
            shift = self.length - (len(line.text) - len(line.text.lstrip(" \n")))
            span = Span(self.length, self.length + len(text))
            self.struck += [mark.shifted(shift).clipped(span) for mark in line.struck]
            self.pieces.append(text)
            self.length = span.end
            if line.cells:
                self.struck += [place.shifted(shift) for place in leave_unticked(line)]
            if (line.options or line.values) and not line.cells:
                self.put_controls(line, span, shift)
            else:
                self.put(span, text, heading, [_shifted(cell, shift, span) for cell in line.cells], is_preformatted)
            if not heading:
                self.markup += [mark.shifted(shift) for mark in line.signs]

    def put(
        self, span: Span, text: str, heading: re.Match[str] | None, cells: list[Cell], is_preformatted: bool
    ) -> None:
        if heading:
            level = int(heading.group(1))
            above = self.headings[: level - 1]
            self.heading_blocks.append(Block(span, tuple(filter(None, above))))
            self.headings = [*above, *[""] * (level - 1 - len(self.headings)), text]
            self.leads_in = None
        elif cells and self.tables and not self.tables[-1].is_layout:
            table = self.tables[-1]
            table.first_piece = table.first_piece if table.rows else len(self.pieces) - 1
            table.rows.append(Row(span, tuple(cells)))
        elif is_preformatted:
            self.blocks += [b.shifted(span.start) for b in preformatted_blocks(text, Span(0, len(text)), self.above)]
        else:
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

    def put_fields(self) -> None:
        """Title, author and date, where the page says them beside its text: behind it."""
        said = {heading.span.of("".join(self.pieces)).casefold() for heading in self.heading_blocks}
        for name, value in stated(self.title or "", self.properties) if self.length else ():
            if value.casefold() not in said:
                self.pieces += ["\n\n", f"{name}: {value}"]
                self.fields.append(field_block(name, value).shifted(self.length + 2))
                self.length = self.fields[-1].span.end

    def first_heading(self) -> str:
        first = self.heading_blocks[0].span if self.heading_blocks else Span(0, 0)
        return first.of("".join(self.pieces)) if first.end else ""

    def metadata(self) -> Iterator[tuple[str, str]]:
        if title := " ".join((self.title or "").split()) or self.first_heading():
            yield "title", title
        for name in DATE_NAMES:
            if date := iso_date(self.properties.get(name, "")):
                yield "published", date
                return


def _shifted(cell: Cell, shift: int, within: Span) -> Cell:
    return replace(cell, span=cell.span.shifted(shift).clipped(within))
