"""Why a question's score is below 1: the first stage of the pipeline that failed it."""

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from qa.evaluation.metrics import is_right
from qa.evaluation.run import Outcome, is_relevant


class Cause(StrEnum):
    """In the order in which they are looked for."""

    ANSWERED_WRONGLY = "no answer in the documents, answered"
    REFUSED_RIGHT = "right span, refused"
    BOUNDS = "right span, other bounds"
    NOT_FOUND = "no passage with the answer was read"
    RANKED_LOWER = "right span read, another preferred"
    NOT_READ = "passage read, right span not seen in it"


def cause(outcome: Outcome, score: float) -> Cause | None:
    """What cost this question its point; None where nothing did. `score`: its F1, 0..1."""
    question = outcome.question
    if score == 1.0:
        return None
    if not question.is_answerable:
        return Cause.ANSWERED_WRONGLY
    if is_right(outcome.prediction, question.answers):
        return Cause.BOUNDS if outcome.answered else Cause.REFUSED_RIGHT
    if outcome.reply is None:
        return Cause.NOT_READ
    if not any(is_relevant(hit, question) for hit in outcome.trace.hits):
        return Cause.NOT_FOUND
    if any(is_right(candidate.text, question.answers) for candidate in outcome.trace.candidates):
        return Cause.RANKED_LOWER
    return Cause.NOT_READ


def count_causes(outcomes: Sequence[Outcome], scores: Sequence[float]) -> list[tuple[Cause, int]]:
    """Causes with the number of questions each has cost, most first."""
    found = [cause(outcome, score) for outcome, score in zip(outcomes, scores, strict=True)]
    return Counter(each for each in found if each).most_common()
