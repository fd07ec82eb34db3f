"""Which of the names that turns and documents hold are those of persons, and whom "he" or "she" may stand for."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from qa.english.mentions import Mention, is_group, named_in, names_of, without_title
from qa.english.names import Names, split_words
from qa.english.words import (
    DETERMINERS,
    FEMALE_NAMES,
    GENDERED_NOUNS,
    GROUP_WORDS,
    MALE_NAMES,
    PERSON_NOUNS,
    PLACE_PREPOSITIONS,
    SAYING,
)
from qa.follow_ups.parsed_turns import ParsedTurn


class Persons:
    def __init__(self, names: Names, newest_first: Sequence[ParsedTurn]) -> None:
        self.names = names
        self.newest_first = newest_first

    def spoken_of(self, turn: ParsedTurn, gender: str) -> Iterator[str]:
        """The answer where one person was asked for, then those in the question, then any other in the answer."""
        named = named_in(turn.answer, self.names)
        if turn.asks_for_one:
            yield from self._fitting(named, gender)
        mentioned = [name for mention in turn.parsed.mentions for name in names_of(mention, self.names)]
        yield from self._fitting(mentioned, gender)
        yield from (mention.definite_text for mention in turn.parsed.mentions if _is_described(mention, gender))
        if turn.parsed.question_word.startswith("who") and turn.asks_for_one:
            yield from self._fitting([Mention(turn.short_answer, True, False)] if turn.short_answer else [], gender)
        if turn.parsed.question_word in ("who", "whom", "what", "which"):
            yield from self._fitting(named, gender)

    def cited(self, turn: ParsedTurn, gender: str) -> Iterator[str]:
        """Those in the sentence cited that are known for persons, since most names there are not; then the question's own
        subject, where no document says that it is a name."""
        yield from self._fitting(list(filter(self.is_person, named_in(turn.turn.sentence, self.names))), gender)
        subject = turn.parsed.subject
        before = turn.turn.asked[: subject.start].split(" ")[-2:] if subject else []
        if subject and subject.may_be(gender) and DETERMINERS.isdisjoint([*before, subject.text.split(" ")[0].lower()]):
            yield subject.text

    def is_person(self, mention: Mention) -> bool:
        """By a title, a given name, what it is said to do or what was asked for; a name without any may be anything."""
        if not mention.is_name or mention.head in PERSON_NOUNS:
            return mention.head in PERSON_NOUNS
        full = self.names.fullest(mention.text)
        keys = {word.key for word in split_words(without_title(full))}
        if keys & GROUP_WORDS:
            return False
        has_title_or_given_name = without_title(full) != full or bool(keys & (FEMALE_NAMES | MALE_NAMES))
        return has_title_or_given_name or mention.text in self._speakers | self._asked_for or self.names.is_person(full)

    def _fitting(self, mentions: Sequence[Mention], gender: str) -> Iterator[str]:
        for mention in mentions:
            full = self.names.fullest(mention.text)
            is_thing = self.names.is_thing(full) or mention.after in PLACE_PREPOSITIONS
            named = [Mention(without_title(text), True, False) for text in (mention.text, full)]
            if not is_thing and all(name.may_be(gender) for name in named):
                yield full

    @cached_property
    def _asked_for(self) -> set[str]:
        """Names that answer "who" or "which president"."""
        asked = [(turn, turn.parsed.asked_for) for turn in self.newest_first if turn.asks_for_one]
        who = [
            turn for turn, noun in asked if turn.parsed.question_word == "who" or (noun and noun.head in PERSON_NOUNS)
        ]
        return {mention.text for turn in who for mention in named_in(turn.short_answer, self.names)}

    @cached_property
    def _speakers(self) -> set[str]:
        """Names that a question lets say, think or want something, which things do not."""
        subjects = [(turn.turn.asked, turn.parsed.subject) for turn in self.newest_first if turn.parsed.subject]
        verbs = {subject.text: split_words(asked[subject.span.end :])[:1] for asked, subject in subjects if subject}
        return {name for name, verb in verbs.items() if verb and verb[0].key in SAYING and not is_group(name)}


def _is_described(mention: Mention, gender: str) -> bool:
    """Whether it says what one person is, not who: "the mayor"; "the girl" is no "he"."""
    is_one = mention.head in PERSON_NOUNS and not (mention.is_name or mention.is_plural)
    return is_one and mention.after not in PLACE_PREPOSITIONS and GENDERED_NOUNS.get(mention.head, gender) == gender
