"""Files of saved replies -> the replies in them: one JSON object, or one a line."""

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from corpus.errors import UserError
from qa.replies.wire import SavedReply, from_wire


def load_replies(file: Path) -> list[SavedReply]:
    """Saved replies: one JSON object, or one a line. Raises UserError when the file holds none."""
    hint = "give a file that `qa ask --save` wrote"
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UserError(f"{file}: {error.strerror}", hint=hint) from error
    except UnicodeDecodeError as error:
        raise UserError(f"{file}: not UTF-8 at byte {error.start}", hint=hint) from error
    objects = _objects(text, file, hint)
    if not objects:
        raise UserError(f"{file}: holds no saved replies", hint=hint)
    try:
        return [from_wire(part) for each in objects for part in _parts(each)]
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        what = f"{where}: {first['msg']}" if where else "each is one JSON object"
        raise UserError(f"{file}: not a saved reply ({what})", hint=hint) from error


def _parts(line: Any) -> list[Any]:  # noqa: ANN401
    """The replies in a line: those to each of several questions asked as one, or the one."""
    parts = line.get("parts") if isinstance(line, dict) else None
    return parts if parts and isinstance(parts, list) else [line]


def _objects(text: str, file: Path, hint: str) -> list[Any]:
    try:
        return [json.loads(text)]
    except (ValueError, RecursionError):
        pass
    objects: list[Any] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                objects.append(json.loads(line))
            except (ValueError, RecursionError) as error:
                raise UserError(
                    f"{file}: line {number} is not JSON ({getattr(error, 'msg', error)})", hint=hint
                ) from error
    return objects
