"""What the reader of rich text keeps of a group and of a paragraph."""

from dataclasses import dataclass, field

from corpus.document import Span
from corpus.formats.rtf_table import RtfRow

BODY = "body"


@dataclass(frozen=True, slots=True)
class State:
    """What a group may change, and its end takes back."""

    destination: str = BODY
    is_hidden: bool = False
    is_bold: bool = False
    code_page: str = ""
    replacements: int = 1
    """Characters after each Unicode character that stand in for it in old programs."""


@dataclass
class Line:
    text: str = ""
    marks: list[Span] = field(default_factory=list)
    notes: list["Line"] = field(default_factory=list)
    level: int | None = None
    is_bold: bool = True
    """Whether all its words are; of a row of a table, those of the cell being read."""

    is_in_table: bool = False
    """Whether what is read belongs to a cell, which may be of several paragraphs."""

    row: RtfRow = field(default_factory=RtfRow)

    def words(self) -> tuple[str, list[Span]]:
        """Its text and the marks in it, which have no place where halves of characters were joined."""
        whole = joined(self.text)
        return whole, self.marks if len(whole) == len(self.text) else []


def joined(text: str) -> str:
    """The text with each pair of halves of one character joined."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
