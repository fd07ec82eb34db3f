"""What must hold of every file, however broken: what came of one is named, and a fault is described."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from itertools import pairwise

from corpus.chunking import MOST_CHARACTERS, split_into_passages
from corpus.document import Document, Passage
from corpus.errors import UnreadableFile
from corpus.formats.extraction import Block, Extraction
from corpus.isolation import Parser
from corpus.spans import Span
from tests.foreign_files import assert_sound

_FAULTS = ("its parser stopped", "its parser gave back nonsense")
"""What a refusal says that no reader meant."""

MOST_SECONDS = 20
"""Of the processor: what a file of at most a megabyte may take, to be parsed and to be cut into passages."""


@dataclass(frozen=True, slots=True)
class Verdict:
    outcome: str
    """"read", or the reason of a refusal."""

    seconds: float
    fault: str = ""
    """"" where all is as it must be."""


def judged(parser: Parser, other: Parser | None, name: str, data: bytes) -> Verdict:
    """Reads a file in a child process and looks at all that comes of it; with `other`, a second one must read the same."""
    begun, used = time.perf_counter(), time.process_time()
    extraction = _read(parser, name, data)
    faults = list(_faults(name, data, extraction))
    seconds = time.perf_counter() - begun
    if time.process_time() - used > MOST_SECONDS:
        faults.append(f"hang: {seconds:.0f} s to cut {len(data)} bytes into passages")
    if other and not faults and _written(_read(other, name, data)) != _written(extraction):
        faults.append("unstable: the same bytes, read again, give something else")
    outcome = extraction.reason if isinstance(extraction, UnreadableFile) else "read"
    return Verdict(outcome, seconds, faults[0] if faults else "")


def _read(parser: Parser, name: str, data: bytes) -> Extraction | UnreadableFile:
    try:
        return parser.extract(name, data)
    except UnreadableFile as refusal:
        return refusal


def _written(extraction: Extraction | UnreadableFile) -> object:
    return str(extraction) if isinstance(extraction, UnreadableFile) else astuple(extraction)


def _faults(name: str, data: bytes, extraction: Extraction | UnreadableFile) -> Iterator[str]:
    if isinstance(extraction, UnreadableFile):
        if any(fault in str(extraction) for fault in _FAULTS):
            yield f"crash: {extraction}"
        elif "takes over" in str(extraction):
            yield f"hang: {extraction}"
        return
    try:
        assert_sound(extraction)
    except AssertionError as error:
        yield f"unsound: {(str(error) or 'an assertion of assert_sound').splitlines()[0]}"
        return
    if extraction.coordinates == "file" and data.decode(extraction.encoding) != extraction.text:
        yield "offsets: the text is not the file's own"
    yield from (f"unstorable: {text[:40]!r}" for text in _strings(extraction) if _is_unstorable(text))
    yield from _faults_of_passages(_document(name, extraction), extraction)


def _document(name: str, extraction: Extraction) -> Document:
    return Document(
        path=name, text=extraction.text, sha256="", encoding=extraction.encoding, coordinates=extraction.coordinates,
        title=extraction.metadata.get("title", ""), page_starts=extraction.page_starts,
        page_labels=extraction.page_labels,
    )  # fmt: skip


def _faults_of_passages(document: Document, extraction: Extraction) -> Iterator[str]:
    try:
        passages = split_into_passages(document, extraction)
        read = [rendering for passage in passages for rendering in (passage.rendering, *passage.renderings)]
    except (
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        ArithmeticError,
        RecursionError,
        AssertionError,
    ) as error:
        yield f"crash: cutting into passages: {type(error).__name__}: {error}"
        return
    for before, after in pairwise(passages):
        if before.span.end > after.span.start:
            yield f"offsets: the passages {before.span} and {after.span} overlap"
    yield from (f"offsets: passage {passage.span}" for passage in passages if not _is_inside(passage))
    for rendering in read:
        for run in rendering.runs:
            if len(run.source.of(document.text)) != run.source.end - run.source.start:
                yield f"offsets: what is read from {run.source} is not in the text"


def _is_inside(passage: Passage) -> bool:
    start, end = passage.span
    return 0 <= start < end <= len(passage.document.text) and end - start <= MOST_CHARACTERS


def _strings(extraction: Extraction) -> Iterator[str]:
    yield from extraction.metadata.values()
    yield from extraction.page_labels
    for block in (*extraction.blocks, *extraction.headings, *extraction.fields):
        yield from block.headings
        yield from _generated(block)


def _generated(block: Block) -> Iterable[str]:
    return (part for part in block.parts if not isinstance(part, Span))


def _is_unstorable(text: str) -> bool:
    """Half a character, which no database and no terminal takes."""
    return any("\ud800" <= character <= "\udfff" for character in text)
