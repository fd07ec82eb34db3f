"""Every sentence Quoth says of a reply, once: terminal, app, Markdown and HTML show the same words."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from corpus.coverage import Coverage, NotSearched
from corpus.errors import UserError
from corpus.rendering import DONE, OPEN
from qa.replies.answers import Citation, Cue, Disagreement, NoAnswer, Reply
from qa.replies.checking import quote_in_sentence
from qa.replies.printable import on_one_line

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

PINNED = "Pinned citations"
MOST_NAMED = 5
"""Files named in a line; the others are counted."""


_MARKER = r"(?:[-*+•‣◦–—]|\(?(?:\d{1,3}|[a-z])[.)])(?:\s+\[[ xX]\])?"
_LINE_END = r"(?:\r\n|\r|\n)"
_BETWEEN_ITEMS = re.compile(rf"{_LINE_END}\s*{_MARKER}\s+|{_LINE_END}[^\S\r\n]*{_LINE_END}\s*(?:{_MARKER}\s+)?")
_FIRST_MARKER = re.compile(rf"\A\s*{_MARKER}\s+(?=\S)")


def items_of(quote: str) -> tuple[str, ...]:
    """The items of a list that is quoted over several lines, each on one line and without its mark; () for anything else,
    such as prose whose lines are broken.

    items_of("rope\\n- tar and\\n  oil") -> ("rope", "tar and oil")
    """
    parts = [part for part in _BETWEEN_ITEMS.split(_FIRST_MARKER.sub("", quote)) if part.strip()]
    return tuple(on_one_line(part).strip() for part in parts) if len(parts) > 1 else ()


def in_one_line(quote: str) -> str:
    """A list with its items apart."""
    return "; ".join(items_of(quote)) or on_one_line(quote)


def counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def sources_line(sources: int, citations: Sequence[Citation]) -> str:
    """How many say so: documents that copy each other are one source, and it is said in how many that stands."""
    documents = len({citation.document for citation in citations})
    line = counted(sources, "independent source")
    return f"{line} in {documents} documents" if documents > sources else line


def error_line(error: UserError) -> str:
    """What is wrong, and the way out."""
    return f"{error}. Try: {error.hint}" if error.hint else str(error)


def found_line(passages: Iterable[Citation]) -> str:
    """Where something was found that is still to be read."""
    documents = dict.fromkeys(on_one_line(passage.document) for passage in passages)
    return f"Reading {', '.join(documents)} …" if documents else "Nothing was found …"


def asked_line(reply: Reply) -> str:
    """How a follow-up question was understood."""
    return f"Asked as: {on_one_line(reply.asked)}"


def headline(no_answer: NoAnswer) -> str:
    """That the documents do not answer is said only where nothing read could."""
    return "Nothing found is sure enough to answer this." if no_answer.possible else "The documents do not answer this."


def unknown_words_line(no_answer: NoAnswer) -> str:
    """ "" where every word of the question stands in some document."""
    if not no_answer.unknown_words:
        return ""
    words = ", ".join(f"“{on_one_line(word)}”" for word in no_answer.unknown_words)
    searched = no_answer.coverage.searched
    where = "The only document searched does not have" if searched == 1 else f"None of the {searched} documents has"
    return f"{where} {words}."


def is_taken_up(disagreement: Disagreement, answer: str) -> bool:
    """Whether it is about an earlier answer that the question of this one goes back to."""
    return disagreement.values[0].answer != answer


def disagreement_line(disagreement: Disagreement, answer: str) -> str:
    if disagreement.relation == "conflict":
        about = " about what this goes back to" if is_taken_up(disagreement, answer) else ""
        return f"The documents conflict{about}"
    return "Another document answers otherwise"


def notes_on(citation: Citation, cues: Iterable[Cue]) -> list[str]:
    """What the sentence alone does not say of the quote, a line each: the row of a table with its columns' names, or the
    task with whether it is done; how far it is asserted, for each kind of cue that governs it: hedged: “reportedly”"""
    place = "in the list" if citation.row and citation.row.startswith((DONE, OPEN)) else "in the table"
    row = [f"{place}: {on_one_line(citation.row)}"] if citation.row else []
    quoted: dict[str, list[str]] = {}
    for cue in cues:
        if cue.citation == citation.number:
            quoted.setdefault(CUE_MARKS[cue.kind], []).append(f"“{on_one_line(cue.text)}”")
    doubt = [f"in doubt: {on_one_line(citation.doubt)}"] if citation.doubt else []
    return row + doubt + [f"{mark}: {', '.join(phrases)}" for mark, phrases in quoted.items()]


def around_quote(citation: Citation) -> tuple[str, str, str]:
    """The sentence in three: what stands before the quote, the quote, and what follows it."""
    quote = quote_in_sentence(citation)
    return citation.sentence[: quote.start], citation.quote, citation.sentence[quote.end :]


def status_mark(citation: Citation, *, is_answer: bool) -> str:
    """What became of the quote; "" for a passage that answers nothing and stands where it was found."""
    return STATUS_MARKS[citation.status] if is_answer or citation.status != "verified" else ""


def line_of(citation: Citation) -> str:
    """Page, if the document has pages, with whether its words were read from a picture, and line."""
    if not citation.page:
        return f"line {citation.line}"
    page = page_line(citation.page, citation.page_label, is_recognised=citation.recognised)
    return f"{page}, line {citation.line}"


def page_line(page: int, label: str | None, *, is_recognised: bool) -> str:
    """page 5 (printed “iv”) (recognised)"""
    printed = f" (printed “{on_one_line(label)}”)" if label else ""
    return f"page {page}{printed}{' (recognised)' if is_recognised else ''}"


def exact_place_of(citation: Citation) -> str:
    """Document, page if it has pages, line and characters, on one line."""
    return f"{on_one_line(citation.document)}, {line_of(citation)}, characters {citation.start}-{citation.end}"


def coverage_line(coverage: Coverage) -> str:
    line = f"Searched {coverage.searched} of {counted(coverage.total, 'file')}."
    if rows := (*coverage.not_searched, *coverage.partly):
        line += " Not searched: " + "; ".join(map(not_searched_line, rows[:MOST_NAMED]))
        more = len(rows) - MOST_NAMED
        line += f"; and {more} more." if more > 0 else "."
    if coverage.changed:
        line += f" Changed since the index was updated: {', '.join(map(on_one_line, coverage.changed[:MOST_NAMED]))}."
    return line


def age_line(read_at: datetime | None, now: datetime) -> str:
    """How old an index is: how long ago a file was last read into it. Both with their time zones."""
    if read_at is None:
        return "Nothing is read yet."
    minutes = int((now - read_at).total_seconds() // 60)
    if minutes < 1:
        ago = "just now"
    elif minutes < 60:
        ago = f"{counted(minutes, 'minute')} ago"
    elif minutes < 24 * 60:
        ago = f"{counted(minutes // 60, 'hour')} ago"
    else:
        ago = f"{counted(minutes // (24 * 60), 'day')} ago"
    return f"Last read something new {ago}; followed."


def ignored_line(ignored: Mapping[str, int]) -> str:
    """ "" where nothing was left out. `ignored`: what left files out, and how many."""
    return f"Left out: {', '.join(f'{rule} ({count})' for rule, count in ignored.items())}." if ignored else ""


def not_searched_line(row: NotSearched) -> str:
    count = f"{row.count} files " if row.count > 1 else ""
    return f"{count}{on_one_line(row.document)}{pages_line(row.pages)} ({REASONS[row.reason]})"


def pages_line(pages: str) -> str:
    """, pages 3, 5-7"""
    return f", {'page' if pages.isdecimal() else 'pages'} {on_one_line(pages)}" if pages else ""
