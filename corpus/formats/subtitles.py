"""Subtitles (SubRip, WebVTT): the words of the cues, in runs. The text is the file's own; numbers, times and tags in it
are markup, so that a sentence goes on from cue to cue."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.document import Span
from corpus.errors import UnreadableFile
from corpus.formats.encoding import decode
from corpus.formats.extraction import Block, Extraction

_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
_TIMING = re.compile(rf"[^\S\r\n]*{_TIME}[^\S\r\n]*-->[^\S\r\n]*{_TIME}[^\r\n]*")
_LINE = re.compile(r"[^\r\n]+|(?<![^\r\n])(?:(?=\r)|(?<!\r)(?=\n))")
_TAG = re.compile(r"</?[A-Za-z0-9.][^<>\r\n]*>|\{\\[^{}\r\n]*\}")
_SILENCE = 4000
"""Milliseconds without words that part two runs."""


@dataclass(frozen=True, slots=True)
class _Cue:
    words: Span
    begins: int
    """Milliseconds."""

    ends: int


def read_subtitles(data: bytes) -> Extraction:
    text, encoding = decode(data)
    cues = list(_cues(text))
    if not cues and any(map(str.isalnum, text)):
        raise UnreadableFile("damaged", "no cue with its times in it")
    blocks: list[Block] = []
    markup: list[Span] = []
    for run in _runs(cues):
        blocks.append(Block(Span(run[0].words.start, run[-1].words.end)))
        for index, cue in enumerate(run):
            if index:
                markup.append(Span(run[index - 1].words.end, cue.words.start))
            markup += [Span(*tag.span()) for tag in _TAG.finditer(text, *cue.words)]
    return Extraction(text=text, encoding=encoding, coordinates="file", blocks=tuple(blocks), markup=tuple(markup))


def _cues(text: str) -> Iterator[_Cue]:
    """The cues that have words."""
    lines = [Span(*line.span()) for line in _LINE.finditer(text)]
    timings = {index: timing for index, line in enumerate(lines) if (timing := _TIMING.fullmatch(text, *line))}
    for index, timing in timings.items():
        last = index
        while last + 1 < len(lines) and last + 1 not in timings and lines[last + 1].of(text).strip():
            last += 1
        if last + 1 in timings and last > index and lines[last].of(text).strip().isdecimal():
            last -= 1  # the number of the next cue, with no empty line before it
        words = Span(lines[index].end, lines[last].end)
        lead = len(words.of(text)) - len(words.of(text).lstrip())
        words = Span(words.start + lead, words.end)
        if any(map(str.isalnum, words.of(text))):
            numbers = [int(group or 0) for group in timing.groups()]
            yield _Cue(words, _milliseconds(numbers[:4]), _milliseconds(numbers[4:]))


def _milliseconds(numbers: Sequence[int]) -> int:
    hours, minutes, seconds, thousandths = numbers
    return ((60 * hours + minutes) * 60 + seconds) * 1000 + thousandths


def _runs(cues: Sequence[_Cue]) -> Iterator[list[_Cue]]:
    """Cues that follow each other without a long silence."""
    run: list[_Cue] = []
    for cue in cues:
        if run and cue.begins - run[-1].ends > _SILENCE:
            yield run
            run = []
        run.append(cue)
    if run:
        yield run
