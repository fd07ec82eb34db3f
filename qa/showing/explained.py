"""How a reply came about, in lines: what was found and read for it, with the scores that `--explain` adds to the JSON."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.document import Span
from qa.replies.printable import on_one_line

if TYPE_CHECKING:
    from qa.answering.trace import Trace


def render_trace(trace: "Trace") -> str:
    return "\n".join(_lines(trace))


def _lines(trace: "Trace") -> Iterator[str]:
    yield "Found, by score:" if trace.hits else "Nothing was found."
    for hit in trace.hits:
        scores = f"{hit.score:.2f}  words {hit.words_score:.2f}  meaning {hit.cosine:.2f}"
        yield f"  {scores}  {_place(hit.passage.document.path, hit.passage.span)}"
    yield "Read there, by confidence:" if trace.candidates else "Nothing was read there that may answer."
    for candidate in trace.candidates:
        scores = f"{candidate.confidence:.2f}  margin {candidate.margin:+.2f}"
        place = _place(candidate.document_path, candidate.span)
        yield f"  {scores}  “{on_one_line(candidate.text)}”  {place}"


def _place(document: str, span: Span) -> str:
    return f"{on_one_line(document)}, characters {span.start}-{span.end}"
