"""What kind of answer a question asks for, and whether a span is of that kind.

Rules over the question's own words: "how many" wants a count, "when" a time, "how much did it cost" an amount. Where
they say nothing every span fits. The verdict is one feature of confidence, never a filter: rules are wrong at times.
"""

import re
from typing import Literal

AnswerType = Literal["count", "amount", "percentage", "time", "duration", "person_or_group", "any"]


def _pattern(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.I)


_QUESTIONS: dict[AnswerType, re.Pattern[str]] = {
    "percentage": _pattern(
        r"\b(?:what|which)\s+(?:\w+\s+)?(?:percentage|percent|share|proportion|rate)\b", r"\bpercent(?:age)?\b"
    ),
    "duration": _pattern(
        r"\bhow\s+long\b",
        r"\bhow\s+(?:many|much)\s+(?:more\s+)?(?:time|years?|months?|weeks?|days?|hours?|minutes?)\b",
    ),
    "amount": _pattern(
        r"\bhow\s+much\b(?=.*\b(?:pay|paid|cost|money|worth|spen[dt]|owe|earn|fine|salary|price|fund|budget)\w*)",
        r"\bwhat\b.*\b(?:price|salary|wage|cost|budget)\b",
        r"\bpayout\b",
    ),
    "count": _pattern(
        r"\bhow\s+(?:many|much|old|far|tall|high|deep|large|big|heavy|fast|often)\b",
        r"\bwhat\s+(?:is\s+|was\s+)?(?:the\s+)?(?:total\s+)?number\s+of\b",
        r"\bat\s+what\s+age\b",
    ),
    "time": _pattern(
        r"^\W*when\b",
        r"\b(?:what|which)\s+(?:year|month|day|date|century|decade|time)\b",
        r"\bsince\s+when\b",
        r"\bhow\s+(?:soon|late|early)\b",
    ),
    "person_or_group": _pattern(r"^\W*(?:who|whom|whose)\b"),
}
"""In this order: the first that matches decides."""

_NUMBER = _pattern(
    r"\d",
    r"\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty)\b",
    r"\b(?:sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?|half|none|no|once|twice)\b",
    r"\b(?:several|a\s+few|many|all|both|single|couple)\b",
)
_CURRENCY = re.compile(r"[$£€¥]")
_PERCENT = _pattern(
    r"\d|%", r"\bper\s?cent\b", r"\bpercent(?:age)?\b", r"\b(?:half|third|quarter|fifth|tenth|all|none|majority|most)\b"
)
_UNIT_OF_TIME = _pattern(
    r"\b(?:second|minute|hour|day|week|month|year|decade|century|season|summer|winter|spring|autumn|fall)s?\b",
    r"\b(?:centuries|nights?|mornings?|evenings?|afternoons?|noon|midnight|semesters?|quarters?|moments?)\b",
)
_TIME = _pattern(
    r"\d",
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b",
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b",
    r"\b(?:today|yesterday|tomorrow|now|recently|later|earlier|ago|after|before|during|until|since|when|while)\b",
    r"\b(?:last|next|then|soon|christmas|easter|ramadan|birth|death)\b",
)
_CONTENT_LETTER = re.compile(r"[^\W\d_]{2}")


def expected_type(question: str) -> AnswerType:
    """The kind of answer the question's wording asks for; "any" where it does not say."""
    return next((answer_type for answer_type, pattern in _QUESTIONS.items() if pattern.search(question)), "any")


def fits(span_text: str, answer_type: AnswerType) -> bool:
    """Whether a span can be an answer of this kind."""
    match answer_type:
        case "count":
            return bool(_NUMBER.search(span_text)) and not _CURRENCY.search(span_text)
        case "amount":
            return bool(_CURRENCY.search(span_text) or _NUMBER.search(span_text))
        case "percentage":
            return bool(_PERCENT.search(span_text))
        case "duration":
            return bool(_UNIT_OF_TIME.search(span_text) or _NUMBER.search(span_text))
        case "time":
            return bool(_TIME.search(span_text) or _UNIT_OF_TIME.search(span_text))
        case "person_or_group":
            return bool(_CONTENT_LETTER.search(span_text))
        case "any":
            return True
