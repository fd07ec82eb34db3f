"""One SQLite database per folder: the documents and passages, as last read. `embeddings/` keeps its tables on the same
connection, so that a document, its passages, vectors and words appear and vanish in one transaction."""

import fcntl
import json
import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO, cast

from corpus.document import Coordinates, Document, Passage, Span
from corpus.errors import Reason, StoreBusy, StoreDamaged, UserError
from corpus.folder import FileEntry

SCHEMA_VERSION = 1
BUSY_SECONDS = 60

_SCHEMA = """
create table meta (key text primary key, value text not null) strict;
create table documents (
    id integer primary key,
    path text not null unique,
    size integer not null,
    mtime_ns integer not null,
    refusal text,
    sha256 text, encoding text, coordinates text, extractor text, title text, published text, page_starts text,
    text text
) strict;
create table passages (
    id integer primary key,
    document_id integer not null references documents (id) on delete cascade,
    start integer not null, stop integer not null, headings text not null, markup text not null
) strict;
create index passages_of_document on passages (document_id, start);
"""


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What the database knows of one file."""

    id: int
    path: str
    size: int
    mtime_ns: int
    refusal: Reason | None
    sha256: str | None
    extractor: str | None
    title: str
    published: str | None


class Store:
    """The tables of documents and passages. Use as a context manager; not shared between threads."""

    def __init__(self, home: Path, folder: Path) -> None:
        """Opens, or creates, the database in `home` for the resolved `folder`.

        Raises StoreDamaged when the file is not a sound database of ours, StoreBusy when it stays locked."""
        self.home = home
        self.folder = folder
        self.file = home / "index.sqlite"
        _make_private(home)
        with self.explained():
            self.connection = sqlite3.connect(
                self.file, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
        try:
            with self.explained():
                if self.connection.execute("pragma journal_mode").fetchone() != ("wal",):
                    with self.writing():  # of two processes that switch at once, one would fail
                        self.connection.execute("pragma journal_mode = wal")
                self.connection.execute("pragma synchronous = normal")
                self.connection.execute("pragma foreign_keys = on")
                self._prepare_schema()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.connection.close()

    def _prepare_schema(self) -> None:
        version = self.connection.execute("pragma user_version").fetchone()[0]
        if version > SCHEMA_VERSION:
            raise StoreDamaged(
                f"{self.file}: written by a newer version (schema {version}; this one knows {SCHEMA_VERSION})",
                hint="install the newer version of quoth",
            )
        if version == 0:
            with self.transaction():
                if not self._tables():
                    for statement in filter(str.strip, _SCHEMA.split(";")):
                        self.connection.execute(statement)
                    self.set_meta("folder", os.fsdecode(self.folder))
                    self.connection.execute(f"pragma user_version = {SCHEMA_VERSION}")
        if not self._tables() >= {"meta", "documents", "passages"}:
            raise self.damaged("not a database of ours")

    def _tables(self) -> set[str]:
        return {name for (name,) in self.connection.execute("select name from sqlite_master where type = 'table'")}

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Everything inside is committed together, or not at all."""
        with self._between("begin immediate"):
            yield self.connection

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Everything read inside is of one moment, whatever other processes commit."""
        with self._between("begin"):
            yield

    @contextmanager
    def _between(self, begin: str) -> Iterator[None]:
        with self.explained():
            self.connection.execute(begin)
            try:
                yield
                self.connection.execute("commit")
            except BaseException:
                if self.connection.in_transaction:  # a full disk has rolled back by itself
                    self.connection.execute("rollback")
                raise

    @contextmanager
    def explained(self) -> Iterator[None]:
        """SQLite's errors in the words of a person who can put them right."""
        try:
            yield
        except sqlite3.OperationalError as error:
            name = getattr(error, "sqlite_errorname", "")  # absent where Python, not SQLite, found the fault
            if not name:
                raise self.damaged(error) from error
            if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
                raise StoreBusy(
                    f"{self.file}: another process has held the index for over {BUSY_SECONDS} seconds",
                    hint="wait for it to end, or stop it",
                ) from error
            if name.startswith(("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
                raise self._unwritable(error) from error
            raise
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorname", "").startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
                raise self.damaged(error) from error
            raise

    def damaged(self, why: object) -> StoreDamaged:
        hint = f"qa forget {self.folder}   # then ask again: it is rebuilt"
        return StoreDamaged(f"{self.file}: damaged ({why})", hint=hint)

    def _unwritable(self, why: object) -> UserError:
        hint = "free some space, or set QUOTH_HOME to a folder that can be written; what is indexed is kept"
        return UserError(f"{self.file}: cannot be written ({why})", hint=hint)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Keeps other processes from updating the same index; they wait. Released when the process ends, however."""
        with self._lock_file() as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def is_being_written(self) -> bool:
        with self._lock_file() as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
            return False

    def _lock_file(self) -> TextIO:
        try:
            return (self.home / "lock").open("w")
        except OSError as error:
            raise self._unwritable(error.strerror) from error

    def meta(self, key: str) -> str | None:
        with self.explained():
            row = self.connection.execute("select value from meta where key = ?", (key,)).fetchone()
        return row[0] if row else None

    def set_meta(self, key: str, value: str) -> None:
        self.connection.execute("insert or replace into meta values (?, ?)", (key, value))

    def records(self) -> list[FileRecord]:
        """Every file the index knows, by path."""
        with self.explained():
            rows = self.connection.execute(
                "select id, path, size, mtime_ns, refusal, sha256, extractor, coalesce(title, ''), published "
                "from documents order by path"
            ).fetchall()
        return [FileRecord(*row) for row in rows]

    def documents(self) -> list[FileRecord]:
        """The files that became documents, by path."""
        return [record for record in self.records() if record.refusal is None]

    def put_document(self, entry: FileEntry, document: Document, passages: Sequence[Passage]) -> tuple[int, list[int]]:
        """Stores a document that is not in the store; returns its id and its passages' ids. Inside a transaction."""
        cursor = self.connection.execute(
            "insert into documents (path, size, mtime_ns, sha256, encoding, coordinates, extractor, title, published,"
            " page_starts, text) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (document.path, entry.size, entry.mtime_ns, document.sha256, document.encoding, document.coordinates,
             document.extractor, document.title, document.published, json.dumps(document.page_starts), document.text),
        )  # fmt: skip
        document_id = cast(int, cursor.lastrowid)
        return document_id, [self._put_passage(document_id, passage) for passage in passages]

    def _put_passage(self, document_id: int, passage: Passage) -> int:
        cursor = self.connection.execute(
            "insert into passages (document_id, start, stop, headings, markup) values (?, ?, ?, ?, ?)",
            (document_id, *passage.span, json.dumps(passage.headings), json.dumps(passage.markup)),
        )
        return cast(int, cursor.lastrowid)

    def put_refusal(self, entry: FileEntry, reason: Reason) -> None:
        """Remembers a file that could not become a document. Inside a transaction."""
        self.connection.execute(
            "insert into documents (path, size, mtime_ns, refusal) values (?, ?, ?, ?)",
            (entry.path, entry.size, entry.mtime_ns, reason),
        )

    def touch(self, record: FileRecord, entry: FileEntry) -> None:
        """Notes the new time of a file whose bytes are the same. Inside a transaction."""
        self.connection.execute(
            "update documents set size = ?, mtime_ns = ? where id = ?", (entry.size, entry.mtime_ns, record.id)
        )

    def remove_document(self, document_id: int) -> None:
        """Removes a document and its passages. Inside a transaction."""
        self.connection.execute("delete from documents where id = ?", (document_id,))

    def document(self, document_id: int) -> Document:
        with self.explained():
            row = self.connection.execute(
                "select path, text, sha256, encoding, coordinates, extractor, title, published, page_starts"
                " from documents where id = ?",
                (document_id,),
            ).fetchone()
        path, text, sha256, encoding, coordinates, extractor, title, published, page_starts = row
        return Document(
            path=path, text=text, sha256=sha256, encoding=encoding, coordinates=cast(Coordinates, coordinates),
            extractor=extractor, title=title, published=published, page_starts=tuple(json.loads(page_starts)),
        )  # fmt: skip

    def passages(self, ids: Iterable[int]) -> list[Passage]:
        """The passages with these ids, in this order; passages of one document share one Document."""
        documents: dict[int, Document] = {}
        found: list[Passage] = []
        for passage_id in ids:
            document_id, start, stop, headings, markup = self.connection.execute(
                "select document_id, start, stop, headings, markup from passages where id = ?", (passage_id,)
            ).fetchone()
            if document_id not in documents:
                documents[document_id] = self.document(document_id)
            spans = tuple(Span(*pair) for pair in json.loads(markup))
            found.append(Passage(documents[document_id], Span(start, stop), tuple(json.loads(headings)), spans))
        return found

    def passages_of(self, document_id: int) -> dict[int, Passage]:
        """Passage id -> passage, ascending, of one document."""
        ids = self.connection.execute(
            "select id from passages where document_id = ? order by start", (document_id,)
        ).fetchall()
        return dict(zip((i for (i,) in ids), self.passages(i for (i,) in ids), strict=True))

    def passage_ids(self, documents: Collection[int]) -> list[int]:
        """The passages of these documents, ascending."""
        rows = self.connection.execute(
            "select id from passages where document_id in (select value from json_each(?)) order by id",
            (json.dumps(list(documents)),),
        )
        return [passage_id for (passage_id,) in rows]

    def passage_count(self) -> int:
        with self.explained():
            return int(self.connection.execute("select count(*) from passages").fetchone()[0])


def _make_private(home: Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        home.chmod(0o700)
    except OSError as error:
        raise UserError(
            f"{home}: cannot be created ({error.strerror})", hint="set QUOTH_HOME to a folder that can be written"
        ) from error
