"""Bytes -> characters, with the codec that does it, so that a citation can name it."""

import codecs

from charset_normalizer import from_bytes

from corpus.errors import UnreadableFile

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Codecs that keep the mark as U+FEFF; UTF-32 before UTF-16, whose little-endian mark it begins with."""

_SAMPLE = 1 << 20
_MOST_NULS = 0.01


def decode(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """Text and codec, such that `data.decode(codec) == text`.

    By byte order mark, else as `declared`, else UTF-8, else what charset-normalizer takes it for.
    Raises UnreadableFile("damaged") where no codec gives text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding), encoding
    for encoding in filter(None, (declared, "utf-8")):
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if text.count("\0") <= _MOST_NULS * len(text):
            return text, codecs.lookup(encoding).name
    guess = from_bytes(data[:_SAMPLE]).best()
    if guess is None:
        raise UnreadableFile("damaged", "not text in any encoding we know")
    return _strictly(data, guess.encoding), guess.encoding


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile("damaged", f"not valid {encoding} at byte {error.start}") from error
