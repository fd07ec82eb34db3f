"""A folder followed as it changes: when to look at it again, not what has changed."""

import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event

from watchfiles import watch

from corpus.errors import UserError
from corpus.folder import open_folder
from corpus.locations import index_home

_SECONDS_UNREPORTED = 60.0
"""Between two looks at what the system does not report, as it does not for some network drives."""

_WAKE_MS = 1_000


def moments_to_look(folder: Path, stop: Event | None = None) -> Iterator[None]:
    """Of a resolved folder: one as soon as it is followed, then whenever it may have changed; ends only when `stop` is set.

    Raises FolderNotFound once the folder is gone, UserError where the system cannot follow it."""
    own_files = index_home(folder)  # inside a folder such as the home folder, each look would be reported to us
    last = float("-inf")
    try:
        for reported in watch(
            folder,
            watch_filter=lambda _, path: not Path(path).is_relative_to(own_files),
            stop_event=stop,
            rust_timeout=_WAKE_MS,
            yield_on_timeout=True,
            ignore_permission_denied=True,
        ):
            open_folder(folder)
            if reported or time.monotonic() - last >= _SECONDS_UNREPORTED:
                yield
                last = time.monotonic()
    except (OSError, RuntimeError) as error:  # the library's own error is a RuntimeError, under a private name
        hint = (
            f"run `qa index {folder}` after changes; on Linux, fs.inotify.max_user_watches bounds what can be followed"
        )
        raise UserError(f"{folder}: cannot be followed ({error})", hint=hint) from error
