"""A citation is verified, moved, changed or missing, and nothing merely similar is ever accepted."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.chunking import split_into_passages
from corpus.document import Document, Passage, Span
from corpus.reading import make_document, read_document
from qa.answering.citing import cite
from qa.cli import main
from qa.replies.answers import Citation, Reply, Status, with_citations
from qa.replies.checking import check, check_file, quote_in_sentence, still_stands
from qa.replies.wire import to_wire
from tests.test_output import REPLIES

TEXT = (
    "The ferry left at dawn.\n\nIt carried more than 300 passengers to Aland, the harbour master said. Two of them were"
    " late.\n\nNobody was hurt when two sailors fell, but two crates, two barrels and two lamps were lost.\n"
)


def cited(quote: str, text: str = TEXT, *, occurrence: int = 0) -> Citation:
    start = -1
    for _ in range(occurrence + 1):
        start = text.index(quote, start + 1)
    return cited_at(Span(start, start + len(quote)), text)


def cited_at(span: Span, text: str) -> Citation:
    document, extraction = make_document("ferry.txt", text.encode())
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


LOG = (
    "Log of the Aland ferry.\n\nOn Aug. 9, 2019, at 5:30 p.m., ﬁve of Zoë O’Brien's crew—all “hands”—were not aboard."
    " The hull cost $3.75 million, or 1,200 crowns a day, and rose by 7.5%.\n\nDraught: -4.5 metres at a speed of 12 km"
    " an hour; she carries more than 300 people and the pilot steers well.\n\nTwo boats came back and two men, two"
    " women and two dogs were saved. Nobody else was seen that night.\n\nThe tide turned at six and the bell rang.\n\n"
    "The tide turned at six and the bell rang.\n"
)
EDITS: list[tuple[str, str, str, Status]] = [
    # the quote between bars, in text that stands once; that text edited; what the edit is; what the check says
    ("more than |300| people", "more than 90 people", "number", "changed"),
    ("more than |300| people", "more than 030 people", "digits", "changed"),
    ("more than |300| people", "more than 003 people", "digits transposed", "changed"),
    ("more than |300| people", "more than 3000 people", "a digit more", "changed"),
    ("more than |300| people", "less than 300 people", "bound reversed", "changed"),
    ("|more than 300| people", "300 people", "qualifier dropped", "changed"),
    ("|more than 300| people", "than more 300 people", "word order", "changed"),
    ("|more than 300| people", "more than than 300 people", "word doubled", "changed"),
    ("|more than 300| people", "more than 300 300 people", "number doubled", "changed"),
    ("|more than 300| people", "more than 300 peoples", "plural behind the quote", "changed"),
    ("|more than 300| people", "more than 300 dogs", "what is counted", "changed"),
    ("|more than 300| people", "no more than 300 people", "word before the quote", "changed"),
    ("|more than 300| people", "more\N{NO-BREAK SPACE}than 300 people", "no-break space", "changed"),
    ("|more than 300| people", "more\nthan 300 people", "space to line end", "changed"),
    ("|more than 300| people", "more  than 300 people", "space doubled", "changed"),
    ("|more than 300| people", "more than\N{ZERO WIDTH SPACE} 300 people", "zero-width space", "changed"),
    ("|more than 300| people", "more than 300\N{ZERO WIDTH JOINER} people", "zero-width joiner behind", "changed"),
    ("|more than 300| people", "more than 300\N{RIGHT-TO-LEFT OVERRIDE} people", "bidi control behind", "changed"),
    ("|more than 300| people", "more than ３００ people", "full-width digits", "changed"),
    ("|were not aboard|", "were aboard", "negation dropped", "changed"),
    ("she |carries more| than", "she never carries more than", "negation added before", "changed"),
    ("|the pilot steers| well", "the pilot does not steer well", "negation added", "changed"),
    ("|the pilot steers| well", "the pilot steered well", "tense", "changed"),
    ("|the pilot steers| well", "the pilots steer well", "plural", "changed"),
    ("|the pilot steers| well", "The pilot steers well", "case", "changed"),
    ("|$3.75 million|", "$3.75 billion", "scale", "changed"),
    ("|$3.75 million|", "€3.75 million", "currency", "changed"),
    ("|$3.75 million|", "3.75 million", "currency dropped", "changed"),
    ("|$3.75 million|", "$37.5 million", "decimal point moved", "changed"),
    ("|$3.75 million|", "$3,75 million", "decimal comma", "changed"),
    ("|1,200| crowns", "1200 crowns", "thousands separator dropped", "changed"),
    ("|1,200| crowns", "1\N{NARROW NO-BREAK SPACE}200 crowns", "another thousands separator", "changed"),
    ("|1,200 crowns|", "1,200 francs", "unit", "changed"),
    ("|7.5%|", "7.5", "percent sign dropped", "changed"),
    ("|7.5%|", "7.5‰", "per mille", "changed"),
    ("|-4.5 metres|", "4.5 metres", "sign dropped", "changed"),
    ("|-4.5 metres|", "−4.5 metres", "minus for hyphen", "changed"),
    ("|-4.5 metres|", "–4.5 metres", "dash for hyphen", "changed"),
    ("|12 km| an hour", "12 m an hour", "unit's prefix", "changed"),
    ("|12 km| an hour", "12 KM an hour", "unit's case", "changed"),
    ("|Aug. 9, 2019|", "Aug. 8, 2019", "day", "changed"),
    ("|Aug. 9, 2019|", "Aug. 9, 2018", "year", "changed"),
    ("|Aug. 9, 2019|", "Apr. 9, 2019", "month", "changed"),
    ("|5:30 p.m.|", "5:30 a.m.", "half of the day", "changed"),
    ("|5:30 p.m.|", "5.30 p.m.", "colon", "changed"),
    ("|Zoë O’Brien|", "Zoe\N{COMBINING DIAERESIS} O’Brien", "decomposed letter", "changed"),
    ("|Zoë O’Brien|", "Zoe O’Brien", "accent dropped", "changed"),
    ("|Zoë O’Brien|", "Zoë O'Brien", "straight apostrophe", "changed"),
    ("|Zoë O’Brien|", "Zoë O’Brian", "letter of a name", "changed"),
    ("|Zoë O’Brien|", "Zoë О’Brien", "Cyrillic letter", "changed"),
    ("|ﬁve| of", "five of", "ligature", "changed"),
    ("|all “hands”|", 'all "hands"', "straight quotation marks", "changed"),
    ("crew—|all| “hands”", "crew–all “hands”", "dash before the quote", "changed"),
    ("crew—|all “hands”|—were", "crew—all “hands”, were", "mark behind the quote", "changed"),
    ("and |two| men,", "and six men,", "first of three equal words", "changed"),
    ("men, |two| women", "men, six women", "second of three equal words", "changed"),
    ("and |two| dogs", "and six dogs", "third of three equal words", "changed"),
    ("men, |two| women", "men, two girls", "the word behind one of them", "changed"),
    ("back and |two| men", "back, two men", "the word before one of them", "changed"),
    ("|the pilot steers| well", "the  pilot steers well", "space doubled inside", "changed"),
    ("|at 5:30 p.m.|", "at 5:30\N{NO-BREAK SPACE}p.m.", "no-break space before the half", "changed"),
]  # fmt: skip
BEYOND: list[tuple[str, str, str, str, Status]] = [
    # the quote between bars; some text beyond its prefix and suffix; that text edited; what the edit is; the status
    ("|$3.75 million|", "that night", "all night", "a line after it", "verified"),
    ("|the pilot steers| well", "$3.75", "$9.75", "as many characters before it", "verified"),
    ("|the pilot steers| well", "-4.5 metres", "-9.5 metres", "as many characters before it, in its sentence", "verified"),
    ("|the pilot steers| well", "$3.75", "$13.75", "one character more before it", "moved"),
    ("|the pilot steers| well", "-4.5 metres", "-4 metres", "fewer characters before it, in its sentence", "moved"),
    ("|the pilot steers| well", "Log of", "Diary of", "another first word", "moved"),
    ("|the pilot steers| well", "Log of the Aland ferry.\n\n", "", "the first line deleted", "moved"),
    ("|the pilot steers| well", "\n\nDraught", "\n\nRain fell.\n\nDraught", "a paragraph before its own", "moved"),
    ("|the pilot steers| well", "well.\n\nTwo", "well. Rain fell.\n\nTwo", "a sentence behind its own", "changed"),
    ("and |two| dogs", "Nobody", "Anybody", "a letter of the next sentence", "changed"),
    ("and |two| dogs", "Nobody else", "Someone", "a word of the next sentence", "changed"),
    ("|the pilot steers| well", "an hour; she", "an hour. She", "its sentence parted", "verified"),
]  # fmt: skip


def cited_between_bars(marked: str, text: str = LOG) -> Citation:
    before, quote, after = marked.split("|")
    assert text.count(before + quote + after) == 1
    start = text.index(before + quote + after) + len(before)
    return cited_at(Span(start, start + len(quote)), text)


def test_the_table_of_near_quotes_is_long_enough_and_names_each_edit() -> None:
    assert len({edit for _, _, edit, _ in EDITS}) >= 45


@pytest.mark.parametrize(("marked", "near", "edit", "status"), EDITS, ids=[edit for _, _, edit, _ in EDITS])
def test_an_edit_at_the_quote_is_seen(marked: str, near: str, edit: str, status: Status) -> None:
    citation = cited_between_bars(marked)
    assert check(citation, LOG).status == "verified"
    edited = LOG.replace(marked.replace("|", ""), near)
    assert edited != LOG
    for text in (edited, "A new first line.\n\n" + edited):
        found = check(citation, text)
        assert found.status == status
        assert found.now is not None


@pytest.mark.parametrize(("marked", "before", "after", "edit", "status"), BEYOND)
def test_an_edit_beyond_the_quote_moves_it_at_most(
    marked: str, before: str, after: str, edit: str, status: Status
) -> None:
    citation = cited_between_bars(marked)
    edited = LOG.replace(before, after, 1)
    found = check(citation, edited)
    assert (found.status, edited != LOG) == (status, True)
    if status != "changed":
        assert edited[found.start : found.end] == citation.quote


WORDS = st.text(st.sampled_from("ab \n."), min_size=1, max_size=80)


@given(WORDS, st.text("ab \n.", max_size=40), st.text("ab", min_size=1, max_size=9), st.integers(0, 20))
def test_what_is_cited_verifies_and_moves_with_its_text(before: str, after: str, word: str, length: int) -> None:
    text = before + word + after
    span = Span(len(before), min(len(text), len(before) + len(word) + length))
    document = Document(path="a.txt", text=text, sha256="", encoding="utf-8", coordinates="file")
    citation = cite(1, Passage(document, Span(0, len(text))), span, Path("/"))
    found = check(citation, text)
    assert (found.status, found.start, found.end) == ("verified", *span)
    moved = check(citation, "xyz. " + text)
    if moved.status == "moved":
        assert ("xyz. " + text)[moved.start : moved.end] == citation.quote


REFRAIN = "All the way home across the sound the crew sang of two lamps that burn above the harbour of Aland.\n"


@pytest.mark.parametrize("repeats", [2, 3, 5])
def test_of_equal_lines_only_prefix_and_suffix_tell_one_from_another(repeats: int) -> None:
    song = f"Song.\n{REFRAIN * repeats}End.\n"
    for occurrence in range(repeats):
        citation = cited("two lamps", song, occurrence=occurrence)
        assert check(citation, song).status == "verified"
        found = check(citation, f"By Ebba Lind. {song}")
        assert found.status == "changed"  # 32 characters to either side are alike in all of them
    first, last = (cited("All the way", song, occurrence=0), cited("of Aland", song, occurrence=repeats - 1))
    for citation in (first, last):
        found = check(citation, f"By Ebba Lind. {song}")
        assert (found.status, found.start) == ("moved", citation.start + len("By Ebba Lind. "))


@pytest.mark.parametrize(
    ("before", "after"), [("\n", "\r\n"), ("\n", "\r"), ("\r\n", "\n"), ("\r\n", "\r"), ("\r", "\n")]
)
def test_other_line_ends_change_no_citation_even_of_equal_lines(before: str, after: str) -> None:
    song = f"Song.\n{REFRAIN * 3}End.\n"
    text, converted = song.replace("\n", before), song.replace("\n", after)
    for occurrence in range(3):
        for quote in ("All the way", "two lamps", "Aland"):
            found = check(cited(quote, text, occurrence=occurrence), converted)
            assert found.status in ("verified", "moved")
            assert found.start is not None
            assert converted[found.start : found.end] == quote
            assert converted.count(quote, 0, found.start) == occurrence


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


def citing(citation: Citation) -> Reply:
    """A reply that rests on this alone."""
    return with_citations(REPLIES["answer"], lambda _: citation)


@pytest.mark.parametrize("edited", [False, True])
def test_another_version_of_the_extractor_is_said_and_decides_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str], edited: bool
) -> None:
    page = folder / "ferry.html"
    page.write_text("<p>The ferry left at dawn.", encoding="utf-8")
    document, (passage,) = read_document(page)
    citation = cite(1, passage, Span(18, 22), folder)
    for extractor, is_said in ((document.extractor, False), ("quoth-html 0", True)):
        saved = folder.parent / "saved.json"
        saved.write_text(json.dumps(to_wire(citing(replace(citation, extractor=extractor)))), encoding="utf-8")
        if edited:
            page.write_text("<p>The ferry left at noon.", encoding="utf-8")
        assert main(["verify", str(saved)]) == (4 if edited else 0)
        said = f"cited as read by quoth-html 0, now read by {document.extractor}"
        assert (said in capsys.readouterr().out) == is_said


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


ACCENTED = TEXT.replace("Aland", "Åland")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (ACCENTED.encode(), "verified"),
        (ACCENTED.encode("latin-1"), "verified"),
        (ACCENTED.encode("utf-8-sig"), "moved"),
        (ACCENTED.encode("utf-16"), "moved"),
        (b"\xfe\xff" + ACCENTED.encode("utf-16-be"), "moved"),
        (ACCENTED.encode("utf-32"), "moved"),
        (ACCENTED.replace("\n", "\r\n").encode(), "moved"),
        (ACCENTED.replace("Åland", "Aland").encode(), "changed"),
        (ACCENTED.encode("ascii", "replace"), "changed"),
        (ACCENTED.encode() + b"Rain fell.\n", "verified"),
        (b"Rain fell.\n\n" + ACCENTED.encode(), "moved"),
        ("\n\n".join(reversed(ACCENTED.strip().split("\n\n"))).encode(), "moved"),
        (ACCENTED[: ACCENTED.index("It carried")].encode(), "changed"),
        (b"", "missing"),
    ],
)
def test_a_file_is_compared_by_its_characters_however_they_are_stored(
    folder: Path, data: bytes, expected: Status
) -> None:
    assert check_file(cited("more than 300", ACCENTED), write(folder, data)).status == expected


def test_a_quote_at_either_end_of_its_text_moves_with_a_byte_order_mark(folder: Path) -> None:
    file = write(folder, TEXT.strip().encode("utf-8-sig"))
    for quote in ("The ferry left", "lamps were lost"):
        found = check_file(cited(quote, TEXT.strip()), file)
        assert (found.status, found.start) == ("moved", TEXT.index(quote) + 1)


def test_a_paragraph_taken_to_another_place_is_moved() -> None:
    first, second, third = TEXT.strip().split("\n\n")
    for text in (f"{second}\n\n{first}\n\n{third}", f"{first}\n\n{third}\n\n{second}\n"):
        found = check(MORE_THAN_300, text)
        assert found.status == "moved"
        assert text[found.start : found.end] == "more than 300"
    assert check(MORE_THAN_300, f"{first}\n\n{third}\n").status == "changed"


def test_a_cell_says_its_row_and_a_sentence_or_a_whole_passage_none() -> None:
    text = "| quay | ships | crews |\n|---|---|---|\n| north | 12 | 140 |\n| south | 9 | 88 |\n\nCounted on a Monday.\n"
    document, extraction = make_document("quays.md", text.encode())
    rows = split_into_passages(document, extraction)[0]
    place = text.index("88")
    assert cite(1, rows, Span(place, place + 2), Path("/documents")).row == "south: ships 9; crews 88"
    assert cite(1, rows, rows.span, Path("/documents")).row is None
    assert cited("passengers").row is None
