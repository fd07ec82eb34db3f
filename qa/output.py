"""Replies, documents and checks as text for a terminal. The only writer of results; notes go to stderr, elsewhere."""

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import fill, indent
from typing import TYPE_CHECKING, TextIO

from corpus.document import Document
from corpus.store import FileRecord
from qa.answers import Answer, Citation, Coverage, Disagreement, NoAnswer, NotSearched, Reply
from qa.citations import quote_in_sentence
from qa.modality import governing_cues
from qa.printable import on_one_line, printable

if TYPE_CHECKING:
    from qa.records import ReplyRecord
    from qa.replay import Replayed

WIDTH = 100
STATUS_MARKS = {"verified": "✓ verified", "moved": "↷ moved", "changed": "✎ changed", "missing": "✗ missing"}
CUE_MARKS = {"attribution": "reported, not stated", "negation": "negated", "hedge": "hedged"}
REASONS = {
    "empty": "no words in it",
    "unsupported": "this type is not read",
    "encrypted": "encrypted",
    "damaged": "damaged",
    "no_text_layer": "a scan without text",
    "too_large": "too large",
    "outside_folder": "a link out of the folder",
    "unreadable": "cannot be opened",
}
"""Why a file is not searched, in words."""


@dataclass(frozen=True, slots=True)
class Style:
    """Bold and dim, or nothing: off when not on a terminal, with NO_COLOR, or on a dumb one."""

    enabled: bool

    @classmethod
    def of(cls, stream: TextIO) -> "Style":
        return cls(stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb")

    def bold(self, text: str) -> str:
        return f"\x1b[1m{text}\x1b[0m" if self.enabled else text

    def dim(self, text: str) -> str:
        return f"\x1b[2m{text}\x1b[0m" if self.enabled else text


def write(text: str) -> None:
    """One result to stdout. What the terminal's encoding lacks is escaped, never an error."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")
    sys.stdout.flush()


def render_reply(reply: Reply, style: Style) -> str:
    lines = [] if reply.asked == reply.question else [style.dim(asked_line(reply)), ""]
    match reply:
        case Answer():
            lines += _answer_lines(reply, style)
        case NoAnswer():
            lines += _no_answer_lines(reply, style)
    return "\n".join(lines)


def asked_line(reply: Reply) -> str:
    """How a follow-up question was understood."""
    return f"asked as: {on_one_line(reply.asked)}"


def _answer_lines(answer: Answer, style: Style) -> Iterator[str]:
    yield style.bold(on_one_line(answer.text))
    yield ""
    yield from _cited(answer.citations, style)
    shown = {citation.number for citation in answer.citations}
    for disagreement in answer.disagreements:
        yield ""
        yield from _disagreement_lines(disagreement, shown, style)
    for alternative in answer.alternatives:
        yield ""
        yield f"also: {style.bold(on_one_line(alternative.answer))} ({alternative.confidence:.0%})"
        yield from _cited(alternative.citations, style)
    yield ""
    yield style.dim(confidence_line(answer))
    yield style.dim(coverage_line(answer.coverage))


def _disagreement_lines(disagreement: Disagreement, shown: set[int], style: Style) -> Iterator[str]:
    """`shown`: the numbers of the citations whose sentence was printed before; it grows."""
    yield style.bold(f"{disagreement_line(disagreement)}:")
    for value in disagreement.values:
        yield f"  {style.bold(on_one_line(value.answer))} ({counted(value.sources, 'independent source')})"
        for citation in value.citations:
            if citation.number in shown:
                yield f"    [{citation.number}] {exact_place_of(citation)}"
            else:
                yield from (indent(line, "  ") for line in _cited([citation], style))
            shown.add(citation.number)


def _no_answer_lines(no_answer: NoAnswer, style: Style) -> Iterator[str]:
    yield style.bold("The documents do not answer this.")
    yield no_answer.message
    if no_answer.unknown_words:
        words = ", ".join(f"“{on_one_line(word)}”" for word in no_answer.unknown_words)
        yield f"In none of the {counted(no_answer.coverage.searched, 'document')}: {words}."
    if no_answer.nearest:
        yield ""
        yield "Nearest passages:"
        yield from _cited(no_answer.nearest, style)
    yield ""
    yield style.dim(coverage_line(no_answer.coverage))


def _cited(citations: Sequence[Citation], style: Style) -> Iterator[str]:
    for citation in citations:
        margin = " " * (len(str(citation.number)) + 5)
        yield fill(
            f"  [{citation.number}] {_sentence(citation)}", WIDTH, subsequent_indent=margin, break_long_words=False
        )
        yield style.dim(f"{margin}{exact_place_of(citation)}  {STATUS_MARKS[citation.status]}")
        yield from (f"{margin}{line}" for line in cue_lines(citation))


def cue_lines(citation: Citation) -> list[str]:
    """How far the quote is asserted, a line for each kind of cue that governs it: hedged: “reportedly”"""
    quoted: dict[str, list[str]] = {}
    for cue in governing_cues(citation.sentence, quote_in_sentence(citation)):
        quoted.setdefault(CUE_MARKS[cue.kind], []).append(f"“{on_one_line(cue.span.of(citation.sentence))}”")
    return [f"{mark}: {', '.join(phrases)}" for mark, phrases in quoted.items()]


def _sentence(citation: Citation) -> str:
    """The sentence with the quote between guillemets; a quote that is the whole sentence needs none."""
    sentence = citation.sentence
    if citation.quote == sentence:
        return f"“{on_one_line(sentence)}”"
    quote = quote_in_sentence(citation)
    return f"“{on_one_line(f'{sentence[: quote.start]}»{citation.quote}«{sentence[quote.end :]}')}”"


def place_of(citation: Citation) -> str:
    """Document, page if it has pages, and line, on one line."""
    return f"{on_one_line(citation.document)}, {line_of(citation)}"


def line_of(citation: Citation) -> str:
    """Page, if the document has pages, and line."""
    return f"page {citation.page}, line {citation.line}" if citation.page else f"line {citation.line}"


def exact_place_of(citation: Citation) -> str:
    return f"{place_of(citation)}, characters {citation.start}-{citation.end}"


def disagreement_line(disagreement: Disagreement) -> str:
    if disagreement.relation == "conflict":
        return "The documents conflict"
    return "Another document answers otherwise"


def confidence_line(answer: Answer) -> str:
    calibration = answer.calibration
    sources = counted(answer.independent_sources, "independent source")
    counts = f"{calibration.correct} of {calibration.of}"
    return f"Confidence {answer.confidence:.0%}: {counts} answers scored like this were right. {sources}."


def coverage_line(coverage: Coverage) -> str:
    line = f"Searched {coverage.searched} of {counted(coverage.total, 'file')}."
    if coverage.not_searched:
        line += " Not searched: " + "; ".join(not_searched_line(row) for row in coverage.not_searched[:5])
        more = len(coverage.not_searched) - 5
        line += f"; and {more} more." if more > 0 else "."
    if coverage.changed:
        line += f" Changed since the index was updated: {', '.join(map(on_one_line, coverage.changed[:5]))}."
    return line


def not_searched_line(row: NotSearched) -> str:
    count = f"{row.count} files " if row.count > 1 else ""
    return f"{count}{on_one_line(row.document)} ({REASONS[row.reason]})"


def render_replayed(replayed: "Replayed") -> str:
    """The verdict with the question; unless all is the same, then and now, what became of each citation, and why."""
    lines = [f"{replayed.verdict:12}  {on_one_line(replayed.then.question)}"]
    if replayed.verdict == "same":
        return lines[0]
    lines += [f"then: {_outcome(replayed.then)}", f"now:  {_outcome(replayed.now)}"]
    for citation, found in replayed.checks:
        if found.status != "verified":
            lines.append(f"{found.status}: {on_one_line(citation.document)} “{on_one_line(citation.quote)}”")
    lines += [f"new: {on_one_line(c.document)}, line {c.line} “{on_one_line(c.quote)}”" for c in replayed.gained]
    if replayed.differences is not None:
        lines.append(f"since: {on_one_line(str(replayed.differences) or 'nothing that was recorded differs')}")
    return "\n              ".join(lines)


def _outcome(reply: "ReplyRecord") -> str:
    if reply.answer is None:
        return f"no answer. {on_one_line(reply.no_answer.message)}" if reply.no_answer else "no answer"
    return f"{on_one_line(reply.answer)} ({counted(reply.independent_sources, 'independent source')})"


def render_documents(records: Sequence[FileRecord]) -> str:
    """One file a line: what was read, with title and date, and what was not, with the reason."""
    width = max((len(on_one_line(record.path)) for record in records), default=0)
    lines = []
    for record in records:
        about = " ".join(filter(None, (record.published, on_one_line(record.title))))
        detail = f"not searched: {REASONS[record.refusal]}" if record.refusal else about
        lines.append(f"{on_one_line(record.path):{width}}  {detail}".rstrip())
    return "\n".join(lines)


def render_lines(document: Document, line: int | None, around: int = 8) -> str:
    """The document with its lines numbered; only those near `line`, where given, with a mark at it."""
    lines = printable(document.text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    first, last = (1, len(lines)) if line is None else (max(1, line - around), min(len(lines), line + around))
    width = len(str(last))
    return "\n".join(
        f"{'>' if number == line else ' '}{number:{width}}  {lines[number - 1]}".rstrip()
        for number in range(first, last + 1)
    )


def counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
