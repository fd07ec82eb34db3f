"""Pinned citations: kept on the side from one run to the next, each with the reply it stands in.

One file under the state directory, a reply a line, as `qa verify` reads them, with the place of the citation that is meant.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from corpus.errors import UserError
from corpus.locations import state_home
from qa.replies.answers import Citation, Reply, all_citations
from qa.replies.checking import checked_again
from qa.replies.wire import from_wire, to_wire


@dataclass(frozen=True, slots=True)
class Pin:
    reply: Reply
    citation: Citation
    """One of the reply's."""

    folder: str
    """Absolute path of the documents asked."""

    at: str
    """ISO date and time, with its offset."""

    @classmethod
    def of(cls, reply: Reply, citation: Citation, folder: Path) -> "Pin":
        return cls(reply, citation, str(folder), datetime.now().astimezone().isoformat(timespec="seconds"))

    @property
    def place(self) -> tuple[str, int, int]:
        """Absolute path, and range of characters: what makes two pins one."""
        return self.citation.path, self.citation.start, self.citation.end

    def to_wire(self) -> dict[str, Any]:
        """The line of its reply; `pinned` is the place of the citation."""
        saved = {"folder": self.folder, "at": self.at, "pinned": list(_place(self.citation))}
        return saved | to_wire(self.reply, whole=True)


def pins_file() -> Path:
    return state_home() / "pins.jsonl"


def load_pins() -> tuple[Pin, ...]:
    """Those kept, oldest first, their citations checked anew. Raises UserError naming the line that is damaged."""
    file = pins_file()
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{file}: pinned citations cannot be read ({error})", hint="move the file away") from error
    pins = []
    for number, line in enumerate(lines, 1):
        try:
            pins.append(_restored(json.loads(line)))
        except (ValueError, KeyError, TypeError) as error:
            raise UserError(f"{file}: line {number} is damaged", hint="move the file away, or mend it") from error
    replies = checked_again(pin.reply for pin in pins)
    return tuple(
        Pin(reply, _cited(reply, _place(pin.citation)), pin.folder, pin.at)
        for pin, reply in zip(pins, replies, strict=True)
    )


def write_pins(pins: Sequence[Pin]) -> None:
    """In place of those kept before, all or nothing. Raises UserError when it cannot be done."""
    file = pins_file()
    new = file.with_suffix(".new")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
            stream.writelines(json.dumps(pin.to_wire()) + "\n" for pin in pins)
        new.replace(file)
    except OSError as error:
        raise UserError(
            f"{file}: the pinned citation is not kept ({error.strerror})", hint="make room, or set QUOTH_HOME"
        ) from error


def _restored(line: dict[str, Any]) -> Pin:
    """Raises ValueError, KeyError or TypeError on a damaged line."""
    reply = from_wire(line).reply
    return Pin(reply, _cited(reply, tuple(line["pinned"])), str(line["folder"]), str(line["at"]))


def _cited(reply: Reply, place: tuple[str, int, int]) -> Citation:
    for citation in all_citations(reply):
        if _place(citation) == place:
            return citation
    raise ValueError(f"no citation at {place}")


def _place(citation: Citation) -> tuple[str, int, int]:
    return citation.document, citation.start, citation.end
