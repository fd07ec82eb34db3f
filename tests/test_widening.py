import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Span
from qa.english.boundaries import tidy
from qa.english.limits import widen


def marked(text: str) -> tuple[str, Span]:
    """The text without its two bars, and the span between them."""
    before, inside, after = text.split("|")
    return before + inside + after, Span(len(before), len(before) + len(inside))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They freed more than |300| people.", "more than 300"),
        ("They freed over |300|.", "over 300"),
        ("It was built by |Orlo| GmbH in May.", "Orlo GmbH"),
        ("It was built by |Orlo|. IT was slow.", "Orlo"),
        ("By |then| IT was slow.", "then"),
        ("|No| payment in advance is due.", "No payment in advance"),
        ("|No|, two were due.", "No"),
        ("|No| one was hurt.", "No one"),
        ("A call is |not| enough, he said.", "not enough"),
        ("|Do not| lift the lid.", "Do not lift"),
        ("Some came; most did |not|. They left.", "not"),
        ("|No| is what she said.", "No"),
        ("There is |no| longer a bell.", "no"),
        ("It does 40 |km|/h in the bay.", "km"),
        ("They freed more |than 300| people.", "more than 300"),
        ("He saw almost |700| of them.", "almost 700"),
        ("At least |two| were hurt.", "At least two"),
        ("It may rise by up to |50| percent.", "up to 50 percent"),
        ("It fell to only |1.5| percent.", "only 1.5 percent"),
        ("No more than |ten| came.", "No more than ten"),
        ("Some were as young as |four|.", "as young as four"),
        ("It cost $|3.75| million.", "$3.75 million"),
        ("It cost some $|738| billion.", "some $738 billion"),
        ("It lasted about |three| hours.", "about three hours"),
        ("It was |40| km away.", "40 km"),
        ("Between |10| and 20 came.", "Between 10 and 20"),
        ("nearly |all| of them", "nearly all"),
        ("The |captain| sailed.", "captain"),
        ("Not |Ada Holm| but Bo.", "Ada Holm"),
        ("Over |the bridge| it went.", "the bridge"),
    ],
)
def test_a_number_keeps_its_qualifier_and_unit(text: str, expected: str) -> None:
    plain, span = marked(text)
    assert widen(plain, span, Span(0, len(plain))).of(plain) == expected


def test_nothing_is_taken_from_beyond_the_passage() -> None:
    plain, span = marked("more than |300| percent")
    assert widen(plain, span, span) == span


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was| red. |", "red"),
        ("He said |“no way”| twice.", "no way"),
        ("at |Jena, Louisiana,| a town", "Jena, Louisiana"),
        ("pay $|3.7|5 million", "3.75"),
        ("of |1,20|0 children", "1,200"),
        ("the |work|ers left", "workers"),
        ("the |U.S|. agency", "U.S."),
        ("by |Koch Foods Inc.| today", "Koch Foods Inc."),
        ("(|the agency)| said", "the agency"),
        ("the agency |(ICE)| said", "ICE"),
        ("**|bold**| text", "bold"),
        ("it |– suddenly –| fell", "suddenly"),
        ("ends with a stop|.|", None),
        ("only | |space", None),
    ],
)
def test_an_answer_has_whole_words_and_no_stray_marks(text: str, expected: str | None) -> None:
    plain, span = marked(text)
    tidied = tidy(plain, span)
    assert (tidied and tidied.of(plain)) == expected


@given(st.text(st.sampled_from("ab1.,$% -'\"()\n"), min_size=1), st.integers(0, 50), st.integers(0, 50))
def test_tidying_twice_changes_nothing_more(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    once = tidy(text, Span(start, end))
    if once is not None:
        assert 0 <= once.start < once.end <= len(text)
        assert tidy(text, once) == once
