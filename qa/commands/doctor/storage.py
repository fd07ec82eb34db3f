"""Where Quoth keeps its files: settings, data directory, free space."""

import os
import shutil
import tempfile
from pathlib import Path

from corpus.errors import UserError
from corpus.locations import data_home, settings_file
from corpus.recognition import RecogniserMissing, installed_recogniser
from qa.commands.doctor.findings import Finding, failure
from qa.settings import Settings, load_settings

SCARCE_BYTES = 1_000_000_000
TOO_FEW_BYTES = 50_000_000
"""The index of a few hundred documents."""

_ANOTHER_HOME = "set QUOTH_HOME to a folder that can be written"


def check_settings() -> tuple[Finding, Settings | None]:
    """The settings, too, unless they are not valid."""
    file = settings_file()
    try:
        settings = load_settings()
    except UserError as error:
        return failure("settings", error), None
    if settings.encoder is not None and not (settings.encoder / "modules.json").is_file():
        message = f"{file}: encoder = {str(settings.encoder)!r} is not a sentence-transformers model"
        return Finding("settings", "fail", message, f"set it to a folder with modules.json, in {file}"), settings
    return Finding("settings", "ok", str(file) if file.exists() else f"none set; {file} would be read"), settings


def check_ocr(settings: Settings) -> Finding:
    if not settings.ocr:
        return Finding("ocr", "ok", "scans are not recognised (`ocr = true` in the settings asks for it)")
    try:
        return Finding("ocr", "ok", f"scans are recognised by {installed_recogniser()}")
    except RecogniserMissing as error:
        return failure("ocr", error)


def check_data_home() -> Finding:
    """Written to for a moment: permission bits do not tell of a read-only file system."""
    home = data_home()
    place = _nearest_existing(home)
    try:
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as error:
        return Finding("data", "fail", f"{home}: cannot be written ({error.strerror})", _ANOTHER_HOME)
    if place != home:
        return Finding("data", "ok", f"{home}: not there yet; the first question makes it")
    mode = home.stat().st_mode & 0o777
    if mode & 0o077:
        message = f"{home}: others on this machine may look into it (mode {mode:04o})"
        return Finding("data", "warn", message, f"chmod 700 {home}")
    return Finding("data", "ok", f"{home}: writable, and private (mode {mode:04o})")


def check_free_space() -> Finding:
    home = data_home()
    free = shutil.disk_usage(_nearest_existing(home)).free
    message = f"{free / 1e9:.1f} GB free for {home}"
    if free < TOO_FEW_BYTES:
        return Finding("disk", "fail", message, f"free some space, or {_ANOTHER_HOME}")
    if free < SCARCE_BYTES:
        return Finding("disk", "warn", message, "qa forget FOLDER   # of folders no longer asked")
    return Finding("disk", "ok", message)


def _nearest_existing(path: Path) -> Path:
    """`os.path` answers False for what may not be looked at; `Path` would raise."""
    return next(place for place in (path, *path.parents) if os.path.exists(place))  # noqa: PTH110
