"""What a question asks about: its names, numbers and years, and whether what stands around an answer is about others.

Nothing here depends on capitals of the question: which of its words are names is told by the documents.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qa.english.designations import (
    COMMON,
    YEAR,
    Name,
    codes_in,
    is_named,
    names_asked_for,
    numbered_in,
    shape,
    words_of,
)
from qa.english.words import PLACE_PREPOSITIONS

ELSEWHERE = 0.5
"""What is left of a contradiction where the passage names what is asked about in another sentence, and the weight of one
that another reading explains as well."""

_DECADE = re.compile(r"\b((?:1[5-9]|20)\d)0['’]?s\b")
_ROW_NUMBER = re.compile(r"^[^\S\n]*(\d+[a-z]?):\s", re.M)
"""What a row of a table is called, whose column has its name in another row."""

_CAPITALS = re.compile(
    r"(?<![\w$-])[A-ZÀ-ÖØ-Þ][\w'’-]*(?:\s+(?:(?:of|de|la|van|von)\s+(?:the\s+)?)?[A-ZÀ-ÖØ-Þ][\w'’-]*)*"
)
_OF = r"\s+(?:of|in|at|for|from|on|near|to)\s+(?:the\s+)?"
_LEAD = re.compile(r"\A[\W_]*(?:[^\W\d_][\w ]{0,30}:\s+(?=[A-ZÀ-ÖØ-Þ]))?(?:(?:The|A|An|Mr|Mrs|Ms|Dr|St)\b\.?\s+)?")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is read around an answer."""

    near: str
    """Its sentence, or its row with the names of the columns, or its line with who speaks."""

    above: str = ""
    """The title and the headings it stands under."""

    published: str = ""
    """The document's date."""

    passage: str = ""
    """All that is read of the passage."""

    before: tuple[str, ...] = ()
    """The sentences of the passage before it, the nearest first."""


