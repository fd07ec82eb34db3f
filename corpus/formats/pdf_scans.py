"""Pages of a PDF that are pictures -> the glyphs that a recogniser sees in them, placed as those of other pages are."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from statistics import median

import pypdfium2

from corpus.formats.pdf_layout import Glyph, Row, rows
from corpus.recognition import DOTS_PER_INCH, Picture, Word, lines_in

_POINTS_PER_INCH = 72
_MOST_PIXELS = 6_000
"""On an edge; pages larger than a newspaper's are drawn smaller."""

_ALIKE = (0.75, 1.35)
"""Times the usual height of a page's lines: heights between are the same size of type, with and without long letters."""


def recognised_rows(document: pypdfium2.PdfDocument, pages: Sequence[int]) -> Iterator[tuple[int, list[Row], float]]:
    """(page, from 0; its lines in reading order; its height in points), for each of the pages. Points count from the lower
    left corner of the page as it is shown."""
    side_by_side = os.cpu_count() or 1
    with ThreadPoolExecutor(side_by_side) as threads:
        for first in range(0, len(pages), side_by_side):
            numbers = pages[first : first + side_by_side]
            drawn = [_drawn(document, number) for number in numbers]
            found = threads.map(lines_in, [picture for picture, _ in drawn])
            for number, (picture, scale), lines in zip(numbers, drawn, found, strict=True):
                yield number, list(rows(_glyphs(lines, picture.height, scale))), picture.height / scale


def _drawn(document: pypdfium2.PdfDocument, number: int) -> tuple[Picture, float]:
    """The page as a picture, and how many pixels of it are a point."""
    page = document[number]
    try:
        scale = min(DOTS_PER_INCH / _POINTS_PER_INCH, _MOST_PIXELS / max(*page.get_size(), 1.0))
        bitmap = page.render(scale=scale, grayscale=True)
        try:
            pixels, stride = bytes(bitmap.buffer), bitmap.stride
            lines = (pixels[row * stride : row * stride + bitmap.width] for row in range(bitmap.height))
            return Picture(bitmap.width, bitmap.height, b"".join(lines)), scale
        finally:
            bitmap.close()
    finally:
        page.close()


def _glyphs(lines: Sequence[Sequence[Word]], height: int, scale: float) -> Iterator[Glyph]:
    """The letters of a word evenly across it, each as high as its line's type."""
    usual = median(_height(line) for line in lines) if lines else 0.0
    for line in lines:
        own = _height(line)
        size = usual if _ALIKE[0] * usual <= own <= _ALIKE[1] * usual else own
        middle = height - median(word.top + word.height / 2 for word in line)
        bottom, top = (middle - size / 2) / scale, (middle + size / 2) / scale
        for word in line:
            width = word.width / len(word.text) / scale
            for place, character in enumerate(word.text):
                left = word.left / scale + place * width
                yield Glyph(character, left, left + width, bottom, top)
            yield Glyph(" ", (word.left + word.width) / scale, (word.left + word.width) / scale, bottom, top)
        yield Glyph("\n", 0.0, 0.0, bottom, top)


def _height(line: Sequence[Word]) -> float:
    """Of the tallest of its words but few: a word without long letters is lower, a stain may be higher."""
    heights = sorted(word.height for word in line)
    return float(heights[3 * (len(heights) - 1) // 4])
