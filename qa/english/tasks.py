"""Questions about lists of tasks: which are done, which are not, and whether one is."""

import re

from corpus.rendering import DONE, OPEN

_WHICH = re.compile(r"\A\W*(?:what|which)\b", re.I)
_WHETHER = re.compile(r"\A\W*(?:is|are|was|were|has|have|had|did|do|does)\b", re.I)
_STILL_OPEN = re.compile(
    r"\b(?:still|yet|left|remain(?:s|ing)?|open|outstanding|unfinished|undone|unticked|to\s+do|to\s+be\s+done)\b"
    r"|(?:\bnot|n['’]t|\bnever)\s+(?:been\s+)?(?:done|finished|completed|ticked)\b",
    re.I,
)
_DONE = re.compile(
    r"\b(?:already|chosen|selected|ticked|picked|crossed)\b"
    r"|\b(?:is|are|was|were|been|tasks?)\s+(?:all\s+)?(?:done|finished|completed)\b",
    re.I,
)


def state_asked_for(question: str) -> str:
    """DONE for "What is done?", OPEN for "Which tasks are left?", "" where neither is asked for."""
    if not _WHICH.search(question):
        return ""
    if _STILL_OPEN.search(question):
        return OPEN
    return DONE if _DONE.search(question) else ""


def asks_whether(question: str) -> bool:
    """Whether it is answered with yes or no."""
    return _WHETHER.search(question) is not None
