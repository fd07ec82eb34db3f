"""The geometry of a PDF page: which characters are a line, which lines a column, which a paragraph.

A PDF says where glyphs stand, in points from the lower left corner, in whatever order its writer liked. Nothing here
knows a PDF library.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_GAP = 1.2
"""Times the font's height: white space this wide may part columns or cells."""

_CELL_GAP = 2.0
_MOST_GUTTERS = 20
_MOST_SEGMENTS = 3000
"""On a page that is searched for columns; no page that people read has more."""

_FEWEST_IN_COLUMN = 4
_FEWEST_WORDS = 3
_LEADING = 1.3
"""Times the page's usual distance between lines: more of it parts paragraphs."""

_MOST_LEADING = 2.0
"""Times the font's height: a page of single lines far apart has no usual distance."""

_UNFINISHED = re.compile(r"[^.!?…:;。！？\s][\"'”’»)\]]*$")
# U+F000 to U+F0FF is what symbol fonts have, such as office programs take for bullets.
_MARK = r"(?:[•▪◦‣●■–—*\uf000-\uf0ff]|\(?(?:\d{1,3}|[a-z])[.)])"
_ITEM = re.compile(rf"{_MARK}\s")
_ITEM_MARK = re.compile(_MARK)


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character and the box of its font around it."""

    character: str
    left: float
    right: float
    bottom: float
    top: float


@dataclass(frozen=True, slots=True)
class Segment:
    """Characters on one baseline with no wide gap between them."""

    text: str
    left: float
    right: float
    bottom: float
    top: float

    @property
    def size(self) -> float:
        return self.top - self.bottom

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


Row = tuple[Segment, ...]
"""What stands on one line; several segments where it has wide gaps. Never empty."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    lines: tuple[str, ...]
    size: float
    is_row: bool = False
    """A line with gaps as between the cells of a table."""

    @property
    def is_unfinished(self) -> bool:
        """Whether its last sentence has not ended, so that it may go on in the next column or on the next page."""
        return not self.is_row and _UNFINISHED.search(self.lines[-1]) is not None


def rows(glyphs: Iterable[Glyph]) -> Iterator[Row]:
    """The lines of a page, in the order of its glyphs; a line end among them ends a line."""
    segments: list[Segment] = []
    run: list[Glyph] = []
    for glyph in glyphs:
        if glyph.character in "\r\n" or (run and _is_below(run[-1], glyph)):
            if segments := segments + _segment(run):
                yield tuple(segments)
            segments, run = [], [] if glyph.character in "\r\n" else [glyph]
        elif run and not glyph.character.isspace() and _is_apart(run, glyph):
            segments += _segment(run)
            run = [glyph]
        else:
            run.append(glyph)
    if segments := segments + _segment(run):
        yield tuple(segments)


def _is_below(last: Glyph, glyph: Glyph) -> bool:
    """Whether a glyph begins the next line, as after a hyphen, where no line end need stand."""
    return not glyph.character.isspace() and glyph.top <= (last.top + last.bottom) / 2 and glyph.left < last.left


def _is_apart(run: Sequence[Glyph], glyph: Glyph) -> bool:
    last = next((each for each in reversed(run) if not each.character.isspace()), None)
    height = glyph.top - glyph.bottom
    return last is not None and not last.left - height <= glyph.left <= last.right + _GAP * height


def _segment(run: Sequence[Glyph]) -> list[Segment]:
    inked = [glyph for glyph in run if not glyph.character.isspace()]
    if not inked:
        return []
    text = " ".join("".join(glyph.character for glyph in run).split())
    left, right = min(glyph.left for glyph in inked), max(glyph.right for glyph in inked)
    # The median: a raised number of a footnote makes the line no higher.
    bottom, top = median(glyph.bottom for glyph in inked), median(glyph.top for glyph in inked)
    return [Segment(text, left, right, bottom, top)]


def in_reading_order(page: Sequence[Row]) -> list[Row]:
    """The rows with columns one after the other: what lies across a gutter is read when it is reached from above,
    between the columns over it and those under it."""
    gutter = _gutter([segment for row in page for segment in row])
    if gutter is None:
        return list(page)
    sides = [side for row in page for side in _sides(row, gutter)]
    across = sorted(-row[0].middle for row, column in sides if column is None)  # from the top down
    groups: dict[tuple[int, int], list[Row]] = {}
    for row, column in sides:
        above = bisect_left(across, -row[0].middle)
        groups.setdefault((2 * above + (column is None), column or 0), []).append(row)
    return [row for key in sorted(groups) for row in in_reading_order(groups[key])]


