"""Mail: subject as heading, sender, recipients and date as the first block, then what is new, then what is quoted.

The standard library takes messages apart; how a mail looks to its reader is decided here. Attachments, messages among
them, are named in the mail's text and are documents of their own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.utils import parsedate_tz
from importlib.metadata import version
from itertools import pairwise

from corpus.document import Span
from corpus.errors import UnreadableFile
from corpus.formats.attachments import FOREIGN, attachments_of, data_of, decoded, is_attached, text_of
from corpus.formats.extraction import Attachment, Extraction, damaged_by, iso_date
from corpus.formats.html import read_html
from corpus.formats.writing import BlockWriter

EXTRACTOR = f"quoth-mail 3 (lxml {version('lxml')})"

_SHOWN = ("from", "to", "cc", "date")
_USUAL = ("subject", "received", "return-path", "message-id", "mime-version", "content-type")
"""A file with none of these headers is no mail."""

_ENVELOPE = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\r\n]*\r?\n")
_ESCAPED_ENVELOPE = re.compile(rb"^>(>*From )", re.M)
_PARAGRAPH = re.compile(r"\S[^\n]*(?:\n[^\S\n]*+\S[^\n]*)*")
_QUOTE_MARK = re.compile(r"^(?:>[^\S\n]?)+", re.M)
_BLANK_QUOTE = re.compile(r"^[> \t]++$", re.M)
_QUOTED_LINES = re.compile(
    r"(?:^[^>\n][^\n]*(?:\n[^>\n][^\n]*)?:[^\S\n]*\n(?:[^\S\n]*\n)?)?(?:^>[^\n]*(?:\n|\Z))+", re.M
)
"""Lines marked as quoted, and the one or two above that say who wrote them."""

_OLD_MESSAGE = re.compile(
    r"^(?:-{3,}\s*[^\W\d_][^\n]*-{3,}[^\S\n]*$|_{20,}\s*\nFrom: |From: [^\n]+\n(?:Sent|Date): )", re.M
)
_OLD_HTML = re.compile(
    r"""<blockquote\b|<(?:div|hr)\b[^>]{0,400}?(?:class="?(?:gmail_quote|yahoo_quoted|protonmail_quote|moz-cite-prefix)
    |id="?(?:divRplyFwdMsg|appendonsend)|border:none;\s*border-top:\s*solid\s)""",
    re.I | re.X,
)
"""Where what is quoted begins, as mail programs mark it."""

_BLOCKQUOTE = re.compile(r"<(/?)blockquote\b[^>]*>", re.I)


@dataclass(frozen=True, slots=True)
class _Body:
    text: str
    is_html: bool


def read_eml(data: bytes) -> Extraction:
    writer = BlockWriter()
    metadata = _write_message(data, writer)
    return writer.extraction(EXTRACTOR, metadata)


def read_mbox(data: bytes) -> Extraction:
    """All messages one after the other; who wrote what stands in the text alone. Attachments of the third message have
    names such as "3/report.pdf"."""
    if data.strip() and not data.startswith(b"From "):
        raise UnreadableFile("damaged", "does not begin as a mailbox does, with a line 'From ...'")
    writer = BlockWriter()
    for number, (envelope, following) in enumerate(pairwise([*_ENVELOPE.finditer(data), None]), 1):
        assert envelope is not None
        message = data[envelope.end() : following.start() if following else len(data)]
        _write_message(_ESCAPED_ENVELOPE.sub(rb"\1", message), writer, f"{number}/")
    return writer.extraction(EXTRACTOR, {})


