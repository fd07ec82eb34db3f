"""Follow-up questions: what each asks once the conversation is taken in, and which questions are left alone."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UserError
from corpus.locations import CONVERSATIONS, DEVELOPMENT_CONVERSATIONS
from qa.answering.request import Request
from qa.answering.session import KnownTurns, Session
from qa.answering.trace import Trace
from qa.cli import main
from qa.evaluation.questions import Question, load_questions
from qa.evaluation.run import run_open
from qa.follow_ups.resolution import resolve
from qa.reading.reader import Reading
from qa.replies.answers import Answer, Reply
from qa.replies.turns import Turn
from qa.showing.terminal import Style, render_reply
from tests.fakes import OverlapReader, ask, open_fake_session, silent


def turn(question: str, answer: str | None, sentence: str = "") -> Turn:
    return Turn(question, question, answer, sentence=sentence)


HOLM = turn(
    "Who designed the lighthouse at Cape Orm?",
    "Ada Holm",
    "The lighthouse at Cape Orm was designed by Ada Holm, an engineer from Turku.",
)
OTTO = turn("Who captained the Saint Olaf?", "Otto Lind", "The Saint Olaf was captained by Otto Lind of Bergen.")
FERRY = turn(
    "How many passengers did the ferry carry in 1911?", "300", "In 1911 the ferry carried 300 passengers to Aland."
)
MUSEUM = turn(
    "Which museum bought the painting?", "the Harbour Museum", "It was the Harbour Museum that bought the painting."
)
STRIKE = turn("Why did the dockers strike?", "low wages", "The dockers struck over low wages in 1911.")
MINISTER = turn(
    "Who is the minister of health in Norland?", "Clara Dahl", "Clara Dahl is the minister of health in Norland."
)
WHERE = turn("Where was the treaty signed?", "in Ribe", "The treaty was signed in Ribe on 4 May.")
FIRE = turn("When did the cannery burn down?", "in 1923", "The cannery burned down in 1923.")
PRICE = turn(
    "What was the price of coal in Hamburg in 1900?", "20 marks", "In 1900 the price of coal in Hamburg was 20 marks."
)
SAID = turn("How many houses were flooded?", "over 400", "Over 400 houses were flooded, Mayor Erik Storm said.")
UNION = turn("What does the NFU demand?", "shorter hours", "The National Fishers Union (NFU) demands shorter hours.")
REFUSED = turn("Who painted the ceiling?", None)
WHALES = turn("Which whales live in the bay?", "minke whales", "Minke whales live in the bay.")
DOCKERS = turn("How many of the dockers joined the strike?", "about 200", "About 200 of the dockers joined the strike.")
FIRM = turn("Which firm built the harbour crane?", "Lund & Sons", "Lund & Sons built the harbour crane in 1902.")
FLOOD = turn("Where did the flood destroy houses?", "in Ribe", "The flood destroyed houses in Ribe on Friday.")
CONGRESS = turn("When did the union hold its congress?", "on 4 May", "The union held its congress on 4 May.")
BOATS = turn("Which two boats sank?", "the Saint Olaf and the Mercy", "The Saint Olaf and the Mercy sank.")
PROMISE = turn("What did the mayor promise?", "a new bridge", "The mayor promised a new bridge.")
RESCUE = turn("How many passengers were rescued from the ferry?", "140", "140 passengers were rescued from the ferry.")
DIRECTOR = turn("Who is the director of the Harbour Museum?", "Clara Dahl", "Clara Dahl directs the Harbour Museum.")
BELL = turn("Which museum owns the bell?", None)
YARD = turn("Where were the prisoners held?", "in a disused shipyard", "The prisoners were held in a disused shipyard.")
NATIONS = turn("Which countries warned their captains about the strait?", "several northern countries")
SEIZED = turn("By whom were the trawlers seized?", "coast guard officers")
AURORA = turn("What is Aurora?", "a rights group", "Aurora is a rights group.")
AGENCY = turn("Which agency inspects the docks?", "the NFU", "The NFU inspects the docks.")
WHALERS = turn("Who does Storm blame for the decline?", "Whalers", "Storm says Whalers have hunted without limits.")
BOOK = turn("Who wrote The Silent Coast?", "Ines Moreau", "Ines Moreau wrote The Silent Coast in 1931.")

RESOLVED = [
    (HOLM, "where was she born?", "where was Ada Holm born?"),
    (HOLM, "What was her father's name?", "What was Ada Holm's father's name?"),
    (HOLM, "how old was she when she died?", "how old was Ada Holm when she died?"),
    (HOLM, "when?", "when did Ada Holm design the lighthouse at Cape Orm?"),
    (HOLM, "why?", "why did Ada Holm design the lighthouse at Cape Orm?"),
    (HOLM, "when was it built?", "when was the lighthouse at Cape Orm built?"),
    (HOLM, "how tall is it?", "how tall is the lighthouse at Cape Orm?"),
    (HOLM, "who paid her?", "who paid Ada Holm?"),
    (HOLM, "And where?", "where did Ada Holm design the lighthouse at Cape Orm?"),
    (HOLM, "what else did she design?", "what else did Ada Holm design?"),
    (HOLM, "who?", "Who designed the lighthouse at Cape Orm?"),
    (OTTO, "how old was he?", "how old was Otto Lind?"),
    (OTTO, "where did he live?", "where did Otto Lind live?"),
    (OTTO, "who was his first mate?", "who was Otto Lind's first mate?"),
    (OTTO, "and his wife?", "who is Otto Lind's wife?"),
    (OTTO, "when did she sink?", "when did Saint Olaf sink?"),
    (FERRY, "and in 1912?", "How many passengers did the ferry carry in 1912?"),
    (FERRY, "how many of them drowned?", "how many of the 300 passengers drowned?"),
    (FERRY, "How many were saved?", "How many passengers were saved?"),
    (FERRY, "where did it go?", "where did the ferry go?"),
    (FERRY, "who owned it?", "who owned the ferry?"),
    (FERRY, "what about the crew?", "How many passengers did the crew carry in 1911?"),
    (FERRY, "why?", "why did the ferry carry 300 passengers in 1911?"),
    (FERRY, "how many?", "How many passengers did the ferry carry in 1911?"),
    (FERRY, "or in 1913?", "How many passengers did the ferry carry in 1913?"),
    (FERRY, "when did they arrive?", "when did the 300 passengers arrive?"),
    (MUSEUM, "when was it founded?", "when was the Harbour Museum founded?"),
    (MUSEUM, "what did it pay?", "what did the Harbour Museum pay?"),
    (MUSEUM, "from whom?", "from whom did the Harbour Museum buy the painting?"),
    (MUSEUM, "in which year?", "in which year did the Harbour Museum buy the painting?"),
    (MUSEUM, "who is its director?", "who is the Harbour Museum's director?"),
    (MUSEUM, "where?", "where did the Harbour Museum buy the painting?"),
    (STRIKE, "how long did they strike?", "how long did the dockers strike?"),
    (STRIKE, "who led them?", "who led the dockers?"),
    (STRIKE, "when was that?", "when did the dockers strike?"),
    (STRIKE, "when?", "when did the dockers strike?"),
    (STRIKE, "what did they demand?", "what did the dockers demand?"),
    (STRIKE, "did their families suffer?", "did the dockers' families suffer?"),
    (MINISTER, "and of finance?", "Who is the minister of finance in Norland?"),
    (MINISTER, "what did she say about hospitals?", "what did Clara Dahl say about hospitals?"),
    (MINISTER, "since when?", "since when is Clara Dahl the minister of health in Norland?"),
    (MINISTER, "and her deputy?", "Who is Clara Dahl's deputy?"),
    (WHERE, "when?", "when was the treaty signed?"),
    (WHERE, "who lived there?", "who lived in Ribe?"),
    (WHERE, "by whom?", "by whom was the treaty signed?"),
    (WHERE, "who signed it?", "who signed the treaty?"),
    (FIRE, "who owned it then?", "who owned the cannery in 1923?"),
    (FIRE, "what caused that?", "what caused the cannery burn down?"),
    (FIRE, "why?", "why did the cannery burn down?"),
    (PRICE, "and in 1910?", "What was the price of coal in Hamburg in 1910?"),
    (PRICE, "and in Bremen?", "What was the price of coal in Bremen in 1900?"),
    (PRICE, "was it higher in 1914?", "What was the price of coal in Hamburg in 1914?"),
    (PRICE, "what about iron?", "What was the price of iron in Hamburg in 1900?"),
    (SAID, "who said that?", "who said over 400 houses were flooded?"),
    (SAID, "where were they?", "where were over 400 houses?"),
    (SAID, "when was that?", "when were over 400 houses flooded?"),
    (SAID, "where?", "where were over 400 houses flooded?"),
    (SAID, "and how many were rebuilt?", "how many houses were rebuilt?"),
    (UNION, "what does that stand for?", "what does NFU stand for?"),
    (UNION, "when was it founded?", "when was the NFU founded?"),
    (UNION, "who leads it?", "who leads the NFU?"),
    (REFUSED, "when?", "when did someone paint the ceiling?"),
    (REFUSED, "who else?", "Who else painted the ceiling?"),
    (REFUSED, "how much did it cost?", "how much did the ceiling cost?"),
    (REFUSED, "why?", "why did someone paint the ceiling?"),
    (WHALES, "what do they eat?", "what do minke whales eat?"),
    (WHALES, "what other whales are there?", "what other whales than minke whales are there?"),
    (WHALES, "how big are they?", "how big are minke whales?"),
    (WHALES, "what about the seals?", "Which seals live in the bay?"),
    (BOOK, "when?", "when did Ines Moreau write The Silent Coast?"),
    (BOOK, "what else did she write?", "what else did Ines Moreau write?"),
    (BOOK, "and The Tide?", "Who wrote The Tide?"),
    (BOOK, "who published that book?", "who published that book, The Silent Coast?"),
    (BOOK, "WHERE DID SHE LIVE?", "WHERE DID Ines Moreau LIVE?"),
    (DOCKERS, "and of the women?", "How many of the women joined the strike?"),
    (DOCKERS, "why?", "why did about 200 dockers join the strike?"),
    (DOCKERS, "and the others?", "How many of the other dockers joined the strike?"),
    (DOCKERS, "how many did not?", "how many dockers did not?"),
    (FIRM, "who owned the company?", "who owned Lund & Sons?"),
    (FIRM, "where is the firm based?", "where is Lund & Sons based?"),
    (FIRM, "why did they build it?", "why did Lund & Sons build the harbour crane?"),
    (FIRM, "and the lighthouse?", "Which firm built the lighthouse?"),
    (FIRM, "who said so?", "who said Lund & Sons built the harbour crane?"),
    (FIRM, "says who?", "who said Lund & Sons built the harbour crane?"),
    (FIRM, "according to whom?", "who said Lund & Sons built the harbour crane?"),
    (FIRM, "how many cranes?", "how many cranes did Lund & Sons build?"),
    (FLOOD, "when was that?", "when did the flood destroy houses?"),
    (FLOOD, "how many houses?", "how many houses did the flood destroy?"),
    (FLOOD, "was anyone hurt there?", "was anyone hurt in Ribe?"),
    (CONGRESS, "what happened that day?", "what happened that day, on 4 May?"),
    (CONGRESS, "and the company?", "When did the company hold its congress?"),
    (BOATS, "where?", "where did the Saint Olaf and the Mercy sink?"),
    (BOATS, "who owned those boats?", "who owned the Saint Olaf and the Mercy?"),
    (PROMISE, "when?", "when did the mayor promise a new bridge?"),
    (PROMISE, "who paid for it?", "who paid for the new bridge?"),
    (PROMISE, "why did he promise it?", "why did the mayor promise the new bridge?"),
    (PROMISE, "who said that?", "who said the mayor did promise a new bridge?"),
    (RESCUE, "how many of those passengers were children?", "how many of the 140 passengers were children?"),
    (RESCUE, "and how many drowned?", "how many passengers drowned?"),
    (RESCUE, "in how many of them?", "in how many of the 140 passengers were 140 passengers rescued from the ferry?"),
    (DIRECTOR, "who appointed the director?", "who appointed the director of the Harbour Museum?"),
    (DIRECTOR, "does the museum have a garden?", "does the Harbour Museum have a garden?"),
    (DIRECTOR, "what did this woman study?", "what did Clara Dahl study?"),
    (DIRECTOR, "who is that?", "who is Clara Dahl?"),
    (BELL, "when was it founded?", "when was the museum that owns the bell founded?"),
    (BELL, "who said that?", "who said the museum owns the bell?"),
    (YARD, "how did they get there?", "how did the prisoners get to the disused shipyard?"),
    (NATIONS, "why did they do that?", "why did several northern countries warn their captains about the strait?"),
    (NATIONS, "which ports do those countries use?", "which ports do several northern countries use?"),
    (SEIZED, "how many of them were there?", "how many of the coast guard officers were there?"),
    (AURORA, "what does the group fight?", "what does Aurora fight?"),
    (AURORA, "what's its aim?", "what is Aurora's aim?"),
    (AGENCY, "how did that agency react?", "how did the NFU react?"),
    (AGENCY, "which other agencies were there?", "which other agencies than the NFU were there?"),
    (WHALERS, "what did he say about them?", "what did Storm say about Whalers?"),
    (FLOOD, "on what day did that happen?", "on what day did the flood destroy houses?"),
    (FLOOD, "how did it happen?", "how did the flood destroy houses?"),
    (OTTO, "and his deputy?", "who is Otto Lind's deputy?"),
    (PRICE, "which mines belong to it?", "which mines belong to the price of coal in Hamburg?"),
]
STANDALONE = [
    (HOLM, "Which architect restored the cathedral in Lund?"),
    (HOLM, "Did Ada Holm write about her travels?"),
    (FERRY, "How many lifeboats were there?"),
    (MINISTER, "How long did it take to vaccinate Norland?"),
    (FIRE, "how many workers lost their jobs?"),
    (FERRY, "What did the pilot say about his ship?"),
    (STRIKE, "Which union published its accounts?"),
    (HOLM, "Who said that the harbour would freeze?"),
    (HOLM, "Is it true that Lund has a cathedral?"),
    (MUSEUM, "Are there wolves in Norland?"),
    (BOOK, "Which company built the dam that burst in May?"),
    (FIRE, "What did Clara Dahl promise when she took office?"),
    (OTTO, "and what did the Turku Gazette print about the flood?"),
    (FIRM, "What did the company in Bergen build after the war?"),
    (FIRM, "Which boats did the union of the dockers buy for the company?"),
    (FIRM, "Where was the Harbour Museum founded by the company?"),
    (DIRECTOR, "What did the museum of the navy buy?"),
    (BOATS, "Who owned the boats that the navy raised?"),
    (PROMISE, "What happened on the day that Norland joined?"),
    (AGENCY, "What do the other agencies do?"),
]


@pytest.mark.parametrize(("earlier", "question", "asked"), RESOLVED)
def test_a_follow_up_is_filled_in_from_the_turn_before(earlier: Turn, question: str, asked: str) -> None:
    resolution = resolve(question, [earlier])
    assert resolution.asked == asked
    assert resolution.is_follow_up


@pytest.mark.parametrize(("earlier", "question"), STANDALONE)
def test_a_question_with_a_subject_of_its_own_stays_as_typed(earlier: Turn, question: str) -> None:
    resolution = resolve(question, [earlier])
    assert resolution.asked == question
    assert not resolution.is_follow_up
    assert resolve(resolution.asked, [earlier]) == resolution


@pytest.mark.parametrize(("earlier", "question", "asked"), RESOLVED)
def test_capitals_change_nothing(earlier: Turn, question: str, asked: str) -> None:
    for twin in (question.lower(), question.upper()):
        assert resolve(twin, [earlier]).asked.lower() == asked.lower()


def test_a_name_typed_in_lower_case_is_found_by_the_capitals_of_the_sentence() -> None:
    earlier = turn("when did ada holm retire?", "in 1902", "Ada Holm retired in 1902 and moved to Turku.")
    assert resolve("where did she move?", [earlier]).asked == "where did Ada Holm move?"


def test_the_newest_turn_comes_first_and_older_ones_are_kept() -> None:
    assert resolve("when was it built?", [HOLM, FERRY]).asked == "when was the ferry built?"
    assert resolve("where was she born?", [HOLM, FERRY]).asked == "where was Ada Holm born?"


def test_a_new_topic_is_left_alone_whatever_was_answered_before() -> None:
    changed = []
    for file in (CONVERSATIONS, DEVELOPMENT_CONVERSATIONS):
        turns: list[Turn] = []
        for question in load_questions(file).questions:
            turns = [] if question.kind == "opening" else turns
            asked = resolve(question.text, turns).asked
            if question.kind == "new_topic" and asked != question.text:
                changed.append(question.id)
            turns.append(Turn(question.text, asked, question.answers[0]))
    assert changed == []


def test_a_place_in_the_answer_is_not_asked_for_and_said_at_once() -> None:
    earlier = turn("Who asked the mayor about the strike?", "reporters outside the town hall")
    assert resolve("where was that?", [earlier]).asked == "where did reporters ask the mayor about the strike?"
    assert resolve("when?", [earlier]).asked.startswith("when did reporters outside the town hall ask")


def test_what_documents_show_to_be_no_person_is_never_he_or_she() -> None:
    sentence = "She sailed to Norland and helped to found the rights group Aurora. Dahl, a teacher, returned in May."
    earlier = turn("who founded aurora?", None, sentence)
    assert resolve("where did she live?", [earlier]).asked == "where did Dahl live?"


def test_a_title_is_no_part_of_a_name_and_no_it() -> None:
    answer = "Security Secretary Ines Moreau"
    earlier = turn("Who was Security Secretary under Storm?", answer, f"{answer} served under Storm.")
    assert resolve("what was her aim?", [earlier]).asked == f"what was {answer}'s aim?"
    assert resolve("who praised it?", [turn("Who is the mayor?", "Otto Lind")]).asked == "who praised it?"


def test_an_unanswered_question_is_described_once_not_over_and_over() -> None:
    turns = [BELL]
    for _ in range(4):
        asked = resolve("which city does it belong to?", turns).asked
        turns.append(Turn("which city does it belong to?", asked))
        assert len(asked.split()) <= len("which city does the museum that owns the bell belong to?".split())


def test_he_and_she_go_with_those_they_fit() -> None:
    pilot = turn("Who was the pilot?", "Otto Lind", "Otto Lind was the pilot.")
    assert resolve("where did he live?", [pilot, HOLM]).asked == "where did Otto Lind live?"
    assert resolve("where did she live?", [HOLM, pilot]).asked == "where did Ada Holm live?"


def test_what_was_filled_in_once_carries_on() -> None:
    second = Turn("how tall is it?", "how tall is the lighthouse at Cape Orm?", "40 metres")
    assert resolve("when was it lit?", [HOLM, second]).asked == "when was the lighthouse at Cape Orm lit?"


def test_a_pronoun_nothing_fits_stays() -> None:
    assert resolve("what did she say?", [turn("How deep is the harbour?", "9 metres")]).asked == "what did she say?"


@pytest.mark.parametrize("question", ["where?", "and in 2018?", "who said that?", "how old is she?", "?", ""])
def test_without_a_conversation_nothing_changes(question: str) -> None:
    assert resolve(question, []).asked == question


@pytest.mark.parametrize("question", ["", "?", "...", "\t\n"])
def test_a_question_without_a_word_is_left_for_the_error_it_is(question: str) -> None:
    assert resolve(question, [HOLM]).asked == question


def test_text_of_documents_is_data() -> None:
    answer = "Ada \\1 {0} %s (?P<x>Holm"
    earlier = turn("Who designed the tower?", answer, f"The tower was designed by {answer}.")
    assert resolve("where was she born?", [earlier]).asked == "where was Holm born?"
    assert resolve("when was that?", [earlier]).asked.count(answer) == 1


@given(st.text(max_size=40), st.lists(st.tuples(st.text(max_size=40), st.text(max_size=40)), max_size=2))
def test_any_question_stays_a_question(question: str, earlier: list[tuple[str, str]]) -> None:
    turns = [turn(f"who {asked}", answer, f"{asked} {answer}") for asked, answer in earlier]
    resolution = resolve(question, turns)
    assert resolution.is_follow_up == (resolution.asked != question)
    has_word = any(character.isalnum() for character in question)
    assert any(character.isalnum() for character in resolution.asked) == has_word


@given(
    st.lists(
        st.sampled_from("and where who did she it that of them his in 1911 , Ada the ferry why ?".split()), max_size=7
    )
)
def test_any_fragment_can_be_taken_apart(words: list[str]) -> None:
    for earlier in (HOLM, FERRY, MINISTER, REFUSED, SAID):
        assert resolve(" ".join(words), [earlier]).asked.strip() or not words


@pytest.fixture
def session(folder: Path) -> Iterator[Session]:
    (folder / "almanac.md").write_text(
        "The lighthouse at Cape Orm was designed by Ada Holm.\n\nAda Holm studied bridges in Turku.\n"
    )
    with open_fake_session(folder) as session:
        session.index.update()
        yield session


FIRST = "Who designed the lighthouse at Cape Orm?"


def test_a_session_asks_the_history_first_and_keeps_what_was_typed(session: Session) -> None:
    turns = session.converse([FIRST], note=silent)
    reply = ask(session, "what bridges did she study?", turns=turns)
    assert turns[0].answer == "by Ada Holm"
    assert (reply.question, reply.asked) == ("what bridges did she study?", "what bridges did Ada Holm study?")
    assert isinstance(reply, Answer)
    assert reply.text == "in Turku"


class NameBlindReader(OverlapReader):
    """Sure of nothing where the question has a name."""

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        readings = super().read(question, texts)
        return [replace(each, margin=-9.0) for each in readings] if "Holm" in question else readings


@pytest.mark.parametrize(("question", "asked", "is_answered"), [
    ("what wooden bridges did she study?", "what wooden bridges did she study?", True),
    ("which zebra does she ride?", "which zebra does Ada Holm ride?", False),
])  # fmt: skip
def test_what_is_not_answered_as_it_was_understood_is_asked_as_typed(
    folder: Path, question: str, asked: str, is_answered: bool
) -> None:
    (folder / "almanac.md").write_text("She studied wooden bridges in Turku. Bridges please everybody.\n")
    with open_fake_session(folder, reader=NameBlindReader()) as session:
        session.index.update()
        reply = ask(session, question, turns=(HOLM,))
    assert (reply.question, reply.asked, isinstance(reply, Answer)) == (question, asked, is_answered)


def test_how_a_follow_up_was_understood_is_shown_and_only_then(session: Session) -> None:
    reply = ask(session, FIRST)
    style = Style(enabled=False)
    assert "Asked as" not in render_reply(reply, style)
    shown = render_reply(replace(reply, asked="who\x1b[2J designed\nit?"), style)
    assert shown.startswith("Asked as: who\ufffd[2J designed it?\n\n")


def noting(session: Session, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The questions asked of the documents, as they come."""
    asked: list[str] = []
    answer = session.answerer.answer

    def note_and_answer(request: Request, question: str, **how: Any) -> tuple[Reply, Trace]:  # noqa: ANN401
        asked.append(question)
        return answer(request, question, **how)

    monkeypatch.setattr(session.answerer, "answer", note_and_answer)
    return asked


