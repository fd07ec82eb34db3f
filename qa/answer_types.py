"""What kind of answer a question asks for, and whether a span is of that kind.

Rules over the question's own words: "how many" wants a count, "when" a time, "how much did ... cost" an amount. Where they
say nothing every span fits. The verdict is one feature of confidence, never a filter: rules are wrong at times.
"""

import re
from typing import Literal

AnswerType = Literal["count", "amount", "percentage", "time", "duration", "person_or_group", "any"]

_QUESTION: list[tuple[AnswerType, re.Pattern[str]]] = [
    ("percentage", re.compile(r"\b(?:what|which)\s+(?:\w+\s+)?(?:percentage|percent|share|proportion|rate)\b|\bpercent(?:age)?\b", re.I)),
    ("duration", re.compile(r"\bhow\s+long\b|\bhow\s+(?:many|much)\s+(?:more\s+)?(?:time|years?|months?|weeks?|days?|hours?|minutes?)\b", re.I)),
    ("amount", re.compile(r"\bhow\s+much\b(?=.*\b(?:pay|paid|cost|money|worth|spen[dt]|owe|earn|fine|salary|price|fund|budget)\w*)"
                          r"|\bwhat\b.*\b(?:price|salary|wage|cost|budget)\b|\bpayout\b", re.I)),
    ("count", re.compile(r"\bhow\s+(?:many|old|far|tall|high|deep|large|big|heavy|fast|often)\b|\bhow\s+much\b"
                         r"|\bwhat\s+(?:is\s+|was\s+)?(?:the\s+)?(?:total\s+)?number\s+of\b|\bat\s+what\s+age\b", re.I)),
    ("time", re.compile(r"\bwhen\b(?!\s+\w+ing\b)(?=.*\?)|\b(?:what|which)\s+(?:year|month|day|date|century|decade|time)\b"
                        r"|\bsince\s+when\b|\bhow\s+(?:soon|late|early)\b", re.I)),
    ("person_or_group", re.compile(r"^\W*(?:who|whom|whose)\b", re.I)),
]  # fmt: skip

_NUMBER_WORD = (
    r"(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy"
    r"|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?|half|none|no|once|twice|several|a\s+few|many|all|both|single|couple)"
)
_NUMBER = re.compile(rf"\d|\b{_NUMBER_WORD}\b", re.I)
_MONEY = re.compile(r"[$£€¥]|\b(?:dollars?|euros?|pounds?|cents?|yen|rupees?|francs?|marks?)\b|\d", re.I)
_CURRENCY = re.compile(r"[$£€¥]")
_PERCENT = re.compile(r"%|\bper\s?cent\b|\bpercent(?:age)?\b|\b(?:half|third|quarter|fifth|tenth|all|none|majority|most)\b|\d", re.I)
_UNIT_OF_TIME = re.compile(r"\b(?:second|minute|hour|day|week|month|year|decade|century|centuries|season|summer|winter|spring|autumn|fall|"
                           r"night|morning|evening|afternoon|noon|midnight|semester|quarter|moment)s?\b", re.I)  # fmt: skip
_TIME = re.compile(
    r"\d|\b(?:january|february|march|april|may|june|july|august|september|october|november|december|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|today|yesterday|tomorrow|now|recently|later|earlier|ago|after|before|during|until|since|when|while|last|next|then|soon|century|"
    r"christmas|easter|ramadan|birth|death)\b",
    re.I,
)
_CONTENT_LETTER = re.compile(r"[^\W\d_]{2}")


def expected_type(question: str) -> AnswerType:
    """The kind of answer the question's wording asks for; "any" where it does not say."""
    asked = question if question.rstrip().endswith("?") else f"{question}?"
    return next((answer_type for answer_type, pattern in _QUESTION if pattern.search(asked)), "any")


def fits(span_text: str, answer_type: AnswerType) -> bool:
    """Whether a span can be an answer of this kind."""
    match answer_type:
        case "count":
            return bool(_NUMBER.search(span_text)) and not _CURRENCY.search(span_text)
        case "amount":
            return bool(_MONEY.search(span_text) or _NUMBER.search(span_text))
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
