"""What one needs first, on one page; below it, what the part in focus does."""

from collections.abc import Mapping
from functools import partial
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Markdown, Static

from qa.widgets.fitted import Fitted

ABOUT = (
    "Type a question and press enter. The answer is a quotation, with the place where it stands; "
    "where the documents do not answer, Quoth says so."
)
STAR = "* after escape, which goes to the reply. A number opens its citation."
FILTERS = "file:report* since:2019 until:2020 in a question asks such documents only."
MARKS = "↷ moved: it stands elsewhere · ✎ changed: not there · ✗ missing: file gone"
KEYS = (
    (("question.ask",), "ask"),
    (("question.literal",), "ask exactly as typed"),
    (("question.older",), "questions asked before"),
    (("question.clear",), "clear the box"),
    (("app.escape",), "stop, close, or change sides"),
    (("citation.next", "citation.previous"), "next citation, previous"),
    (("source.toggle",), "source of the citation"),
    (("citation.why",), "why this citation"),
    (("source.compare",), "two sources side by side"),
    (("library.toggle",), "library: filter, open, mark"),
    (("conversation.new",), "new conversation"),
    (("conversation.past",), "past conversations"),
    (("citation.pin", "pins.toggle"), "pin it, show the pins"),
    (("asked.edit",), "edit the question *"),
    (("answer.copy", "answer.cite"), "copy, with its citation *"),
    (("conversation.export",), "export the conversation *"),
    (("app.palette",), "every command"),
    (("app.quit",), "quit"),
)
"""Ids of bindings -> what they do. A star: once a reply has the focus."""

COLUMN = 36
"""Cells; the keys stand in as many columns as there is room for."""


class HelpView(VerticalScroll):
    HELP: ClassVar[str] = "**f1** or **escape** closes the help."

    def __init__(self) -> None:
        super().__init__(id="help")
        self.border_title = "Help"

    def compose(self) -> ComposeResult:
        yield Static(ABOUT)
        yield Static(classes="keys")
        yield Static("\n".join((STAR, FILTERS, MARKS)))
        yield Markdown(classes="part")

    def show(self, keys: Mapping[str, str], about: str) -> None:
        """`keys`: id -> how its key is shown. `about`: Markdown on the part in focus."""
        rows = [(" ".join(keys[name] for name in names), does) for names, does in KEYS]
        self.query_one(".keys", Static).update(Fitted(partial(_columns, rows)))
        self.query_one(Markdown).update(about)
        self.scroll_home(animate=False)


def _columns(rows: list[tuple[str, str]], width: int) -> Content:
    """The rows below each other, column after column."""
    widest = max(cell_len(keys) for keys, _ in rows)
    count = max(1, width // COLUMN)
    height = -(-len(rows) // count)
    lines = []
    for row in range(height):
        parts: list[Content | str | tuple[str, str]] = []
        for keys, does in rows[row::height]:
            cell = widest + 1 - cell_len(keys)
            parts += [(keys, "bold $text-primary"), " " * cell, f"{does:{COLUMN - widest - 2}} "]
        lines.append(Content.assemble(*parts).rstrip())
    return Content("\n").join(lines)
