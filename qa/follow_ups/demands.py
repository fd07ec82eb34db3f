"""What must stand with the answer to a follow-up: the year, the name or the place it exchanges, the event it asks about.

The question as it was resolved says so too, but a sentence about 2019 is so like one about 2018 that a reader takes the one
for the other.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from qa.english.asked_about import Surroundings
from qa.english.names import Word, is_content, singular, split_words
from qa.english.words import DEMONSTRATIVES, PERSONAL_PRONOUNS, PLACE_PREPOSITIONS, POSSESSIVES
from qa.follow_ups.fragments import exchanged, is_circumstance
from qa.replies.turns import Turn

LEAST_STEM = 5
"""Letters that words of one stem share: "Mexico", "Mexican"."""

LEAST_OF_EVENT = 1 / 3
"""Share of the words for an event that stand where it is spoken of."""

MOST_OF_EVENT = 0.5
"""From this share on, an answer is the event again."""

_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_RANGE = re.compile(
    r"(?<!\d)(?P<first>(?:1[5-9]|20)\d\d)(?:\s*[-–—/]\s*|\s+(?:to|and|until|till|through)\s+)(?P<last>(?:1[5-9]|20)?\d\d)(?!\d)"
)
_GOING_BACK = PERSONAL_PRONOUNS | POSSESSIVES | DEMONSTRATIVES | {"there", "then", "here"}
_SAYS_NOTHING = frozenset("other others rest total general average one ones".split())


class Demand(Protocol):
    """One thing that a follow-up asks of its answer."""

    @property
    def unmet(self) -> str:
        """A sentence about what was read and does not meet it."""

    def is_met(self, answer: str, around: Surroundings) -> bool: ...


@dataclass(frozen=True, slots=True)
class StandsWith:
    """The sentence of an answer, or what is read with it, speaks of something."""

    named: str
    """As a sentence says what something is about."""

    stands_in: Callable[[str], bool]
    excluded_by: Callable[[str], bool]
    """Whether a text speaks of another of the kind, in place of this one."""

    is_needed: bool = True
    """Whether it must be spoken of; else only nothing else of the kind may be."""

    @property
    def unmet(self) -> str:
        return f"What might answer is not about {self.named}."

    def is_met(self, answer: str, around: Surroundings) -> bool:
        """Of several that a text speaks of, such as years, it is the nearest that an answer belongs to; what stands above
        holds for all below it."""
        if self.stands_in(around.near):
            return True
        if self.excluded_by(around.near):
            return False
        read = f"{around.near}\n{around.above}\n{around.published}"
        if self.stands_in(read):
            return True
        for sentence in around.before:
            read = f"{read}\n{sentence}"
            if self.stands_in(read):
                return True
            if self.excluded_by(sentence):
                return False
        return not self.is_needed


@dataclass(frozen=True, slots=True)
class SaysMore:
    """An answer says more than the question, and is not the sentence that the question goes back to."""

    asked: str
    event: frozenset[str]

    @property
    def unmet(self) -> str:
        return "What might answer only says again what was asked."

    def is_met(self, answer: str, around: Surroundings) -> bool:
        said, asked = _content(answer), _content(self.asked)
        is_event = bool(self.event) and _share(self.event, said) >= MOST_OF_EVENT
        return not is_event and any(not _is_in(key, asked) for key in said)


def demands_of(question: str, asked: str, turns: Sequence[Turn]) -> tuple[Demand, ...]:
    """Of a question that follows up on the last turn. `asked`: what it was resolved to.

    "and in 2018?" demands 2018, "and in Bremen?" Bremen, "where?" what the turn before speaks of."""
    last = turns[-1].asked
    years = tuple(_year(year, last) for year in dict.fromkeys(_YEAR.findall(question)))
    words = [word for word in split_words(exchanged(question)) if not _YEAR.fullmatch(word.text)]
    event = frozenset(_content(asked) - _content(question)) if is_circumstance(question) else frozenset()
    demands: tuple[Demand, ...] = (*years, *_words(words, asked, last), *_event(event, turns))
    return (*demands, SaysMore(asked, event)) if demands else ()


def _year(year: str, last: str) -> StandsWith:
    replaced = set(_YEAR.findall(last)) - {year}

    def is_excluded(text: str) -> bool:
        return bool(replaced.intersection(_YEAR.findall(text)) if replaced else _YEAR.search(text))

    return StandsWith(f"“{year}”", lambda text: year in _years_in(text), is_excluded)


def _years_in(text: str) -> set[str]:
    """Also those within a range: 2018 in "2015 to 2019" and "2017-19"."""
    years = set(_YEAR.findall(text))
    for found in _RANGE.finditer(text):
        first, last = found["first"], found["last"]
        last = last if len(last) > 2 else first[:2] + last
        years |= set(map(str, range(int(first), int(last) + 1)))
    return years


def _words(fragment: Sequence[Word], asked: str, last: str) -> Iterator[StandsWith]:
    """The words that the last question did not have. A name, or what follows "in" as a place does, must stand there. Other
    words may be said in another way; but what they took the place of must not stand there without them."""
    had, kept = _content(last), _content(asked)
    new = [word for word in fragment if _says_something(word) and not _is_in(word.key, had)]
    replaced = {key for key in had if not _is_in(key, kept)}
    if not new:
        return
    is_place = fragment[0].key in PLACE_PREPOSITIONS and fragment[1] is new[0]
    names = [word for word in new if word.text[:1].isupper()] or (new if is_place else [])

    def stands_in(text: str) -> bool:
        found = _content(text)
        return any(_is_in(word.key, found) or _abbreviates(word.text, text) for word in names[-1:] or new)

    def is_excluded(text: str) -> bool:
        found = _content(text)
        return any(_is_in(key, found) for key in replaced)

    yield StandsWith(f"“{' '.join(word.text for word in new)}”", stands_in, is_excluded, is_needed=bool(names))


def _event(event: frozenset[str], turns: Sequence[Turn]) -> Iterator[StandsWith]:
    """ "where?" of what was asked and answered before: in a sentence cited for it, or one that speaks of it, or that goes
    back to one that does with a word of it or a pronoun."""
    cited = {turn.sentence for turn in turns if turn.answer}

    def stands_in(text: str) -> bool:
        return any(sentence in text for sentence in cited) or _share(event, _content(text)) >= LEAST_OF_EVENT

    def is_excluded(text: str) -> bool:
        keys = {word.key for word in split_words(text)}
        return not keys & _GOING_BACK and not any(_is_in(key, keys) for key in event)

    if event:
        yield StandsWith("what was asked before", stands_in, is_excluded)


def _share(event: frozenset[str], found: set[str]) -> float:
    return sum(_is_in(key, found) for key in event) / len(event)


def _content(text: str) -> set[str]:
    return {word.key for word in split_words(text) if _says_something(word)}


def _says_something(word: Word) -> bool:
    return is_content(word) and word.key not in _SAYS_NOTHING


def _is_in(key: str, keys: set[str]) -> bool:
    return key in keys or any(_is_same(key, each) for each in keys)


def _is_same(one: str, other: str) -> bool:
    """Whether they are of one stem: "agency" and "agencies", "finance" and "financial"."""
    if singular(one) == singular(other):
        return True
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= LEAST_STEM and longer.startswith(shorter[: max(LEAST_STEM, len(shorter) - 1)])


def _abbreviates(name: str, text: str) -> bool:
    """Whether the first letters of a name in the text are these: "FDA" of "the Food and Drug Administration"."""
    initials = "".join(re.findall(r"\b[A-Z]", text))
    return name.isupper() and len(name) > 1 and name in initials
