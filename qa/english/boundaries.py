"""Where an answer begins and ends: whole words, no stray punctuation, and nothing cut off that changes its meaning."""

import re
from unicodedata import category

from corpus.document import Span
from qa.english.words import ABOUT, COUNTING_WORDS, MONTHS, NEARLY, SCALES, VERBS, WEEKDAYS_AND_MONTHS, any_of

_SMALL = any_of(COUNTING_WORDS)
_SCALE = any_of(SCALES)
_GAP = r"[\s*_]+"
"""Between words, emphasis included."""

_QUALIFIER = re.compile(
    rf"""(?:
      (?:\b(?:
          (?:no|not){_GAP}(?:more|less|fewer|later|earlier|older|younger){_GAP}than
        | (?:(?:slightly|far|a{_GAP}little|much){_GAP})?
          (?:more|less|fewer|greater|higher|lower|older|younger|later|earlier|longer){_GAP}than
        | well{_GAP}over | (?:just|slightly|a{_GAP}little|way|far){_GAP}(?:over|under) | over | under | above | below
        | at{_GAP}(?:least|most) | up{_GAP}to | as{_GAP}(?:many|much|few|little|young|old|high|low|early|late){_GAP}as
        | {any_of(NEARLY | ABOUT)} | an?{_GAP}estimated | only
        | just | barely | exactly | upwards?{_GAP}of | between | another | an{_GAP}additional | not
        | all{_GAP}but | minus | the{_GAP}first | the{_GAP}last | before | after | since | until
        | by{_GAP}the{_GAP}end{_GAP}of ) | \bca?\.){_GAP}
      | (?:US|[ACNHKZ]{{1,2}})?[$£€¥]\s? | [~≈<>≤≥±]\s?
      | (?<![^\s(\[“"'‘$£€])[+−-]
      | (?<![\w.-])[$£€]?(?:\d[\d.,]*[–-]){{1,2}}
    )\Z""",
    re.X | re.I,
)
_UNIT = re.compile(
    rf"""[*_]*(?:
        \s?(?:%|per\s?cent\b|percentage\s+points?\b|°[CF]?\b|degrees?(?:\s+(?:Celsius|Fahrenheit))?\b)
      | \s?[ap](?:\.m\.|m\b) | \so['’]clock\b | \s(?-i:BCE?\b|CE\b|AD\b|B\.C\.(?:E\.)?|A\.D\.)
      | [\s-](?:{_SCALE})s?\b
      | [\s-](?:dollars?|euros?|pounds?|cents?|percent
            |(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?)(?:[\s-]olds?|\s+(?:ago|earlier|later))?
            |(?:square\s+|cubic\s+)?(?:miles?|kilomet(?:er|re)s?|met(?:er|re)s?|feet|foot|inch(?:es)?|yards?|km|cm|mm|ft)
            |acres?|hectares?|tons?|tonnes?|kilograms?|grams?|kg|ounces?|gallons?|lit(?:er|re)s?|mph|lbs?)\b)""",
    re.X | re.I,
)
_AFTERTHOUGHT = re.compile(
    r"""\+(?!\w)
      | \s(?:or\s+(?:more|fewer|less|so|above|below|under|over|older|younger|higher|lower|later|earlier)
            |and\s+(?:over|above|older|up|under|younger)|at\s+(?:least|most|the\s+(?:least|most|latest|earliest)))\b""",
    re.X | re.I,
)
_NUMBER_FIRST = re.compile(
    rf"""(?:US|[ACNHKZ]{{1,2}})?[$£€¥]?\.?\d
      | (?:{_SMALL}|half|(?:{_SCALE})s?|a\s+(?:third|quarter|half|{_SCALE})|all|every|none|everyone|everything)\b""",
    re.X | re.I,
)
_CUT_OFF = re.compile(r"(?:than|as|least|most|to)\s+(?=[$£€¥]?\d)", re.I)
_ENDS_IN_NUMBER = re.compile(rf"(?:\d|\b(?:{_SMALL}|{_SCALE}))\Z", re.I | re.X)
_INSIDE_WORD = re.compile(
    r"""(?<=[^\W_])(?=[^\W_])
      | (?<=\d)(?=[.,:]\d) | (?<=\d[.,:])(?=\d) | (?<![\w.].)(?<=\.)(?=\d)
      | (?<=[^\W\d_])(?=['’](?!s\b)[^\W\d_]) | (?<=[^\W\d_]['’])(?=(?!s\b)[^\W\d_])
      | (?<=\b[a-z])(?=\.[a-z]\b) | (?<=\b[a-z]\.)(?=[a-z]\b)""",
    re.X | re.I,
)
"""ab|c  1|,|200  5|:|11  .|5  O|’|Brien  U|.|S"""

