"""Whether an answer is of the kind a question asks for: a number for "how many", no number for "who"."""

import re
from collections.abc import Callable
from functools import lru_cache

from qa.english.dates import is_date
from qa.english.measures import DURATION, LENGTH, MONEY, SPEED, WEIGHT
from qa.english.quantities import quantity
from qa.english.words import (
    ABOUT,
    AUXILIARIES,
    COUNTING_WORDS,
    MONTHS,
    NEARLY,
    NUMBER_WORDS,
    PAST_FORMS,
    PERSON_NOUNS,
    PLACE_NOUNS,
    VERBS,
    WEEKDAYS,
    any_of,
)

_CLOCK = frozenset({"clock"})

# What answers are

_BARE_NUMBER = re.compile(
    rf"\W*(?:(?:an?|the|over|under|more\s+than|less\s+than|fewer\s+than|at\s+least|at\s+most|up\s+to|{any_of(NEARLY | ABOUT)})"
    rf"\s+)*(?:[$£€]?\d[\d.,]*%?|{any_of(NUMBER_WORDS)}s?|[\s-]|and\b|percent\b)+\W*",
    re.I,
)
_AMOUNT = re.compile(
    rf"\d|[½¼¾]|\b(?:{any_of(NUMBER_WORDS)}s?|half|third|quarter|none|no|nothing|all|every|both|several|many|few|most|much|little|tens"
    r"|once|twice|free|single|double|triple|multiple|countless|various|numerous|couple|dozens?|entire(?:ty)?|tiny|centur(?:y|ies)|decades?|years?|months?|weeks?|days?|hours?|minutes?|infants?|newborns?)\b",
    re.I,
)
_TIME_WORDS = re.compile(
    r"\b(?:days?|nights?|weeks?|months?|years?|hours?|minutes?|seconds?|moments?|long(?:er)?|short|forever|always|ever|indefinitely"
    r"|summers?|winters?|springs?|autumns?|seasons?|overnight|brief(?:ly)?|life(?:time)?|until|till|since|from|through|mornings?"
    r"|afternoons?|evenings?|decades?|centur(?:y|ies)|millenni(?:a|um)|generations?|age|while|time|sections?|as|pages?|chapters?|lines?|words?|stops?|tall|high|whole)\b",
    re.I,
)
_EVENT = re.compile(
    r"\b(?:Wars?|Ages?|Eras?|Period|Day|Eve|Week|Year|Dynasty|Empire|Revolution|Reformation|Renaissance|Olympics|Cup|Session|Conference"
    r"|Festival|Reign|Season|Century|Congress|Christmas|Easter|Ramadan|Lent|Advent|Whitsun|Pentecost|Midsummer|Hanukkah|Passover"
    r"|Thanksgiving|Halloween|Diwali|Spring|Summer|Autumn|Fall|Winter|Times|Queen|King|President|Emperor|Pope|Depression|Blitz"
    r"|Crusades?|BC|AD|BCE|CE|AM|PM|Q[1-4]|Phase|Ice|Bronze|Iron|Stone|Now|Never|Always|Yesterday|Today|Tomorrow|Annually|Daily"
    r"|Weekly|Monthly|Quarterly|Yearly|Early|Late|Once|Twice|Every|Tonight|Nightly|Immediately|Soon|Noon|Midnight|Pleistocene"
    rf"|\w+(?:zoic|cene|assic|aceous|ian)|(?:{'|'.join(each.capitalize() for each in (*MONTHS, *WEEKDAYS))})s?)\b"
)
_NAME_ALONE = re.compile(
    r"\W*(?:(?:in|at|near|to|from|of)\s+)?[A-ZÀ-ÖØ-Þ][\w'’.-]*(?:\s+(?:of\s+|the\s+|de\s+)*[A-ZÀ-ÖØ-Þ][\w'’.-]*)*\W*"
)
_IN_A_PLACE = re.compile(r"\W*(?:in|at|near|inside|outside|into|onto|beside|behind|above|below|toward|towards)\s", re.I)
_REASON = re.compile(
    r"\W*(?:because|since|so\s+that|in\s+order|when|while|if|although|to\s+(?!the\b|his\b|her\b)[a-z]+)\b", re.I
)
_FREQUENCY = re.compile(
    r"\d|\b(?:every|each|per|once|twice|times|daily|weekly|monthly|yearly|annually|hourly|nightly|quarterly|never|always|often|seldom"
    r"|rarely|regularly|constantly|sometimes|frequently|occasionally|continuously|annual|fortnightly|biannually|whenever|after|before"
    rf"|when|all|most|a\s+(?:day|week|month|year)|several|many|few|{any_of(COUNTING_WORDS)}|\w+days?)\b",
    re.I,
)
_ADDRESS = re.compile(r"\W*(?:https?://|www\.|(?:[\w-]+\.)+[a-z]{2,}/|(?=\S*[.~])\S*/|[\w.+-]+@[\w-]+\.)\S*\W*", re.I)
_CODE = re.compile(r"\d|\b[A-Z]{2,}\b")
_YEAR = re.compile(
    rf"\W*(?:(?:in|until|till|since|by|before|after|from)\s+)?(?:the\s+)?(?:{any_of(MONTHS)}\s+)?(?:1[5-9]|20)\d\ds?\W*",
    re.I,
)
_DATED = re.compile(rf"\W*(?:in|until|till|since|by|before|after|from)\s+{_YEAR.pattern}", re.I)
_VERB_FIRST = re.compile(rf"\W*(?:{any_of((AUXILIARIES | PAST_FORMS) - {'may', 'will'})})\s+\w")
_VERB_LIKE = re.compile(rf"\W*(?:{any_of(VERBS)})(?:e?d|ing)?\s+(?:the|an?|his|her|its|their|it|them|him)\b")
_PLACED = re.compile(
    r"\b(?:north|south|east|west|away|from|page|section|room|chapter|line|paragraph|floor|shelf|street|road)\b", re.I
)

