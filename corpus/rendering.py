"""What is read of a text beside its characters: spans of it, and what is put between them, with the way back.

A rendering is made of parts. A span is taken from the text; a string is generated and parts what stands around it: nothing
read across it is quoted as one. Of generated strings those with a line end part rows, items and paragraphs; the others part
the cells of one row. Spans without a string between them are one piece whose characters between them are not read.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from corpus.spans import Span, blank

Part = Span | str

TITLE = ". "
"""Between what stands above a text and the text."""

CELL = "; "
"""Between the cells of a row."""

END = "."
"""After a row, which is read as a sentence."""

ANSWERED = ""
"""After an answer that is read with its question, by itself."""

FIELD = "  "
"""After a field of what a file says of itself, such as a line of front matter, which is read by itself."""

ALONE = (END, ANSWERED, FIELD)
"""What ends a line that is read by itself."""

ITEM = "\n"
"""Between the items of one list."""

BLOCK = "\n\n"

NAMES = ":"
"""After the names of a table's columns, which are found, and read with each row, not by themselves."""

DONE = "done already: "
OPEN = "left to do, still open: "
"""Before an item of a list of tasks."""

_UNSEEN = re.compile("(?<=\\w)[\u00ad\u200b\u2060\ufeff]+(?=\\w)")
"""Characters that show nothing, inside a word."""

