"""Whether two places of a sentence stand in one clause. Rules over the surface, no parser."""

import re

_BORDER = re.compile(
    r"""; | (?<!\ball\s)(?<!\bnothing\s)(?<!\banything\s)\b(?:but(?!\s+also)|whereas|although|though|while)\b
      | \band\s+(?=(?:he|she|it|they|we|I|there|nobody|nothing|none|no)\b)
      | ,\s*(?:and|so)\s+(?=(?:the|an?|his|her|their|its|[A-Z]\w+)\s+[\w\s'’]*?
            \b(?:\w{2,}ed|is|are|was|were|has|have|had|did|does|do|will|would|said)\b)""",
    re.X,
)
_SUBORDINATOR = re.compile(r"\b(?:because|if|unless|when|who|whose|which|where)\b", re.I)


def is_one_statement(sentence: str, one: int, other: int) -> bool:
    """Whether no border of coordinated clauses, such as "but", stands between two positions."""
    first, last = sorted((one, other))
    return _BORDER.search(sentence, first, last) is None


def is_one_clause(sentence: str, one: int, other: int) -> bool:
    """The same, and both or neither are in one subordinate clause; that ends at the next comma."""
    return is_one_statement(sentence, one, other) and _subordinate(sentence, one) == _subordinate(sentence, other)


def _subordinate(sentence: str, position: int) -> int | None:
    """Where the subordinate clause around a position begins; None in a main clause."""
    begin = max((sentence.rfind(mark, 0, position) for mark in ",;"), default=-1) + 1
    found = _SUBORDINATOR.search(sentence, begin, position + 1)
    whole = _SUBORDINATOR.match(sentence, position) if found is None else found
    return whole.start() if whole else None
