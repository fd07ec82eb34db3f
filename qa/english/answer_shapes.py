"""What answers look like: bare numbers, years, names alone, places, reasons, frequencies."""

import re

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
    VERBS,
    WEEKDAYS,
    any_of,
)

BARE_NUMBER = re.compile(
    rf"\W*(?:(?:an?|the|over|under|more\s+than|less\s+than|fewer\s+than|at\s+least|at\s+most|up\s+to|{any_of(NEARLY | ABOUT)})"
    rf"\s+)*(?:[$£€]?\d[\d.,]*%?|{any_of(NUMBER_WORDS)}s?|[\s-]|and\b|percent\b)+\W*",
    re.I,
)
AMOUNT = re.compile(
    rf"\d|[½¼¾]|\b(?:{any_of(NUMBER_WORDS)}s?|half|third|quarter|none|no|nothing|all|every|both|several|many|few|most|much|little|tens"
    r"|once|twice|free|single|double|triple|multiple|countless|various|numerous|couple|dozens?|entire(?:ty)?|tiny|centur(?:y|ies)|decades?|years?|months?|weeks?|days?|hours?|minutes?|infants?|newborns?)\b",
    re.I,
)
TIME_WORDS = re.compile(
    r"\b(?:days?|nights?|weeks?|months?|years?|hours?|minutes?|seconds?|moments?|long(?:er)?|short|forever|always|ever|indefinitely"
    r"|summers?|winters?|springs?|autumns?|seasons?|overnight|brief(?:ly)?|life(?:time)?|until|till|since|from|through|mornings?"
    r"|afternoons?|evenings?|decades?|centur(?:y|ies)|millenni(?:a|um)|generations?|age|while|time|sections?|as|pages?|chapters?|lines?|words?|stops?|tall|high|whole)\b",
    re.I,
)
EVENT = re.compile(
    r"\b(?:Wars?|Ages?|Eras?|Period|Day|Eve|Week|Year|Dynasty|Empire|Revolution|Reformation|Renaissance|Olympics|Cup|Session|Conference"
    r"|Festival|Reign|Season|Century|Congress|Christmas|Easter|Ramadan|Lent|Advent|Whitsun|Pentecost|Midsummer|Hanukkah|Passover"
    r"|Thanksgiving|Halloween|Diwali|Spring|Summer|Autumn|Fall|Winter|Times|Queen|King|President|Emperor|Pope|Depression|Blitz"
    r"|Crusades?|BC|AD|BCE|CE|AM|PM|Q[1-4]|Phase|Ice|Bronze|Iron|Stone|Now|Never|Always|Yesterday|Today|Tomorrow|Annually|Daily"
    r"|Weekly|Monthly|Quarterly|Yearly|Early|Late|Once|Twice|Every|Tonight|Nightly|Immediately|Soon|Noon|Midnight|Pleistocene"
    rf"|\w+(?:zoic|cene|assic|aceous|ian)|(?:{'|'.join(each.capitalize() for each in (*MONTHS, *WEEKDAYS))})s?)\b"
)
NAME_ALONE = re.compile(
    r"\W*(?:(?:in|at|near|to|from|of)\s+)?[A-ZÀ-ÖØ-Þ][\w'’.-]*(?:\s+(?:of\s+|the\s+|de\s+)*[A-ZÀ-ÖØ-Þ][\w'’.-]*)*\W*"
)
IN_A_PLACE = re.compile(r"\W*(?:in|at|near|inside|outside|into|onto|beside|behind|above|below|toward|towards)\s", re.I)
REASON = re.compile(
    r"\W*(?:because|since|so\s+that|in\s+order|when|while|if|although|to\s+(?!the\b|his\b|her\b)[a-z]+)\b", re.I
)
FREQUENCY = re.compile(
    r"\d|\b(?:every|each|per|once|twice|times|daily|weekly|monthly|yearly|annually|hourly|nightly|quarterly|never|always|often|seldom"
    r"|rarely|regularly|constantly|sometimes|frequently|occasionally|continuously|annual|fortnightly|biannually|whenever|after|before"
    rf"|when|all|most|a\s+(?:day|week|month|year)|several|many|few|{any_of(COUNTING_WORDS)}|\w+days?)\b",
    re.I,
)
ADDRESS = re.compile(r"\W*(?:https?://|www\.|(?:[\w-]+\.)+[a-z]{2,}/|(?=\S*[.~])\S*/|[\w.+-]+@[\w-]+\.)\S*\W*", re.I)
CODE = re.compile(r"\d|\b[A-Z]{2,}\b")
YEAR = re.compile(
    rf"\W*(?:(?:in|until|till|since|by|before|after|from)\s+)?(?:the\s+)?(?:{any_of(MONTHS)}\s+)?(?:1[5-9]|20)\d\ds?\W*",
    re.I,
)
DATED = re.compile(rf"\W*(?:in|until|till|since|by|before|after|from)\s+{YEAR.pattern}", re.I)
VERB_FIRST = re.compile(rf"\W*(?:{any_of((AUXILIARIES | PAST_FORMS) - {'may', 'will'})})\s+\w")
VERB_LIKE = re.compile(rf"\W*(?:{any_of(VERBS)})(?:e?d|ing)?\s+(?:the|an?|his|her|its|their|it|them|him)\b")
PLACED = re.compile(
    r"\b(?:north|south|east|west|away|from|page|section|room|chapter|line|paragraph|floor|shelf|street|road)\b", re.I
)

_MOST_BARE = 6
"""Words of an answer that says little beside a quantity."""


def is_measured(answer: str, measures: frozenset[str]) -> bool:
    """Whether the one quantity it names is in one of these, and it says little else."""
    found = quantity(answer)
    return found is not None and found.measure in measures and len(answer.split()) <= _MOST_BARE


def are_of_one_kind(one: str, other: str) -> bool:
    """Whether two measures measure the same, such as weight."""
    kinds = (MONEY, DURATION, LENGTH, WEIGHT, SPEED)
    return one == other or any(one in kind and other in kind for kind in kinds)
