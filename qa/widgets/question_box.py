"""Where questions are typed; those asked before are a key away."""

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from qa.printable import printable


class QuestionBox(Input):
    BINDING_GROUP_TITLE = "Question"
    HELP: ClassVar[str] = """\
Type a question and press **enter**. The answer is a quotation from the documents; where they do not answer, Quoth says
so.

A newer question overtakes one that is still being answered. A phrase in quotation marks must occur as it is.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Ask", id="question.ask", tooltip="Ask the documents", show=False),
        Binding("up", "older", "Older question", id="question.older", tooltip="The question asked before", show=False),
        Binding("down", "newer", "Newer question", id="question.newer", tooltip="The question asked after", show=False),
        Binding("pageup", "app.page(-1)", "Page up", id="page.up", tooltip="Scroll what is above", show=False),
        Binding("pagedown", "app.page(1)", "Page down", id="page.down", tooltip="Scroll what is above", show=False),
    ]

    @dataclass
    class Asked(Message):
        """A question was typed and sent."""

        question: str

    def __init__(self) -> None:
        super().__init__(placeholder="Ask these documents", select_on_focus=False)
        self.border_title = "Question"
        self._asked: list[str] = []
        self._age = 0
        """How many questions back the one shown was asked; 0 is what is being typed."""

        self._draft = ""

    def validate_value(self, value: str) -> str:
        """One printable line, whatever is pasted."""
        return printable(value).replace("\n", " ").replace("\t", " ")

    @on(Input.Submitted)
    def send(self, event: Input.Submitted) -> None:
        event.stop()
        question = event.value.strip()
        if not question:
            return
        if question not in self._asked[-1:]:
            self._asked.append(question)
        self._age = 0
        self.value = ""
        self.post_message(self.Asked(question))

    def action_older(self) -> None:
        self._show_asked(self._age + 1)

    def action_newer(self) -> None:
        self._show_asked(self._age - 1)

    def _show_asked(self, age: int) -> None:
        if not 0 <= age <= len(self._asked):
            return
        if self._age == 0:
            self._draft = self.value
        self._age = age
        self.value = self._asked[-age] if age else self._draft
        self.action_end()
