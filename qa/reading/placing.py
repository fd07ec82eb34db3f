"""From what was read in a rendering to the span of the document that may be quoted: in one sentence of one piece."""

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.document import Passage, Span, blank
from corpus.rendering import Rendering, hull
from corpus.sentences import sentences
from qa.english.answer_kind import is_of_another_kind
from qa.english.boundaries import tidy
from qa.english.enumerations import all_named
from qa.english.limits import widen
from qa.english.tasks import asks_whether, state_asked_for
from qa.english.unbroken import asked_for
from qa.reading.lists import lines_asked_for, list_asked_for
from qa.reading.rows import is_named

_ASKS_WHO = re.compile(r"\A\W*who(?:m|se)?\b", re.I)
_WORD = re.compile(r"\w+")
_LABEL = re.compile(r"[^\W\d_][\w ]{1,40}:\s+(?=\S)")
_SELF = re.compile(r"(?:I|[Mm]e|[Mm]yself)\b")
_NUMBER_ASKED_FOR = re.compile(
    r"\b(?:which|number|clause|section|step|article|rule|chapter|point|item|paragraph)\b", re.I
)
_OWN_NUMBER = re.compile(r"(?<![^\r\n])[^\S\r\n]*(?P<number>\d{1,3}(?:\.\d{1,3})*)(?:[.)](?=\s+\S)|(?=\s+[^\sa-z]))")
"""Of a paragraph, in front of its words: "12. The tenant", "12 The tenant", but not "12 tenants"."""

_MERE_END = 3
"""Times as long as this part of the answer another one is, at least, where it is no more than the end of a sentence."""

_QUESTION = re.compile(r"\?[\"'”’»)*_]*\Z")


def places(
    passage: Passage, rendering: Rendering, read: Span, *, is_list: bool = False, question: str = ""
) -> list[Span]:
    """What may be quoted of the document for what was read. Of a list of tasks these are all that are done, or all that
    are not, where the question asks for them, and the whole task where it asks whether it is done."""
    tasks = [source for source in rendering.sources(read) if rendering.state_at(source)]
    if tasks and (state := state_asked_for(question)):
        found = [_bounded(passage, task, task) for task in rendering.tasks(state)]
    elif tasks and asks_whether(question):
        whole = rendering.piece_at(tasks[0])
        found = [_bounded(passage, whole, whole)]
    elif is_list and rendering.is_row and (choices := _with_others_between(passage, rendering.sources(read))):
        found = [_bounded(passage, choice, choice) for choice in choices]
    else:
        span = place(passage, rendering, read, is_list=is_list, question=question)
        found = [span and _speaker(passage, rendering, span, question)]
    return [span for span in found if span]


def place(
    passage: Passage, rendering: Rendering, read: Span, *, is_list: bool = False, question: str = ""
) -> Span | None:
    """The answer's span in the document; None where nothing of what was read may be quoted.

    Of several sentences that were touched it is the first that can answer, of several cells of a row the first. A question
    asserts nothing, so that nothing in one is an answer. `is_list`: the question asks for a list, whose items are quoted
    together."""
    text = passage.document.text
    listed = None if rendering.is_row else list_asked_for(question, passage, rendering, read, is_list=is_list)
    if listed:
        read, is_list = listed, True
    if read.start < rendering.begins and is_named(question, rendering):
        return None  # what is said of the row stands in it, not in the headings above
    touched = rendering.sources(read)
    own = [
        stretch
        for stretch in touched
        if stretch.overlaps(passage.span) and not _QUESTION.search(rendering.piece_at(stretch).of(text))
    ]
    if is_list and len(own) > 1 and "\n\n" not in read.of(rendering.text):
        return _bounded(passage, hull(own), hull(list(map(rendering.piece_at, own))))
    if rendering.is_row and own and (cell := lines_asked_for(question, text, rendering, own[0])):
        return _bounded(passage, cell, cell)
    found: list[tuple[Span, int]] = []
    for stretch, sentence in _sentences(text, rendering, touched):
        if _QUESTION.search(sentence.of(text)) or _asks(text, rendering, sentence):
            continue
        span = _bounded(passage, stretch, sentence, question)
        if span and is_list and not rendering.is_row:
            span = all_named(text, span, sentence)
        if span and (_NUMBER_ASKED_FOR.search(question) or not _is_own_number(text, span)):
            found.append((span, stretch.end - stretch.start))
            if rendering.is_row:
                return span
    return _likeliest(text, found, question)


