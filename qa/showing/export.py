"""A conversation as a file to hand on: Markdown, HTML, or the JSON lines that `qa verify` reads."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from corpus.errors import UserError
from qa.replies.answers import Reply
from qa.replies.wire import to_wire
from qa.saved.files import explained
from qa.showing.html import to_html
from qa.showing.markdown import to_markdown


def to_json_lines(replies: Sequence[Reply]) -> str:
    """One reply a line, as `qa ask --save` writes them."""
    return "".join(json.dumps(to_wire(reply)) + "\n" for reply in replies)


FORMATS: dict[str, Callable[[Sequence[Reply]], str]] = {
    ".md": to_markdown,
    ".html": to_html,
    ".json": to_json_lines,
    ".jsonl": to_json_lines,
}


def export(file: Path, replies: Sequence[Reply]) -> None:
    """Writes a new file in the format its suffix names. Raises UserError on another suffix, or a file already there."""
    if file.suffix.lower() not in FORMATS:
        raise UserError(f"{file}: no format is called {file.suffix!r}", hint=f"end it in {', '.join(FORMATS)}")
    text = FORMATS[file.suffix.lower()](replies)
    with explained(file), file.open("x", encoding="utf-8") as stream:
        stream.write(text)
