"""A citation is verified, moved, changed or missing, and nothing merely similar is ever accepted."""

from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from corpus.chunking import split_into_passages
from corpus.document import Document, Passage, Span
from corpus.reading import make_document
from qa.answers import Citation
from qa.citations import check, check_file, cite, quote_in_sentence, still_stands

TEXT = (
    "The ferry left at dawn.\n\nIt carried more than 300 passengers to Aland, the harbour master said. Two of them were"
    " late.\n\nNobody was hurt when two sailors fell, but two crates, two barrels and two lamps were lost.\n"
)


def cited(quote: str, text: str = TEXT, *, occurrence: int = 0) -> Citation:
    document, extraction = make_document("ferry.txt", text.encode())
    start = -1
    for _ in range(occurrence + 1):
        start = text.index(quote, start + 1)
    span = Span(start, start + len(quote))
    passages = split_into_passages(document, extraction)
    passage = next(p for p in passages if p.span.start <= span.start and span.end <= p.span.end)
    return cite(1, passage, span, Path("/documents"))


MORE_THAN_300 = cited("more than 300")


def test_an_untouched_text_verifies() -> None:
    found = check(MORE_THAN_300, TEXT)
    assert (found.status, found.start, found.end, found.line) == (
        "verified", MORE_THAN_300.start, MORE_THAN_300.end, 3
    )  # fmt: skip


def test_text_before_the_quote_moves_it() -> None:
    edited = "A new first line.\n" + TEXT
    found = check(MORE_THAN_300, edited)
    assert found.status == "moved"
    assert found.start is not None
    assert edited[found.start : found.end] == "more than 300"
    assert found.line == 4


def test_a_sentence_between_other_sentences_is_moved_as_a_whole() -> None:
    edited = "It rained.\n\n" + MORE_THAN_300.sentence + " It rained again.\n"
    found = check(MORE_THAN_300, edited)
    assert found.status == "moved"
    assert edited[found.start : found.end] == "more than 300"


def test_one_of_four_equal_words_altered_is_changed_though_the_word_occurs() -> None:
    citation = cited("two", occurrence=1)
    assert citation.sentence.count("two") == 4
    edited = TEXT[: citation.start] + "six" + TEXT[citation.end :]
    found = check(citation, edited)
    assert found.status == "changed"
    assert "six" in (found.now or "")


def test_each_of_several_equal_words_is_told_apart() -> None:
    for occurrence in range(4):
        citation = cited("two", occurrence=occurrence)
        found = check(citation, "Preface.\n\n" + TEXT)
        assert (found.status, found.start) == ("moved", citation.start + len("Preface.\n\n"))


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_line_ends_compare_equal(line_end: str) -> None:
    edited = TEXT.replace("\n", line_end)
    found = check(MORE_THAN_300, edited)
    assert found.status in ("verified", "moved")
    assert edited[found.start : found.end] == "more than 300"


def test_a_sentence_that_now_stands_twice_is_changed() -> None:
    assert (
        check(MORE_THAN_300, f"Early. {MORE_THAN_300.sentence}\n\nLate. {MORE_THAN_300.sentence}\n").status == "changed"
    )


NEAR_QUOTES = [
    "more than 30 passengers", "more than 3,000 passengers", "more than 301 passengers", "more than 900 passengers",
    "more than 3OO passengers", "more than ３００ passengers", "more than 300.5 passengers", "more than −300 passengers",
    "less than 300 passengers", "no more than 300 passengers", "not more than 300 passengers", "over 300 passengers",
    "almost 300 passengers", "about 300 passengers", "exactly 300 passengers", "300 passengers", "more then 300 passengers",
    "more  than 300 passengers", "more than\u00a0300 passengers", "more\tthan 300 passengers", "more than 300  passengers",
    "more than three hundred passengers", "More than 300 passengers", "MORE THAN 300 passengers", "mоre than 300 passengers",
    "more than 300\u200b passengers", "more than-300 passengers", "more-than 300 passengers", "more than 300-passengers",
    "more than 300 pas-sengers", "more than 300% passengers", "more than $300 passengers", "more than 300 sailors",
    "more than 300 of the passengers", "more than 300 alleged passengers", "“more than 300” passengers",
    "more than 300, passengers", "more than 300 passengers'", "more tham 300 passengers", "more than 300 пassengers",
    "more than 3oo passengers", "more than 003 passengers", "a little more than 300 passengers", "rather than 300 passengers",
]  # fmt: skip


def test_there_are_enough_near_quotes() -> None:
    assert len(set(NEAR_QUOTES)) >= 40


@pytest.mark.parametrize("near", NEAR_QUOTES)
def test_a_near_quote_is_never_accepted(near: str) -> None:
    edited = TEXT.replace("more than 300 passengers", near)
    assert edited != TEXT
    found = check(cited("more than 300 passengers"), edited)
    assert found.status == "changed"


WORDS = st.text(st.sampled_from("ab \n."), min_size=1, max_size=80)


@given(WORDS, st.integers(0, 79), st.integers(1, 20))
def test_what_is_cited_verifies_and_moves_with_its_text(text: str, start: int, length: int) -> None:
    span = Span(start, min(len(text), start + length))
    assume(span.start < span.end and text[span.start : span.end].strip())
    document = Document(path="a.txt", text=text, sha256="", encoding="utf-8", coordinates="file")
    citation = cite(1, Passage(document, Span(0, len(text))), span, Path("/"))
    found = check(citation, text)
    if found.status == "verified":
        assert (found.start, found.end) == span
    moved = check(citation, "xyz. " + text)
    if moved.status == "moved":
        assert ("xyz. " + text)[moved.start : moved.end] == citation.quote


def write(folder: Path, data: bytes) -> Path:
    file = folder / "ferry.txt"
    file.write_bytes(data)
    return file


def test_a_file_in_another_encoding_has_the_same_characters(folder: Path) -> None:
    file = write(folder, TEXT.encode("utf-16"))
    found = check_file(MORE_THAN_300, file)
    assert found.status == "moved"
    assert found.start == MORE_THAN_300.start + 1  # the byte order mark is a character of the file


@pytest.mark.parametrize("data", [b"", b"\x00\xff" * 50])
def test_a_file_that_is_no_text_any_more_is_missing(folder: Path, data: bytes) -> None:
    assert check_file(MORE_THAN_300, write(folder, data)).status == "missing"


def test_a_deleted_file_and_an_impossible_name_are_missing(folder: Path) -> None:
    for name in ("gone.txt", "nul\0.txt", "x" * 5000 + ".txt"):
        assert check_file(MORE_THAN_300, folder / name).status == "missing"


def test_a_document_stands_while_its_bytes_do(folder: Path) -> None:
    file = write(folder, TEXT.encode())
    document, _ = make_document("ferry.txt", file.read_bytes())
    assert still_stands(document, folder)
    file.write_bytes(TEXT.encode() + b" ")
    assert not still_stands(document, folder)
    file.unlink()
    assert not still_stands(document, folder)


def test_the_quote_is_found_in_its_sentence_by_its_neighbours() -> None:
    for occurrence in range(4):
        citation = cited("two", occurrence=occurrence)
        span = quote_in_sentence(citation)
        start = TEXT.index(citation.sentence)
        assert (start + span.start, start + span.end) == (citation.start, citation.end)
