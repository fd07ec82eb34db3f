"""Whether a question asks for all of a list, and where that list stands in what is read."""

import re

from corpus.document import Passage, Span
from corpus.rendering import Rendering
from embeddings.keywords import STOP_WORDS

_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?][\"'”’»)*_]*\Z")
_ASKS_FOR_ITEMS = re.compile(
    r"\A\W*(?:(?:in|at|from|to|by|for|with|on|of)\s+)?(?:what|which|who|list|name|give|show|tell)\b", re.I
)
_SAYS_NOTHING = STOP_WORDS | frozenset("list name give show tell please us things items following must".split())


def list_asked_for(question: str, passage: Passage, rendering: Rendering, read: Span, *, is_list: bool) -> Span | None:
    """In the rendering, the whole list an item was read of, or whose lead-in was, where it is what is asked for: what leads
    it in, or the headings above it, say all that the question says; or, where a list is asked for (`is_list`), half of it,
    or several items were read already."""
    text, above = rendering.text, rendering.text[: rendering.begins]
    items = _block_around(text, read, rendering.begins)
    lead = text[rendering.begins : items.start].rstrip().rpartition("\n\n")[2]
    if not _is_list(rendering, items):
        lead = items.of(text).rstrip()
        if not lead.endswith(":") or read.end > items.end:
            return None
        items = _block_around(text, Span(items.end + 2, min(items.end + 3, len(text))), rendering.begins)
    if not _is_list(rendering, items) or (not lead.endswith(":") and _SENTENCE_END.search(lead)):
        return None
    asked, led_in = _words(question), _words(lead or above)
    shared, left = asked & led_in, asked - led_in
    about = _words(" ".join((*passage.headings, passage.document.title, above)))
    if shared and not left - about and _ASKS_FOR_ITEMS.match(question):
        return items
    is_several = "\n" in text[max(items.start, read.start) : read.end]
    return items if is_list and (is_several or (lead and 2 * len(shared) >= max(len(asked), 1))) else None


def lines_asked_for(question: str, text: str, rendering: Rendering, stretch: Span) -> Span | None:
    """The whole cell of a row, where it holds several lines and the question asks for what the row is called."""
    cell = rendering.piece_at(stretch)
    if "\n" not in cell.of(text) or not _ASKS_FOR_ITEMS.match(question):
        return None
    asked, called = _words(question), _words(rendering.label)
    return cell if asked & called and not (asked - called) & _words(cell.of(text)) else None


def _is_list(rendering: Rendering, block: Span) -> bool:
    """Whether each line of a block is read by itself; a paragraph over several lines is one."""
    lines = [line for line in block.of(rendering.text).split("\n") if line.strip()]
    return 1 < len(lines) == len(rendering.sources(block))


def _block_around(text: str, read: Span, begins: int) -> Span:
    """What is read between two blank lines, below what stands above it."""
    start, end = text.rfind("\n\n", begins, max(begins, read.start)), text.find("\n\n", read.end)
    return Span(start + 2 if start >= 0 else begins, end if end > 0 else len(text))


def _words(text: str) -> set[str]:
    """Those that say something, without the s of plurals and verbs."""
    words = (word for word in _WORD.findall(text.lower()) if word not in _SAYS_NOTHING)
    return {word.removesuffix("s") if len(word) > 3 else word for word in words}
