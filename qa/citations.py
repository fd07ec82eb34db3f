"""Spans -> citations, and the check that a citation still stands in its file.

Statuses: `verified`: the quote stands at its range, between its prefix and suffix. `moved`: it does not, but prefix +
quote + suffix, or the whole sentence, stands exactly once elsewhere. `changed`: neither, even if the bare quote occurs.
`missing`: no such file, or it cannot be read. Line ends compare equal (LF, CRLF, CR); nothing else does.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from corpus.document import Document, Passage, Span
from corpus.errors import UnreadableFile
from corpus.folder import read_bytes
from corpus.reading import make_document
from corpus.sentences import sentence_around
from qa.answers import Citation, Status

CONTEXT = 32
"""Characters of prefix and suffix."""

_LINE_END = re.compile(r"\r\n|\r|\n")


def cite(number: int, passage: Passage, span: Span, folder: Path, status: Status = "verified") -> Citation:
    """The citation of a span of a passage's document, as the document now stands."""
    document = passage.document
    return Citation(
        number=number,
        document=document.path,
        path=str(folder / document.path),
        title=document.title,
        published=document.published,
        page=document.page_at(span.start),
        line=document.line_at(span.start),
        start=span.start,
        end=span.end,
        quote=span.of(document.text),
        sentence=sentence_around(document.text, span, passage.span).of(document.text),
        prefix=document.text[max(0, span.start - CONTEXT) : span.start],
        suffix=document.text[span.end : span.end + CONTEXT],
        sha256=document.sha256,
        coordinates=document.coordinates,
        encoding=document.encoding,
        extractor=document.extractor,
        status=status,
    )


class Cited(Protocol):
    """What checking needs of a citation, saved or fresh."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def line(self) -> int: ...
    @property
    def quote(self) -> str: ...
    @property
    def sentence(self) -> str: ...
    @property
    def prefix(self) -> str: ...
    @property
    def suffix(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Check:
    """What became of a citation."""

    status: Status
    start: int | None = None
    """Where the quote stands now; for `changed`, where it stood."""

    end: int | None = None
    line: int | None = None
    now: str | None = None
    """For `changed`: the text that stands there now."""


def check(cited: Cited, text: str) -> Check:
    """Compares a citation with the text its document has now. Never `missing`."""
    if _stands_at(cited, text, cited.start):
        return _found("verified", text, cited.start, cited.end)
    plain, positions = _with_one_line_end(text)
    length = len(_plain(cited.quote))
    in_context = _places_in_context(cited, plain)
    if len(in_context) == 1:
        start, end = positions[in_context[0]], positions[in_context[0] + length]
        return _found("verified" if start == cited.start else "moved", text, start, end)
    in_sentence = _places_in_sentence(cited, plain)
    if not in_context and len(in_sentence) == 1 and positions[in_sentence[0]] != cited.start:
        return _found("moved", text, positions[in_sentence[0]], positions[in_sentence[0] + length])
    now = text[max(0, cited.start - CONTEXT) : cited.end + CONTEXT]
    return Check("changed", cited.start, cited.end, cited.line, now)


def _places_in_context(cited: Cited, plain: str) -> list[int]:
    """Where the quote stands between its prefix and suffix; of several places only the one it had, counted with
    line ends of one or of two characters, if it is among them."""
    offset = len(_plain(cited.prefix))
    places = [start + offset for start in _occurrences(_plain(cited.prefix + cited.quote + cited.suffix), plain)]
    own = [place for place in places if place in (cited.start, cited.start - (cited.line - 1))]
    return own if len(own) == 1 else places


def _places_in_sentence(cited: Cited, plain: str) -> list[int]:
    """Where the quote stands in its whole sentence; nowhere if the sentence holds it twice."""
    sentence, quote = _plain(cited.sentence), _plain(cited.quote)
    if sentence.count(quote) != 1:
        return []
    return [start + sentence.index(quote) for start in _occurrences(sentence, plain)]


def check_file(cited: Cited, path: Path) -> Check:
    """Reads the file again and compares. `missing` when it is gone or unreadable."""
    file = path.resolve()
    try:
        document, _ = make_document(path.name, read_bytes(file.parent, file.name))
    except UnreadableFile:
        return Check("missing")
    return check(cited, document.text)


def still_stands(document: Document, folder: Path) -> bool:
    """Whether the file has the very bytes the document was made from."""
    try:
        return hashlib.sha256(read_bytes(folder, document.path)).hexdigest() == document.sha256
    except UnreadableFile:
        return False


def _stands_at(cited: Cited, text: str, start: int) -> bool:
    """Whether prefix, quote and suffix stand around `start`, to the character."""
    before = start - len(cited.prefix)
    end = start + len(cited.quote)
    return (
        before >= 0
        and text[before:start] == cited.prefix
        and text[start:end] == cited.quote
        and text[end : end + len(cited.suffix)] == cited.suffix
    )


def _found(status: Status, text: str, start: int, end: int) -> Check:
    line = 1 + len(_LINE_END.findall(text, 0, start))
    return Check(status, start, end, line)


def _plain(text: str) -> str:
    return _LINE_END.sub("\n", text)


def _with_one_line_end(text: str) -> tuple[str, list[int] | range]:
    """The text with every line end as LF, and for each of its positions, the end included, the one in `text`."""
    if "\r" not in text:
        return text, range(len(text) + 1)
    positions: list[int] = []
    pieces: list[str] = []
    done = 0
    for match in _LINE_END.finditer(text):
        pieces += [text[done : match.start()], "\n"]
        positions += range(done, match.start() + 1)
        done = match.end()
    pieces.append(text[done:])
    positions += range(done, len(text) + 1)
    return "".join(pieces), positions


def _occurrences(part: str, text: str) -> list[int]:
    """Where `part` begins in `text`, overlapping ones too."""
    starts: list[int] = []
    start = text.find(part) if part else -1
    while start >= 0:
        starts.append(start)
        start = text.find(part, start + 1)
    return starts
