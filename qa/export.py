"""A conversation as a file to hand on: Markdown, HTML, or the JSON lines that `qa verify` reads.

All of a reply's text is data: in Markdown and HTML it is escaped, so that it reads as it stands in the documents.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from html import escape
from pathlib import Path

from corpus.errors import UserError
from qa.answers import Answer, Citation, NoAnswer, Reply
from qa.citations import quote_in_sentence
from qa.likelihood import likelihood_line, short_likelihood
from qa.output import STATUS_MARKS, coverage_line, disagreement_line, exact_place_of
from qa.printable import on_one_line, printable
from qa.records import to_record

_MARKUP = re.compile(r"([\\`*_\[\]<>&|~#+!$=-]|(?<=\d)[.)])")
_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}"
    ".answer{font-size:1.5rem;font-weight:700}.place,.coverage{opacity:.7;font-size:.875rem}section{margin-top:3rem}"
)


def export(file: Path, replies: Sequence[Reply]) -> None:
    """Writes a new file in the format its suffix names. Raises UserError on another suffix, or a file already there."""
    formats: dict[str, Callable[[Sequence[Reply]], str]] = {
        ".md": to_markdown,
        ".html": to_html,
        ".json": to_json_lines,
        ".jsonl": to_json_lines,
    }
    if file.suffix.lower() not in formats:
        raise UserError(f"{file}: no format is called {file.suffix!r}", hint=f"end it in {', '.join(formats)}")
    text = formats[file.suffix.lower()](replies)
    try:
        with file.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError as error:
        raise UserError(f"{file}: there already", hint="give another name") from error
    except OSError as error:
        raise UserError(f"{file}: {error.strerror}", hint="give a file that can be written") from error


def to_json_lines(replies: Sequence[Reply]) -> str:
    """One reply a line, as `qa ask --save` writes them."""
    return "".join(json.dumps(to_record(reply)) + "\n" for reply in replies)


def to_markdown(replies: Sequence[Reply]) -> str:
    """CommonMark. Quotes stand between guillemets in their sentences."""
    return "\n\n".join(block for reply in replies for block in _markdown_blocks(reply)) + "\n"


def _markdown_blocks(reply: Reply) -> Iterator[str]:
    yield f"## {_plain_markdown(reply.question)}"
    if reply.asked != reply.question:
        yield f"Asked as: {_plain_markdown(reply.asked)}"
    match reply:
        case Answer():
            yield f"### {_plain_markdown(reply.text)}"
            yield _plain_markdown(likelihood_line(reply))
            yield _markdown_citations(reply.citations)
            for disagreement in reply.disagreements:
                yield _plain_markdown(disagreement_line(disagreement)) + ":"
                for value in disagreement.values:
                    yield f"> {_plain_markdown(value.answer)}"
                    yield _markdown_citations(value.citations)
            for alternative in reply.alternatives:
                yield f"Also ({short_likelihood(alternative)}):\n\n> {_plain_markdown(alternative.answer)}"
                yield _markdown_citations(alternative.citations)
        case NoAnswer():
            yield f"### The documents do not answer this\n\n{_plain_markdown(reply.message)}"
            if reply.nearest:
                yield f"Nearest passages:\n\n{_markdown_citations(reply.nearest)}"
    yield _plain_markdown(coverage_line(reply.coverage))


def _markdown_citations(citations: Sequence[Citation]) -> str:
    return "\n".join(
        f"{citation.number}. “{_plain_markdown('»'.join(parts[:2]) + '«' + parts[2])}”\n\n"
        f"   {_plain_markdown(f'{exact_place_of(citation)} {STATUS_MARKS[citation.status]}')}\n"
        for citation in citations
        for parts in [_around_quote(citation)]
    ).rstrip()


def to_html(replies: Sequence[Reply]) -> str:
    """One page that loads nothing and runs nothing."""
    sections = "\n".join("\n".join(["<section>", *_html_blocks(reply), "</section>"]) for reply in replies)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Quoth: questions and answers</title>\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<style>{_STYLE}</style>\n</head>\n<body>\n{sections}\n</body>\n</html>\n"
    )


def _html_blocks(reply: Reply) -> Iterator[str]:
    yield f"<h2>{_plain_html(reply.question)}</h2>"
    if reply.asked != reply.question:
        yield f"<p>Asked as: {_plain_html(reply.asked)}</p>"
    match reply:
        case Answer():
            yield f'<p class="answer">{_plain_html(reply.text)}</p>'
            yield f"<p>{_plain_html(likelihood_line(reply))}</p>"
            yield _html_citations(reply.citations)
            for disagreement in reply.disagreements:
                yield f"<p>{_plain_html(disagreement_line(disagreement))}:</p>"
                for value in disagreement.values:
                    yield f"<blockquote>{_plain_html(value.answer)}</blockquote>"
                    yield _html_citations(value.citations)
            for alternative in reply.alternatives:
                yield f"<p>Also ({short_likelihood(alternative)}):</p>"
                yield f"<blockquote>{_plain_html(alternative.answer)}</blockquote>"
                yield _html_citations(alternative.citations)
        case NoAnswer():
            yield '<p class="answer">The documents do not answer this.</p>'
            yield f"<p>{_plain_html(reply.message)}</p>"
            if reply.nearest:
                yield f"<p>Nearest passages:</p>\n{_html_citations(reply.nearest)}"
    yield f'<p class="coverage">{_plain_html(coverage_line(reply.coverage))}</p>'


def _html_citations(citations: Sequence[Citation]) -> str:
    items = []
    for citation in citations:
        before, quote, after = map(_html_inside, _around_quote(citation))
        place = _plain_html(f"{exact_place_of(citation)} {STATUS_MARKS[citation.status]}")
        items.append(
            f'<li value="{citation.number}">“{before}<mark>{quote}</mark>{after}”<br><span class="place">{place}</span></li>'
        )
    return "\n".join(["<ol>", *items, "</ol>"])


def _around_quote(citation: Citation) -> tuple[str, str, str]:
    quote = quote_in_sentence(citation)
    return citation.sentence[: quote.start], citation.quote, citation.sentence[quote.end :]


def _plain_markdown(text: str) -> str:
    return _MARKUP.sub(r"\\\1", on_one_line(text))


def _plain_html(text: str) -> str:
    return escape(on_one_line(text))


def _html_inside(text: str) -> str:
    """Part of a sentence: a space at its ends stays."""
    return escape(" ".join(printable(text).split("\n")))