def _gutter(segments: Sequence[Segment]) -> float | None:
    """Where a second column begins, if prose stands on both sides of it, side by side."""
    if len(segments) > _MOST_SEGMENTS:
        return None
    edges = Counter(round(segment.left) for segment in segments)
    found: list[tuple[int, float]] = []
    for edge, count in edges.most_common(_MOST_GUTTERS):
        if count < _FEWEST_IN_COLUMN:
            break
        gutter = edge - 1.0
        before = [segment for segment in segments if segment.right <= gutter]
        after = [segment for segment in segments if segment.left >= gutter]
        if _is_column(before) and _is_column(after) and _are_side_by_side(before, after):
            found.append((len(before) + len(after), gutter))
    return max(found)[1] if found else None


def _is_column(segments: Sequence[Segment]) -> bool:
    words = [len(segment.text.split()) for segment in segments]
    return len(segments) >= _FEWEST_IN_COLUMN and median(words) >= _FEWEST_WORDS


def _are_side_by_side(before: Sequence[Segment], after: Sequence[Segment]) -> bool:
    top = min(max(segment.top for segment in side) for side in (before, after))
    bottom = max(min(segment.bottom for segment in side) for side in (before, after))
    return all(
        sum(bottom <= segment.middle <= top for segment in side) >= _FEWEST_IN_COLUMN for side in (before, after)
    )


def _sides(row: Row, gutter: float) -> Iterator[tuple[Row, int | None]]:
    """The parts of a row left (0) and right (1) of the gutter, or the row whole (None) where it lies across."""
    left = tuple(segment for segment in row if segment.right <= gutter)
    right = tuple(segment for segment in row if segment.left >= gutter)
    if len(left) + len(right) < len(row):
        yield row, None
        return
    if left:
        yield left, 0
    if right:
        yield right, 1


def paragraphs(ordered: Sequence[Row]) -> list[Paragraph]:
    """The rows of a page joined into paragraphs."""
    margins = {(round(row[0].left), round(row[0].right)) for row in ordered if len(row) == 1}
    ordered = [_unstretched(_with_mark(row), margins) for row in ordered]
    steps = [step for above, below in pairwise(ordered) if (step := above[0].bottom - below[0].bottom) > 0]
    leading = min(median(steps), _MOST_LEADING * median(row[0].size for row in ordered)) if steps else 0.0
    found: list[list[Row]] = []
    for row in ordered:
        if found and not _begins_paragraph(found[-1], row, leading):
            found[-1].append(row)
        else:
            found.append([row])
    return [Paragraph(tuple(map(line, each)), median(row[0].size for row in each), is_cells(each[0])) for each in found]


def _with_mark(row: Row) -> Row:
    """The mark of a list's item is no cell."""
    if len(row) == 1 or not _ITEM_MARK.fullmatch(row[0].text):
        return row
    mark, words, *rest = row
    text = f"{mark.text} {words.text}"
    return (Segment(text, mark.left, words.right, words.bottom, words.top), *rest)


def _unstretched(row: Row, margins: set[tuple[int, int]]) -> Row:
    """Few words set apart to fill a line are no cells: they begin and end where whole lines do."""
    is_filled = any(
        (round(row[0].left) + i, round(row[-1].right) + j) in margins for i in (-1, 0, 1) for j in (-1, 0, 1)
    )
    if len(row) == 1 or not is_filled or any(" " in segment.text for segment in row):
        return row
    text = " ".join(segment.text for segment in row)
    return (Segment(text, row[0].left, row[-1].right, row[0].bottom, row[0].top),)


def _begins_paragraph(paragraph: Sequence[Row], row: Row, leading: float) -> bool:
    last, first = paragraph[-1], paragraph[0]
    if is_cells(last) or is_cells(row) or _ITEM.match(row[0].text):
        return True
    if abs(last[0].size - row[0].size) > 0.12 * last[0].size:
        return True
    is_unfinished = _UNFINISHED.search(line(last)) is not None
    step = last[0].bottom - row[0].bottom
    if step <= -leading / 2:  # the top of the next column
        return not (is_unfinished and row[0].text[:1].islower())
    is_indented = row[0].left > min(each[0].left for each in paragraph) + 0.8 * row[0].size
    return step > _LEADING * leading or (is_indented and not is_unfinished and not _ITEM.match(first[0].text))


def is_cells(row: Row) -> bool:
    """Whether the row has a gap as between the cells of a table."""
    return any(right.left - left.right > _CELL_GAP * right.size for left, right in pairwise(row))


def line(row: Row) -> str:
    """The words of a row, cells parted by bars."""
    text = row[0].text
    for left, right in pairwise(row):
        text += (" | " if right.left - left.right > _CELL_GAP * right.size else " ") + right.text
    return text