@dataclass(frozen=True, slots=True)
class AskedAbout:
    """Made by `of`."""

    words: frozenset[str]
    names: tuple[Name, ...]
    years: frozenset[str]
    numbered: frozenset[tuple[str, str]]
    """("room", "104")"""

    codes: frozenset[str]
    has_own_section: bool
    """Whether some text stands under a heading or title with one of the names or codes."""

    @classmethod
    def of(cls, question: str, texts: Sequence[str], titles: Iterable[str] = ()) -> "AskedAbout":
        """`texts`: what was found for the question, by which its names are told; `titles`: their titles and headings."""
        names = tuple(names_asked_for(question, texts))
        codes = frozenset(codes_in(question))
        sought = {word for name in names for word in name.words} | codes
        return cls(
            words=frozenset(words_of(question)),
            names=names,
            years=frozenset(YEAR.findall(question)),
            numbered=frozenset(numbered_in(question)),
            codes=codes,
            has_own_section=any(sought & set(words_of(title)) for title in titles),
        )

    @property
    def is_anything(self) -> bool:
        """Whether there is a name or number that could be contradicted."""
        return bool(self.names or self.years or self.numbered or self.codes)

    def contradiction(self, answer: str, around: Surroundings) -> float:
        """From 0, nothing speaks against it, to 1: what stands around it is about another of the kind asked about.

        Asked for the mayor of Kesten, "Jo Dahl" in "Jo Dahl is mayor of Velden." -> 1.0; ELSEWHERE where the passage goes
        on to Kesten."""
        if not self.is_anything:
            return 0.0
        beside = around.near.replace(answer, " … ") if answer else around.near
        return max(
            self._another_year(beside, around),
            self._another_number(beside, around),
            self._another_code(beside, around),
            self._another_name(beside, around),
            self._another_section(around),
        )

    def missing(self, around: Surroundings) -> float:
        """The share of the names and numbers asked about that neither the passage nor what stands above it has."""
        read = "\n".join((around.near, around.above, around.published, around.passage))
        words, codes, numbered = set(words_of(read)), set(codes_in(read)), set(numbered_in(read))
        found = (
            *(bool(set(name.words) & words) for name in self.names),
            *(year in read for year in self.years),
            *(pair in numbered for pair in self.numbered),
            *(code in codes for code in self.codes),
        )
        return 1 - sum(found) / len(found) if found else 0.0

    def _another_year(self, beside: str, around: Surroundings) -> float:
        here = YEAR.findall(beside)
        named = {*YEAR.findall(f"{around.near}\n{around.above}"), around.published[:4]}
        decades = {decade.group(1) for decade in _DECADE.finditer(around.near)}
        for year in self.years - named:
            is_between = any(min(pair) < year < max(pair) for pair in pairwise(here))
            if year[:3] not in decades and not is_between and (here or YEAR.search(around.above)):
                return _unless_elsewhere(year in around.passage)
        return 0.0

    def _another_number(self, beside: str, around: Surroundings) -> float:
        named = set(numbered_in(f"{around.near}\n{around.above}"))
        others = {noun for noun, _ in numbered_in(f"{beside}\n{around.above}")}
        row = _ROW_NUMBER.match(around.near)
        rows = set(_ROW_NUMBER.findall(around.passage))
        for noun, number in self.numbered - named:
            if noun in others:
                return _unless_elsewhere((noun, number) in numbered_in(around.passage))
            if row and row[1] != number and noun in words_of(around.passage):
                return _unless_elsewhere(number in rows)
        return 0.0

    def _another_code(self, beside: str, around: Surroundings) -> float:
        named = set(codes_in(f"{around.near}\n{around.above}"))
        shapes = set(map(shape, codes_in(f"{beside}\n{around.above}")))
        for code in self.codes - named:
            if shape(code) in shapes:
                return _unless_elsewhere(code in codes_in(around.passage))
        return 0.0

    def _another_name(self, beside: str, around: Surroundings) -> float:
        read = f"{around.near}\n{around.above}"
        lacking = [name for name in self.names if not is_named(name, read)]
        strongest = 0.0
        for name in lacking:
            weight = self._rival(name, beside, around.near, is_alone=len(lacking) == len(self.names))
            strongest = max(strongest, weight * _unless_elsewhere(is_named(name, around.passage)))
        return strongest

    def _rival(self, name: Name, beside: str, near: str, *, is_alone: bool) -> float:
        """1 where another name belongs to the same noun, or the sentence is about another; less where one stands in a place
        like it."""
        for head in name.heads:
            after = re.compile(rf"\b{re.escape(head)}s?{_OF}(?-i:(?P<name>{_CAPITALS.pattern}))", re.I)
            before = re.compile(rf"(?-i:(?P<name>{_CAPITALS.pattern}))(?:['’]s?)?\s+{re.escape(head)}s?\b")
            if any(self._is_other(found["name"]) for each in (after, before) for found in each.finditer(near)):
                return 1.0
        lead = _LEAD.match(beside)
        subject = _CAPITALS.match(beside, lead.end() if lead else 0)
        if is_alone and subject and self._is_other(subject.group()) and not is_named(name, subject.group()):
            return 1.0
        if name.preposition in PLACE_PREPOSITIONS:
            place = re.compile(rf"\b{name.preposition}\s+(?:the\s+)?(?-i:(?P<name>{_CAPITALS.pattern}))", re.I)
            if any(self._is_other(found["name"]) for found in place.finditer(beside)):
                return ELSEWHERE
        return 0.0

    def _another_section(self, around: Surroundings) -> float:
        """Where some text stands under a heading that names what is asked about, and this under headings that do not."""
        if not self.has_own_section or not around.above:
            return 0.0
        sought = {word for name in self.names for word in name.words} | self.codes
        return 0.0 if sought & set(words_of(f"{around.near}\n{around.above}\n{around.passage}")) else ELSEWHERE

    def _is_other(self, name: str) -> bool:
        """Whether it names something that the question does not: "Kim Lund" beside "Kim Vo"."""
        words = [word for word in words_of(name) if word not in COMMON]
        return bool(words) and not self.words & set(words[1:] or words)


def _unless_elsewhere(is_elsewhere: bool) -> float:
    return ELSEWHERE if is_elsewhere else 1.0
