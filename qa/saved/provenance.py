"""What a saved reply was asked of: enough to ask it again, and to say why another reply comes of it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path

from corpus.store import FileRecord
from embeddings.engine import Index
from qa.answering.request import Request
from qa.reading.model_files import ReaderName, files_of
from qa.replies.answers import Reply
from qa.replies.wire import AskedOf, AskedSettings, asked_of_to_wire, to_wire
from qa.saved.files import append_line, explained
from qa.settings import Settings

MOST_LISTED = 200
"""In a folder of more documents a saved line tells them apart as a whole, not one by one: it would grow too long."""

LISTED_DIGITS = 16
"""Of each listed document's SHA-256: enough to see that it changed."""


def describe(index: Index, request: Request, settings: Settings) -> AskedOf:
    """What this request, put to this index now, is asked of."""
    documents = index.documents()
    encoder = str(settings.encoder) if settings.encoder else None
    return AskedOf(
        folder=str(index.folder),
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        filters=request.filters,
        limit=request.limit,
        settings=AskedSettings(request.max_error, settings.passages_to_read, encoder, settings.reader),
        index=fingerprint(documents, index.made_by),
        documents=_listed(documents) if len(documents) <= MOST_LISTED else None,
        models=_model_hashes(settings.reader) | {"encoder": index.encoder_name},
        version=version("quoth"),
        turns=request.turns,
    )


def append_saved(file: Path, reply: Reply, asked_of: AskedOf) -> None:
    """Adds a line to a file of saved replies. Raises UserError when it cannot be written."""
    with explained(file, "--save"):
        append_line(file, json.dumps(to_wire(reply) | asked_of_to_wire(asked_of)))


def fingerprint(documents: Sequence[FileRecord], made_by: str) -> str:
    """Equal for equal documents under equal paths, indexed in one format; in any order."""
    digest = hashlib.sha256(made_by.encode())
    for path, sha256 in sorted((record.path, record.sha256 or "") for record in documents):
        digest.update(f"\0{path}\0{sha256}".encode())
    return digest.hexdigest()


def file_sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@cache
def _model_hashes(reader: ReaderName) -> dict[str, str]:
    """Of the files a process has loaded."""
    return {file.name: file_sha256(file) for file in files_of(reader)}


def _listed(documents: Sequence[FileRecord]) -> dict[str, str]:
    return {record.path: (record.sha256 or "")[:LISTED_DIGITS] for record in documents}


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """What is not as it was when a reply was saved."""

    changed: tuple[str, ...] = ()
    """Documents with other bytes."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    is_index_other: bool = False
    """Whether documents or the format of the index differ; which documents, only small folders know."""

    models: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    """Each with its value then and now."""

    folder: str | None = None
    """The one asked then, where another is asked now."""

    version: str | None = None
    """Of Quoth then, where it is another now."""

    def __str__(self) -> str:
        listed = {"documents changed": self.changed, "added": self.added, "removed": self.removed}
        parts = [f"{what}: {', '.join(names)}" for what, names in listed.items() if names]
        if self.is_index_other and not parts:
            parts.append("the documents, or how they are indexed, differ")
        if self.models:
            parts.append(f"other models: {', '.join(self.models)}")
        parts += self.settings
        if self.version:
            parts.append(f"saved by version {self.version}")
        if self.folder:
            parts.append(f"asked of {self.folder} then")
        return "; ".join(parts)


def differences(then: AskedOf, now: AskedOf) -> Differences:
    changed, added, removed = _document_differences(then.documents, now.documents)
    return Differences(
        changed=changed,
        added=added,
        removed=removed,
        is_index_other=then.index != now.index,
        models=tuple(
            name
            for name in sorted(then.models.keys() | now.models.keys())
            if then.models.get(name) != now.models.get(name)
        ),
        settings=tuple(_setting_differences(then.settings, now.settings)),
        folder=then.folder if then.folder != now.folder else None,
        version=then.version if then.version != now.version else None,
    )


def _document_differences(
    then: Mapping[str, str] | None, now: Mapping[str, str] | None
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """(changed, added, removed), each by path; nothing where one side is not listed."""
    if then is None or now is None:
        return (), (), ()
    changed = tuple(sorted(path for path in then.keys() & now.keys() if then[path] != now[path]))
    return changed, tuple(sorted(now.keys() - then.keys())), tuple(sorted(then.keys() - now.keys()))


def _setting_differences(then: AskedSettings, now: AskedSettings) -> list[str]:
    return [
        f"{field.name} was {getattr(then, field.name)}, is {getattr(now, field.name)}"
        for field in fields(AskedSettings)
        if getattr(then, field.name) != getattr(now, field.name)
    ]
