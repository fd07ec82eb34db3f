"""One SQLite file: opened, locked, written in transactions, its errors put into words. Knows no table but `meta`."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import chain
from pathlib import Path
from typing import Self, TextIO

from corpus.errors import StoreBusy, StoreDamaged, UserError

SCHEMA_VERSION = 5
BUSY_SECONDS = 60


class Database:
    """Use as a context manager; not shared between threads at the same time."""

    schema: str
    """The statements that make an empty file ours; they create the table `meta`."""

    upgrades: tuple[tuple[str, ...], ...] = ()
    """The statements that lead from each earlier version of the schema, from 1 on, to the next."""

    tables: frozenset[str]
    """What `schema` creates."""

    def __init__(self, home: Path, folder: Path) -> None:
        """Opens, or creates, the database in `home` for the resolved `folder`.

        Raises StoreDamaged when the file is not a sound database of ours, StoreBusy when it stays locked."""
        self.home = home
        self.folder = folder
        self.file = home / "index.sqlite"
        _make_private(home, folder)
        if self.file.is_dir():
            raise self.damaged("a folder stands where the database should be")
        self.is_read_only = self.file.exists() and not all(
            os.access(place, os.W_OK, effective_ids=True) for place in (home, self.file)
        )
        with self.explained():
            self.connection = sqlite3.connect(
                self._address(), uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
        with ExitStack() as on_failure, self.explained():
            on_failure.callback(self.close)
            if not self.is_read_only:
                self._prepare_writing()
            self.connection.execute("pragma foreign_keys = on")
            self._prepare_schema()
            on_failure.pop_all()

    def _address(self) -> str:
        """Where nothing can be written, as on a disk that is read-only, the file alone is read, unless its log is there."""
        if not self.is_read_only:
            return self.file.absolute().as_uri()
        alone = "" if self.file.with_name("index.sqlite-wal").exists() else "&immutable=1"
        return f"{self.file.absolute().as_uri()}?mode=ro{alone}"

    def _prepare_writing(self) -> None:
        if self.connection.execute("pragma journal_mode").fetchone() != ("wal",):
            with self.writing():  # of two processes that switch at once, one would fail
                self.connection.execute("pragma journal_mode = wal")
        self.connection.execute("pragma synchronous = normal")

    def __enter__(self) -> Self:
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
                    for statement in filter(str.strip, self.schema.split(";")):
                        self.connection.execute(statement)
                    self.set_meta("folder", os.fsdecode(self.folder))
                    self.connection.execute(f"pragma user_version = {SCHEMA_VERSION}")
        if 0 < version < SCHEMA_VERSION:
            self._upgrade()
        if not self._tables() >= self.tables:
            raise self.damaged("not a database of ours")

    def _upgrade(self) -> None:
        with self.transaction():
            version = self.connection.execute("pragma user_version").fetchone()[0]  # another process may have done it
            for statement in chain.from_iterable(self.upgrades[version - 1 :]):
                self.connection.execute(statement)
            self.connection.execute(f"pragma user_version = {SCHEMA_VERSION}")

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
            finally:
                if self.connection.in_transaction:  # not committed, and not rolled back by itself as on a full disk
                    self.connection.execute("rollback")

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
            if str(error).startswith("no such"):  # a table or column of ours
                raise self.damaged(error) from error
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
        if self.is_read_only and not self._lock.exists():
            return False
        with self._lock_file() as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
            return False

    @property
    def _lock(self) -> Path:
        return self.home / "lock"

    def _lock_file(self) -> TextIO:
        try:
            return self._lock.open("r" if self.is_read_only else "w")
        except OSError as error:
            raise self._unwritable(f"{self._lock.name}: {error.strerror}") from error

    def meta(self, key: str) -> str | None:
        with self.explained():
            row = self.connection.execute("select value from meta where key = ?", (key,)).fetchone()
        return row[0] if row else None

    def set_meta(self, key: str, value: str) -> None:
        self.connection.execute("insert or replace into meta values (?, ?)", (key, value))


def _make_private(home: Path, folder: Path) -> None:
    """Only what is made here: a home that is there stays as whoever owns it wants it."""
    if os.path.isdir(home):  # noqa: PTH112 - `Path` would raise where it may not be looked at
        return
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        is_in_the_way = os.path.lexists(home)
        hint = f"qa forget {folder}" if is_in_the_way else "set QUOTH_HOME to a folder that can be written"
        raise UserError(f"{home}: cannot be created ({error.strerror})", hint=hint) from error
