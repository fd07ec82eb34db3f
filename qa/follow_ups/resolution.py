"""Follow-up questions -> questions that stand alone: pronouns and fragments resolved from the conversation, by rules.

A question with a subject of its own is never touched: a pronoun that the question itself explains stays.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.english.names import Word, owner_of, singular, split_words
from qa.english.parsing import parse
from qa.english.words import (
    AUXILIARIES,
    BOUNDARIES,
    DEMONSTRATIVES,
    FORMS_OF_DO,
    GROUP_NOUNS,
    PREPOSITIONS,
    QUESTION_WORDS,
)  # fmt: skip
from qa.follow_ups.antecedents import Antecedents
from qa.follow_ups.binding import GENDER, SEVERAL, THING, is_bound, is_expletive, is_possessive
from qa.follow_ups.descriptions import demonstrated, described, with_that
from qa.follow_ups.fragments import complete, take_up, without_lead
from qa.follow_ups.gaps import doers
from qa.replies.turns import Turn

_CONTRACTED = re.compile(r"\b(what|who|where|when|how|that)['’]s\b", re.I)
_MOTION = frozenset("get go come move travel return taken brought bused moved sent".split())
"""Before "there" they want to know where to."""


@dataclass(frozen=True, slots=True)
class Resolution:
    asked: str
    """The question as it is asked of the documents; as typed unless it follows up."""

    is_follow_up: bool


def resolve(question: str, turns: Sequence[Turn]) -> Resolution:
    """The question with what it leaves to the conversation filled in. `turns`: oldest first.

    resolve("how old is she?", [Turn("who wept?", "who wept?", "Ada Holm")]) asks "how old is Ada Holm?"
    """
    if not turns or not any(character.isalnum() for character in question):
        return Resolution(question, is_follow_up=False)
    antecedents = Antecedents(turns)
    whole = _CONTRACTED.sub(r"\1 is", question)
    asked = take_up(whole, antecedents)
    if asked is None:
        filled = _replace_pronouns(with_that(whole), antecedents)
        asked = complete(filled, antecedents)
        if asked is None:
            asked = _in_its_scene(without_lead(filled), antecedents) if filled != whole else question
    asked = _tidy(asked) if asked != question else question
    return Resolution(asked, is_follow_up=asked != question)


def _in_its_scene(question: str, antecedents: Antecedents) -> str:
    """A question without a name of its own stays where the last one was: "... in the Mississippi raids?"."""
    if any(word.is_name for word in antecedents.names.mark(question)):
        return question
    return f"{question.rstrip(' ?!.')}{antecedents.scene()}?"


def _tidy(question: str) -> str:
    """Without doubled space and a comma before the question mark."""
    return re.sub(r"[\s,]+([?,])", r"\1", " ".join(question.split()))


def _replace_pronouns(question: str, antecedents: Antecedents) -> str:
    """Every kind of pronoun once: a second one of its kind goes back to the first. What was filled in is not read again."""
    words = antecedents.names.mark(question)
    parts: list[str] = []
    done = {""}
    position = 0
    for at, word in enumerate(words):
        kind = _kind(word.key)
        if kind in done - {"definite"} or word.span.start < position:
            continue
        if (replacement := _replacement(question, words, at, antecedents, taken=" ".join(parts[1::2]))) is not None:
            end, text = replacement
            parts += [question[position : word.span.start], text]
            position = end
            done.add(kind)
    return "".join(parts) + question[position:]


def _kind(key: str) -> str:
    if key in GENDER:
        return GENDER[key]
    if key in THING:
        return "thing"
    if key in SEVERAL:
        return "several"
    if key in DEMONSTRATIVES:
        return "demonstrative"
    if key == "the":
        return "definite"
    return key if key in ("there", "then", "others", "other") else ""


def _replacement(
    question: str, words: list[Word], at: int, antecedents: Antecedents, *, taken: str
) -> tuple[int, str] | None:
    """Where the replaced words end, and what stands for them; None for what needs nothing from outside. `taken`: what
    was filled in before."""
    key, end = words[at].key, words[at].span.end
    kind = _kind(key)
    if kind in ("male", "female", "thing", "several"):
        if is_bound(words, at, parse(question, antecedents.names)) or (key == "it" and is_expletive(words, at)):
            return None
        text = _antecedent(kind, words, at, antecedents, taken)
        return None if text is None else (end, _possessive(text) if is_possessive(words, at) else text)
    if kind == "demonstrative":
        return demonstrated(words, at, antecedents)
    if kind == "definite":
        return described(words, at, antecedents)
    if kind == "there":
        if any(0 <= i < len(words) and words[i].key in AUXILIARIES | {"and", "or"} for i in (at - 1, at + 1)):
            return None
        place = antecedents.place()
        if place and at and words[at - 1].key in _MOTION:
            place = f"to {place.partition(' ')[2]}"
        return None if place is None else (end, place)
    if kind == "then":
        date = antecedents.date() if at else None
        has_preposition = at > 0 and words[at - 1].key in PREPOSITIONS
        return None if date is None else (end, date.split(" ", 1)[-1] if has_preposition and " " in date else date)
    return _others(words, at, antecedents)


def _antecedent(kind: str, words: list[Word], at: int, antecedents: Antecedents, taken: str) -> str | None:
    last = antecedents.last.parsed
    if at <= 1 and is_possessive(words, at) and last.is_copular and last.subject and owner_of(last.subject.text):
        return owner_of(last.subject.text)
    if kind in ("male", "female"):
        return antecedents.person(kind)
    if kind == "thing":
        is_agent = at > 0 and words[at - 1].key in FORMS_OF_DO
        return antecedents.thing(but=taken) or (antecedents.group() if is_agent else None)
    is_agent = words[at].key == "they" and at > 0 and words[at - 1].key in AUXILIARIES
    if is_agent and any(mention.is_plural for mention in last.mentions) and (unnamed := doers(antecedents.last)):
        return unnamed
    several, counted = antecedents.several(), antecedents.counted()
    if several and counted and is_possessive(words, at) and several.endswith(counted):
        return f"the {counted}"
    of_them = several and at and words[at - 1].key == "of" and not several.lower().startswith(("the ", "about "))
    return f"the {several}" if of_them else several


def _possessive(text: str) -> str:
    last = split_words(text)[-1].key if split_words(text) else ""
    return f"{text}'" if last.endswith("s") and last != "'s" else f"{text}'s"


def _others(words: list[Word], at: int, antecedents: Antecedents) -> tuple[int, str] | None:
    """ "the others" -> "the other children"; "what other groups" -> "what other groups than the museum"."""
    end = words[at].span.end
    if at + 1 < len(words) and words[at + 1].key in ("one", "ones"):
        end, at = words[at + 1].span.end, at + 1
    if at + 1 == len(words) or words[at + 1].key in BOUNDARIES:
        counted = antecedents.counted()
        return None if counted is None else (end, f"other {counted}")
    known = _one_of(singular(words[at + 1].key), antecedents)
    follows_question_word = at > 0 and words[at - 1].key in QUESTION_WORDS
    if known is None or words[at].key != "other" or not follows_question_word or "than" in _keys(words):
        return None
    return words[at + 1].span.end, f"other {words[at + 1].text} than {known}"


def _one_of(noun: str, antecedents: Antecedents) -> str | None:
    """What the conversation knows to be one of these: the answer to "which whales", a group for groups."""
    asked_for = antecedents.last.parsed.asked_for
    if asked_for and asked_for.head == noun and antecedents.last.short_answer:
        return antecedents.last.short_answer
    return antecedents.group() if noun in GROUP_NOUNS else None


def _keys(words: list[Word]) -> set[str]:
    return {word.key for word in words}
