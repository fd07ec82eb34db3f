"""Where to cut a document into passages: at paragraph, row and sentence borders, in offsets, never copies of text."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from corpus.document import Document, Passage, Span
from corpus.formats.extraction import Block, Extraction
from corpus.questions import with_answers
from corpus.rendering import BLOCK, ITEM, TITLE, Part
from corpus.sentences import sentences
from corpus.spans import clipped_to

TARGET_WORDS = 100
"""A passage of several sentences has at most this many."""

MOST_CHARACTERS = 900
"""A passage never exceeds this; a longer sentence is cut at white space, a longer word anywhere."""

_PIECE = re.compile(rf"\S(?:.{{0,{MOST_CHARACTERS - 2}}}\S)?(?!\S)|\S{{{MOST_CHARACTERS}}}", re.S)


@dataclass(frozen=True, slots=True)
class _Unit:
    """What is not cut: a sentence, a row, an item's sentence."""

    block: Block
    cut: "_Cut"
    """Of the block."""

    span: Span
    parts: tuple[Part, ...]
    words: int
    length: int
    """Of what is read, in characters."""


class _Cut:
    """A block's parts, to be cut at sentences: in time that does not grow with their number, as lines of code have very
    many."""

    def __init__(self, block: Block) -> None:
        self._parts = block.own_parts
        bounds = [Span(-1, -1) if isinstance(part, str) else part for part in self._parts]
        self._ends = list(accumulate((span.end for span in bounds), max))
        """The furthest that any part up to this one reaches."""

        far = max(self._ends) + 1
        starts = [far if span.start < 0 else span.start for span in bounds]
        self._starts = list(accumulate(reversed(starts), min))[::-1]
        """Where the first of this part and those after it begins."""

    def within(self, span: Span) -> tuple[Part, ...]:
        """What of the parts lies in the span, with what is generated right before each."""
        first = bisect_right(self._ends, span.start)
        while first and isinstance(self._parts[first - 1], str):
            first -= 1
        kept: list[Part] = []
        before: list[str] = []
        for part in self._parts[first : bisect_left(self._starts, span.end)]:
            if isinstance(part, str):
                before.append(part)
                continue
            if part.overlaps(span):
                kept += [*(each for each in before if kept or each.strip()), part.clipped(span)]
            before = []
        return tuple(kept)


def split_into_passages(document: Document, extraction: Extraction, *, words: int = TARGET_WORDS) -> list[Passage]:
    """All prose of the document in passages, ascending and disjoint. Sections are never mixed: a new heading starts a
    new passage, and is read before each of its section. What stands in headings alone is a passage by itself."""
    text = document.text
    passages: list[Passage] = []
    sections = list(_sections(text, with_answers(text, extraction.blocks, extraction.markup)))
    for section in ([extraction.fields] if extraction.fields else []) + sections:
        is_fields = section is extraction.fields
        above: Sequence[Block] = (
            _title(text, extraction) if is_fields else _headings_before(extraction, section[0].span.start)
        )
        paragraphs = [list(_units(text, block)) for block in section]
        for run in _packed(paragraphs, words):
            passages.append(_passage(document, extraction.markup, run, above))
    ends = [section[0].span.start for section in sections]
    for run in _packed([list(_units(text, heading)) for heading in _lonely(extraction, ends)], words):
        passages.append(_passage(document, extraction.markup, run, ()))
    return sorted(passages, key=lambda passage: passage.span)


def _title(text: str, extraction: Extraction) -> Sequence[Block]:
    """Of what the fields are said: the field of this name, else the first heading."""
    for each in extraction.fields:
        spans = [part for part in each.parts if isinstance(part, Span)]
        if len(spans) > 1 and spans[0].of(text).casefold() == "title:":
            return [Block(spans[1])]
    return extraction.headings[:1]


def _headings_before(extraction: Extraction, position: int) -> Sequence[Block]:
    """The headings with nothing but each other between them and this place; else the one the section stands under."""
    earlier = _count(extraction.blocks, position)
    last = extraction.blocks[earlier - 1].span.end if earlier else 0
    headings = extraction.headings
    return headings[_count(headings, last) : _count(headings, position)]


def _lonely(extraction: Extraction, starts: Sequence[int]) -> Sequence[Block]:
    """Headings after which no prose follows."""
    last = max(starts, default=-1)
    return [each for each in extraction.headings if each.span.start > last]


