"""Rich text: paragraphs, headings by style, tables by rows, footnotes after their paragraph.

Read here: striprtf, the library for it, keeps deletions that are tracked and drops footnotes, headings and metadata.
Hidden text and tracked deletions are no text; headers, footers, pictures and fields' codes are left out.
"""

import re
from dataclasses import dataclass, field, replace

from corpus.document import Span
from corpus.errors import UnreadableFile
from corpus.formats.extraction import Extraction, iso_date
from corpus.formats.rtf_line import BODY, Line, State, joined
from corpus.formats.rtf_table import DEFINING, grid_of
from corpus.formats.rtf_words import CHARACTERS, CODE_PAGES, HEADING_NAME, LEFT_OUT, TOKEN, known_codec
from corpus.formats.writing import BlockWriter

EXTRACTOR = "quoth-rtf 3"


def read_rtf(data: bytes) -> Extraction:
    if data.strip() and not data.lstrip().startswith(b"{\\rtf"):
        raise UnreadableFile("damaged", "does not begin as rich text does, with '{\\rtf'")
    reader = _Reader()
    for token in TOKEN.finditer(data.decode("latin-1")):
        reader.take(token)
    reader.end_paragraph()
    reader.end_table()
    return reader.writer.extraction(EXTRACTOR, reader.metadata(), title=reader.writer.first_heading)


