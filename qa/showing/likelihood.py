"""How sure an answer is, in words and counts, for readers to whom a percentage says too much."""

from qa.reading.confidence import wilson_interval
from qa.replies.answers import Alternative, Answer, Calibration
from qa.showing.wording import counted, is_taken_up, sources_line

_WORDS = ((0.9, "very likely"), (0.66, "likely"), (0.5, "more likely than not"), (0.33, "as likely as not"))
"""Least share of right answers -> words; those of the IPCC's guidance note on uncertainties (2010)."""


def likelihood(calibration: Calibration) -> str:
    """The words that at least hold: those of the low end of the 95 % interval of the share that was right. So few
    answers measured earn weaker words than many with the same share."""
    low = _least_share(calibration)
    return next((words for least, words in _WORDS if low >= least), "unlikely")


def likelihood_line(answer: Answer) -> str:
    """Words and counts, never the bare percentage. Where a document says otherwise, that comes first: answers are counted
    right or wrong by themselves, and of two that contradict each other both may have scored well."""
    return f"{measured_line(answer)} · {sources_line(answer.independent_sources, answer.citations)}"


def measured_line(answer: Answer) -> str:
    """The same without how many say so."""
    calibration = answer.calibration
    counts = f"{calibration.correct} of {counted(calibration.of, 'answer')}"
    if is_contradicted(answer):
        return f"contradicted: {counts} scored like the first were right"
    words = likelihood(calibration)
    if rests_on_conflict(answer):
        words = f"resting on a contradicted answer, else {words}"
    return f"{words}: {counts} scored like this were right"


def short_likelihood(alternative: Alternative) -> str:
    """The same in brief: "likely, 57 of 60"; the percentage where the counts were not kept."""
    calibration = alternative.calibration
    if calibration is None:
        return f"{alternative.confidence:.0%}"
    return f"{likelihood(calibration)}, {calibration.correct} of {calibration.of}"


def is_doubtful(answer: Answer) -> bool:
    """Whether a document contradicts it or what it goes back to, or it was not measured that such answers are right more
    often than wrong."""
    return is_contradicted(answer) or rests_on_conflict(answer) or _least_share(answer.calibration) < 0.5


def is_contradicted(answer: Answer) -> bool:
    return any(each.relation == "conflict" and not is_taken_up(each, answer.text) for each in answer.disagreements)


def rests_on_conflict(answer: Answer) -> bool:
    """Whether its question goes back to an answer that a document contradicts."""
    return any(each.relation == "conflict" and is_taken_up(each, answer.text) for each in answer.disagreements)


def _least_share(calibration: Calibration) -> float:
    """The low end of the 95 % interval; 0 where nothing was measured."""
    return wilson_interval(calibration.correct, calibration.of)[0] if calibration.of else 0.0
