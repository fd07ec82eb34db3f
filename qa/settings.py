"""What a user may set, once, in `settings.toml`."""

import difflib
import os
import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from corpus.errors import UserError
from corpus.locations import settings_file
from qa.reading.model_files import ReaderName


class Settings(BaseModel):
    """Defaults first, then the user's file, then options typed on the command line."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    encoder: Path | None = None
    """Folder of another sentence-transformers model; the one that comes with Quoth when not set."""

    max_error: float | None = Field(default=None, ge=0.0, le=1.0)
    """Share of wrong answers to keep to; the threshold measured with the reader when not set."""

    reader: ReaderName = "deep"
    """Which reads what is found: "deep", two in a row, or "small", the first of them alone."""

    passages_to_read: int = Field(default=20, ge=1, le=200)
    """How many of the passages found the reader reads."""

    threads: int = Field(default=0, ge=0)
    """For the models, never more than there are cores; 0 takes all of them."""

    @field_validator("threads")
    @classmethod
    def _no_more_than_cores(cls, threads: int) -> int:
        return min(threads, os.cpu_count() or threads)

    ocr: bool = False
    """Whether scans are recognised, by tesseract."""

    keys: dict[str, str] = {}
    """The terminal app's: id of a binding -> keys, with commas between them."""


def load_settings(file: Path | None = None) -> Settings:
    """The settings of the user's file, or the defaults. Raises UserError naming file, key and nearest known key."""
    file = file or settings_file()
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return Settings()
    except OSError as error:
        raise UserError(f"{file}: cannot be read ({error.strerror})", hint=f"chmod u+r {file}, or delete it") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"{file}: not TOML ({error})", hint="mend the file, or delete it") from error
    for key in data:
        if key not in Settings.model_fields:
            nearest = difflib.get_close_matches(key, Settings.model_fields, 1)
            known = f"did you mean {nearest[0]!r}?" if nearest else f"known: {', '.join(Settings.model_fields)}"
            raise UserError(f"{file}: unknown setting {key!r}", hint=known)
    try:
        return Settings.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise UserError(
            f"{file}: {first['loc'][0]} = {first['input']!r}: {first['msg']}", hint="mend the file"
        ) from error
