"""Units of measure: what is measured, and how many of one unit another is."""

import re

_CURRENCIES = frozenset(
    "crown krona krone kroner franc mark rupee peso rouble ruble yuan zloty shilling forint dinar dirham lira".split()
)

MEASURES: tuple[tuple[re.Pattern[str], str, float], ...] = tuple(
    (re.compile(rf"[\s-]*(?:{pattern})", re.I), measure, factor)
    for pattern, measure, factor in (
        (r"%|per\s?cent\b|percentage\s+points?\b", "percent", 1),
        (r"(?:°\s?|degrees?\s+)(?:C|Celsius|centigrade)\b", "celsius", 1),
        (r"(?:°\s?|degrees?\s+)(?:F|Fahrenheit)\b", "fahrenheit", 1),
        (r"(?:U\.?S\.?\s+)?dollars?\b", "$", 1),
        (r"cents?\b", "$", 0.01),
        (r"(?:euros?\b|€)", "€", 1),
        (r"pounds?\b|£", "£", 1),
        (r"pence\b", "£", 0.01),
        (r"yen\b", "¥", 1),
        *((rf"{currency}s?\b", currency, 1) for currency in sorted(_CURRENCIES)),
        (r"(?:mph\b|miles?\s+(?:per|an)\s+hour\b)", "mph", 1),
        (r"(?:km\s?/\s?h|kmh|kph|kilomet(?:er|re)s?\s+(?:per|an)\s+hour)\b", "km/h", 1),
        (r"(?:m\s?/\s?s|met(?:er|re)s?\s+(?:per|a)\s+second)\b", "km/h", 3.6),
        (r"(?:knots?|kn)\b", "knot", 1),
        (r"(?:seconds?|secs?)\b", "second", 1),
        (r"(?:minutes?|mins?)\b", "second", 60),
        (r"(?:hours?|hrs?|h)\b", "second", 3_600),
        (r"days?\b", "second", 86_400),
        (r"weeks?\b", "second", 604_800),
        (r"fortnights?\b", "second", 1_209_600),
        (r"months?\b", "month", 1),
        (r"years?\b", "month", 12),
        (r"decades?\b", "month", 120),
        (r"centur(?:y|ies)\b", "month", 1_200),
        (r"(?:square\s+met(?:er|re)s?\b|sq\.?\s?m\b|m²)", "square metre", 1),
        (r"(?:square\s+kilomet(?:er|re)s?\b|km²)", "square metre", 1_000_000),
        (r"(?:hectares?|ha)\b", "square metre", 10_000),
        (r"acres?\b", "acre", 1),
        (r"square\s+(?:feet|foot)\b|sq\.?\s?ft\b", "square foot", 1),
        (r"miles?\b", "mile", 1),
        (r"(?:km|kilomet(?:er|re)s?)\b", "metre", 1_000),
        (r"(?:cm|centimet(?:er|re)s?)\b", "metre", 0.01),
        (r"(?:mm|millimet(?:er|re)s?)\b", "metre", 0.001),
        (r"(?:m|met(?:er|re)s?)\b", "metre", 1),
        (r"(?:ft|feet|foot)\b", "foot", 1),
        (r"inch(?:es)?\b", "inch", 1),
        (r"yards?\b", "yard", 1),
        (r"(?:kg|kilos?|kilogram(?:me)?s?)\b", "gram", 1_000),
        (r"(?:mg|milligram(?:me)?s?)\b", "gram", 0.001),
        (r"(?:g|gram(?:me)?s?)\b", "gram", 1),
        (r"(?:t|tonnes?)\b", "gram", 1_000_000),
        (r"tons?\b", "ton", 1),
        (r"lbs?\b", "pound", 1),
        (r"(?:ml|millilit(?:er|re)s?)\b", "litre", 0.001),
        (r"(?:cl|centilit(?:er|re)s?)\b", "litre", 0.01),
        (r"(?:l|lit(?:er|re)s?)\b", "litre", 1),
        (r"gallons?\b", "gallon", 1),
        (r"(?:kW|kilowatts?)\b", "watt", 1_000),
        (r"(?:W|watts?)\b", "watt", 1),
    )
)
"""Pattern, measure, how many of the measure one of it is; the longer before what they begin with."""

MONEY = frozenset("$€£¥") | _CURRENCIES
DURATION = frozenset({"second", "month"})
LENGTH = frozenset({"metre", "mile", "foot", "inch", "yard"})
WEIGHT = frozenset({"gram", "ton", "pound"})
SPEED = frozenset({"mph", "km/h", "knot"})
"""Measures of one kind."""
