"""A conversation, and pinned citations, as a file to hand on: Markdown, HTML, or the JSON lines that `qa verify` reads."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from corpus.errors import UserError
from qa.replies.answers import Reply
from qa.replies.wire import to_wire
from qa.saved.files import explained
from qa.saved.pins import Pin
from qa.showing.html import to_html
from qa.showing.markdown import to_markdown


def to_json_lines(replies: Sequence[Reply], pins: Sequence[Pin] = ()) -> str:
    """One reply a line, as `qa ask --save` writes them; those of pinned citations say which is meant."""
    lines = [*map(to_wire, replies), *(pin.to_wire() for pin in pins)]
    return "".join(json.dumps(line) + "\n" for line in lines)


FORMATS: dict[str, Callable[[Sequence[Reply], Sequence[Pin]], str]] = {
    ".md": to_markdown,
    ".html": to_html,
    ".json": to_json_lines,
    ".jsonl": to_json_lines,
}


def export(file: Path, replies: Sequence[Reply], pins: Sequence[Pin] = ()) -> None:
    """Writes a new file in the format its suffix names, pinned citations at its end.

    Raises UserError on another suffix, or a file already there."""
    if file.suffix.lower() not in FORMATS:
        raise UserError(f"{file}: no format is called {file.suffix!r}", hint=f"end it in {', '.join(FORMATS)}")
    text = FORMATS[file.suffix.lower()](replies, pins)
    with explained(file), file.open("x", encoding="utf-8") as stream:
        stream.write(text)
