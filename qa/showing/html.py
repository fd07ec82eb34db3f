"""Replies as one HTML page that loads nothing and runs nothing; all of their text is escaped."""

from collections.abc import Iterator, Sequence
from html import escape

from qa.replies.answers import Citation, Reply
from qa.replies.printable import on_one_line, printable
from qa.saved.pins import Pin
from qa.showing.layout import Block, lay_out
from qa.showing.wording import PINNED, around_quote, exact_place_of, status_mark

_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}"
    ".answer{font-size:1.5rem;font-weight:700}.place,.coverage{opacity:.7;font-size:.875rem}section{margin-top:3rem}"
)


def to_html(replies: Sequence[Reply], pins: Sequence[Pin] = ()) -> str:
    parts = [list(_elements(reply)) for reply in replies] + ([list(_pinned(pins))] if pins else [])
    sections = "\n".join("\n".join(["<section>", *part, "</section>"]) for part in parts)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Quoth: questions and answers</title>\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<style>{_STYLE}</style>\n</head>\n<body>\n{sections}\n</body>\n</html>\n"
    )


def _elements(reply: Reply) -> Iterator[str]:
    yield f"<h2>{_plain(reply.question)}</h2>"
    for block in lay_out(reply):
        match block:
            case Block("answer", items=items) if items:
                yield "\n".join(['<ul class="answer">', *(f"<li>{_plain(item)}</li>" for item in items), "</ul>"])
            case Block("answer" | "refusal", text):
                yield f'<p class="answer">{_plain(text)}</p>'
            case Block("value", text, detail):
                yield f"<blockquote>{_plain(text)} ({_plain(detail)})</blockquote>"
            case Block("citations" | "passages" as kind, citations=citations):
                yield _list(citations, is_answer=kind == "citations")
            case Block("coverage", text):
                yield f'<p class="coverage">{_plain(text)}</p>'
            case Block(_, text):
                yield f"<p>{_plain(text)}</p>"


def _pinned(pins: Sequence[Pin]) -> Iterator[str]:
    yield f"<h2>{PINNED}</h2>"
    for pin in pins:
        yield f"<p>{_plain(pin.reply.asked)}</p>"
        yield _list([pin.citation], is_answer=True)


def _list(citations: Sequence[Citation], *, is_answer: bool) -> str:
    items = []
    for citation in citations:
        before, quote, after = map(_inside, around_quote(citation))
        place = _plain(f"{exact_place_of(citation)} {status_mark(citation, is_answer=is_answer)}")
        items.append(
            f'<li value="{citation.number}">“{before}<mark>{quote}</mark>{after}”<br><span class="place">{place}</span></li>'
        )
    return "\n".join(["<ol>", *items, "</ol>"])


def _plain(text: str) -> str:
    return escape(on_one_line(text))


def _inside(text: str) -> str:
    """Part of a sentence: a space at its ends stays."""
    return escape(" ".join(printable(text).split("\n")))
