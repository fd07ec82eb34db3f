"""What governs a quote from outside it: each sentence with its quote between bars, and what is marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Span
from qa.english.attribution import without_attribution
from qa.english.modality import governing_cues

HEDGED = [
    ("The ferry reportedly carried |300| people.", "reportedly"),
    ("REPORTEDLY the ferry carried |300| people.", "REPORTEDLY"),
    ("The mate allegedly sold |the lamps|.", "allegedly"),
    ("|Bo Lind|, the alleged smuggler, left at dawn.", "alleged"),
    ("The ferry might sail at |noon|.", "might"),
    ("|The ferry| could sink.", "could"),
    ("It may have cost |$3 million|.", "may"),
    ("The bridge is expected to open in |2031|.", "is expected to"),
    ("|Two sailors| are believed to be aboard.", "are believed to"),
    ("The wreck was said to hold |gold|.", "was said to"),
    ("The crew appeared to be |asleep|.", "appeared to"),
    ("Perhaps |forty| came.", "Perhaps"),
    ("The repair is likely to take |two weeks|.", "is likely to"),
    ("It carried about |300| people.", "about"),
    ("An estimated |two hundred| fled.", "An estimated"),
    ("When it rained, |the mate| probably slept.", "probably"),
    ("The alleged |smuggler| left at dawn.", "alleged"),
    ("Police sought the suspected harbour |thief|.", "suspected"),
]
NEGATED = [
    ("The ferry did not reach |Aland|.", "not"),
    ("|The captain| didn't survive.", "didn't"),
    ("|The captain| didn’t survive.", "didn’t"),
    ("She never saw |the harbour|.", "never"),
    ("No |passenger| was hurt.", "No"),
    ("Nobody saw |the mate| leave.", "Nobody"),
    ("The ferry sailed without |a pilot|.", "without"),
    ("The owner denied that |the hull| leaked.", "denied"),
    ("Neither |Ada| nor Bo came.", "Neither", "nor"),
    ("The boat cannot carry |cars|.", "cannot"),
    ("|The bell| was no longer rung.", "no"),
    ("The crew was not |the cause|; it rained.", "not"),
    ("Not |Bo Lind| but Ada Holm steered.", "Not"),
    ("Ada Holm, not |Bo Lind|, steered.", "not"),
    ("None of |the lamps| burned.", "None"),
    ("It rained. |No lamp burned. The mate| did not sleep.", "not"),
    ("The mate did not say that |Bo Lind| steered.", "not"),
    ("The crew say that |a cloud| has not lifted.", "not"),
]
ATTRIBUTED = [
    ("The ferry carried |300| people, according to the harbour master.", "according to the harbour master"),
    ("According to ICE, |680| people were held.", "According to ICE"),
    ("According to ICE |680| people were held.", "According to ICE"),
    ("It carried |300| people, the harbour master said.", "the harbour master said"),
    ("The harbour master said it carried |300| people.", "The harbour master said"),
    ("The harbour master said that |Bo Lind| steered.", "The harbour master said"),
    ("Officials told reporters that |300| came.", "Officials told"),
    ("“The hull |leaked|,” said Ebba Lind.", "said Ebba Lind"),
    ("“The hull |leaked|,” Lind said, “and sank.”", "Lind said"),
    ("Ebba Lind, the pilot, said |300| came.", "said"),
    ("The owner claimed that |the hull| was sound.", "The owner claimed"),
    ("|The hull| was sound, the owner claimed.", "the owner claimed"),
    ("The agency announced that |40| were freed.", "The agency announced"),
    ("The Harbour Office (HO) said it lost |40| boats.", "The Harbour Office (HO) said"),
    ("By all accounts |the mate| slept.", "By all accounts"),
    ("|The mate| slept, it was reported.", "it was reported"),
    ("It sank, but |the mate| slept, officials said.", "officials said"),
]
UNMARKED = [
    "No fewer than |40| boats came.",
    "Not more than |40| boats came.",
    "It carried |no more than 40| people.",
    "Not only |the mate| slept.",
    "Boat No. 7 left |Aland| at noon.",
    "Boat no. 7 left |Aland|.",
    "It was a notable day for |Aland|.",
    "The notes of |Norberg| are nothing but lists.",
    "There is no doubt that |the mate| slept.",
    "Whether or not it rained, |the ferry| sailed.",
    "The pilot, |who said he was ill|, left.",
    "It sailed in May with |300| people.",
    "|300| people sailed on May 9.",
    "On a mighty ship |the mate| slept.",
    "With all his might |the mate| rowed.",
    "They walked about the town with |300| people.",
    "About 40 boats left |Aland|.",
    "The bell did not ring, but |the mate| woke.",
    "The bell did not ring; |the mate| woke.",
    "It did not rain. |The mate| slept.",
    "|Rain| fell and nobody was hurt.",
    "The captain, who did not survive, steered |the boat|.",
    "|The ferry| sailed because the bridge was not open.",
    "|Ada Holm|, not Bo Lind, steered.",
    "Not Bo Lind but |Ada Holm| steered.",
    "|The ferry| sailed without a pilot.",
    "|The owner| denied that the hull leaked.",
    "|The harbour master| said it carried 300 people.",
    "It carried 300 people, |the harbour master| said.",
    "It carried 300 people, said |the harbour master|.",
    "It carried 300 people, according to |ICE|.",
    "|Ebba Lind|, the pilot, said 300 came.",
    "The bell rang at |noon|, according to plan.",
    "The crew were told to leave |Aland|.",
    "The mate told stories of |Aland|.",
    "The United States sent |40| boats.",
    "He claimed |the prize| at noon.",
    "The storm claimed |40| lives.",
    "|The mate| reported to the pilot.",
    "That said, |the mate| slept.",
    "|The ferry| sank, and the owner denied any fault.",
    "Dozens, if not |hundreds|, came.",
    "The ferry left |Aland| at dawn.",
    "Another ferry |might not have sailed|.",
    "“|The harbour master said so|.”",
    "|Nobody knows|.",
    "The knot held |the boat|.",
    "He asked |the mate| to say that there was no room.",
    "The mayor named |a town| that could not pay.",
    "The office got no warning that |many children| would come.",
    "None came without lamps: |neighbours| took in all.",
    "Apparently because it rained, the ferry freed |more than 300|.",
    "In |April|, when it rained, he was asked about alleged thefts.",
    "With |2,400| boats in port, the fleet could grow.",
    "While the mate supposedly slept, |the pilot| steered.",
    "|The Harbour Office (HO)| said it got word.",
    "|The Harbour Office| said it got no word.",
]  # fmt: skip
MARKED = [
    (kind, sentence, cues)
    for kind, rows in (("hedge", HEDGED), ("negation", NEGATED), ("attribution", ATTRIBUTED))
    for sentence, *cues in rows
]


def cues_of(marked: str) -> list[tuple[str, str]]:
    before, quote, after = marked.split("|")
    sentence = before + quote + after
    quoted = Span(len(before), len(before) + len(quote))
    return [(cue.kind, cue.span.of(sentence)) for cue in governing_cues(sentence, quoted)]


@pytest.mark.parametrize(("kind", "marked", "cues"), MARKED)
def test_what_governs_a_quote_is_marked(kind: str, marked: str, cues: list[str]) -> None:
    assert cues_of(marked) == [(kind, cue) for cue in cues]


@pytest.mark.parametrize("marked", UNMARKED)
def test_what_does_not_govern_a_quote_is_not_marked(marked: str) -> None:
    assert cues_of(marked) == []


def test_several_kinds_are_marked_in_the_order_of_the_sentence() -> None:
    assert cues_of("According to the pilot, the ferry might not reach |Aland|.") == [
        ("attribution", "According to the pilot"), ("hedge", "might"), ("negation", "not"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "bare"),
    [
        ("680, according to ICE", "680"),
        ("680 (according to ICE)", "680"),
        ("According to ICE, 680", "680"),
        ("680, officials said", "680"),
        ("680, said Mike Hurst", "680"),
        ("officials said 680", "680"),
        ("officials said that 680 were held", "680 were held"),
        ("according to ICE", "according to ICE"),
        ("the harbour master", "the harbour master"),
        ("he said", "he said"),
    ],
)
def test_an_answer_is_compared_without_who_said_so(answer: str, bare: str) -> None:
    assert without_attribution(answer) == bare


PIECES = st.lists(
    st.sampled_from(["said", "not", "according to", "might", "no", "the", "Bo", "7", ",", ".", "“", "and", "denied"])
)


@given(PIECES, st.integers(0, 60), st.integers(1, 10))
def test_cues_lie_in_the_sentence_and_outside_the_quote(words: list[str], start: int, length: int) -> None:
    sentence = " ".join(words)
    quote = Span(min(start, len(sentence)), min(start + length, len(sentence)))
    for cue in governing_cues(sentence, quote):
        assert 0 <= cue.span.start < cue.span.end <= len(sentence)
        assert cue.span.end <= quote.start or quote.end <= cue.span.start


@pytest.mark.parametrize(
    "opening", ["“It sank,” said ", "According to ", "The mate, who said ", "It sank, and The ", "no "]
)
def test_a_word_without_end_is_read_in_time(opening: str) -> None:
    sentence = opening + "a" * 20_000 + "!x"
    for quote in (Span(1, 3), Span(len(sentence) - 1, len(sentence))):
        assert all(cue.span.end <= len(sentence) for cue in governing_cues(sentence, quote))
    assert sentence.endswith(without_attribution(sentence))


@pytest.mark.parametrize(
    ("sentence", "quote", "kind", "cue"),
    [
        ("It is possible that the mayor sold it.", "the mayor", "hedge", "It is possible that"),
        ("There are reports that 40 left.", "40", "hedge", "There are reports that"),
        ("The bridge would have cost 40 euros.", "40 euros", "hedge", "would have"),
        ("The club failed to pay 40 euros.", "40 euros", "negation", "failed to"),
        ("The board refused to sell the boat.", "the boat", "negation", "refused to"),
        ("Hardly anyone came on Monday.", "on Monday", "negation", "Hardly"),
        ("Bo believes it sank at noon.", "at noon", "attribution", "Bo believes"),
        ("Bo thinks that it sank at noon.", "at noon", "attribution", "Bo thinks"),
        ("In Bo's view it sank at noon.", "at noon", "attribution", "In Bo's view"),
        ("As Bo put it, the boat is rotten.", "rotten", "attribution", "As Bo put it"),
    ],
)
def test_phrases_govern_a_quote_too(sentence: str, quote: str, kind: str, cue: str) -> None:
    start = sentence.index(quote)
    found = governing_cues(sentence, Span(start, start + len(quote)))
    assert [(each.kind, each.span.of(sentence)) for each in found] == [(kind, cue)]
