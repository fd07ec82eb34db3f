"""How far a span is preferred to what stands elsewhere."""

from hypothesis import given
from hypothesis import strategies as st

from qa.reading.lead import NO_RIVAL, Scored, leads


def test_the_rival_is_the_best_span_of_another_passage() -> None:
    spans = [Scored("a", "1903", 9.0), Scored("a", "1904", 8.0), Scored("b", "1910", 5.0), Scored("c", "1911", 2.0)]
    assert leads(spans) == [4.0, 3.0, -4.0, -7.0]


def test_who_says_the_same_is_no_rival() -> None:
    spans = [Scored("a", "Ada Holm", 9.0), Scored("b", "ada holm of Velden", 8.5), Scored("c", "Bo Lind", 3.0)]
    assert leads(spans) == [6.0, 5.5, -6.0]


def test_alone_a_span_leads_what_could_never_be_the_answer() -> None:
    assert leads([Scored("a", "1903", 2.0)]) == [2.0 - NO_RIVAL]
    assert leads([Scored("a", "1903", 2.0), Scored("b", "1910", -15.0)])[0] == 2.0 - NO_RIVAL


scored = st.builds(Scored, st.sampled_from("abc"), st.sampled_from(["x", "y", "xy"]), st.floats(-20, 20))


@given(st.lists(scored, min_size=1, max_size=12))
def test_of_those_that_lead_all_say_the_same_or_stand_in_one_passage(spans: list[Scored]) -> None:
    ahead = [span for span, lead in zip(spans, leads(spans), strict=True) if lead > 0 and span.margin > NO_RIVAL]
    for one in ahead:
        for other in ahead:
            assert one.passage == other.passage or one.text in other.text or other.text in one.text