# What questions ask for

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
    if any(each.fullmatch(answer) for each in (_BARE_NUMBER, _ADDRESS)) or is_date(answer) or _YEAR.fullmatch(answer):
        return True
    if any(each.match(answer) for each in (_IN_A_PLACE, _REASON, _VERB_FIRST, _VERB_LIKE)):
        return True
    return _is_measured(answer, MONEY | DURATION | LENGTH | WEIGHT | SPEED | _CLOCK)


def _is_no_name(_: str, answer: str) -> bool:
    return bool(_BARE_NUMBER.fullmatch(answer)) or is_date(answer)


def _names_no_place(question: str, answer: str) -> bool:
    if _is_no_name(question, answer) or _YEAR.fullmatch(answer) or _REASON.match(answer):
        return True
    return _is_measured(answer, MONEY | DURATION | _CLOCK)


def _is_no_whereabouts(_: str, answer: str) -> bool:
    if is_date(answer) or _YEAR.fullmatch(answer):
        return True
    return _is_measured(answer, MONEY | DURATION | _CLOCK) and not _PLACED.search(answer)


def _is_no_age(_: str, answer: str) -> bool:
    if _YEAR.fullmatch(answer) or is_date(answer) or _AMOUNT.search(answer) is None:
        return True
    return _is_measured(answer, MONEY | LENGTH | WEIGHT | SPEED | _CLOCK)


def _is_no_count(question: str, answer: str) -> bool:
    if _AMOUNT.search(answer) is None or is_date(answer) or _DATED.fullmatch(answer):
        return True
    found, counted = quantity(answer), _COUNTED.search(question)
    if found is None or counted is None or found.measure in ("", "percent"):
        return False
    units = (quantity(f"1 {unit}") for unit in counted.groups())
    return not any(unit and _are_of_one_kind(unit.measure, found.measure) for unit in units)


def _is_no_amount(question: str, answer: str) -> bool:
    return _AMOUNT.search(answer) is None or is_date(answer)


def _is_no_price(_: str, answer: str) -> bool:
    """A thing may be the price, such as a bottle of wine; a place, a name or a date is not."""
    if is_date(answer) or _DATED.fullmatch(answer) or _IN_A_PLACE.match(answer) or _ADDRESS.fullmatch(answer):
        return True
    if _AMOUNT.search(answer) is None:
        return bool(_NAME_ALONE.fullmatch(answer) or re.match(r"\W*(?:the|his|her)\s", answer, re.I))
    found = quantity(answer)
    if found and not found.measure and found.counted & {"passenger", "people", "square", "member", "visitor"}:
        return True
    return _is_measured(answer, LENGTH | WEIGHT | SPEED | _CLOCK | {"square metre"}) or (
        found is not None and found.measure in DURATION and "pay" not in answer and "wage" not in answer
    )


