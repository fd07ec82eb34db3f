"""Several things named one after another in a sentence: "a saw, two clamps and a pot of glue"."""

import re

from corpus.document import Span
from qa.english.words import ADVERBS, AUXILIARIES, CONJUNCTIONS, NUMBER_WORDS, PAST_FORMS, PREPOSITIONS, VERBS, any_of

MOST_WORDS = 8
"""Of one of several things."""

_ITEM = r"[^\s,;:.!?()“”\"][^,;:.!?()“”\"]{0,70}?"
_NEXT = re.compile(rf"[,;]\s+(?!(?:and|or)\b)(?P<item>{_ITEM})(?=\s*[,;]|\s+(?:and|or)\s)", re.I)
_LAST = re.compile(r"(?:[,;]?\s+(?:and|or|as\s+well\s+as)|;)\s+(?P<item>[^,;:.!?()“”\"]+)", re.I)
_JOINT = re.compile(r"(?:[,;]\s+(?:(?:and|or)\s+)?|\s+(?:and|or)\s+)\Z", re.I)
_VERB = rf"(?:{any_of(AUXILIARIES | PAST_FORMS)}|{any_of(VERBS)}(?:s|es|d|ed|ing)?)"
_BEFORE_ITEM = re.compile(rf"(?:[:,;.!?(]\s+|(?<=\w\s){_VERB}\s+)(?:{any_of(PREPOSITIONS)}\s+)?", re.I)
_FILLERS = any_of(ADVERBS - {"back", "down", "out", "each"})
_LINKING = any_of(AUXILIARIES | (CONJUNCTIONS - {"and", "or"}) | PAST_FORMS)
_ENDS_ITEM = re.compile(rf"(?<!\ba)(?<!\ban)(?<!\bthe)\s+(?:{_LINKING}|who|which|that|{_FILLERS}|[a-z]{{2,}}ed)\b")
_NO_ITEM = re.compile(
    rf"(?:{any_of(AUXILIARIES | CONJUNCTIONS)}|who|whom|whose|which|that|where|it|he|she|they|we|there|according)\b",
    re.I,
)
_CAPITALS = re.compile(r"[A-ZÀ-ÖØ-Þ][\w'’.-]*(?:\s+(?:(?:of|de|la|van|von)\s+(?:the\s+)?)?[A-ZÀ-ÖØ-Þ][\w'’-]*)*")
_COUNTED = re.compile(
    rf"(?:(?:the|these|those|its|his|her|their|our|following|several|some|\d+|{any_of(NUMBER_WORDS)})\s+){{1,3}}(?:[\w-]+\s+){{0,3}}?[a-z]+s",
    re.I,
)
_NAMELY = re.compile(r"(?:\s*:|,?\s+namely:?|,?\s+such\s+as:?|\s*[–—])\s+(?=\S)", re.I)


def all_named(text: str, span: Span, within: Span) -> Span:
    """The span with all things of the enumeration it stands in, inside `within`, a sentence; of what only says how many,
    the things themselves.

    all_named("They sell rope, tar and oil.", the span of "tar", ...) covers "rope, tar and oil"
    """
    if (named := _named_after(text, span, within)) is not None:
        return named
    start, end = span
    while (following := _NEXT.match(text, end, within.end)) and _is_item(following["item"]):
        end = following.end("item")
    if (last := _LAST.match(text, end, within.end)) and (item := _last_item(last["item"])):
        end = last.start("item") + len(item)
    while (earlier := _earlier_item(text, within.start, start)) < start:
        start = earlier
    return Span(start, end) if re.search(r"\b(?:and|or)\b|;", text[start:end]) else span


def _named_after(text: str, span: Span, within: Span) -> Span | None:
    """What stands behind "four recommendations:"; None where the span is none such or nothing stands there."""
    counted = _COUNTED.fullmatch(span.of(text))
    opening = _NAMELY.match(text, span.end, within.end) if counted else None
    if opening is None:
        return None
    end = opening.end() + len(text[opening.end() : within.end].rstrip(" .!\n\r\t"))
    return Span(opening.end(), end) if re.search(r",|;|\band\b", text[opening.end() : end]) else None


def _earlier_item(text: str, first: int, start: int) -> int:
    """Where the thing named right before this place begins; the place itself where none is."""
    joint = _JOINT.search(text, first, start)
    if joint is None:
        return start
    begin = max((each.end() for each in _BEFORE_ITEM.finditer(text, first, joint.start())), default=first)
    return begin if begin < joint.start() and _is_item(text[begin : joint.start()]) else start


def _is_item(item: str) -> bool:
    return len(item.split()) <= MOST_WORDS and not _NO_ITEM.match(item) and not _ENDS_ITEM.search(f" {item}")


def _last_item(rest: str) -> str:
    """What of the words behind the last "and" is the thing named: "Cy Moss" of "Cy Moss were late"; "" where none is."""
    if name := _CAPITALS.match(rest):
        return name.group().rstrip(".")
    cut = _ENDS_ITEM.search(rest)
    item = rest[: cut.start()] if cut else rest
    return item.rstrip() if _is_item(item) else ""
