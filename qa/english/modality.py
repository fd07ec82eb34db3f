"""Words that govern a quote from outside it: hedges, negations, and who is said to have said so.

A cue counts only where its clause, or what it is said of, takes in the quote. In doubt there is none: the whole
sentence is shown in any case.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.document import Span
from corpus.sentences import sentences
from qa.english.attribution import attributions
from qa.english.clauses import is_in_scope
from qa.english.relations import CueKind
from qa.english.words import ABOUT, COUNTING_WORDS, NEARLY, NEGATIONS, SCALES, any_of


@dataclass(frozen=True, slots=True)
class GoverningCue:
    """A word or phrase that says how far its clause is asserted."""

    kind: CueKind
    span: Span
    """In the sentence."""


_BE = r"(?:is|are|was|were|be|been|being)"
_HEDGE = re.compile(
    rf"""\b(?:
        reportedly | allegedly | apparently | supposedly | purportedly | presumably | possibly | perhaps | probably | maybe
      | seemingly | ostensibly
      | it\s+{_BE}\s+(?:\w+ly\s+)?(?:possible|likely|unlikely|probable|assumed|rumou?red|expected|understood|estimated
            |feared)\s+that
      | there\s+{_BE}\s+(?:\w+\s+)?(?:reports?|rumou?rs?|claims?|signs?|fears?|hints?|indications?)\s+that
      | would\s+have(?=\s+(?:\w+ed|been|cost|gone|come|taken|made|given|had|become|run|lost|won)\b)
      | (?:appear|seem)(?:s|ed)?\s+to | it\s+(?:appear|seem)(?:s|ed)?\s+that
      | {_BE}\s+(?:\w+ly\s+)?(?:expected|likely|unlikely|believed|thought|said|reported|rumou?red|understood|presumed
            |supposed|assumed|estimated|planned|scheduled)\s+to
      | (?-i:may)(?!\s+(?:day|\d)) | could
      | (?<!the\s)(?<!his\s)(?<!her\s)(?<!its\s)(?<!all\s)(?<!our\s)(?<!their\s)might(?!\s+of)
      )\b(?!\s+because)""",
    re.I | re.X,
)
_HEDGING_ADJECTIVE = re.compile(
    r"\b(?:alleged(?!\s+that)|suspected|purported|supposed|unconfirmed|unverified|so-called)\b", re.I
)
_SAME_PHRASE = re.compile(r"(?:\s+(?!(?:of|in|at|on|to|against|by|from|for|with|and)\b)[\w'’-]+){0,3}\s+", re.I)
_IN_APPOSITION = re.compile(r",?\s+(?:(?:is|was|are|were)\s+)?(?:the|an?|his|her|its|their|another)\s+", re.I)
_APPROXIMATION = re.compile(rf"\b(?:an?\s+estimated|{any_of(NEARLY | ABOUT)})(?=[\s*_]+\Z)", re.I)
_NUMBER = re.compile(
    rf"""[$£€~]?\d | (?:half|{any_of(COUNTING_WORDS)}|(?:an?\s+)?{any_of(SCALES)}s?|an?\s+(?:third|quarter))\b""",
    re.I | re.X,
)
_NEGATION = re.compile(
    rf"""\b(?:{any_of(NEGATIONS - {"no"})} | no[\s-]one | \w+n['’]t | no(?!\.?\s*\d) | den(?:y|ies|ied|ying)
      | (?:fail|refus|declin)(?:s|es|ed|ing)?\s+to | hardly | scarcely | seldom | rarely )\b""",
    re.I | re.X,
)
_NO_NEGATION = re.compile(
    r"""(?:no|not)\s+(?:(?:far|much)\s+)?(?:more|less|fewer|later|earlier|older|younger|longer|higher|lower)\s+than\b
      | not\s+(?:only|just|merely|simply|least|to\s+mention|until|unlike|without)\b
      | no\s+(?:doubt|matter|sooner|wonder)\b | without\s+(?:a\s+)?doubt\b | none\s+other\s+than\b
      | nothing\s+(?:but|less\s+than|short\s+of)\b""",
    re.I | re.X,
)
_NO_NEGATION_AFTER = re.compile(r"\b(?:or|if|why|when)\s+\Z", re.I)
"""whether or not, dozens if not hundreds, why not"""

_OF_THE_NEXT_WORDS = re.compile(r"without|den(?:y|ies|ied|ying)", re.I)
_CONTRAST = re.compile(r"(?:,\s*|\bwith\s+|\band\s+)\Z", re.I)
"""Before "not" or "no" that is said only of what follows: Ada, not Bo."""


def governing_cues(sentence: str, quote: Span) -> tuple[GoverningCue, ...]:
    """The cues outside `quote` that govern it, in the order of the sentence; `quote` is a range of `sentence`.

    governing_cues("The ferry reportedly sank.", Span(0, 9)) -> (GoverningCue("hedge", Span(10, 20)),)
    """
    found: list[GoverningCue] = []
    for part in sentences(sentence, Span(0, len(sentence))):
        inner = Span(max(quote.start, part.start), min(quote.end, part.end)).shifted(-part.start)
        if inner.start < inner.end:
            found += [GoverningCue(cue.kind, cue.span.shifted(part.start)) for cue in _cues(part.of(sentence), inner)]
    outside = [cue for cue in found if cue.span.end <= quote.start or quote.end <= cue.span.start]
    return tuple(sorted(outside, key=lambda cue: cue.span))


def _cues(sentence: str, quote: Span) -> Iterator[GoverningCue]:
    yield from (GoverningCue("attribution", span) for span in attributions(sentence, quote))
    yield from (GoverningCue("negation", span) for span in _negations(sentence, quote))
    for hedge in _HEDGE.finditer(sentence):
        if is_in_scope(sentence, hedge.start(), quote.start):
            yield GoverningCue("hedge", Span(*hedge.span()))
    for adjective in _HEDGING_ADJECTIVE.finditer(sentence):
        before, after = sentence[quote.end : adjective.start()], sentence[adjective.end() : quote.start]
        if _SAME_PHRASE.fullmatch(after) or _IN_APPOSITION.fullmatch(before):
            yield GoverningCue("hedge", Span(*adjective.span()))
    approximation = _APPROXIMATION.search(sentence, 0, quote.start)
    if approximation and _NUMBER.match(sentence, quote.start):
        yield GoverningCue("hedge", Span(*approximation.span()))


def _negations(sentence: str, quote: Span) -> Iterator[Span]:
    for cue in _NEGATION.finditer(sentence):
        if _NO_NEGATION.match(sentence, cue.start()) or _NO_NEGATION_AFTER.search(sentence, 0, cue.start()):
            continue
        if not is_in_scope(sentence, cue.start(), quote.start):
            continue
        if _OF_THE_NEXT_WORDS.match(cue.group()) or _CONTRAST.search(sentence, 0, cue.start()):
            follows = quote.start >= cue.end() and "," not in sentence[cue.end() : quote.start]
            if not follows:
                continue
        yield Span(*cue.span())