def _is_no_duration_or_length(_: str, answer: str) -> bool:
    if _AMOUNT.search(answer) is None and _TIME_WORDS.search(answer) is None:
        return True
    found = quantity(answer)
    if _TIME_WORDS.search(answer) or found is None:
        return False
    return bool(found.counted) or _is_measured(answer, MONEY | WEIGHT | SPEED | _CLOCK)


def _is_not(*measures: frozenset[str]) -> Callable[[str, str], bool]:
    """Whether an answer is measured in something else."""
    own = frozenset[str]().union(*measures)

    def cannot(_: str, answer: str) -> bool:
        found = quantity(answer)
        if found and found.measure and found.measure not in own:
            return True
        return _AMOUNT.search(answer) is None and (bool(_NAME_ALONE.fullmatch(answer)) or is_date(answer))

    return cannot


def _is_no_distance(_: str, answer: str) -> bool:
    """A place may say how far."""
    return is_date(answer) or _is_measured(answer, MONEY | WEIGHT | SPEED | _CLOCK)


def _is_no_speed(question: str, answer: str) -> bool:
    return re.fullmatch(r"\W*\d+\W*", answer) is not None or (
        _is_measured(answer, MONEY | WEIGHT | LENGTH) or _is_measured(answer, DURATION)
    )


def _is_no_frequency(_: str, answer: str) -> bool:
    return _FREQUENCY.search(answer) is None or _is_measured(answer, MONEY | LENGTH | WEIGHT | SPEED)


def _is_no_time(_: str, answer: str) -> bool:
    """A name by itself says where or who, unless it is that of a feast, a war or the like."""
    if _ADDRESS.fullmatch(answer) or _is_measured(answer, MONEY | LENGTH | WEIGHT | SPEED):
        return True
    is_name = _NAME_ALONE.fullmatch(answer) is not None and not any(map(str.isdigit, answer))
    return is_name and _EVENT.search(answer) is None and _AMOUNT.search(answer) is None


def _is_no_time_of_day(question: str, answer: str) -> bool:
    return _is_no_time(question, answer) or bool(_YEAR.fullmatch(answer))


def _is_no_month_or_day(question: str, answer: str) -> bool:
    is_no_day = _is_no_time(question, answer) or bool(_YEAR.fullmatch(answer)) or _is_measured(answer, MONEY)
    return is_no_day and not is_date(re.sub(r"\b\d{4}\b", "", answer))


def _is_no_year(_: str, answer: str) -> bool:
    return not any(map(str.isdigit, answer))


def _is_no_reason(_: str, answer: str) -> bool:
    if _YEAR.fullmatch(answer) or is_date(answer) or _BARE_NUMBER.fullmatch(answer):
        return True
    return not _REASON.match(answer) and _is_measured(answer, MONEY | _CLOCK)


def _is_no_colour(_: str, answer: str) -> bool:
    return bool(_BARE_NUMBER.fullmatch(answer) or _YEAR.fullmatch(answer)) or is_date(answer)


def _is_no_code(_: str, answer: str) -> bool:
    return _CODE.search(answer) is None and _AMOUNT.search(answer) is None


def _is_no_share(_: str, answer: str) -> bool:
    found = quantity(answer)
    return _AMOUNT.search(answer) is None or (found is not None and found.measure not in ("", "percent"))


def _is_no_phone_number(_: str, answer: str) -> bool:
    return sum(map(str.isdigit, answer)) < _FEWEST_DIGITS


def _is_no_mail_address(_: str, answer: str) -> bool:
    return "@" not in answer and " at " not in answer


def _is_no_web_address(_: str, answer: str) -> bool:
    return re.search(r"\w[./]\w", answer) is None


def _is_measured(answer: str, measures: frozenset[str]) -> bool:
    """Whether the one quantity it names is in one of these, and it says little else."""
    found = quantity(answer)
    return found is not None and found.measure in measures and _is_bare(answer)


def _is_bare(answer: str) -> bool:
    return len(answer.split()) <= _MOST_BARE


_MOST_BARE = 6
_FEWEST_DIGITS = 3
"""Emergency numbers have three."""


def _are_of_one_kind(one: str, other: str) -> bool:
    kinds = (MONEY, DURATION, LENGTH, WEIGHT, SPEED)
    return one == other or any(one in kind and other in kind for kind in kinds)


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
