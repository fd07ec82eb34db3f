"""Passages: all of the prose, within the limits, sections apart."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.chunking import MOST_CHARACTERS, TARGET_WORDS, split_into_passages
from corpus.document import Passage, Span
from corpus.formats.extraction import Extraction
from corpus.reading import make_document
from corpus.sentences import sentences

SENTENCE = "The ferry left the harbour at dawn with a crew of nine and more than three hundred passengers aboard."


def passages(text: str, path: str = "a.md", *, words: int = TARGET_WORDS) -> list[Passage]:
    document, extraction = make_document(path, text.encode())
    return split_into_passages(document, extraction, words=words)


def texts(text: str, path: str = "a.md", *, words: int = TARGET_WORDS) -> list[str]:
    return [passage.text for passage in passages(text, path, words=words)]


def test_short_paragraphs_share_a_passage() -> None:
    assert texts("One two.\n\nThree four.\n") == ["One two.\n\nThree four."]


def test_a_paragraph_that_does_not_fit_begins_a_new_passage() -> None:
    assert texts("a b c.\n\nd e f.\n\ng.", words=5) == ["a b c.", "d e f.\n\ng."]


def test_a_long_paragraph_is_cut_between_sentences_into_even_parts() -> None:
    assert texts("It ran. It sat. It ate. It lay.", words=5) == ["It ran. It sat.", "It ate. It lay."]


def test_a_new_heading_begins_a_new_passage() -> None:
    found = passages("# A\none\n\n## B\ntwo\n\n## C\nthree\n")
    assert [(passage.text, passage.headings) for passage in found] == [
        ("one", ("A",)),
        ("two", ("A", "B")),
        ("three", ("A", "C")),
    ]


def test_two_sections_of_one_name_stay_apart() -> None:
    assert texts("## Notes\none\n\n## Notes\ntwo\n") == ["one", "two"]


def test_a_passage_holds_no_link_definition() -> None:
    assert texts("One [a].\n\n[a]: http://a.example 'Title'\n\nTwo.\n") == ["One [a].", "Two."]


def test_markup_is_cut_off_where_a_passage_ends() -> None:
    found = passages(f"<b title='{'Sea. Sky. ' * 12}'>x</b>", words=8)
    assert len(found) > 1
    assert "Sea" not in " ".join(passage.readable for passage in found)


def test_a_paragraph_of_markup_alone_says_nothing() -> None:
    (passage,) = passages("<a><br>\n\nThe pier held.\n\n<hr><a>\n")
    assert passage.readable.split() == ["The", "pier", "held."]


def test_headings_alone_fill_no_passage_beyond_what_one_may_hold() -> None:
    found = passages("# One two three.\n" * 300 + "# " + "word " * 900 + "\n")
    assert max(len(passage.text) for passage in found) <= MOST_CHARACTERS
    read = " ".join(passage.readable for passage in found)
    assert (read.count("One two three"), read.count("word")) == (300, 900)


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("    the pier held\n", "a.md"),
        ("~~the~~ pier held ", "a.md"),
        ('{"the pier": "held"}\n', "a.jsonl"),
        ("=========\nthe pier held\n", "a.txt"),
        ("the pier held<sup>1</sup> ", "a.html"),
        ("<table><tr><td>the pier held", "a.html"),
    ],
)
def test_a_very_long_block_is_no_trap(line: str, path: str) -> None:
    """What is done for one part of it does not grow with their number."""
    read = " ".join(passage.readable for passage in passages(line * 10_000, path))
    assert len(re.findall("held", read)) == 10_000


def test_a_word_of_5000_characters_is_cut_anywhere_and_lost_nowhere() -> None:
    found = texts("x" * 5_000, "a.txt")
    assert "".join(found) == "x" * 5_000
    assert max(map(len, found)) == MOST_CHARACTERS


def test_a_sentence_of_3000_words_is_cut_at_spaces() -> None:
    text = " ".join(f"word{number}" for number in range(3_000))
    found = texts(text, "a.txt")
    assert " ".join(found) == text
    assert max(map(len, found)) <= MOST_CHARACTERS


def test_a_gap_of_spaces_makes_no_empty_passage() -> None:
    assert texts("left" + " " * 4_000 + "right", "a.txt") == ["left", "right"]


def test_headings_with_nothing_under_them_are_a_passage() -> None:
    (found,) = passages("# Keeper: Una Moss\n\n## Since 1988\n")
    assert found.rendering.text == "Keeper: Una Moss\n\nSince 1988"


def test_the_headings_right_above_are_read_with_every_passage_of_a_section() -> None:
    found = passages("# Sea\n\n## Ferry\nOne two three.\n\nFour five six.\n\n## Tide\nSeven.\n", words=4)
    assert [passage.rendering.text for passage in found] == [
        "Sea. Ferry. One two three.",
        "Sea. Ferry. Four five six.",
        "Tide. Seven.",
    ]
    assert [passage.readable for passage in found] == ["One two three.", "Four five six.", "Seven."]


def test_passages_know_their_document() -> None:
    _, first = passages(f"---\ntitle: Sea\n---\n{SENTENCE}")
    assert first.document.title == "Sea"
    assert first.text == SENTENCE


PARAGRAPH = st.lists(
    st.sampled_from([SENTENCE, "It sank.", "Mr. Hale wept.", "x" * 1_200, "no stop", "**bold.** Then", "300"]),
    min_size=1,
).map(" ".join)
MARKDOWN = st.lists(st.sampled_from(["# A", "## B", "## B", "- item", "---", "> quote"]) | PARAGRAPH, min_size=1)


@given(MARKDOWN, st.sampled_from([5, 30, TARGET_WORDS]), st.sampled_from(["a.md", "a.txt"]))
def test_passages_hold_every_word_once_within_the_limits(pieces: list[str], words: int, path: str) -> None:
    document, extraction = make_document(path, "\n\n".join([*pieces, "end"]).encode())
    found = split_into_passages(document, extraction, words=words)
    borders = [position for passage in found for position in passage.span]
    assert borders == sorted(borders)
    covered = {position for passage in found for position in range(*passage.span)}
    assert words_in(extraction) <= covered
    for passage in found:
        assert passage.text == passage.text.strip()
        assert len(passage.text) <= MOST_CHARACTERS
        assert len(passage.readable.split()) <= words or is_one_sentence(passage)


def words_in(extraction: Extraction) -> set[int]:
    positions = (position for block in extraction.blocks for position in range(*block.span))
    return {position for position in positions if extraction.text[position].isalnum()}


def is_one_sentence(passage: Passage) -> bool:
    """Only a sentence that is longer than the target may be."""
    return len(list(sentences(passage.document.text, passage.span))) == 1


@given(MARKDOWN)
def test_sections_are_never_mixed(pieces: list[str]) -> None:
    document, extraction = make_document("a.md", "\n\n".join([*pieces, "end"]).encode())
    headings = [Span(*span) for span in between(extraction)]
    for passage in split_into_passages(document, extraction):
        assert not any(passage.span.start <= heading.start < passage.span.end for heading in headings)


def between(extraction: Extraction) -> list[tuple[int, int]]:
    """Where words stand outside the blocks: in headings."""
    borders = [0, *(position for block in extraction.blocks for position in block.span), len(extraction.text)]
    gaps = zip(borders[::2], borders[1::2], strict=True)
    return [gap for gap in gaps if any(map(str.isalnum, extraction.text[slice(*gap)]))]


LARGE = {
    "words": "word " * 100_000,
    "sentences": "x. " * 50_000,
    "items": "- a b c.\n" * 5_000,
    "bold": "**b** " * 30_000,
}


@pytest.mark.parametrize("text", LARGE.values(), ids=LARGE)
def test_large_documents_are_cut(text: str) -> None:
    assert sum(len(passage.text.split()) for passage in passages(text)) >= len(text.split()) * 0.99
