"""Where the characters read may not be those that were written, in words."""

import re

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]{2,}")
_AROUND = re.compile(r"\w+\Z")
_LONGEST_WORD = 30


def named_with(extractor: str, doubt: str) -> str:
    """What reads a file is named with what of it is read otherwise than it says."""
    return f"{extractor}: {doubt}" if doubt else extractor


def doubt_in(extractor: str) -> str:
    """`doubt` of `named_with`."""
    return extractor.partition(": ")[2]


def meant_by(text: str) -> str | None:
    """Some text that looks as if UTF-8 had been decoded as Windows-1252, "cafÃ©", and what was meant; None where none does."""
    for found in _BEYOND_ASCII.finditer(text):
        try:
            meant = b"".join(map(_byte, found.group())).decode()
        except UnicodeError:
            continue
        word = _AROUND.search(text, max(0, found.start() - _LONGEST_WORD), found.start())
        before = word.group() if word else ""
        return f"“{before}{found.group()}” may stand for “{before}{meant}”"
    return None


def _byte(character: str) -> bytes:
    return character.encode("latin-1" if character <= "\xff" else "cp1252")
