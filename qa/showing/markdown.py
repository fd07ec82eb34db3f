"""Replies as CommonMark. All of their text is data: it is escaped, so that it reads as it stands in the documents."""

import re
from collections.abc import Iterator, Sequence

from qa.replies.answers import Citation, Reply
from qa.replies.printable import on_one_line
from qa.saved.pins import Pin
from qa.showing.layout import Block, lay_out
from qa.showing.wording import PINNED, around_quote, exact_place_of, status_mark

_MARKUP = re.compile(r"([\\`*_\[\]<>&|~#+!$=-]|(?<=\d)[.)])")


def to_markdown(replies: Sequence[Reply], pins: Sequence[Pin] = ()) -> str:
    """Quotes stand between guillemets in their sentences."""
    paragraphs = [paragraph for reply in replies for paragraph in _paragraphs(reply)]
    return "\n\n".join([*paragraphs, *_pinned(pins)]) + "\n"


def _pinned(pins: Sequence[Pin]) -> Iterator[str]:
    if pins:
        yield f"## {PINNED}"
    for pin in pins:
        yield f"### {_plain(pin.reply.asked)}"
        yield _list([pin.citation], is_answer=True)


def _paragraphs(reply: Reply) -> Iterator[str]:
    yield f"## {_plain(reply.question)}"
    for block in lay_out(reply):
        match block:
            case Block("answer", items=items) if items:
                yield "\n".join(f"- **{_plain(item)}**" for item in items)
            case Block("answer" | "refusal", text):
                yield f"### {_plain(text)}"
            case Block("value", text, detail):
                yield f"> {_plain(text)} ({_plain(detail)})"
            case Block("citations" | "passages" as kind, citations=citations):
                yield _list(citations, is_answer=kind == "citations")
            case Block(_, text):
                yield _plain(text)


def _list(citations: Sequence[Citation], *, is_answer: bool) -> str:
    return "\n".join(
        f"{citation.number}. “{_plain(f'{before}»{quote}«{after}')}”\n\n"
        f"   {_plain(f'{exact_place_of(citation)} {status_mark(citation, is_answer=is_answer)}')}\n"
        for citation in citations
        for before, quote, after in [around_quote(citation)]
    ).rstrip()


def _plain(text: str) -> str:
    return _MARKUP.sub(r"\\\1", on_one_line(text))
