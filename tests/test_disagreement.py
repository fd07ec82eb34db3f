"""Pairs of documents that conflict, and pairs that only seem to: what is printed for each."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.document import Span
from qa.reading.cascade import CascadeReader
from qa.reading.reader import Reading
from qa.replies.answers import Answer
from qa.showing.terminal import Style, render_reply
from tests.fakes import ask, open_fake_session

Print = Callable[..., str]

CONFLICTS = [
    ("The ferry carried |more than 300| people.", "By night the rolls held |280| names."),
    ("Police counted |680 workers| in the yard.", "The union counted |380 workers| at the gate."),
    ("The hull cost |$3.75 million|.", "The yard billed |$3.75 billion| for it."),
    ("The raid began at |5 p.m.|", "It began at |5 a.m.|, the log shows."),
    ("The bridge opened on |August 7, 2019|.", "They opened it on |August 9, 2019|."),
    ("The jury found him |guilty|.", "In the end he was |not guilty|."),
    ("The share was |at most 50 percent|.", "The share came to |60 percent|."),
    ("The lease runs |two years|.", "The lease is for |18 months|."),
    ("It was |-5 degrees| that night.", "The glass showed |5 degrees|."),
    ("|680, according to the sheriff|, were held.", "The mayor says |500| were held."),
]
COMPATIBLE = [
    ("They held |almost 700| people.", "The list has |680| names."),
    ("The gate shuts at |5 p.m.|", "The guard locks it at |5:00 PM| sharp."),
    ("The trip takes |24 hours|.", "It is |one day| by boat."),
    ("The rent is |$3,750,000|.", "He pays |$3.75 million| a year."),
    ("It happened on |August 7|.", "On |August 7, 2019| the yard burned."),
    ("|680| were held.", "There were |680, according to the sheriff|."),
    ("They freed |more than 300| people.", "In all |380| walked out."),
    ("The captain was |José Marín|.", "She sailed under |Jose Marin|."),
    ("|ICE| ran the raid.", "The raid was led by |Immigration and Customs Enforcement|."),
]
COPIES = [
    (
        "The ferry left the harbour at dawn and carried |more than 300| people to the far island in the rain.",
        "WIRE. The ferry left the harbour at dawn and carried |more than 300| people to the far island in the rain.",
    )
]
OTHERWISE = [
    ("The raid took in |seven plants|.", "It took in |five cities|."),
    ("He paid |$5|.", "He paid |€5| at the pier."),
    ("They came from |Texas|.", "They came in |three buses|."),
    ("|Governor Reed| signed it.", "It bears the name of |former Governor Reed|."),
]


class MarkedReader:
    """Reads every text between its bars; the first one given is the most probable."""

    def __init__(self, marked: Sequence[str]) -> None:
        self._rank_of = {text.replace("|", ""): rank for rank, text in enumerate(marked)}
        self._marked = marked

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        return sorted((self._read(*each) for each in enumerate(texts)), key=lambda reading: -reading.margin)

    def _read(self, index: int, text: str) -> Reading:
        rank = self._rank_of[text]
        before, quote, _ = self._marked[rank].split("|")
        return Reading(index, Span(len(before), len(before) + len(quote)), margin=2.0 - rank)


@pytest.fixture
def reply_to(folder: Path) -> Print:
    def printed(*marked: str) -> str:
        """What is printed when each text, a document of its own, is read at its bars."""
        for number, text in enumerate(marked):
            (folder / f"{number}.txt").write_text(text.replace("|", ""), encoding="utf-8")
        with open_fake_session(folder, MarkedReader(marked)) as session:
            session.index.update()
            return render_reply(ask(session, "How much?", limit=3), Style(enabled=False))

    return printed


def quote_in(marked: str) -> str:
    return marked.split("|")[1]


@pytest.mark.parametrize(("one", "other"), CONFLICTS)
def test_what_conflicts_is_laid_side_by_side_once(reply_to: Print, one: str, other: str) -> None:
    printed = reply_to(one, other)
    assert printed.startswith(quote_in(one) + "\n")
    assert (
        f"The documents conflict:\n  {quote_in(one)} (1 independent source)\n    [1] 0.txt, line 1, characters"
        in printed
    )
    assert f"  {quote_in(other)} (1 independent source)\n    [2] “" in printed
    assert printed.count(f"»{quote_in(other)}«") == 1
    assert "Other answers" not in printed


@pytest.mark.parametrize(("one", "other"), COMPATIBLE)
def test_what_only_seems_to_conflict_supports_the_answer(reply_to: Print, one: str, other: str) -> None:
    printed = reply_to(one, other)
    assert "  [2] “" in printed
    assert "· 2 independent sources" in printed
    assert "conflict" not in printed
    assert "otherwise" not in printed
    assert "Other answers" not in printed


@pytest.mark.parametrize(("one", "other"), COPIES)
def test_a_copy_is_cited_and_counts_as_no_second_source(reply_to: Print, one: str, other: str) -> None:
    printed = reply_to(one, other)
    assert "  [2] “" in printed
    assert "· 1 independent source" in printed
    assert "conflict" not in printed


@pytest.mark.parametrize(("one", "other"), OTHERWISE)
def test_what_cannot_be_compared_is_shown_without_a_verdict(reply_to: Print, one: str, other: str) -> None:
    printed = reply_to(one, other)
    assert f"Another document answers otherwise:\n  {quote_in(one)} (1 independent source)\n    [1] 0.txt" in printed
    assert f"  {quote_in(other)} (1 independent source)\n    [2] “" in printed
    assert "conflict" not in printed


def test_two_rivals_that_agree_are_one_value_with_two_sources(reply_to: Print) -> None:
    printed = reply_to(CONFLICTS[0][0], CONFLICTS[0][1], "The purser wrote down |280| of them.")
    assert printed.count("The documents conflict:") == 1
    assert "  280 (2 independent sources)\n    [2] “" in printed
    assert "    [3] “The purser" in printed


def test_two_rivals_that_differ_are_two_disagreements_with_one_numbering(reply_to: Print) -> None:
    printed = reply_to(CONFLICTS[0][0], CONFLICTS[0][1], "The purser wrote down |150| of them.")
    assert printed.count("The documents conflict:") == 2
    assert printed.count("    [1] 0.txt, line 1") == 2
    assert "    [2] “By night" in printed
    assert "    [3] “The purser" in printed


def test_a_number_far_beyond_a_bound_neither_supports_nor_contradicts_it(reply_to: Print) -> None:
    printed = reply_to("They freed |more than 300| people.", "They took |680| people away.")
    assert "· 1 independent source" in printed
    assert "680" not in printed
    assert "conflict" not in printed


MANUAL = (
    "The {} heater warms rooms of up to thirty square metres and must be filled before it is used for the first time. "
    "The warranty lasts |{}|. Keep the cord away from water."
)


MANUALS = [
    MANUAL.format(*each) for each in (("Ax", "2 years"), ("Bo", "2 years"), ("Cy", "two years"), ("Di", "6 months"))
]


def test_of_like_manuals_that_differ_the_difference_is_told(folder: Path) -> None:
    """Though a second reader decides by one of them: what the first one read in the others supports or contradicts."""
    for number, text in enumerate(MANUALS):
        (folder / f"{number}.txt").write_text(text.replace("|", ""), encoding="utf-8")
    cascade = CascadeReader(EquallySure(MANUALS), EquallySure(MANUALS), again=1)
    with open_fake_session(folder, cascade) as session:
        session.index.update()
        reply = ask(session, "How long does the warranty last?")
    assert isinstance(reply, Answer)
    (disagreement,) = reply.disagreements
    assert disagreement.relation == "conflict"
    values = {value.answer: len(value.citations) for value in disagreement.values}
    assert values["6 months"] == 1
    assert sorted(values.values()) == [1, 3]
    printed = render_reply(reply, Style(enabled=False))
    assert "  6 months (1 independent source)\n" in printed
    assert "(1 independent source in 3 documents)\n" in printed


class EquallySure(MarkedReader):
    """As sure of each text."""

    def _read(self, index: int, text: str) -> Reading:
        return replace(super()._read(index, text), margin=2.0)
