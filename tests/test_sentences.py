"""Where sentences end."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Span
from corpus.sentences import sentence_around, sentences


def cut(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    "parts",
    [
        ["The boat left.", "It sank."],
        ["Did it sink?", "It did!", "Nobody saw it."],
        ["Mr. Hale spoke to Dr. Lee, Gen. Roy and Sen. Poe.", "They ate."],
        ["J. K. Rowe wrote it.", "She was 40."],
        ["The U.S. Senate met.", "It voted."],
        ["They live in the U.S.", "The house is old."],
        ["It opened at 9 a.m. on Monday.", "It closed at 5 p.m.", "The crowd left."],
        ["Acme Inc. bought it.", "Later it failed."],
        ["See fig. 4 and Vol. 2, pp. 3-4.", "It shows rain."],
        ["It cost $3.5 million, or 1.2 percent.", "Nobody paid."],
        ["Version 2.0.1 is out at example.com.", "Get it."],
        ["Fruit, e.g. apples, was sold.", "People ate it, i.e. all of it."],
        ["Ph.D. students left.", "Others stayed."],
        ["“Stop!” he said.", "“Go.”"],
        ['He asked, "Why?"', "Then he left."],
        ["“One.", "Two.”", "Three."],
        ["He said (“no.”)", "Next came rain."],
        ["He nodded (twice.)", "Next came rain."],
        ["Wait... what?", "Yes."],
        ["Wait…", "Then go."],
        ["He paused . . . then went.", "She stayed."],
        ["Really?!", "Yes!!", "Fine."],
        ["**Bold ends.**", "Next begins.", "_It._", "Ends."],
        ["1. Mix the flour.", "2. Bake it."],
        ["It sank in 1911.", "The next one floated."],
        ["The answer is I.", "Then we left."],
        ["St. Paul is cold.", "He lives on Main St.", "The house is old."],
        ["今日は晴れ。", "明日は「雨。」", "次。"],
        ["¿Qué pasó?", "¡Nada!", "Bien."],
        ['It was "over."', "They left."],
        ["one without a stop"],
    ],
)
def test_sentences_end_where_a_reader_would_end_them(parts: list[str]) -> None:
    assert cut(" ".join(parts)) == parts or cut("".join(parts)) == parts


LINES = (Path(__file__).parent / "fixtures" / "sentences.txt").read_text(encoding="utf-8").splitlines()
"""One text a line, its sentences parted by bars."""

NOT_CUT_SO = {
    "Chapter 3. The storm",
    'He said: "I was there. I saw it." | Then he left.',
    "He teaches in the U.K. | Schools there are old.",
    "a. Mix it. | b. Bake it.",
}
"""Known to be cut otherwise."""


@pytest.mark.parametrize("line", [line for line in LINES if line not in NOT_CUT_SO])
def test_texts_of_many_kinds_are_cut_as_a_person_cut_them(line: str) -> None:
    parts = line.split(" | ")
    assert cut(" ".join(parts)) == parts


def test_a_blank_line_ends_a_sentence_and_a_line_end_does_not() -> None:
    for end in ("\n", "\r\n", "\r"):
        assert cut(f"A title{end} {end}The boat{end}left") == ["A title", f"The boat{end}left"]


def test_only_what_lies_within_is_cut() -> None:
    text = "One two. Three four. Five six."
    assert [span.of(text) for span in sentences(text, Span(4, 15))] == ["two.", "Three"]


TEXTS = st.text(alphabet='abI1 .!?…,\n\r"“”()*。') | st.lists(
    st.sampled_from(["Mr.", "U.S.", "left.", "He", "e.g.", "No.", "5.", ". . .", "p.m.", "\n\n", "(“no.”)"])
).map(" ".join)


@given(TEXTS)
def test_sentences_ascend_and_hold_every_character_that_is_not_a_space(text: str) -> None:
    found = list(sentences(text, Span(0, len(text))))
    borders = [position for span in found for position in span]
    assert borders == sorted(borders)
    covered = {position for span in found for position in range(*span)}
    assert all(position in covered for position, character in enumerate(text) if not character.isspace())
    assert all(span.of(text) == span.of(text).strip() != "" for span in found)


@given(TEXTS, st.data())
def test_the_sentence_around_a_span_holds_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    around = sentence_around(text, Span(start, end), Span(0, len(text)))
    assert around.start <= start <= end <= around.end


def test_a_span_over_two_sentences_has_both_around_it() -> None:
    text = "It rained. The boat left. It sank. Nobody saw."
    span = Span(text.index("left"), text.index("sank") + 4)
    assert sentence_around(text, span, Span(0, len(text))).of(text) == "The boat left. It sank."


LONG_RUNS = {
    "stops": "." * 200_000,
    "letters": "a" * 200_000 + " b. C",
    "abbreviations": "a.m. A " * 30_000,
    "spaces": " " * 200_000,
    "spaced stops": ". " * 50_000,
}


@pytest.mark.parametrize("text", LONG_RUNS.values(), ids=LONG_RUNS)
def test_long_runs_are_cut_in_linear_time(text: str) -> None:
    assert "".join(cut(text)).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The jar holds 75 g. The lid is red.", ["The jar holds 75 g.", "The lid is red."]),
        ("Pour in 2 l. Wait an hour.", ["Pour in 2 l.", "Wait an hour."]),
        ("It needs vitamin D. The rest is sun.", ["It needs vitamin D.", "The rest is sun."]),
        ("John F. Marsh wrote it.", ["John F. Marsh wrote it."]),
        ("He lives at 3 Weir St. Mrs. Ault lives next door.", ["He lives at 3 Weir St.", "Mrs. Ault lives next door."]),
        ("We met St. Clair in May.", ["We met St. Clair in May."]),
        ("It was built by Orlo Ltd. Brandt painted it.", ["It was built by Orlo Ltd.", "Brandt painted it."]),
        ("He left Orlo Inc. Chairman Ode stayed.", ["He left Orlo Inc. Chairman Ode stayed."]),
    ],
)
def test_units_streets_and_firms_end_sentences_where_a_new_one_begins(text: str, expected: list[str]) -> None:
    assert [span.of(text) for span in sentences(text, Span(0, len(text)))] == expected
