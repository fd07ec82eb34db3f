"""One file -> its documents and their passages: its own, and those of what is attached to it.

An attachment of `mail.eml` is the document `mail.eml/report.pdf`, read as files of its type are. Its text is extracted,
whatever its type, and its SHA-256 is that of the file it came in.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from corpus.chunking import split_into_passages
from corpus.document import Document, Passage
from corpus.errors import Reason, UnreadableFile
from corpus.folder import FileEntry, read_bytes
from corpus.formats.extraction import Attachment, Extraction
from corpus.isolation import extract_isolated
from corpus.recognition import RecogniserMissing, installed_recogniser, names_recogniser

DEEPEST = 3
"""What is attached to an attachment of an attachment of an attachment is `too_large`."""

MOST_ATTACHMENTS = 10_000
"""A file with more of them, those within one another counted, is `too_large`."""


Extract = Callable[[str, bytes], Extraction]
"""From a file's name and bytes. Raises UnreadableFile with the reason."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What came of a file or an attachment: a document, or the reason why there is none."""

    entry: FileEntry
    container: str | None = None
    """The path of the file that an attachment came in; None for a file itself."""

    document: Document | None = None
    passages: tuple[Passage, ...] = ()
    refusal: Reason | None = None
    scanned_pages: str = ""
    """Where they are why there is none."""


def parse_file(folder: Path, entry: FileEntry, extract: Extract = extract_isolated) -> list[Parsed]:
    """The file, then its attachments. An attachment that cannot be read keeps nothing from the others."""
    if entry.refusal:
        return [Parsed(entry, refusal=entry.refusal)]
    try:
        document, extraction = make_document(entry.path, read_bytes(folder, entry.path), extract)
        parsed = [Parsed(entry, None, document, tuple(split_into_passages(document, extraction)))]
        for attached in _parse_attachments(entry.path, document, extraction, extract):
            if len(parsed) > MOST_ATTACHMENTS:
                raise UnreadableFile("too_large", f"{entry.path}: over {MOST_ATTACHMENTS} attachments")
            parsed.append(attached)
    except UnreadableFile as error:
        return [Parsed(entry, refusal=error.reason, scanned_pages=error.pages)]
    return parsed


def _parse_attachments(
    file: str, holder: Document, held: Extraction, extract: Extract, depth: int = 1
) -> Iterator[Parsed]:
    """Those of one document, each followed by what is attached to it."""
    for attachment in held.attachments:
        entry = FileEntry(_path(holder, attachment), len(attachment.data or b""), 0)
        if depth > DEEPEST:
            yield Parsed(entry, file, refusal="too_large")
            continue
        try:
            document, extraction = _make_attached(holder, attachment, extract)
        except UnreadableFile as error:
            yield Parsed(entry, file, refusal=error.reason, scanned_pages=error.pages)
            continue
        yield Parsed(entry, file, document, tuple(split_into_passages(document, extraction)))
        yield from _parse_attachments(file, document, extraction, extract, depth + 1)


def read_document(path: Path, extractor: str | None = None) -> tuple[Document, list[Passage]]:
    """Reads and cuts what a citation's path names: a file, or an attachment. Raises UnreadableFile with the reason.

    `extractor`: what read it before, if that is known. Where scans were recognised then, they are again."""
    extract = partial(extract_isolated, ocr=_is_recognised_again(path, extractor))
    file = file_holding(path) or path
    try:
        place = Path(os.path.realpath(file))
    except ValueError as error:
        raise UnreadableFile("unreadable", f"{str(path)!r}: a name no file can have") from error
    document, extraction = make_document(file.name, read_bytes(place.parent, place.name), extract)
    wanted = (Path(file.name) / path.relative_to(file)).as_posix()
    while document.path != wanted:
        document, extraction = _make_attached(document, _on_the_way(wanted, document, extraction), extract)
    return document, split_into_passages(document, extraction)


def _is_recognised_again(path: Path, extractor: str | None) -> bool:
    if not names_recogniser(extractor):
        return False
    try:
        installed_recogniser()
    except RecogniserMissing as error:
        raise UnreadableFile("no_text_layer", f"{path}: was read by {extractor}, which is not installed") from error
    return True


def file_holding(path: Path) -> Path | None:
    """The file that is at a path, or that an attachment with this path came in."""
    return next((each for each in (path, *path.parents) if os.path.isfile(each)), None)  # noqa: PTH113 - never raises


def _on_the_way(wanted: str, holder: Document, held: Extraction) -> Attachment:
    for attachment in held.attachments:
        if f"{wanted}/".startswith(f"{_path(holder, attachment)}/"):
            return attachment
    raise UnreadableFile("unreadable", f"{wanted}: not attached to {holder.path}")


def _make_attached(holder: Document, attachment: Attachment, extract: Extract) -> tuple[Document, Extraction]:
    path = _path(holder, attachment)
    if attachment.data is None:
        raise UnreadableFile("damaged", f"{path}: cannot be taken out of {holder.path}")
    if not attachment.data:
        raise UnreadableFile("empty", f"{path}: nothing in it")
    document, extraction = make_document(path, attachment.data, extract)
    extractor = ", ".join(filter(None, (holder.extractor, document.extractor)))
    return replace(document, sha256=holder.sha256, coordinates="extracted", extractor=extractor), extraction


def _path(holder: Document, attachment: Attachment) -> str:
    return f"{holder.path}/{attachment.name}"


def make_document(path: str, data: bytes, extract: Extract = extract_isolated) -> tuple[Document, Extraction]:
    """The document that these bytes are. Raises UnreadableFile with the reason."""
    extraction = extract(path, data)
    document = Document(
        path=path,
        text=extraction.text,
        sha256=hashlib.sha256(data).hexdigest(),
        encoding=extraction.encoding,
        coordinates=extraction.coordinates,
        extractor=extraction.extractor,
        title=extraction.metadata.get("title", ""),
        published=extraction.metadata.get("published"),
        page_starts=extraction.page_starts,
        page_labels=extraction.page_labels,
        scanned_pages=extraction.scanned_pages,
        recognised_pages=extraction.recognised_pages,
    )
    return document, extraction
