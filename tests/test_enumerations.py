import pytest

from corpus.document import Span
from qa.english.enumerations import all_named


@pytest.mark.parametrize(
    ("text", "marked", "expected"),
    [
        ("They sell rope, tar and oil.", "tar", "rope, tar and oil"),
        ("The risks are fire, fog, and ice.", "fire", "fire, fog, and ice"),
        ("The members are Ada Kern, Bo Lund and Cy Moss.", "Ada Kern", "Ada Kern, Bo Lund and Cy Moss"),
        ("Ada Kern, Bo Lund and Cy Moss were late.", "Bo Lund", "Ada Kern, Bo Lund and Cy Moss"),
        ("You need a saw, two clamps and a pot of glue.", "two clamps", "a saw, two clamps and a pot of glue"),
        ("It makes two demands: mend the roof and paint the gate.", "two demands", "mend the roof and paint the gate"),
        ("It names four risks: fire, fog, ice and rust.", "four risks", "fire, fog, ice and rust"),
        ("It lists the following tools, namely saws, files and awls.", "the following tools", "saws, files and awls"),
        ("Storms struck Orlo, Hask and Venn in 1954.", "Hask", "Orlo, Hask and Venn"),
        ("It comes in red, green or blue.", "green", "red, green or blue"),
        ("They called at Orlo and Hask.", "Orlo", "Orlo and Hask"),
        (
            "The steps are: open the lid; fill the tank; close the lid.",
            "fill the tank",
            "open the lid; fill the tank; close the lid",
        ),
    ],
)
def test_all_that_is_named_is_given(text: str, marked: str, expected: str) -> None:
    start = text.index(marked)
    found = all_named(text, Span(start, start + len(marked)), Span(0, len(text)))
    assert found.of(text) == expected


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Ada Kern, who left early, sold the boat.", "Ada Kern"),
        ("Bo left, and the others were late.", "Bo"),
        ("The boat, built in 1911, sank.", "The boat"),
        ("There are four risks.", "four risks"),
        ("The four risks: see below", "four risks"),
        ("It rained, but nobody minded.", "nobody"),
        ("On Monday, May 5, it rained.", "May 5"),
        ("She came from Orlo, according to Bo and Cy.", "Orlo"),
        ("The price is 1,250 euros, and it was paid.", "1,250 euros"),
    ],
)
def test_what_is_no_enumeration_stays(text: str, marked: str) -> None:
    start = text.index(marked)
    span = Span(start, start + len(marked))
    assert all_named(text, span, Span(0, len(text))) == span


def test_it_keeps_to_its_sentence() -> None:
    text = "They sell rope. Tar, oil and wax are sold out."
    assert all_named(text, Span(10, 14), Span(0, 15)) == Span(10, 14)
