"""OpenDocument text: paragraphs, headings, lists, tables by rows, notes after the paragraph that refers to them.

Read from the XML itself: odfpy has had no release for years and builds a tree with no limits. Deletions that are tracked
and comments are not part of the document; headers and footers are left out.
"""

import re
from dataclasses import dataclass, field
from importlib.metadata import version

from lxml import etree

from corpus.document import Span
from corpus.errors import UnreadableFile
from corpus.formats.archive import Archive, attribute, child, local_name, opened_archive
from corpus.formats.extraction import Extraction, iso_date
from corpus.formats.tables import whole_number
from corpus.formats.writing import BlockWriter, TableCell

EXTRACTOR = f"quoth-odt 3 (lxml {version('lxml')})"

_SKIPPED = {
    "tracked-changes",
    "annotation",
    "annotation-end",
    "forms",
    "sequence-decls",
    "desc",
    "title",
    "event-listeners",
}
_INDEXES = {
    "table-of-content",
    "illustration-index",
    "table-index",
    "object-index",
    "user-index",
    "alphabetical-index",
}
"""Their words stand elsewhere, too."""

_CHARACTERS = {"s": " ", "tab": "\t", "line-break": "\n"}
_HEADING_STYLE = "Table_20_Heading"
_SPACE = re.compile(r"[ \t\r\n]+")


def read_odt(data: bytes) -> Extraction:
    with opened_archive(data) as archive:
        if "META-INF/manifest.xml" in archive.names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise UnreadableFile("encrypted", "needs a password")
        content = archive.xml("content.xml")
        body = child(content, "body", "text")
        if body is None:
            raise UnreadableFile("damaged", "holds no text document")
        reader = _Reader(_header_styles(content))
        reader.read(body)
        return reader.writer.extraction(EXTRACTOR, _metadata(archive), title=reader.writer.first_heading)


@dataclass
class _Line:
    """A paragraph being read."""

    text: str = ""
    marks: list[Span] = field(default_factory=list)
    """The references to notes."""

    after: list[etree._Element] = field(default_factory=list)
    """Notes and text boxes, written when the paragraph has ended."""

    def write(self, text: str) -> None:
        """White space is folded, as the format says."""
        folded = _SPACE.sub(" ", text)
        self.text += folded.lstrip(" ") if not self.text or self.text[-1] in " \n\t" else folded


@dataclass
class _Reader:
    header_styles: frozenset[str]
    """The styles of paragraphs that are headings of a table."""

    writer: BlockWriter = field(default_factory=BlockWriter)
    notes: int = 0

    def read(self, parent: etree._Element) -> None:
        """Writes all paragraphs and tables inside."""
        for element in parent:
            name = local_name(element)
            if name in ("p", "h"):
                self.read_paragraph(element)
            elif name == "table":
                self.read_table(element)
            elif name in _INDEXES:
                for paragraph in element.iter("{*}p"):
                    self.writer.write_aside(self.line_of(paragraph).text)
            elif name and name not in _SKIPPED:
                self.read(element)

    def read_paragraph(self, paragraph: etree._Element) -> None:
        line = self.line_of(paragraph)
        if local_name(paragraph) == "h":
            level = attribute(paragraph, "outline-level")
            marks = {position for mark in line.marks for position in range(*mark)}
            text = "".join(character for index, character in enumerate(line.text) if index not in marks)
            self.writer.write_heading(text, int(level) if level.isdecimal() and int(level) else 1)
        else:
            self.writer.write_block(line.text, line.marks)
        for element in line.after:
            self.read(element)

    def line_of(self, paragraph: etree._Element) -> _Line:
        line = _Line()
        self.read_words(paragraph, line)
        return line

    def read_words(self, parent: etree._Element, line: _Line) -> None:
        line.write(parent.text or "")
        for element in parent:
            name = local_name(element)
            if name in _CHARACTERS:
                line.text += _CHARACTERS[name]
            elif name == "note":
                self.read_note(element, line)
            elif name == "text-box":
                line.after.append(element)
            elif name and name not in _SKIPPED:
                self.read_words(element, line)
            line.write(element.tail or "")

    def read_note(self, note: etree._Element, line: _Line) -> None:
        self.notes += 1
        if line.text.strip():
            mark = f"[{self.notes}]"
            line.marks.append(Span(len(line.text), len(line.text) + len(mark)))
            line.text += mark
        body = child(note, "note-body")
        if body is not None:
            line.after.append(body)

    def read_table(self, table: etree._Element) -> None:
        rows: list[list[TableCell]] = []
        after: list[etree._Element] = []
        for row in table.iter("{*}table-row"):
            if next(row.iterancestors("{*}table"), table) is not table:
                continue  # of a table in a cell, whose words are the cell's
            parent = row.getparent()
            is_header = parent is not None and local_name(parent) == "table-header-rows"
            rows.append([])
            for cell in row.iterchildren("{*}table-cell"):
                paragraphs = list(cell.iter("{*}p", "{*}h"))
                lines = [self.line_of(paragraph) for paragraph in paragraphs]
                is_named = bool(lines) and all(attribute(p, "style-name") in self.header_styles for p in paragraphs)
                rows[-1].append(_cell(cell, lines, is_header=is_header or is_named))
                after += [element for line in lines for element in line.after]
        self.writer.write_table(rows)
        for element in after:
            self.read(element)


def _cell(cell: etree._Element, lines: list[_Line], *, is_header: bool) -> TableCell:
    """One that is repeated counts for each of its columns."""
    spanned, repeated = (whole_number(attribute(cell, f"number-columns-{how}")) for how in ("spanned", "repeated"))
    rows = whole_number(attribute(cell, "number-rows-spanned"))
    return TableCell([(line.text, line.marks) for line in lines], is_header, spanned * repeated, rows)


def _header_styles(content: etree._Element) -> frozenset[str]:
    """The style that LibreOffice gives the headings of a table, and those based on it."""
    styles = child(content, "automatic-styles")
    based = [
        attribute(style, "name")
        for style in (styles if styles is not None else ())
        if attribute(style, "parent-style-name") == _HEADING_STYLE
    ]
    return frozenset([_HEADING_STYLE, *based])


def _metadata(archive: Archive) -> dict[str, str]:
    names = {
        "title": "title", "initial-creator": "author", "creation-date": "published", "subject": "subject",
        "keyword": "keywords",
    }  # fmt: skip
    meta = child(archive.xml("meta.xml"), "meta") if "meta.xml" in archive.names else None
    found: dict[str, str] = {}
    for element in meta if meta is not None else ():
        value = " ".join((element.text or "").split())
        if name := names.get(local_name(element)):
            found[name] = (iso_date(value) or "") if name == "published" else value
    return found
