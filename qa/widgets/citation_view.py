"""One citation: where the quote stands, and its sentence with the quote marked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from qa.replies.answers import Citation
from qa.replies.checking import quote_in_sentence
from qa.replies.printable import on_one_line, printable
from qa.showing.wording import line_of, status_mark
from qa.widgets.fitted import Fitted, without_middle

LEAST_NAME = 12
"""Cells of a document's name; without room for that it has a row of its own."""

ROOM_FOR_WORDS = 50
"""Cells; in a narrower column the sign of what is verified stands without its word."""

MOST_SHOWN = 240
"""Characters of a passage: its beginning is enough to choose by."""

_SPACE = re.compile(r"\s+")


class CitationView(Widget, can_focus=True):
    BINDING_GROUP_TITLE = "Citation"
    HELP: ClassVar[str] = """\
The sentence an answer stands in, word for word, and where. **enter** or a click opens the document there.

- **✓ verified** the quote stands in the file, to the character; passages that answer nothing are not marked
- **↷ moved** it stands elsewhere in the file now
- **✎ changed** the file no longer says so there
- **✗ missing** the file is gone or cannot be read
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Open", id="citation.open", tooltip="Open the document at this place"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "citation--number",
        "citation--place",
        "citation--verified",
        "citation--moved",
        "citation--broken",
        "citation--quote",
        "citation--cue",
    }

    @dataclass
    class Chosen(Message):
        """A citation is to be shown in its document."""

        view: "CitationView"

        @property
        def control(self) -> "CitationView":
            return self.view

    def __init__(self, citation: Citation, number: int, limits: Sequence[str], *, is_answer: bool = True) -> None:
        """`number`: from 1 and unlike that of any other place in the same reply. `limits`: what limits the quote, a
        line each. `is_answer`: not so for a passage that answers nothing."""
        super().__init__()
        self.citation = citation
        self.number = number
        self._limits = limits
        self._mark = status_mark(citation, is_answer=is_answer)

    def render(self) -> Fitted:
        return Fitted(self._content)

    def _content(self, width: int) -> Content:
        citation = self.citation
        look = citation.status if citation.status in ("verified", "moved") else "broken"
        number, mark = f" {self.number} ", f" {self._mark} " if self._mark else ""
        if look == "verified" and width < ROOM_FOR_WORDS:
            mark = mark[:2]  # the sign alone
        status = (mark, self.get_visual_style(f"citation--{look}"))
        # As nearly all are verified, that comes last and is quiet; what else became of a quote comes first.
        first, last = ("", status) if look == "verified" else (status, "")
        row = width - len(last[0]) if last else width
        place = _fitted_place(citation, row, width - len(number) - len(mark) - 1)
        return Content("\n").join(
            [
                Content.assemble(
                    (number, self.get_visual_style("citation--number")),
                    first,
                    (f" {place}", self.get_visual_style("citation--place")),
                    last,
                ),
                self._marked_sentence(),
                *(Content(line).stylize(self.get_visual_style("citation--cue")) for line in self._limits),
            ]
        )

    def _marked_sentence(self) -> Content:
        sentence, quote = self.citation.sentence, quote_in_sentence(self.citation)
        before, marked, after = sentence[: quote.start], quote.of(sentence), sentence[quote.end :]
        if not before and not after:
            return Content(shorten(_flat(marked), MOST_SHOWN, placeholder=" …"))
        return Content.assemble(_flat(before), (_flat(marked), self.get_visual_style("citation--quote")), _flat(after))

    def choose(self) -> None:
        # A message goes up no further than to the widget whose handler made it, unless it is sent in another's name.
        self.post_message(self.Chosen(self).set_sender(self))

    def action_choose(self) -> None:
        self.choose()

    def on_click(self) -> None:
        self.choose()


def _fitted_place(citation: Citation, width: int, room: int) -> str:
    """Document and line, in the `room` left in the row or in one of their own. Of a long name the middle is left out."""
    document, rest = on_one_line(citation.document), f", {line_of(citation)}"
    if room - len(rest) < min(cell_len(document), LEAST_NAME):
        return "\n" + without_middle(document, width - len(rest)) + rest
    return without_middle(document, room - len(rest)) + rest


def _flat(text: str) -> str:
    """Printable, on one line; unlike `on_one_line` it keeps a space at either end, where the quote begins or ends."""
    return _SPACE.sub(" ", printable(text))
