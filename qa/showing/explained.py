"""How a reply came about, in lines: what was found and read for it, with the scores that `--explain` adds to the JSON."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from corpus.document import Span
from qa.replies.answers import Citation
from qa.replies.printable import on_one_line
from qa.showing.wording import counted, exact_place_of

if TYPE_CHECKING:
    from embeddings.engine import Hit
    from qa.answering.trace import Trace
    from qa.reading.candidates import Candidate

MOST_OTHERS = 8
SHORTEST_STEM = 4
"""Letters that two forms of one word begin with alike, at least."""


@dataclass(frozen=True, slots=True)
class Row:
    kind: Literal["heading", "line", "other"]
    """`other`: one of several of a kind."""

    text: str


def why(trace: "Trace", asked: str, citation: Citation) -> Iterator[Row]:
    """Why this citation is shown: the words and the meaning its passage was found by, what was read in it, and what else
    was read."""
    hit = next((hit for hit in trace.hits if _covers(hit, citation)), None)
    yield Row("heading", f"“{on_one_line(citation.quote)}”")
    yield Row("line", exact_place_of(citation))
    yield Row("heading", "Found")
    if hit:
        yield from _found(trace, hit, asked)
    yield Row("heading", "Read")
    own = [each for each in trace.candidates if _is_of(each, citation)]
    if not own:
        yield Row("line", "Nothing in this passage was read as an answer.")
    yield from (Row("line", _read(candidate)) for candidate in own)
    yield from _others(trace, own)


def _found(trace: "Trace", hit: "Hit", asked: str) -> Iterator[Row]:
    passage = f"{hit.passage.readable} {' '.join(hit.passage.headings)} {hit.passage.document.title}"
    has, lacks = _shared_words(asked, passage)
    rank = _rank(trace.hits, hit, lambda each: each.words_score)
    if hit.words_score:
        words = f"By words, {rank}: it has {_named(has)}"
        yield Row("line", words + (f", and lacks {_named(lacks)}." if lacks else "."))
    else:
        yield Row("line", f"Not by words: it has {_named(has) if has else 'none of the question'}.")
    rank = _rank(trace.hits, hit, lambda each: each.cosine)
    yield Row("line", f"By meaning, {rank}: {hit.cosine:.2f}, where 1 is the same.")
    yield Row("line", f"By both, {_rank(trace.hits, hit, lambda each: each.score)}: {hit.score:.2f}.")


def _read(candidate: "Candidate") -> str:
    margin = "prefers it to no answer" if candidate.margin > 0 else "prefers no answer to it"
    return (
        f"“{on_one_line(candidate.text)}”: the reader {margin} by {abs(candidate.margin):.1f};"
        f" with what else is known of it, {candidate.confidence:.0%} sure."
    )


def _others(trace: "Trace", own: Sequence["Candidate"]) -> Iterator[Row]:
    """What else was read, most probable first, and where nothing was."""
    others = [each for each in trace.candidates if each not in own]
    yield Row("heading", "Read besides" if others else "Nothing else was read as an answer")
    for each in others[:MOST_OTHERS]:
        text = f"{each.confidence:4.0%}  {each.margin:+5.1f}  “{on_one_line(each.text)}”  {_line_of(each)}"
        yield Row("other", text)
    if len(others) > MOST_OTHERS:
        yield Row("line", f"and {len(others) - MOST_OTHERS} less likely.")
    read_in = {id(each.hit) for each in trace.candidates}
    if silent := sum(id(hit) not in read_in for hit in trace.hits):
        yield Row("line", f"In {counted(silent, 'passage')} of {len(trace.hits)} nothing was, or others did better.")


def _covers(hit: "Hit", citation: Citation) -> bool:
    span = Span(citation.start, citation.end)
    return hit.passage.document.path == citation.document and hit.passage.span.overlaps(span)


def _is_of(candidate: "Candidate", citation: Citation) -> bool:
    span = Span(citation.start, citation.end)
    return candidate.document_path == citation.document and candidate.span.overlaps(span)


def _rank(hits: Sequence["Hit"], hit: "Hit", score: "Callable[[Hit], float]") -> str:
    better = sum(score(each) > score(hit) for each in hits)
    return f"{better + 1} of {len(hits)}"


def _shared_words(asked: str, passage: str) -> tuple[list[str], list[str]]:
    """The question's words that the passage has in some form, and those it lacks; those that say little left out."""
    from embeddings.keywords import STOP_WORDS, words_of

    words = [word for word in dict.fromkeys(words_of(asked)) if word not in STOP_WORDS]
    there = set(words_of(passage))
    has = [word for word in words if any(_is_form(word, other) for other in there)]
    return has, [word for word in words if word not in has]


def _is_form(word: str, other: str) -> bool:
    """Whether two words are probably forms of one: "released" and "release"."""
    stem = max(SHORTEST_STEM, min(len(word), len(other)) - 2)
    return word == other or (word[:stem] == other[:stem] and abs(len(word) - len(other)) < SHORTEST_STEM)


def _named(words: Sequence[str]) -> str:
    return ", ".join(f"“{on_one_line(word)}”" for word in words)


def _line_of(candidate: "Candidate") -> str:
    line = candidate.hit.passage.document.line_at(candidate.span.start)
    return f"{on_one_line(candidate.document_path)}, line {line}"


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
