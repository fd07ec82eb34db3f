"""Who is said to have said it: "according to ICE", "the harbour master said"."""

import re
from collections.abc import Iterator

from corpus.document import Span
from qa.english.clauses import is_one_statement
from qa.english.words import SAYING_ANYTHING, SAYING_IN_QUOTATION, SAYING_THAT, THINKING, any_of

_NAME = r"[\w'’&](?:[./-]?[\w'’&])*"
_ACCORDING_TO = re.compile(
    rf"""\baccording\s+to\s+(?!(?:the\s+|an?\s+)?(?:plan|schedule|custom|size|age|rank|height|weight|need|taste|type)s?\b)
          {_NAME}(?:\s+{_NAME}){{0,7}}
      | \bin\s+(?:(?:the\s+)?{_NAME}\s+){{0,3}}{_NAME}(?<=s)\s+(?:view|opinion|words|eyes)\b
      | \bin\s+the\s+(?:view|opinion|words|eyes)\s+of\s+{_NAME}(?:\s+{_NAME}){{0,4}}
      | \bas\s+{_NAME}(?:\s+{_NAME}){{0,3}}\s+(?:puts?|saw|sees|told|tells)\s+it\b | \bby\s+(?:[\w'’]+\s+){{1,3}}accounts?\b""",
    re.I | re.X,
)
_SAYING = re.compile(
    rf"""\b(?:
        {any_of(SAYING_ANYTHING)}
      | {any_of(SAYING_IN_QUOTATION)}(?=\s*(?:[,;:“"]|[.!?]?[”"]?\s*\Z)|\s+that\b)
      | {any_of(SAYING_THAT)}(?=\s+that\b)
      | {any_of(THINKING)}(?=\s+(?:that|it|he|she|they|there|we)\b)
      )\b""",
    re.I | re.X,
)
_NO_SAYING = re.compile(
    r"told\s+(?:the\s+|a\s+)?(?:stor|tale|lie|joke|truth)|told\s+(?:[\w'’]+\s+){0,4}to\s|said\s+to\b", re.I
)
_NOT_SAID = re.compile(r"(?<!\bit\s)\b(?:is|are|was|were|been|being|be|the|having)\s+(?:\w+ly\s+)?\Z|\bthat\s+\Z", re.I)
"""Before the verb: a passive, "the said vessel", "that said"."""

_SOURCE = re.compile(r"(?P<mark>\A|[,;:—–”\"»])\s*(?P<source>(?:[\w.'’&/()-]+\s+){0,8})\Z")
_JOINED = re.compile(r"(?:who|which|and|but|so)\b", re.I)
_INVERTED = re.compile(rf"\s+{_NAME}(?:\.?\s+{_NAME}){{0,6}}(?=[,;]|[.!?]?\s*\Z)")
_STATEMENT = re.compile(
    r"""\A(?:[$£€]?\d|(?:that|it|he|she|they|we|I|no|some|about|more|almost|at)\b)
      | \b(?:is|are|was|were|has|have|had|will|would|did|do|does|\w{2,}ed)\b""",
    re.I | re.X,
)
_AROUND_ANSWER = re.compile(
    r"""\A(?:according\s+to\s+[^,]+,\s*|[^,\d]{1,60}?\s(?:said|says|claimed|told\s+reporters)(?:\s+that)?\s+(?=\S))
      | [,(]?\s*\baccording\s+to\s.*\Z
      | ,\s*(?:[^,]{1,60}?\s(?:said|says|claimed|told\s+reporters)|(?:said|says)\s[^,]+)\Z""",
    re.I | re.X | re.S,
)


def attributions(sentence: str, quote: Span) -> Iterator[Span]:
    """The attributions that govern a quote and do not hold it: who said it is not itself something said."""
    for phrase in _ACCORDING_TO.finditer(sentence):
        end = phrase.end()
        if phrase.start() < quote.start < end and _STATEMENT.search(quote.of(sentence)):
            end = len(sentence[: quote.start].rstrip())
        if is_one_statement(sentence, phrase.start(), quote.start):
            yield Span(phrase.start(), end)
    for verb in _SAYING.finditer(sentence):
        if not _NO_SAYING.match(sentence, verb.start()) and not _NOT_SAID.search(sentence, 0, verb.start()):
            yield from _said(sentence, quote, verb)


def without_attribution(answer: str) -> str:
    """without_attribution("680, according to ICE") -> "680"; the answer as it is where nothing else would be left."""
    rest = _AROUND_ANSWER.sub("", answer).strip()
    return rest if any(map(str.isalnum, rest)) else answer


def _said(sentence: str, quote: Span, verb: re.Match[str]) -> Iterator[Span]:
    """Officials said QUOTE · QUOTE, officials said · QUOTE, said the officials · Hurst, the attorney, said QUOTE"""
    if not is_one_statement(sentence, verb.start(), quote.start):
        return
    opening = _SOURCE.search(sentence, 0, verb.start())
    follows = quote.start >= verb.end()
    if opening and opening["source"]:
        is_closed = opening["source"].lower().startswith("wh") and "," in sentence[verb.end() : quote.start]
        precedes_freely = bool(opening["mark"]) and not _JOINED.match(opening["source"])
        if (follows and not is_closed) or (not follows and precedes_freely):
            yield Span(opening.start("source"), verb.end())
        return
    source = _source_behind(sentence, verb)
    if follows and (source is None or quote.start >= source.end):
        yield Span(*verb.span())
    elif not follows and source and opening and sentence.count(",", quote.end, verb.start()) <= 1:
        yield Span(verb.start(), source.end)


def _source_behind(sentence: str, verb: re.Match[str]) -> Span | None:
    """The speaker in ", said the harbour master"; None where what follows is what was said."""
    found = _INVERTED.match(sentence, verb.end())
    if found is None or _STATEMENT.search(found.group().strip()):
        return None
    return Span(*found.span())
