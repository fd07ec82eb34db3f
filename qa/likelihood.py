"""How sure an answer is, in words and counts, for readers to whom a percentage says too much."""

import math

from qa.answers import Alternative, Answer, Calibration
from qa.output import counted

DEVIATIONS = 1.96
"""Standard deviations on either side of a 95 % interval."""

_WORDS = ((0.9, "very likely"), (0.66, "likely"), (0.5, "more likely than not"), (0.33, "as likely as not"))
"""Least share of right answers -> words; those of the IPCC's guidance note on uncertainties (2010)."""


def likelihood(calibration: Calibration) -> str:
    """The words that at least hold: those of the low end of the 95 % interval of the share that was right. So few
    answers measured earn weaker words than many with the same share."""
    low = least_share(calibration.correct, calibration.of)
    return next((words for least, words in _WORDS if low >= least), "unlikely")


def likelihood_line(answer: Answer) -> str:
    """Words and counts, never the bare percentage."""
    calibration = answer.calibration
    counts = f"{calibration.correct} of {counted(calibration.of, 'answer')}"
    sources = counted(answer.independent_sources, "independent source")
    return f"{likelihood(calibration)}: {counts} scored like this were right · {sources}"


def short_likelihood(alternative: Alternative) -> str:
    """The same in brief: "likely, 57 of 60"; the percentage where the counts were not kept."""
    calibration = alternative.calibration
    if calibration is None:
        return f"{alternative.confidence:.0%}"
    return f"{likelihood(calibration)}, {calibration.correct} of {calibration.of}"


def is_doubtful(answer: Answer) -> bool:
    """Whether it was not measured that such answers are right more often than wrong."""
    return least_share(answer.calibration.correct, answer.calibration.of) < 0.5


def least_share(correct: int, of: int) -> float:
    """The low end of Wilson's 95 % interval; 0 when nothing was measured."""
    if not of:
        return 0.0
    share, z2 = correct / of, DEVIATIONS**2
    spread = DEVIATIONS * math.sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    return (share + z2 / (2 * of) - spread) / (1 + z2 / of)
