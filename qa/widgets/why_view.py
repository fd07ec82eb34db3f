"""Why a citation is shown: what its passage was found by, what was read in it, what else was read."""

from collections.abc import Iterable
from typing import ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from qa.showing.explained import Row


class WhyView(VerticalScroll):
    BINDING_GROUP_TITLE = "Why this?"
    HELP: ClassVar[str] = """\
What the passage of a citation was found by, and what the readers made of it and of the others. **f7** at another citation
shows that one, **escape** closes.
"""

    def __init__(self) -> None:
        super().__init__(id="why")
        self.border_title = "Why this?"

    async def show(self, number: int, rows: Iterable[Row]) -> None:
        """`number`: that of the citation in its reply."""
        self.border_title = f"Why {number}?"
        await self.remove_children()
        await self.mount_all(Static(Content(row.text), classes=f"-{row.kind}") for row in rows)
        self.scroll_home(animate=False)
