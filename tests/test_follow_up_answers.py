"""What a follow-up's answer must hold: the year, name or place it exchanges, the event it asks about, and the conflict it
goes back to. With the real reader, over small folders of many kinds, and as worked examples."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from embeddings.encoder import OnnxEncoder
from embeddings.index import PassageIndex
from qa.answering.answerer import Answerer
from qa.answering.request import Request
from qa.answering.session import Session
from qa.english.asked_about import Surroundings
from qa.follow_ups.demands import demands_of
from qa.reading.confidence import Confidence
from qa.reading.model_files import SMALL_FILE
from qa.reading.reader import OnnxReader
from qa.replies.answers import Answer, NoAnswer, Reply, all_citations
from qa.replies.turns import Turn
from qa.replies.wire import from_wire, to_wire
from qa.showing.likelihood import is_contradicted, is_doubtful
from qa.showing.terminal import Style, render_reply
from tests.fakes import silent

# fmt: off
CHOIR = "# Hallow Bay Choir\n\nIn 2019 Petra Voss became chair of the choir. Under her the choir sang in Lübeck.\n"
TWO_CHAIRS = "Ruben Aal became chair of the choir in 2018. In 2019 Petra Voss became chair of the choir.\n"
DAM = (
    "The dam at Ulvik burst on Sunday night. “At least forty houses are under water,” said Inger Solberg, the fire"
    " chief.\n\nA concert was held in Bergen on Saturday. The orchestra played for two hours.\n"
)
FERRY = "In 1911 the ferry carried 300 passengers to Aland. In 1912 the ferry was laid up in Turku for repairs.\n"
COFFEE = "In Hamburg a bag of coffee costs 14 euros. In Bremen a bag of coffee costs 12 euros.\n"
TEA = "In Hamburg a bag of coffee costs 14 euros. The shop in Bremen sells only tea.\n"
BRIDGE = (
    "The Torrin bridge was designed by Magnus Ede. It was opened in 1934 by the mayor of Torrin.\n\nMagnus Ede studied"
    " in Delft. He died in 1961.\n"
)
BREAD = (
    "# Rye bread\n\nBake the loaf at 230 degrees for 50 minutes.\n\n# Oat cakes\n\nBake the cakes at 180 degrees for 12"
    " minutes.\n"
)
LEASE = "The rent for the flat is 840 euros a month. The rent for the garage is 60 euros a month.\n"
SALES = "# Annual report\n\n## 2021\n\nSales of bicycles reached 5,200. Sales of scooters reached 900.\n"
CLUB = "The coach of the women's eight is Dana Lowe. The coach of the men's eight is Piet Harms.\n"
SYRUP = "Children under six take 5 ml of the syrup twice a day. Adults take 15 ml of the syrup twice a day.\n"
COUNCIL = "Council meeting, 3 May 2022\n\nCouncillor Bea Hult proposed a new skate park. It will cost 210,000 kronor.\n"
LACE = "On Saturdays the museum is open from ten to five. On Sundays the museum is open from noon to four.\n"
SHIPS = "The Aurora is 71 metres long. She was built in 1926 by Lund & Sons. The Mercy is 44 metres long.\n"
GLACIER = (
    "In 1902 the expedition reached the glacier. In 1904 the expedition was led by Karin Moe. The sledge dogs were"
    " bought in Tromsø.\n"
)
SHOTS = "In Norland 61 percent of adults were vaccinated. In Westmark 48 percent of adults were vaccinated.\n"

CONVERSATIONS = [
    (CHOIR, ["Who became chair in 2019?", "and in 2018?"], None),
    (TWO_CHAIRS, ["Who became chair in 2019?", "and in 2018?"], "Ruben Aal"),
    (DAM, ["How many houses are under water?", "who said that?", "where?"], None),
    (FERRY, ["How many passengers did the ferry carry in 1911?", "and in 1912?"], None),
    (COFFEE, ["What does a bag of coffee cost in Hamburg?", "and in Bremen?"], "12 euros"),
    (COFFEE, ["What does a bag of coffee cost in Hamburg?", "and in Kiel?"], None),
    (COFFEE, ["what does a bag of coffee cost in hamburg?", "and in kiel?"], None),
    (COFFEE, ["what does a bag of coffee cost in hamburg?", "and in bremen?"], "12 euros"),
    (TEA, ["What does a bag of coffee cost in Hamburg?", "and in Bremen?"], None),
    (BRIDGE, ["Who designed the Torrin bridge?", "where did he study?"], "Delft"),
    (BRIDGE, ["Who designed the Torrin bridge?", "when was it opened?"], "1934"),
    (BRIDGE, ["Who designed the Torrin bridge?", "when was he born?"], None),
    (BREAD, ["How long is the loaf baked?", "and the cakes?"], "12 minutes"),
    (BREAD, ["How long is the loaf baked?", "and the scones?"], None),
    (LEASE, ["What is the rent for the flat?", "and for the garage?"], "60 euros"),
    (LEASE, ["What is the rent for the flat?", "and for the cellar?"], None),
    (SALES, ["What did sales of bicycles reach in 2021?", "and of scooters?"], "900"),
    (SALES, ["What did sales of bicycles reach in 2021?", "and in 2020?"], None),
    (CLUB, ["Who is the coach of the women's eight?", "and of the men's eight?"], "Piet Harms"),
    (CLUB, ["Who is the coach of the women's eight?", "and of the juniors?"], None),
    (SYRUP, ["How much syrup do children take?", "what about adults?"], "15 ml"),
    (SYRUP, ["How much syrup do adults take?", "what about horses?"], None),
    (COUNCIL, ["What did Bea Hult propose?", "what will it cost?"], "210,000"),
    (COUNCIL, ["What did Bea Hult propose?", "and in 2020?"], None),
    (LACE, ["When is the museum open on Saturdays?", "and on Sundays?"], "noon to four"),
    (LACE, ["When is the museum open on Saturdays?", "and on Fridays?"], None),
    (SHIPS, ["How long is the Aurora?", "and the Mercy?"], "44 metres"),
    (SHIPS, ["How long is the Aurora?", "and the Hope?"], None),
    (SHIPS, ["How long is the Aurora?", "when was she built?"], "1926"),
    (GLACIER, ["Who led the expedition in 1904?", "and in 1902?"], None),
    (GLACIER, ["Who led the expedition in 1904?", "where?"], None),
    (SHOTS, ["How many adults were vaccinated in Norland?", "and in Westmark?"], "48 percent"),
    (SHOTS, ["How many adults were vaccinated in Norland?", "and in Sudland?"], None),
]
# fmt: on


@pytest.fixture(scope="module")
def small_reader() -> OnnxReader:
    return OnnxReader(SMALL_FILE, threads=1)


@pytest.fixture
def ask_all(folder: Path, encoder: OnnxEncoder, small_reader: OnnxReader) -> "Iterator[AskAll]":
    with PassageIndex(folder, encoder) as index:
        answerer = Answerer(index, small_reader, Confidence.of("small"), passages_to_read=20)
        yield AskAll(folder, Session(index, answerer, load_ms=0.0))


class AskAll:
    """Asks a conversation of some documents."""

    def __init__(self, folder: Path, session: Session) -> None:
        self.folder = folder
        self.session = session

    def __call__(self, documents: dict[str, str], questions: list[str]) -> list[Reply]:
        for name, text in documents.items():
            (self.folder / name).write_text(text, encoding="utf-8")
        self.session.index.refresh(silent)
        replies: list[Reply] = []
        for question in questions:
            request = Request(question=question, turns=tuple(map(Turn.of, replies)))
            replies.append(self.session.answer(request, note=silent)[0])
        return replies


@pytest.mark.parametrize(("text", "questions", "expected"), CONVERSATIONS)
def test_a_follow_up_gets_its_own_answer_or_none(
    ask_all: AskAll, text: str, questions: list[str], expected: str | None
) -> None:
    *before, last = ask_all({"text.md": text}, questions)
    assert all(isinstance(reply, Answer) for reply in before), "the conversation is about something"
    if expected is None:
        assert isinstance(last, NoAnswer), last
    else:
        assert isinstance(last, Answer), last
        assert expected in last.text


def test_a_refusal_says_what_was_missed(ask_all: AskAll) -> None:
    *_, last = ask_all({"choir.md": GLACIER}, ["Who led the expedition in 1904?", "and in 1902?"])
    assert isinstance(last, NoAnswer)
    assert (last.reason, last.message) == ("no_span", "What might answer is not about “1902”.")
    assert last.possible == ()


def test_a_conversation_taken_up_again_is_understood_as_a_live_one(ask_all: AskAll) -> None:
    questions = ["Who designed the Torrin bridge?", "where did he study?", "when did he die?"]
    live = ask_all({"bridge.md": BRIDGE}, questions)
    restored = [Turn.of(from_wire(to_wire(reply, whole=True)).reply) for reply in live]
    assert restored == list(map(Turn.of, live))


SEALS = {
    "harbour.txt": "In April the harbour master counted 41 seals on the sandbank. He counted them from a boat.\n",
    "club.txt": "In April the bird club counted 67 seals on the sandbank. It used a telescope.\n",
}
HOW_MANY = "How many seals were counted on the sandbank in April?"


def test_a_conflict_is_not_lost_with_the_next_question(ask_all: AskAll) -> None:
    first, again, second = ask_all(SEALS, [HOW_MANY, "how many?", "who counted them?"])
    assert isinstance(first, Answer)
    assert isinstance(again, Answer)
    assert isinstance(second, Answer)
    assert is_contradicted(first)
    assert again.disagreements == first.disagreements
    assert first.text in second.asked
    (conflict,) = [each for each in second.disagreements if each.relation == "conflict"]
    assert [value.answer for value in conflict.values] == [v.answer for v in first.disagreements[0].values]
    numbers = {(c.document, c.start, c.end): c.number for c in all_citations(second)}
    assert sorted(numbers.values()) == list(range(1, len(numbers) + 1))
    shown = render_reply(second, Style(enabled=False))
    assert "\nThe documents conflict about what this goes back to:\n" in shown
    assert "\nresting on a contradicted answer, else " in shown
    assert is_doubtful(second)
    assert not is_contradicted(second), "it is itself contradicted by nobody"


def test_a_conflict_of_another_topic_is_left_behind(ask_all: AskAll) -> None:
    *_, last = ask_all({**SEALS, "ships.txt": SHIPS}, [HOW_MANY, "How long is the Aurora?"])
    assert isinstance(last, Answer)
    assert last.disagreements == ()


def test_a_conflict_taken_up_says_what_became_of_its_files(ask_all: AskAll) -> None:
    (first,) = ask_all(SEALS, [HOW_MANY])
    assert isinstance(first, Answer)
    rival = first.disagreements[0].values[1].citations[0]
    (ask_all.folder / rival.document).unlink()
    ask_all.session.index.refresh(silent)
    request = Request(question="who counted them?", turns=(Turn.of(first),))
    reply, _ = ask_all.session.answer(request, note=silent)
    assert isinstance(reply, Answer)
    assert [each.citations[0].status for each in reply.disagreements[0].values] == ["verified", "missing"]


# Worked examples

CHAIR = Turn("Who became chair in 2019?", "Who became chair in 2019?", "Petra Voss", sentence="In 2019 Petra Voss did.")
COST = Turn("What does tea cost in Hamburg?", "What does tea cost in Hamburg?", "5 euros", sentence="It is 5 euros.")
SAID = Turn(
    "Who said the mill must close?", "Who said the mill must close?", "Edda Finn", sentence="Edda Finn said so."
)


@pytest.mark.parametrize(
    ("turn", "question", "asked", "answer", "around", "is_met"),
    [
        (CHAIR, "and in 2018?", "Who became chair in 2018?", "Ada", Surroundings("Ada became chair in 2018."), True),
        (CHAIR, "and in 2018?", "Who became chair in 2018?", "Ada", Surroundings("Ada became chair."), False),
        (CHAIR, "and in 2018?", "Who became chair in 2018?", "Ada", Surroundings("Ada did.", above="Year 2018"), True),
        (CHAIR, "and in 2018?", "Who became chair in 2018?", "Ada", Surroundings("Ada did.", published="2018-05-02"), True),
        (CHAIR, "and in 2018?", "Who became chair in 2018?", "Ada", Surroundings("In 2019 Ada.", above="2018"), False),
        (CHAIR, "and in 2018?", "Who became chair in 2018?", "Ada", Surroundings("Ada, from 2015 to 2019."), True),
        (CHAIR, "and in 2018?", "Who became chair in 2018?", "Ada", Surroundings("Ada, 2016–17."), False),
        (CHAIR, "and in 2018?", "Who became chair in 2018?", "Ada", Surroundings("Ada.", before=("It was 2018.",)), True),
        (
            CHAIR, "and in 2018?", "Who became chair in 2018?", "Ada",
            Surroundings("Ada.", before=("It was 2019.", "It was 2018.")), False,
        ),
        (COST, "and in Bremen?", "What does tea cost in Bremen?", "6", Surroundings("In Bremen tea costs 6."), True),
        (COST, "and in Bremen?", "What does tea cost in Bremen?", "6", Surroundings("Tea costs 6.", above="Bremen"), True),
        (COST, "and in Bremen?", "What does tea cost in Bremen?", "6", Surroundings("Tea costs 6."), False),
        (COST, "and in Bremen?", "What does tea cost in Bremen?", "6", Surroundings("In Hamburg 6.", above="Bremen"), False),
        (COST, "and in Bremen?", "What does tea cost in Bremen?", "Bremen", Surroundings("Tea from Bremen."), False),
        (COST, "and in Mexico?", "What does tea cost in Mexico?", "6", Surroundings("Mexican tea costs 6."), True),
        (COST, "and at the BTA?", "What does tea cost at the BTA?", "6", Surroundings("The Bremen Tea Agency asks 6."), True),
        (COST, "and in bremen?", "What does tea cost in bremen?", "6", Surroundings("It costs 6."), False),
        (COST, "and coffee?", "What does coffee cost in Hamburg?", "6", Surroundings("A cup of mocha costs 6."), True),
        (COST, "and coffee?", "What does coffee cost in Hamburg?", "6", Surroundings("A cup of tea costs 6."), False),
        (SAID, "where?", "where did Edda Finn say the mill must close?", "in Lund", Surroundings("Tor fell in Lund."), False),
        (
            SAID, "where?", "where did Edda Finn say the mill must close?", "in Lund",
            Surroundings("The mill must close, Edda Finn said in Lund."), True,
        ),
        (
            SAID, "where?", "where did Edda Finn say the mill must close?", "in Lund",
            Surroundings("She spoke in Lund.", before=("The mill must close, Edda Finn said.",)), True,
        ),
        (
            SAID, "where?", "where did Edda Finn say the mill must close?", "in Lund",
            Surroundings("Dogs run in Lund.", before=("The mill must close, Edda Finn said.",)), False,
        ),
        (
            SAID, "where?", "where did Edda Finn say the mill must close?", "Edda Finn said the mill must close",
            Surroundings("Edda Finn said the mill must close."), False,
        ),
        (SAID, "how old is she?", "how old is Edda Finn?", "40", Surroundings("She is 40."), True),
    ],
)  # fmt: skip
def test_what_an_answer_must_stand_with(
    turn: Turn, question: str, asked: str, answer: str, around: Surroundings, is_met: bool
) -> None:
    demands = demands_of(question, asked, [turn])
    assert all(demand.is_met(answer, around) for demand in demands) == is_met
