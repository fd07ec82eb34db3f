"""Two themes of our own, a dark and a light one, and the theme chosen, remembered from one run to the next.

Each has one accent; amber is for doubt and red for what is wrong.
"""

from collections.abc import Collection

from textual.theme import Theme

from corpus.errors import UserError
from corpus.locations import state_home

DARK = Theme(
    name="quoth-dark", dark=True,
    primary="#7cb7ff", secondary="#7cb7ff", accent="#7cb7ff",
    foreground="#e4e7ed", background="#14161a", surface="#1b1e24", panel="#23272f",
    success="#7fd6a4", warning="#f2b45c", error="#ff7b7b",
)  # fmt: skip
LIGHT = Theme(
    name="quoth-light", dark=False,
    primary="#1d5fae", secondary="#1d5fae", accent="#1d5fae",
    foreground="#1c1f24", background="#fdfcf9", surface="#f6f3ec", panel="#efebe1",
    success="#1f7a4d", warning="#a35a00", error="#b3261e",
)  # fmt: skip


def remembered_theme(known: Collection[str]) -> str | None:
    """The theme last chosen; None without one, or when this version has none of that name."""
    try:
        name = (state_home() / "theme").read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return None
    return name if name in known else None


def remember_theme(name: str) -> None:
    """Raises UserError when it cannot be written."""
    file = state_home() / "theme"
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.write_text(name + "\n", encoding="utf-8")
    except OSError as error:
        raise UserError(f"{file}: the theme is not remembered ({error.strerror})", hint="set QUOTH_HOME") from error
