"""A session that several threads use in turn, over a folder that is followed as it changes."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Event, Lock

from corpus.following import moments_to_look
from corpus.progress import Advance, IndexProgress, Note
from embeddings.engine import Index
from qa.answering.session import Session


class SessionClosed(Exception):
    """Nobody may use the session any more."""


class FollowedSession:
    """A session that several threads use in turn. Opened by the first who uses it; when that fails, by the next."""

    def __init__(self, folder: Path, open_session: Callable[[Path], AbstractContextManager[Session]]) -> None:
        self._folder = folder
        self._open_session = open_session
        self._session: Session | None = None
        self._opened = ExitStack()
        self._lock = Lock()
        self._is_closed = False
        self._left, self._stopped = Event(), Event()

    @contextmanager
    def use(self) -> Iterator[Session]:
        """Waits until no other thread uses the session. Raises UserError when it cannot be opened, SessionClosed after
        `close`."""
        with self._lock:
            if self._is_closed:
                raise SessionClosed
            if self._session is None:
                self._session = self._opened.enter_context(self._open_session(self._folder))
            yield self._session

    def close(self) -> None:
        """Waits until the last thread is done with it."""
        self.leave()
        with self._lock:
            self._is_closed, self._session = True, None
            self._opened.close()

    @property
    def is_stopped(self) -> bool:
        return self._stopped.is_set()

    def stop_reading(self) -> None:
        """An update ends, keeping what was committed, and none begins: questions are put to what has been read."""
        self._stopped.set()

    def read_on(self) -> None:
        self._stopped.clear()

    def read(self, index: Index, note: Note, progress: IndexProgress) -> bool:
        """Reads what is new or changed, until it is stopped; whether all was read."""

        def noted(sentence: str) -> None:
            self._go_on()
            note(sentence)

        def progressed(advance: Advance) -> None:
            self._go_on()
            progress(advance)

        with suppress(_ReadingStopped):
            index.refresh(noted, progressed)
        return not self.is_stopped

    def is_behind(self, index: Index) -> bool:
        """Whether there is something to read, and reading was not stopped."""
        return not self.is_stopped and bool(index.changes())

    def moments(self) -> Iterator[None]:
        """Whenever the folder may have changed and is to be read, until it is left. Raises UserError where it cannot be
        followed."""
        for _ in moments_to_look(self._folder.resolve(), self._left):
            if not self.is_stopped:
                yield

    def over(self, folder: Path) -> "FollowedSession":
        """One over another folder; this one is left."""
        self.leave()
        return FollowedSession(folder, self._open_session)

    def leave(self) -> None:
        """The folder is no longer followed."""
        self._left.set()

    def _go_on(self) -> None:
        if self.is_stopped:
            raise _ReadingStopped


class _ReadingStopped(Exception):
    """Ends an update between two commits."""
