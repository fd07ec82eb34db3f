"""What every format reader returns."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from corpus.document import Coordinates, Span
from corpus.errors import UnreadableFile
from corpus.rendering import Part, without

_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?(?!\d)", re.ASCII)

_MOST_RANGES = 20
"""Of pages, named one by one."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list item, table row or the like: prose that no passage border inside a sentence may ignore."""

    span: Span
    headings: tuple[str, ...] = ()
    """The headings above it, outermost first."""

    parts: tuple[Part, ...] = ()
    """What is read of it where that is not its own text; spans of other places may be among them."""

    kind: Literal["prose", "row", "item"] = "prose"
    """A row is never cut where it fits in a passage; items that follow each other are a list."""

    lead: Span | None = None
    """For an item: the words that lead in the list."""

    def shifted(self, distance: int, above: tuple[str, ...] = ()) -> "Block":
        """The same further on in a text, under more headings."""
        return Block(
            self.span.shifted(distance),
            above + self.headings,
            tuple(part if isinstance(part, str) else part.shifted(distance) for part in self.parts),
            self.kind,
            self.lead.shifted(distance) if self.lead else None,
        )

    @property
    def own_parts(self) -> tuple[Part, ...]:
        return self.parts or (self.span,)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside a file, not read yet."""

    name: str
    """POSIX path relative to the file it is in: "report.pdf", "12/report.pdf". Each name once, none within another."""

    data: bytes | None
    """None where it cannot be taken out of the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """A file's text and where in it the prose stands."""

    text: str
    encoding: str
    coordinates: Coordinates
    extractor: str | None = None
    blocks: tuple[Block, ...] = ()
    """Ascending and disjoint; what lies between them is not prose."""

    headings: tuple[Block, ...] = ()
    """The headings themselves, each under those above it; ascending, outside `blocks`."""

    fields: tuple[Block, ...] = ()
    """What the file says of itself where one reads it, such as the lines of front matter; outside `blocks`."""

    markup: tuple[Span, ...] = ()
    """Ascending and disjoint; characters that are not prose inside blocks, or between blocks that one passage may hold."""

    metadata: dict[str, str] = field(default_factory=dict)
    """Lower-case keys; `title`, `published` where the file says so."""

    page_starts: tuple[int, ...] = ()
    page_labels: tuple[str, ...] = ()
    """What is printed as each page's number ("iv", "12"); empty where the file does not say."""

    scanned_pages: str = ""
    """The pages with pictures and no words, beside others: "3, 5-7"."""

    recognised_pages: tuple[int, ...] = ()
    """The pages, from 1, whose words were read from pictures; ascending."""

    attachments: tuple[Attachment, ...] = ()
    """Documents of their own, in the order they stand in."""


def between(text: str, blocks: Sequence[Block]) -> Iterator[Span]:
    """What stands between blocks other than white space and words, such as brackets or a table's rules."""
    for before, after in pairwise(blocks):
        gap = Span(before.span.end, after.span.start)
        if gap.of(text).strip() and not any(map(str.isalnum, gap.of(text))):
            yield gap


def leaving_out(blocks: Iterable[Block], left_out: Sequence[Span]) -> Iterator[Block]:
    """The blocks without what is not said in them, such as words struck out; `left_out` ascend."""
    for block in blocks:
        first = bisect_right(left_out, block.span.start, key=lambda span: span.end)
        last = bisect_left(left_out, block.span.end, key=lambda span: span.start)
        if holes := left_out[first:last]:
            parts = [
                kept for part in block.own_parts for kept in ([part] if isinstance(part, str) else without(part, holes))
            ]
            yield replace(block, parts=tuple(parts))
        else:
            yield block


@contextmanager
def damaged_by(*errors: type[BaseException]) -> Iterator[None]:
    """Puts what a parser raises on bytes that are not its format into our words."""
    try:
        yield
    except errors as error:
        raise UnreadableFile("damaged", f"not a sound file of its type ({error or type(error).__name__})") from error
    except RecursionError as error:
        raise UnreadableFile("damaged", "nested too deep") from error
    except MemoryError as error:
        raise UnreadableFile("too_large", "needs more memory than a file may take") from error


def page_ranges(pages: Iterable[int]) -> str:
    """Ascending numbers in brief: [3, 5, 6, 7] -> "3, 5-7"; the last of very many are counted."""
    numbers = list(pages)
    breaks = [index for index in range(1, len(numbers)) if numbers[index] != numbers[index - 1] + 1]
    runs = [numbers[first:last] for first, last in pairwise([0, *breaks, len(numbers)]) if first < last]
    named = ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs[:_MOST_RANGES])
    more = sum(map(len, runs[_MOST_RANGES:]))
    return f"{named} and {more} more" if more else named


def iso_date(value: str) -> str | None:
    """The date that a metadata value begins with: YYYY-MM-DD, YYYY-MM or YYYY."""
    found = _DATE.match(value.strip())
    return found.group() if found else None
