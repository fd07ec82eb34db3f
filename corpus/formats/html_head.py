"""What a page says of itself beside its text: its title, who wrote it, when, in which encoding it is."""

import codecs
import re
from collections.abc import Iterator, Mapping

from corpus.document import Span
from corpus.formats.extraction import Block
from corpus.rendering import FIELD

DATE_NAMES = ("article:published_time", "datepublished", "dc.date.issued", "dc.date", "date", "publication_date")

_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)""", re.I)
_XML_ENCODING = re.compile(rb"""^\s*<\?xml[^>]+encoding\s*=\s*["']([\w-]+)""", re.I)


def stated(title: str, properties: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Names and values that hold a word; `properties` are the page's `meta` elements."""
    dates = (properties.get(name, "") for name in DATE_NAMES)
    values = {"title": title, "author": properties.get("author", ""), "published": next(filter(str.strip, dates), "")}
    for name, value in values.items():
        if any(map(str.isalnum, value)):
            yield name, " ".join(value.split())


def field_block(name: str, value: str) -> Block:
    """Of the text "name: value"."""
    label, words = Span(0, len(name) + 1), Span(len(name) + 2, len(name) + 2 + len(value))
    return Block(Span(0, words.end), (), (label, " ", words, FIELD), "row")


def declared_encoding(data: bytes) -> str | None:
    """The encoding the file says it has; "iso-8859-1" means Windows-1252, as in every browser."""
    found = _XML_ENCODING.match(data[:1024]) or _CHARSET.search(data[:4096])
    if not found:
        return None
    name = found.group(1).decode("ascii")
    try:
        return "cp1252" if codecs.lookup(name).name == "iso8859-1" else name
    except LookupError:
        return None
