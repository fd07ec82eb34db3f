"""A session that several threads use in turn."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.session import Session


class SharedSession:
    """Opened by the first who uses it; when that fails, by the next."""

    def __init__(self, open_session: "Callable[[], AbstractContextManager[Session]]") -> None:
        self._open_session = open_session
        self._session: Session | None = None
        self._opened = ExitStack()
        self._lock = Lock()

    @contextmanager
    def use(self) -> "Iterator[Session]":
        """Waits until no other thread uses the session. Raises UserError when it cannot be opened."""
        with self._lock:
            if self._session is None:
                self._session = self._opened.enter_context(self._open_session())
            yield self._session

    def close(self) -> None:
        """Waits until the last thread is done with it."""
        with self._lock:
            self._session = None
            self._opened.close()
