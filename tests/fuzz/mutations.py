"""Real files broken in the ways their structure offers: bytes, lines, markup, the parts of an archive, a PDF's streams.

A mutation is a function of a file's bytes and a source of chance, so that a case is made again from its number alone.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from random import Random

Mutation = Callable[[bytes, Random], bytes]

LONGEST = 1_000_000
"""Bytes of a case; what repetition would make larger is cut off."""

_MOST_AT_ONCE = 4
_REPEATED = (2, 3, 10, 100, 2_000)
_NUMBERS = (b"0", b"-1", b"1", b"65536", b"2147483648", b"99999999999999999999", b"1e999", b"NaN")
_BYTES = (
    b"\x00",
    b"\xff",
    b"\x80",
    b"\xed\xa0\x80",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\r",
    b"\x0c",
    b"\x1b[31m",
    b"\xe2\x80\xae",
)
_MARKUP = (
    b"<", b">", b"</", b"/>", b"&", b"&#0;", b"&#xD800;", b"&#1114112;", b"&lt;", b"<!--", b"-->", b"<![CDATA[", b"]]>",
    b"<?xml version='1.0' encoding='utf-16'?>", b"<!DOCTYPE d [<!ENTITY a 'aaaa'>]>", b"&a;", b'"', b"'", b"=", b":",
)  # fmt: skip
_TAGS = re.compile(rb"<[^<>]{0,400}>")
_VALUES = re.compile(rb"""=\s*"[^"]{0,200}"|='[^']{0,200}'""")
_DIGITS = re.compile(rb"\d{1,12}")
_WORDS = re.compile(rb"[\w\\/.-]{2,30}")
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.S)


def overwrite(data: bytes, chance: Random) -> bytes:
    start, end = _range(data, chance, most=12)
    return data[:start] + chance.randbytes(end - start) + data[end:]


def flip_a_bit(data: bytes, chance: Random) -> bytes:
    changed = bytearray(data)
    if changed:
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def leave_out(data: bytes, chance: Random) -> bytes:
    start, end = _range(data, chance)
    return data[:start] + data[end:]


def cut_off(data: bytes, chance: Random) -> bytes:
    return data[: chance.randint(0, len(data))]


def repeat(data: bytes, chance: Random) -> bytes:
    start, end = _range(data, chance)
    return data[:start] + data[start:end] * chance.choice(_REPEATED) + data[end:]


def move(data: bytes, chance: Random) -> bytes:
    start, end = _range(data, chance)
    rest = data[:start] + data[end:]
    to = chance.randint(0, len(rest))
    return rest[:to] + data[start:end] + rest[to:]


def insert_odd_bytes(data: bytes, chance: Random) -> bytes:
    at = chance.randint(0, len(data))
    return data[:at] + chance.choice((*_BYTES, *_MARKUP)) * chance.choice((1, 1, 1, 50)) + data[at:]


def change_a_number(data: bytes, chance: Random) -> bytes:
    return _put(data, _DIGITS, chance, lambda _: chance.choice(_NUMBERS))


def exchange_words(data: bytes, chance: Random) -> bytes:
    """One word, name or path in place of another: references that lead elsewhere, or back to themselves."""
    words = _WORDS.findall(data[:LONGEST])
    return _put(data, _WORDS, chance, lambda _: chance.choice(words))


def change_a_value(data: bytes, chance: Random) -> bytes:
    values = (b"", b"-1", b"99999999999", b"x" * 5_000, b"../../../a", b"\xc3\xa9", b"&#10;")
    return _put(data, _VALUES, chance, lambda _: b'="' + chance.choice(values) + b'"')


def leave_out_a_tag(data: bytes, chance: Random) -> bytes:
    return _put(data, _TAGS, chance, lambda _: b"")


def nest_a_tag(data: bytes, chance: Random) -> bytes:
    return _put(data, _TAGS, chance, lambda tag: tag * chance.choice(_REPEATED))


def exchange_tags(data: bytes, chance: Random) -> bytes:
    tags = _TAGS.findall(data[:LONGEST])
    return _put(data, _TAGS, chance, lambda _: chance.choice(tags))


