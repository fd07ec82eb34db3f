"""What is attached to a message: its parts that are files, under names that no folder would refuse."""

import re
from collections.abc import Iterator
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from pathlib import PurePosixPath

from corpus.formats.extraction import Attachment

FOREIGN = (MessageError, ValueError, LookupError, TypeError, AttributeError)
"""What the library raises on headers and bodies that are not well formed."""

_MESSAGES = frozenset(["message/rfc822", "message/global", "message/news"])

_SUFFIXES = {
    "application/json": ".json",
    "application/mbox": ".mbox",
    "application/msword": ".doc",
    "application/pdf": ".pdf",
    "application/rtf": ".rtf",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "text/csv": ".csv",
    "text/html": ".html",
    "text/markdown": ".md",
    "text/plain": ".txt",
    "text/rtf": ".rtf",
} | dict.fromkeys(_MESSAGES, ".eml")
"""For names without a suffix of their own: the format is known by it."""

_NO_NAME = re.compile(r"[/\\\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_LONGEST_NAME = 200
"""Characters; file systems take no more than 255 bytes."""


def is_attached(part: Message) -> bool:
    """Whether a part is a file, or a message, that comes with the mail; text is, where the mail says so."""
    if part.get_content_type() in _MESSAGES:
        return True
    if part.is_multipart() or _is_shown_inside(part):
        return False
    is_file = part.get_content_maintype() not in ("text", "multipart")
    return is_file or part.get_content_disposition() == "attachment"


def _is_shown_inside(part: Message) -> bool:
    """Whether it is a picture that the mail shows among its words, such as a signature's."""
    is_picture = part.get_content_maintype() == "image" and part["Content-ID"] is not None
    return is_picture and part.get_content_disposition() != "attachment"


def attachments_of(message: Message) -> list[Attachment]:
    taken: set[str] = set()
    return [Attachment(_free_name(part, taken), _content(part)) for part in _attached(message)]


def _attached(part: Message) -> Iterator[Message]:
    if is_attached(part):
        yield part
    elif part.is_multipart():
        for each in part.get_payload():
            if isinstance(each, Message):
                yield from _attached(each)


def _content(part: Message) -> bytes | None:
    payload = part.get_payload()
    if not isinstance(payload, list):
        return data_of(part)
    try:
        return b"".join(each.as_bytes() for each in payload if isinstance(each, Message))
    except FOREIGN:
        return None


def data_of(part: Message) -> bytes:
    """What a part that is not made of parts holds."""
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _free_name(part: Message, taken: set[str]) -> str:
    """The name a part gives itself, or one for its type, as no other part has it: of two "a.pdf" one is "a-2.pdf"."""
    given = _NO_NAME.sub("_", " ".join(decoded(part.get_filename() or "").split()))[-_LONGEST_NAME:]
    name = given if given.strip(". ") else "attachment"
    if not PurePosixPath(name).suffix:
        name += _SUFFIXES.get(part.get_content_type(), "")
    stem, suffix = PurePosixPath(name).stem, PurePosixPath(name).suffix
    number = 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}{suffix}"
    taken.add(name)
    return name


def decoded(value: str) -> str:
    """The words of a header: encoded ones, or the bytes themselves."""
    raw = value.encode("utf-8", "surrogateescape")
    pieces = decode_header(text_of(raw, "utf-8"))
    return "".join(piece if isinstance(piece, str) else text_of(piece, charset or "ascii") for piece, charset in pieces)


def text_of(data: bytes, charset: str) -> str:
    """Read in Western European where the charset is unknown, or a lie."""
    try:
        return data.decode(charset)
    except (UnicodeError, LookupError):
        return data.decode("cp1252", "replace")
