"""What stands beside the conversation, one thing at a time: sources, why, pins, help."""

from typing import ClassVar, Literal

from textual import getters
from textual.widget import Widget
from textual.widgets import ContentSwitcher

from qa.widgets.help_view import HelpView
from qa.widgets.sources import Sources

SideName = Literal["sources", "why", "pins", "help"]


class Side(ContentSwitcher):
    DEFAULT_CLASSES: ClassVar[str] = "-closed"

    sources = getters.query_one(Sources)
    help = getters.query_one(HelpView)

    def __init__(self, *parts: Widget) -> None:
        """`parts`: each under its name as id."""
        super().__init__(*parts, initial="sources")

    @property
    def is_open(self) -> bool:
        return not self.has_class("-closed")

    def shows(self, name: SideName) -> bool:
        return self.is_open and self.current == name

    def open(self, name: SideName) -> None:
        self.current = name
        self.remove_class("-closed")

    def close(self) -> None:
        self.add_class("-closed")
