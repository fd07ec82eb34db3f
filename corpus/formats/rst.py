"""reStructuredText: sections, paragraphs, lists, the words of directives. The text is the file's own; markup is noted.

docutils parses all of it, but gives lines for some nodes only, and reads other files where a text asks for it; what
stands where is all that is needed here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.document import Span
from corpus.formats.encoding import decode
from corpus.formats.extraction import Block, Extraction, between, iso_date

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_RULE = re.compile(r"([!-/:-@\[-`{-~])\1+\s*$")
_TABLE_RULE = re.compile(r"\s*(?:\+(?:[-=]+\+)+|=+(?:\s+=+)+|-+(?:\s+-+)+)\s*$")
_EXPLICIT = re.compile(r"(\s*)\.\.(?:\s+|$)")
_DIRECTIVE = re.compile(r"\s*\.\.\s+(?:\|[^|\r\n]+\|\s+)?([\w:.+-]+)::[^\S\r\n]*")
_NOTE = re.compile(r"\s*\.\.\s+\[[^\]\r\n]+\](?:[^\S\r\n]+|$)")
_FIELD = re.compile(r"\s*:([^:\r\n]+):(?=\s|$)[^\S\r\n]*")
_ITEM = re.compile(r"\s*(?:[-*+•](?=\s)|\(?(?:\d{1,3}|#|[A-Za-z])[.)](?=\s)|\|(?=\s))[^\S\r\n]+")
_WORDS_INSIDE = frozenset(
    """
    admonition attention caution danger error hint important note tip warning seealso versionadded versionchanged deprecated
    epigraph highlights pull-quote sidebar topic rubric container compound parsed-literal table figure list-table
    code code-block sourcecode
    """.split()
)
"""Directives whose content is read, code as in Markdown; that of others is data or commands."""

_MARKUP = re.compile(
    r"""(?<!\w)(?::[\w.+:-]{1,60}:)?`(?=[^\s`])                     # a role, and what opens interpreted text or a link
      | (?<=\S)\s*<[^<>`]*>`__?                                # a link's target
      | (?<=[^\s`])`__?(?!\w) | (?<=[^\s`])`(?::[\w.+:-]{1,60}:)?   # what closes it
      | ``
      | (?<![\w*])\*{1,2}(?=[^\s*]) | (?<=[^\s*])\*{1,2}(?![\w*])
      | (?<!\w)\|(?=[^\s|]) | (?<=[^\s|])\|_{0,2}(?!\w) | (?<=\s)\|(?=\s|\Z)
      | (?<=\w)__?(?=\W|$)
      | \[[\w#*.-]+\]_
      | \+(?:[-=]+\+)+
      | ::(?=\s*$)
      | \\(?=[^\w\s])""",
    re.X,
)
_METADATA = {"title": "title", "author": "author", "authors": "author", "date": "published"}


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
        markup=tuple(sorted([*finder.markup, *between(text, finder.blocks)])),
        metadata=finder.metadata,
    )  # fmt: skip


@dataclass
class _Finder:
    """Goes from line to line and collects the blocks."""

    text: str
    lines: list[_Line]
    blocks: list[Block] = field(default_factory=list)
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
        if _TABLE_RULE.match(line.text) or _RULE.match(line.text):
            self.end_block()
            return number + 1
        item, field_mark = _ITEM.match(line.text), _FIELD.match(line.text)
        if field_mark and not self.headings_or_blocks_before_paragraph():
            self.note(field_mark[1], line.text[field_mark.end() :])
            return number + 1
        if item or field_mark or line.text.lstrip().startswith(("|", "+-")):
            self.end_block()
        mark = item or field_mark
        self.lead = self.lead if self.open_lines else (mark.end() if mark else 0)
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
        words = " ".join(_MARKUP.sub("", title).split())
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
        if note or (directive and directive[1] in _WORDS_INSIDE):
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
        self.blocks.append(Block(span, tuple(text for _, text in self.headings)))
        self.markup += self.marks(span, lines[0].span.start + self.lead)

    def marks(self, span: Span, lead_end: int) -> Iterator[Span]:
        start = min(max(lead_end, span.start), span.end)
        if start > span.start:
            yield Span(span.start, start)
        yield from (Span(*mark.span()) for mark in _MARKUP.finditer(self.text, start, span.end) if mark.group())
