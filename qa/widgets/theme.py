"""The theme chosen, remembered from one run to the next."""

from collections.abc import Collection

from corpus.errors import UserError
from corpus.locations import state_home


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
