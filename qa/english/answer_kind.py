"""Whether an answer is of the kind a question asks for: a number for "how many", no number for "who"."""

import re
from collections.abc import Callable
from functools import lru_cache

from qa.english.answer_shapes import (
    ADDRESS,
    AMOUNT,
    BARE_NUMBER,
    CODE,
    DATED,
    EVENT,
    FREQUENCY,
    IN_A_PLACE,
    NAME_ALONE,
    PLACED,
    REASON,
    TIME_WORDS,
    VERB_FIRST,
    VERB_LIKE,
    YEAR,
    are_of_one_kind,
    is_measured,
)
from qa.english.dates import is_date
from qa.english.measures import DURATION, LENGTH, MONEY, SPEED, WEIGHT
from qa.english.quantities import quantity
from qa.english.words import (
    NUMBER_WORDS,
    PERSON_NOUNS,
    PLACE_NOUNS,
    any_of,
)

_CLOCK = frozenset({"clock"})

_START = r"\A\W*(?:(?:about|in|for|of|by|at|to|with|from|over|on|until|since)\s+)?"
_MEASURES = r"(?:years?|dates?|days?|times?|hours?|ages?|numbers?|amounts?|percentages?|pages?|floors?|grades?|rooms?)"
_PLACES = (
    rf"(?:{any_of(PLACE_NOUNS - {'plant'})}s?|cities|countries|counties|continents?|islands?|ports?|harbou?rs?|provinces?"
    r"|capitals?)"
)
_WHAT = r"(?:what|which)"
_PRICE = r"(?:price|cost|fee|fare|rent|fine|salary|wage|deposit|toll|charge|premium|budget)"
_LENGTHS = r"(?:width|height|depth|breadth|diameter|altitude|elevation)"


def is_of_another_kind(question: str, answer: str) -> bool:
    """Whether it cannot answer, whatever the documents say; in doubt it can.

    is_of_another_kind("Which towns were searched?", "six") -> True"""
    return any(cannot(question, answer) for cannot in _rules_for(question))


@lru_cache(maxsize=16)
def _rules_for(question: str) -> tuple[Callable[[str, str], bool], ...]:
    """Those that apply; asked for once for each of many answers."""
    return tuple(cannot for asked, cannot in _RULES if asked.search(question))


def _names_no_one(_: str, answer: str) -> bool:
    if any(each.fullmatch(answer) for each in (BARE_NUMBER, ADDRESS)) or is_date(answer) or YEAR.fullmatch(answer):
        return True
    if any(each.match(answer) for each in (IN_A_PLACE, REASON, VERB_FIRST, VERB_LIKE)):
        return True
    return is_measured(answer, MONEY | DURATION | LENGTH | WEIGHT | SPEED | _CLOCK)


def _is_no_name(_: str, answer: str) -> bool:
    return bool(BARE_NUMBER.fullmatch(answer)) or is_date(answer)


def _names_no_place(question: str, answer: str) -> bool:
    if _is_no_name(question, answer) or YEAR.fullmatch(answer) or REASON.match(answer):
        return True
    return is_measured(answer, MONEY | DURATION | _CLOCK)


def _is_no_whereabouts(_: str, answer: str) -> bool:
    if is_date(answer) or YEAR.fullmatch(answer):
        return True
    return is_measured(answer, MONEY | DURATION | _CLOCK) and not PLACED.search(answer)


def _is_no_age(_: str, answer: str) -> bool:
    if YEAR.fullmatch(answer) or is_date(answer) or AMOUNT.search(answer) is None:
        return True
    return is_measured(answer, MONEY | LENGTH | WEIGHT | SPEED | _CLOCK)


def _is_no_count(question: str, answer: str) -> bool:
    if AMOUNT.search(answer) is None or is_date(answer) or DATED.fullmatch(answer):
        return True
    found, counted = quantity(answer), _COUNTED.search(question)
    if found is None or counted is None or found.measure in ("", "percent"):
        return False
    units = (quantity(f"1 {unit}") for unit in counted.groups())
    return not any(unit and are_of_one_kind(unit.measure, found.measure) for unit in units)


def _is_no_amount(question: str, answer: str) -> bool:
    return AMOUNT.search(answer) is None or is_date(answer)


