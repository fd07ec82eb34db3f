"""JSON and JSON lines: the members of each object a block, under the keys that lead to it. The text is the file's own.

The standard library's parser gives values without their places, so values are found here. Escapes stay as they stand:
what is written \\u00e9 is not found as é.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.document import Span
from corpus.errors import UnreadableFile
from corpus.formats.encoding import decode
from corpus.formats.extraction import Block, Extraction, iso_date

_TOKEN = re.compile(
    r"""(?P<string>"[^"\\]*+(?:\\.[^"\\]*+)*+")(?P<colon>\s*+:)?
      | (?P<scalar>[^\s\[\]{},:"]++)
      | (?P<open>[\[{]) | (?P<close>[\]}]) | (?P<unclosed>")""",
    re.X | re.S,
)
_ESCAPE = re.compile(r"""\\(?:[nrtbf\\]|(?=["/]))""")
_MOST_HEADINGS = 4
_METADATA = {"title": "title", "author": "author", "published": "published", "date": "published"}


def read_json(data: bytes) -> Extraction:
    return _read(data, is_one_value=True)


def read_json_lines(data: bytes) -> Extraction:
    return _read(data, is_one_value=False)


def _read(data: bytes, *, is_one_value: bool) -> Extraction:
    text, encoding = decode(data)
    finder = _Finder(text)
    for token in _TOKEN.finditer(text):
        finder.take(token)
    finder.end_block()
    return Extraction(
        text=text, encoding=encoding, coordinates="file", blocks=tuple(finder.blocks), markup=tuple(finder.markup),
        metadata=finder.metadata if is_one_value else {},
    )  # fmt: skip


@dataclass
class _Finder:
    """Told of one token after the other, collects the runs of values that nothing nested interrupts."""

    text: str
    blocks: list[Block] = field(default_factory=list)
    markup: list[Span] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)
    """Those of the containers around the next token."""

    has_key: list[bool] = field(default_factory=list)
    """For each container around, outermost first, whether it stands under a key."""

    in_object: list[bool] = field(default_factory=list)
    key: re.Match[str] | None = None
    """The key whose value comes next."""

    start: int | None = None
    end: int = 0

    def take(self, token: re.Match[str]) -> None:
        kind = token.lastgroup
        if kind == "unclosed":
            line = self.text.count("\n", 0, token.start()) + 1
            raise UnreadableFile("damaged", f"a string that begins in line {line} has no end")
        if kind == "colon":
            self.key = token
        elif kind == "open":
            self.end_block()
            self.has_key.append(self.key is not None)
            self.in_object.append(token.group() == "{")
            if self.key:
                self.keys.append(_value(self.key["string"]))
            self.key = None
        elif kind == "close":
            self.end_block()
            if self.has_key and self.has_key.pop():
                self.keys.pop()
            self.in_object[-1:] = []
            self.key = None
        else:
            self.take_value(token)

    def take_value(self, token: re.Match[str]) -> None:
        if self.start is None:
            self.start = self.key.start() if self.key else token.start()
        self.end = token.end()
        if self.key and self.in_object == [True]:
            self.note(_value(self.key["string"]).lower(), token.group())
        self.key = None
        if not self.in_object or not self.in_object[-1]:
            self.end_block()

    def note(self, key: str, value: str) -> None:
        """What a single object says of itself."""
        name = _METADATA.get(key)
        words = " ".join(_value(value).split()) if value.startswith('"') else ""
        if name and (words := (iso_date(words) or "") if name == "published" else words):
            self.metadata.setdefault(name, words)

    def end_block(self) -> None:
        if self.start is not None and any(map(str.isalnum, self.text[self.start : self.end])):
            self.blocks.append(Block(Span(self.start, self.end), tuple(self.keys[-_MOST_HEADINGS:])))
            self.markup += _marks(self.text, self.start, self.end)
        self.start = None


def _marks(text: str, start: int, end: int) -> Iterator[Span]:
    """Quotation marks and escapes."""
    for token in _TOKEN.finditer(text, start, end):
        if token["string"]:
            first, last = token.span("string")
            yield Span(first, first + 1)
            yield from (Span(*escape.span()) for escape in _ESCAPE.finditer(text, first + 1, last - 1))
            yield Span(last - 1, last)


def _value(string: str) -> str:
    """What a string stands for; as it stands where its escapes are wrong."""
    try:
        return str(json.loads(string, strict=False)).encode("utf-8", "replace").decode()
    except ValueError:
        return string[1:-1]