def _write_message(data: bytes, writer: BlockWriter, within: str = "") -> dict[str, str]:
    """Writes one message; returns its metadata. `within` goes before the names of its attachments."""
    with damaged_by(*FOREIGN):
        message = message_from_bytes(data)
        headers = _headers(message)
        bodies = list(_bodies(message))
        attachments = attachments_of(message)
    if data.strip() and not headers.keys() & {*_SHOWN, *_USUAL}:
        raise UnreadableFile("damaged", "has no header of a mail")
    writer.end_headings()
    writer.write_heading(headers.get("subject", ""), 1)
    writer.write_block("\n".join(f"{name.title()}: {headers[name]}" for name in _SHOWN if headers.get(name)))
    for body in bodies:
        for part, is_old in _parted(body):
            if is_old and part.strip():
                writer.write_heading("Quoted", 2)
            _write_body(part, body.is_html, writer)
            writer.end_headings(2)
    if attachments:
        writer.write_block("Attachments: " + ", ".join(each.name for each in attachments))
        writer.attachments += [Attachment(within + each.name, each.data) for each in attachments]
    return {
        "title": headers.get("subject", ""),
        "author": headers.get("from", ""),
        "to": headers.get("to", ""),
        "published": _iso_day(headers.get("date", "")),
    }


def _headers(message: Message) -> dict[str, str]:
    """The first header of each name, lower-case, in words."""
    found: dict[str, str] = {}
    for name, value in message.raw_items():
        found.setdefault(name.lower(), " ".join(decoded(str(value)).split()))
    return found


def _iso_day(date: str) -> str:
    moment = parsedate_tz(date)
    return (iso_date("{:04}-{:02}-{:02}".format(*moment[:3])) or "") if moment else ""


def _bodies(part: Message) -> Iterator[_Body]:
    """What a reader is shown, of alternatives the plain one."""
    if is_attached(part):
        return
    if part.is_multipart():
        payload = part.get_payload()
        assert isinstance(payload, list)
        parts = [each for each in payload if isinstance(each, Message)]
        shown = [list(_bodies(each)) for each in parts]
        if part.get_content_type() == "multipart/alternative":
            plain = [bodies for bodies in shown if bodies and not bodies[0].is_html]
            shown = plain[:1] or [bodies for bodies in shown if bodies][-1:]
        for bodies in shown:
            yield from bodies
    elif part.get_content_maintype() == "text":
        text = text_of(data_of(part), part.get_content_charset() or "utf-8")
        text = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode()
        if text.strip():
            yield _Body(text, part.get_content_subtype() == "html")


def _parted(body: _Body) -> Iterator[tuple[str, bool]]:
    """The parts of a body and whether each is quoted. In HTML what is quoted ends with its quotation element; where there
    is none, and in plain text, it goes on to the end."""
    position = 0
    while found := (_OLD_HTML if body.is_html else _OLD_MESSAGE).search(body.text, position):
        yield body.text[position : found.start()], False
        position = _end_of_quotation(body.text, found.start()) if body.is_html else len(body.text)
        yield body.text[found.start() : position], True
    yield body.text[position:], False


def _end_of_quotation(text: str, start: int) -> int:
    depth = 0
    for tag in _BLOCKQUOTE.finditer(text, start):
        depth += -1 if tag[1] else 1
        if depth <= 0:
            return tag.end()
    return len(text)


def _write_body(text: str, is_html: bool, writer: BlockWriter) -> None:
    if is_html:
        writer.write_extraction(read_html(b"\xef\xbb\xbf" + text.encode()))
        return
    position = 0
    for quoted in _QUOTED_LINES.finditer(text):
        _write_paragraphs(text[position : quoted.start()], writer)
        writer.write_heading("Quoted", 2)
        _write_paragraphs(quoted.group(), writer)
        writer.end_headings(2)
        position = quoted.end()
    _write_paragraphs(text[position:], writer)


def _write_paragraphs(text: str, writer: BlockWriter) -> None:
    """Quotation marks at the beginning of lines are markup; a line of nothing else ends a paragraph."""
    blank = _BLANK_QUOTE.sub("", text)
    for paragraph in _PARAGRAPH.finditer(blank):
        words = paragraph.group()
        writer.write_block(words, [Span(*mark.span()) for mark in _QUOTE_MARK.finditer(words)])
