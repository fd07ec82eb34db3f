"""Markdown: front matter, headings, paragraphs. The text is the file's own; markup is only noted.

markdown-it-py finds the blocks. It reports lines, not characters, so inline markup is found here, by pattern.
"""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.document import Span
from corpus.formats.encoding import decode
from corpus.formats.extraction import Block, Extraction

_FRONT_MATTER = re.compile(
    r"\ufeff?---[^\S\r\n]*(?:\r\n|\r|\n)(.*?)(?:\r\n|\r|\n)(?:---|\.\.\.)[^\S\r\n]*(?:\r\n|\r|\n|\Z)", re.S
)
_FIELD = re.compile(r"^([A-Za-z][\w-]*):[^\S\r\n]*(.*?)[^\S\r\n]*$", re.M)
_LINE_END = re.compile(r"\r\n|\r|\n")
_DATE = re.compile(r"\d{4}(-\d{2}){0,2}")
_DATE_KEYS = ("published", "date")

_INLINE = re.compile(
    r"""(?P<line_start>^[^\S\r\n]*(?:>[^\S\r\n]?|[-*+][^\S\r\n]+|\d{1,9}[.)][^\S\r\n]+|\#{1,6}[^\S\r\n]+|\|)+)
      | (?P<rule>^[^\S\r\n|:-]*[|:\s-]*---[|:\s-]*$)
      | (?P<image>!?\[(?=[^\[\]\r\n]*\]\())
      | (?P<target>(?<=[^\s])\]\([^()\r\n]*(?:\([^()\r\n]*\)[^()\r\n]*)*\))
      | (?P<autolink><(?=https?://)|(?<=\w)>(?=\s|$))
      | (?P<tag><!--.*?-->|</?[A-Za-z][^<>]*>)
      | (?P<emphasis>\*{1,3}(?=\S)|(?<=\S)\*{1,3}|(?<!\w)_{1,3}(?=\w)|(?<=[\w.!?,;:])_{1,3}(?!\w)|~~|`+)
      | (?P<cell>\|)
      | (?P<escape>\\(?=[^\w\s]))""",
    re.X | re.M | re.S,
)


def read_markdown(data: bytes) -> Extraction:
    text, encoding = decode(data)
    front = _FRONT_MATTER.match(text)
    body_start = front.end() if front else 0
    metadata = _metadata(front.group(1)) if front else {}
    blocks: list[Block] = []
    headings: list[str] = []
    for token, content, span in _leaves(text, body_start):
        if token.type == "heading_open":
            level = int(token.tag[1])
            heading = _INLINE.sub("", content).strip(" #=-\r\n\t")
            headings = [*headings[: level - 1], heading]
            metadata.setdefault("title", heading)
        elif span.of(text).strip():
            blocks.append(Block(span, tuple(filter(None, headings))))
    markup = [Span(*m.span()) for block in blocks for m in _INLINE.finditer(text, *block.span)]
    return Extraction(
        text=text, encoding=encoding, coordinates="file", blocks=tuple(blocks), markup=tuple(markup), metadata=metadata
    )


def _leaves(text: str, body_start: int) -> Iterator[tuple[Token, str, Span]]:
    """The tokens that hold text themselves, with their lines' text and span; fences without their fence lines."""
    body = _LINE_END.sub("\n", text[body_start:])
    starts = [body_start, *_line_starts(text, body_start)]
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    for token in parser.parse(body):
        if token.map is None or token.type not in {
            "paragraph_open",
            "heading_open",
            "fence",
            "code_block",
            "tr_open",
            "html_block",
        }:
            continue
        first, last = token.map
        if token.type == "fence":
            first, last = first + 1, max(first + 1, last - 1)
        span = Span(starts[first], starts[min(last, len(starts) - 1)])
        yield token, span.of(text), span


def _line_starts(text: str, body_start: int) -> list[int]:
    """Where each line after the first begins, and the end of the text."""
    ends = [match.end() for match in _LINE_END.finditer(text, body_start)]
    return [*ends, len(text)] if not ends or ends[-1] != len(text) else ends


def _metadata(front_matter: str) -> dict[str, str]:
    """The `key: value` lines of front matter, unquoted; `published` from the keys that usually hold the date."""
    fields = {m.group(1).lower(): m.group(2).strip("\"'“”") for m in _FIELD.finditer(_LINE_END.sub("\n", front_matter))}
    for key in _DATE_KEYS:
        if found := _DATE.match(fields.get(key, "")):
            return {**fields, "published": found.group()}
    fields.pop("published", None)
    return fields
