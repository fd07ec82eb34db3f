"""How a follow-up question was understood, and two ways to put it right: edit it, or ask it as typed."""

from collections.abc import Callable
from functools import partial

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from qa.replies.answers import Reply
from qa.showing.wording import asked_line
from qa.widgets.question_box import QuestionBox


class AskedAs(Horizontal):
    def __init__(self, reply: Reply, *, typed: str, to_edit: str) -> None:
        """`typed`: with the filters; so is `to_edit`, the question as it was understood."""
        super().__init__()
        self._reply = reply
        self._typed = typed
        self._to_edit = to_edit

    def compose(self) -> ComposeResult:
        yield Static(Content(asked_line(self._reply)), classes="asked")
        yield _Way("edit", partial(QuestionBox.Recalled, self._to_edit))
        yield _Way("as typed", partial(QuestionBox.Asked, self._typed, literally=True))


class _Way(Static):
    """Sends a message when it is clicked; keys do the same."""

    def __init__(self, text: str, message: Callable[[], Message]) -> None:
        super().__init__(text, classes="way")
        self._message = message

    def on_click(self) -> None:
        self.post_message(self._message().set_sender(self))
