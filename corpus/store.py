"""One SQLite database per folder: the documents and passages, as last read. `embeddings/` keeps its tables on the same
connection, so that a document, its passages, vectors and words appear and vanish in one transaction."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from corpus.checksums import checksum
from corpus.database import Database
from corpus.document import Coordinates, Document, Passage, Span
from corpus.errors import Reason
from corpus.folder import FileEntry
from corpus.rendering import Part
from corpus.schema import SCHEMA, TABLES, UPGRADES

_WRITTEN = (
    "sha256, encoding, coordinates, extractor, title, published, page_starts, page_labels, scanned_pages, recognised_pages,"
    " text"
)
"""Of a document: what its checksum is of, in this order."""


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
    container: str | None = None
    """Of an attachment: the path of the file it came in."""

    scanned_pages: str = ""
    """The pages with pictures and no words, which cannot be searched."""

    recogniser: str = ""
    """What looked for words in its scans."""

    recognised_pages: tuple[int, ...] = ()


class Store(Database):
    """The tables of documents and passages."""

    schema = SCHEMA
    upgrades = UPGRADES
    tables = TABLES

    def __init__(self, home: Path, folder: Path, recogniser: str | None = None) -> None:
        """`recogniser`: what is to look for words in scans; "" when nothing is. None: whatever has, is right."""
        super().__init__(home, folder)
        self.recogniser = recogniser

    def records(self) -> list[FileRecord]:
        """Every file and attachment the index knows, by path."""
        return self._records("true")

    def files(self) -> list[FileRecord]:
        """The files themselves, by path."""
        return self._records("container is null")

    def attachments(self, file: FileRecord) -> list[FileRecord]:
        """What came in a file, however deep."""
        return self._records("container = ?", file.path)

    def documents(self) -> list[FileRecord]:
        """What became documents, by path."""
        return self._records("refusal is null")

    def scans_to_look_into(self) -> list[FileRecord]:
        """Files and attachments with scans that another recogniser, or none, has looked into."""
        if self.recogniser is None:
            return []
        has_scans = "(scanned_pages != '' or recognised_pages != '[]')"
        return self._records(f"recogniser != ? and {has_scans}", self.recogniser)

    def _records(self, condition: str, *values: str) -> list[FileRecord]:
        with self.explained():
            rows = self.connection.execute(
                "select id, path, size, mtime_ns, refusal, sha256, extractor, coalesce(title, ''), published, container,"
                f" scanned_pages, recogniser, recognised_pages from documents where {condition} order by path",
                values,
            ).fetchall()
        return [FileRecord(*(*row[:-1], tuple(json.loads(row[-1])))) for row in rows]

    def put_document(
        self, entry: FileEntry, document: Document, passages: Sequence[Passage], *, container: str | None = None
    ) -> tuple[int, list[int]]:
        """Stores a document that is not in the store; returns its id and its passages' ids. Inside a transaction."""
        own = (document.sha256, document.encoding, document.coordinates, document.extractor, document.title,
               document.published, json.dumps(document.page_starts), json.dumps(document.page_labels),
               document.scanned_pages, json.dumps(document.recognised_pages), document.text)  # fmt: skip
        cursor = self.connection.execute(
            f"insert into documents (path, size, mtime_ns, container, recogniser, checksum, {_WRITTEN})"
            f" values (?, ?, ?, ?, ?, ?, {', '.join('?' * len(own))})",
            (document.path, entry.size, entry.mtime_ns, container, self.recogniser or "", checksum(own), *own),
        )
        document_id = cast(int, cursor.lastrowid)
        return document_id, [self._put_passage(document_id, passage) for passage in passages]

    def _put_passage(self, document_id: int, passage: Passage) -> int:
        own = (*passage.span, json.dumps(passage.headings), json.dumps(passage.markup),
               json.dumps([passage.parts, passage.context]))  # fmt: skip
        cursor = self.connection.execute(
            "insert into passages (document_id, start, stop, headings, markup, parts, checksum)"
            " values (?, ?, ?, ?, ?, ?, ?)",
            (document_id, *own, checksum(own)),
        )
        return cast(int, cursor.lastrowid)

    def put_refusal(
        self, entry: FileEntry, reason: Reason, *, container: str | None = None, scanned_pages: str = ""
    ) -> None:
        """Remembers what could not become a document. Inside a transaction."""
        self.connection.execute(
            "insert into documents (path, size, mtime_ns, container, refusal, scanned_pages, recogniser)"
            " values (?, ?, ?, ?, ?, ?, ?)",
            (entry.path, entry.size, entry.mtime_ns, container, reason, scanned_pages, self.recogniser or ""),
        )

    def touch(self, record: FileRecord, entry: FileEntry) -> None:
        """Notes the new time of a file whose bytes are the same. Inside a transaction."""
        self.connection.execute(
            "update documents set size = ?, mtime_ns = ? where id = ?", (entry.size, entry.mtime_ns, record.id)
        )

    def doubt(self, record: FileRecord) -> None:
        """Whatever size and time its file has, they are no longer those of the document. Inside a transaction."""
        self.connection.execute("update documents set mtime_ns = -1 where path = ?", (record.container or record.path,))

    def move(self, record: FileRecord, entry: FileEntry) -> None:
        """Keeps a document, and what is attached to it, under the path that its file has now. Inside a transaction."""
        self.connection.execute(
            "update documents set path = ? || substr(path, ?), container = ? where container = ?",
            (entry.path, len(record.path) + 1, entry.path, record.path),
        )
        self.connection.execute(
            "update documents set path = ?, size = ?, mtime_ns = ? where id = ?",
            (entry.path, entry.size, entry.mtime_ns, record.id),
        )

    def remove_document(self, document_id: int) -> None:
        """Removes a document and its passages. Inside a transaction."""
        self.connection.execute("delete from documents where id = ?", (document_id,))

    def document(self, document_id: int) -> Document:
        """Raises StoreDamaged where it is not what was written."""
        with self.explained():
            path, written, *own = self.connection.execute(
                f"select path, checksum, {_WRITTEN} from documents where id = ?", (document_id,)
            ).fetchone()
        if written not in (None, checksum(own)):  # none in rows of an earlier version
            raise self.damaged(f"what is stored of {path} is not what was written")
        (sha256, encoding, coordinates, extractor, title, published, page_starts, page_labels, scanned, recognised,
         text) = own  # fmt: skip
        return Document(
            path=path, text=text, sha256=sha256, encoding=encoding, coordinates=cast(Coordinates, coordinates),
            extractor=extractor, title=title, published=published, page_starts=tuple(json.loads(page_starts)),
            page_labels=tuple(json.loads(page_labels)), scanned_pages=scanned,
            recognised_pages=tuple(json.loads(recognised)),
        )  # fmt: skip

    def passages(self, ids: Iterable[int]) -> list[Passage]:
        """The passages with these ids, in this order; passages of one document share one Document."""
        documents: dict[int, Document] = {}
        found: list[Passage] = []
        for passage_id in ids:
            document_id, written, *own = self.connection.execute(
                "select document_id, checksum, start, stop, headings, markup, parts from passages where id = ?",
                (passage_id,),
            ).fetchone()
            if document_id not in documents:
                documents[document_id] = self.document(document_id)
            if written not in (None, checksum(own)):
                raise self.damaged(f"a passage of {documents[document_id].path} is not what was written")
            start, stop, headings, markup, parts = own
            spans = tuple(Span(*pair) for pair in json.loads(markup))
            body, context = (tuple(map(_part, each)) for each in json.loads(parts))
            place = Span(start, stop)
            found.append(Passage(documents[document_id], place, tuple(json.loads(headings)), spans, body, context))
        return found

    def passages_of(self, document_id: int) -> dict[int, Passage]:
        """Passage id -> passage, ascending, of one document."""
        ids = self.connection.execute(
            "select id from passages where document_id = ? order by start", (document_id,)
        ).fetchall()
        return dict(zip((i for (i,) in ids), self.passages(i for (i,) in ids), strict=True))

    def require_as_written(self) -> None:
        """Reads everything. Raises StoreDamaged where something is not what was written."""
        for record in self.documents():
            self.document(record.id)
            self.passages_of(record.id)

    def passage_ids(self, documents: Collection[int]) -> list[int]:
        """The passages of these documents, ascending."""
        rows = self.connection.execute(
            "select id from passages where document_id in (select value from json_each(?)) order by id",
            (json.dumps(list(documents)),),
        )
        return [passage_id for (passage_id,) in rows]

    def has_passages(self) -> bool:
        """Whether there is any; to count a million takes long."""
        with self.explained():
            return self.connection.execute("select 1 from passages limit 1").fetchone() is not None

    def passage_count(self) -> int:
        with self.explained():
            return int(self.connection.execute("select count(*) from passages").fetchone()[0])


def _part(written: str | list[int]) -> Part:
    return written if isinstance(written, str) else Span(*written)
