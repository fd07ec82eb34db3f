"""Where sentences end. Rules, no model: a stop followed by a space and something that can begin a sentence, unless the
word before it is an abbreviation, an initial, a list item's number or a number's part."""

import re
from collections.abc import Iterator

from corpus.document import Span

_STOP = re.compile(r"""(?<![.!?…])[.!?…]++["'”’»)\]*_]*+(?=\s)|[。！？]+[」』”]*|(?>\r\n|\r|\n)(?=[^\S\r\n]*[\r\n])""")
_NEXT = re.compile(r"""\s+(?P<opening>["'“‘«(\[*_¿¡—–-]*)(?P<first>\S)""")
_LAST_WORD = re.compile(r"""[^\s"'“‘(\[*_]+$""")
_LONGEST_ABBREVIATION = 8
_ABBREVIATIONS = frozenset(
    """
    mr mrs ms dr prof rev hon st ste sr jr gen col maj capt lt sgt cpl pvt adm cmdr gov sen rep pres supt det
    insp inc ltd co corp llc bros dept univ assn est vs v no nos art sec ch fig figs eq vol pp p ed eds al cf ca
    approx jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs fri sat sun e.g i.e a.m
    p.m u.s u.k u.n d.c ph.d m.d b.a m.a miss ala ark ariz calif colo conn fla ga ill ind kan ky la mass md mich
    minn mo mont neb nev okla ore pa tenn tex va vt wash wis wyo ft mt ave blvd rd
    """.split()
)
_SENTENCE_ENDING_ABBREVIATIONS = frozenset(
    """
    inc ltd co corp llc jr sr a.m p.m u.s u.k d.c ph.d m.d b.a m.a al est no fig st sec ed sat sun mon tue tues wed thu
    thurs fri jan feb mar apr jun jul aug sep sept oct nov dec miss ave blvd rd ft mt vol
    """.split()
)
_FIRMS = frozenset("inc ltd co corp llc".split())
_STREETS = frozenset("st ave blvd rd".split())
_CLOCK = frozenset("a.m p.m".split())
_WEEKDAYS = frozenset("mon tue tues wed thu thurs fri sat sun".split())
_ON_A_DAY = re.compile(r"\b(?:on|until|till|by|since|before|after|every|next|last|and|to)\s+\Z", re.I)
_TIME_GOES_ON = re.compile(
    r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?s?|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\w*"
    r"|Eastern|Central|Mountain|Pacific|Atlantic|Greenwich|[A-Z]{2,4})\b"
)
"""After a time or a weekday: a date, or a time zone."""

_LETTERED = re.compile(
    r"\b(?:plan|vitamin|option|type|grade|class|group|hepatitis|part|point|row|platform|gate|building|block|appendix|exhibit"
    r"|level|team|side|version|variant|scenario|phase|zone|terminal|schedule|annex|figure|table|size|model)\s+\Z",
    re.I,
)
"""Before a letter that names one of a kind: plan B."""

_ITEM = re.compile(r"\(?[a-z]\)\s")
"""In front of an item: b) Fill the tank."""
_AMOUNT = re.compile(r"\d\s?[A-Za-zµΩ]\Z")
"""A number and its unit of one letter: 180 g"""

_HONORIFIC = re.compile(r"(?:Dr|Mr|Mrs|Ms|Prof)\.")
_SUBJECT = re.compile(
    r"(?!(?:Chief|Chairman|Chairwoman|President|Director|Managing|Executive)\b)[A-Z][\w'’-]*\s+(?:is|are|was|were|has|had|came|went|won|lost|got|bought|sold|took|made|gave|paid|built|held|left|met|ran|said|saw|kept|led|won|began|became|grew|fell|rose|sent|stood|told|wrote|will|would|can|could|may|did|does|\w{2,}ed|\w{2,}s)\b"
)
"""A name and what it did, after the name of a firm."""


def sentences(text: str, within: Span) -> Iterator[Span]:
    """The sentences of `text[within]`, ascending; outer white space is left out, every other character is in one."""
    start = within.start
    for stop in _STOP.finditer(text, within.start, within.end):
        if _ends_sentence(text, start, stop, within.end):
            if found := _stripped(text, start, stop.end()):
                yield found
            start = stop.end()
    if found := _stripped(text, start, within.end):
        yield found


def sentence_around(text: str, span: Span, within: Span) -> Span:
    """The sentence of `text[within]` that holds `span`, or all sentences it touches."""
    touched = [s for s in sentences(text, within) if s.start < span.end and s.end > span.start]
    return Span(min(touched[0].start, span.start), max(touched[-1].end, span.end)) if touched else span


def _ends_sentence(text: str, start: int, stop: re.Match[str], end: int) -> bool:
    if stop.group()[0] in "\r\n。！？":
        return True
    following = _NEXT.match(text, stop.end(), end)
    if following is None:
        return True
    if _ITEM.match(text, following.start("opening")):
        return True
    if following["first"].islower() or following["first"] in ".…,;:":
        return False
    if not stop.group().startswith(".") or stop.group().startswith("..") or set(stop.group()) & set('"”»'):
        return True
    if text[start : stop.start()].strip().isdecimal() and stop.start() - start <= 4:
        return False
    last_word = _LAST_WORD.search(text, max(start, stop.start() - _LONGEST_ABBREVIATION), stop.start())
    word = last_word.group().lower() if last_word else ""
    if len(word) == 1 and word.isalpha() and word != "i":
        is_unit = _AMOUNT.search(text, start, stop.start()) is not None
        names_one = _LETTERED.search(text, start, stop.start() - 1) is not None
        return is_unit or names_one or _begins_anew(text, following)
    is_new_time = following["first"].isupper() and not _TIME_GOES_ON.match(text, following.start("first"))
    if word in _CLOCK and is_new_time:
        return True
    if word in _WEEKDAYS and _ON_A_DAY.search(text, start, stop.start() - len(word)):
        return is_new_time
    if word in _FIRMS and _SUBJECT.match(text, following.start("first")):
        return True
    if word in _ABBREVIATIONS:
        return word in _SENTENCE_ENDING_ABBREVIATIONS and (
            _begins_anew(text, following)
            or (word in _STREETS and _HONORIFIC.match(text, following.start("first")) is not None)
        )
    return True


_STARTERS = re.compile(
    r"(?:The|A|An|It|He|She|They|We|You|I|This|That|These|Those|In|On|At|As|But|And|If|When|While|After|Before|"
    r"His|Her|Its|Their|Our|There|For|From|With|By|To|No|Not|Some|Many|Most|All|Both|One|Who|What|Where|Why|How)\b"
)


def _begins_anew(text: str, following: re.Match[str]) -> bool:
    """Whether the next word is one that begins sentences rather than names."""
    return _STARTERS.match(text, following.start("first")) is not None


def _stripped(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None
