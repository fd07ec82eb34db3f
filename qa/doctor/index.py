"""A folder's index: sound, complete, up to date; what in the folder cannot be read; which documents are copies."""

import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from shlex import quote

from corpus.database import SCHEMA_VERSION
from corpus.errors import UserError
from corpus.folder import open_folder
from corpus.locations import index_home
from corpus.store import Store
from embeddings.encoder import OnnxEncoder
from embeddings.index import index_format
from embeddings.update import find_changes
from qa.copies import sources_among
from qa.doctor.findings import Finding, failure
from qa.output import REASONS, counted
from qa.settings import Settings

NAMED = 3
"""Files named in one finding; the others are counted."""

_UNEQUAL_DOCUMENTS = """
select path from documents left join vectors on vectors.document_id = documents.id
where refusal is null and coalesce(length(matrix), -1) !=
    4 * ? * (select count(*) from passages where passages.document_id = documents.id) order by path
"""


def check_folder(folder: Path, settings: Settings) -> Iterator[Finding]:
    """Opens an index that is there; makes none."""
    try:
        folder = open_folder(folder)
        home = index_home(folder)
        if not os.path.isfile(home / "index.sqlite"):  # noqa: PTH113 - False where it may not be looked at
            yield Finding("index", "warn", f"{folder}: not indexed yet", f"qa index {quote(str(folder))}")
            return
        with Store(home, folder) as store:
            yield check_database(store)
            yield from check_contents(store, settings)
            yield from check_unreadable(store)
            yield check_copies(store)
    except UserError as error:
        yield failure("index", error)


def check_database(store: Store) -> Finding:
    with store.explained():
        complaints = [row[0] for row in store.connection.execute("pragma quick_check(3)")]
    if complaints != ["ok"]:
        raise store.damaged("; ".join(complaints))
    size = sum(file.stat().st_size for file in store.home.iterdir()) / 1e6
    return Finding("index", "ok", f"{store.file}: sound (schema {SCHEMA_VERSION}, {size:.1f} MB)")


def check_contents(store: Store, settings: Settings) -> Iterator[Finding]:
    """How it was made, whether every passage has its vector, and what the folder has changed since."""
    made_by = store.meta("index_format")
    index_it = f"qa index {quote(str(store.folder))}"
    # the name of another encoder is known only once it is loaded, which takes seconds
    if made_by is None or (settings.encoder is None and made_by != index_format(OnnxEncoder.name)):
        yield Finding(
            "index", "warn", f"{store.folder}: indexed by another version or model, or not to the end", index_it
        )
        return
    yield check_vectors(store)
    if store.is_being_written():
        yield Finding("index", "warn", f"{store.folder}: another process is updating the index", "wait for it to end")
    elif changes := find_changes(store):
        yield Finding("index", "warn", f"{store.folder}: changed since it was indexed ({changes})", index_it)
    else:
        yield Finding("index", "ok", f"{store.folder}: up to date")


def check_vectors(store: Store) -> Finding:
    passages = store.passage_count()
    with store.explained():
        total = store.connection.execute("select coalesce(sum(length(matrix)), 0) from vectors").fetchone()[0]
        dimension = total // (4 * passages) if passages else 0
        unequal = [path for (path,) in store.connection.execute(_UNEQUAL_DOCUMENTS, (dimension,))]
    if unequal:
        raise store.damaged(f"passages without a vector, or vectors without a passage: {named(unequal)}")
    return Finding("index", "ok", f"{counted(passages, 'passage')}, each with a vector of {dimension} dimensions")


def check_unreadable(store: Store) -> Iterator[Finding]:
    by_reason: defaultdict[str, list[str]] = defaultdict(list)
    for record in store.records():
        if record.refusal:
            by_reason[record.refusal].append(record.path)
    for reason, paths in sorted(by_reason.items()):
        message = f"{counted(len(paths), 'file')} not searched, {REASONS[reason]}: {named(paths)}"
        yield Finding("files", "warn", message, f"qa docs --in {quote(str(store.folder))}   # lists all")
    if not by_reason:
        yield Finding("files", "ok", f"{counted(len(store.documents()), 'document')}, all readable")


def check_copies(store: Store) -> Finding:
    records = store.documents()
    sources = sources_among(store.document(record.id).text for record in records)
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
