"""The check that a citation still stands in its file.

Statuses: `verified`: the quote stands at its range, between its prefix and suffix. `moved`: it does not, but prefix +
quote + suffix, or the whole sentence, stands exactly once elsewhere. `changed`: neither, even if the bare quote occurs.
`missing`: no such file, or it cannot be read. Line ends compare equal (LF, CRLF, CR); nothing else does.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.document import Document, Span
from corpus.errors import UnreadableFile
from corpus.folder import read_bytes
from corpus.reading import file_holding, read_document
from qa.english.boundaries import is_inside_word
from qa.replies.answers import Citation, Reply, Status, with_citations

CONTEXT = 32
"""Characters of prefix and suffix."""

_LINE_END = re.compile(r"\r\n|\r|\n")
_END_OF_SENTENCE = frozenset(".!?…。！？\"'”’»)]*_")
_BEFORE_SENTENCE = _END_OF_SENTENCE | frozenset("\n:|>-•」』")


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

    extractor: str | None = None
    """What reads the file now, where something else, or another version, did when it was cited."""

    why: str = ""
    """For `missing`: what cannot be read."""


def check(cited: Citation, text: str) -> Check:
    """Compares a citation with the text its document has now. Never `missing`."""
    if _stands_at_its_range(cited, text):
        return _found(cited, text, Span(cited.start, cited.end))
    plain, positions = _with_one_line_end(text)
    length = len(_plain(cited.quote))
    in_context = _places_in_context(cited, plain)
    if len(in_context) == 1:
        return _found(cited, text, Span(positions[in_context[0]], positions[in_context[0] + length]))
    in_sentence = _places_in_sentence(cited, plain)
    if len(in_sentence) == 1 and positions[in_sentence[0]] != cited.start:
        return _found(cited, text, Span(positions[in_sentence[0]], positions[in_sentence[0] + length]))
    now = text[max(0, cited.start - CONTEXT) : cited.end + CONTEXT]
    return Check("changed", cited.start, cited.end, cited.line, now)


def _places_in_context(cited: Citation, plain: str) -> list[int]:
    """Where the quote stands between its prefix and suffix; of several places only the one it had, if nothing but line
    ends changed. A context without a word is none: then the quote must be a sentence of its own."""
    prefix, quote, suffix = map(_plain, (cited.prefix, cited.quote, cited.suffix))
    places = [start + len(prefix) for start in _occurrences(prefix + quote + suffix, plain)]
    places = [place for place in places if _ends_are_whole(cited, plain, place, place + len(quote))]
    if not _has_word(prefix + suffix):
        return [place for place in places if _is_whole_sentence(plain, place, place + len(quote))]
    lines_before = cited.line - 1
    for own in (cited.start, cited.start - lines_before):  # with line ends of one character, and of two
        if own in places and plain.count("\n", 0, own) == lines_before:
            return [own]
    return places


def _places_in_sentence(cited: Citation, plain: str) -> list[int]:
    """Where the quote stands in its whole sentence, by what the prefix and suffix say of its place in there."""
    prefix, quote, suffix, sentence = map(_plain, (cited.prefix, cited.quote, cited.suffix, cited.sentence))
    offsets = _offsets_in_sentence(prefix, quote, suffix, sentence)
    if len(offsets) != 1:
        return []
    starts = _occurrences(sentence, plain)
    return [start + offsets[0] for start in starts if _is_whole_sentence(plain, start, start + len(sentence))]


def quote_in_sentence(cited: Citation) -> Span:
    """Where the quote stands in `cited.sentence`; of several places, the first that its prefix and suffix agree with."""
    offsets = _offsets_in_sentence(cited.prefix, cited.quote, cited.suffix, cited.sentence)
    if not offsets:
        raise ValueError(f"the sentence {cited.sentence!r} does not hold the quote {cited.quote!r}")
    return Span(offsets[0], offsets[0] + len(cited.quote))


def _offsets_in_sentence(prefix: str, quote: str, suffix: str, sentence: str) -> list[int]:
    return [
        offset
        for offset in _occurrences(quote, sentence)
        if _end_alike(sentence[:offset], prefix) and _begin_alike(sentence[offset + len(quote) :], suffix)
    ]


def _end_alike(one: str, other: str) -> bool:
    return one.endswith(other) or other.endswith(one)


def _begin_alike(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _has_word(text: str) -> bool:
    return any(map(str.isalnum, text))


def _is_whole_sentence(plain: str, start: int, end: int) -> bool:
    """Whether a sentence may begin and end here: at a line's border, or after a stop."""
    before = plain[max(0, start - CONTEXT) : start].rstrip(" \t")
    after = plain[end : end + CONTEXT].lstrip(" \t")
    begins = not before or before[-1] in _BEFORE_SENTENCE
    return begins and (not after or after[0] in "\n|" or plain[end - 1] in _END_OF_SENTENCE)


def check_file(cited: Citation, path: Path) -> Check:
    """Reads the file again and compares. `missing` when it is gone or unreadable."""
    try:
        document, _ = read_document(path, cited.extractor)
    except UnreadableFile as error:
        return Check("missing", why=str(error))
    extractor = None if document.extractor == cited.extractor else document.extractor
    return replace(check(cited, document.text), extractor=extractor)


def checked_again(replies: Iterable[Reply]) -> list[Reply]:
    """The replies with the status each citation has now; every cited file is read once."""
    texts: dict[str, str | None] = {}

    def checked(citation: Citation) -> Citation:
        if citation.path not in texts:
            try:
                texts[citation.path] = read_document(Path(citation.path), citation.extractor)[0].text
            except UnreadableFile:
                texts[citation.path] = None
        text = texts[citation.path]
        return replace(citation, status="missing" if text is None else check(citation, text).status)

    return [with_citations(reply, checked) for reply in replies]


def still_stands(document: Document, folder: Path) -> bool:
    """Whether the file has the very bytes the document was made from."""
    file = file_holding(folder / document.path) or folder / document.path
    try:
        return hashlib.sha256(read_bytes(folder, file.relative_to(folder).as_posix())).hexdigest() == document.sha256
    except UnreadableFile:
        return False


def _stands_at_its_range(cited: Citation, text: str) -> bool:
    """Whether the range holds the quote between prefix and suffix, to the character."""
    before = cited.start - len(cited.prefix)
    return (
        before >= 0
        and text[before : cited.start] == cited.prefix
        and text[cited.start : cited.end] == cited.quote
        and text[cited.end : cited.end + len(cited.suffix)] == cited.suffix
        and _ends_are_whole(cited, text, cited.start, cited.end)
    )


def _ends_are_whole(cited: Citation, text: str, start: int, end: int) -> bool:
    """Whether a quote that stood at an end of its text still ends there with a whole word: 30 is not 300."""
    return bool(cited.prefix or not is_inside_word(text, start)) and bool(cited.suffix or not is_inside_word(text, end))


def _found(cited: Citation, text: str, span: Span) -> Check:
    line = 1 + len(_LINE_END.findall(text, 0, span.start))
    return Check("verified" if span == (cited.start, cited.end) else "moved", *span, line)


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
