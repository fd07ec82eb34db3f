"""Text -> the quantity it names, with its bounds: "almost 700 workers", "$3.75 million", "10-15 years", "5 p.m."."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from math import inf, nextafter, prod

from qa.english.figures import in_figures
from qa.english.measures import DURATION, MEASURES
from qa.english.words import ABOUT, NEARLY, SCALES, SMALL_NUMBERS, TENS, any_of

NEARNESS = 0.1
""""About" and "almost" reach this share of the number to their side."""

MOST_WORDS_BEFORE = 5
"""Behind more of them a number is mentioned in passing: what the text names is something else."""

_SMALL = SMALL_NUMBERS | {"none": 0}
_SHORT_SCALES = {"k": 10**3, "m": 10**6, "bn": 10**9}
_VAGUE = {"tens": 10} | {f"{word}s": scale for word, scale in SCALES.items()}

_SCALE = any_of(SCALES)
_SOME = any_of(_VAGUE)
_BELOW_100 = rf"(?:{any_of(TENS)}(?:[\s-]{any_of(_SMALL)})?|{any_of(_SMALL)})\b"
_NUMBER = re.compile(
    rf"""(?P<currency>[$£€¥]\s?)?(?P<digits>(?<![^\W_])(?<![^\W\d_]-)(?:(?<![^\s($£€¥])[-−])?
            (?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d*\.?\d+))
          (?:st\b|nd\b|rd\b|th\b|(?P<short>k\b|bn\b|(?(currency)m\b|(?!))))?
          (?P<half>\s+and\s+a\s+half\b)?(?:\s*(?P<scale>{_SCALE})s?\b)?
      | \b(?P<vague>{_SOME}(?:\s+of\s+{_SOME})?)\b
      | \b(?P<words>(?:{_BELOW_100}|{_SCALE}\b)(?P<word_half>\s+and\s+a\s+half\b)?(?:[\s-]+{_SCALE}\b)*
          (?:(?:(?<=hundred)|(?<=thousand)|(?<=million)|(?<=billion))(?:\s+and)?[\s-]+{_BELOW_100}
             (?:[\s-]+{_SCALE}\b)*)*)""",
    re.I | re.X,
)
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d\d))?\s*([ap])\.?m\b\.?", re.I)
_CLOCK_24 = re.compile(r"(0\d|1[3-9]|2[0-4])[:.]([0-5]\d)(?:\s*h)?", re.I)
_AT = re.compile(r"(?:(?:at|exactly(?:\s+at)?)\s+)?", re.I)
_NOT_AFTER = re.compile(r"(?:(?:no|not)\s+later\s+than|not\s+after|by|until|till|before|up\s+to)\s+", re.I)
_NOT_BEFORE = re.compile(r"(?:(?:no|not)\s+(?:earlier|sooner)\s+than|not\s+(?:before|until)|after|from|since)\s+", re.I)
_SOME_CLOCK = re.compile(r"\bo['’]clock\b|\b(?:half|quarter|minutes)\s+(?:past|to)\b", re.I)
"""A time of which it is not said whether it is before noon."""

_PEOPLE = frozenset(
    "people person persons individual individuals worker workers employee employees laborer laborers immigrant"
    " immigrants migrant migrants detainee detainees arrested".split()
)
_IDLE = frozenset("a an the of in on at to for by and from old ago".split())
_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = re.compile(r"[a-z]+")
_NUMBER_LIKE = frozenset(
    [
        *_SMALL,
        *TENS,
        *SCALES,
        *_VAGUE,
        *"a an once twice half third quarter fifth sixth eighth tenth noon midday".split(),
    ]
)

_JUST_OVER = re.compile(r"\b(?:just|slightly|barely|a little)\s+(?:over|above|more than)\s*\D{0,3}$", re.I)
_JUST_UNDER = re.compile(
    rf"\b(?:{any_of(NEARLY)}|(?:just|slightly|a little)\s+(?:under|below|less than|fewer than))\s*\D{{0,3}}$", re.I
)
_NEAR = re.compile(rf"\b(?:{any_of(ABOUT)}|ca?\.)\s*\D{{0,3}}$|[~≈]\s?$", re.I)
_HALF_A = re.compile(r"\bhalf\s+an?\s*$", re.I)
_SEVERAL = re.compile(r"\b(?:a few|several|many)\s*$", re.I)
_AT_LEAST = re.compile(r"(?:\b(?:at least|(?:no|not) (?:fewer|less) than|minimum of)\s*\D{0,3}|≥\s?)$", re.I)
_AT_MOST = re.compile(
    r"(?:\b(?:up to|at most|(?:no|not) more than|as (?:many|much) as|maximum of)\s*\D{0,3}|≤\s?)$", re.I
)
_MORE = re.compile(r"(?:\b(?:more than|over|above|greater than|exceeding|upwards? of)\s*\D{0,3}|>\s?)$", re.I)
_LESS = re.compile(r"(?:\b(?:fewer than|less than|under|below)\s*\D{0,3}|<\s?)$", re.I)
_OR_MORE = re.compile(r"\s*(?:\+|\b(?:or|and)\s+(?:more|over|older|above|up)\b|\bat least\b)", re.I)
_OR_LESS = re.compile(r"\s*\b(?:(?:or|and)\s+(?:less|fewer|under|younger|below)|at most)\b", re.I)
_RANGE = re.compile(r"\s*(?:-|–|—|\b(?:to|or)\b)\s*[$£€¥]?", re.I)
_SHARE_OF = re.compile(r"\s+(?:out\s+)?of\s+(?:the\s+)?", re.I)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its bounds, both inclusive, and what it measures or counts."""

    low: float
    high: float
    measure: str = ""
    """"percent", "$", "month" ...; "" for a count or a bare number."""

    counted: frozenset[str] = frozenset()
    """The words that say what is counted."""


@lru_cache(maxsize=1024)
def quantity(text: str) -> Quantity | None:
    """The one quantity a text names; None when it names none, several that are no range, or one in passing.

    quantity("between 10 and 15 years") -> Quantity(120, 180, "month")
    """
    if not _has_number(text):
        return None
    if clock := _clock(text.strip()):
        return clock
    if _SOME_CLOCK.search(text):
        return None
    text = in_figures(text)
    numbers = list(_NUMBER.finditer(text))
    if numbers and len(text[: numbers[0].start()].split()) > MOST_WORDS_BEFORE:
        return None
    if len(numbers) == 1:
        return _read(text, numbers[0])
    return _read_pair(text, *numbers) if len(numbers) == 2 else None


def _has_number(text: str) -> bool:
    """Whether there may be one: most texts have none, and this costs little."""
    return any(map(str.isnumeric, text)) or not _NUMBER_LIKE.isdisjoint(_LETTERS.findall(text.lower()))


def _clock(text: str) -> Quantity | None:
    """A time of day with its bounds: "no later than 9 p.m."."""
    for before in (_NOT_AFTER, _NOT_BEFORE, _AT):
        found = before.match(text)
        minutes = _time_of_day(text[found.end() :]) if found else None
        if minutes is not None:
            low = -inf if before is _NOT_AFTER else minutes
            return Quantity(low, inf if before is _NOT_BEFORE else minutes, "clock")
    return None


def _time_of_day(text: str) -> int | None:
    """Minutes since midnight: "8.30 p.m.", "20:30", "noon"."""
    if clock := _CLOCK.fullmatch(text):
        return (int(clock[1]) % 12 + 12 * (clock[3] in "pP")) * 60 + int(clock[2] or 0)
    if clock := _CLOCK_24.fullmatch(text):
        return int(clock[1]) * 60 + int(clock[2])
    return 720 if text.lower() in ("noon", "midday") else None


def _read_pair(text: str, first: re.Match[str], second: re.Match[str]) -> Quantity | None:
    """Two numbers that are one quantity: "10 to 15 years", "between $2 and $3 million", "five of six towns"."""
    connector = text[first.end() : second.start()]
    if _SHARE_OF.fullmatch(connector):
        return Quantity(*_bounds(text, first), counted=_counted(text[second.end() :]))
    if total := _sum_of(text, first, second, connector):
        return total
    is_between = connector.strip().lower() == "and" and text[: first.start()].lower().rstrip().endswith("between")
    upper = _read(text, second)
    shared_scale = 1 if first["scale"] or not second["scale"] else SCALES[second["scale"].lower()]
    lower = replace(upper, low=_value(first) * shared_scale * upper.high / (_value(second) or 1))
    return lower if (is_between or _RANGE.fullmatch(connector)) and lower.low < lower.high else None


def _sum_of(text: str, first: re.Match[str], second: re.Match[str], connector: str) -> Quantity | None:
    """Of a duration in two units, the larger first: "two hours and ten minutes"."""
    one, other = _read(text[: second.start()], first), _read(text, second)
    _, factor, behind = _measure(first, connector)
    _, smaller, _ = _measure(second, text[second.end() :])
    is_one = one.measure == other.measure and one.measure in DURATION and factor > smaller
    if is_one and behind.strip(" ,").lower() in ("", "and"):
        return replace(one, low=one.low + other.low, high=one.high + other.high)
    return None


def _read(text: str, number: re.Match[str]) -> Quantity:
    """The quantity around one number."""
    low, high = _bounds(text, number)
    rest = text[number.end() :]
    if decade := re.match(r"['’]?s\b", rest):
        high, rest = high + 9, rest[decade.end() :]
    measure, factor, behind = _measure(number, rest)
    for beyond in (rest, behind):
        high = inf if _OR_MORE.match(beyond) else high
        low = -inf if _OR_LESS.match(beyond) else low
    return Quantity(low * factor, high * factor, measure, frozenset() if measure else _counted(rest))


def _value(number: re.Match[str]) -> float:
    if number["vague"]:
        return 2.0 * prod(_VAGUE[word] for word in re.findall(_SOME, number["vague"].lower()))
    if number["words"]:
        return float(sum(_parts(number["words"])))
    value = float(number["digits"].replace(",", "").replace("−", "-")) + (0.5 if number["half"] else 0.0)
    scale = SCALES.get((number["scale"] or "").lower(), 1)
    return value * scale * _SHORT_SCALES.get((number["short"] or "").lower(), 1)


def _parts(words: str) -> Iterator[float]:
    """The summands of number words: "three hundred and fifty" -> 350; "two million and six" -> 2000000, 6"""
    current = 0.0
    for word in re.findall(r"[a-z]+", words.lower()):
        if word in _SMALL or word in TENS:
            current += _SMALL.get(word, 0) + TENS.get(word, 0)
        elif word == "half":
            current += 0.5
        elif word in ("hundred", "dozen"):
            current = max(current, 1) * SCALES[word]
        elif word in SCALES:
            yield max(current, 1) * SCALES[word]
            current = 0
    yield current


def _bounds(text: str, number: re.Match[str]) -> tuple[float, float]:
    before, value = text[: number.start()], _value(number)
    margin = abs(value) * NEARNESS
    if number["vague"]:
        return value, inf
    for pattern, low, high in (
        (_JUST_OVER, value, value + margin),
        (_JUST_UNDER, value - margin, value),
        (_NEAR, value - margin, value + margin),
        (_SEVERAL, 2 * value, 10 * value),
        (_HALF_A, value / 2, value / 2),
        (_AT_LEAST, value, inf),
        (_AT_MOST, -inf, value),
        (_MORE, nextafter(value, inf), inf),
        (_LESS, -inf, nextafter(value, -inf)),
    ):
        if pattern.search(before):
            return low, high
    return value, value


def _measure(number: re.Match[str], rest: str) -> tuple[str, float, str]:
    """What is measured, how many of it one is, and the text behind."""
    if number["currency"]:
        return number["currency"].strip(), 1, rest
    for pattern, measure, factor in MEASURES:
        if found := pattern.match(rest):
            return measure, factor, rest[found.end() :]
    return "", 1, rest


def _counted(rest: str) -> frozenset[str]:
    words = {word for word in map(str.lower, _WORD.findall(rest)) if word not in _IDLE}
    return frozenset("people" if word in _PEOPLE else word.removesuffix("s") for word in words)
