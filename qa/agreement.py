"""Whether two answers say the same: as words, or as quantities with their bounds."""

import re
from dataclasses import dataclass
from math import inf

from qa.answers import Relation

_SMALL = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {
    word: 10 * n
    for n, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "dozen": 12}
_NUMBER = re.compile(
    r"(?P<digits>\d[\d,]*(?:\.\d+)?)|\b(?P<words>(?:" + "|".join([*_SMALL, *_TENS, *_SCALES]) + r")(?:[\s-]+(?:and\s+)?(?:"
    + "|".join([*_SMALL, *_TENS, *_SCALES]) + r"))*)\b",
    re.I,
)  # fmt: skip
_MORE = re.compile(r"\b(?:more than|over|above|greater than|exceeding|upwards? of)\s*\D{0,3}$", re.I)
_AT_LEAST = re.compile(r"\b(?:at least|no fewer than|no less than|not less than|minimum of)\s*\D{0,3}$", re.I)
_LESS = re.compile(r"\b(?:fewer than|less than|under|below)\s*\D{0,3}$", re.I)
_AT_MOST = re.compile(
    r"\b(?:up to|at most|no more than|not more than|as many as|as much as|maximum of)\s*\D{0,3}$", re.I
)
_NEAR_BELOW = re.compile(r"\b(?:almost|nearly|close to|just under)\s*\D{0,3}$", re.I)
_NEAR = re.compile(r"\b(?:about|around|approximately|roughly|some|estimated|circa|c\.)\s*\D{0,3}$|~\s?$", re.I)
_WORD = re.compile(r"[^\W_]+")
_IDLE = frozenset(["a", "an", "the", "of", "in", "on", "at", "to", "for", "by", "and", "from"])
NEARNESS = 0.1
""""About" and "almost" reach this share of the number to their side."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its bounds, both inclusive, and the words that say what it counts."""

    low: float
    high: float
    unit: frozenset[str]


def relation(first: str, second: str) -> Relation:
    """How two answers to one question stand to each other; symmetric.

    agree: "Jena", "Jena, Louisiana" · compatible: "almost 700", "680" · conflict: "more than 300", "280" ·
    not_comparable: "a hangar", "in Jackson"
    """
    one, other = quantity(first), quantity(second)
    words, other_words = _content(first), _content(second)
    if words == other_words:
        return "agree"
    if one and other:
        if one.unit and other.unit and not one.unit & other.unit:
            return "not_comparable"
        if (one.low, one.high) == (other.low, other.high):
            return "agree"
        return "compatible" if one.low <= other.high and other.low <= one.high else "conflict"
    if words and other_words and (words <= other_words or other_words <= words) and not (one or other):
        return "agree"
    return "not_comparable"


def quantity(answer: str) -> Quantity | None:
    """The one number an answer names, with its bounds; None when it names none or several."""
    numbers = list(_NUMBER.finditer(answer))
    if len(numbers) != 1:
        return None
    found = numbers[0]
    value = float(found["digits"].replace(",", "")) if found["digits"] else float(_value(found["words"]))
    rest = answer[found.end() :]
    if scale := re.match(r"\s*(hundred|thousand|million|billion|dozen)s?\b", rest, re.I):
        value *= _SCALES[scale.group(1).lower()]
        rest = rest[scale.end() :]
    low, high = _bounds(answer[: found.start()], value)
    unit = {"percent"} if re.match(r"\s*(?:%|percent\b|per cent\b)", rest, re.I) else _content(rest)
    if re.search(r"[$£€¥]\s?$", answer[: found.start()]):
        unit = {"money"}
    return Quantity(low, high, frozenset(unit))


def _bounds(before: str, value: float) -> tuple[float, float]:
    step = 1.0 if value == int(value) else 1e-9
    for pattern, low, high in (
        (_AT_LEAST, value, inf),
        (_AT_MOST, -inf, value),
        (_MORE, value + step, inf),
        (_LESS, -inf, value - step),
        (_NEAR_BELOW, value * (1 - NEARNESS), value),
        (_NEAR, value * (1 - NEARNESS), value * (1 + NEARNESS)),
    ):
        if pattern.search(before):
            return low, high
    return value, value


def _value(words: str) -> int:
    """The number that number words name: _value("three hundred and fifty") -> 350"""
    total, current = 0, 0
    for word in re.findall(r"[a-z]+", words.lower()):
        if word in _SMALL:
            current += _SMALL[word]
        elif word in _TENS:
            current += _TENS[word]
        elif word in ("hundred", "dozen"):
            current = max(current, 1) * _SCALES[word]
        elif word in _SCALES:
            total += max(current, 1) * _SCALES[word]
            current = 0
    return total + current


def _content(text: str) -> frozenset[str]:
    return frozenset(word for word in map(str.lower, _WORD.findall(text)) if word not in _IDLE)
