"""An index looked at from outside, without the models behind it and without changing anything: for `qa doctor`."""

import os
from pathlib import Path
from typing import Self

from corpus.changes import Changes, find_changes
from corpus.database import SCHEMA_VERSION
from corpus.folder import open_folder
from corpus.locations import index_home
from corpus.store import FileRecord, Store
from embeddings.index import index_format
from embeddings.vectors import stored_matrices

_UNEQUAL_DOCUMENTS = """
select path from documents left join vectors on vectors.document_id = documents.id
where refusal is null and coalesce(length(matrix), -1) !=
    4 * ? * (select count(*) from passages where passages.document_id = documents.id) order by path
"""


def is_indexed(folder: Path) -> bool:
    """Whether an index is there, or something in its place. Raises FolderNotFound."""
    home = index_home(open_folder(folder))
    return os.path.lexists(home / "index.sqlite") or (os.path.lexists(home) and not home.is_dir())


class Inspection:
    """Of a folder that is indexed. Use as a context manager. Raises StoreDamaged, StoreBusy."""

    schema_version = SCHEMA_VERSION

    def __init__(self, folder: Path) -> None:
        self.folder = open_folder(folder)
        self._store = Store(index_home(self.folder), self.folder)
        self.file = self._store.file

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._store.close()

    def require_sound(self) -> None:
        """Raises StoreDamaged with what SQLite complains of."""
        with self._store.explained():
            complaints = [row[0] for row in self._store.connection.execute("pragma quick_check(3)")]
        if complaints != ["ok"]:
            raise self._store.damaged("; ".join(complaints))

    def require_as_written(self) -> None:
        """Reads every text, passage and vector. Raises StoreDamaged where one is not what was written, or is not found by
        its words."""
        try:
            with self._store.explained():
                self._store.require_as_written()
                stored_matrices(self._store.connection)
                found = self._store.connection.execute("select count(*) from words_docsize").fetchone()[0]
        except ValueError as error:
            raise self._store.damaged(error) from error
        if found != self.passage_count():
            raise self._store.damaged(f"{self.passage_count()} passages, but the words of {found}")

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(file.stat().st_size for file in self._store.home.iterdir())

    def is_made_by(self, encoder_name: str | None) -> bool:
        """Whether it was made by this version with this encoder; None: with any."""
        made_by = self._store.meta("index_format")
        return made_by is not None and (encoder_name is None or made_by == index_format(encoder_name))

    def vector_dimension(self) -> int:
        """Of every passage's vector; 0 without passages. Raises StoreDamaged where a passage lacks its own."""
        passages = self._store.passage_count()
        with self._store.explained():
            execute = self._store.connection.execute
            total = execute("select coalesce(sum(length(matrix)), 0) from vectors").fetchone()[0]
            dimension = int(total // (4 * passages)) if passages else 0
            unequal = [path for (path,) in execute(_UNEQUAL_DOCUMENTS, (dimension,))]
        if unequal:
            named = ", ".join(unequal[:3])
            raise self._store.damaged(f"passages without a vector, or vectors without a passage: {named}")
        return dimension

    def passage_count(self) -> int:
        return self._store.passage_count()

    def is_being_written(self) -> bool:
        return self._store.is_being_written()

    def changes(self) -> Changes:
        return find_changes(self._store)

    def files(self) -> list[FileRecord]:
        return self._store.records()

    def documents(self) -> list[FileRecord]:
        return self._store.documents()

    def text_of(self, record: FileRecord) -> str:
        return self._store.document(record.id).text