def _likeliest(text: str, found: Sequence[tuple[Span, int]], question: str) -> Span | None:
    """Of the parts of an answer that ran over sentences, each with how much was read of it, one that is of the kind asked
    for and says more than the question: the first, where it is more than the mere end of a sentence, otherwise, or where it
    is not known what is asked, the longest. Who speaks is none where he is quoted."""
    said = [each for each in found if not question or text[each[0].end : each[0].end + 1] != ":"] or list(found)
    asked = set(_WORD.findall(question.lower()))
    saying = [each for each in said if not asked.issuperset(_WORD.findall(each[0].of(text).lower()))] or said
    fitting = [each for each in saying if not is_of_another_kind(question, each[0].of(text))] or saying
    if not fitting:
        return None
    longest, most = max(fitting, key=lambda each: each[1])
    first, length = fitting[0]
    return first if question and length * _MERE_END >= most else longest


def _with_others_between(passage: Passage, sources: Sequence[Span]) -> list[Span]:
    """What was read, where words stand between that were not, such as the choices of a form that were not made."""
    gaps = [Span(one.end, other.start) for one, other in pairwise(sources)]
    has_words = any(map(str.isalnum, "".join(gap.of(passage.document.text) for gap in gaps)))
    return list(sources) if has_words else []


def _without_label(text: str, span: Span, question: str) -> Span:
    """ "at least 50 euros" of "Deposit: at least 50 euros" where the deposit is asked for."""
    label = _LABEL.match(text, *span)
    asked = set(_WORD.findall(question.lower()))
    return Span(label.end(), span.end) if label and asked.issuperset(_WORD.findall(label.group().lower())) else span


def _speaker(passage: Passage, rendering: Rendering, span: Span, question: str) -> Span:
    """Who says "I", where it is asked who and the text says who speaks."""
    is_self = _ASKS_WHO.match(question) and _SELF.match(span.of(passage.document.text))
    label = rendering.label_at(span) if is_self else None
    return (label and _bounded(passage, label, label)) or span


def _is_own_number(text: str, span: Span) -> bool:
    """Whether it is no more than the number that a paragraph, such as a clause, begins with."""
    start = max(text.rfind("\n", 0, span.start), text.rfind("\r", 0, span.start)) + 1
    number = _OWN_NUMBER.match(text, start)
    return number is not None and Span(*number.span("number")) == Span(
        span.start, span.start + len(span.of(text).rstrip(".)"))
    )


def _asks(text: str, rendering: Rendering, sentence: Span) -> bool:
    """Whether these words only say who asks what follows them in their line."""
    if not sentence.of(text).endswith(":"):
        return False
    return _QUESTION.search(rendering.line_at(sentence, sentence)[1].rstrip()) is not None


def _sentences(text: str, rendering: Rendering, touched: Sequence[Span]) -> list[tuple[Span, Span]]:
    """What was touched, sentence by sentence, each with its sentence."""
    found: list[tuple[Span, Span]] = []
    for stretch in touched:
        piece = rendering.piece_at(stretch)
        found += [(stretch.clipped(each), each) for each in sentences(text, piece) if each.overlaps(stretch)]
    return found


def _bounded(passage: Passage, span: Span, within: Span, question: str = "") -> Span | None:
    """The answer in what was read of it: whole words with what limits them, inside `within`; markup limits nothing."""
    around = hull([span, within])
    marks = [mark.clipped(around).shifted(-around.start) for mark in passage.markup if mark.overlaps(around)]
    text = blank(around.of(passage.document.text), marks)
    within = within.shifted(-around.start)
    tidied = tidy(text, span.shifted(-around.start))
    if tidied is None or not tidied.overlaps(within):
        return None
    own = _without_label(text, tidied.clipped(within), question)
    exact = Span(*asked_for(question, text, *own))
    return (exact if exact != own else widen(text, own, within)).shifted(around.start)
