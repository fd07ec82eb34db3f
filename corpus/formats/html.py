"""HTML: the text a reader would see, block by block, with a blank line between blocks.

lxml parses (it mends broken markup as browsers do); what is shown and what ends a block is decided here.
"""

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version

from lxml import etree

from corpus.document import Span
from corpus.formats.encoding import decode
from corpus.formats.extraction import Block, Extraction, iso_date

EXTRACTOR = f"quoth-html 1 (lxml {version('lxml')})"

_HIDDEN = {"script", "style", "template", "noscript", "svg", "math", "head", "iframe", "object", "select", "textarea"}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "dd", "details", "dialog", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html",
    "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "search", "section", "summary", "table", "tbody",
    "tfoot", "thead", "tr", "ul",
}  # fmt: skip
_CELLS = {"td", "th"}
_HEADING = re.compile(r"h([1-6])")
_SPACE = re.compile(r"[ \t\n\r\f]+")
_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)""", re.I)
_XML_ENCODING = re.compile(rb"""^\s*<\?xml[^>]+encoding\s*=\s*["']([\w-]+)""", re.I)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DATE_NAMES = ("article:published_time", "datepublished", "dc.date.issued", "dc.date", "date", "publication_date")


def read_html(data: bytes) -> Extraction:
    markup, encoding = decode(data, _declared(data))
    writer = _TextWriter()
    # A tree would be cut off below 2,048 levels; events are not.
    parser = etree.HTMLParser(target=writer, huge_tree=True)  # type: ignore[call-overload]  # the stubs ask for `comment`
    parser.feed(_NOT_XML.sub(" ", _XML_DECLARATION.sub("", markup.removeprefix("\ufeff"))))
    parser.close()
    return Extraction(
        text="".join(writer.pieces),
        encoding=encoding,
        coordinates="extracted",
        extractor=EXTRACTOR,
        blocks=tuple(writer.blocks),
        metadata=dict(writer.metadata()),
    )


@dataclass
class _TextWriter:
    """Told of elements and text by the parser, collects what is visible."""

    pieces: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    length: int = 0
    line: str = ""
    """The block being written, white space folded as browsers fold it."""

    headings: list[str] = field(default_factory=list)
    first_heading: str = ""
    title: str | None = None
    in_title: bool = False
    properties: dict[str, str] = field(default_factory=dict)
    hidden: int = 0
    """Open elements from the outermost hidden one on."""

    preformatted: int = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "meta":
            name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
            self.properties[name.lower()] = attributes.get("content", "")
        self.in_title = tag == "title" and self.title is None
        if self.hidden or tag in _HIDDEN or "hidden" in attributes:
            self.hidden += 1
        elif tag in _BLOCKS:
            self.end_block()
            self.preformatted += tag == "pre"
        elif tag in _CELLS and self.line:
            self.line += " | "
        elif tag == "br":
            self.line = self.line.rstrip(" ") + "\n"

    def end(self, tag: str) -> None:
        self.in_title = False
        if self.hidden:
            self.hidden -= 1
        elif tag in _BLOCKS:
            self.end_block(heading=_HEADING.fullmatch(tag))
            self.preformatted -= tag == "pre"

    def data(self, text: str) -> None:
        if self.in_title:
            self.title = (self.title or "") + text
        if self.hidden:
            return
        if self.preformatted:
            self.line += text.replace("\r\n", "\n").replace("\r", "\n")
            return
        folded = _SPACE.sub(" ", text)
        if not self.line or self.line[-1] in " \n":
            folded = folded.lstrip(" ")
        self.line += folded

    def close(self) -> None:
        self.end_block()

    def end_block(self, heading: re.Match[str] | None = None) -> None:
        """Writes the block, if it has any text; a heading is kept for the blocks that follow it."""
        text = self.line.strip(" \n")
        self.line = ""
        if not text:
            return
        if self.length:
            self.pieces.append("\n\n")
            self.length += 2
        if heading:
            level = int(heading.group(1))
            self.headings = [*self.headings[: level - 1], *[""] * (level - 1 - len(self.headings)), text]
            self.first_heading = self.first_heading or text
        else:
            above = tuple(filter(None, self.headings))
            self.blocks.append(Block(Span(self.length, self.length + len(text)), above))
        self.pieces.append(text)
        self.length += len(text)

    def metadata(self) -> Iterator[tuple[str, str]]:
        if title := " ".join((self.title or "").split()) or self.first_heading:
            yield "title", title
        for name in _DATE_NAMES:
            if date := iso_date(self.properties.get(name, "")):
                yield "published", date
                return


def _declared(data: bytes) -> str | None:
    """The encoding the file says it has; "iso-8859-1" means Windows-1252, as in every browser."""
    found = _XML_ENCODING.match(data[:1024]) or _CHARSET.search(data[:4096])
    if not found:
        return None
    name = found.group(1).decode("ascii")
    try:
        return "cp1252" if codecs.lookup(name).name == "iso8859-1" else name
    except LookupError:
        return None
