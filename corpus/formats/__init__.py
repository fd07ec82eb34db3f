"""Bytes of a file -> its text and structure, one module per format; the table of formats.

A reader is a function `bytes -> Extraction`, named in the table as "module:function" and imported when the first file of
its type is read. It raises UnreadableFile with the reason, and nothing else, whatever the bytes are.

Another package adds a format with an entry point: its name is the suffix, its value the reader.

    [project.entry-points."quoth.formats"]
    ".log" = "my_logs.reading:read_log"

What it returns must be the same for the same bytes, `extractor` must name its version, and blocks and markup must ascend
and lie inside the text.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import PurePosixPath

from corpus.doubts import named_with
from corpus.errors import UnreadableFile, UserError
from corpus.formats.encoding import doubt_of
from corpus.formats.extraction import Extraction

ENTRY_POINTS = "quoth.formats"

FORMATS: Mapping[str, str] = {
    ".txt": "corpus.formats.plain:read_plain",
    ".text": "corpus.formats.plain:read_plain",
    ".md": "corpus.formats.markdown:read_markdown",
    ".markdown": "corpus.formats.markdown:read_markdown",
    ".html": "corpus.formats.html:read_html",
    ".htm": "corpus.formats.html:read_html",
    ".xhtml": "corpus.formats.html:read_html",
    ".rst": "corpus.formats.rst:read_rst",
    ".csv": "corpus.formats.csv:read_csv",
    ".tsv": "corpus.formats.csv:read_tsv",
    ".json": "corpus.formats.json:read_json",
    ".jsonl": "corpus.formats.json:read_json_lines",
    ".srt": "corpus.formats.subtitles:read_subtitles",
    ".vtt": "corpus.formats.subtitles:read_subtitles",
    ".pdf": "corpus.formats.pdf:read_pdf",
    ".docx": "corpus.formats.docx:read_docx",
    ".odt": "corpus.formats.odt:read_odt",
    ".eml": "corpus.formats.mail:read_eml",
    ".mbox": "corpus.formats.mail:read_mbox",
    ".rtf": "corpus.formats.rtf:read_rtf",
    ".epub": "corpus.formats.epub:read_epub",
    ".pptx": "corpus.formats.pptx:read_pptx",
    ".xlsx": "corpus.formats.xlsx:read_xlsx",
}
"""The formats that come with the project."""

RECOGNISING: Mapping[str, str] = {".pdf": "corpus.formats.pdf:read_pdf_with_scans"}
"""What reads pictures of text, too, where that is asked for."""

OWN_TEXT = frozenset(".txt .text .md .markdown .rst .csv .tsv .json .jsonl .srt .vtt".split())
"""Those of them whose text is the file's own; the others are parsed by libraries written in C, Rust or C++."""


@cache
def known_formats() -> Mapping[str, str]:
    """Suffix -> reader, with what installed packages add. Raises UserError when two readers claim a suffix."""
    from importlib.metadata import entry_points

    known = dict(FORMATS)
    for entry_point in entry_points(group=ENTRY_POINTS):
        suffix = "." + entry_point.name.lower().removeprefix(".")
        if known.setdefault(suffix, entry_point.value) != entry_point.value:
            raise UserError(
                f"{suffix}: read by {known[suffix]} and by {entry_point.value}",
                hint=f"uninstall the package that brings {entry_point.value}",
            )
    return known


def is_known(suffix: str) -> bool:
    """Whether the table has this suffix. What packages add is looked up only for those that do not come with the project:
    it takes 30 ms."""
    return suffix in FORMATS or suffix in known_formats()


def suffix_of(path: str) -> str:
    """What the table knows a file by: "a/B.TXT" -> ".txt"."""
    return PurePosixPath(path).suffix.lower()


def extract(path: str, data: bytes, *, ocr: bool = False) -> Extraction:
    """The text and structure of a file's bytes. Raises UnreadableFile with the reason when there is none."""
    suffix = suffix_of(path)
    if not is_known(suffix):
        raise UnreadableFile("unsupported", f"{path}: files of type {suffix or 'none'!r} are not read")
    readers = {**known_formats(), **RECOGNISING} if ocr else known_formats()
    read = _load(suffix, readers[suffix])
    try:
        extraction = read(data)
    except UnreadableFile as error:
        raise UnreadableFile(error.reason, f"{path}: {error}", pages=error.pages) from error
    if extraction.coordinates == "file" and (doubt := doubt_of(data, extraction.encoding)):
        extraction = replace(extraction, coordinates="extracted", extractor=named_with("quoth-text 1", doubt))
    if not any(character.isalnum() for character in extraction.text):
        raise UnreadableFile("empty", f"{path}: no words in it")
    return extraction


@cache
def _load(suffix: str, name: str) -> Callable[[bytes], Extraction]:
    module, _, function = name.partition(":")
    try:
        reader: Callable[[bytes], Extraction] = getattr(import_module(module), function)
    except (ImportError, AttributeError) as error:
        raise UserError(
            f"{name}: the reader of {suffix} files cannot be loaded ({error})",
            hint="install the package that brings it again, or uninstall it",
        ) from error
    return reader
