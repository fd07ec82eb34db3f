"""Several questions typed as one: "How long is she, and when was she built?"."""

import re
from collections.abc import Iterator, Sequence

from qa.english.mentions import is_verb_form
from qa.english.names import Names, Word, split_words
from qa.english.parsing import parse
from qa.english.words import (
    AUXILIARIES,
    BOUNDARIES,
    DETERMINERS,
    FORMS_OF_DO,
    PERSONAL_PRONOUNS,
    POSSESSIVES,
    PREPOSITIONS,
    QUESTION_WORDS,
    VERBS,
)

LONGEST_FRAGMENT = 4
"""Words; "and for how much?" asks on, a longer one without a verb does not."""

_ALSO = r"(?:(?:and|but|also|if\s+(?:so|yes),?)\s+)*"
_JOINT = re.compile(rf"(?P<end>\?\s+){_ALSO}|[\s,;]*\s(?P<and>and|but)\s+{_ALSO}|;\s+|(?P<comma>,\s+)", re.I)
_QUOTED = re.compile(r'"[^"]*"|“[^”]*”|«[^»]*»')
_CONTRACTED = re.compile(r"\b(what|who|where|when|how)['’]s\b", re.I)
_STRANDED = frozenset("about at by for from in of on to with".split())
"""Prepositions that a question may end with: "who was it built for"."""

_BEGIN = AUXILIARIES - {"be", "been", "being"}
_PRONOUNS = frozenset("i you we he she it they there this that these those".split())
_BEFORE_NOUNS = frozenset(["the", "a", "an", *POSSESSIVES])
_FORMS_OF_HAVE = frozenset("has have had hasn't haven't hadn't".split())

_RELATIVE = frozenset("who whom whose which".split())
_ANYONE = frozenset("who what whose".split())
"""They may begin a question and a clause in the same words."""

_NOBODY = Names(())


def split_questions(typed: str) -> tuple[str, ...]:
    """The questions one after the other, each in its own words, the later ones perhaps to be understood from those
    before them; all of it where it is one question, such as "When and where was she born?".

    split_questions("who built it and when?") -> ("who built it?", "when?")
    """
    for joint in _joints(typed):
        first, rest = typed[: joint.start()], typed[joint.end() :]
        if "?" in _QUOTED.sub("", first) or not _asks(first, joint):
            continue
        if any(_goes_on(first, part, joint) for part in _beginnings(rest)):
            return (f"{first.strip()}?", *split_questions(rest.strip()))
    return (typed,)


def _joints(typed: str) -> Iterator[re.Match[str]]:
    """Where one question may end and another begin, outside of quotation marks."""
    quoted = [match.span() for match in _QUOTED.finditer(typed)]
    for joint in _JOINT.finditer(typed):
        if not any(start < joint.start() < end for start, end in quoted):
            yield joint


def _beginnings(rest: str) -> Iterator[str]:
    """What may be the next question: all that follows, or as much of it as stands before another joint."""
    yield rest
    yield from (rest[: joint.start()] for joint in _joints(rest))


def _asks(text: str, joint: re.Match[str]) -> bool:
    """Whether what stands before the joint is a whole question: it begins with its question word, or with a form of "do"
    and the like, and has a verb. Before a mere comma the latter is a condition: "had he known, ..."."""
    words = split_words(text)
    if len(words) < 2 or words[-1].key in QUESTION_WORDS | DETERMINERS | PREPOSITIONS - _STRANDED:
        return False
    if _question_word(words) is None:
        return words[0].key in _BEGIN and len(words) > 2 and not joint["comma"]
    return _has_verb(text)


def _goes_on(first: str, text: str, joint: re.Match[str]) -> bool:
    """Whether what follows a whole question is another one, not a part of it."""
    words = split_words(text)
    at = _question_word(words)
    if at is None:
        return not joint["comma"] and _is_inverted(words, parse(first, _NOBODY).is_about_subject)
    if not joint["end"] and not words[at].text.islower() and not first.isupper():
        return False  # a name: "the ministry and WHO"
    if joint["comma"]:
        return words[at].key not in _RELATIVE and not _is_fragment(words, at) and _has_verb(text)
    if _is_fragment(words, at):
        return True
    is_clause = words[at].key in _ANYONE and _has_clause(first) and not joint["end"]
    return _has_verb(text) and not is_clause


def _question_word(words: Sequence[Word]) -> int | None:
    """Where the question word stands a question begins with, perhaps behind a preposition."""
    for at in (0, 1):
        if at < len(words) and words[at].key in QUESTION_WORDS:
            return at if at == 0 or words[0].key in PREPOSITIONS else None
    return None


def _has_verb(text: str) -> bool:
    """Whether a verb stands where that of a question stands, not that of a clause: "where was it", not "where it was";
    nor "which was"."""
    parsed = parse(_CONTRACTED.sub(r"\1 is", text), _NOBODY)
    following = split_words(parsed.remainder)
    if not following or following[0].key in BOUNDARIES - AUXILIARIES:
        return False
    if parsed.question_word == "which" and parsed.asked_for is None:
        return False
    return parsed.is_about_subject or (following[0].key in AUXILIARIES and len(following) > 1)


def _has_clause(question: str) -> bool:
    """Whether a clause like a question stands in it: "Who were the sailors who fled"."""
    words = split_words(question)
    at = _question_word(words)
    return any(word.key in QUESTION_WORDS | {"that", "if"} for word in words[0 if at is None else at + 1 :])


def _is_inverted(words: Sequence[Word], is_about_subject: bool) -> bool:
    """ "did Ada marry", "is she seaworthy", but not "was taken to hospital" or, of the same subject, "was the first".

    `is_about_subject`: the question before asks for its subject."""
    if len(words) < 3 or words[0].key not in _BEGIN or words[-1].key == "not":
        return False
    if words[1].key in _PRONOUNS:
        return True
    may_go_on = words[0].key in _FORMS_OF_HAVE or (is_about_subject and words[0].key not in FORMS_OF_DO)
    return not may_go_on and (words[1].key in _BEFORE_NOUNS or words[1].text[:1].isupper())


def _is_fragment(words: Sequence[Word], at: int) -> bool:
    """ "when", "by whom", "where to", "in which year", "how wide", but not "who gains"."""
    behind = words[at + 1 :]
    if words[at].key not in ("which", "what", "whose", "how"):
        return all(word.key in PREPOSITIONS or word.key in ("else", "exactly") for word in behind)
    has_verb = any(
        word.key in AUXILIARIES | VERBS | PERSONAL_PRONOUNS or is_verb_form(word, previous)
        for previous, word in zip(words[at:], behind, strict=False)
    )
    return not has_verb and len(words) <= LONGEST_FRAGMENT
