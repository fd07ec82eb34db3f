"""Where Quoth keeps its own files: never in the user's folder. `QUOTH_HOME` holds everything when set."""

import hashlib
import os
from pathlib import Path

DEFAULT_FOLDER = Path(__file__).parent / "documents"
"""The five documents that come with the project."""

DEFAULT_QUESTIONS = Path(__file__).parent / "questions.jsonl"
"""The question set over them."""

CONVERSATIONS = Path(__file__).parent / "conversations.jsonl"
"""Conversations over them, one turn a line, as `qa eval` reads them."""

DEVELOPMENT_CONVERSATIONS = Path(__file__).parent / "conversations-development.jsonl"
"""More of them, all of which the rules for follow-ups may be improved on."""


def data_home() -> Path:
    """Indexes and caches. XDG Base Directory: a relative path in the environment is ignored."""
    if home := os.environ.get("QUOTH_HOME"):
        return Path(home).absolute() / "data"
    base = Path(os.environ.get("XDG_DATA_HOME", ""))
    return (base if base.is_absolute() else Path.home() / ".local/share") / "quoth"


def state_home() -> Path:
    """Past conversations, the theme chosen, reports of crashes: what may be lost without harm to an index."""
    if home := os.environ.get("QUOTH_HOME"):
        return Path(home).absolute() / "state"
    base = Path(os.environ.get("XDG_STATE_HOME", ""))
    return (base if base.is_absolute() else Path.home() / ".local/state") / "quoth"


def settings_file() -> Path:
    """The user's settings; need not exist."""
    if home := os.environ.get("QUOTH_HOME"):
        return Path(home).absolute() / "settings.toml"
    base = Path(os.environ.get("XDG_CONFIG_HOME", ""))
    return (base if base.is_absolute() else Path.home() / ".config") / "quoth" / "settings.toml"


def index_home(folder: Path) -> Path:
    """The folder that holds the index of a resolved document folder."""
    key = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return data_home() / "indexes" / key