_LINE = re.compile(r"[^\r\n]*\S[^\r\n]*")


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of the text as they stand in the rendering, one for one."""

    start: int
    """In the rendering."""

    source: Span
    piece: int
    """Counted from 0; runs of one piece may be quoted as one."""

    line: int
    """Counted from 0; the pieces of one line are the cells of a row, or one paragraph."""

    @property
    def read(self) -> Span:
        """Its range of the rendering."""
        return Span(self.start, self.start + self.source.end - self.source.start)


@dataclass(frozen=True, slots=True)
class Rendering:
    """What is read, and where each character of it stands in the text."""

    text: str
    runs: tuple[Run, ...]
    """In the order of reading; most often, not always, that of the text."""

    is_row: bool = False
    """Whether it is one row of a table."""

    field: str = ""
    """The name of the field it is, such as "author"; "" elsewhere."""

    begins: int = 0
    """Where what stands above it ends."""

    @property
    def label(self) -> str:
        """Of a row: what stands first in it, and names it."""
        own = [run for run in self.runs if run.start >= self.begins]
        return "".join(run.read.of(self.text) for run in own if run.piece == own[0].piece)

    def sources(self, read: Span) -> list[Span]:
        """The stretches of the text that were read in this range of the rendering, one a piece, in the order of reading."""
        return [_source(list(runs), read) for _, runs in groupby(self._runs(read), key=lambda run: run.piece)]

    def piece_at(self, source: Span) -> Span:
        """All of the text that may be quoted as one with what begins here; the span itself where it is not read."""
        run = self._run_at(source.start)
        return hull([each.source for each in self.runs if each.piece == run.piece]) if run else source

    def line_at(self, source: Span, within: Span) -> tuple[Span, str]:
        """The row, item or paragraph that holds this place: its range of the text, and how it is read.

        `within` bounds the range: a cell that counts for several rows stands in one of them only."""
        run = self._run_at(source.start)
        if run is None:
            return source, ""
        line = [each for each in self.runs if each.line == run.line]
        earlier = {each.source for each in self.runs if each.line < run.line}
        own = [e.source for e in line if e.source not in earlier and e.source.clipped(within) == e.source]
        read = hull([each.read for each in line])
        start = self.text.rfind("\n", 0, read.start) + 1
        spans = own if run.source in own else [each.source for each in line if each.piece == run.piece]
        return hull(spans), self.text[start : read.end]

    def row_at(self, source: Span) -> str | None:
        """The row of a table that holds this place as it is read, each cell after its column's name, or the item of a list
        of tasks, after whether it is done; None elsewhere."""
        run = self._run_at(source.start)
        if run and (state := self.state_at(source)):
            return state + hull([each.read for each in self.runs if each.piece == run.piece]).of(self.text).strip()
        cells = [each for each in self.runs if run and each.line == run.line]
        if len({each.piece for each in cells}) < 2:
            return None
        end = hull([each.read for each in cells]).end
        start = self.text.rfind("\n", 0, cells[0].start) + 1
        return self.text[start:end] if self.text.startswith(END, end) else None

    def state_at(self, source: Span) -> str:
        """DONE or OPEN where an item of a list of tasks stands, else ""."""
        run = self._run_at(source.start)
        if run is None:
            return ""
        first = min(each.start for each in self.runs if each.piece == run.piece)
        before = max((each.read.end for each in self.runs if each.start < first), default=0)
        return next((state for state in (DONE, OPEN) if self.text[before:first].endswith(state)), "")

    def label_at(self, source: Span) -> Span | None:
        """What stands right before this piece in its line and ends with a colon, such as who speaks; None elsewhere."""
        run = self._run_at(source.start)
        before = [each for each in self.runs if run and each.line == run.line and each.piece < run.piece]
        if not before or not before[-1].read.of(self.text).rstrip().endswith(":"):
            return None
        return hull([each.source for each in before if each.piece == before[-1].piece])

    def tasks(self, state: str) -> list[Span]:
        """The items of a list of tasks that are in a state."""
        pieces = [hull([run.source for run in runs]) for _, runs in groupby(self.runs, key=lambda run: run.piece)]
        return [piece for piece in pieces if self.state_at(piece) == state]

    def _runs(self, read: Span) -> Iterator[Run]:
        return (run for run in self.runs if run.read.overlaps(read))

    def _run_at(self, position: int) -> Run | None:
        """The run that holds this place; where two pieces meet, the later, which begins there."""
        inside = (run for run in self.runs if run.source.start <= position < run.source.end)
        return next(inside, None) or next((run for run in self.runs if run.source.end == position), None)


def render(text: str, parts: Sequence[Part], markup: Sequence[Span], *, above: Sequence[Part] = ()) -> Rendering:
    """`above` is read before the parts; `markup` are ranges of `text`, read as spaces."""
    if above:
        begins = len(render(text, above, markup).text)
        return replace(render(text, (*above, *parts), markup), field=_field_name(text, parts), begins=begins)
    pieces: list[str] = []
    runs: list[Run] = []
    length = piece = line = 0
    for part in parts:
        if isinstance(part, str):
            pieces.append(part)
            length += len(part)
            piece += 1
            line += "\n" in part
            continue
        if runs and runs[-1].source.end > part.start:
            piece += 1  # what stands before it in the text cannot be quoted with it
        inside = [mark.clipped(part).shifted(-part.start) for mark in markup if mark.overlaps(part)]
        shown = blank(part.of(text), inside)
        for seen in _seen(shown, part):
            runs.append(Run(length, seen, piece, line))
            pieces.append(seen.shifted(-part.start).of(shown))
            length += seen.end - seen.start
    is_row = list(parts[-1:]) == [END] and line == 0
    return Rendering("".join(pieces), tuple(runs), is_row, _field_name(text, parts))


def _field_name(text: str, parts: Sequence[Part]) -> str:
    first = next((part for part in parts if not isinstance(part, str)), None)
    return first.of(text).strip().rstrip(":").casefold() if first and parts[-1] == FIELD else ""


def without(span: Span, left_out: Sequence[Span]) -> tuple[Part, ...]:
    """The parts of a span of which some stretches, ascending, are not read: what stands before and after is not one."""
    parts: list[Part] = []
    position = span.start
    for hole in (each.clipped(span) for each in left_out if each.overlaps(span)):
        if hole.start > position:
            parts += [Span(position, hole.start)]
        if parts and not isinstance(parts[-1], str):
            parts.append(" ")
        position = max(position, hole.end)
    return (*parts, Span(position, span.end)) if position < span.end else tuple(parts)


def apart(parts: Sequence[Part]) -> tuple[list[tuple[Part, ...]], tuple[Part, ...]]:
    """The rows, answered questions and fields among some parts, each by itself, and all else but the names of columns."""
    lines: list[list[Part]] = [[]]
    for part in parts:
        if isinstance(part, str) and "\n" in part:
            lines += [[part], []]
        else:
            lines[-1].append(part)
    alone = [tuple(line) for line in lines if line and line[-1] in ALONE]
    others = [part for line in lines if not line or line[-1] not in (*ALONE, NAMES) for part in line]
    while others and isinstance(others[-1], str):
        others.pop()
    while others and isinstance(others[0], str) and not others[0].strip():
        others.pop(0)
    return alone, tuple(others)


def by_line(text: str, span: Span) -> tuple[Part, ...]:
    """The parts of a span whose lines have nothing to do with each other, as those of code."""
    lines = [Span(*line.span()) for line in _LINE.finditer(text, *span)]
    return tuple(part for number, line in enumerate(lines) for part in (((ITEM,) if number else ()) + (line,)))


def hull(spans: Sequence[Span]) -> Span:
    """The smallest span that holds all of these."""
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _seen(shown: str, part: Span) -> Iterator[Span]:
    """The stretches of the text that are read of a part, characters that show nothing inside a word left out."""
    position = 0
    for unseen in _UNSEEN.finditer(shown):
        yield Span(position, unseen.start()).shifted(part.start)
        position = unseen.end()
    if position < len(shown):
        yield Span(position, len(shown)).shifted(part.start)


def _source(runs: Sequence[Run], read: Span) -> Span:
    first, last = runs[0], runs[-1]
    start = first.source.start + max(0, read.start - first.start)
    return Span(start, last.source.end - max(0, last.read.end - read.end))
