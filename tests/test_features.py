"""What a candidate's probability rests on, of passages as they are made of files."""

from corpus.chunking import split_into_passages
from corpus.document import Span
from corpus.reading import make_document
from embeddings.engine import Hit
from qa.reading.features import Features, Judge

ISLES = """# The isles

The mayor of Velden is Jo Dahl. Velden has 12 wells.

The mayor of Kesten is Ann Berg since 2019.
"""


def judged(question: str, quote: str, *, margin: float = 2.5, score: float = 0.75) -> Features:
    document, extraction = make_document("isles.md", ISLES.encode())
    hits = [Hit(passage, score, 0.0, 0.0) for passage in split_into_passages(document, extraction)]
    start = document.text.index(quote)
    span = Span(start, start + len(quote))
    hit = next(hit for hit in hits if hit.passage.span.start <= start < hit.passage.span.end)
    return Judge.of(question, hits).features(span, hit, margin)


def test_what_speaks_for_a_candidate_and_what_speaks_against_it() -> None:
    right = judged("Who is the mayor of Kesten?", "Ann Berg")
    assert right == Features(2.5, 0.75)
    assert judged("Who is the mayor of Kesten?", "Jo Dahl").contradiction > 0
    assert judged("Who is the mayor of Kesten?", "12").is_of_another_kind
    assert judged("Who has been mayor of Kesten since 2012?", "Ann Berg").contradiction > 0
    assert judged("who is mayor?", "Jo Dahl") == Features(2.5, 0.75)


def test_a_quoted_phrase_lifts_no_probability() -> None:
    assert judged('Who is "the mayor"?', "Jo Dahl", score=1.6).retrieval == 1.0


def test_the_values_are_those_named_in_their_order() -> None:
    features = Features(2.5, 0.75, is_of_another_kind=True, contradiction=0.5)
    assert features.values() == (2.5, 0.75, 1.0, 0.5)
