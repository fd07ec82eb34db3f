"""One file -> one document and its passages."""

import hashlib
from pathlib import Path

from corpus.chunking import split_into_passages
from corpus.document import Document, Passage
from corpus.folder import read_bytes
from corpus.formats.extraction import Extraction
from corpus.isolation import extract_isolated


def read_document(folder: Path, path: str) -> tuple[Document, list[Passage]]:
    """Reads and cuts one file. Raises UnreadableFile with the reason."""
    document, extraction = make_document(path, read_bytes(folder, path))
    return document, split_into_passages(document, extraction)


def make_document(path: str, data: bytes) -> tuple[Document, Extraction]:
    """The document that these bytes are. Raises UnreadableFile with the reason."""
    extraction = extract_isolated(path, data)
    document = Document(
        path=path,
        text=extraction.text,
        sha256=hashlib.sha256(data).hexdigest(),
        encoding=extraction.encoding,
        coordinates=extraction.coordinates,
        extractor=extraction.extractor,
        title=extraction.metadata.get("title", ""),
        published=extraction.metadata.get("published"),
        page_starts=extraction.page_starts,
    )
    return document, extraction
