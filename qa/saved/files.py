"""Files the user names, written or explained why not."""

from collections.abc import Iterator
from contextlib import contextmanager
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
