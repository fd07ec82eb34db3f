"""Content that is made for the width it is shown at."""

from collections.abc import Callable
from functools import cache

from rich.cells import cell_len
from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

ROOMY = 1000
"""Cells; nothing is left out for want of room."""


class Fitted(Visual):
    def __init__(self, made_for: Callable[[int], Content]) -> None:
        """`made_for`: width in cells -> content. It is asked once for each width: laying out needs it several times."""
        self._made_for = cache(made_for)

    def __str__(self) -> str:
        return str(self._made_for(ROOMY))

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        return self._made_for(width).render_strips(width, height, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return self._made_for(container_width).get_optimal_width(rules, container_width)

    def get_height(self, rules: RulesMap, width: int) -> int:
        return self._made_for(width).get_height(rules, width)


def without_middle(name: str, room: int) -> str:
    """At most `room` cells of a name, its beginning and its end: "children-an…-raids.md"."""
    if cell_len(name) <= room:
        return name
    end = len(name)
    start = end // 2
    rest = start
    while (start or rest < end) and cell_len(name[:start]) + cell_len(name[rest:]) + 1 > room:
        if start > end - rest:
            start -= 1
        else:
            rest += 1
    return f"{name[:start]}…{name[rest:]}"
