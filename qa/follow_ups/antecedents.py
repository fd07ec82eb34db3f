"""Who or what a conversation has been about: the persons, things, places and dates a pronoun may stand for, the most
recent first."""

import re
from collections.abc import Callable, Iterator, Sequence

from qa.english.mentions import Mention, answer_mentions, is_group, named_in, names_of
from qa.english.names import Names, owner_of, singular, split_words
from qa.english.parsing import parse
from qa.english.words import (
    GROUP_NOUNS,
    NUMBER_WORDS,
    PERSON_NOUNS,
    PLACE_NOUNS,
    PLACE_PREPOSITIONS,
    TIME_NOUNS,
    WEEKDAYS_AND_MONTHS,
)
from qa.follow_ups.gaps import description_of, stated
from qa.follow_ups.parsed_turns import ParsedTurn
from qa.follow_ups.persons import Persons
from qa.replies.turns import Turn

_DATE = re.compile(r"\b(?:1[5-9]|20)\d\d\b|\b(?:" + "|".join(sorted(WEEKDAYS_AND_MONTHS)) + r")\b", re.I)


class Antecedents:
    """What the pronouns of the next question may stand for, after these turns."""

    def __init__(self, turns: Sequence[Turn]) -> None:
        texts = [text for turn in turns for text in (turn.sentence, turn.answer or "")]
        self.names = Names(texts, [turn.asked for turn in turns])
        self.newest_first = [ParsedTurn(turn, parse(turn.asked, self.names)) for turn in reversed(turns)]
        self._persons = Persons(self.names, self.newest_first)

    @property
    def last(self) -> ParsedTurn:
        return self.newest_first[0]

    def person(self, gender: str) -> str | None:
        """The person last spoken of, by the fullest name known; one of a sentence cited only if no question had any."""
        spoken_of = self._first(lambda turn: self._persons.spoken_of(turn, gender))
        return spoken_of or self._first(lambda turn: self._persons.cited(turn, gender))

    def thing(self, *, but: str = "") -> str | None:
        """`but`: what "his" or "them" in the same question stands for; "it" stands for something else."""
        return self._first(lambda turn: (text for text in self._things(turn) if text not in but))

    def fuller(self, noun: str) -> str | None:
        """What was last spoken of in more words by this noun: "the Mississippi raids" for "raids"; the answer, where
        the noun was asked for: "New Orleans" for "region" after "which region ...?"."""
        return self._first(lambda turn: self._called(turn, singular(noun)))

    def group(self) -> str | None:
        return self._first(self._group_names)

    def several(self) -> str | None:
        """A group by its name where nothing is plural: "they" are the company."""
        return self._first(self._groups) or self.group()

    def several_of(self, noun: str) -> str | None:
        """What is plural and of one kind with this noun, as organizations are groups; "people" are of any kind."""
        if noun == "people":
            return self.several()
        kinds = [kind for kind in (GROUP_NOUNS, PLACE_NOUNS, PERSON_NOUNS) if singular(noun) in kind]
        of_kind = (found for found in self._plurals() if any(found[1].head in kind for kind in kinds))
        turn, mention = next(of_kind, (None, None))
        if turn is None or mention is None:
            return None
        return self._counted(turn, mention) if mention is turn.parsed.asked_for else mention.definite_text

    def is_plural(self, answer: str) -> bool:
        found = answer_mentions(answer, self.names)
        return bool(found) and found[0].is_plural and not answer[:1].isdigit()

    def counted(self) -> str | None:
        """The plural noun last asked of or for, without its article."""
        return next((mention.bare_text for _, mention in self._plurals()), None)

    def place(self) -> str | None:
        """With its preposition."""
        return self._first(self._places)

    def thing_named(self) -> str | None:
        """The one name in the last answer, the first in its question, or all of the answer; never a person's."""
        named = [Mention(word.text, True, False) for word in self.names.mark(self.last.answer) if word.is_name]
        if len(named) == 1 and not self._persons.is_person(named[0]):
            return named[0].text
        mentions = (mention for mention in self.last.parsed.mentions if mention.is_name and not _is_date(mention))
        asked = next((mention.text for mention in mentions if not self._persons.is_person(mention)), None)
        return asked or (None if any(map(self._persons.is_person, named)) else self.last.answer_phrase or None)

    def scene(self) -> str:
        """The place of the last question, with its preposition, where it has a name; "" where there is none."""
        for mention in self.last.parsed.mentions:
            has_name = any(word.is_name for word in self.names.mark(mention.text))
            if has_name and mention.after in ("in", "at", "near") and not _is_date(mention):
                return f" {mention.after} {mention.text}"
        return ""

    def date(self) -> str | None:
        """With its preposition where one is due."""
        return self._first(_dates)

    def _first(self, candidates: "Callable[[ParsedTurn], Iterator[str]]") -> str | None:
        return next((text for turn in self.newest_first for text in candidates(turn)), None)

    def _plurals(self) -> Iterator[tuple[ParsedTurn, Mention]]:
        """The subject, and what was asked for, of each turn, where they are plural."""
        for turn in self.newest_first:
            for mention in (turn.parsed.subject, turn.parsed.asked_for):
                if mention and mention.is_plural:
                    yield turn, mention

    def _called(self, turn: ParsedTurn, head: str) -> Iterator[str]:
        for mention in turn.parsed.mentions:
            if mention.head == head and len(split_words(mention.bare_text)) > 1:
                text = _with_place(turn, mention)
                yield text if text.startswith(mention.definite_text) else f"the {text}"
            yield from self._names_ending_in(head, mention.text)
        asked_for = turn.parsed.asked_for
        if asked_for and asked_for.head == head and turn.parsed.question_word.startswith("how "):
            yield self._counted(turn, asked_for)
        elif asked_for and asked_for.head == head:
            yield from filter(None, (self._definite(turn.short_answer or turn.short_reading), description_of(turn)))
        subject, answered = turn.parsed.subject, answer_mentions(turn.short_answer, self.names)
        if turn.parsed.is_copular and subject and answered and answered[0].head == head:
            yield subject.definite_text

    def _names_ending_in(self, head: str, text: str) -> Iterator[str]:
        """ "the Harbour Museum" for "museum", out of "the director of the Harbour Museum"."""
        for word in self.names.mark(text):
            keys = [part.key for part in split_words(word.text)]
            if word.is_name and len(keys) > 1 and keys[-1] == head:
                has_article = text[: word.span.start].lower().endswith("the ")
                yield f"the {word.text}" if has_article else word.text

    def _group_names(self, turn: ParsedTurn) -> Iterator[str]:
        if turn.parsed.asked_for and turn.parsed.asked_for.head in GROUP_NOUNS:
            yield from filter(None, [self._definite(turn.short_answer or turn.short_reading)])
        for text in (turn.short_answer or turn.short_reading, *(mention.text for mention in turn.parsed.mentions)):
            named = (word.text for word in self.names.mark(text) if word.is_name)
            yield from (name for name in named if is_group(name) or self.names.is_thing(name))

    def _definite(self, text: str) -> str:
        """With "the", unless it is a name, plural or has its article."""
        found = answer_mentions(text, self.names)
        is_first = bool(found) and text.startswith(found[0].text) and all(mention.after for mention in found[1:])
        is_one = is_first and not found[0].is_plural
        return found[0].definite_text + text[len(found[0].text) :] if is_one else text

    def _things(self, turn: ParsedTurn) -> Iterator[str]:
        if turn.asks_for_one and not turn.parsed.before and (name := self._name_of_thing(turn)):
            yield name
        if turn.parsed.is_about_subject and (unanswered := description_of(turn)):
            yield unanswered
        owners = [name for m in turn.parsed.mentions if owner_of(m.text) for name in names_of(m, self.names)]
        singular = [
            m for m in turn.parsed.mentions if not (m.is_plural or self._persons.is_person(m) or _is_measure(m))
        ]
        if turn.parsed.subject in singular and turn.parsed.subject:
            yield _with_place(turn, turn.parsed.subject)
        yield from filter(None, [description_of(turn)])
        yield from (m.text for m in owners if m.after not in PLACE_PREPOSITIONS and not self._persons.is_person(m))
        sites_last = sorted(singular, key=lambda mention: mention.after in PLACE_PREPOSITIONS and mention.is_name)
        yield from (_with_place(turn, mention) for mention in sites_last)
        answered = answer_mentions(turn.short_answer, self.names)
        is_one = bool(answered) and not (answered[0].is_plural or _is_measure(answered[0]) or turn.asks_for_one)
        if is_one and turn.parsed.question_word in ("what", "which", "where"):
            yield self._definite(turn.short_answer)
        if all(map(_is_date, turn.parsed.mentions)) and turn.answer_phrase:
            yield f"it, {stated(turn)},"

    def _name_of_thing(self, turn: ParsedTurn) -> str | None:
        named = named_in(turn.answer, self.names)
        if any(self._persons.is_person(mention) for mention in named):
            return None
        if turn.parsed.question_word in ("who", "whom"):
            return next((mention.text for mention in named if is_group(mention.text)), None)
        answered = answer_mentions(turn.answer, self.names)
        return self._definite(answered[0].text) if answered and not turn.answer[:1].isdigit() else None

    def _groups(self, turn: ParsedTurn) -> Iterator[str]:
        subject, asked_for = turn.parsed.subject, turn.parsed.asked_for
        if turn.parsed.before.lower() == "by" and self.is_plural(turn.short_answer):
            yield turn.short_answer
        if subject and subject.is_plural:
            yield _with_place(turn, subject)
        if asked_for and asked_for.is_plural:
            yield self._counted(turn, asked_for)
        yield from (mention.text for mention in turn.parsed.mentions if mention.is_plural)
        answered = answer_mentions(turn.short_answer, self.names)
        is_measure = turn.parsed.question_word.startswith("how ") and asked_for is None
        if answered and not is_measure and (answered[0].is_plural or " and " in turn.answer):
            yield turn.short_answer
        yield from (m.text for m in turn.parsed.mentions if m.is_name and is_group(m.text))

    def _counted(self, turn: ParsedTurn, asked_for: Mention) -> str:
        """ "the 680 people" after "how many people ...?" and "680"."""
        if turn.parsed.question_word != "how many" or not turn.answer_phrase:
            return turn.answer_phrase if turn.answer_phrase else f"the {asked_for.text}"
        is_number = turn.answer_phrase[:1].isdigit() or turn.answer_phrase.split(" ")[0].lower() in NUMBER_WORDS
        return f"the {turn.answer_phrase}" if is_number else turn.answer_phrase

    def _places(self, turn: ParsedTurn) -> Iterator[str]:
        if turn.short_answer and turn.parsed.question_word == "where":
            preposition, _, behind = turn.short_answer.partition(" ")
            has_preposition = preposition.lower() in PLACE_PREPOSITIONS
            place = self._definite(behind if has_preposition else turn.short_answer)
            yield f"{preposition if has_preposition else 'in'} {place}"
        for mention in turn.parsed.mentions:
            if mention.after in ("in", "at", "near", "to", "from") and not _is_date(mention):
                yield f"{'at' if mention.after == 'at' else 'in'} {mention.text}"
        is_place = turn.parsed.asked_for is not None and turn.parsed.asked_for.head in PLACE_NOUNS
        if turn.short_answer and (turn.asks_for_one or is_place) and turn.parsed.question_word in ("which", "what"):
            yield f"in {self._definite(turn.short_answer)}"


def _with_place(turn: ParsedTurn, mention: Mention) -> str:
    """ "children in the videos" where the question has it so, "children" elsewhere."""
    asked = turn.turn.asked
    for other in turn.parsed.others:
        is_behind = asked[mention.span.end : other.start].lower().split() == [other.after]
        if is_behind and other.after in ("in", "at", "from", "of") and not _is_date(other):
            return mention.definite_text + asked[mention.span.end : other.span.end]
    return mention.definite_text if not mention.is_plural else mention.text


def _dates(turn: ParsedTurn) -> Iterator[str]:
    if turn.parsed.question_word == "when" and turn.short_answer:
        yield turn.short_answer
    for mention in turn.parsed.mentions:
        if _is_date(mention):
            yield f"{mention.after} {mention.text}".strip()


def _is_measure(mention: Mention) -> bool:
    is_number = mention.text[:1].isdigit() or mention.head[:1].isdigit() or mention.head in NUMBER_WORDS
    return is_number or _is_date(mention)


def _is_date(mention: Mention) -> bool:
    return _DATE.search(mention.text) is not None or mention.head in TIME_NOUNS
