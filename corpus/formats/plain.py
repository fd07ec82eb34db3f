"""Plain text: paragraphs are what blank lines set apart; columns and lines of talk in them are found."""

import re
from collections.abc import Iterator, Sequence

from corpus.document import Span
from corpus.formats.columns import column_rows
from corpus.formats.encoding import decode
from corpus.formats.extraction import Block, Extraction
from corpus.formats.tables import table_blocks
from corpus.rendering import DONE, OPEN, by_line

_PARAGRAPH = re.compile(r"[^\s\ufeff][^\r\n]*(?:(?:\r\n|\r|\n)[^\S\r\n]*+\S[^\r\n]*)*")

_LINE = re.compile(r"[^\r\n]*\S[^\r\n]*")
_LABELLED = re.compile(
    r"[^\S\r\n]*(?:[\[(]?\d{1,2}:\d\d(?::\d\d)?[\])]?[^\S\r\n]+)?(?P<label>[^\W\d_][\w.'’&() -]{0,30}:)(?=[^\S\r\n])"
)
"""Of a line that says who speaks, or what its value is."""

_TASK = re.compile(
    r"\s*(?:[-*+•]\s+|\d{1,3}[.)]\s+)?(?:(?P<done>\[[xX✓✔]\]|\([xX•*]\)|[☑☒✓✔◉])|\[ ?\]|\( ?\)|[☐○])\s+(?=\S)"
)
_BULLET = re.compile(r"[^\S\r\n]*(?:[-*+•–]|\d{1,3}[.)])[^\S\r\n]+(?=\S)")
_ASKED_OR_ANSWERED = re.compile(r"(?:Q|A|Question|Answer)\s?\d*:", re.I)
"""Labels of questions with their answers, which belong together."""


def read_plain(data: bytes) -> Extraction:
    text, encoding = decode(data)
    blocks = [block for paragraph in paragraphs(text) for block in _typed_blocks(text, paragraph.span)]
    return Extraction(text=text, encoding=encoding, coordinates="file", blocks=tuple(blocks))


def paragraphs(text: str) -> tuple[Block, ...]:
    return tuple(Block(Span(*match.span())) for match in _PARAGRAPH.finditer(text))


def preformatted_blocks(text: str, span: Span, headings: tuple[str, ...] = ()) -> Iterator[Block]:
    """Of text whose lines stand as they were typed: tables by rows, else each line apart, as in code."""
    for paragraph in _PARAGRAPH.finditer(text, *span):
        place = Span(*paragraph.span())
        if rows := column_rows(text, place):
            yield from table_blocks(rows, lambda cell: " ".join(cell.of(text).split()), headings)
        else:
            yield Block(place, headings, by_line(text, place))


def _typed_blocks(text: str, span: Span) -> Iterator[Block]:
    if rows := column_rows(text, span):
        yield from table_blocks(rows, lambda cell: " ".join(cell.of(text).split()))
        return
    lines = [Span(*line.span()) for line in _LINE.finditer(text, *span)]
    if tasks := _tasks(text, lines):
        yield from tasks
    elif len(lines) > 1 and _is_talk(text, lines):
        yield from map(_labelled, [found for line in lines if (found := _LABELLED.match(text, *line))], lines)
    elif items := _items(text, span, lines):
        yield from items
    else:
        yield Block(span)


def _items(text: str, span: Span, lines: Sequence[Span]) -> list[Block]:
    """Those of a list in a paragraph, which may begin with what leads it in; none where there are not two."""
    marks = [(line.start, mark) for line in lines if (mark := _BULLET.match(text, *line))]
    begins = marks[0][0] if marks else span.end
    lead = Span(span.start, begins).stripped(text)
    if len(marks) < 2 or (lead.of(text) and not lead.of(text).endswith(":")):
        return []
    ends = [*(start for start, _ in marks[1:]), span.end]
    words = [Span(mark.end(), end).stripped(text) for (_, mark), end in zip(marks, ends, strict=True)]
    before = lead if lead.of(text) else None
    items = [Block(each, (), (), "item", before) for each in words if each.start < each.end]
    return [*([Block(lead)] if before else []), *items]


def _tasks(text: str, lines: Sequence[Span]) -> list[Block]:
    """The items of a list of tasks, each read with whether it is done; none where a line besides the first is no task."""
    has_lead = len(lines) > 1 and lines[0].of(text).rstrip().endswith(":")
    found = [(line, _TASK.match(text, *line)) for line in lines[has_lead:]]
    lead = lines[0] if has_lead else None
    items = [
        Block(line, (), (DONE if task["done"] else OPEN, Span(task.end(), line.end)), "item", lead)
        for line, task in found
        if task
    ]
    if len(items) < len(found):
        return []
    return [*([Block(lead)] if lead else []), *items]


def _is_talk(text: str, lines: Sequence[Span]) -> bool:
    """Whether every line says who speaks, or what its value is."""
    labels = [_LABELLED.match(text, *line) for line in lines]
    return all(labels) and not any(label and _ASKED_OR_ANSWERED.match(label["label"]) for label in labels)


def _labelled(label: re.Match[str], line: Span) -> Block:
    """Who speaks is read with the words, and not quoted as one with them; the time before is not read."""
    words = Span(label.end(), line.end)
    return Block(line, parts=(Span(*label.span("label")), " ", words), kind="item")
