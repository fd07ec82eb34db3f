"""What is read of a line of HTML with controls: "Meals: Lunch; Soup." What is not ticked is not said."""

from collections.abc import Iterator

from corpus.document import Span
from corpus.formats.html_line import Line
from corpus.rendering import CELL, DONE, END, OPEN, Part

_MARK = 2
"""Characters of a box and the space behind it."""


def control_parts(line: Line, text: Span, *, is_item: bool) -> tuple[Part, ...]:
    """`text`: what the line holds. An item of a list that begins with a box is a task; of others it is what is ticked or
    filled in, each after its label; () where nothing is."""
    if is_item and line.options and line.options[0] == text.start:
        return (DONE if line.is_ticked(text.start) else OPEN, Span(text.start + _MARK, text.end))
    return _said_parts(line, text)


def under_legend(text: str, legend: Span, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    return (legend, _after_label(text, legend), *parts, *(() if parts[-1] == END else (END,)))


def leave_unticked(line: Line) -> Iterator[Span]:
    """What is left out of a table's cells: no more said than what is struck out."""
    for option in map(line.option_at, line.options):
        if line.is_ticked(option.start):
            line.signs.append(Span(option.start, option.start + 1))
        else:
            yield option


def _said_parts(line: Line, text: Span) -> tuple[Part, ...]:
    said: list[Part] = []
    label: Span | None = None
    has_label = False
    for place, is_said in _stretches(line, text):
        stretch = place.stripped(line.text)
        if stretch.start == stretch.end:
            continue
        if not is_said:
            label = stretch
            continue
        said += [CELL] if said else []
        said += [label, _after_label(line.text, label), stretch] if label else [stretch]
        has_label, label = has_label or label is not None, None
    said += [CELL, label] if said and label else []
    return (*said, END) if has_label else tuple(said)


def _after_label(text: str, label: Span) -> str:
    return " " if label.of(text).endswith(":") else ": "


def _stretches(line: Line, text: Span) -> Iterator[tuple[Span, bool]]:
    """Each with whether it is ticked or filled in; a box that is not ticked is left out with its label."""
    controls = [*((line.option_at(start), line.is_ticked(start)) for start in line.options)]
    controls += [(value, True) for value in line.values]
    position = text.start
    for place, is_said in sorted(controls):
        if place.start > position:
            yield Span(position, place.start), False
        if is_said:
            yield Span(place.start + _MARK * (place.start in line.options), place.end), True
        position = max(position, place.end)
    if position < text.end:
        yield Span(position, text.end), False
