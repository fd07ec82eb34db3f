"""How far something is, on a terminal that waits for it."""

import sys
import time

from corpus.progress import Advance, IndexProgress, Progress


def progress_on_terminal() -> Progress | None:
    """A line with the time left, on a terminal; None elsewhere."""
    if sys.stderr is None or not sys.stderr.isatty():
        return None
    started = time.monotonic()

    def show_progress(done: int, total: int) -> None:
        left = (time.monotonic() - started) / done * (total - done)
        end = "\n" if done == total else ""
        print(f"\rqa: {done} of {total} files, {left:.0f} s left ", end=end, file=sys.stderr, flush=True)

    return show_progress


def index_progress_on_terminal() -> IndexProgress | None:
    """The same for an update of an index."""
    if sys.stderr is None or not sys.stderr.isatty():
        return None
    started = time.monotonic()

    def show_progress(advance: Advance) -> None:
        left = ""
        if advance.share:
            left = f", {(time.monotonic() - started) * (1 / advance.share - 1):.0f} s left"
        end = "\n" if advance.files == advance.of else ""
        line = f"{advance.files} of {advance.of} files, {advance.passages} passages{left}"
        print(f"\rqa: {line:50}", end=end, file=sys.stderr, flush=True)

    return show_progress
