"""What every format reader returns."""

from dataclasses import dataclass, field

from corpus.document import Coordinates, Span


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list item, table row or the like: prose that no passage border inside a sentence may ignore."""

    span: Span
    headings: tuple[str, ...] = ()
    """The headings above it, outermost first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """A file's text and where in it the prose stands."""

    text: str
    encoding: str
    coordinates: Coordinates
    extractor: str | None = None
    blocks: tuple[Block, ...] = ()
    """Ascending and disjoint; what lies between them is not prose."""

    markup: tuple[Span, ...] = ()
    """Ascending; characters inside blocks that are not prose."""

    metadata: dict[str, str] = field(default_factory=dict)
    """Lower-case keys; `title`, `published` where the file says so."""

    page_starts: tuple[int, ...] = ()
