"""A question taken apart: its question word, what it asks for, its subject and what else it mentions."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.english.mentions import Mention, is_verb_form, mention_of, noun_phrases
from qa.english.names import Names, Word, is_content, is_plural
from qa.english.words import (
    AUXILIARIES,
    BOUNDARIES,
    DETERMINERS,
    FORMS_OF_BE,
    FORMS_OF_DO,
    PAST_FORMS,
    PREPOSITIONS,
    PRONOUNS,
    QUESTION_WORDS,
    VERBS,
)  # fmt: skip

FARTHEST_QUESTION_WORD = 4
"""A question word that stands later, in words, begins a clause rather than the question."""


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
        mentions = tuple(noun_phrases(question, words, has_subject=False))
        return ParsedQuestion("", "", None, None, mentions, "", question.strip(" ?!."), False)
    end = at + 1
    while words[at].key == "how" and end < len(words) and words[end - 1].key not in ("many", "much"):
        if words[end].key in AUXILIARIES | PRONOUNS | DETERMINERS or words[end].is_name:
            break
        end += 1
    takes_noun = words[end - 1].key in ("which", "what", "whose", "many", "much")
    noun_end = _end_of_noun(words, end) if takes_noun else end
    following = words[noun_end:]
    is_about_subject = _is_about_subject(following, words[end - 1].key)
    verbs = _length_of_verb(following) if is_about_subject else 0
    mentions = tuple(noun_phrases(question, following[verbs:], has_subject=not is_about_subject))
    has_subject = not is_about_subject and bool(mentions) and not mentions[0].after
    remainder_start = following[0].span.start if following else len(question)
    return ParsedQuestion(
        before=question[: words[at].span.start].strip(" ,"),
        question_word=" ".join(word.key for word in words[at:end]),
        asked_for=mention_of(question, words[end:noun_end]) if noun_end > end else None,
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
        if word.key in ("and", "or") and position > start and _is_noun(words, position + 1):
            continue
        if word.key in BOUNDARIES or word.key in DETERMINERS:
            return position
        previous = words[position - 1]
        if is_verb_form(word, previous) and (position > start or previous.key == "what"):
            return position
        if position > start and word.key in VERBS and is_plural(previous.key):
            return position
        if position > start and word.key.removesuffix("s") in VERBS and _begins_phrase(words, position + 1):
            return position
    return len(words)


def _is_noun(words: Sequence[Word], position: int) -> bool:
    """Whether a noun may stand here: "broadcaster" of "which newspaper or broadcaster"."""
    return (
        position < len(words) and is_content(words[position]) and not is_verb_form(words[position], words[position - 1])
    )


def _length_of_verb(following: Sequence[Word]) -> int:
    """Words: "planned", "is planning". A participle in -ed is left for the noun phrases to leave out."""
    if following and following[0].key not in AUXILIARIES:
        return 1
    return 2 if len(following) > 1 and following[1].key.endswith("ing") and not following[1].is_name else 0


def _begins_phrase(words: Sequence[Word], position: int) -> bool:
    """Whether a noun phrase with a name, article or preposition begins here, so that what stands before is a verb."""
    if position >= len(words):
        return False
    word = words[position]
    return word.is_name or word.key in DETERMINERS or (word.key in PREPOSITIONS and word.key != "of")


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
