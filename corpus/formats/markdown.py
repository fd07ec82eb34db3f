"""Markdown: front matter, headings, paragraphs. The text is the file's own; markup is only noted.

markdown-it-py finds the blocks. It reports lines, not characters, so inline markup is found here, by pattern.
"""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.document import Span
from corpus.formats.encoding import decode
from corpus.formats.extraction import Block, Extraction, iso_date
from corpus.formats.plain import paragraphs

_END = r"(?:\r\n|\r|\n)"
_FRONT_MATTER = re.compile(
    rf"""\ufeff?---[^\S\r\n]*{_END}
    (?P<lines>(?:(?:[A-Za-z_][\w \t-]*:(?=\s)|[ \t\#}}\]-](?!--\s))[^\r\n]*{_END} | [^\S\r\n]*{_END})*?)
    (?:---|\.\.\.)[^\S\r\n]*(?:{_END}|\Z)""",
    re.X,
)
"""Only lines that YAML could have: a text that begins with a rule is no front matter."""

_FIELD = re.compile(r"^([A-Za-z][\w-]*):[^\S\r\n]*(.*?)[^\S\r\n]*$", re.M)
_LINE_END = re.compile(_END)
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
      | (?P<cell>\|)
      | (?P<escape>\\(?=[^\w\s]))""",
    re.X | re.S | re.I,
)


def read_markdown(data: bytes) -> Extraction:
    text, encoding = decode(data)
    front = _FRONT_MATTER.match(text)
    body_start = front.end() if front else int(text.startswith("\ufeff"))
    metadata = _metadata(front["lines"]) if front else {}
    tokens = _parser().parse(_LINE_END.sub("\n", text[body_start:]))
    blocks: list[Block] = []
    markup: list[Span] = []
    headings: list[str] = []
    for token, content, span in _leaves(tokens, text, body_start):
        if token.type == "heading_open":
            level = int(token.tag[1])
            headings = [*headings[: level - 1], *[""] * (level - 1 - len(headings)), content]
            metadata["title"] = metadata.get("title") or content
        elif any(map(str.isalnum, span.of(text))):
            blocks.append(Block(span, tuple(filter(None, headings))))
            if token.type not in _VERBATIM:
                markup += [Span(*m.span()).shifted(span.start) for m in _MARKUP.finditer(span.of(text))]
    if any(token.level >= _MOST_NESTED - 1 for token in tokens):
        blocks, markup = [b for b in paragraphs(text) if b.span.start >= body_start], []
    return Extraction(
        text=text, encoding=encoding, coordinates="file", blocks=tuple(blocks), markup=tuple(markup), metadata=metadata
    )


def _parser() -> MarkdownIt:
    """For blocks only: inline markup is looked for in headings alone."""
    return MarkdownIt("commonmark", {"maxNesting": _MOST_NESTED}).enable("table").disable("inline")


def _leaves(tokens: list[Token], text: str, body_start: int) -> Iterator[tuple[Token, str, Span]]:
    """The tokens that hold text themselves, with their content and the span of their lines; fences without theirs."""
    starts = [body_start, *_line_starts(text, body_start)]
    for index, token in enumerate(tokens):
        is_empty_item = token.type == "list_item_open" and tokens[index + 1].type == "list_item_close"
        if token.map is None or not (token.type in _LEAVES or is_empty_item):
            continue
        first, last = token.map
        content = _plain_heading(tokens[index + 1].content) if token.type == "heading_open" else ""
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
