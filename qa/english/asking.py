"""Statement -> a question it answers, by its grammar alone: its words stay as they are, but for the verb.

"The mill employed 40 weavers in 1890." -> "How many weavers did the mill employ in 1890?", answered by "40".
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from corpus.document import Span
from qa.english.verbs import with_subject
from qa.english.words import (
    AUXILIARIES,
    BASE_FORMS,
    CONJUNCTIONS,
    IRREGULAR_PLURALS,
    MONTHS,
    NUMBER_WORDS,
    PREPOSITIONS,
    PRONOUNS,
    QUESTION_WORDS,
    SAYING,
    TIME_NOUNS,
    any_of,
)

LONGEST = 14
"""Words of a question."""

_BOUND = r"(?:(?:more than|fewer than|less than|at least|at most|over|about|around|almost|nearly|some|only|up to) )?"
_NUMBER = rf"{_BOUND}(?:\d[\d,.]*\d|\d|\b{any_of(NUMBER_WORDS)}\b)(?: (?:hundred|thousand|million|billion))?"
_MONEY = rf"{_BOUND}[$£€]\d[\d,.]*(?: (?:million|billion))?"
_END_OF_NOUN = rf"(?=$|(?:{any_of(PREPOSITIONS | AUXILIARIES | CONJUNCTIONS)}|altogether|last|this|each|who)\b)"
_NOUNS = rf"(?P<nouns>(?:of the )?(?:[a-z][a-z-]* ?){{1,3}}?){_END_OF_NOUN}"
_SUBJECT = r"(?P<subject>(?:The |An? )?[A-Za-z][\w.'’-]*(?: [\w.'’()&-]+){0,6}?)"
_PAST = rf"(?:(?:\w+ly|then|also) )?(?:had to [a-z]+|{any_of(BASE_FORMS)}|[a-z]+ed)"
_NAME = r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){1,3}"
_DATE = rf"(?:(?:{any_of(tuple(map(str.capitalize, MONTHS)))})(?: \d\d?)?(?:,? \d{{4}})?|\d{{4}})"
_ROLE = r"(?P<role>[\w.’'-]+(?: [\w.’'-]+){1,9})"

_REST = r"[\w .’'-]*?"

_CLAUSE = re.compile(r"(?:[^,;:“”\"()]|,(?=\d{3})|\([A-Z]+\)|, (?:raided|based|born|founded|built) [^,]+, )+")
_LEADING = re.compile(rf"\s*(?:(?:and|but|that|while|as|since) )?(?:(?:In|On) {_DATE} )?")
_ASIDE = re.compile(r", (?:raided|based|born|founded|built) [^,]+, ")
_NEVER = PRONOUNS | AUXILIARIES | CONJUNCTIONS - {"and"} | QUESTION_WORDS | SAYING | BASE_FORMS.keys()

_SUBORDINATE = QUESTION_WORDS | {"that"}


class Asked(NamedTuple):
    question: str
    answer: Span
    """In the sentence."""


def questions_of(sentence: str) -> Iterator[Asked]:
    """The questions that one sentence answers by itself: at most one for each of its clauses, then who somebody is."""
    for clause in _CLAUSE.finditer(sentence.rstrip(".!")):
        start = clause.start() + _matched(_LEADING, clause[0])
        text = _ASIDE.sub(" ", sentence[start : clause.end()].rstrip())
        for pattern, ask in _OF_A_CLAUSE:
            if (found := pattern.fullmatch(text)) and (question := ask(found)):
                yield from _asked(question, sentence, found["answer"], start)
                break
    for pattern, ask in _OF_A_SENTENCE:
        if found := pattern.search(sentence):
            yield from _asked(ask(found), sentence, found["answer"], found.start("answer"))


def _matched(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.match(text)
    return found.end() if found else 0


def _asked(question: str, sentence: str, answer: str, start: int) -> Iterator[Asked]:
    at = sentence.index(answer, start)
    if len(question.split()) <= LONGEST:
        yield Asked(question, Span(at, at + len(answer)))


def _how_many_were(found: re.Match[str]) -> str:
    nouns = found["nouns"].strip()
    return f"How many {nouns} {found['rest']}?" if _are_counted(nouns) else ""


def _how_many_did(found: re.Match[str]) -> str:
    nouns, asked = found["nouns"].strip(), _of_subject(found)
    return f"How many {nouns} {asked}?" if asked and _are_counted(nouns) else ""


def _of_subject(found: re.Match[str]) -> str:
    """ "did the mill employ in 1890"; "" where the subject is none by itself."""
    first, *others = found["subject"].split()
    if any(word.lower() in _NEVER for word in (first, *others)):
        return ""
    if any(word in _SUBORDINATE for word in found["rest"].split()):
        return ""
    subject = " ".join((first.lower() if first in ("The", "A", "An") else first, *others))
    if found["verb"].startswith("had to "):
        return f"did {subject} have {found['verb'].removeprefix('had ')} {found['rest'].strip()}".strip()
    return with_subject(subject, f"{found['verb']} {found['rest'].strip()}".strip())


def _asking(words: str) -> Callable[[re.Match[str]], str]:
    def ask(found: re.Match[str]) -> str:
        asked = _of_subject(found)
        return f"{words} {asked}?" if asked else ""

    return ask


def _who_is(found: re.Match[str]) -> str:
    return f"Who {found['is']} {found['role']}?"


def _are_counted(nouns: str) -> bool:
    """Whether these are things in the plural, and no time."""
    words = nouns.split()
    is_plural = words[-1].endswith("s") or words[-1] in IRREGULAR_PLURALS
    return is_plural and words[-1].removesuffix("s") not in TIME_NOUNS and words[-1] != "percent"


_OF_A_CLAUSE: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(rf"(?P<answer>{_NUMBER}) {_NOUNS}(?P<rest>(?:was|were|had|have|has) .+)", re.I), _how_many_were),
    (re.compile(rf"{_SUBJECT} (?P<verb>{_PAST}) (?P<answer>{_NUMBER}) {_NOUNS}(?P<rest>.*)"), _how_many_did),
    (re.compile(rf"{_SUBJECT} (?P<verb>{_PAST}) (?P<answer>{_MONEY})(?P<rest>(?: last \w+)?).*"), _asking("How much")),
    (re.compile(rf"{_SUBJECT} (?P<verb>took place)(?P<rest>) (?P<answer>(?:at|in|near) .+)"), _asking("Where")),
    (re.compile(rf"{_SUBJECT} (?P<verb>(?:was|were) {_PAST})(?P<rest>{_REST}) (?:in|on) (?P<answer>{_DATE})"), _asking("When")),
    (re.compile(rf"{_SUBJECT} (?P<verb>{_PAST})(?P<rest>{_REST}) (?:in|on) (?P<answer>{_DATE})"), _asking("When")),
    (re.compile(rf"{_SUBJECT} (?P<verb>is|was)(?P<rest>) (?P<answer>{_NUMBER}) years old"), _asking("How old")),
)  # fmt: skip
_OF_A_SENTENCE: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (
        re.compile(rf"(?P<of>{_NAME}), whose (?P<what>[a-z]+(?: [a-z]+)*) (?P<is>is|was) (?P<answer>{_NAME})"),
        lambda found: f"Who {found['is']} the {found['what']} of {found['of']}?",
    ),
    (re.compile(rf"(?P<answer>{_NAME}), who (?P<is>is|was) {_ROLE}, "), _who_is),
    (
        re.compile(rf"(?<!the )\b(?P<answer>{_NAME}), (?P<role>the [\w.-]+(?: [\w.-]+)* (?:of|for) [\w.’' -]+), "),
        lambda found: f"Who is {found['role']}?",
    ),
)
