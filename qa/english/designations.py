"""What a text designates: names, years, numbered things, codes; told apart without the capitals of a question."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.english.words import (
    AUXILIARIES,
    BOUNDARIES,
    DETERMINERS,
    GROUP_WORDS,
    MONTHS,
    NUMBER_WORDS,
    PLACE_NOUNS,
    QUESTION_WORDS,
    TITLES,
    VERBS,
    WEEKDAYS_AND_MONTHS,
)

YEAR = re.compile(r"(?<![\w.,-])(?:1[5-9]|20)\d\d(?!\w|[.,]\d|s\b)")
_WORD = re.compile(r"(?<!['’])[^\W_]+(?:[.'’-](?!s\b)[^\W_]+)*")
_NUMBERED = re.compile(
    r"\b(?P<noun>[^\W\d_]{3,}):?\s+(?:(?:no\.?|number|#)\s*)?(?P<numbers>\d+[a-z]?\b(?:(?:,\s*|\s+(?:and|or|to)\s+|\s*[–-]\s*)\d+[a-z]?\b)*)"
    r"(?!\s*(?:%|percent|[.,:]\d))",
    re.I,
)
_RANGE = re.compile(r"(\d+)\s*(?:[–-]|to)\s*(\d+)")
_CODE = re.compile(r"(?<![\w-])[a-z]{1,5}-?\d+(?:[.-]?\w+)*", re.I)
_BEFORE_NAME = re.compile(
    r"(?:(?P<head>[^\W\d_]+)\s+)?(?P<preposition>of|in|at|for|from|on|near|to)\s+(?:the\s+)?\Z", re.I
)
_AFTER_NAME = re.compile(r"(?:['’]s?)?\s+(?P<head>[^\W\d_]+)")
_INSIDE_SENTENCE = re.compile(r"[\w,:;(] ?\Z")
_NO_HEADS = BOUNDARIES | DETERMINERS | AUXILIARIES | VERBS | {"name", "names"}
_NO_NOUNS = BOUNDARIES | DETERMINERS | VERBS | NUMBER_WORDS | {"than", "total"}
COMMON = BOUNDARIES | DETERMINERS | QUESTION_WORDS | GROUP_WORDS | PLACE_NOUNS | TITLES | WEEKDAYS_AND_MONTHS
"""Words that are no name by themselves, whatever their capitals."""


@dataclass(frozen=True, slots=True)
class Name:
    words: tuple[str, ...]
    heads: frozenset[str]
    """Nouns of the question that it belongs to: "mayor" in "the mayor of Kesten"."""

    preposition: str
    """A preposition of place right before it, or ""."""


def words_of(text: str) -> list[str]:
    return [word.group().lower() for word in _WORD.finditer(text)]


def numbered_in(text: str) -> Iterator[tuple[str, str]]:
    """room 104 · rooms 101 and 104 · rooms 3-5"""
    for found in _NUMBERED.finditer(text):
        noun = found["noun"].lower()
        if noun in _NO_NOUNS or noun.removesuffix("s") in VERBS:
            continue
        noun = noun if noun in MONTHS else noun.removesuffix("s")
        numbers = [
            number for number in re.findall(r"\d+[a-z]?", found["numbers"].lower()) if not YEAR.fullmatch(number)
        ]
        for first, last in _RANGE.findall(found["numbers"]):
            numbers += map(str, range(int(first), min(int(last), int(first) + 1_000) + 1))
        yield from ((noun, number) for number in numbers)


def codes_in(text: str) -> Iterator[str]:
    return (found.group().lower() for found in _CODE.finditer(text))


def shape(code: str) -> str:
    """ "a0" for "e2" and "hx10" """
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "0", code))


def names_asked_for(question: str, texts: Sequence[str]) -> Iterator[Name]:
    """The names of a question, each with the nouns it belongs to."""
    tokens = list(_WORD.finditer(question))
    position = 0
    while position < len(tokens):
        last = position
        while last < len(tokens) and _is_name(question, tokens[last], texts, is_first=last == position):
            last += 1
        if last == position:
            position += 1
            continue
        before = _BEFORE_NAME.search(question, 0, tokens[position].start())
        after = _AFTER_NAME.match(question, tokens[last - 1].end())
        heads = {each["head"].lower() for each in (before, after) if each and each["head"]}
        yield Name(
            tuple(token.group().lower() for token in tokens[position:last]),
            frozenset(heads - _NO_HEADS - NUMBER_WORDS),
            before["preposition"].lower() if before else "",
        )
        position = last


def _is_name(question: str, token: re.Match[str], texts: Sequence[str], *, is_first: bool) -> bool:
    """Whether a word stands in the texts with a capital only, not always in front; a word they lack is a name where it
    follows a preposition, or owns something."""
    word = token.group()
    if word.lower() in COMMON | VERBS or len(word) < 2 or any(map(str.isdigit, word)):
        return False
    pattern = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])", re.I)
    found = [(text, match) for text in texts for match in pattern.finditer(text)]
    if found:
        has_capitals = all(match.group()[0].isupper() for _, match in found)
        return has_capitals and any(_stands_as_name(text, match) for text, match in found)
    before = _BEFORE_NAME.search(question, 0, token.start())
    owns = re.match(r"['’]s\b", question[token.end() :])
    return bool(owns or (is_first and before and not before.group().lower().endswith("the ")))


def _stands_as_name(text: str, word: re.Match[str]) -> bool:
    """Whether it stands where a common word would have no capital, or says who speaks."""
    return text[word.end() : word.end() + 1] == ":" or bool(_INSIDE_SENTENCE.search(text, 0, word.start()))


def is_named(name: Name, text: str) -> bool:
    """Whether a text has the name, or its last part: "Vo" or "Jens Vo" for "Kim Vo", but not "Kim Lund"."""
    words = [word for word in name.words if word not in COMMON] or list(name.words)
    for run in re.finditer(rf"(?<![\w-])(?:{'|'.join(map(re.escape, words))})(?![\w-])", text, re.I):
        if run.group().lower() == words[-1]:
            return True
        behind = re.match(r" ([A-ZÀ-ÖØ-Þ][\w'’-]*)", text[run.end() :])
        if len(words) > 1 and not behind:
            return True
    return False
