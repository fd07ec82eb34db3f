"""Filters typed into a question, in the words of the command line: `file:report* since:2019 Who was released?`"""

import re
from dataclasses import replace

from corpus.filters import ALL, Filters

_FILTER = re.compile(r'(?<!\S)(file|since|until):("[^"]+"|[^\s"]\S*)')


def filters_in(typed: str, others: Filters = ALL) -> tuple[str, Filters]:
    """The question without its filters, and these beside the others; of two of a kind the last one holds. A name with
    blanks stands in quotation marks. Raises UserError on a date that is none.

    filters_in("who left? file:report* since:2019") -> ("who left?", Filters(file="report*", since="2019"))
    """
    given = {name: value.strip('"') for name, value in _FILTER.findall(typed)}
    return without_filters(typed), replace(others, **given)


def without_filters(typed: str) -> str:
    return " ".join(_FILTER.sub(" ", typed).split())


def filter_words(typed: str) -> list[str]:
    """The filters as they are typed, in their order."""
    return [found[0] for found in _FILTER.finditer(typed)]