def _is_no_price(_: str, answer: str) -> bool:
    """A thing may be the price, such as a bottle of wine; a place, a name or a date is not."""
    if is_date(answer) or DATED.fullmatch(answer) or IN_A_PLACE.match(answer) or ADDRESS.fullmatch(answer):
        return True
    if AMOUNT.search(answer) is None:
        return bool(NAME_ALONE.fullmatch(answer) or re.match(r"\W*(?:the|his|her)\s", answer, re.I))
    found = quantity(answer)
    if found and not found.measure and found.counted & {"passenger", "people", "square", "member", "visitor"}:
        return True
    return is_measured(answer, LENGTH | WEIGHT | SPEED | _CLOCK | {"square metre"}) or (
        found is not None and found.measure in DURATION and "pay" not in answer and "wage" not in answer
    )


def _is_no_duration_or_length(_: str, answer: str) -> bool:
    if AMOUNT.search(answer) is None and TIME_WORDS.search(answer) is None:
        return True
    found = quantity(answer)
    if TIME_WORDS.search(answer) or found is None:
        return False
    return bool(found.counted) or is_measured(answer, MONEY | WEIGHT | SPEED | _CLOCK)


def _is_not(*measures: frozenset[str]) -> Callable[[str, str], bool]:
    """Whether an answer is measured in something else."""
    own = frozenset[str]().union(*measures)

    def cannot(_: str, answer: str) -> bool:
        found = quantity(answer)
        if found and found.measure and found.measure not in own:
            return True
        return AMOUNT.search(answer) is None and (bool(NAME_ALONE.fullmatch(answer)) or is_date(answer))

    return cannot


def _is_no_distance(_: str, answer: str) -> bool:
    """A place may say how far."""
    return is_date(answer) or is_measured(answer, MONEY | WEIGHT | SPEED | _CLOCK)


def _is_no_speed(question: str, answer: str) -> bool:
    return re.fullmatch(r"\W*\d+\W*", answer) is not None or (
        is_measured(answer, MONEY | WEIGHT | LENGTH) or is_measured(answer, DURATION)
    )


def _is_no_frequency(_: str, answer: str) -> bool:
    return FREQUENCY.search(answer) is None or is_measured(answer, MONEY | LENGTH | WEIGHT | SPEED)


def _is_no_time(_: str, answer: str) -> bool:
    """A name by itself says where or who, unless it is that of a feast, a war or the like."""
    if ADDRESS.fullmatch(answer) or is_measured(answer, MONEY | LENGTH | WEIGHT | SPEED):
        return True
    is_name = NAME_ALONE.fullmatch(answer) is not None and not any(map(str.isdigit, answer))
    return is_name and EVENT.search(answer) is None and AMOUNT.search(answer) is None


def _is_no_time_of_day(question: str, answer: str) -> bool:
    return _is_no_time(question, answer) or bool(YEAR.fullmatch(answer))


def _is_no_month_or_day(question: str, answer: str) -> bool:
    is_no_day = _is_no_time(question, answer) or bool(YEAR.fullmatch(answer)) or is_measured(answer, MONEY)
    return is_no_day and not is_date(re.sub(r"\b\d{4}\b", "", answer))


def _is_no_year(_: str, answer: str) -> bool:
    return not any(map(str.isdigit, answer))


def _is_no_reason(_: str, answer: str) -> bool:
    if YEAR.fullmatch(answer) or is_date(answer) or BARE_NUMBER.fullmatch(answer):
        return True
    return not REASON.match(answer) and is_measured(answer, MONEY | _CLOCK)


def _is_no_colour(_: str, answer: str) -> bool:
    return bool(BARE_NUMBER.fullmatch(answer) or YEAR.fullmatch(answer)) or is_date(answer)


def _is_no_code(_: str, answer: str) -> bool:
    return CODE.search(answer) is None and AMOUNT.search(answer) is None


def _is_no_share(_: str, answer: str) -> bool:
    found = quantity(answer)
    return AMOUNT.search(answer) is None or (found is not None and found.measure not in ("", "percent"))


def _is_no_phone_number(_: str, answer: str) -> bool:
    return sum(map(str.isdigit, answer)) < _FEWEST_DIGITS


def _is_no_mail_address(_: str, answer: str) -> bool:
    return "@" not in answer and " at " not in answer


