"""Words, stems and phrases."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document, Passage, Span
from embeddings.keywords import SCHEMA, KeywordHit, KeywordIndex, above, phrases_in, words_of


def passage(text: str, title: str = "", *headings: str) -> Passage:
    document = Document(path="a.txt", text=text, sha256="", encoding="utf-8", coordinates="file", title=title)
    return Passage(document, Span(0, len(text)), headings)


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(SCHEMA)
        yield connection


@pytest.fixture
def index(connection: sqlite3.Connection) -> KeywordIndex:
    return KeywordIndex(connection)


def ids(hits: list[KeywordHit]) -> list[int]:
    return [hit.passage_id for hit in hits]


def add(index: KeywordIndex, *texts: str) -> None:
    """With the ids 1, 2 ..."""
    index.add((number, passage(text)) for number, text in enumerate(texts, 1))


def test_words_are_lower_case_and_in_order() -> None:
    assert words_of("The U.S. paid €3,500 — twice_over!") == ["the", "u", "s", "paid", "3", "500", "twice", "over"]


def test_composed_and_decomposed_accents_make_one_word() -> None:
    assert words_of("Cafe\u0301") == words_of("Café") == ["café"]


def test_phrases_stand_in_quotation_marks_and_hold_a_word() -> None:
    assert phrases_in('Who said "go home", “not now” or «jamais»? "!" ""') == ["go home", "not now", "jamais"]
    assert phrases_in("It's 5' long, isn't it? \"open") == []


def test_the_passage_with_more_of_the_question_comes_first(index: KeywordIndex) -> None:
    add(index, "A storm.", "A ferry in a storm.", "A rope.")
    hits = index.search("Which ferry met the storm?", limit=9)
    assert ids(hits) == [2, 1]
    assert hits[0].score > hits[1].score > 0


def test_a_heading_is_found_and_weighs_less_than_the_text(index: KeywordIndex) -> None:
    index.add([(1, passage("It sank.", "Ferry")), (2, passage("Ferry sank.", "It")), (3, passage("No.", "", "Ferry"))])
    assert ids(index.search("ferry", limit=9))[0] == 2
    assert sorted(ids(index.search("ferry", limit=9))) == [1, 2, 3]
    assert ids(index.search_phrase("ferry", limit=9)) == [2]


def test_what_stands_above_a_passage_is_named_once() -> None:
    assert above(passage("x", "Sea", "Sea", "Ferries")) == "Sea / Ferries"
    assert above(passage("x")) == ""


def test_stems_are_found(index: KeywordIndex) -> None:
    add(index, "The crews were painting boats.")
    assert ids(index.search("Who paints a boat?", limit=9)) == [1]
    assert index.contains("painted")
    assert not index.contains("pain")


def test_a_question_of_small_words_alone_is_still_searched(index: KeywordIndex) -> None:
    add(index, "The Who played.", "Nobody came.")
    assert ids(index.search("Who?", limit=9)) == [1]


def test_a_phrase_is_found_only_word_after_word(index: KeywordIndex) -> None:
    add(index, "the red ferry left", "the ferry, red, left", "red. Ferry!", "red old ferry", "ferry")
    assert sorted(ids(index.search_phrase("Red ferry", limit=9))) == [1, 3]
    assert index.search_phrase("?!", limit=9) == []


def test_markup_inside_a_phrase_does_not_hide_it(index: KeywordIndex) -> None:
    text = "the red **ferry** left"
    document = Document(path="a.md", text=text, sha256="", encoding="utf-8", coordinates="file")
    index.add([(1, Passage(document, Span(0, len(text)), (), (Span(8, 10), Span(15, 17))))])
    assert ids(index.search_phrase("red ferry", limit=9)) == [1]


def test_the_limit_counts_only_what_is_among(index: KeywordIndex) -> None:
    add(index, "ferry ferry ferry", "ferry ferry rope", "ferry in a great deal of rain", "rope")
    assert ids(index.search("ferry", limit=1)) == [1]
    assert ids(index.search("ferry", limit=1, among=[3, 4])) == [3]
    assert ids(index.search_phrase("ferry", limit=1, among={2, 3})) == [2]
    assert index.search("ferry", limit=9, among=[]) == []


@pytest.mark.parametrize(
    "word", ["café", "Málaga", "Đức", "Łódź", "naïve", "Ålesund", "Straße", "İzmir", "Пётр", "Ἀθῆναι"]
)
def test_a_word_with_accents_is_found_however_it_is_composed(index: KeywordIndex, word: str) -> None:
    add(index, f"It is {normalize('NFC', word)}.", f"It is {normalize('NFD', word)}.")
    for form in ("NFC", "NFD"):
        (asked,) = words_of(normalize(form, word))
        assert index.contains(asked)
        assert sorted(ids(index.search(normalize(form, word), limit=9))) == [1, 2]


def test_accents_may_be_left_out_of_a_question(index: KeywordIndex) -> None:
    add(index, "The café in Málaga closed.")
    assert ids(index.search_phrase("cafe in malaga", limit=9)) == [1]


SYNTAX = [
    "NEAR(",
    "AND",
    "OR",
    "NOT",
    '"',
    "*",
    "^",
    ":",
    "-",
    "{",
    "}",
    ")",
    "body:",
    "words",
    "+",
    "'",
    ";--",
    "\0",
    "²",
]
QUESTIONS = st.text() | st.lists(st.sampled_from([*SYNTAX, "ferry", "storm"])).map(" ".join)


@given(QUESTIONS)
def test_no_question_is_taken_for_query_syntax(question: str) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(SCHEMA)
        index = KeywordIndex(connection)
        add(index, "The ferry met a storm.", question)
        index.search_phrase(question, limit=9)
        hits = ids(index.search(question, limit=9))
        assert 1 in hits or not {"ferry", "storm"} & set(question.split())
        for word in words_of(question):
            index.contains(word)


@pytest.mark.parametrize("count", [300, 20_000])
def test_a_question_may_have_many_words(index: KeywordIndex, count: int) -> None:
    add(index, "The ferry met a storm.")
    words = " ".join(f"w{number}" for number in range(count))
    assert ids(index.search(f"{words} ferry", limit=9)) == [1]
    assert index.search_phrase(words, limit=9) == []


TEXTS = st.lists(
    st.text() | st.lists(st.sampled_from(["ferries", "ferry", "Café", "cafe", "a", "\0", "😀"])).map(" ".join)
)


@given(TEXTS, st.data())
def test_what_is_removed_leaves_no_trace(texts: list[str], data: st.DataObject) -> None:
    everything = {number: passage(text, text[::-1], text[:3]) for number, text in enumerate(texts, 1)}
    removed = data.draw(st.sets(st.sampled_from(sorted(everything)))) if everything else set()
    kept = {number: found for number, found in everything.items() if number not in removed}
    with closing(sqlite3.connect(":memory:")) as one, closing(sqlite3.connect(":memory:")) as other:
        one.execute(SCHEMA)
        other.execute(SCHEMA)
        index, fresh = KeywordIndex(one), KeywordIndex(other)
        index.add(everything.items())
        index.remove((number, everything[number]) for number in sorted(removed))
        fresh.add(kept.items())
        for text in [*texts, "ferry cafe"]:
            assert index.search(text, limit=99) == fresh.search(text, limit=99)
            assert [index.contains(word) for word in words_of(text)] == [
                fresh.contains(word) for word in words_of(text)
            ]
