"""A question as it is put to a folder: the one value that every surface hands to the core."""

from dataclasses import dataclass, replace

from corpus.errors import UserError
from corpus.filters import ALL, Filters
from qa.english.several_questions import split_questions
from qa.replies.turns import Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Raises UserError on a question without a letter or digit, or with bytes in it that are no text."""

    question: str
    """As typed."""

    turns: tuple[Turn, ...] = ()
    """The conversation before it, oldest first."""

    is_literal: bool = False
    """Whether it is asked exactly as typed: neither as a follow-up nor as several questions."""

    filters: Filters = ALL
    limit: int | None = None
    """How many answers at most; None: several where the question asks for a list, otherwise 1."""

    max_error: float | None = None
    """Share of wrong answers to keep to, 0..1; None: answers from the calibrated threshold on."""

    @property
    def parts(self) -> "tuple[Request, ...]":
        """The questions typed as one, each by itself, to be asked in their order; a later one perhaps follows up on those
        before it."""
        questions = (self.question,) if self.is_literal else split_questions(self.question)
        return tuple(replace(self, question=question) for question in questions)

    def __post_init__(self) -> None:
        if not any(character.isalnum() for character in self.question):
            raise UserError("the question is empty", hint='qa ask "how many were released?"')
        try:
            self.question.encode()
        except UnicodeEncodeError as error:
            raise UserError(
                f"the question is not valid UTF-8 at character {error.start + 1}",
                hint="type it again, or convert it to UTF-8",
            ) from error