def shuffle_lines(data: bytes, chance: Random) -> bytes:
    lines = data.splitlines(keepends=True)
    if lines:
        start = chance.randrange(len(lines))
        few = lines[start : start + chance.randint(1, 8)]
        chance.shuffle(few)
        lines[start : start + len(few)] = few * chance.choice((0, 1, 2, 200))
    return b"".join(lines)


def end_lines_otherwise(data: bytes, chance: Random) -> bytes:
    return chance.choice((b"\r", b"\r\n", b"\n\n", b" ")).join(data.splitlines())


def encode_otherwise(data: bytes, chance: Random) -> bytes:
    encoding = chance.choice(("utf-16", "utf-32", "cp1252", "utf-16-be", "koi8-r", "shift_jis", "utf-7"))
    return data.decode("utf-8", "replace").encode(encoding, "replace")


def break_a_part(data: bytes, chance: Random) -> bytes:
    """One part of an archive broken, exchanged, doubled or taken out, in an archive that is sound."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError, zlib.error):
        return flip_a_bit(data, chance)
    if not parts:
        return data
    name = chance.choice(list(parts))
    match chance.randrange(8):
        case 0:
            del parts[name]
        case 1:
            parts[name] = parts[chance.choice(list(parts))]
        case 2:
            parts[chance.choice(("../" + name, name.upper(), "", "/" + name))] = parts.pop(name)
        case _:
            for _ in range(chance.randint(1, 3)):
                parts[name] = chance.choice(MARKUP)(parts[name], chance)
    return _zipped(parts)


def break_a_stream(data: bytes, chance: Random) -> bytes:
    """What a stream of a PDF unpacks to, broken, and packed again."""
    streams = list(_STREAM.finditer(data))
    if not streams:
        return overwrite(data, chance)
    found = chance.choice(streams)
    try:
        unpacked, is_packed = zlib.decompress(found[1]), True
    except zlib.error:
        unpacked, is_packed = found[1], False
    for _ in range(chance.randint(1, 3)):
        unpacked = chance.choice(BYTES)(unpacked, chance)
    content = zlib.compress(unpacked[:LONGEST]) if is_packed else unpacked
    return data[: found.start(1)] + content + data[found.end(1) :]


BYTES: Sequence[Mutation] = (
    overwrite, flip_a_bit, leave_out, cut_off, repeat, move, insert_odd_bytes, change_a_number, exchange_words,
)  # fmt: skip
MARKUP: Sequence[Mutation] = (*BYTES, change_a_value, leave_out_a_tag, nest_a_tag, exchange_tags)
LINES: Sequence[Mutation] = (*BYTES, shuffle_lines, shuffle_lines, end_lines_otherwise, encode_otherwise)

_BY_SUFFIX: dict[str, Sequence[Mutation]] = {
    **dict.fromkeys((".html", ".htm", ".xhtml"), (*MARKUP, *MARKUP, encode_otherwise)),
    **dict.fromkeys((".docx", ".odt", ".epub", ".pptx", ".xlsx"), (*BYTES, *[break_a_part] * 27)),
    ".pdf": (*BYTES, *BYTES, *[break_a_stream] * 9),
}


def mutated(suffix: str, data: bytes, chance: Random) -> bytes:
    """The bytes of a file of this type with one mistake to a few."""
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, _MOST_AT_ONCE))):
        data = chance.choice(_BY_SUFFIX.get(suffix, LINES))(data, chance)[:LONGEST]
    return data


def _range(data: bytes, chance: Random, most: int = 4_000) -> tuple[int, int]:
    start = chance.randint(0, len(data))
    length = int(most ** chance.random())
    return start, min(len(data), start + length)


def _put(data: bytes, pattern: re.Pattern[bytes], chance: Random, new: Callable[[bytes], bytes]) -> bytes:
    """One place that matches, replaced."""
    found = list(pattern.finditer(data[:LONGEST]))
    if not found:
        return overwrite(data, chance)
    place = chance.choice(found)
    return data[: place.start()] + new(place.group()) + data[place.end() :]


def _zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
