"""The line of HTML that is being written: its words, and what of them is struck out, a note's sign, a table's cell."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.document import Span
from corpus.formats.tables import Cell, whole_number

_HIDDEN = {"script", "style", "template", "noscript", "svg", "math", "head", "iframe", "object", "datalist"}
_HIDING_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))\b", re.I)
TICKED, NOT_TICKED = "☑", "☐"
_TICKED = {"checkbox", "radio"}
_TYPED = {
    "text",
    "email",
    "tel",
    "url",
    "number",
    "search",
    "date",
    "time",
    "month",
    "week",
    "datetime-local",
    "color",
    "",
}
_OPTION_END = re.compile(r"\n| \| ")
_ASIDE = re.compile(r"~~[^~]*~~|(?<=\w)\[[\w*†‡§]{1,3}\]")
_SIGN = re.compile(r"[\[(]?(?:\d{1,3}|[a-z]|[ivx]{1,4}|[*†‡§¶]{1,3}|note \d+|citation needed)[\])]?", re.I)
_POWER_OF = re.compile(
    r"(?:(?<![\w.,])(?:2|10)|(?<![^\W\d_])(?:[a-z]|[kcdmµn]?m|ft|in|yd|mi|sec|min|kg|cm|km))[\])]?\Z", re.I
)
_LONGEST_BASE = 8
"""Characters, and more than what `_POWER_OF` takes."""

_SUPERSCRIPTS = str.maketrans("0123456789+-−n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ")


@dataclass
class Line:
    text: str = ""
    struck: list[Span] = field(default_factory=list)
    signs: list[Span] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    values: list[Span] = field(default_factory=list)
    """What is filled in or selected."""

    options: list[int] = field(default_factory=list)
    """Where each box to tick begins: "☑ Lunch", "☐ Dinner"."""

    _value_from: int | None = None
    _struck_from: int | None = None
    _raised_from: int | None = None
    _cell_from: int | None = None
    _cell: Cell = field(default_factory=lambda: Cell(Span(0, 0)))

    @property
    def is_in_cell(self) -> bool:
        return self._cell_from is not None

    def add_break(self) -> None:
        """A line's end inside of a cell or paragraph; none before its first word."""
        start = self._cell_from or 0
        if self.text[start:].strip():
            self.text = self.text[:start] + self.text[start:].rstrip(" ") + "\n"

    def begin_cell(self, attributes: Mapping[str, str], *, is_header: bool) -> None:
        self.end_cell()
        self.text += " | " if self.cells or self.text.strip() else ""
        columns, rows = (
            whole_number(attributes.get(name) or attributes.get(f"aria-{name}", "")) for name in ("colspan", "rowspan")
        )
        self._cell_from, self._cell = len(self.text), Cell(Span(0, 0), is_header, columns, rows)

    def end_cell(self) -> None:
        if self._cell_from is not None:
            start, self._cell_from = self._cell_from, None
            self.text = self.text[:start] + self.text[start:].strip(" \n")
            span = Span(start, len(self.text))
            self.cells.append(Cell(span, self._cell.is_header, self._cell.columns, self._cell.rows))

    def add_input(self, attributes: Mapping[str, str]) -> None:
        """A control as it is seen."""
        kind = attributes.get("type", "text").strip().lower()
        if kind in _TICKED:
            self._add_space()
            self.options.append(len(self.text))
            self.text += f"{TICKED if 'checked' in attributes else NOT_TICKED} "
        elif kind in _TYPED:
            self.begin_value()
            self.text += " ".join(attributes.get("value", "").split())
            self.end_value()

    def begin_value(self) -> None:
        self._add_space()
        self._value_from = len(self.text)

    def end_value(self) -> None:
        start, self._value_from = self._value_from, None
        if start is not None and (words := self.text[start:].strip()):
            self.text = f"{self.text[:start]}{words} "
            self.values.append(Span(start, start + len(words)))

    def option_at(self, start: int) -> Span:
        """A box with its label, which ends where the line, the cell or the next control does."""
        ends = [
            *(each for each in self.options if each > start),
            *(each.start for each in self.values if each.start > start),
        ]
        end = min([*ends, len(self.text)])
        border = _OPTION_END.search(self.text, start, end)
        return Span(start, border.start() if border else end).stripped(self.text)

    def is_ticked(self, start: int) -> bool:
        return self.text[start] == TICKED

    def _add_space(self) -> None:
        self.text += " " if self.text and not self.text[-1].isspace() else ""

    def begin_struck(self) -> None:
        if self._struck_from is None:
            self._struck_from = len(self.text)
            self.text += "~~"

    def end_struck(self) -> None:
        """Marked in the text; the space at its end stays outside of the marks."""
        start, self._struck_from = self._struck_from, None
        if start is None:
            return
        words = self.text[start:].rstrip(" \n")
        if len(words) > 2:
            self.struck.append(Span(start, start + len(words) + 2))
            self.text = self.text[:start] + words + "~~" + self.text[start + len(words) :]
        else:
            self.text = self.text[:start] + self.text[start + 2 :]

    def begin_raised(self) -> None:
        self._raised_from = len(self.text)

    def end_raised(self) -> None:
        """A power as it is typed without markup; the sign of a note in brackets, beside the text."""
        start, self._raised_from = self._raised_from, None
        raised = "" if start is None else self.text[start:]
        if start is None or not _SIGN.fullmatch(raised.strip()) or not self.text[:start].strip():
            return
        power = raised.strip().translate(_SUPERSCRIPTS)
        if power != raised.strip() and _POWER_OF.search(self.text, max(0, start - _LONGEST_BASE), start):
            self.text = self.text[:start] + power
            return
        sign = raised.strip().strip("[]()")
        self.text = f"{self.text[:start]}[{sign}]"
        self.signs.append(Span(start, len(self.text)))


def is_hidden(tag: str, attributes: Mapping[str, str]) -> bool:
    return (
        tag in _HIDDEN
        or (tag == "option" and "selected" not in attributes)
        or "hidden" in attributes
        or attributes.get("aria-hidden", "").strip().lower() == "true"
        or _HIDING_STYLE.search(attributes.get("style", "")) is not None
    )


def said(cell: str) -> str:
    """What a cell calls a column or row: its words on one line, without what is struck out and notes' signs."""
    return " ".join(_ASIDE.sub(" ", cell).split())
