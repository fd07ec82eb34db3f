"""Where questions are typed; those asked before are a key away."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Key
from textual.message import Message
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from qa.answering.typed_filters import filter_words
from qa.replies.printable import on_one_line, printable
from qa.saved.conversations import earlier_questions

MOST_REMEMBERED = 200
"""Questions of earlier runs."""

MOST_CHARACTERS = 2000
"""Of a question: more than the models read of one, and few enough to be laid out at every key."""


class QuestionBox(TextArea):
    BINDING_GROUP_TITLE = "Question"
    HELP: ClassVar[str] = """\
Type a question and press **enter**. The answer is a quotation from the documents; where they do not answer, Quoth says
so. **shift+enter**, or **ctrl+j** in terminals that cannot send it, begins a new line; **up** in the first line and
**down** in the last go through what was asked before, in earlier runs too. **ctrl+c** clears the box.

`file:report*` asks only documents of such a name, `since:2019` and `until:2019-08` only those published then;
they may stand anywhere in the question. A phrase in quotation marks must occur as it is. A newer question overtakes one
that is still being answered.

A question that follows up is completed from the conversation, and how it was understood stands above the answer. **f5**
asks it exactly as typed: what stands in the box, or, when that is empty, the question before. A number opens the
citation of that number. **escape** goes to the reply, where **ctrl+e** puts its question back into the box, **ctrl+y**
copies the answer and **ctrl+s** saves it; what is typed there comes here.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "ask", "Ask", id="question.ask", tooltip="Ask the documents"),
        Binding(
            "f5", "ask_literally", "As typed", id="question.literal", tooltip="Ask exactly what is typed", show=False
        ),
        Binding("shift+enter,ctrl+j", "new_line", "New line", id="question.line", tooltip="Begin a line", show=False),
        Binding("ctrl+c", "clear", "Clear", id="question.clear", tooltip="Clear the box", show=False),
        Binding(
            "ctrl+d",
            "app.stop_update",
            "Do not wait",
            id="question.now",
            tooltip="Stop reading; a question that waits is answered from what has been read",
            show=False,
        ),
        Binding("up", "older", "Older question", id="question.older", tooltip="The question asked before", show=False),
        Binding("down", "newer", "Newer question", id="question.newer", tooltip="The question asked after", show=False),
        Binding("pageup", "app.page(-1)", "Page up", id="page.up", tooltip="Scroll what is above up", show=False),
        Binding(
            "pagedown", "app.page(1)", "Page down", id="page.down", tooltip="Scroll what is above down", show=False
        ),
    ]

    COMPONENT_CLASSES: ClassVar[set[str]] = {"question--chip"}

    @dataclass
    class Asked(Message):
        """A question was typed and sent."""

        question: str
        literally: bool = False
        """Exactly as typed, whatever was said before."""

    @dataclass
    class Recalled(Message):
        """A question is to be put into the box, to be edited."""

        question: str

    def __init__(self) -> None:
        super().__init__(placeholder="Ask these documents", highlight_cursor_line=False)
        self.border_title = "Question"
        self._asked: list[str] = []
        self._age = 0
        """How many questions back the one shown was asked; 0 is what is being typed."""

        self._draft = ""
        self._scope = ""
        self._is_cut = False

    def on_mount(self) -> None:
        self.remember_earlier()

    @work
    async def remember_earlier(self) -> None:
        """What was asked in earlier runs comes before what has been asked in this one."""
        self._asked[:0] = await asyncio.to_thread(earlier_questions, MOST_REMEMBERED)

    def show_scope(self, scope: str) -> None:
        """Says of which documents is asked; "" when of all."""
        self._scope = scope
        self._tell()

    def remember(self, questions: Iterable[str]) -> None:
        """These were asked before, oldest first."""
        for question in questions:
            if question not in self._asked[-1:]:
                self._asked.append(question)
        self._age = 0

    def recall(self, question: str) -> None:
        """Puts a question into the box. What stood there can be gone back to as if it had been asked."""
        if draft := on_one_line(self.text):
            self.remember([draft])
        self.text = question
        self._is_cut = False
        self.move_cursor(self.document.end)
        self.focus()

    def edit(self, edit: Edit) -> EditResult:
        """All that is typed or pasted comes through here: it is made printable, its lines kept whatever ends them."""
        room = MOST_CHARACTERS - len(self.text) + len(self.get_text_range(edit.top, edit.bottom))
        text = edit.text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
        edit.text = printable(text[: max(room, 0)])
        self._is_cut = len(text) > room
        return super().edit(edit)

    @on(TextArea.Changed)
    def _tell(self) -> None:
        """Below the box: that what was pasted is not all there, which documents are asked, and the filters typed."""
        cut = f"cut: a question has at most {MOST_CHARACTERS:,} characters" if self._is_cut else ""
        told = [Content(" · ".join(filter(None, (cut, self._scope))))]
        style = self.get_visual_style("question--chip")
        chips = [Content.styled(f" {word} ", style) for word in filter_words(self.text)]
        self.border_subtitle = Content(" ").join(told + chips if told[0] else chips)

    def on_key(self, event: Key) -> None:
        if event.key == "enter":
            event.prevent_default()  # `TextArea` would begin a line

    def action_ask(self) -> None:
        if question := self._taken_out():
            self.post_message(self.Asked(question))

    async def action_ask_literally(self) -> None:
        if question := self._taken_out():
            self.post_message(self.Asked(question, literally=True))
        else:
            await self.run_action("app.ask_literally")

    def _taken_out(self) -> str:
        """What stood in the box, on one line; remembered where it was a question."""
        question = on_one_line(self.text)
        if question:
            self.remember([question])
            self.text = ""
            self._is_cut = False
        return question

    async def action_clear(self) -> None:
        """A selection is copied, as anywhere; what is cleared can be gone back to as if it had been asked."""
        if self.selected_text:
            self.action_copy()
        elif self.text:
            self.recall("")
        else:
            await self.run_action("app.help_quit")

    def action_new_line(self) -> None:
        self.insert("\n")

    def action_older(self) -> None:
        if self.navigator.is_first_wrapped_line(self.cursor_location):
            self._show_asked(self._age + 1)
        else:
            self.action_cursor_up()

    def action_newer(self) -> None:
        if self.navigator.is_last_wrapped_line(self.cursor_location):
            self._show_asked(self._age - 1)
        else:
            self.action_cursor_down()

    def _show_asked(self, age: int) -> None:
        if not 0 <= age <= len(self._asked):
            return
        if self._age == 0:
            self._draft = self.text
        self._age = age
        self.text = self._asked[-age] if age else self._draft
        self.move_cursor(self.document.end)
