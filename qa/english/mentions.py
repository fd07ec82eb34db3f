"""Noun phrases: what a question or an answer mentions, found without a model and without capitals.

The text is cut at the words that build a question (function_words.py). Which of its words are names is told by the
documents, where names are capitalised: a question may be typed in lower case.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.document import Span
from qa.english.names import Names, Word, is_content, is_plural, owner_of, singular, split_words
from qa.english.words import (
    ADVERBS,
    AUXILIARIES,
    BOUNDARIES,
    DETERMINERS,
    EMPTY_NOUNS,
    FEMALE_NAMES,
    FORMS_OF_DO,
    GROUP_WORDS,
    MALE_NAMES,
    MODALS,
    PAST_FORMS,
    PREPOSITIONS,
    PRONOUNS,
    QUANTITY_PREPOSITIONS,
    TITLES,
    VERBS,
    WEEKDAYS_AND_MONTHS,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mention:
    """A noun phrase of a question, or an answer to one."""

    text: str
    is_name: bool
    is_plural: bool
    after: str = ""
    """The preposition before it; "of" in "how many of the workers" too."""

    start: int = 0
    """Where it begins in its question."""

    @property
    def span(self) -> Span:
        return Span(self.start, self.start + len(self.text))

    def may_be(self, gender: str) -> bool:
        """Whether it may name a person of this gender, "female" or "male"; a name that says neither goes with both."""
        keys = {word.key for word in split_words(self.text)}
        if self.is_plural or keys & (GROUP_WORDS | WEEKDAYS_AND_MONTHS) or self.text[:1].isdigit() or self.is_acronym:
            return False
        same, other = (FEMALE_NAMES, MALE_NAMES) if gender == "female" else (MALE_NAMES, FEMALE_NAMES)
        return bool(keys & same) or not keys & other

    @property
    def may_be_person(self) -> bool:
        """Whether it may name a person, and by name: not "Homeland Security Secretary"."""
        is_title = not TITLES.isdisjoint(word.key for word in split_words(self.text))
        return not is_title and (self.may_be("female") or self.may_be("male"))

    @property
    def head(self) -> str:
        """Its noun, as it is compared: "clinic" of "the clinics of the school"."""
        words = split_words(self.text)
        of = next((i for i, word in enumerate(words) if i and word.key in PREPOSITIONS), len(words))
        noun = words[-1] if words[of - 1].key in EMPTY_NOUNS else words[of - 1]
        return singular(noun.key)

    @property
    def bare_text(self) -> str:
        """Without the article or other determiner it begins with."""
        first = next((word for word in split_words(self.text) if word.key not in DETERMINERS), None)
        return self.text[first.span.start :] if first else self.text

    @property
    def definite_text(self) -> str:
        """With "the" where nothing else says which, and for "a": "the passengers", "Ada Holm", "the owner's boat"."""
        first = split_words(self.text)[0].key
        if first in ("a", "an"):
            return f"the {self.bare_text}"
        is_settled = self.is_name or first in DETERMINERS or owner_of(self.text)
        return self.text if is_settled else f"the {self.text}"

    @property
    def is_acronym(self) -> bool:
        return self.is_name and self.text.isupper() and self.text.isalpha()


def without_title(name: str) -> str:
    """ "Jeh Johnson" for "Homeland Security Secretary Jeh Johnson"."""
    ends = [word.span.end for word in split_words(name) if word.key in TITLES]
    return name[max(ends, default=0) :].strip() or name


def answer_mentions(answer: str, names: Names) -> tuple[Mention, ...]:
    """What an answer mentions: "representatives from Washington" has two."""
    return tuple(noun_phrases(answer, names.mark(answer), has_subject=False))


def noun_phrases(question: str, words: Sequence[Word], *, has_subject: bool) -> Iterator[Mention]:
    """Noun phrases, in order. `has_subject`: the first one behind an auxiliary is followed by its verb."""
    auxiliary = after = ""
    is_verb_open = has_subject
    for run, boundary in _runs(words):
        if run:
            is_verb_first = auxiliary == "pronoun" or (after == "to" and run[0].key in VERBS)
            if is_verb_first and is_content(run[0]) and not run[0].is_name:
                run, after = run[1:], ""
            next_key = boundary.key if boundary else ""
            parts = list(_without_verbs(run, auxiliary if is_verb_open else "", next_key))
            for part in parts:
                if any(is_content(word) for word in part):
                    yield mention_of(question, part, after)
                    after = ""
            is_verb_open = is_verb_open and next_key in PREPOSITIONS and sum(map(len, parts)) == len(run)
        if boundary is None or boundary.key in DETERMINERS:
            continue
        after = boundary.key if boundary.key in PREPOSITIONS else ""
        if boundary.key in PRONOUNS and auxiliary in AUXILIARIES:
            auxiliary, is_verb_open = "pronoun", False
        elif boundary.key in AUXILIARIES or not is_verb_open:
            auxiliary = boundary.key if boundary.key in AUXILIARIES else ""


def _runs(words: Sequence[Word]) -> Iterator[tuple[list[Word], Word | None]]:
    """Every run of words with the boundary behind it; a determiner ends a run and begins the next."""
    run: list[Word] = []
    for position, word in enumerate(words):
        next_key = words[position + 1].key if position + 1 < len(words) else ""
        counts = word.key in QUANTITY_PREPOSITIONS and next_key[:1].isdigit()
        if word.key in BOUNDARIES and not (word.is_name or counts or (word.key == "of" and run)):
            yield run, word
            run = []
        elif word.key in DETERMINERS and run and run[-1].key not in ("of", "'s"):
            yield run, word
            run = [word]
        else:
            run.append(word)
    yield run, None


def _without_verbs(run: list[Word], auxiliary: str, next_key: str) -> Iterator[list[Word]]:
    """The run cut at its verb, which is left out."""
    cut = None
    if auxiliary in FORMS_OF_DO | MODALS and next_key not in ("have", "do", "be"):
        heads = [i for i, word in enumerate(run) if i and run[i - 1].key not in DETERMINERS | {"'s"}]
        cut = next((i for i in heads if run[i].key in VERBS and not run[i].is_name), None)
        if cut is None and any(map(is_content, run[:-1])) and not run[-1].is_name:
            cut = 1 if run[0].is_name else len(run) - 1
        elif cut is None:
            cut = next((i for i in heads if run[i - 1].is_name and not run[i].is_name and run[i].key != "'s"), None)
    if cut is None:
        cut = next((i for i, word in enumerate(run) if i and is_verb_form(word, run[i - 1])), None)
    if (
        cut is None
        and run
        and not auxiliary
        and not run[0].is_name
        and (run[0].key in PAST_FORMS or run[0].key.endswith("ed"))
    ):
        cut = 0
    yield from (part for part in ([run] if cut is None else [run[:cut], run[cut + 1 :]]) if part)


def is_verb_form(word: Word, previous: Word) -> bool:
    """A past tense or participle; behind an article or a number, "arrested" says which workers."""
    if word.is_name or word.key in ("need", "speed", "hundred", "seed"):
        return False
    return word.key in PAST_FORMS or (
        word.key.endswith("ed") and previous.key not in DETERMINERS and not previous.key[-1:].isdigit()
    )


def mention_of(question: str, words: Sequence[Word], after: str = "") -> Mention:
    words = list(words)
    while len(words) > 1 and words[0].key == "of":
        words.pop(0)
        after = "of"
    while len(words) > 1 and (words[-1].key in ADVERBS | {"'s", "of"} or words[-1].key.endswith("ly")):
        words.pop()
    of = next((i for i, word in enumerate(words) if i and word.key in PREPOSITIONS | {"of"}), len(words))
    head = words[of - 1].key
    if head in EMPTY_NOUNS or head[-1:].isdigit():
        head = words[-1].key
    is_name = all(word.is_name for word in words if is_content(word))
    text = question[words[0].span.start : words[-1].span.end]
    return Mention(text, is_name, not is_name and is_plural(head), after, words[0].span.start)


def named_in(text: str, names: Names) -> list[Mention]:
    return [name for mention in answer_mentions(text, names) for name in names_of(mention, names)]


def names_of(mention: Mention, names: Names) -> Iterator[Mention]:
    """The names in a noun phrase that stand for somebody: all of it, or the owner in "Ada Holm's boat"."""
    words = names.mark(mention.text)
    for position, word in enumerate(words):
        ends = position + 1 == len(words) or words[position + 1].key == "'s"
        is_owner = ends and position == 0 and len(words) > 1 and is_content(word)
        if (word.is_name and ends) or is_owner:
            yield Mention(word.text, True, False, "" if len(words) > position + 1 else mention.after)


def is_group(name: str) -> bool:
    return name.isupper() or bool({word.key for word in split_words(name)} & GROUP_WORDS)