def _is_no_web_address(_: str, answer: str) -> bool:
    return re.search(r"\w[./]\w", answer) is None


_FEWEST_DIGITS = 3
"""Emergency numbers have three."""

_COUNTED = re.compile(r"\bhow\s+many\s+([^\W\d_]+)(?:\s+([^\W\d_]+))?", re.I)

_RULES: tuple[tuple[re.Pattern[str], Callable[[str, str], bool]], ...] = tuple(
    (re.compile(asked, re.I), cannot)
    for asked, cannot in (
        (r"\A\W*(?:(?:by|to|for|from|with|of)\s+)?(?:who|whom)\b", _names_no_one),
        (rf"{_START}{_WHAT}\s+{any_of(PERSON_NOUNS)}s?\b", _names_no_one),
        (rf"{_START}{_WHAT}\s+(?:{any_of(NUMBER_WORDS)}\s+)?(?!{_MEASURES}\b|\w*(?:ss|us|is)\b|(?:was|has|does|news)\b)[a-z-]+s\b",
         _is_no_name),
        (rf"{_START}{_WHAT}\s+{_PLACES}\b(?!\s+(?:have|has)\s+in\b)", _names_no_place),
        (r"\bhow\s+old\b|\b(?:what|which)\s+age\b|\bwhat\s+is\s+the\s+age\b", _is_no_age),
        (rf"{_START}(?:how\s+many\b|{_WHAT}\s+number\b)", _is_no_count),
        (rf"{_START}(?:how\s+much\b|{_WHAT}\s+amount\b)", _is_no_amount),
        (rf"\bhow\s+much\s+.*\b(?:costs?|pay|paid|charged?|spend|spent|earn)\b|\A\W*what\s+(?:does|did|do|will)\s+.+\s+cost\W*\Z"
         rf"|\A\W*(?:how\s+much|what)\s+(?:is|was|are|were)\s+the\s+(?:\w+\s+)?{_PRICE}\b", _is_no_price),
        (r"\A\W*(?:for\s+)?how\s+long\b", _is_no_duration_or_length),
        (rf"\A\W*how\s+(?:wide|tall|high|deep|thick|broad)\b|\bwhat\s+(?:is|was)\s+the\s+{_LENGTHS}\b", _is_not(LENGTH)),
        (r"\bwhat\s+(?:is|was)\s+the\s+length\b", _is_not(LENGTH, DURATION)),
        (r"\A\W*how\s+far\b", _is_no_distance),
        (r"\A\W*how\s+heavy\b|\bhow\s+much\s+.*\bweigh\W*\Z|\bwhat\s+(?:is|was)\s+the\s+weight\b",
         _is_not(WEIGHT, frozenset("£"))),
        (r"\bhow\s+(?:fast|quick(?:ly)?)\b", _is_no_speed),
        (r"\A\W*how\s+often\b", _is_no_frequency),
        (r"\A\W*(?:since\s+|until\s+|by\s+)?when\b", _is_no_time),
        (rf"{_START}{_WHAT}\s+time\b(?!\s+(?:of|zones?)\b)", _is_no_time_of_day),
        (rf"{_START}{_WHAT}\s+(?:month|day|weekday)\b", _is_no_month_or_day),
        (rf"\b{_WHAT}\s+year\b", _is_no_year),
        (r"\A\W*(?:from\s+)?where\b", _is_no_whereabouts),
        (r"\A\W*why\b", _is_no_reason),
        (rf"{_START}{_WHAT}\s+colou?rs?\b", _is_no_colour),
        (rf"\b{_WHAT}\s+(?:\w+\s+){{0,2}}(?:codes?|versions?)\b(?!\s+(?:names?|of\b))", _is_no_code),
        (rf"{_START}{_WHAT}\s+(?:percentage|percent|share|proportion)\b", _is_no_share),
        (r"\b(?:tele)?phone\s+number\b", _is_no_phone_number),
        (r"\bwhat\s+is\s+(?:\S+\s+){1,2}e-?mail(?:\s+address)?\b", _is_no_mail_address),
        (r"\bwhat\s+is\s+(?:\S+\s+){1,2}(?:website|web\s+(?:address|site|page)|URL)\b", _is_no_web_address),
    )
)  # fmt: skip
"""What is asked, and whether an answer cannot be it; all that apply."""
