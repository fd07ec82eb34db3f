"""Dates in answers, and how two of them stand to each other."""

import re

from qa.english.relations import Relation
from qa.english.words import MONTHS, WEEKDAYS, any_of

_MONTHS = {month[:3].capitalize(): number for number, month in enumerate(MONTHS, 1)}
_MONTH = rf"(?P<month>{'|'.join(f'{month[:3].capitalize()}t?(?:{month[3:]})?' for month in MONTHS)})\b\.?"
_MOST_MONTHS = 12
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\b"
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)\b(?!['’]?s\b)"
_WEEKDAY = re.compile(rf"\b(?P<weekday>{any_of(map(str.capitalize, WEEKDAYS))})s?\b")
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"\b(?P<year>\d{4})-(?P<number>\d\d)(?:-(?P<day>\d\d))?\b",
        r"\b(?P<first>\d{1,2})(?P<mark>[/.])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4})\b",
        rf"\b{_MONTH}\s+{_DAY}(?!:)(?:,?\s+{_YEAR})?",
        rf"\b{_DAY}\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?",
        rf"\b{_MONTH}(?:,?\s+(?:of\s+)?{_YEAR})",
        rf"\b{_MONTH}(?!\w)",
        rf"\b{_YEAR}",
    )
)
_IDLE = frozenset("on in the of at early late morning afternoon evening night last this next".split())
_BOUNDS = frozenset("before after since until till by from not no later earlier than".split())


def date_relation(first: str, second: str) -> Relation | None:
    """How two dates stand to each other; None where one of the texts is not a date, or both are mere numbers."""
    one, other = _date(first), _date(second)
    if one is None or other is None:
        return None
    (parts, words), (other_parts, other_words) = one, other
    shared = parts.keys() & other_parts.keys()
    if not shared:
        return "not_comparable"
    if any(parts[name] != other_parts[name] for name in shared):
        return "not_comparable" if (words | other_words) & _BOUNDS else "conflict"
    return "agree" if parts == other_parts and words == other_words else "compatible"


def is_date(text: str) -> bool:
    """Whether it is a date beyond doubt: a month or a weekday, and little else. A year by itself may be a number."""
    date = _date(text)
    return date is not None and bool(date[0].keys() & {"month", "weekday"})


def _date(text: str) -> tuple[dict[str, int], frozenset[str]] | None:
    """The parts of a date, and the few words that may stand around it; None where there is anything else."""
    parts: dict[str, int] = {}
    if weekday := _WEEKDAY.search(text):
        parts["weekday"] = WEEKDAYS.index(weekday["weekday"].lower())
        text = text[: weekday.start()] + text[weekday.end() :]
    for form in _FORMS:
        if found := form.search(text):
            groups = found.groupdict() | _day_and_month(found.groupdict())
            month = groups.get("number") or _MONTHS.get((groups.get("month") or "")[:3])
            named = {"year": groups.get("year"), "month": month, "day": groups.get("day")}
            parts |= {name: int(value) for name, value in named.items() if value}
            text = text[: found.start()] + text[found.end() :]
            break
    rest = frozenset(re.findall(r"\w+", text.lower()))
    return (parts, rest - {"the", "on", "in", "of"}) if parts and rest <= _IDLE | _BOUNDS else None


def _day_and_month(groups: dict[str, str | None]) -> dict[str, str]:
    """Of a date in figures: 13/05/2019 and 05/13/2019 leave no doubt, stops put the day first; 12/05/2019 has a year only."""
    first, second = groups.get("first"), groups.get("second")
    if not first or not second:
        return {}
    if groups["mark"] == "." or int(first) > _MOST_MONTHS:
        return {"day": first, "number": second}
    return {"day": second, "number": first} if int(second) > _MOST_MONTHS else {}
