"""HTML: the text a reader would see, block by block, with a blank line between blocks.

lxml parses (it mends broken markup as browsers do); what is shown and what ends a block is decided here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import version

from lxml import etree, html

from corpus.document import Span
from corpus.errors import UnreadableFile
from corpus.formats.encoding import decode
from corpus.formats.extraction import Block, Extraction

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
_XML_DECLARATION = re.compile(r"^\ufeff?\s*<\?xml[^>]*\?>")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DATE = re.compile(r"\d{4}(-\d{2}){0,2}")
_DATE_NAMES = ("article:published_time", "datepublished", "dc.date.issued", "dc.date", "date", "publication_date")


def read_html(data: bytes) -> Extraction:
    markup, encoding = decode(data, _declared(data))
    source = _NOT_XML.sub(" ", _XML_DECLARATION.sub("", markup))
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = html.document_fromstring(source, parser=parser)
    except etree.ParserError as error:
        raise UnreadableFile("empty", f"no elements in it ({error})") from error
    writer = _TextWriter()
    for event, element in etree.iterwalk(root, events=("start", "end")):
        writer.see(event, element)
    writer.end_block()
    return Extraction(
        text="".join(writer.pieces),
        encoding=encoding,
        coordinates="extracted",
        extractor=EXTRACTOR,
        blocks=tuple(writer.blocks),
        metadata=dict(_metadata(root, writer.headings)),
    )


@dataclass
class _TextWriter:
    """Collects visible text. `line` is the block being written, white space folded as browsers fold it."""

    pieces: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    line: str = ""
    length: int = 0
    hidden: int = 0
    preformatted: int = 0

    def see(self, event: str, element: html.HtmlElement) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        entering = event == "start"
        if tag in _HIDDEN or element.get("hidden") is not None:
            self.hidden += 1 if entering else -1
        elif not self.hidden:
            self._see_visible(tag, entering)
        if not self.hidden:
            self.write((element.text if entering else element.tail) or "")

    def _see_visible(self, tag: str, entering: bool) -> None:
        if tag in _BLOCKS:
            self.end_block(heading=(not entering and _HEADING.fullmatch(tag)) or None)
        elif tag in _CELLS and entering and self.line:
            self.line += " | "
        elif tag == "br" and entering:
            self.line = self.line.rstrip(" ") + "\n"
        if tag == "pre":
            self.preformatted += 1 if entering else -1

    def write(self, text: str) -> None:
        if self.preformatted:
            self.line += text.replace("\r\n", "\n").replace("\r", "\n")
            return
        folded = _SPACE.sub(" ", text)
        if not self.line or self.line[-1] in " \n":
            folded = folded.lstrip(" ")
        self.line += folded

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
        else:
            above = tuple(filter(None, self.headings))
            self.blocks.append(Block(Span(self.length, self.length + len(text)), above))
        self.pieces.append(text)
        self.length += len(text)


def _metadata(root: html.HtmlElement, headings: list[str]) -> Iterator[tuple[str, str]]:
    title = root.findtext(".//title") or next(filter(None, headings), "")
    if title.strip():
        yield "title", _SPACE.sub(" ", title).strip()
    dates = {
        (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower(): meta.get("content") or ""
        for meta in root.iter("meta")
    }
    for name in _DATE_NAMES:
        if found := _DATE.match(dates.get(name, "")):
            yield "published", found.group()
            return


def _declared(data: bytes) -> str | None:
    found = _XML_ENCODING.match(data[:1024]) or _CHARSET.search(data[:4096])
    return found.group(1).decode("ascii") if found else None
