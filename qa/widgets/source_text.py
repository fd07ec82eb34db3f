"""The lines of a document, numbered and wrapped, with a sentence and a quote highlighted by their offsets."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual.content import Content
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style

from corpus.document import Span
from qa.replies.printable import printable
from qa.replies.source import Excerpt, Line
from qa.showing.wording import page_line

LEAST_WIDTH = 10
"""Cells of text; a pane too narrow for that is cut off."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of the screen. Spans of `text` are styled by the name of a component class."""

    number: str
    """The line's, in its first row; padded to the width of the widest."""

    text: Content


class SourceText(ScrollView, can_focus=True):
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "source--number",
        "source--sentence",
        "source--quote",
        "source--match",
        "source--current",
    }

    def __init__(self) -> None:
        super().__init__()
        self._excerpt = Excerpt()
        self._rows: list[_Row] = []
        self._matches: list[Span] = []
        self._current = 0

    def show(self, excerpt: Excerpt) -> None:
        """Shows the document's lines, with the cited place in view."""
        self._excerpt = excerpt
        self._matches = []
        self._wrap()

    def find(self, words: str) -> None:
        """Marks where these words stand within a line, in capitals or not, and goes to the first place after the quote.

        No words: nothing is marked any more."""
        pattern = re.compile(re.escape(words), re.IGNORECASE)
        excerpt = self._excerpt
        self._matches = [
            Span(*match.span()).shifted(line.start)
            for line in (excerpt.lines if words else ())
            for match in pattern.finditer(line.text)
        ]
        place = excerpt.quote.start if excerpt.quote else 0
        self._current = next((i for i, match in enumerate(self._matches) if match.start >= place), 0)
        self._wrap()

    def next_match(self, step: int) -> None:
        """Goes on (1) or back (-1), and from an end to the other."""
        if self._matches:
            self._current = (self._current + step) % len(self._matches)
            self._wrap()

    @property
    def match_count(self) -> int:
        return len(self._matches)

    @property
    def match_number(self) -> int:
        """From 1."""
        return self._current + 1

    def on_resize(self) -> None:
        self._wrap()

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        index = y + self.scroll_offset.y
        if index >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        row = self._rows[index]
        number = Segment(row.number, self.get_component_rich_style("source--number"))
        text = row.text.render(self.visual_style, end="", parse_style=self._component_style)
        return Strip([number, *(Segment(part, style.rich_style) for part, style in text)]).adjust_cell_length(
            width, self.rich_style
        )

    def _component_style(self, style: Style | str) -> Style:
        return self.get_visual_style(style) if isinstance(style, str) else style

    def _wrap(self) -> None:
        """Cuts the lines into rows of the pane's width; not before it has one."""
        width = self.scrollable_content_region.width
        if not width:
            return
        lines = self._excerpt.lines
        digits = len(str(lines[-1].number)) if lines else 0
        room = max(width - digits - 3, LEAST_WIDTH)  # two blanks after the number, one before the scroll bar
        self._rows = [row for line in lines for row in self._rows_of(line, digits, room)]
        self.virtual_size = Size(width, len(self._rows))
        self.call_after_refresh(self._scroll_to_place)
        self.refresh()

    def _rows_of(self, line: Line, digits: int, width: int) -> Iterator[_Row]:
        text = Content(printable(line.text))
        text = _highlighted(text, line, self._excerpt.sentence, "source--sentence")
        text = _highlighted(text, line, self._excerpt.quote, "source--quote")
        for index in self._matches_in(line):
            component_class = "source--current" if index == self._current else "source--match"
            text = _highlighted(text, line, self._matches[index], component_class)
        if line.page:
            name = page_line(line.page, line.page_label, is_recognised=line.is_recognised)
            yield _Row(" " * (digits + 2), Content(f"── {name} ──"[:width]).stylize("source--number"))
        number = str(line.number)
        for row in text.wrap(width):
            yield _Row(f"{number:>{digits}}  ", row)
            number = ""

    def _matches_in(self, line: Line) -> range:
        """The indices of the places found in a line; no place goes beyond its line."""
        end = line.start + len(line.text)
        return range(bisect_left(self._matches, (line.start, 0)), bisect_left(self._matches, (end, 0)))

    def _scroll_to_place(self) -> None:
        """A third of the way down the pane, so that what leads to it can be read."""
        # Without force nothing scrolls before the scroll bar has been laid out.
        self.scroll_to(y=max(0, self._place() - self.size.height // 3), animate=False, force=True)

    def _place(self) -> int:
        """The row of the place found; without, that where the quote begins, or of the line in which it stood."""
        sought = "source--current" if self._matches else "source--quote"
        for index, row in enumerate(self._rows):
            if any(span.style == sought for span in row.text.spans):
                return index
        line = str(self._excerpt.line)
        return next((index for index, row in enumerate(self._rows) if row.number.strip() == line), 0)


def _highlighted(text: Content, line: Line, span: Span | None, component_class: str) -> Content:
    """The line with the part of it that the span covers styled; offsets only, no text is compared."""
    if span is None:
        return text
    start, end = max(0, span.start - line.start), min(len(line.text), span.end - line.start)
    return text.stylize(component_class, start, end) if start < end else text
