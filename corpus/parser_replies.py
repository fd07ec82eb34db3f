"""What a parser makes of a file, as JSON: written in the child process, read and checked in ours."""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any, get_args

from corpus.document import Span
from corpus.errors import Reason, UnreadableFile, UserError
from corpus.formats.extraction import Attachment, Block, Extraction


def extraction_fields(extraction: Extraction) -> Mapping[str, Any]:
    return {
        "text": extraction.text,
        "encoding": extraction.encoding,
        "coordinates": extraction.coordinates,
        "extractor": extraction.extractor,
        "blocks": list(map(_block_fields, extraction.blocks)),
        "headings": list(map(_block_fields, extraction.headings)),
        "fields": list(map(_block_fields, extraction.fields)),
        "markup": extraction.markup,
        "metadata": extraction.metadata,
        "page_starts": extraction.page_starts,
        "page_labels": extraction.page_labels,
        "scanned_pages": extraction.scanned_pages,
        "recognised_pages": extraction.recognised_pages,
        "attachments": list(map(_attachment_fields, extraction.attachments)),
    }


def _block_fields(block: Block) -> Sequence[Any]:
    return [block.span, block.headings, block.parts, block.kind, block.lead]


def _attachment_fields(attachment: Attachment) -> Sequence[Any]:
    return [attachment.name, None if attachment.data is None else b64encode(attachment.data).decode("ascii")]


def extraction_from_json(path: str, reply: bytes) -> Extraction:
    """What the child said of the file at `path`, if it makes sense: it has parsed a file that may have taken it over."""
    try:
        fields = json.loads(reply)
        if "message" in fields:
            raise _refusal(fields)
        return _checked(fields)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise UnreadableFile("damaged", f"{path}: its parser gave back nonsense ({error})") from error


def _refusal(fields: dict[str, Any]) -> UserError:
    if "reason" not in fields:
        return UserError(str(fields["message"]), hint=str(fields["hint"]))
    reason: Reason = fields["reason"]
    if reason not in get_args(Reason):
        raise ValueError(f"reason {reason!r}")
    return UnreadableFile(reason, str(fields["message"]), pages=str(fields.get("pages", "")))


def _checked(fields: dict[str, Any]) -> Extraction:
    text = str(fields["text"])
    extraction = Extraction(
        text=text,
        encoding=str(fields["encoding"]),
        coordinates="file" if fields["coordinates"] == "file" else "extracted",
        extractor=None if fields["extractor"] is None else str(fields["extractor"]),
        blocks=tuple(_block(each, len(text)) for each in fields["blocks"]),
        headings=tuple(_block(each, len(text)) for each in fields["headings"]),
        fields=tuple(_block(each, len(text)) for each in fields["fields"]),
        markup=tuple(Span(int(start), int(end)) for start, end in fields["markup"]),
        metadata={str(name): str(value) for name, value in fields["metadata"].items()},
        page_starts=tuple(int(start) for start in fields["page_starts"]),
        page_labels=tuple(map(str, fields["page_labels"])),
        scanned_pages=str(fields["scanned_pages"]),
        recognised_pages=tuple(int(page) for page in fields["recognised_pages"]),
        attachments=tuple(Attachment(str(n), None if d is None else b64decode(d)) for n, d in fields["attachments"]),
    )
    blocks = (extraction.blocks, extraction.headings, extraction.fields)
    for spans in (*([block.span for block in each] for each in blocks), extraction.markup):
        borders = [0, *(position for span in spans for position in span), len(text)]
        if any(left > right for left, right in pairwise(borders)):
            raise ValueError("ranges that are none of the text's")
    _check_names([attachment.name for attachment in extraction.attachments])
    return extraction


def _check_names(names: Sequence[str]) -> None:
    """They become paths below that of their file, each of one document. Raises ValueError, also on lone surrogates."""
    parents = [str(parent) for name in names for parent in PurePosixPath(name).parents]
    if len({*names, *parents}) < len(names) + len(set(parents)):
        raise ValueError("attachments of one name, or within one another")
    if any({"", ".", ".."}.intersection(name.split("/")) or b"\0" in name.encode("utf-8") for name in names):
        raise ValueError("attachments with names that no file can have")


def _block(fields: list[Any], length: int) -> Block:
    span, headings, parts, kind, lead = fields
    if kind not in ("prose", "row", "item"):
        raise ValueError(f"a block of kind {kind!r}")
    return Block(
        _span(span, length),
        tuple(map(str, headings)),
        tuple(part if isinstance(part, str) else _span(part, length) for part in parts),
        kind,
        None if lead is None else _span(lead, length),
    )


def _span(fields: list[Any], length: int) -> Span:
    start, end = map(int, fields)
    if not 0 <= start <= end <= length:
        raise ValueError("ranges that are none of the text's")
    return Span(start, end)
