"""What can be asked: questions to begin with, the documents of the folder, and what of it was not searched."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from corpus.coverage import Coverage
from corpus.store import FileRecord
from qa.replies.printable import on_one_line
from qa.showing.wording import coverage_line
from qa.widgets.fitted import Fitted
from qa.widgets.question_box import QuestionBox

MOST_LISTED = 12
LEAST_TITLE = 24
"""Cells; titles cut shorter than that say too little to be shown."""

WORDMARK = """\
▄▀▀▀▄ █   █ ▄▀▀▀▄ ▀▀█▀▀ █   █
█   █ █   █ █   █   █   █▀▀▀█
▀▄▄▄█ ▀▄▄▄▀ ▀▄▄▄▀   █   █   █
    ▀▄"""


class Opener(Static, can_focus=True):
    """A question that the documents answer; enter or a click asks it."""

    BINDING_GROUP_TITLE = "Question to begin with"
    HELP: ClassVar[str] = (
        "A question these documents answer. **enter** or a click asks it, and so does its number in the box."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "ask", "Ask", id="opener.ask", tooltip="Ask this question"),
    ]

    def __init__(self, number: int, question: str) -> None:
        super().__init__(Content.assemble((f"{number}", "bold $text-primary"), f" {question}"))
        self.question = question

    def action_ask(self) -> None:
        self.post_message(QuestionBox.Asked(self.question).set_sender(self))

    def on_click(self) -> None:
        self.action_ask()


class Welcome(Vertical):
    def compose(self) -> ComposeResult:
        yield Static(WORDMARK, classes="wordmark")
        yield Static("Answers in the documents' own words", classes="title")
        yield Static(
            "Type a question and press enter: the answer is a quotation, with the place where it stands. "
            "Where the documents do not answer, Quoth says so.",
            classes="about",
        )
        yield Vertical(classes="openers")

    def show(self, documents: Sequence[FileRecord], coverage: Coverage) -> None:
        """Lists the documents, the first of them when there are many."""
        self.query(".documents, .coverage").remove()
        self.mount(
            Static(Fitted(partial(_list, documents)), classes="documents"),
            Static(Content(coverage_line(coverage)), classes="coverage"),
        )

    def show_openers(self, questions: Sequence[str]) -> None:
        """Questions to begin with; none takes the last ones away."""
        box = self.query_one(".openers")
        box.remove_children()
        if questions:
            box.mount(Static("For example, by number and enter:", classes="note"))
            box.mount_all(Opener(number, on_one_line(question)) for number, question in enumerate(questions, 1))

    def ask(self, number: int) -> bool:
        """Asks the question of this number; False when there is none."""
        openers = list(self.query(Opener))[number - 1 : number] if number > 0 else []
        for opener in openers:
            opener.action_ask()
        return bool(openers)


def _list(documents: Sequence[FileRecord], width: int) -> Content:
    """A document a row: path, date, and where there is room the title."""
    listed = documents[:MOST_LISTED]
    longest = max((len(on_one_line(record.path)) for record in listed), default=0)
    has_room = width - longest - len("  2019-08-09  ") >= LEAST_TITLE
    lines = [
        f"{on_one_line(record.path):{longest}}  {record.published or '':10}  {on_one_line(record.title) if has_room else ''}"
        for record in listed
    ]
    if len(documents) > MOST_LISTED:
        lines.append(f"and {len(documents) - MOST_LISTED} more")
    return Content("\n".join(line.rstrip() for line in lines))
