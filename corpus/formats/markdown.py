"""Markdown: front matter, headings, paragraphs. The text is the file's own; markup is only noted.

markdown-it-py finds the blocks. It reports lines, not characters, so inline markup is found here, by pattern.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.document import Span
from corpus.formats.encoding import decode
from corpus.formats.extraction import Block, Extraction, iso_date, leaving_out
from corpus.formats.plain import paragraphs, preformatted_blocks
from corpus.formats.tables import Cell, Row, table_blocks
from corpus.rendering import CELL, DONE, FIELD, OPEN, Part, hull

_END = r"(?:\r\n|\r|\n)"
_FRONT_MATTER = re.compile(
    rf"""\ufeff?---[^\S\r\n]*{_END}
    (?P<lines>(?:(?:[A-Za-z_][\w \t-]*:(?=\s)|[ \t\#}}\]-](?!--\s))[^\r\n]*{_END} | [^\S\r\n]*{_END})*?)
    (?:---|\.\.\.)[^\S\r\n]*(?:{_END}|\Z)""",
    re.X,
)
"""Only lines that YAML could have: a text that begins with a rule is no front matter."""

_FIELD = re.compile(r"^([A-Za-z][\w-]*):[^\S\r\n]*(.*?)[^\S\r\n]*$", re.M)
_FRONT_FIELD = re.compile(rf"(?<![^\r\n])(?P<name>[A-Za-z_][\w -]*:)(?P<value>[^\r\n]*(?:{_END}+[ \t-][^\r\n]*)*)")
_FRONT_VALUE = re.compile(
    r"""[^\S\r\n]*(?:[|>][+-]?(?=[^\S\r\n]*[\r\n])|(?:-[^\S\r\n]+)?["']?(?P<words>[^\r\n]*?))["']?[^\S\r\n]*(?=[\r\n]|\Z)[\r\n]*"""
)
_LINE_END = re.compile(_END)
_HEADING_WORDS = re.compile(
    r"(?:[^\S\r\n]*>)*[^\S\r\n]*(?:#{1,6}[^\S\r\n]+)?(?P<words>[^\s#](?:[^\r\n]*?\S)??)(?:[^\S\r\n]+#+)?[^\S\r\n]*(?=[\r\n]|\Z)"
)
_ITEM = re.compile(r"(?:[^\S\r\n]*>)*[^\S\r\n]*(?:[-*+]|\d{1,9}[.)])[^\S\r\n]+(?:\[(?P<state>[ xX])\][^\S\r\n]+)?")
_STRUCK = re.compile(
    r"(?<![~\\])~~(?=[^\s~])(?:(?!~~)[^\r\n]){1,500}?~~(?!~)|<(?P<tag>del|s|strike)\b[^<>]*>(?:(?!</(?P=tag)>).){0,2000}</(?P=tag)>",
    re.I | re.S,
)
_ROW = re.compile(r"(?:[^\S\r\n]*>)*[^\S\r\n]*\|?(?P<cells>[^\r\n]*?)\|?[^\S\r\n]*(?=[\r\n]|\Z)")
_CELL = re.compile(r"(?:\\.|[^|\\\r\n])+|(?<=\|)(?=\|)|\A(?=\|)")
_COMMENT = re.compile(r"\s*<!--.*-->\s*", re.S)
_DATE_KEYS = ("published", "date")
_LEAVES = frozenset(["paragraph_open", "heading_open", "fence", "code_block", "tr_open", "html_block"])
_VERBATIM = frozenset(["fence", "code_block", "list_item_open"])
_MOST_NESTED = 100
"""Levels of lists and quotations; a text nested deeper is read as plain paragraphs."""

_MARKUP = re.compile(
    r"""(?P<markers>\A(?:[^\S\r\n]*(?:>|[-*+](?=\s)|\d{1,3}[.)](?=\s)|\|))+[^\S\r\n]*)
      | (?P<quoted>(?<=[\r\n])[^\S\r\n]*(?:>[^\S\r\n]?)+)
      | (?P<rule>(?<![^\r\n])(?=[^\r\n]*---)[ \t|:-]+(?![^\r\n]))
      | (?P<image>!?\[(?=[^\[\]\r\n]*\]\())
      | (?P<target>(?<=[^\s])\]\([^()\r\n]*(?:\([^()\r\n]*\)[^()\r\n]*)*\))
      | (?P<autolink><(?=https?://)|(?<=\w)>(?=\s|$))
      | (?P<tag><!--(?:(?!<!--).)*?-->|<(?P<unread>script|style)\b(?:(?!<(?P=unread)\b).)*?</(?P=unread)\s*>
             |</?[A-Za-z][^<>]*>)
      | (?P<emphasis>(?<!\\)\*{1,3}(?=\S)|(?<![\s\\])\*{1,3}|(?<!\w)_{1,3}(?=\w)|(?<=[\w.!?,;:])_{1,3}(?!\w)|~~|`+)
      | (?P<cell>(?<!\\)\|)
      | (?P<note>(?<=\S)\[\^[^\]\s]+\](?!:)|(?<=\w)<sup>(?:\d{1,3}|\[\d+\])</sup>)
      | (?P<escape>\\(?=[^\w\s]))""",
    re.X | re.S | re.I,
)


def read_markdown(data: bytes) -> Extraction:
    text, encoding = decode(data)
    front = _FRONT_MATTER.match(text)
    body_start = front.end() if front else int(text.startswith("\ufeff"))
    metadata = _metadata(front["lines"]) if front else {}
    tokens = _parser().parse(_LINE_END.sub("\n", text[body_start:]))
    writer = _BlockWriter(text)
    for token, content, span in _leaves(tokens, text, body_start):
        if token.type == "heading_open":
            writer.end_table()
            writer.put_heading(int(token.tag[1]), content, span)
            metadata["title"] = metadata.get("title") or content
        elif any(map(str.isalnum, span.of(text))):
            if content or token.type != "tr_open":
                writer.end_table()
            writer.put(token, span)
    writer.end_table()
    if any(token.level >= _MOST_NESTED - 1 for token in tokens):
        writer = _BlockWriter(text, [b for b in paragraphs(text) if b.span.start >= body_start])
    return Extraction(
        text=text, encoding=encoding, coordinates="file", metadata=metadata,
        blocks=tuple(leaving_out(writer.blocks, writer.struck)), markup=tuple(writer.markup),
        headings=tuple(leaving_out(writer.heading_blocks, writer.struck)),
        fields=tuple(_fields(text, front)) if front else (),
    )  # fmt: skip


@dataclass
class _BlockWriter:
    text: str
    blocks: list[Block] = field(default_factory=list)
    heading_blocks: list[Block] = field(default_factory=list)
    markup: list[Span] = field(default_factory=list)
    struck: list[Span] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    lead: Span | None = None
    """The paragraph that leads in the list which follows."""

    rows: list[Row] = field(default_factory=list)

    def put_heading(self, level: int, content: str, span: Span) -> None:
        above = self.headings[: level - 1]
        if words := _HEADING_WORDS.search(self.text, *span):
            marks = [Span(*m.span()) for m in _MARKUP.finditer(self.text, *words.span("words")) if m.end() > m.start()]
            parts = _around(Span(*words.span("words")), marks)
            self._note_struck(Span(*words.span("words")))
            self.heading_blocks.append(Block(Span(*words.span("words")), tuple(filter(None, above)), parts))
        self.headings = [*above, *[""] * (level - 1 - len(self.headings)), content]
        self.lead = None

    def put(self, token: Token, span: Span) -> None:
        above = tuple(filter(None, self.headings))
        if token.type == "list_item_open":
            self.blocks.append(Block(span, above))
            return
        if token.type in _VERBATIM:
            self.blocks += preformatted_blocks(self.text, span, above)
            return
        if token.type == "html_block" and _COMMENT.fullmatch(span.of(self.text)):
            return
        self.markup += [Span(*m.span()).shifted(span.start) for m in _MARKUP.finditer(span.of(self.text))]
        self._note_struck(span)
        if token.type == "tr_open":
            self.rows.append(_row(self.text, span, is_header=not self.rows))
        else:
            self.blocks.append(self._paragraph(span, above))

    def _paragraph(self, span: Span, above: tuple[str, ...]) -> Block:
        """An item is read with its lead-in, and a task with whether it is done."""
        item = _ITEM.match(self.text, *span)
        if item is None:
            paragraph = span.of(self.text).rstrip()
            self.lead = Span(span.start, span.start + len(paragraph)) if paragraph.endswith(":") else None
            return Block(span, above)
        parts: tuple[Part, ...] = ()
        if item["state"]:
            parts = (OPEN if item["state"].isspace() else DONE, Span(item.end(), span.end))
        return Block(span, above, parts, "item", self.lead)

    def end_table(self) -> None:
        self.blocks += table_blocks(self.rows, self._words, tuple(filter(None, self.headings)))
        self.rows = []

    def _words(self, cell: Span) -> str:
        said = _STRUCK.sub(" ", cell.of(self.text))
        return " ".join(_MARKUP.sub(" ", said).split())

    def _note_struck(self, span: Span) -> None:
        self.struck += [Span(*found.span()) for found in _STRUCK.finditer(self.text, *span)]


def _row(text: str, span: Span, *, is_header: bool) -> Row:
    line = _ROW.match(text, *span)
    if line is None:
        return Row(span, (Cell(span, is_header),))
    cells = [Span(*found.span()) for found in _CELL.finditer(text, *line.span("cells"))]
    return Row(Span(*line.span("cells")), tuple(Cell(cell.stripped(text), is_header) for cell in cells))


def _around(span: Span, marks: Sequence[Span]) -> tuple[Span, ...]:
    """What of a span is left beside some marks in it, ascending."""
    borders = [span.start, *(position for mark in marks for position in mark), span.end]
    pairs = zip(borders[::2], borders[1::2], strict=True)
    return tuple(Span(start, end) for start, end in pairs if start < end)


def _fields(text: str, front: re.Match[str]) -> Iterator[Block]:
    """The fields of front matter that say something, each with the lines below it."""
    for found in _FRONT_FIELD.finditer(text, *front.span("lines")):
        values = [
            Span(*line.span("words")) for line in _FRONT_VALUE.finditer(text, *found.span("value")) if line["words"]
        ]
        if any(map(str.isalnum, "".join(value.of(text) for value in values))):
            if not found["value"].lstrip().startswith("-"):
                values = [hull(values)]
            said = [part for number, value in enumerate(values) for part in ((CELL if number else " "), value)]
            name = Span(*found.span("name"))
            yield Block(Span(name.start, values[-1].end), (), (name, *said, FIELD), "row")


def _parser() -> MarkdownIt:
    """For blocks only: inline markup is looked for in headings alone."""
    return MarkdownIt("commonmark", {"maxNesting": _MOST_NESTED}).enable("table").disable("inline")


def _leaves(tokens: list[Token], text: str, body_start: int) -> Iterator[tuple[Token, str, Span]]:
    """The tokens that hold text themselves, with their content and the span of their lines; fences without theirs. The content of
    a table's first row is "head"."""
    starts = [body_start, *_line_starts(text, body_start)]
    for index, token in enumerate(tokens):
        is_empty_item = token.type == "list_item_open" and tokens[index + 1].type == "list_item_close"
        if token.map is None or not (token.type in _LEAVES or is_empty_item):
            continue
        first, last = token.map
        content = _plain_heading(tokens[index + 1].content) if token.type == "heading_open" else ""
        if tokens[index - 1].type == "thead_open":
            content = "head"
        if token.type == "fence":
            closing = text[starts[last - 1] : starts[min(last, len(starts) - 1)]].strip("> \t\r\n")
            last -= closing.startswith(token.markup) and last - 1 > first
            first = min(first + 1, last)
        yield token, content, Span(starts[first], starts[min(last, len(starts) - 1)])


def _plain_heading(content: str) -> str:
    """A heading's words without emphasis, links and tags."""
    children = MarkdownIt("commonmark").parseInline(content)[0].children or []
    breaks = ("softbreak", "hardbreak", "html_inline")
    return " ".join("".join(" " if child.type in breaks else child.content for child in children).split())


def _line_starts(text: str, body_start: int) -> list[int]:
    """Where each line after the first begins, and the end of the text."""
    ends = [match.end() for match in _LINE_END.finditer(text, body_start)]
    return [*ends, len(text)] if not ends or ends[-1] != len(text) else ends


def _metadata(front_matter: str) -> dict[str, str]:
    """The `key: value` lines of front matter, unquoted; `published` from the keys that usually hold the date."""
    fields = {m[1].lower(): _unquoted(m[2]) for m in _FIELD.finditer(_LINE_END.sub("\n", front_matter))}
    date = next(filter(None, (iso_date(fields.get(key, "")) for key in _DATE_KEYS)), None)
    fields.pop("published", None)
    return fields | {"published": date} if date else fields


def _unquoted(value: str) -> str:
    """_unquoted('"a \\\\"b\\\\" c"') -> 'a "b" c'"""
    mark = value[:1]
    if len(value) < 2 or mark not in ("'", '"') or value[-1] != mark:
        return value
    return value[1:-1].replace({"'": "''", '"': '\\"'}[mark], mark)
