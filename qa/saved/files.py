"""Files the user names, written or explained why not."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from corpus.errors import UserError


@contextmanager
def explained(file: Path, option: str = "") -> Iterator[None]:
    """Errors of writing as UserError; `option`: the one the file was given with."""
    named = f"{option} {file}".strip()
    try:
        yield
    except FileExistsError as error:
        raise UserError(f"{named}: there already", hint="give another name") from error
    except OSError as error:
        raise UserError(f"{named}: {error.strerror}", hint="give a file that can be written") from error


def append_line(file: Path, line: str) -> None:
    """Adds a line whole, or not at all: what a full disk cuts off is taken away again. Behind a last line without an end,
    such as a crash leaves, it is a line of its own. Raises OSError."""
    with file.open("ab+", buffering=0) as stream:
        end = stream.seek(0, os.SEEK_END) if stream.seekable() else 0
        if end:
            stream.seek(end - 1)
            line = line if stream.read(1) == b"\n" else f"\n{line}"
        left = memoryview(f"{line}\n".encode())
        try:
            while left:
                left = left[stream.write(left) :]
        except OSError:
            with suppress(OSError):  # a device has no length
                stream.truncate(end)
            raise