_WHOLE = re.compile(
    r"""(?:https?|ftp)://[^\s<>"'()]+ | (?<![\w.])www\.[^\s<>"'()]+
      | (?<![\w.@/-])(?:[a-z\d-]+\.)+[a-z]{2,}/[^\s<>"'()]+
      | [\w.+-]+@[\w-]+(?:\.[\w-]+)+
      | (?<![\w.-])(?:[\w-]+\.)*[A-Za-z][\w-]*:\d{2,5}(?![\w:]) | (?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?(?!\w)
      | (?<![\w./])(?:~|\.{0,2})?(?:/?[\w.-]+/)*[\w-]+(?:\.[\w-]+)*\.(?:
            cfg|conf|csv|docx?|epub|exe|go|gz|html?|ini|java|jpe?g|js|json|log|md|odt|pdf|png|pptx?|py|rs|rtf|sh|sql|sqlite|tar
            |toml|ts|tsv|txt|xlsx?|xml|ya?ml|zip)(?!\w)
      | (?<![\w.])v?\d+(?:\.\d+){2,}(?:[-+][\w.]+)?(?!\w) | (?<!\w)v\d+(?:\.\d+)+(?!\w)
      | (?<![\w-])[A-Z]{1,6}\d*(?:-[A-Z]?\d+[A-Z]?)+(?![\w-])""",
    re.X,
)
"""Names of machines and things that mean nothing in parts: addresses, hosts with ports, files, versions, numbers of parts."""

_MOST_WHOLE = 200
"""Characters on either side in which one of these is looked for."""

_DAY_FIRST = re.compile(
    rf"{any_of(WEEKDAYS_AND_MONTHS)}\b|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{any_of(MONTHS)}\b", re.I
)
_DAY_LIMIT = re.compile(
    r"(?:\b(?:not|never)\s+(?:\w+\s+){0,2})?\b(?:not\s+)?(?:before|after|until|till|since|no\s+later\s+than)\s+\Z", re.I
)
_AGED = re.compile(
    rf"""(?<=[a-z])\s+(?:(?:who\s+are|aged?)\s+)?(?:under|over|below|above|aged?)\s+(?:the\s+age\s+of\s+)?
        (?:\d{{1,3}}|(?:{_SMALL})\b)(?:\s+(?:and|to)\s+(?:\d{{1,3}}|(?:{_SMALL})\b))?""",
    re.I | re.X,
)
_PEOPLE = re.compile(
    r"\b(?:children|kids|babies|adults|people|persons|pupils|students|visitors|guests|members|passengers|anyone|everyone|those)\Z",
    re.I,
)
_FOR_A_TIME = re.compile(
    rf"\s+for\s+(?:(?:about|at\s+least|up\s+to|another)\s+)?(?:\d+|(?:{_SMALL})|an?|half\s+an)\s+(?:seconds?|minutes?|hours?|days?|weeks?)\b",
    re.I,
)
_BEGINS_WITH_VERB = re.compile(rf"{any_of(VERBS)}\b", re.I)
_SECOND_BOUND = re.compile(rf"\s+and\s+(?:[$£€¥]?\d[\d.,]*\d|[$£€¥]?\d|(?:{_SMALL})\b)", re.I | re.X)
_FROM = re.compile(r"(?:.*\s)?from\s+\S+(?:\s\S+)?\Z", re.I | re.S)
_UP_TO = re.compile(r"\s+(?:to|until|till)\s+[$£€]?\d[\d.,:]*(?:\s?[ap](?:\.m\.|m\b))?", re.I)
_COMPANY = re.compile(r"(?<=\w)\s(?:IT|Inc|Ltd|LLC|LLP|GmbH|AG|KG|plc|PLC|NV|BV|SARL|SpA|Corp)\b")
_NONE_OF = re.compile(
    r"(?:\s+(?!(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|shall|should|do|does|did|longer)\b)"
    r"[a-z][\w-]*){1,3}?(?=\s+(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|shall|should)\b)"
)
"""After "no": what there is none of."""

_DENIES = re.compile(r"(?:(?:do|does|did|is|are|was|were|must|may|can|could|should|will|would)\s+)?not", re.I)
_DENIED = re.compile(r"\s+[a-z][\w-]*")
_PREFIX = re.compile(r"\b(?:non|anti|ex|un|pre|post|pro|half|semi|quasi|pseudo|near|vice|co|self)-\Z", re.I)
_INITIALS = re.compile(r"\b(?:[A-Za-z]\.)+[A-Za-z]\Z")
_ABBREVIATION = re.compile(r"(?:^|\s|\()(?:(?:[A-Za-z]\.)+|(?:Inc|Ltd|Co|Corp|Jr|Sr|St|Dr|Mr|Mrs|Ms|Ph\.D)\.)\Z")
_PAIRS = {"(": ")", "[": "]", "“": "”", "«": "»"}
_LEADING = " \t\r\n,;:.!?)]}»”*_`|–—•"
_TRAILING = " \t\r\n,;:!?([{«“*_`|-–—"


