"""How far a word of a sentence reaches: borders of statements and clauses. Rules over the surface, no parser."""

import re

_BORDER = re.compile(
    r"""; | (?<!\ball\s)(?<!\bnothing\s)(?<!\banything\s)\bbut(?!\s+also)\b
      | \band\s+(?=(?:he|she|it|they|we|I|there|nobody|nothing|none|no)\b)
      | ,\s*(?:and|so)\s+(?=(?:the|an?|his|her|their|its|[A-Z]\w+)\s+[\w\s'’]*?
            \b(?:\w{2,}ed|is|are|was|were|has|have|had|did|does|do|will|would|said)\b)""",
    re.X,
)
_SUBORDINATOR = re.compile(
    r"\b(?:because|if|unless|when|who|whose|which|where|whereas|although|though|while)\b|\Awith\b", re.I
)
_INNER = re.compile(r":|\bthat\b|\b(?:said|says)\b(?!,)", re.I)
_NO_NOUN_THAT = re.compile(r"\bno\s+[\w\s]+?\bthat\b", re.I)


def is_one_statement(sentence: str, one: int, other: int) -> bool:
    """Whether no border of coordinated clauses, such as "but", stands between two positions."""
    first, last = sorted((one, other))
    return _BORDER.search(sentence, first, last) is None


def is_in_scope(sentence: str, cue: int, quote: int) -> bool:
    """Whether a cue may govern a quote: both, or neither, are in one subordinate clause, which ends at the next comma,
    and the cue is not, behind the quote, in a clause of its own: after "that", "said" or a colon."""
    if not is_one_statement(sentence, cue, quote) or ":" in sentence[cue:quote]:
        return False
    if _INNER.search(sentence, quote, cue) or _NO_NOUN_THAT.match(sentence, cue, max(cue, quote)):
        return False
    return _subordinate(sentence, cue) == _subordinate(sentence, quote)


def _subordinate(sentence: str, position: int) -> int | None:
    """Where the subordinate clause around a position begins; None in a main clause."""
    begin = max((sentence.rfind(mark, 0, position) for mark in ",;"), default=-1) + 1
    found = _SUBORDINATOR.search(sentence, begin, position + 1)
    whole = _SUBORDINATOR.match(sentence, position) if found is None else found
    return whole.start() if whole else None
