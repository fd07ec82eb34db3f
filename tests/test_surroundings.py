"""What is read around a span, of passages as they are made of files."""

import pytest

from corpus.chunking import split_into_passages
from corpus.document import Span
from corpus.reading import make_document
from qa.english.asked_about import AskedAbout, Surroundings
from qa.reading.surroundings import surroundings

NOTES = """---
title: The isles
date: 2019-04-02
---
## Velden

Its mayor is Jo Dahl. Kesten has none.

| room | keeper |
|------|--------|
| 103  | Ada    |
| 104  | Bo     |

Priya: I was late.

Tom: I was not.

Priya: Good.
"""


def around(quote: str, text: str = NOTES) -> Surroundings:
    document, extraction = make_document("notes.md", text.encode())
    start = document.text.index(quote)
    span = Span(start, start + len(quote))
    passage = next(p for p in split_into_passages(document, extraction) if p.span.start <= start < p.span.end)
    return surroundings(passage, span)


def test_a_sentence_with_what_stands_above_it() -> None:
    found = around("Jo Dahl")
    assert found.near == "Its mayor is Jo Dahl."
    assert found.above.splitlines()[0] == "The isles"
    assert "Velden" in found.above.splitlines()
    assert found.published == "2019-04-02"
    assert "Kesten has none." in found.passage


@pytest.mark.parametrize(
    ("quote", "near"),
    [("Ada", "103: keeper Ada"), ("I was late", "Priya: I was late."), ("not", "Tom: I was not.")],
)
def test_a_row_with_its_names_and_a_line_with_its_speaker(quote: str, near: str) -> None:
    assert " ".join(around(quote).near.split()).removesuffix(".") == near.removesuffix(".")


@pytest.mark.parametrize(
    ("question", "quote", "contradiction"),
    [
        ("Who keeps room 104?", "Ada", 0.5),
        ("Who keeps room 105?", "Ada", 1.0),
        ("Who keeps room 104?", "Bo", 0.0),
        ("Who is the mayor of Velden?", "Jo Dahl", 0.0),
    ],
)
def test_what_is_asked_about_is_sought_there(question: str, quote: str, contradiction: float) -> None:
    assert AskedAbout.of(question, [NOTES]).contradiction(quote, around(quote)) == contradiction
