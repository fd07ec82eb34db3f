"""A conversation: its turns, each with what question and answer say together."""

from dataclasses import dataclass
from typing import Self

from qa.replies.answers import Answer, Disagreement, NoAnswer, Reply


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what it came to. All of it stands in the reply, so that a conversation taken up again is understood
    as it was."""

    question: str
    """As typed."""

    asked: str
    """As it was asked of the documents."""

    answer: str | None = None
    """None where the documents did not answer."""

    reading: str = ""
    """The most likely of the possible answers, where none was given."""

    sentence: str = ""
    """The sentence the answer stands in; without an answer, what came nearest. It tells which words are names."""

    conflicts: tuple[Disagreement, ...] = ()
    """Where documents contradict the answer."""

    @classmethod
    def of(cls, reply: Reply) -> Self:
        match reply:
            case Answer():
                conflicts = tuple(each for each in reply.disagreements if each.relation == "conflict")
                sentence = reply.citations[0].sentence
                return cls(reply.question, reply.asked, reply.text, sentence=sentence, conflicts=conflicts)
            case NoAnswer():
                reading = reply.possible[0].answer if reply.possible else ""
                nearest = reply.nearest[0].quote if reply.nearest else ""
                return cls(reply.question, reply.asked, None, reading, f"{reading}; {nearest}")
