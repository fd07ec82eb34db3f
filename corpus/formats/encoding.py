"""Bytes -> characters, with the codec that does it, so that a citation can name it."""

import codecs
import re

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
_WESTERN = re.compile(r"[\x01-\x7fÀ-ÏÑ-ÖØ-Üß-ïñ-öø-üŒœŸÿ€£¥¢§©®™°±²·½¼¾«»‹›“”„‘’‚…–—•†¿¡ªº\xa0\xad´]*")
_HIGH_LETTER = re.compile(r"[À-ÿŒœŸ]")


def decode(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """Text and codec, such that `data.decode(codec) == text`.

    By byte order mark, else as `declared`, else UTF-8, else Windows-1252 where that gives a Western language, else what
    charset-normalizer takes it for. Raises UnreadableFile("damaged") where no codec gives text."""
    marked = [encoding for mark, encoding in _MARKS if data.startswith(mark)]
    for encoding in marked:
        if (text := _text(data, encoding)) is not None:
            return text, encoding
    if marked:
        return _strictly(data, marked[0]), marked[0]
    for encoding in filter(None, (declared, "utf-8")):
        text = _text(data, encoding) if _reads_ascii(encoding) else None
        if text is not None and text.count("\0") <= _MOST_NULS * len(text):
            return text, codecs.lookup(encoding).name
    western = _text(data, "cp1252")
    if western is not None and _is_western(western):
        return western, "cp1252"
    guess = from_bytes(data[:_SAMPLE]).best()
    if guess is None:
        raise UnreadableFile("damaged", "not text in any encoding we know")
    return _strictly(data, guess.encoding), guess.encoding


def _text(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _reads_ascii(encoding: str) -> bool:
    """A declaration is itself read as ASCII: a codec that reads ASCII otherwise (UTF-16, UTF-7, escapes) is wrong."""
    probe = "<\\u0041 +AEE- .xn--mnchen-3ya"
    return _text(probe.encode(), encoding) == probe


def _is_western(text: str) -> bool:
    """Whether most letters are ASCII, and all else is what Western European languages write."""
    letters = len(_HIGH_LETTER.findall(text))
    return _WESTERN.fullmatch(text) is not None and 2 * letters <= sum(map(str.isalpha, text))


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile("damaged", f"not valid {encoding} at byte {error.start}") from error
