"""reStructuredText: sections, paragraphs, lists, the words of directives. The text is the file's own; markup is noted.

docutils parses all of it, but gives lines for some nodes only, and reads other files where a text asks for it; what
stands where is all that is needed here.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from corpus.document import Span
from corpus.formats.encoding import decode
from corpus.formats.extraction import Block, Extraction, between, iso_date
from corpus.formats.rst_markup import MARKUP, WORDS_INSIDE
from corpus.formats.rst_tables import csv_rows, grid_rows, is_grid_rule, is_simple_rule, listed_rows, simple_rows
from corpus.formats.tables import Row, table_blocks
from corpus.rendering import FIELD

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_RULE = re.compile(r"([!-/:-@\[-`{-~])\1+\s*$")
_EXPLICIT = re.compile(r"(\s*)\.\.(?:\s+|$)")
_DIRECTIVE = re.compile(r"\s*\.\.\s+(?:\|[^|\r\n]+\|\s+)?([\w:.+-]+)::[^\S\r\n]*")
_NOTE = re.compile(r"\s*\.\.\s+\[[^\]\r\n]+\](?:[^\S\r\n]+|$)")
_FIELD = re.compile(r"\s*:([^:\r\n]+):(?=\s|$)[^\S\r\n]*")
_ITEM = re.compile(r"\s*(?:[-*+•](?=\s)|\(?(?:\d{1,3}|#|[A-Za-z])[.)](?=\s)|\|(?=\s))[^\S\r\n]+")
_METADATA = {"title": "title", "author": "author", "authors": "author", "date": "published"}


_DOCUMENT_FIELD = re.compile(r"[^\S\r\n]*:(?P<name>[^:\r\n]+):[^\S\r\n]+(?P<value>\S[^\r\n]*?)[^\S\r\n]*\Z")
_HEADER_ROWS = re.compile(r":header-rows:\s*(\d+)")
_HEADER = re.compile(r":header:\s*")


@dataclass(frozen=True, slots=True)
class _Line:
    span: Span
    text: str
    """Without its end."""

    @property
    def indent(self) -> int:
        return len(self.text) - len(self.text.lstrip())


def read_rst(data: bytes) -> Extraction:
    text, encoding = decode(data)
    start = int(text.startswith("\ufeff"))
    lines = [
        _Line(Span(*match.span()), match.group().rstrip("\r\n"))
        for match in _LINE.finditer(text, start)
        if match.group()
    ]
    finder = _Finder(text, lines)
    finder.find()
    if finder.first_heading:
        finder.metadata.setdefault("title", finder.first_heading)
    return Extraction(
        text=text, encoding=encoding, coordinates="file", blocks=tuple(finder.blocks),
        headings=tuple(finder.heading_blocks), fields=tuple(finder.fields),
        markup=tuple(sorted([*finder.markup, *between(text, finder.blocks)])),
        metadata=finder.metadata,
    )  # fmt: skip


@dataclass
class _Finder:
    """Goes from line to line and collects the blocks."""

    text: str
    lines: list[_Line]
    blocks: list[Block] = field(default_factory=list)
    heading_blocks: list[Block] = field(default_factory=list)
    fields: list[Block] = field(default_factory=list)
    markup: list[Span] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)
    headings: list[tuple[int, str]] = field(default_factory=list)
    levels: dict[tuple[str, bool], int] = field(default_factory=dict)
    """The rule's character, and whether it also stands above the title -> level, in the order of their first use."""

    first_heading: str = ""
    open_lines: list[_Line] = field(default_factory=list)
    """Those of the block being read."""

    lead: int = 0
    """Characters of the first open line that are markup, such as a list item's mark."""

    leads_in: Span | None = None
    """The paragraph that leads in the list which follows."""

    is_item: bool = False
    """Whether the block being read is an item of a list."""

    def find(self) -> None:
        number = 0
        while number < len(self.lines):
            number = self.take(number)
        self.end_block()

    def take(self, number: int) -> int:
        """Reads one line, or what it begins; returns the number of the line after it."""
        line = self.lines[number]
        if not line.text.strip():
            self.end_block()
            return number + 1
        if title_end := self.take_title(number):
            return title_end
        if _EXPLICIT.match(line.text):
            self.end_block()
            return self.take_explicit(number)
        if is_grid_rule(line.text) or is_simple_rule(line.text):
            self.end_block()
            return self.take_table(number)
        if _RULE.match(line.text):
            self.end_block()
            return number + 1
        item, field_mark = _ITEM.match(line.text), _FIELD.match(line.text)
        if field_mark and not self.headings_or_blocks_before_paragraph():
            self.note(field_mark[1], line.text[field_mark.end() :])
            self.put_field(line)
            return number + 1
        if item or field_mark or line.text.lstrip().startswith(("|", "+-")):
            self.end_block()
        mark = item or field_mark
        if not self.open_lines:
            self.lead = mark.end() if mark else 0
            self.is_item = item is not None and not line.text.lstrip().startswith("|")
        self.open_lines.append(line)
        return number + 1

    def take_title(self, number: int) -> int:
        """The line after a section's title; 0 where none begins."""
        over = _RULE.match(self.lines[number].text)
        first = number + bool(over)
        if first + 1 >= len(self.lines) or self.open_lines:
            return 0
        title, under = self.lines[first].text, _RULE.match(self.lines[first + 1].text)
        if not under or not any(map(str.isalnum, title)) or (over and over[1] != under[1]):
            return 0
        if len(under.group().rstrip()) < min(len(title.rstrip()), 4) or (title[:1].isspace() and not over):
            return 0
        level = self.levels.setdefault((under[1], bool(over)), len(self.levels))
        words = " ".join(MARKUP.sub("", title).split())
        place = Span(self.lines[first].span.start, self.lines[first].span.start + len(title)).stripped(self.text)
        above = tuple(text for each, text in self.headings if each < level)
        self.heading_blocks.append(Block(place, above))
        self.leads_in = None
        self.headings = [*(each for each in self.headings if each[0] < level), (level, words)]
        self.first_heading = self.first_heading or words
        return first + 2

    def take_explicit(self, number: int) -> int:
        """A directive, footnote, target or comment: what follows is indented under it."""
        line = self.lines[number]
        directive, note = _DIRECTIVE.match(line.text), _NOTE.match(line.text)
        end = number + 1
        while end < len(self.lines) and (not self.lines[end].text.strip() or self.lines[end].indent > line.indent):
            end += 1
        if directive and directive[1] in ("list-table", "csv-table"):
            self.put_listed_table(directive[1], number, end)
            return end
        if note or (directive and directive[1] in WORDS_INSIDE):
            mark = note or directive
            assert mark is not None
            if line.text[mark.end() :].strip():
                self.lead = mark.end()
                self.open_lines.append(line)
            return self.skip_options(number + 1, end)
        return end

    def skip_options(self, number: int, end: int) -> int:
        while number < end and _FIELD.match(self.lines[number].text):
            number += 1
        return number

    def headings_or_blocks_before_paragraph(self) -> bool:
        """Whether anything but the title stands above: fields further down are prose."""
        return bool(self.blocks or self.open_lines or len(self.headings) > 1)

    def note(self, name: str, value: str) -> None:
        key = _METADATA.get(name.strip().lower(), name.strip().lower())
        words = " ".join(value.split())
        if words := (iso_date(words) or "") if key == "published" else words:
            self.metadata.setdefault(key, words)

    def end_block(self) -> None:
        lines, self.open_lines = self.open_lines, []
        if not lines or not any(map(str.isalnum, "".join(line.text for line in lines))):
            return
        span = Span(lines[0].span.start + lines[0].indent, lines[-1].span.start + len(lines[-1].text.rstrip()))
        if self.is_item:
            self.blocks.append(Block(span, self.above, (), "item", self.leads_in))
        else:
            self.leads_in = span if lines[-1].text.rstrip().endswith(":") and not self.lead else None
            self.blocks.append(Block(span, self.above))
        self.markup += self.marks(span, lines[0].span.start + self.lead)

    @property
    def above(self) -> tuple[str, ...]:
        return tuple(text for _, text in self.headings)

    def take_table(self, number: int) -> int:
        """The line after a table."""
        is_grid = is_grid_rule(self.lines[number].text)
        end = number + 1
        while end < len(self.lines) and (self.lines[end].text.lstrip().startswith(("|", "+")) if is_grid else True):
            end += 1
            is_last = end == len(self.lines) or not self.lines[end].text.strip()
            if not is_grid and is_simple_rule(self.lines[end - 1].text) and is_last:
                break
        own = [Span(line.span.start, line.span.start + len(line.text)) for line in self.lines[number:end]]
        if len(own) < 3 or not (is_grid or is_simple_rule(self.lines[end - 1].text)):
            return number + 1
        self.put_rows((grid_rows if is_grid else simple_rows)(self.text, own))
        return end

    def put_listed_table(self, kind: str, number: int, end: int) -> None:
        first = self.skip_options(number + 1, end)
        options = self.lines[number + 1 : first]
        own = [Span(line.span.start, line.span.start + len(line.text)) for line in self.lines[first:end]]
        headers = next((int(found[1]) for line in options if (found := _HEADER_ROWS.search(line.text))), 0)
        if kind == "list-table":
            self.put_rows(listed_rows(self.text, own, headers))
            return
        named = [(line, found.end()) for line in options if (found := _HEADER.search(line.text))]
        names = [Span(line.span.start + start, line.span.start + len(line.text)) for line, start in named]
        self.put_rows(csv_rows(self.text, [*names, *own], headers + len(names)))

    def put_rows(self, rows: Iterable[Row]) -> None:
        blocks = list(table_blocks(list(rows), self.words, self.above))
        self.blocks += blocks
        self.markup += [mark for block in blocks for mark in self.marks(block.span, block.span.start)]

    def words(self, cell: Span) -> str:
        return " ".join(MARKUP.sub(" ", cell.of(self.text)).split())

    def put_field(self, line: _Line) -> None:
        if found := _DOCUMENT_FIELD.match(self.text, line.span.start, line.span.start + len(line.text)):
            name, value = Span(found.start("name"), found.end("name") + 1), Span(*found.span("value"))
            self.fields.append(Block(Span(name.start, value.end), (), (name, " ", value, FIELD), "row"))

    def marks(self, span: Span, lead_end: int) -> Iterator[Span]:
        start = min(max(lead_end, span.start), span.end)
        if start > span.start:
            yield Span(span.start, start)
        yield from (Span(*mark.span()) for mark in MARKUP.finditer(self.text, start, span.end) if mark.group())
