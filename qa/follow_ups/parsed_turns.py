"""A turn with its question taken apart, and what its answer may be called afterwards."""

from dataclasses import dataclass
from functools import cached_property

from qa.english.names import is_content, split_words
from qa.english.parsing import ParsedQuestion
from qa.english.words import NUMBER_WORDS
from qa.replies.turns import Turn

LONGEST_ANTECEDENT = 8
"""Words; a longer answer is a statement, not something a pronoun stands for."""


@dataclass(frozen=True)
class ParsedTurn:
    turn: Turn
    parsed: ParsedQuestion

    @cached_property
    def answer(self) -> str:
        """Without white space in a row; "" where there was none."""
        return " ".join((self.turn.answer or "").split())

    @cached_property
    def short_answer(self) -> str:
        return _short(self.answer)

    @cached_property
    def short_reading(self) -> str:
        """What was read where the documents did not answer."""
        return _short(" ".join(self.turn.reading.split()))

    @property
    def asks_for_one(self) -> bool:
        """Whether the answer names one thing or person: "who", "which company", but not "what" alone."""
        subject = self.parsed.subject
        if self.parsed.is_copular and subject and subject.is_name and subject.may_be_person:
            return False
        if self.parsed.question_word in ("who", "whom"):
            return True
        asked_for = self.parsed.asked_for
        return self.parsed.question_word in ("which", "what") and asked_for is not None and not asked_for.is_plural

    @property
    def answer_phrase(self) -> str:
        """The answer with what was counted: "680 people" for "how many people?" and "680"."""
        noun = self.parsed.asked_for
        if not self.parsed.question_word.startswith("how ") or noun is None or not self.short_answer:
            return self.short_answer
        ends = {word.key for word in split_words(self.answer)} & {word.key for word in split_words(noun.text)}
        if (self.answer[-1:].isdigit() or split_words(self.answer)[-1].key in NUMBER_WORDS) and not ends:
            return f"{self.answer} {noun.bare_text}"
        return self.answer if ends or " " in self.answer else noun.definite_text


def _short(text: str) -> str:
    words = split_words(text)
    return text if any(map(is_content, words)) and len(words) <= LONGEST_ANTECEDENT else ""