def test_a_conversation_already_had_is_not_asked_again(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = noting(session, monkeypatch)
    known: KnownTurns = {}
    session.converse([FIRST, "where did she study?"], known=known, note=silent)
    session.converse([FIRST, "where did she study?"], known=known, note=silent)
    assert asked == [FIRST, "where did Ada Holm study?"]
    assert len(session.converse([FIRST], known=known, note=silent)) == 1


def test_an_evaluation_asks_every_question_once(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    questions = [
        Question(id="1", text=FIRST, answers=("Ada Holm",)),
        Question(id="2", text="where did she study?", answers=("Turku",), history=(FIRST,)),
    ]
    asked = noting(session, monkeypatch)
    outcomes = run_open(session, questions, None)
    assert asked == [FIRST, "where did Ada Holm study?"]
    assert [outcome.reply.asked if outcome.reply else None for outcome in outcomes] == asked


def test_an_empty_question_in_the_history_is_refused(session: Session) -> None:
    with pytest.raises(UserError, match="empty"):
        session.converse([FIRST, " ?"], note=silent)


def test_the_command_line_takes_a_history(capsys: pytest.CaptureFixture[str]) -> None:
    history = ["--history", "What was the parole approval rate for asylum seekers in 2016?"]
    main(["ask", "and in 2018?", *history, "--json"])
    reply = json.loads(capsys.readouterr().out)
    assert reply["question"] == "and in 2018?"
    assert reply["asked"] == "What was the parole approval rate for asylum seekers in 2018?"
    assert main(["ask", "and in 2018?", "--history", "?"]) == 2
    assert 'qa: --history "?": the question is empty' in capsys.readouterr().err
