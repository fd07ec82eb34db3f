"""What a user may set, once, in `settings.toml`."""

import os
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Annotated

from annotated_types import Ge, Le

from corpus.errors import UserError
from corpus.locations import settings_file
from qa.reading.model_files import ReaderName


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Defaults first, then the user's file, then options typed on the command line."""

    encoder: Path | None = None
    """Folder of another sentence-transformers model; the one that comes with Quoth when not set."""

    max_error: Annotated[float, Ge(0.0), Le(1.0)] | None = None
    """Share of wrong answers to keep to; the threshold measured with the reader when not set."""

    reader: ReaderName = "deep"
    """Which reads what is found: "deep", two in a row, or "small", the first of them alone."""

    passages_to_read: Annotated[int, Ge(1), Le(200)] = 20
    """How many of the passages found the reader reads."""

    threads: Annotated[int, Ge(0)] = 0
    """For the models; a file may name no more than there are cores. 0 takes all of them."""

    ocr: bool = False
    """Whether scans are recognised, by tesseract."""

    keys: dict[str, str] = field(default_factory=dict)
    """The terminal app's: id of a binding -> keys, with commas between them."""


def load_settings(file: Path | None = None) -> Settings:
    """The settings of the user's file, or the defaults. Raises UserError naming file, key and nearest known key."""
    file = file or settings_file()
    try:
        text = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return Settings()
    except OSError as error:
        raise UserError(f"{file}: cannot be read ({error.strerror})", hint=f"chmod u+r {file}, or delete it") from error
    return _validated(file, text)


def _validated(file: Path, text: bytes) -> Settings:
    import tomllib

    from pydantic import TypeAdapter, ValidationError  # 40 ms, which who has no file need not wait for

    try:
        data = tomllib.loads(text.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"{file}: not TOML ({error})", hint="mend the file, or delete it") from error
    known = [each.name for each in fields(Settings)]
    for key in data:
        if key not in known:
            raise UserError(f"{file}: unknown setting {key!r}", hint=_nearest(key, known))
    try:
        settings = TypeAdapter(Settings).validate_python(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise UserError(
            f"{file}: {first['loc'][0]} = {first['input']!r}: {first['msg']}", hint="mend the file"
        ) from error
    return replace(settings, threads=min(settings.threads, os.cpu_count() or settings.threads))


def _nearest(key: str, known: list[str]) -> str:
    import difflib

    nearest = difflib.get_close_matches(key, known, 1)
    return f"did you mean {nearest[0]!r}?" if nearest else f"known: {', '.join(known)}"
