"""What a question mentions and what it asks for: noun phrases and names, found without a model and without capitals.

A question is cut at the words that build it (qa/function_words.py). Which of its words are names is told by the
documents, where names are capitalised: a question may be typed in lower case.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.document import Span
from qa.coreference.function_words import (
    ADVERBS,
    AUXILIARIES,
    BOUNDARIES,
    DETERMINERS,
    EMPTY_NOUNS,
    FEMALE_NAMES,
    FORMS_OF_BE,
    FORMS_OF_DO,
    GROUP_WORDS,
    MALE_NAMES,
    PAST_FORMS,
    PREPOSITIONS,
    PRONOUNS,
    QUANTITY_PREPOSITIONS,
    QUESTION_WORDS,
    VERBS,
    WEEKDAYS_AND_MONTHS,
)  # fmt: skip
from qa.coreference.names import Names, Word, is_content, is_plural, split_words

FARTHEST_QUESTION_WORD = 4
"""A question word that stands later, in words, begins a clause rather than the question."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A noun phrase of a question, or an answer to one."""

    text: str
    is_name: bool
    is_plural: bool
    after: str = ""
    """The preposition before it."""

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
    def is_acronym(self) -> bool:
        return self.is_name and self.text.isupper() and self.text.isalpha()


@dataclass(frozen=True, slots=True)
class ParsedQuestion:
    """A question taken apart.

    "How many children did the ship carry to Aland?" has the question word "how many", asks for "children", has the
    subject "the ship", another mention, "Aland", and the remainder "did the ship carry to Aland".
    """

    before: str
    """What stands before the question word: "In" of "In which year"."""

    question_word: str
    """Lower case; "" when there is none."""

    asked_for: Mention | None
    subject: Mention | None
    others: tuple[Mention, ...]
    head: str
    """The question word with what it asks for, as typed."""

    remainder: str
    """All that follows, without the question mark."""

    is_about_subject: bool
    """Whether the answer is the subject, as in "who built it", not "what did she build"."""

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """The subject first, then the others in order; without what is asked for."""
        return (self.subject, *self.others) if self.subject else self.others

    @property
    def is_copular(self) -> bool:
        """Whether it asks what or who something is: "Who is the mayor?"."""
        return self.subject is not None and self.remainder.split(" ")[0].lower() in FORMS_OF_BE


def parse(question: str, names: Names) -> ParsedQuestion:
    words = names.mark(question)
    at = next((i for i, word in enumerate(words[:FARTHEST_QUESTION_WORD]) if word.key in QUESTION_WORDS), None)
    if at is None:
        mentions = tuple(_mentions(question, words, has_subject=False))
        return ParsedQuestion("", "", None, None, mentions, "", question.strip(" ?!."), False)
    end = at + 1
    while words[at].key == "how" and end < len(words) and words[end - 1].key not in ("many", "much"):
        if words[end].key in AUXILIARIES | PRONOUNS | DETERMINERS or words[end].is_name:
            break
        end += 1
    takes_noun = words[end - 1].key in ("which", "what", "whose", "many", "much")
    noun_end = _end_of_noun(words, end) if takes_noun else end
    following = words[noun_end:]
    is_about_subject = _is_about_subject(following, words[at].key)
    has_verb_first = is_about_subject and bool(following) and following[0].key not in AUXILIARIES
    mentions = tuple(_mentions(question, following[has_verb_first:], has_subject=not is_about_subject))
    has_subject = not is_about_subject and bool(mentions) and not mentions[0].after
    remainder_start = following[0].span.start if following else len(question)
    return ParsedQuestion(
        before=question[: words[at].span.start].strip(" ,"),
        question_word=" ".join(word.key for word in words[at:end]),
        asked_for=_mention(question, words[end:noun_end]) if noun_end > end else None,
        subject=mentions[0] if has_subject else None,
        others=mentions[1:] if has_subject else mentions,
        head=question[words[at].span.start : remainder_start].strip(" ?!."),
        remainder=question[remainder_start:].rstrip(" ?!.\t\r\n"),
        is_about_subject=is_about_subject,
    )


def _end_of_noun(words: Sequence[Word], start: int) -> int:
    """Where the noun after "which", "what" or "how many" ends; what "of" or "in" adds to it belongs to it."""
    for position in range(start, len(words)):
        word = words[position]
        if word.is_name or (word.key in DETERMINERS and position > start):
            continue
        if word.key in ("of", "in", "for", "from") and (position > start or word.key == "of"):
            continue
        if word.key in BOUNDARIES or word.key in DETERMINERS:
            return position
        previous = words[position - 1]
        if _is_verb_form(word, previous) and (position > start or previous.key == "what"):
            return position
        if position > start and word.key in VERBS and is_plural(previous.key):
            return position
    return len(words)


def _is_verb_form(word: Word, previous: Word) -> bool:
    """A past tense or participle; behind an article or a number, "arrested" says which workers."""
    if word.is_name or word.key in ("need", "speed", "hundred", "seed"):
        return False
    return word.key in PAST_FORMS or (
        word.key.endswith("ed") and previous.key not in DETERMINERS and not previous.key[-1:].isdigit()
    )


def _is_about_subject(following: Sequence[Word], question_word: str) -> bool:
    if not following or question_word in ("when", "where", "why"):
        return False
    first = following[0]
    if first.key not in AUXILIARIES:
        return question_word != "how"
    if first.key in FORMS_OF_DO or len(following) == 1:
        return False
    second = following[1]
    if second.is_name:
        return False
    is_participle = second.key in PAST_FORMS or second.key.endswith(("ed", "ing"))
    return is_participle or second.key in AUXILIARIES | PREPOSITIONS


def _mentions(question: str, words: Sequence[Word], *, has_subject: bool) -> Iterator[Mention]:
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
                    yield _mention(question, part, after)
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
    if auxiliary in FORMS_OF_DO and next_key not in ("have", "do", "be"):
        heads = [i for i, word in enumerate(run) if i and run[i - 1].key not in DETERMINERS | {"'s"}]
        cut = next((i for i in heads if run[i].key in VERBS and not run[i].is_name), None)
        if cut is None and len(run) > 1 and not run[-1].is_name:
            cut = 1 if run[0].is_name else len(run) - 1
    if cut is None:
        cut = next((i for i, word in enumerate(run) if i and _is_verb_form(word, run[i - 1])), None)
    if cut is None and run and not run[0].is_name and (run[0].key in PAST_FORMS or run[0].key.endswith("ed")):
        cut = 0
    yield from (part for part in ([run] if cut is None else [run[:cut], run[cut + 1 :]]) if part)


def answer_mentions(answer: str, names: Names) -> tuple[Mention, ...]:
    """What an answer mentions: "representatives from Washington" has two."""
    return tuple(_mentions(answer, names.mark(answer), has_subject=False))


def _mention(question: str, words: Sequence[Word], after: str = "") -> Mention:
    words = list(words)
    while len(words) > 1 and words[0].key == "of":
        words.pop(0)
    while len(words) > 1 and (words[-1].key in ADVERBS | {"'s", "of"} or words[-1].key.endswith("ly")):
        words.pop()
    of = next((i for i, word in enumerate(words) if i and word.key in PREPOSITIONS | {"of"}), len(words))
    head = words[of - 1].key
    if head in EMPTY_NOUNS or head[-1:].isdigit():
        head = words[-1].key
    is_name = all(word.is_name for word in words if is_content(word))
    text = question[words[0].span.start : words[-1].span.end]
    return Mention(text, is_name, not is_name and is_plural(head), after, words[0].span.start)
