"""Noun phrases that point back: "that", "those", "that department", "the company", "the girl"."""

import re

from qa.english.mentions import is_verb_form
from qa.english.names import Word, is_content
from qa.english.words import (
    AUXILIARIES,
    BOUNDARIES,
    CONJUNCTIONS,
    DETERMINERS,
    FORMS_OF_BE,
    FORMS_OF_DO,
    GENDERED_NOUNS,
    GROUP_NOUNS,
    MODALS,
    PAST_FORMS,
    PREPOSITIONS,
    QUESTION_WORDS,
    SAYING,
    TIME_NOUNS,
    VERBS,
)  # fmt: skip
from qa.follow_ups.antecedents import Antecedents
from qa.follow_ups.gaps import stated

_SELF_CONTAINED = frozenset("who which whose".split())
_DESCRIBING = frozenset("of for that which who whose where from in".split())
_SAID_SO = re.compile(
    r"^(\W*)(?:says who|said who|according to whom?|who ((?:says?|said|claims?|claimed|thinks?|thought) )(?:so|this|it))\W*$",
    re.I,
)
LONGEST_WITHOUT_A_NAME = 4
"""Content words; a longer question says what it is about, and its "the company" needs nothing from before."""


def with_that(question: str) -> str:
    """ "says who?" and "who said so?" -> "who said that?"."""
    match = _SAID_SO.match(question)
    return f"{match.group(1)}who {match.group(2) or 'said '}that?" if match else question


def described(words: list[Word], at: int, antecedents: Antecedents) -> tuple[int, str] | None:
    """Where "the company" ends, and the company last spoken of; None where the question itself says which."""
    noun = words[at + 1] if at + 1 < len(words) else None
    contents = [word for word in words if is_content(word)]
    if noun is None or not is_content(noun) or len(contents) > LONGEST_WITHOUT_A_NAME:
        return None
    if any(map(_may_be_name, words[1:])) or not _ends_behind_noun(words, at) or _says_which(words, at):
        return None
    text = antecedents.fuller(noun.key) or _of_its_kind(noun.key, antecedents)
    return None if text is None else (noun.span.end, text)


def _ends_behind_noun(words: list[Word], at: int) -> bool:
    """Whether a noun phrase of two words stands at this place: "the company", but not "the company spokesman"."""
    if at + 2 >= len(words):
        return True
    behind = words[at + 2]
    if behind.key in BOUNDARIES | PAST_FORMS | VERBS | {"'s"} or behind.key.endswith("ed"):
        return True
    is_subject = at > 0 and words[at - 1].key in FORMS_OF_DO | MODALS
    return is_subject and (at + 3 == len(words) or words[at + 3].key in BOUNDARIES | DETERMINERS)


def _says_which(words: list[Word], at: int) -> bool:
    return at + 2 < len(words) and words[at + 2].key in _DESCRIBING


def _may_be_name(word: Word) -> bool:
    """A name that no turn before had is known by its capital alone."""
    return word.is_name or (word.text[:1].isupper() and not word.text.isupper())


def _of_its_kind(noun: str, antecedents: Antecedents) -> str | None:
    if noun in GENDERED_NOUNS:
        return antecedents.person(GENDERED_NOUNS[noun])
    return antecedents.group() if noun in GROUP_NOUNS else None


def demonstrated(words: list[Word], at: int, antecedents: Antecedents) -> tuple[int, str] | None:
    """What "that" or "those" stands for, with its noun where it has one."""
    key, end = words[at].key, words[at].span.end
    following = words[at + 1] if at + 1 < len(words) else None
    previous = words[at - 1] if at else None
    is_after_builder = previous is None or previous.key in AUXILIARIES | PREPOSITIONS | CONJUNCTIONS
    is_subject = previous is not None and previous.key in AUXILIARIES
    if (
        following is None
        or (is_subject and (following.key in VERBS or is_verb_form(following, words[at - 1])))
        or (key != "that" and not is_content(following))
        or (is_after_builder and following.key in BOUNDARIES)
    ):
        if following is not None and following.key in _SELF_CONTAINED:
            return None
        return _bare_demonstrative(words, at, end, antecedents)
    if not is_content(following):
        return None
    if following.key in TIME_NOUNS:
        date = antecedents.date()
        return None if date is None else (following.span.end, f"{words[at].text} {following.text}, {date},")
    is_verb_before = (at == 2 and words[0].key in QUESTION_WORDS) or at == 1
    if key in ("that", "this") and not (_ends_behind_noun(words, at) and (is_after_builder or is_verb_before)):
        return None
    if key == "that" and previous is not None and previous.key in SAYING:
        return None
    return _with_its_noun(words, at, antecedents)


def _bare_demonstrative(words: list[Word], at: int, end: int, antecedents: Antecedents) -> tuple[int, str] | None:
    if words[at].key in ("those", "these"):
        several = antecedents.several()
        return None if several is None else (end, several)
    last = antecedents.last
    if {word.key for word in words} & {"stand", "mean", "abbreviation"}:
        acronyms = [word.text for word in antecedents.names.mark(last.turn.asked) if word.is_name]
        return (end, acronyms[-1]) if acronyms else None
    is_about_event = words[0].key in ("who", "when", "where", "why") or (words[at - 1].key in SAYING if at else False)
    if words[0].key in ("who", "what") and last.parsed.question_word in ("when", "why", "how"):
        return end, last.parsed.remainder.partition(" ")[2] or last.parsed.remainder
    if len(words) == 3 and words[0].key == "who" and words[1].key in FORMS_OF_BE and last.short_answer:
        return end, last.short_answer
    text = stated(last) if is_about_event or antecedents.is_plural(last.short_answer) else last.answer_phrase
    text = text or antecedents.thing() or last.parsed.remainder
    return (end, text) if text else None


def _with_its_noun(words: list[Word], at: int, antecedents: Antecedents) -> tuple[int, str] | None:
    """ "that department" -> "that department, the Department of Health", where the last turn names one."""
    noun = words[at + 1]
    if text := antecedents.fuller(noun.key):
        return noun.span.end, text
    if text := _of_its_kind(noun.key, antecedents):
        return noun.span.end, text
    if words[at].key in ("those", "these"):
        text = antecedents.several_of(noun.key)
        return None if text is None else (noun.span.end, text)
    about = antecedents.thing_named()
    return None if not about else (noun.span.end, f"{words[at].text} {noun.text}, {about},")
