from corpus.document import Document
from qa.copies import independent_sources

WIRE = "The ferry left the harbour at dawn with more than three hundred passengers bound for the island of Aland."


def document(path: str, text: str) -> Document:
    return Document(path=path, text=text, sha256=path, encoding="utf-8", coordinates="file")


def test_a_story_printed_twice_is_one_source() -> None:
    assert independent_sources([document("a", WIRE), document("b", f"LOCAL NEWS. {WIRE} (Agencies)")]) == 1


def test_a_copy_of_a_copy_counts_once_in_any_order() -> None:
    papers = [document("a", WIRE), document("b", WIRE + " It rained."), document("c", "It rained. " + WIRE)]
    assert independent_sources(papers) == independent_sources(papers[::-1]) == 1


def test_the_same_fact_in_other_words_is_another_source() -> None:
    own = "By sunrise, says the pilot, over 300 people had already sailed for Aland aboard the morning boat."
    assert independent_sources([document("a", WIRE), document("b", own)]) == 2


def test_very_short_documents_are_compared_too() -> None:
    assert independent_sources([document("a", "Yes."), document("b", "Yes."), document("c", "No.")]) == 2
