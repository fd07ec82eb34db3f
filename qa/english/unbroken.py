"""Names of machines and things that mean nothing in parts: addresses, paths, hosts, files, versions, numbers of parts."""

import re
from collections.abc import Iterator
from functools import lru_cache

MAIL_ADDRESS = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
WEB_ADDRESS = (
    r"""(?:(?:https?|ftps?|sftp|ssh|file|wss?)://[^\s<>"'()]+ | (?<![\w.])www\.[^\s<>"'()]+
      | (?<![\w.@/-])(?:[a-z\d-]+\.)+[a-z]{2,}/[^\s<>"'()]+)"""
)  # fmt: skip
_PHONE_NUMBER = r"""(?:\+\d[\d()\s.-]{5,}\d | (?<![\d.,])0\d{1,4}(?:[\s/-]\d{2,4}){1,4}(?![\d.,])
      | (?<![\w(])\(\d{2,5}\)\s?\d{3,4}(?:[\s.-]\d{3,4}){1,2}(?!\d))"""
_SUFFIXES = """
    7z apk avi bak bat bin bmp c cfg cnf conf cpp crt cs css csv db deb dmg doc docx env epub exe gif go gpx gz h
    htm html ico ics img ini iso java jpeg jpg js json jsonl key kt lock log lua m4a md mkv mov mp3 mp4 odp ods
    odt ogg pdf pem php pl png ppt pptx ps1 pub py rar rb rpm rs rst rtf sass scss service sh sql sqlite srt svg
    swift tar tex tgz tif tiff toml ts tsv txt vtt wav webp xls xlsx xml xz yaml yml zip zsh
    """.split()
_UNBROKEN = re.compile(
    rf"""{WEB_ADDRESS} | {MAIL_ADDRESS}
      | (?<![\w.-])(?:[\w-]+\.)*[A-Za-z][\w-]*:\d{{2,5}}(?![\w:]) | (?<![\w.])\d{{1,3}}(?:\.\d{{1,3}}){{3}}(?::\d{{1,5}})?(?!\w)
      | (?<!\w)[A-Za-z]:\\[^\s"'<>|,;]+
      | (?<![\w./])(?:~|\.{{1,2}})/[\w.+-]+(?:/[\w.+-]+)*/? | (?<![\w./])/[\w.+-]+(?:/[\w.+-]+)+/?
      | (?<![\w./])(?:~|\.{{0,2}})?(?:/?[\w.-]+/)*[\w-]+(?:\.[\w-]+)*\.(?:{"|".join(_SUFFIXES)})(?!\w)
      | (?<![\w.])v?\d+(?:\.\d+){{2,}}(?:[-+][\w.]+)?(?!\w) | (?<!\w)v\d+(?:\.\d+)+(?!\w)
      | (?<![\w-])(?=[A-Z/.-]*\d)[A-Z]{{1,6}}\d*(?:[-/][A-Z]{{0,4}}\d+[A-Za-z]?|[-/][A-Z]{{1,4}}(?![\w-]))+(?![\w-])
      | (?<![\w-])\d{{1,5}}(?:-\d{{1,7}}){{2,}}(?:-[\dX])?(?![\w-])
      | {_PHONE_NUMBER}""",
    re.X,
)

_ADDRESS_FIRST = re.compile(rf"(?:{WEB_ADDRESS}|{MAIL_ADDRESS})(?=[,;]?\s*[(]|[,;]\s)", re.X)
"""An address, and what is said of it."""

_NEAR = 200
"""Characters on either side in which one of these is looked for."""

_SHORT = 4000
"""Characters of a text in which all of them are looked for at once."""

_ASKED_FOR = tuple(
    (re.compile(asked, re.I), re.compile(named, re.X | re.I))
    for asked, named in (
        (r"\be-?mail\b(?!\s+(?:client|program|list))|\bmail\s+address\b", MAIL_ADDRESS),
        (r"\b(?:web\s?site|web\s?(?:address|page|shop)|home\s?page|URL|link)\b", WEB_ADDRESS),
        (r"\b(?:tele|mobile\s+)?phone(?:\s+number)?\b|\bfax\b", _PHONE_NUMBER),
    )
)


def unbroken(text: str, start: int, end: int) -> tuple[int, int]:
    """The range with those names whole that it begins or ends in."""
    near = (max(0, start - _NEAR), min(len(text), end + _NEAR))
    for first, last in _all_in(text) if len(text) <= _SHORT else _names_in(text, *near):
        if first < start < last:
            start = first
        if first < end < last:
            end = last
    if (address := _ADDRESS_FIRST.match(text, start, end)) and address.end() < end:
        end = address.start() + len(address.group().rstrip(".,;:!?"))
    return start, end


@lru_cache(1024)
def _all_in(text: str) -> tuple[tuple[int, int], ...]:
    """Several spans of one passage are looked at after each other."""
    return tuple(_names_in(text, 0, len(text)))


def _names_in(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for found in _UNBROKEN.finditer(text, start, end):
        yield found.start(), found.start() + len(found.group().rstrip(".,;:!?"))


def asked_for(question: str, text: str, start: int, end: int) -> tuple[int, int]:
    """Of a range that holds what is asked for, an address for mail, of the web, a number for calls, that alone."""
    for asked, named in _ASKED_FOR:
        found = named.search(text, start, end) if asked.search(question) else None
        if found and named.search(text, found.end(), end) is None:
            return found.start(), found.start() + len(found.group().rstrip(".,;:!?"))
    return start, end
