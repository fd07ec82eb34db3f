"""Whether an answer is of the kind a question asks for: a number for "how many", no number for "who"."""

import re

from qa.english.dates import is_date
from qa.english.words import ABOUT, MONTHS, NEARLY, NUMBER_WORDS, any_of

_MEASURES = r"(?:years?|dates?|days?|times?|hours?|ages?|numbers?|amounts?|percentages?|pages?|floors?|grades?|rooms?)"
_ASKS_HOW_MANY = re.compile(
    r"\A\W*(?:(?:about|in|for|of|by|at|to|with|from|over)\s+)?"
    r"(?:how\s+(?:many|much|old)\b|(?:what|which)\s+(?:percentage|percent|share|proportion|age|number|amount)\b)",
    re.I,
)
_ASKS_FOR_AGE = re.compile(r"\bhow\s+old\b|\b(?:what|which)\s+age\b", re.I)
_ASKS_FOR_YEAR = re.compile(r"\b(?:what|which)\s+year\b", re.I)
_ASKS_FOR_NAMES = re.compile(
    rf"\A\W*(?:(?:in|at|from|to|by|for|with|on|of)\s+)?"
    rf"(?:who|whom|(?:which|what)\s+(?:{any_of(NUMBER_WORDS)}\s+)?(?!{_MEASURES}\b|\w*(?:ss|us|is)\b)[a-z-]+s)\b",
    re.I,
)
_ASKS_FOR_CODE = re.compile(r"\b(?:what|which)\s+(?:\w+\s+){0,2}(?:codes?|versions?)\b(?!\s+(?:names?|of\b))", re.I)
_ASKS_FOR_SPEED = re.compile(r"\bhow\s+(?:fast|quick(?:ly)?)\b", re.I)
_ASKS_WHO = re.compile(r"\A\W*who(?:m|se)?\b", re.I)
_CODE = re.compile(r"\d|\b[A-Z]{2,}\b")
_ADDRESS = re.compile(r"\W*(?:https?://|www\.|(?:[\w-]+\.)+[a-z]{2,}/|(?=\S*[.~])\S*/)\S*\W*", re.I)
_AMOUNT = re.compile(
    rf"\d|\b(?:{any_of(NUMBER_WORDS)}s?|half|third|quarter|none|no|all|every|both|several|many|few|most|tens|once|twice"
    r"|centur(?:y|ies)|decades?|years?|months?|weeks?|days?|hours?|minutes?|infants?|newborns?)\b",
    re.I,
)
_BARE_NUMBER = re.compile(
    rf"\W*(?:(?:an?|the|over|under|more\s+than|less\s+than|fewer\s+than|at\s+least|at\s+most|up\s+to|{any_of(NEARLY | ABOUT)})"
    rf"\s+)*(?:[$£€]?\d[\d.,]*%?|{any_of(NUMBER_WORDS)}s?|[\s-]|and\b|percent\b)+\W*",
    re.I,
)
_ONLY_DIGITS = re.compile(r"\W*\d+\W*")
_YEAR = re.compile(rf"\W*(?:in\s+)?(?:the\s+)?(?:{any_of(MONTHS)}\s+)?(?:1[5-9]|20)\d\ds?\W*", re.I)


def is_of_another_kind(question: str, answer: str) -> bool:
    """Whether it cannot answer, whatever the documents say; in doubt it can.

    is_of_another_kind("Which towns were searched?", "six") -> True"""
    if _ASKS_FOR_AGE.search(question) and _YEAR.fullmatch(answer):
        return True
    if _ASKS_FOR_CODE.search(question):
        return _CODE.search(answer) is None and _AMOUNT.search(answer) is None
    if _ASKS_FOR_SPEED.search(question):
        return _ONLY_DIGITS.fullmatch(answer) is not None
    if _ASKS_WHO.search(question) and _ADDRESS.fullmatch(answer):
        return True
    if _ASKS_HOW_MANY.search(question):
        return _AMOUNT.search(answer) is None
    if _ASKS_FOR_YEAR.search(question):
        return not any(map(str.isdigit, answer))
    return bool(_ASKS_FOR_NAMES.search(question)) and bool(_BARE_NUMBER.fullmatch(answer) or is_date(answer))