@dataclass
class _Reader:
    """Told of one token after the other."""

    writer: BlockWriter = field(default_factory=BlockWriter)
    state: State = field(default_factory=State)
    outer: list[State] = field(default_factory=list)
    lines: list[Line] = field(default_factory=lambda: [Line()])
    """The paragraph being read, and above it the footnote in it."""

    code_page: str = "cp1252"
    fonts: dict[int, str] = field(default_factory=dict)
    font: int = 0
    styles: dict[int, int] = field(default_factory=dict)
    """Style number -> heading level."""

    style: int = 0
    style_name: str = ""
    information: dict[str, str] = field(default_factory=dict)
    pending: bytearray = field(default_factory=bytearray)
    """Bytes not yet decoded: a character may take two."""

    to_skip: int = 0
    is_ignorable: bool = False
    """After `\\*`: a destination that is not known is left out."""

    notes: int = 0
    rows: list[Line] = field(default_factory=list)
    """Of the table being read."""

    def take(self, token: re.Match[str]) -> None:
        kind = token.lastgroup
        if kind == "hex":
            self.take_bytes(bytes([int(token["hex"], 16)]))
        elif kind == "text":
            self.take_bytes(token["text"].encode("latin-1"))
        elif kind == "brace":
            self.decode_pending()
            self.to_skip = 0
            if token["brace"] == "{":
                self.begin_group()
            else:
                self.end_group()
        elif kind is not None:
            self.decode_pending()
            if token["symbol"] == "*":
                self.is_ignorable = True
            elif token["symbol"] in ("\n", "\r"):  # as TextEdit ends paragraphs
                self.end("par")
            elif token["symbol"]:
                self.write(CHARACTERS.get(token["symbol"], ""))
            else:
                self.take_word(token["word"], int(token["number"]) if token["number"] else None)

    def take_bytes(self, data: bytes) -> None:
        skipped = min(self.to_skip, len(data))
        self.to_skip -= skipped
        self.pending += data[skipped:]

    def decode_pending(self) -> None:
        if self.pending:
            self.write(self.pending.decode(self.state.code_page or self.code_page, "replace"))
            self.pending.clear()

    def begin_group(self) -> None:
        self.outer.append(self.state)
        self.is_ignorable = False

    def end_group(self) -> None:
        ended = self.state
        self.state = self.outer.pop() if self.outer else State()
        if ended.destination == "stylesheet":
            if heading := HEADING_NAME.match(self.style_name.strip()):
                self.styles.setdefault(self.style, int(heading[1]))
            self.style_name = ""
        if ended.destination == "footnote" and self.state.destination != "footnote" and len(self.lines) > 1:
            note = self.lines.pop()
            self.lines[-1].notes.append(note)

    def take_word(self, word: str, number: int | None) -> None:
        is_ignorable, self.is_ignorable = self.is_ignorable, False
        if word in LEFT_OUT or (is_ignorable and word not in ("footnote", "shptxt")):
            self.state = replace(self.state, destination="left out")
        elif word in ("fonttbl", "stylesheet", "info"):
            self.state = replace(self.state, destination=word)
        elif self.state.destination in ("info", *_Reader.NAMED):
            self.take_information(word, number)
        elif word == "footnote" and self.state.destination == BODY:
            self.begin_note()
        elif word in CHARACTERS:
            self.write(CHARACTERS[word])
        elif word in ("par", "sect", "page", "row", "nestrow", "cell", "nestcell"):
            self.end(word)
        else:
            self.take_property(word, number)

    NAMED = ("title", "author", "subject", "keywords", "creatim")

    def take_information(self, word: str, number: int | None) -> None:
        if word in self.NAMED:
            self.state = replace(self.state, destination=word)
        elif self.state.destination == "creatim" and word in ("yr", "mo", "dy"):
            self.information[word] = f"{number or 0:0{4 if word == 'yr' else 2}}"
        elif word == "u":
            self.write_code(number or 0)

    def take_property(self, word: str, number: int | None) -> None:
        if word == "u":
            self.write_code(number or 0)
        elif word == "uc":
            self.state = replace(self.state, replacements=max(0, number or 0))
        elif word in DEFINING:
            self.lines[-1].row.take(word, number)
        elif word == "b":
            self.state = replace(self.state, is_bold=number != 0)
        elif word in ("v", "deleted"):
            self.state = replace(self.state, is_hidden=number != 0)
        elif word == "plain":
            self.state = replace(self.state, is_hidden=False, is_bold=False, code_page="")
        elif word == "ansicpg" and number:
            self.code_page = known_codec(f"cp{number}")
        elif word in ("f", "fcharset"):
            self.take_font(word, number or 0)
        elif word in ("pard", "intbl"):
            self.lines[-1].is_in_table = word == "intbl"
        if word == "pard":
            self.lines[-1].level = None if self.state.destination == BODY else self.lines[-1].level
        elif word == "s":
            self.style = number or 0
            self.lines[-1].level = self.styles.get(self.style) if self.state.destination == BODY else None
        elif word == "outlinelevel" and number is not None and 0 <= number < 9:
            if self.state.destination == "stylesheet":
                self.styles[self.style] = number + 1
            elif self.state.destination == BODY:
                self.lines[-1].level = number + 1

    def take_font(self, word: str, number: int) -> None:
        if word == "f":
            self.font = number
            if self.state.destination != "fonttbl":
                self.state = replace(self.state, code_page=self.fonts.get(number, ""))
        elif self.state.destination == "fonttbl":
            self.fonts[self.font] = CODE_PAGES.get(number, "")

    def write_code(self, number: int) -> None:
        self.write(chr(number % 0x10000))
        self.to_skip = self.state.replacements

    def write(self, text: str) -> None:
        destination = self.state.destination
        if destination in (BODY, "footnote") and not self.state.is_hidden:
            self.lines[-1].text += text
            self.lines[-1].is_bold &= self.state.is_bold or not text.strip()
        elif destination == "stylesheet":
            self.style_name += text
        elif destination in self.NAMED:
            self.information[destination] = self.information.get(destination, "") + text

    def begin_note(self) -> None:
        self.state = replace(self.state, destination="footnote", is_hidden=False)
        self.notes += 1
        line, mark = self.lines[-1], f"[{self.notes}]"
        line.marks.append(Span(len(line.text), len(line.text) + len(mark)))
        line.text += mark
        self.lines.append(Line())

    def end(self, word: str) -> None:
        line = self.lines[-1]
        if self.state.destination == "footnote":
            line.text += "\n"
        elif self.state.destination != BODY:
            return
        elif word == "cell":
            line.row.cells.append((line.words(), line.is_bold))
            line.text, line.marks, line.is_bold = "", [], True
        elif word == "row":
            self.rows.append(line)
            self.lines[-1] = Line()
        elif word in ("nestcell", "nestrow") or line.row.cells or line.is_in_table:
            line.text += " "
        else:
            self.end_paragraph()

    def end_paragraph(self) -> None:
        self.decode_pending()
        self.end_table()
        line = self.lines[0]
        if line.level:
            self.writer.write_heading(joined(line.text), line.level)
        else:
            self.writer.write_block(*line.words())
        self.write_notes(line)
        self.lines = [Line(level=line.level)]

    def end_table(self) -> None:
        rows, self.rows = self.rows, []
        self.writer.write_table(grid_of([line.row for line in rows]))
        for line in rows:
            self.write_notes(line)

    def write_notes(self, line: Line) -> None:
        for note in line.notes:
            self.writer.write_block(joined(note.text))

    def metadata(self) -> dict[str, str]:
        found = {name: " ".join(joined(self.information.get(name, "")).split()) for name in self.NAMED[:4]}
        date = "-".join(self.information[part] for part in ("yr", "mo", "dy") if part in self.information)
        return found | {"published": iso_date(date) or ""}
