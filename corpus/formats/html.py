"""HTML: the text a reader would see, block by block, with a blank line between blocks.

lxml parses (it mends broken markup as browsers do); what is shown and what ends a block is decided here.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version

from lxml import etree

from corpus.doubts import named_with
from corpus.formats.encoding import decode, doubt_of
from corpus.formats.extraction import Extraction, iso_date, leaving_out
from corpus.formats.html_head import DATE_NAMES, declared_encoding, stated
from corpus.formats.html_line import Line, is_hidden
from corpus.formats.html_page import Page, Table
from corpus.formats.html_tags import BLOCKS, CELLS, OpenElements, table_classes

EXTRACTOR = f"quoth-html 4 (lxml {version('lxml')})"

_SHORT_LINES = re.compile(r"(?:[^\W_a-z][^\n]{0,70}\n){1,}[^\W_a-z][^\n]{0,70}")
_STRUCK = {"del", "s", "strike"}
_VALUES = {"option", "textarea"}
_HEADING = re.compile(r"h([1-6])")
_SPACE = re.compile(r"[ \t\n\r\f]+")
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def read_html(data: bytes) -> Extraction:
    declared = declared_encoding(data)
    markup, encoding = decode(data, declared)
    writer = _TextWriter(OpenElements(table_classes(markup)))
    # A tree would be cut off below 2,048 levels; events are not.
    parser = etree.HTMLParser(target=writer, huge_tree=True)  # type: ignore[call-overload]  # the stubs ask for `comment`
    parser.feed(_NOT_XML.sub(" ", _XML_DECLARATION.sub("", markup.removeprefix("\ufeff"))))
    parser.close()
    return Extraction(
        text="".join(writer.page.pieces),
        encoding=encoding,
        coordinates="extracted",
        extractor=named_with(EXTRACTOR, doubt_of(data, encoding, declared)),
        blocks=tuple(leaving_out(sorted(writer.page.blocks, key=lambda block: block.span), writer.page.struck)),
        headings=tuple(leaving_out(writer.page.heading_blocks, writer.page.struck)),
        fields=tuple(writer.page.fields),
        markup=tuple(writer.page.markup),
        metadata=dict(writer.metadata()),
    )


@dataclass
class _TextWriter:
    """Told of elements and text by the parser, collects what is visible."""

    elements: OpenElements
    page: Page = field(default_factory=Page)
    line: Line = field(default_factory=Line)
    """The block being written, white space folded as browsers fold it."""

    title: str | None = None
    in_title: bool = False
    properties: dict[str, str] = field(default_factory=dict)
    hidden: int = 0
    """Open elements from the outermost hidden one on."""

    preformatted: int = 0
    striking: int = 0

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
        if self.page.tables and not self.page.tables[-1].is_layout:
            self.line.begin_cell(attributes, is_header=tag == "th")
        else:
            self.end_block()

    def start_block(self, tag: str) -> None:
        if self.line.is_in_cell and tag != "tr" and not (tag == "table" or _HEADING.fullmatch(tag)):
            self.line.add_break()
        else:
            if self.line.is_in_cell and tag != "tr":
                self.page.lay_out()
            self.end_block()
        if tag == "table":
            self.page.tables.append(Table())
        elif tag == "fieldset":
            self.page.legends.append(None)
        self.page.items += tag == "li"
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
            if tag == "legend" and self.page.legends and self.page.blocks:
                self.page.legends[-1] = self.page.blocks[-1].span
            elif tag == "fieldset" and self.page.legends:
                self.page.legends.pop()
            self.page.items -= tag == "li"
            self.preformatted -= tag == "pre"
            if tag == "table" and self.page.tables:
                self.page.end_rows(self.page.tables.pop())
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
        while self.page.tables:
            self.page.end_rows(self.page.tables.pop())
        self.page.put_fields(stated(self.title or "", self.properties))

    def end_block(self, heading: re.Match[str] | None = None, *, is_preformatted: bool = False) -> None:
        self.line.end_value()
        self.line.end_cell()
        self.line.end_struck()
        line, self.line = self.line, Line()
        if self.striking:
            self.line.begin_struck()
        if line.text.strip(" \n"):
            self.page.write(line, level=int(heading[1]) if heading else 0, is_preformatted=is_preformatted)

    def metadata(self) -> Iterator[tuple[str, str]]:
        if title := " ".join((self.title or "").split()) or self.page.first_heading():
            yield "title", title
        for name in DATE_NAMES:
            if date := iso_date(self.properties.get(name, "")):
                yield "published", date
                return
