"""Whether two answers to one question say the same: as quantities with their bounds, as dates, or as words."""

import re
from unicodedata import combining, normalize

from qa.english.attribution import without_attribution
from qa.english.dates import date_relation, is_date
from qa.english.quantities import Quantity, quantity
from qa.english.relations import Relation
from qa.english.words import NEARLY, NEGATIONS, any_of

_IDLE = frozenset("a an the of in on at to for by and from".split())
_NEGATIONS = re.compile(
    rf"\b{any_of(NEGATIONS - {'none'})}\b(?! (?:(?:more|less|fewer|later|earlier) than|before|after|until)\b)"
)
"""Of answers "none" is a number."""

_CHANGING = (
    frozenset(
        "vice former ex deputy acting assistant non anti un half except but alleged allegedly suspected future would could"
        " may might".split()
    )
    | NEARLY
)
"""Words that make something else of the words they stand beside."""


def relation(first: str, second: str) -> Relation:
    """How two answers to one question stand to each other; symmetric.

    Who said so makes no difference: "680, according to ICE" agrees with "680".
    agree: "Jena", "Jena, Louisiana" · compatible: "almost 700", "680" · conflict: "more than 300", "280" ·
    not_comparable: "a hangar", "in Jackson"
    """
    first, second = without_attribution(first), without_attribution(second)
    one, other = _plain(first), _plain(second)
    if _content(one) == _content(other):
        return "agree"
    if bool(_NEGATIONS.search(one)) != bool(_NEGATIONS.search(other)):
        bare = [_content(_NEGATIONS.sub(" ", text)) for text in (one, other)]
        return "conflict" if bare[0] == bare[1] else "not_comparable"
    if dates := date_relation(first, second):
        return dates
    match [None if is_date(text) else quantity(text) for text in (first, second)]:
        case [Quantity() as this, Quantity() as that]:
            return _quantity_relation(this, that)
        case [None, None]:
            return _word_relation(first, second, one, other)
    return "not_comparable"


def covers(list_of_items: str, part: str) -> bool:
    """Whether one answer lists everything another names, and more: "Canton, Morton and Carthage", "Morton"."""
    items, named = _items(list_of_items), _items(part)
    return _is_list(_plain(list_of_items)) and bool(named) and named < items


def _items(text: str) -> frozenset[tuple[str, ...]]:
    """What is enumerated, each as its content words."""
    items = (tuple(_content(item)) for item in re.split(r",(?!\d{3})|;|&|\band\b|\bor\b", _plain(text)))
    return frozenset(item for item in items if item)


def _quantity_relation(one: Quantity, other: Quantity) -> Relation:
    is_same = (one.low, one.high) == (other.low, other.high)
    if one.measure != other.measure:
        bare = one if not one.measure else other
        may_be_same = "" in (one.measure, other.measure) and not bare.counted
        return "agree" if is_same and may_be_same else "not_comparable"
    same_things = not one.counted or not other.counted or bool(one.counted & other.counted)
    if is_same:
        return "agree" if same_things else "compatible"
    if one.low <= other.high and other.low <= one.high:
        return "compatible"
    return "conflict" if same_things else "not_comparable"


def _word_relation(first: str, second: str, one: str, other: str) -> Relation:
    words, other_words = _content(one), _content(other)
    if sorted(words) == sorted(other_words):
        return "agree" if (_is_list(one) and _is_list(other)) or "," in one + other else "not_comparable"
    if _abbreviates(first, second) or _abbreviates(second, first):
        return "agree"
    shorter, longer = sorted((words, other_words), key=len)
    if not shorter or not set(shorter) <= set(longer) or _CHANGING & (set(longer) - set(shorter)):
        return "not_comparable"
    more_listed = _is_list(one) != _is_list(other)
    return "compatible" if more_listed else "agree"


def _plain(text: str) -> str:
    """Lower case, without accents, possessive endings, and stops in abbreviations."""
    letters = "".join(c for c in normalize("NFKD", text) if not combining(c)).lower()
    letters = re.sub(r"n['’]t\b", " not", letters)
    letters = re.sub(r"['’]s\b", "", letters)
    return re.sub(r"\b(?:[a-z]\.){2,}", lambda stops: stops.group().replace(".", ""), letters)


def _content(plain: str) -> list[str]:
    """Words, numbers without their commas, and the signs that make another number of one."""
    tokens = re.findall(r"[^\W_]+|[$£€¥%]|(?<![^\s($£€¥])[-−](?=\d)", re.sub(r"(?<=\d),(?=\d{3})", "", plain))
    return [token for token in tokens if token not in _IDLE]


def _is_list(plain: str) -> bool:
    return re.search(r"\b(?:and|or)\b|&|;", plain) is not None


def _abbreviates(short: str, long: str) -> bool:
    """Whether `short` is capitals that the capitalised words of `long` begin with: ICE."""
    capitals = re.sub(r"[.\s]|^[Tt]he\b", "", short)
    initials = "".join(word[0] for word in re.findall(r"\b[A-Z]\w+", re.sub(r"^The\b", "", long)))
    return len(capitals) > 1 and capitals.isupper() and capitals.isalpha() and capitals == initials
