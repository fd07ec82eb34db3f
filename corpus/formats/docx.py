"""Word: paragraphs, headings, lists, tables by rows, footnotes after the paragraph that refers to them.

Read from the XML itself: python-docx leaves out insertions that are tracked, footnotes and text boxes. Deletions that
are tracked and hidden text are not part of the document; comments, headers and footers are left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import version

from lxml import etree

from corpus.document import Span
from corpus.formats.archive import Archive, attribute, child, local_name, opened_archive
from corpus.formats.docx_styles import contents_styles, header_styles, heading_levels, is_on
from corpus.formats.docx_table import WordCell, WordRow, grid_of
from corpus.formats.extraction import Extraction, iso_date
from corpus.formats.writing import BlockWriter

EXTRACTOR = f"quoth-docx 3 (lxml {version('lxml')})"

_SKIPPED = {"del", "moveFrom", "delText", "instrText", "Fallback", "rPr", "pPr"}
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "ptab": "\t"}
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}


def read_docx(data: bytes) -> Extraction:
    with opened_archive(data) as archive:
        main = archive.main_part()
        related = dict(archive.related(main).values())
        reader = _Reader(
            levels=heading_levels(archive, related.get("styles")),
            contents_styles=contents_styles(archive, related.get("styles")),
            header_styles=header_styles(archive, related.get("styles")),
            notes={
                (kind, attribute(note, "id")): note
                for kind in _NOTES.values()
                if kind in related
                for note in archive.xml(related[kind])
            },
        )
        body = child(archive.xml(main), "body")
        if body is not None:
            reader.read(body)
        return reader.writer.extraction(EXTRACTOR, core_properties(archive), title=reader.writer.first_heading)


@dataclass
class _Line:
    """A paragraph being read."""

    text: str = ""
    marks: list[Span] = field(default_factory=list)
    """The references to notes."""

    notes: list[etree._Element] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    """Text boxes anchored in the paragraph."""

    def write(self, text: str) -> None:
        self.text += text


@dataclass
class _Reader:
    levels: dict[str, int]
    """Style id -> heading level."""

    contents_styles: frozenset[str]

    header_styles: frozenset[str]
    """The styles of tables with a row of headers."""

    notes: dict[tuple[str, str], etree._Element]
    """(kind, id) -> a footnote or endnote."""

    writer: BlockWriter = field(default_factory=BlockWriter)
    numbered: set[tuple[str, str]] = field(default_factory=set)
    """The notes referred to so far."""

    def read(self, parent: etree._Element) -> None:
        """Writes all paragraphs and tables inside."""
        line = _Line()
        for element in _unwrapped(parent):
            if local_name(element) == "tbl":
                self.read_table(element)
                continue
            self.read_runs(element, line)
            if self.style_of(element) in self.contents_styles:
                self.writer.write_aside(line.text)
                line = _Line()
            elif not _joins_next(element):
                self.write(line, self.level_of(element))
                line = _Line()
        self.write(line, None)

    def write(self, line: _Line, level: int | None) -> None:
        if level:
            self.writer.write_heading("".join(_outside(line.text, line.marks)), level)
        else:
            self.writer.write_block(line.text, line.marks)
        for element in [*line.boxes, *line.notes]:
            self.read(element)

    def read_runs(self, parent: etree._Element, line: _Line) -> None:
        for element in parent:
            name = local_name(element)
            if name == "t":
                line.write(element.text or "")
            elif name in _CHARACTERS:
                line.write(_CHARACTERS[name])
            elif name in _NOTES:
                self.read_reference(_NOTES[name], element, line)
            elif name == "txbxContent":
                line.boxes.append(element)
            elif name not in _SKIPPED and not (name == "r" and _is_hidden(element)) and not _is_placeholder(element):
                self.read_runs(element, line)

    def read_reference(self, kind: str, reference: etree._Element, line: _Line) -> None:
        key = (kind, attribute(reference, "id"))
        note = self.notes.get(key)
        if note is None or key in self.numbered:
            return
        self.numbered.add(key)
        mark = f"[{len(self.numbered)}]"
        line.marks.append(Span(len(line.text), len(line.text) + len(mark)))
        line.write(mark)
        line.notes.append(note)

    def read_table(self, table: etree._Element) -> None:
        rows: list[WordRow] = []
        after: list[etree._Element] = []
        for row in _unwrapped(table, "tr"):
            if child(row, "trPr", "del") is not None:
                continue
            cells = [(cell, self.cell_lines(cell)) for cell in _unwrapped(row, "tc")]
            rows.append(WordRow(row, [WordCell(cell, [(e.text, e.marks) for e in lines]) for cell, lines in cells]))
            after += [element for _, lines in cells for line in lines for element in (*line.boxes, *line.notes)]
        self.writer.write_table(grid_of(table, rows, self.header_styles))
        for element in after:
            self.read(element)

    def cell_lines(self, cell: etree._Element) -> list[_Line]:
        """The paragraphs of a cell, those of tables inside it too."""
        lines = []
        for paragraph in cell.iter("{*}p"):
            lines.append(_Line())
            self.read_runs(paragraph, lines[-1])
        return lines

    def level_of(self, paragraph: etree._Element) -> int | None:
        level = child(paragraph, "pPr", "outlineLvl")
        if level is not None and (number := attribute(level, "val")).isdecimal():
            return int(number) + 1 if int(number) < 9 else None
        return self.levels.get(self.style_of(paragraph))

    def style_of(self, paragraph: etree._Element) -> str:
        style = child(paragraph, "pPr", "pStyle")
        return attribute(style, "val") if style is not None else ""


def _unwrapped(parent: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The children of these names (paragraphs and tables), out of what may lie around them."""
    for element in parent:
        name = local_name(element)
        if name in (names or ("p", "tbl")):
            yield element
        elif name in ("sdt", "sdtContent", "customXml", "ins", "moveTo") and not _is_placeholder(element):
            yield from _unwrapped(element, *names)


def _joins_next(paragraph: etree._Element) -> bool:
    """Whether its end is a deletion that is tracked, or it is the large first letter of the next."""
    frame = child(paragraph, "pPr", "framePr")
    is_drop_cap = frame is not None and attribute(frame, "dropCap") in ("drop", "margin")
    return is_drop_cap or child(paragraph, "pPr", "rPr", "del") is not None


def _is_placeholder(element: etree._Element) -> bool:
    """A control that nobody has filled in: "Type the title here"."""
    return local_name(element) == "sdt" and is_on(child(element, "sdtPr", "showingPlcHdr"))


def _is_hidden(run: etree._Element) -> bool:
    return is_on(child(run, "rPr", "vanish"))


def _outside(text: str, marks: list[Span]) -> Iterator[str]:
    start = 0
    for mark in marks:
        yield text[start : mark.start]
        start = mark.end
    yield text[start:]


def core_properties(archive: Archive) -> dict[str, str]:
    """Title, author, date of an office document."""
    part = next((name for kind, name in archive.related("").values() if kind == "core-properties"), None)
    names = {
        "title": "title",
        "creator": "author",
        "created": "published",
        "subject": "subject",
        "keywords": "keywords",
    }
    found = {}
    for element in archive.xml(part) if part in archive.names and part else ():
        value = " ".join((element.text or "").split())
        if name := names.get(local_name(element)):
            found[name] = (iso_date(value) or "") if name == "published" else value
    return {name: value for name, value in found.items() if value}
