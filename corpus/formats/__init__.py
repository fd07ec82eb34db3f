"""Bytes of a file -> its text and structure, one module per format; the table of formats."""

from collections.abc import Callable
from pathlib import PurePosixPath

from corpus.errors import UnreadableFile
from corpus.formats.extraction import Extraction
from corpus.formats.html import read_html
from corpus.formats.markdown import read_markdown
from corpus.formats.plain import read_plain

FORMATS: dict[str, Callable[[bytes], Extraction]] = {
    ".txt": read_plain,
    ".text": read_plain,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
}


def extract(path: str, data: bytes) -> Extraction:
    """The text and structure of a file's bytes. Raises UnreadableFile with the reason when there is none."""
    suffix = PurePosixPath(path).suffix.lower()
    if suffix not in FORMATS:
        raise UnreadableFile("unsupported", f"{path}: files of type {suffix or 'none'!r} are not read")
    try:
        extraction = FORMATS[suffix](data)
    except UnreadableFile as error:
        raise UnreadableFile(error.reason, f"{path}: {error}") from error
    if not any(character.isalnum() for character in extraction.text):
        raise UnreadableFile("empty", f"{path}: no words in it")
    return extraction
