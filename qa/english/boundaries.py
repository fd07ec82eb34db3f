"""Where an answer begins and ends: whole words and names, no stray punctuation."""

import re
from unicodedata import category

from corpus.document import Span
from qa.english.unbroken import unbroken

_INSIDE_WORD = re.compile(
    r"""(?<=[^\W_])(?=[^\W_])
      | (?<=\d)(?=[.,:]\d) | (?<=\d[.,:])(?=\d) | (?<![\w.].)(?<=\.)(?=\d)
      | (?<=[^\W\d_])(?=['’](?!s\b)[^\W\d_]) | (?<=[^\W\d_]['’])(?=(?!s\b)[^\W\d_])
      | (?<=\b[a-z])(?=\.[a-z]\b) | (?<=\b[a-z]\.)(?=[a-z]\b)""",
    re.X | re.I,
)
"""ab|c  1|,|200  5|:|11  .|5  O|’|Brien  U|.|S"""

_PREFIX = re.compile(r"\b(?:non|anti|ex|un|pre|post|pro|half|semi|quasi|pseudo|near|vice|co|self)-\Z", re.I)
_UNIT_LETTER = re.compile(r"\d\s?[A-Za-z]\.\Z")
"""180 g."""

_NAME_BEFORE = re.compile(r"(?:(?<!\w)(?:St|Ste|Mt|Ft)\.\s+|(?:(?<![\w.])[A-Z]\.\s?)+)\Z")
"""The first parts of a name: St. Ives, A. B. Lind."""

_INITIALS = re.compile(r"\b(?:[A-Za-z]\.)+[A-Za-z]\Z")
_ABBREVIATION = re.compile(
    r"(?:^|\s|\()(?:(?:[A-Za-z]\.)+|(?:Inc|Ltd|Co|Corp|Jr|Sr|St|Ave|Rd|Blvd|Dr|Mr|Mrs|Ms|Ph\.D|etc|No|approx|ca)\.)\Z"
)
_PAIRS = {"(": ")", "[": "]", "“": "”", "«": "»"}
_LEADING = " \t\r\n,;:.!?)]}»”*_`|–—•"
_TRAILING = " \t\r\n,;:!?([{«“*_`|-–—"


def tidy(text: str, span: Span) -> Span | None:
    """The span with whole words, without outer white space and punctuation; None when nothing is left of it."""
    start, end = _whole_words(text, *span)
    changed = True
    while changed and start < end:
        before = (start, end)
        if _is_stray_start(text, start):
            start += 1
        elif _is_stray_end(text, start, end):
            end -= 1
        else:
            start, end = _without_lone_marks(text, start, end)
        changed = (start, end) != before
    return Span(start, end) if any(c.isalnum() for c in text[start:end]) else None


def is_inside_word(text: str, position: int) -> bool:
    """Whether a cut here would part two characters of one word or number."""
    if not 0 < position < len(text):
        return False
    if category(text[position]).startswith("M") or (category(text[position - 1]).startswith("M")):
        return text[position - 1].isalnum() or text[position].isalnum()
    return _INSIDE_WORD.match(text, position) is not None


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    start, end = unbroken(text, start, end)
    while is_inside_word(text, start):
        start -= 1
    while is_inside_word(text, end):
        end += 1
    if prefix := _PREFIX.search(text, max(0, start - 8), start):
        start = prefix.start()
    if name := _NAME_BEFORE.search(text, max(0, start - 16), start):
        start = name.start() if text[start : start + 1].isupper() else start
    if text[end : end + 1] == "." and _INITIALS.search(text, start, end):
        end += 1
    return start, end


def _is_stray_start(text: str, start: int) -> bool:
    if text[start] == "-":
        return text[start + 1 : start + 2].isspace()
    return text[start] in _LEADING and not is_inside_word(text, start + 1)


def _is_stray_end(text: str, start: int, end: int) -> bool:
    if text[end - 1] in "'’":
        return text[end : end + 1] in ("s", "S")
    if text[end - 1] == ".":
        return not _ABBREVIATION.search(text[start:end]) or _UNIT_LETTER.search(text, start, end) is not None
    return text[end - 1] in _TRAILING


def _without_lone_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """Without an opening mark that is not closed inside, and the reverse; marks around the whole stay outside."""
    answer = text[start:end]
    first, last = answer[0], answer[-1]
    opening = answer.rfind("(")
    if opening > 0 and ")" not in answer[opening:] and "(" not in answer[:opening]:
        return start, start + len(answer[:opening].rstrip())
    if _PAIRS.get(first) == last and answer.count(first) == answer.count(last) == 1:
        return start + 1, end - 1
    if first in _PAIRS and _PAIRS[first] not in answer:
        return start + 1, end
    if last in _PAIRS.values() and not any(opening in answer for opening, closing in _PAIRS.items() if closing == last):
        return start, end - 1
    if first in "\"'‘" and last in "\"'’" and len(answer) > 2 and not set('"“”') & set(answer[1:-1]):
        return start + 1, end - 1
    if first in "\"'‘" and answer.count(first) == 1:
        return start + 1, end
    if last == '"' and answer.count(last) == 1:
        return start, end - 1
    return start, end
