"""Whether a question itself says what its pronoun stands for."""

from qa.english.mentions import Mention
from qa.english.names import Word, is_content
from qa.english.parsing import ParsedQuestion
from qa.english.words import AUXILIARIES, BOUNDARIES, CONJUNCTIONS, QUESTION_WORDS, SAYING

GENDER = {"he": "male", "him": "male", "his": "male", "she": "female", "her": "female", "hers": "female"}
THING = frozenset("it its".split())
SEVERAL = frozenset("they them their theirs".split())
_OBJECTS = frozenset("him them".split())


def is_bound(words: list[Word], at: int, parsed: ParsedQuestion) -> bool:
    """Whether the question itself says whom the pronoun at this place stands for.

    A subject binds a possessive, and a pronoun in a later clause; never an object of its own clause, as in "did the
    owner thank him?".
    """
    key = words[at].key
    start = words[at].span.start
    before = [mention for mention in parsed.mentions if mention.start < start]
    if parsed.asked_for and parsed.is_about_subject and parsed.asked_for.start < start:
        before.append(parsed.asked_for)
    agreeing = [mention for mention in before if _agrees(mention, key)]
    if not agreeing:
        return False
    is_object = key in _OBJECTS or (key in ("her", "it") and not is_possessive(words, at) and _is_object(words, at))
    clause_starts = [i for i in range(1, at) if words[i].key in CONJUNCTIONS | SAYING | QUESTION_WORDS and i > 1]
    return not is_object or bool(clause_starts)


def _is_object(words: list[Word], at: int) -> bool:
    return at + 1 == len(words) or words[at + 1].key in BOUNDARIES - AUXILIARIES


def _agrees(mention: Mention, key: str) -> bool:
    if key in GENDER:
        return mention.may_be(GENDER[key])
    return mention.is_plural == (key in SEVERAL) or (key in SEVERAL and mention.is_name)


def is_expletive(words: list[Word], at: int) -> bool:
    """ "is it true that", "how long did it take to": it stands for nothing."""
    rest = [word.key for word in words[at + 1 :]]
    if rest[:1] in (["true"], ["possible"], ["likely"], ["necessary"]):
        return True
    return (rest[:1] in (["take"], ["takes"]) and "to" in rest) or (rest[:1] == ["been"] and "since" in rest)


def is_possessive(words: list[Word], at: int) -> bool:
    if words[at].key in ("its", "his", "their"):
        return at + 1 < len(words)
    return words[at].key == "her" and at + 1 < len(words) and is_content(words[at + 1])
