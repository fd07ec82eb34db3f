"""What is kept with an answer because it changes its meaning without it: qualifiers, units, what limits whom or how long."""

import re

from corpus.document import Span
from qa.english.words import (
    ABOUT,
    COUNTING_WORDS,
    MONTHS,
    NEARLY,
    PAST_FORMS,
    SCALES,
    VERBS,
    WEEKDAYS_AND_MONTHS,
    any_of,
)

_SMALL = any_of(COUNTING_WORDS)
_SCALE = any_of(SCALES)
_GAP = r"[\s*_]+"
"""Between words, emphasis included."""

_CURRENCY = r"(?:EUR|USD|GBP|CHF|SEK|NOK|DKK|JPY|AUD|CAD|CZK|PLN|HUF|INR|CNY)"

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
        | all{_GAP}but | minus | the{_GAP}first | the{_GAP}last | before | after | since | until | within
        | an?{_GAP}(?:maximum|minimum|total|average){_GAP}of | by(?={_GAP}(?:1[5-9]|20)\d\d\b) | by{_GAP}the{_GAP}end{_GAP}of )
        | \bca?\. | (?-i:\bN(?:[or]|os)\.) | (?-i:\b{_CURRENCY})){_GAP}
      | (?-i:\b{_CURRENCY})
      | (?:US|[ACNHKZ]{{1,2}})?[$£€¥]\s? | [~≈<>≤≥±]\s?
      | (?<![^\s(\[“"'‘$£€])[+−-]
      | (?<![\w.-])[$£€]?(?:\d[\d.,]*[–-]){{1,2}}
    )\Z""",
    re.X | re.I,
)
_UNIT = re.compile(
    rf"""[*_]*(?:
        \s?(?:%|per\s?cent\b|percentage\s+points?\b|°[CF]?\b|degrees?(?:\s+(?:Celsius|Fahrenheit))?\b)
      | \s?(?:[€£¥]|(?-i:{_CURRENCY}\b)) | (?<=\d)[–-][$£€¥]?\d[\d.,]*(?<=\d)
      | (?<=\d)(?:bn|k|m)\b(?=\W)
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
    rf"""(?:US|[ACNHKZ]{{1,2}})?[$£€¥]?\.?\d | {_CURRENCY}\s?\d
      | an?\s+(?:third|quarter|half|second|minute|hour|day|week|month|year|decade|century|{_SCALE})\b
      | (?:{_SMALL}|half|(?:{_SCALE})s?|all|every|none|everyone|everything)\b""",
    re.X | re.I,
)
_CUT_OFF = re.compile(r"(?:than|as|least|most|to)\s+(?=[$£€¥]?\d)", re.I)
_ENDS_IN_NUMBER = re.compile(rf"(?:\d|\b(?:{_SMALL}|{_SCALE}))\Z", re.I | re.X)
_DAY_FIRST = re.compile(
    rf"{any_of(WEEKDAYS_AND_MONTHS)}\b|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{any_of(MONTHS)}\b", re.I
)
_DAY_LIMIT = re.compile(
    r"""(?:\b(?:not|never)\s+(?:\w+\s+){0,2})?\b(?:not\s+)?
        (?:before|after|until|till|since|by|(?:no|not)\s+(?:later|earlier|sooner)\s+than)\s+\Z
      | \b(?:every\s+(?:other|second|third|fourth|last)|every|each|the\s+(?:first|second|third|fourth|last))\s+\Z""",
    re.I | re.X,
)
_SIZED = re.compile(
    rf"""(?<=[a-z])\s+(?:(?:who\s+are|(?:that|which)\s+(?:are|weigh)|weighing|aged?)\s+)?
        (?:under|over|below|above|aged?|(?:older|younger|more|less|heavier|lighter|longer|shorter|taller|larger|smaller)\s+than)\s+
        (?:the\s+age\s+of\s+)?(?:\d[\d.,]*|(?:{_SMALL})\b)(?:\s+(?:and|to)\s+(?:\d{{1,3}}|(?:{_SMALL})\b))?
        (?:\s?(?:years?(?:\s+old|\s+of\s+age)?|months?|kg|kilos?|g|tons?|tonnes?|lbs?|metres?|meters?|m|cm|ft|feet|inches|lit(?:er|re)s?|l|€
          |euros?|dollars?|°C|%)(?!\w))?""",
    re.I | re.X,
)
_MANY = re.compile(
    r"\b(?:[a-z]{2,}(?<![su])s|children|men|women|people|police|mice|cattle|anyone|everyone|anybody|those)\Z", re.I
)
_EXCEPT = re.compile(
    r"\s+(?:except|but\s+not|other\s+than|apart\s+from|excluding|unless)(?:\s+(?:for|on|in|at))?\s+(?:the\s+|an?\s+|his\s+|her\s+)?"
    r"\w[\w'’-]*(?:(?:,\s+\w[\w'’-]*)*\s+(?:and|or)\s+\w[\w'’-]*)?",
    re.I,
)
_DENIED_BEFORE = re.compile(r"\b(?:never|not|no\s+longer|hardly|rarely|seldom|cannot)\s+\Z", re.I)
_ONLY_BEFORE = re.compile(r"(?:\A|(?<=[.!?;:]\s)|(?<=\n))\s*(?P<only>Only\s+)\Z")
_RANGE_BEFORE = re.compile(r"\bfrom\s+\Z", re.I)
_RANGE_AFTER = re.compile(
    rf"\s+(?:to|until|till|through)\s+(?:{any_of(WEEKDAYS_AND_MONTHS)}(?:\s+\d{{1,2}}\b)?"
    rf"|\d{{1,2}}(?:[:.]\d\d)?\s?(?:[ap]\.m\.|[ap]m\b)|\d{{1,2}}[:.]\d\d\b|noon|midnight|\d{{1,2}}(?=\s+{any_of(MONTHS)})\s+\w+)",
    re.I,
)
_TIME_LAST = re.compile(
    rf"(?:\d(?:\s?[ap]\.m\.|\s?[ap]m)|\d[:.]\d\d|\b{any_of(WEEKDAYS_AND_MONTHS)}|\bnoon|\bmidnight"
    rf"|\b{any_of(MONTHS)}\s+\d{{1,2}})\Z",
    re.I,
)
_FOR_A_TIME = re.compile(
    rf"\s+for\s+(?:(?:about|at\s+least|up\s+to|another)\s+)?(?:\d+|(?:{_SMALL})|an?|half\s+an)\s+(?:seconds?|minutes?|hours?|days?|weeks?)\b",
    re.I,
)
_HANDLING = frozenset(
    "press push turn hold pour stir heat boil mix rinse wipe soak store tap click shake squeeze insert switch unplug plug tighten"
    " loosen lift lower slide bake fry chill freeze charge knead simmer steam leave let set keep".split()
)
_BEGINS_WITH_VERB = re.compile(rf"{any_of(VERBS | _HANDLING)}\b", re.I)
_VERB_FIRST = re.compile(rf"(?:{any_of(VERBS)}(?:d|ed|ing)?|{any_of(PAST_FORMS)}|be(?:en)?|allowed|to)\b", re.I)
_MONTH_LAST = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{any_of(MONTHS)}|{any_of(MONTHS)}(?:\s+\d{{1,2}}(?:st|nd|rd|th)?)?)\Z",
    re.I,
)
_YEAR_AFTER = re.compile(r",?\s+(?:1[5-9]|20)\d\d\b(?!\s*%)")
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
    if _MONTH_LAST.search(text, start, end) and (year := _YEAR_AFTER.match(text, end, within.end)):
        end = year.end()
    until = _RANGE_AFTER.match(text, end, within.end) if _TIME_LAST.search(text, start, end) else None
    if until and (since := _RANGE_BEFORE.search(text, within.start, start)):
        start, end = since.start(), until.end()
    if _VERB_FIRST.match(text, start, end) and (denied := _DENIED_BEFORE.search(text, within.start, start)):
        start = denied.start()
    if only := _ONLY_BEFORE.search(text, within.start, start):
        start = only.start("only")
    if text[start:end].lower().startswith("between") and (bound := _SECOND_BOUND.match(text, end, within.end)):
        end = bound.end()
    if _FROM.match(text, start, end) and (up_to := _UP_TO.match(text, end, within.end)):
        end = up_to.end()
    is_day = _DAY_FIRST.search(text, start, end) is not None
    is_quantity = _ENDS_IN_NUMBER.search(text, start, end)
    while _ENDS_IN_NUMBER.search(text, start, end) and (unit := _UNIT.match(text, end, within.end)):
        end = unit.end()
    if (is_quantity or is_day) and (afterthought := _AFTERTHOUGHT.match(text, end, within.end)):
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
    if _MANY.search(text, start, end) and (sized := _SIZED.match(text, end, last)):
        end = sized.end()
    if _BEGINS_WITH_VERB.match(text, start, end) and (time := _FOR_A_TIME.match(text, end, last)):
        end = time.end()
    if exception := _EXCEPT.match(text, end, last):
        end = exception.end()
    return end