def tidy(text: str, span: Span) -> Span | None:
    """The span with whole words, without outer white space and punctuation; None when nothing is left of it."""
    start, end = _whole_words(text, *span)
    changed = True
    while changed and start < end:
        before = (start, end)
        if _is_stray_start(text, start):
            start += 1
        elif _is_stray_end(text, start, end):
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
    if cut_off := _CUT_OFF.match(text, start, end):  # "than 300": the comparison is found again before the number
        start = cut_off.end()
    if _NUMBER_FIRST.match(text, start, end):
        while found := _QUALIFIER.search(text, within.start, start):
            start = found.start()
    if _DAY_FIRST.match(text, start, end) and (limit := _DAY_LIMIT.search(text, within.start, start)):
        start = limit.start()
    if text[start:end].lower().startswith("between") and (bound := _SECOND_BOUND.match(text, end, within.end)):
        end = bound.end()
    if _FROM.match(text, start, end) and (up_to := _UP_TO.match(text, end, within.end)):
        end = up_to.end()
    is_quantity = _ENDS_IN_NUMBER.search(text, start, end)
    while _ENDS_IN_NUMBER.search(text, start, end) and (unit := _UNIT.match(text, end, within.end)):
        end = unit.end()
    if is_quantity and (afterthought := _AFTERTHOUGHT.match(text, end, within.end)):
        end = afterthought.end()
    if text[start].isupper() and (company := _COMPANY.match(text, end, within.end)):
        end = company.end()
    if text[start:end].lower() == "no" and (none_of := _NONE_OF.match(text, end, within.end)):
        end = none_of.end()
    if _DENIES.fullmatch(text, start, end) and (denied := _DENIED.match(text, end, within.end)):
        end = denied.end()
    return Span(start, _limited(text, start, end, within.end))


def _limited(text: str, start: int, end: int, last: int) -> int:
    """Where an answer ends with what limits whom or how long it means: children under six, hold it for three seconds."""
    if _PEOPLE.search(text, start, end) and (aged := _AGED.match(text, end, last)):
        end = aged.end()
    if _BEGINS_WITH_VERB.match(text, start, end) and (time := _FOR_A_TIME.match(text, end, last)):
        end = time.end()
    return end


def is_inside_word(text: str, position: int) -> bool:
    """Whether a cut here would part two characters of one word or number."""
    if not 0 < position < len(text):
        return False
    if category(text[position]).startswith("M") or (category(text[position - 1]).startswith("M")):
        return text[position - 1].isalnum() or text[position].isalnum()
    return _INSIDE_WORD.match(text, position) is not None


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    start, end = _whole_names(text, start, end)
    while is_inside_word(text, start):
        start -= 1
    while is_inside_word(text, end):
        end += 1
    if prefix := _PREFIX.search(text, max(0, start - 8), start):
        start = prefix.start()
    if text[end : end + 1] == "." and _INITIALS.search(text, start, end):
        end += 1
    return start, end


def _whole_names(text: str, start: int, end: int) -> tuple[int, int]:
    near = (max(0, start - _MOST_WHOLE), min(len(text), end + _MOST_WHOLE))
    for found in _WHOLE.finditer(text, *near):
        first, last = found.start(), found.start() + len(found.group().rstrip(".,;:!?"))
        if first < start < last:
            start = first
        if first < end < last:
            end = last
    return start, end


def _is_stray_start(text: str, start: int) -> bool:
    if text[start] == "-":
        return text[start + 1 : start + 2].isspace()
    return text[start] in _LEADING and not is_inside_word(text, start + 1)


def _is_stray_end(text: str, start: int, end: int) -> bool:
    if text[end - 1] in "'’":
        return text[end : end + 1] in ("s", "S")
    if text[end - 1] == ".":
        return not _ABBREVIATION.search(text[start:end])
    return text[end - 1] in _TRAILING


def _without_lone_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """Without an opening mark that is not closed inside, and the reverse; marks around the whole stay outside."""
    answer = text[start:end]
    first, last = answer[0], answer[-1]
    if _PAIRS.get(first) == last and answer.count(first) == answer.count(last) == 1:
        return start + 1, end - 1
    if first in _PAIRS and _PAIRS[first] not in answer:
        return start + 1, end
    if last in _PAIRS.values() and not any(opening in answer for opening, closing in _PAIRS.items() if closing == last):
        return start, end - 1
    if first in "\"'‘" and last in "\"'’" and len(answer) > 2 and not set('"“”') & set(answer[1:-1]):
        return start + 1, end - 1
    if first in "\"'‘" and answer.count(first) == 1:
        return start + 1, end
    if last == '"' and answer.count(last) == 1:
        return start, end - 1
    return start, end
