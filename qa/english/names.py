"""Words, and which of them are names: told by the capitals of documents, so that a question needs none."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.document import Span
from qa.english.words import (
    BASE_FORMS,
    BOUNDARIES,
    DETERMINERS,
    GROUP_NOUNS,
    GROUP_WORDS,
    IRREGULAR_PLURALS,
    SAYING,
    SINGULAR_IN_S,
    VERBS,
)

_WORD = re.compile(r"['’]s\b|[$€£@#]?[^\W_]+(?:[.,'’&/-](?!s\b)[^\W_]+)*%?")
_CAPITALISED = r"(?:(?:[A-Z]\.)+(?= [A-Z])|[^\W\d_a-zß-öø-ÿ](?:[^\W_]|[.'’&-](?=[^\W_]))*)"
_NAME = re.compile(
    rf"(?<![\w$-]){_CAPITALISED}(?: (?:(?:of|for|de|la|von|van)(?: the)? |and (?=\w+(?: |\W|$)))?{_CAPITALISED})*"
)
_SENTENCE_START = re.compile(r"(?:^|[.!?:;“”\"\n]\s*)$")
_GROUP = "|".join(sorted(GROUP_NOUNS | GROUP_WORDS))
_SAYS = "|".join(sorted(SAYING))
_THING_BEFORE = re.compile(rf"\b(?:[Tt]he|across|at|[Ii]n|near|outside|{_GROUP}) $")
_PERSON = re.compile(
    rf"({_CAPITALISED})(?: (?:{_SAYS})\b|(?: is| was|,) an? (?!(?:[\w-]+ ){{0,3}}(?:{_GROUP})\b)|, who\b)"
)
_PLURAL_NAME = re.compile(
    rf"(?<!that )\b([A-Z][a-z]+s) (?:are|were|have|{'|'.join(sorted(VERBS - set(BASE_FORMS)))})\b"
)
_COMMON_ENDING = ("s", "ly", "ing", "ed", "ion")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a question; a name of several words is one."""

    text: str
    span: Span
    is_name: bool = False

    @property
    def key(self) -> str:
        """As it is compared: lower case, apostrophes straight."""
        return self.text.lower().replace("’", "'")


def split_words(text: str) -> list[Word]:
    return [Word(match.group(), Span(*match.span())) for match in _WORD.finditer(text)]


def is_content(word: Word) -> bool:
    """Whether it names or says something, rather than building the question."""
    return word.is_name or not (word.key in BOUNDARIES or word.key in DETERMINERS or word.key in ("'s", "of"))


def is_plural(key: str) -> bool:
    if key in IRREGULAR_PLURALS:
        return True
    return key.endswith("s") and not key.endswith(("ss", "us", "is", "'s")) and key not in SINGULAR_IN_S


def singular(key: str) -> str:
    """ "agency" for "agencies"; a key already singular stays, and an irregular plural too."""
    if not is_plural(key) or key in IRREGULAR_PLURALS:
        return key
    return f"{key[:-3]}y" if key.endswith("ies") else key.removesuffix("s")


def owner_of(text: str) -> str:
    """ "Ada Holm" in "Ada Holm's boat"; "" where nobody owns anything."""
    owner, _, owned = text.replace("’", "'").partition("'s ")
    return owner if owned else ""


def names_in(text: str) -> list[str]:
    """Capitalised words in a row, with "of" and "for" between them, in order.

    names_in("The mayor of Turku thanked Ada Holm.") -> ["Turku", "Ada Holm"]
    """
    names = []
    for match in _NAME.finditer(text):
        words = re.sub(r"['’]s?$", "", match.group().rstrip(".,'’&-")).split(" ")
        for part in _at_conjunctions(words):
            is_first = part is words and _SENTENCE_START.search(text, 0, match.start()) is not None
            while part and (part[0].lower() in DETERMINERS or (is_first and part[0].lower() in BOUNDARIES)):
                part = part[1:]
            is_word = bool(part) and " ".join(part).lower() not in BOUNDARIES | DETERMINERS
            if is_word and not (is_first and len(part) == 1 and part[0].lower().endswith(_COMMON_ENDING)):
                names.append(" ".join(part))
    return names


def _at_conjunctions(words: list[str]) -> list[list[str]]:
    """ "Justice and Equity" belongs together behind "for"; "Canton and Sebastopol" are two."""
    if "and" not in words or {"of", "for"} & set(words[: words.index("and")]):
        return [words]
    at = words.index("and")
    return [words[:at], *_at_conjunctions(words[at + 1 :])]


def _things_in(text: str) -> Iterator[str]:
    """Names right behind "the", "in" or a noun for groups, not "the Obama administration" or "in Martin's view"; names of
    many: "Democrats say"."""
    yield from (match.group(1) for match in _PLURAL_NAME.finditer(text))
    for match in _NAME.finditer(text):
        stands_alone = re.match(r" [a-z]|['’]", text[match.end() :]) is None
        if stands_alone and _THING_BEFORE.search(text, 0, match.start()):
            yield match.group().rstrip(".,'’&-")


class Names:
    """The names in texts and questions, to be found again in a question however it is typed."""

    def __init__(self, texts: Sequence[str], questions: Sequence[str] = ()) -> None:
        """In `texts` a word in lower case is known to be a common one; a question may be all lower case."""
        self.known = tuple(dict.fromkeys(name for text in (*texts, *questions) for name in names_in(text)))
        self._things = {thing.lower() for text in texts for thing in _things_in(text)}
        self._persons = {match.group(1).lower() for text in texts for match in _PERSON.finditer(text)}
        self._common = {word.text for text in texts for word in split_words(text) if word.text.islower()}

    def mark(self, question: str) -> list[Word]:
        """The question's words, those of a name together."""
        words = split_words(question)
        marked: list[Word] = []
        position = 0
        while position < len(words):
            length = self._length_at(words, position)
            span = Span(words[position].span.start, words[position + max(length, 1) - 1].span.end)
            marked.append(Word(question[span.start : span.end], span, is_name=length > 0))
            position += max(length, 1)
        return marked

    def fullest(self, name: str) -> str:
        """The longest known name that ends like this one, with its capitals: "Ada Holm" for "holm"."""
        ends = f" {name.lower()}"
        longer = [known for known in self.known if f" {known.lower()}".endswith(ends) and " of " not in known]
        return max(longer, key=len, default=name)

    def is_thing(self, name: str) -> bool:
        """Whether the documents show that it names no person: "the Saint Olaf", "the rights group La Resistencia"."""
        return name.lower() in self._things

    def is_person(self, name: str) -> bool:
        """Whether a document lets it say something, or says what it is: "Soto said", "Ramírez is an attorney"."""
        return name.split(" ")[-1].lower() in self._persons

    def _length_at(self, words: list[Word], position: int) -> int:
        for length in range(min(self._longest, len(words) - position), 0, -1):
            if tuple(word.key for word in words[position : position + length]) in self._keys:
                return length
        return 0

    @cached_property
    def _keys(self) -> set[tuple[str, ...]]:
        """Whole names and what they end with, so that "Holm" is found for "Ada Holm"; first words too, unless they are
        common words as well."""
        common = self._common | BOUNDARIES | DETERMINERS | GROUP_WORDS | {"'s"}
        found: set[tuple[str, ...]] = set()
        for name in self.known:
            keys = tuple(word.key for word in split_words(name))
            ends = {keys[i:] for i in range(1, len(keys))} | {keys[:1]}
            of = keys.index("of") if "of" in keys else 0
            found |= {keys} | {end for end in ends | {keys[:of]} if end and end[0] not in common}
        return found

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._keys), default=0)
