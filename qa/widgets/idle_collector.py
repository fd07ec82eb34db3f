"""Python's collector of reference cycles, kept from halting the app while somebody types."""

import gc

from textual.app import App
from textual.timer import Timer

IDLE_SECONDS = 2.0
NEVER = 2**31 - 1


class IdleCollector:
    """A full collection looks at all that lives, which halts everything for up to a quarter of a second once a few
    replies stand on the screen. From `start` to `stop` it runs only when the app has been left alone for a while."""

    def __init__(self, app: App[None]) -> None:
        self._app = app
        self._thresholds = gc.get_threshold()
        self._due: Timer | None = None

    def start(self) -> None:
        young, middle, _ = self._thresholds
        gc.set_threshold(young, middle, NEVER)

    def postpone(self) -> None:
        """Something happens: the next full collection waits until it has been quiet again."""
        if self._due:
            self._due.stop()
        self._due = self._app.set_timer(IDLE_SECONDS, gc.collect)

    def stop(self) -> None:
        gc.set_threshold(*self._thresholds)
