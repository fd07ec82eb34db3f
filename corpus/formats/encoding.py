"""Bytes -> characters, with the codec that does it, so that a citation can name it."""

import codecs
import re
from collections.abc import Iterator

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
_SEQUENCE = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|\xc2[\xa0-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_MOST_WRONG = 100
_ALL_BYTES = bytes(range(0x80, 0x100))
_HIGH_LETTER = re.compile(r"[À-ÿŒœŸ]")


def decode(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """Text and codec, such that `data.decode(codec) == text`.

    By byte order mark, else UTF-8 where `declared` is a codec of single bytes and it is UTF-8 that has letters beyond ASCII,
    else as `declared`, else UTF-8, even with some wrong bytes, which are read as Windows-1252 (then `data.decode(codec,
    WRONG_BYTES) == text`), else Windows-1252 where that gives a Western language, else what charset-normalizer takes it for.
    Raises UnreadableFile("damaged") where no codec gives text."""
    marked = [encoding for mark, encoding in _MARKS if data.startswith(mark)]
    for encoding in marked:
        if (text := _text(data, encoding)) is not None:
            return text, encoding
    if marked and not (marked[0] == "utf-8" and _has_few_wrong_bytes(data)):
        return _strictly(data, marked[0]), marked[0]
    for encoding in filter(None, (None if _is_utf8_after_all(data, declared) else declared, "utf-8")):
        text = _text(data, encoding) if _reads_ascii(encoding) else None
        if text is not None and text.count("\0") <= _MOST_NULS * len(text):
            return text, codecs.lookup(encoding).name
    if _has_few_wrong_bytes(data):
        return data.decode("utf-8", WRONG_BYTES), "utf-8"
    western = _text(data, "cp1252")
    if western is not None and _is_western(western):
        return western, "cp1252"
    from charset_normalizer import from_bytes

    guess = from_bytes(data[:_SAMPLE]).best()
    if guess is None:
        raise UnreadableFile("damaged", "not text in any encoding we know")
    return _strictly(data, guess.encoding), guess.encoding


def doubt_of(data: bytes, encoding: str, declared: str | None = None) -> str:
    """What of these bytes is read otherwise than they, or their file, say; "" where nothing is."""
    doubts = []
    if encoding == "utf-8" and _is_utf8_after_all(data, declared):
        doubts.append(f"declared as {declared}, read as UTF-8")
    if encoding == "utf-8" and (wrong := sum(1 for _ in _wrong_bytes(data))):
        doubts.append(
            f"{wrong} byte{'s' if wrong > 1 else ''} that {'are' if wrong > 1 else 'is'} not UTF-8 read as Windows-1252"
        )
    return "; ".join(doubts)


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return "".join(bytes([byte]).decode("cp1252", "replace") for byte in wrong), error.end


WRONG_BYTES = "quoth.wrong_bytes"
"""How bytes that are not UTF-8 are read: as Windows-1252. A name for `errors` of `bytes.decode`."""

codecs.register_error(WRONG_BYTES, _as_windows)


def _wrong_bytes(data: bytes) -> Iterator[int]:
    """Where UTF-8 ends and goes on behind some wrong byte."""
    start, view = 0, memoryview(data)
    while start < len(data):
        try:
            str(view[start:], "utf-8")
            return
        except UnicodeDecodeError as error:
            yield start + error.start
            start += error.end


def _has_few_wrong_bytes(data: bytes) -> bool:
    """Whether it is UTF-8 but for some bytes: letters of other encodings hardly ever follow each other as those of UTF-8."""
    wrong = 0
    if data.count(0) > _MOST_NULS * len(data):
        return False
    right = len(_SEQUENCE.findall(data))
    for _ in _wrong_bytes(data):
        wrong += 1
        if wrong > min(right, _MOST_WRONG):
            return False
    return wrong > 0


def _is_utf8_after_all(data: bytes, declared: str | None) -> bool:
    """Whether a declaration of an encoding of single bytes is wrong: any bytes are text in such, but hardly ever UTF-8."""
    if declared is None or data.isascii() or _text(data, "utf-8") is None:
        return False
    try:
        return codecs.lookup(declared).name != "utf-8" and len(_ALL_BYTES.decode(declared, "replace")) == len(
            _ALL_BYTES
        )
    except LookupError:
        return False


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
