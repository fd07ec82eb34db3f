"""Questions that a text asks and answers itself: each is read with its own answer, however many lines that takes.

They are known by their labels ("Q:", "A:"), or, where a text has two and more, by a question alone in its line.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise, takewhile
from typing import Literal

from corpus.document import Span, blank
from corpus.formats.extraction import Block
from corpus.rendering import ANSWERED, CELL, Part, hull
from corpus.spans import clipped_to

LONGEST_ANSWER = 1500
"""Characters, where only a question alone in its line says that an answer follows: prose asks, too, and goes on for pages."""

_QUESTION = re.compile(r"\s*(?:Q|Question)\s?\d*[:.]\s+(?=\S)", re.I)
_ANSWER = re.compile(r"\s*(?:A|Answer)\s?\d*[:.]\s+(?=\S)", re.I)
_ALONE = re.compile(r"\s*(?:\d{1,3}[.)]\s+)?(?=[^\W\d_a-z][^\r\n?.!:\"“”]{3,150}\?\s*(?:[\r\n]|\Z))")
"""A line that asks one thing and no more, and quotes nobody."""

_LINE = re.compile(r"[^\r\n]*\S[^\r\n]*")


_Role = Literal["question", "alone", "answer", ""]
"""A question that stands alone has no label."""

_LABELS: tuple[tuple[re.Pattern[str], _Role], ...] = ((_QUESTION, "question"), (_ANSWER, "answer"), (_ALONE, "alone"))
_ASKED = re.compile(r"\?[\"'”’»)*_]*[^\S\r\n]*(?:[\r\n]|\Z)")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A block, or the lines of it from one label to the next."""

    block: Block
    span: Span
    words: Span
    """Without the label."""

    role: _Role = ""
    is_asking: bool = False
    """Whether it ends with a question mark."""

    @property
    def parts(self) -> list[Part]:
        """What is read of it."""
        kept: list[Part] = []
        for part in self.block.own_parts:
            if isinstance(part, str):
                kept += [part] if kept else []
            elif part.overlaps(self.words):
                kept.append(part.clipped(self.words))
        while kept and isinstance(kept[-1], str):
            kept.pop()
        return kept


@dataclass
class _Pair:
    question: _Piece
    answer: list[_Piece] = field(default_factory=list)

    @property
    def length(self) -> int:
        return self.answer[-1].span.end - self.question.span.start

    def block(self) -> Block:
        parts = [*self.question.parts]
        before = self.question
        for piece in self.answer:
            is_next_item = before.block.kind == piece.block.kind == "item" and before is not self.question
            parts += [CELL if is_next_item else " ", *piece.parts]
            before = piece
        span = hull([piece.span for piece in (self.question, *self.answer)])
        return Block(span, self.question.block.headings, (*parts, ANSWERED), "row", self.question.words)


def with_answers(text: str, blocks: Sequence[Block], markup: Sequence[Span]) -> list[Block]:
    """The blocks, those of a question and its answer as one; `markup` are ranges of `text`, ascending."""
    found: list[Block] = []
    for _, group in groupby(blocks, key=lambda block: block.headings):
        section = list(group)
        pieces = [piece for block in section for piece in _pieces(text, block, markup)]
        found += _joined(section, pieces, _pairs(pieces))
    return found


def _pieces(text: str, block: Block, markup: Sequence[Span]) -> Iterator[_Piece]:
    if block.kind == "row" or (block.kind == "item" and block.parts):
        yield _Piece(block, block.span, block.span)
        return
    shown = blank(block.span.of(text), [mark.shifted(-block.span.start) for mark in clipped_to(block.span, markup)])
    for start, words, end, role in _cut(shown):
        if said := shown[words:end].strip():
            last = words + len(shown[words:end].rstrip())
            place, own = (Span(first, last).shifted(block.span.start) for first in (start, last - len(said)))
            yield _Piece(block, place, own, role, is_asking=role != "answer" and said.endswith("?"))


def _cut(shown: str) -> Iterator[tuple[int, int, int, _Role]]:
    """The stretches of a block from one label to the next: where each begins, its words begin, it ends, and its role. A
    question that has its mark ends with it."""
    found = [(line.start(), *_label(shown, line.start())) for line in _LINE.finditer(shown)]
    labels = [each for number, each in enumerate(found) if each[2] or not number]
    for (start, words, role), (end, *_) in pairwise([*labels, (len(shown), len(shown), "")]):
        asked = _ASKED.search(shown, words, end) if role in ("question", "alone") else None
        if asked:
            yield start, words, asked.end(), role
            if rest := shown[asked.end() : end].lstrip():
                yield end - len(rest), end - len(rest), end, ""
        else:
            yield start, words, end, role


def _label(shown: str, start: int) -> tuple[int, _Role]:
    """Of a line: where its words begin, and what its label says it is."""
    for pattern, role in _LABELS:
        if label := pattern.match(shown, start):
            return label.end(), role
    return start, ""


def _pairs(pieces: Sequence[_Piece]) -> list[_Pair]:
    """What is said up to the next question answers the last; a table in between ends the answer."""
    pairs: list[_Pair] = []
    is_open = False
    for piece in pieces:
        if piece.role in ("question", "alone"):
            pairs.append(_Pair(piece))
            is_open = True
        elif piece.block.kind == "row":
            is_open = False
        elif is_open and (piece.role == "answer" or pairs[-1].answer or pairs[-1].question.is_asking):
            pairs[-1].answer.append(piece)
    if is_open and pairs[-1].answer:
        pairs[-1].answer = _last_answer(pairs[-1].answer)
    labelled = [pair for pair in pairs if pair.answer and pair.question.role == "question"]
    alone = [pair for pair in pairs if pair.answer and pair.question.role == "alone" and pair.length <= LONGEST_ANSWER]
    return [*labelled, *(alone if len(alone) > 1 else ())]


def _last_answer(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Of all that follows the last question only one paragraph and a list: nothing says that the rest belongs to it."""
    first, *rest = pieces
    return [first, *takewhile(lambda piece: piece.block.kind == "item" or piece.block is first.block, rest)]


def _joined(section: Sequence[Block], pieces: Sequence[_Piece], pairs: Sequence[_Pair]) -> Iterator[Block]:
    """The section's blocks with those of the pairs in place of what they are made of."""
    pair_of = {piece.span: pair for pair in pairs for piece in (pair.question, *pair.answer)}
    by_block: defaultdict[Span, list[_Piece]] = defaultdict(list)
    for piece in pieces:
        by_block[piece.block.span].append(piece)
    for block in section:
        own = by_block[block.span]
        if not any(piece.span in pair_of for piece in own):
            yield block
            continue
        for piece in own:
            pair = pair_of.get(piece.span)
            if pair is None:
                yield Block(piece.span, block.headings, tuple(piece.parts), block.kind, block.lead)
            elif piece is pair.question:
                yield pair.block()
