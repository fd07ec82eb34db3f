"""Where an answer begins and ends: whole words, no stray punctuation, and nothing cut off that changes its meaning."""

import re

from corpus.document import Span

_QUALIFIER = re.compile(
    r"""(?:\b(?:
          (?:no|not)\s+(?:more|less|fewer)\s+than | (?:more|less|fewer|greater|higher|lower)\s+than | well\s+over
        | just\s+(?:over|under) | over | under | above | below | at\s+(?:least|most) | up\s+to
        | as\s+(?:many|much|few|little|young|old|high|low|early|late)\s+as | almost | nearly | about | around
        | approximately | roughly | some | an?\s+estimated | estimated | only | just | barely | exactly | close\s+to
        | upwards?\s+of | between | another | an\s+additional | not | the\s+first | the\s+last | before | after | since
        | until | by\s+the\s+end\s+of | circa | c\.
    )\s+|[$£€¥~≈<>≤≥±+-]\s?)$""",
    re.X | re.I,
)
_UNIT = re.compile(
    r"""\s?(?:%|percent\b|per\s?cent\b|percentage\s+points?\b|°[CF]?\b)
      | \s(?:thousand|million|billion|trillion|hundred|dozen)s?\b
      | \s(?:dollars|euros|pounds|cents|years?|months?|weeks?|days?|hours?|minutes?|seconds?|miles?|kilomet(?:er|re)s?
            |met(?:er|re)s?|feet|inches|acres|hectares|tons|tonnes|kilograms?|kg|km|mph|lbs?)\b""",
    re.X | re.I,
)
_NUMBER_FIRST = re.compile(
    r"""[$£€¥]?\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|
        seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?|half|a\s+(?:third|quarter|half|dozen|hundred|thousand|million)|
        all|every|none|everyone|everything)\b""",
    re.X | re.I,
)
_ENDS_IN_NUMBER = re.compile(
    r"(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy"
    r"|eighty|ninety|hundred|thousand|million|billion|dozen))$",
    re.I,
)
_PAIRS = {"(": ")", "[": "]", "“": "”", "«": "»"}
_LEADING = " \t\r\n,;:.!?)]}»”*_`|"
_TRAILING = " \t\r\n,;:!?([{«“*_`|-–—"


def tidy(text: str, span: Span) -> Span | None:
    """The span with whole words, without outer white space and punctuation; None when nothing is left of it."""
    start, end = span
    while start > 0 and _inside_word(text, start):
        start -= 1
    while end < len(text) and _inside_word(text, end):
        end += 1
    changed = True
    while changed and start < end:
        before = (start, end)
        if text[start] in _LEADING:
            start += 1
        elif text[end - 1] in _TRAILING or (text[end - 1] == "." and not _is_abbreviation(text, start, end)):
            end -= 1
        else:
            start, end = _without_lone_marks(text, start, end)
        changed = (start, end) != before
    return Span(start, end) if any(c.isalnum() for c in text[start:end]) else None


def widen(text: str, span: Span, within: Span) -> Span:
    """The span with the qualifiers before it and the unit behind it, inside `within`.

    widen("Released: more than 300 people.", Span(20, 23), ...) covers "more than 300"
    """
    start, end = span
    if _NUMBER_FIRST.match(text, start, end):
        while found := _QUALIFIER.search(text, within.start, start):
            start = found.start()
    while _ENDS_IN_NUMBER.search(text, start, end) and (unit := _UNIT.match(text, end, within.end)):
        end = unit.end()
    return Span(start, end)


def _inside_word(text: str, position: int) -> bool:
    """Whether a cut here would part two characters of one word or number."""
    before, after = text[position - 1], text[position]
    if before.isalnum() and after.isalnum():
        return True
    if after in ",." and before.isdigit():
        return position + 1 < len(text) and text[position + 1].isdigit()
    return before in ",." and after.isdigit() and position > 1 and text[position - 2].isdigit()


def _is_abbreviation(text: str, start: int, end: int) -> bool:
    """Whether the stop at the end belongs to the word: "U.S.", "Inc.", "J."."""
    word = re.search(r"[^\s]+$", text[start:end])
    return bool(word and re.fullmatch(r"(?:[A-Za-z]\.)+|(?:Inc|Ltd|Co|Corp|Jr|Sr|St|Dr|Mr|Mrs|Ms)\.", word.group()))


def _without_lone_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """Without an opening mark that is not closed inside, and the reverse; a quotation's own marks stay outside."""
    answer = text[start:end]
    first, last = answer[0], answer[-1]
    if first in _PAIRS and _PAIRS[first] not in answer:
        return start + 1, end
    if last in _PAIRS.values() and not any(opening in answer for opening, closing in _PAIRS.items() if closing == last):
        return start, end - 1
    if first in "\"'“‘" and last in "\"'”’" and len(answer) > 2:
        return start + 1, end - 1
    if first in "\"'‘" and answer.count(first) == 1:
        return start + 1, end
    if last in '"' and answer.count(last) == 1:
        return start, end - 1
    return start, end