def _count(blocks: Sequence[Block], position: int) -> int:
    return bisect_left(blocks, position, key=lambda block: block.span.start)


def _sections(text: str, blocks: Iterable[Block]) -> Iterator[Sequence[Block]]:
    """Neighbouring blocks under the same headings with no word between them, such as a heading of the same name."""
    section: list[Block] = []
    for block in blocks:
        if section and (
            section[-1].headings != block.headings
            or any(map(str.isalnum, text[section[-1].span.end : block.span.start]))
        ):
            yield section
            section = []
        section.append(block)
    if section:
        yield section


def _units(text: str, block: Block) -> Iterator[_Unit]:
    """The sentences of a block, none longer than a passage may be; a row that fits, whole."""
    cut = _Cut(block)
    whole = _unit(text, block, cut, block.span.stripped(text), block.own_parts)
    if block.kind == "row" and max(whole.length, block.span.end - block.span.start) <= MOST_CHARACTERS:
        yield whole
        return
    for sentence in sentences(text, block.span):
        for piece in _PIECE.finditer(text, *sentence):
            span = Span(*piece.span())
            if parts := cut.within(span):
                yield _unit(text, block, cut, span, parts)


def _unit(text: str, block: Block, cut: _Cut, span: Span, parts: tuple[Part, ...]) -> _Unit:
    read = [part if isinstance(part, str) else part.of(text) for part in parts]
    return _Unit(block, cut, span, parts, sum(len(each.split()) for each in read), sum(map(len, read)))


def _packed(paragraphs: Iterable[list[_Unit]], words: int) -> Iterator[list[_Unit]]:
    """Neighbouring paragraphs joined while they fit whole; a paragraph too long for one passage is cut into the fewest
    that hold it, of about the same length."""
    current: list[_Unit] = []
    for paragraph in filter(None, paragraphs):
        if _fits([*current, *paragraph], words):
            current = [*current, *paragraph]
            continue
        if current:
            yield current
        *full, current = _split(paragraph, words)
        yield from full
    if current:
        yield current


def _split(run: list[_Unit], words: int) -> list[list[_Unit]]:
    """A paragraph's sentences in runs that fit."""
    total = _words(run)
    even = total / max(1, -(-total // words))
    runs: list[list[_Unit]] = []
    counted = 0
    for unit in run:
        after = counted + unit.words
        if runs and _fits([*runs[-1], unit], words) and even - counted >= after - even:
            runs[-1].append(unit)
            counted = after
            continue
        runs.append([unit])
        counted = unit.words
    return runs


def _words(run: Sequence[_Unit]) -> int:
    return sum(unit.words for unit in run)


def _fits(run: Sequence[_Unit], words: int) -> bool:
    length = sum(unit.length + len(BLOCK) for unit in run)
    in_text = run[-1].span.end - run[0].span.start
    return max(length - len(BLOCK), in_text) <= MOST_CHARACTERS and (len(run) == 1 or _words(run) <= words)


def _passage(document: Document, markup: Sequence[Span], run: Sequence[_Unit], above: Sequence[Block]) -> Passage:
    span = Span(run[0].span.start, run[-1].span.end)
    blocks = [list(units) for _, units in groupby(run, key=lambda unit: unit.block.span)]
    parts: tuple[Part, ...] = ()
    for index, units in enumerate(blocks):
        if index:
            parts += (_separator(blocks[index - 1][-1].block, units[0].block),)
        whole = units[0].cut.within(Span(units[0].span.start, units[-1].span.end))
        parts += units[0].parts if len(units) == 1 else whole
    lead = run[0].block.lead
    leading = ((lead,),) if lead and lead.end <= span.start else ()
    context = _between(TITLE, [*(heading.own_parts for heading in above), *leading])
    elsewhere = [part for part in (*parts, *leading) if isinstance(part, Span) and part.clipped(span) != part]
    marks = [mark for place in (span, *elsewhere) for mark in clipped_to(place, markup)]
    return Passage(
        document, span, run[0].block.headings, tuple(sorted(set(marks))), () if parts == (span,) else parts, context
    )


def _separator(one: Block, other: Block) -> str:
    return ITEM if one.kind == other.kind and one.kind != "prose" and one.lead == other.lead else BLOCK


def _between(separator: str, groups: Sequence[tuple[Part, ...]]) -> tuple[Part, ...]:
    joined = [part for group in groups for part in (separator, *group)]
    return tuple(joined[1:])
