"""Plain text: paragraphs are what blank lines set apart."""

import re

from corpus.document import Span
from corpus.formats.encoding import decode
from corpus.formats.extraction import Block, Extraction

_PARAGRAPH = re.compile(r"[^\s\ufeff][^\r\n]*(?:(?:\r\n|\r|\n)[^\S\r\n]*+\S[^\r\n]*)*")


def read_plain(data: bytes) -> Extraction:
    text, encoding = decode(data)
    return Extraction(text=text, encoding=encoding, coordinates="file", blocks=paragraphs(text))


def paragraphs(text: str) -> tuple[Block, ...]:
    return tuple(Block(Span(*match.span())) for match in _PARAGRAPH.finditer(text))
