"""A folder's index: sound, complete, up to date; what in the folder cannot be read; which documents are copies."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from shlex import quote

from corpus.errors import UserError
from embeddings.encoder import OnnxEncoder
from embeddings.inspection import Inspection, is_indexed
from qa.answering.copies import sources_among
from qa.commands.doctor.findings import Finding, failure
from qa.settings import Settings
from qa.showing.wording import REASONS, counted

NAMED = 3
"""Files named in one finding; the others are counted."""


def check_folder(folder: Path, settings: Settings) -> Iterator[Finding]:
    """Opens an index that is there; makes none."""
    try:
        if not is_indexed(folder):
            yield Finding("index", "warn", f"{folder.resolve()}: not indexed yet", f"qa index {quote(str(folder))}")
            return
        with Inspection(folder) as inspection:
            yield check_database(inspection)
            yield from check_contents(inspection, settings)
            yield from check_unreadable(inspection)
            yield check_copies(inspection)
    except UserError as error:
        yield failure("index", error)


def check_database(inspection: Inspection) -> Finding:
    inspection.require_sound()
    size = f"{inspection.size / 1e6:.1f} MB"
    return Finding("index", "ok", f"{inspection.file}: sound (schema {inspection.schema_version}, {size})")


def check_contents(inspection: Inspection, settings: Settings) -> Iterator[Finding]:
    """How it was made, whether every passage has its vector, and what the folder has changed since."""
    folder = inspection.folder
    index_it = f"qa index {quote(str(folder))}"
    # the name of another encoder is known only once it is loaded, which takes seconds
    if not inspection.is_made_by(OnnxEncoder.name if settings.encoder is None else None):
        message = f"{folder}: indexed by another version or model, or not to the end"
        yield Finding("index", "warn", message, index_it)
        return
    yield check_vectors(inspection)
    if inspection.is_being_written():
        yield Finding("index", "warn", f"{folder}: another process is updating the index", "wait for it to end")
    elif changes := inspection.changes():
        yield Finding("index", "warn", f"{folder}: changed since it was indexed ({changes})", index_it)
    else:
        yield Finding("index", "ok", f"{folder}: up to date")


def check_vectors(inspection: Inspection) -> Finding:
    dimension = inspection.vector_dimension()
    inspection.require_as_written()
    passages = counted(inspection.passage_count(), "passage")
    return Finding("index", "ok", f"{passages}, each with a vector of {dimension} dimensions, all as they were written")


def check_unreadable(inspection: Inspection) -> Iterator[Finding]:
    by_reason: defaultdict[str, list[str]] = defaultdict(list)
    for record in inspection.files():
        if record.refusal:
            by_reason[record.refusal].append(record.path)
    for reason, paths in sorted(by_reason.items()):
        message = f"{counted(len(paths), 'file')} not searched, {REASONS[reason]}: {named(paths)}"
        yield Finding("files", "warn", message, f"qa docs --in {quote(str(inspection.folder))}   # lists all")
    if not by_reason:
        yield Finding("files", "ok", f"{counted(len(inspection.documents()), 'document')}, all readable")


def check_copies(inspection: Inspection) -> Finding:
    records = inspection.documents()
    sources = sources_among(map(inspection.text_of, records))
    groups = [[records[index].path for index in group] for group in sources if len(group) > 1]
    if not groups:
        return Finding("copies", "ok", "no document is a near-copy of another")
    listed = "; ".join(named(group) for group in groups[:NAMED])
    more = f"; and {len(groups) - NAMED} groups more" if len(groups) > NAMED else ""
    message = f"near-copies, each group counted as one source: {listed}{more}"
    return Finding("copies", "warn", message, "delete the copies that are not needed")


def named(paths: list[str]) -> str:
    more = f" and {len(paths) - NAMED} more" if len(paths) > NAMED else ""
    return f"{', '.join(paths[:NAMED])}{more}"
