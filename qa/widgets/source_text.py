"""The lines of a document, numbered and wrapped, with a sentence and a quote highlighted by their offsets."""

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
from qa.printable import printable
from qa.widgets.source import Line, Source

LEAST_WIDTH = 10
"""Cells of text; a pane too narrow for that is cut off."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of the screen. Spans of `text` are styled by the name of a component class."""

    number: str
    """The line's, in its first row; padded to the width of the widest."""

    text: Content


class SourceText(ScrollView, can_focus=True):
    COMPONENT_CLASSES: ClassVar[set[str]] = {"source--number", "source--sentence", "source--quote"}

    def __init__(self) -> None:
        super().__init__()
        self._source: Source | None = None
        self._rows: list[_Row] = []

    def show(self, source: Source) -> None:
        """Shows the document's lines, with the cited place in view."""
        self._source = source
        self._wrap()

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
        if self._source is None or not width:
            return
        lines = self._source.lines
        digits = len(str(lines[-1].number)) if lines else 0
        self._rows = [
            row for line in lines for row in self._rows_of(line, digits, max(width - digits - 2, LEAST_WIDTH))
        ]
        self.virtual_size = Size(width, len(self._rows))
        self.call_after_refresh(self._scroll_to_place)
        self.refresh()

    def _rows_of(self, line: Line, digits: int, width: int) -> Iterator[_Row]:
        text = Content(printable(line.text))
        source = self._source
        if source:
            text = _highlighted(text, line, source.sentence, "source--sentence")
            text = _highlighted(text, line, source.quote, "source--quote")
        number = str(line.number)
        for row in text.wrap(width):
            yield _Row(f"{number:>{digits}}  ", row)
            number = ""

    def _scroll_to_place(self) -> None:
        """A third of the way down the pane, so that what leads to it can be read."""
        # Without force nothing scrolls before the scroll bar has been laid out.
        self.scroll_to(y=max(0, self._place() - self.size.height // 3), animate=False, force=True)

    def _place(self) -> int:
        """The row where the quote begins; where it is gone, that of the line in which it stood."""
        for index, row in enumerate(self._rows):
            if any(span.style == "source--quote" for span in row.text.spans):
                return index
        line = str(self._source.check.line) if self._source else ""
        return next((index for index, row in enumerate(self._rows) if row.number.strip() == line), 0)


def _highlighted(text: Content, line: Line, span: Span | None, component_class: str) -> Content:
    """The line with the part of it that the span covers styled; offsets only, no text is compared."""
    if span is None:
        return text
    start, end = max(0, span.start - line.start), min(len(line.text), span.end - line.start)
    return text.stylize(component_class, start, end) if start < end else text
