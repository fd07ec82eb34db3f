"""Phrases for numbers -> figures: "half an hour" -> "0.5 hours", "twice" -> "2 times", "EUR 40" -> "€40"."""

import re
from collections.abc import Callable

from qa.english.words import NUMBER_WORDS, SMALL_NUMBERS, any_of

_UNIT = (
    r"seconds?|minutes?|hours?|days?|weeks?|fortnights?|months?|years?|decades?|centur(?:y|ies)|miles?|kilos?|lit(?:er|re)s?"
    r"|pounds?"
)
_FRACTIONS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_SIGNS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
_CODES = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}
_SMALL = {**SMALL_NUMBERS, "a": 1, "an": 1}


def _fraction(found: re.Match[str]) -> str:
    return f"about {_SMALL[found[1].lower()] / _FRACTIONS[found[2].lower()] * 100:g} %"


_REWRITTEN: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = tuple(
    (re.compile(pattern, re.I), rewrite)
    for pattern, rewrite in (
        (rf"\b{any_of(NUMBER_WORDS)}\s*\((\d+)\)", lambda found: found[1]),
        (r"(?<![\d.,])([1-9]\d{0,2}(?:[ '’\u00a0\u202f]\d{3})+)(?![\d.,])", lambda found: re.sub(r"\D", "", found[1])),
        (r"(\d*)\s?([½¼¾⅓⅔])", lambda found: f"{int(found[1] or 0) + _SIGNS[found[2]]:g}"),
        (rf"\b({'|'.join(_CODES)})\s?(?=\d)", lambda found: _CODES[found[1].upper()]),
        (rf"(?<=\d)\s?({'|'.join(_CODES)})\b", lambda found: f" {_CODES[found[1].upper()]}"),
        (rf"\b(?:an?|one)\s+({_UNIT})\s+and\s+a\s+half\b", lambda found: f"1.5 {found[1]}s"),
        (rf"\bhalf\s+an?\s+({_UNIT})\b", lambda found: f"0.5 {found[1]}s"),
        (rf"\b(?:a\s+)?quarter\s+of\s+an?\s+({_UNIT})\b", lambda found: f"0.25 {found[1]}s"),
        (rf"\bthree\s+quarters\s+of\s+an?\s+({_UNIT})\b", lambda found: f"0.75 {found[1]}s"),
        (
            rf"\b({any_of(_SMALL)})[\s-]({any_of(_FRACTIONS)})s?(?=\s+of\b|\s*\Z)",
            _fraction,
        ),
        (r"\A\W*half(?=\s+(?:of|the|all|its|his|her|their)\b|\W*\Z)", lambda found: "50 %"),
        (r"\bonce(?=\s+(?:an?|every|per|each|only)\b|\W*\Z)", lambda found: "1 time"),
        (r"\btwice\b", lambda found: "2 times"),
        (r"\ba\s+couple\s+of\b", lambda found: "2 to 3"),
        (r"(?<=\d) (?=bn\b)", lambda found: ""),
    )
)
_ONE = re.compile(rf"\ban?\s+({_UNIT})\b", re.I)


def in_figures(text: str) -> str:
    """The text with such phrases as figures; "an hour" only where no other number stands."""
    for pattern, rewrite in _REWRITTEN:
        text = pattern.sub(rewrite, text)
    return text if any(map(str.isdigit, text)) else _ONE.sub(r"1 \1", text)
