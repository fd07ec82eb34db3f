import pytest

from qa.english.asked_about import ELSEWHERE, AskedAbout, Surroundings

TOWNS = [
    "The mayor of Velden is Hanne Dahl. The town hall in Velden was built in 1889.",
    "Further up lies Kesten with its museum of clocks. Nobody in Kesten has asked Ada Holm or Kim Vo.",
    "The report names Turku. It was Ada who spoke of Bo Lind and of Jens.",
]


def contradiction(
    question: str, answer: str, near: str, above: str = "", passage: str = "", published: str = ""
) -> float:
    around = Surroundings(near=near, above=above, passage=passage or near, published=published)
    return AskedAbout.of(question, [*TOWNS, near, above, passage]).contradiction(answer, around)


@pytest.mark.parametrize(
    ("question", "answer", "near", "above"),
    [
        ("Who is the mayor of Kesten?", "Hanne Dahl", "Hanne Dahl, mayor of Velden, opened it.", ""),
        ("who is the mayor of kesten", "Hanne Dahl", "The mayor of Velden is Hanne Dahl.", ""),
        ("Who is Kesten's mayor?", "Hanne Dahl", "Velden's mayor is Hanne Dahl.", ""),
        ("When was the Kesten museum built?", "1889", "The Velden museum was built in 1889.", ""),
        ("Who is the mayor of Orlo?", "Hanne Dahl", "The mayor of Velden is Hanne Dahl.", ""),
        ("Who has room 104?", "Ada", "Room 103 belongs to Ada.", ""),
        ("What is in crate 10?", "lamps", "In crate 9 there are lamps.", ""),
        ("What is in crate 10?", "lamps", "crate: 9; holds: lamps", ""),
        ("What does clause 12 forbid?", "smoking", "The tenant must not smoke.", "Clause 14"),
        ("How much was paid in 2018?", "40 euros", "In 2019 the club paid 40 euros.", ""),
        ("How much was paid in 2018?", "40 euros", "The club paid 40 euros.", "Accounts of 2019"),
        ("What does E5 mean?", "the door is open", "E2 means the door is open.", ""),
        ("How long is the warranty of the A300?", "2 years", "The warranty lasts 2 years.", "Heater A200"),
        ("What did Jens say?", "it was late", "Ada: it was late", ""),
        ("How old is Bo?", "36", "name: Ada; age: 36", ""),
        ("Where did Kim Vo live?", "in Turku", "Kim Lund lived in Turku.", ""),
        ("What happened on July 4?", "it rained", "On July 5 it rained.", ""),
    ],
)
def test_what_stands_there_is_about_another(question: str, answer: str, near: str, above: str) -> None:
    assert contradiction(question, answer, near, above) == 1.0


@pytest.mark.parametrize(
    ("question", "answer", "near", "above"),
    [
        ("Who is the mayor of Kesten?", "Jo Falk", "Jo Falk is mayor of Kesten.", ""),
        ("Who is the mayor of Kesten?", "Jo Falk", "The mayor is Jo Falk.", "Kesten"),
        ("Who is the mayor of Kesten?", "Jo Falk", "He was elected, and Jo Falk it was.", ""),
        ("Who opened the museum of Kesten?", "the mayor of Velden", "The mayor of Velden opened it.", ""),
        ("Who has room 104?", "Ada", "Rooms 103 and 104 belong to Ada.", ""),
        ("Who has room 104?", "Ada", "Rooms 101-110 belong to Ada.", ""),
        ("Which room is beside room 104?", "room 105", "Beside it lies room 105.", ""),
        ("What is in crate 10?", "9 lamps", "In crate 10 there are 9 lamps.", ""),
        ("How much was paid in 2018?", "40 euros", "In 2018 the club paid 40 euros, in 2019 50.", ""),
        ("How much was paid in 2018?", "40 euros", "The club paid 40 euros.", "Accounts of 2018"),
        ("Who was born in 1950?", "Ada", "Ada was born in the 1950s.", ""),
        ("What happened in 1943?", "the war", "From 1939 to 1945 there was the war.", ""),
        ("When did the man born in 1950 die?", "1990", "He died in 1990.", ""),
        ("What does E5 mean?", "the door is open", "E2 and E5 mean the door is open.", ""),
        ("What did Jens say?", "it was late", "Jens: it was late", ""),
        ("How old is Bo Lind?", "36", "name: Bo Lind; age: 36", ""),
        ("How old is Lind?", "36", "Bo Lind is 36.", ""),
        ("Where did Kim Vo live?", "in Turku", "Vo lived in Turku.", ""),
        ("Where did Ada Holm live?", "in Turku", "Ada lived in Turku.", ""),
        ("Who built the town hall?", "Hanne Dahl", "The town hall of Velden was built by Hanne Dahl.", ""),
        ("How many were released?", "more than 300", "ICE released more than 300 workers.", ""),
        ("What was said of the raid?", "it was late", "Ada Holm said it was late.", ""),
    ],
)
def test_what_stands_there_may_be_about_what_is_asked(question: str, answer: str, near: str, above: str) -> None:
    assert contradiction(question, answer, near, above) == 0.0


@pytest.mark.parametrize("question", ["Who is the mayor of Kesten?", "Who has room 104?", "What was paid in 2018?"])
def test_capitals_of_the_question_make_no_difference(question: str) -> None:
    near = "In 2019 Hanne Dahl, mayor of Velden, had room 103."
    for typed in (question, question.lower(), question.upper()):
        assert contradiction(typed, "Hanne Dahl", near) == 1.0


def test_it_weighs_less_where_the_passage_goes_on_to_what_is_asked() -> None:
    near = "In 2018 Bo won."
    assert contradiction("Who won in 2019?", "Bo", near, passage=f"{near} In 2019 it was Ada.") == ELSEWHERE


def test_the_date_of_a_document_speaks_for_it_only() -> None:
    assert contradiction("Who won in 2019?", "Bo", "Bo won, as in 2017.", published="2019-08-01") == 0.0
    assert contradiction("Who won in 2019?", "Bo", "Bo won.", published="2018-08-01") == 0.0


def test_a_section_of_its_own_speaks_against_others() -> None:
    about = AskedAbout.of("What does the A300 weigh?", ["It weighs 4 kg.", "It weighs 5 kg."], ["Heater A300", "Notes"])
    assert about.contradiction("4 kg", Surroundings(near="It weighs 4 kg.", above="Notes")) == ELSEWHERE
    assert about.contradiction("5 kg", Surroundings(near="It weighs 5 kg.", above="Heater A300")) == 0.0


def test_how_much_is_missing() -> None:
    about = AskedAbout.of("Who won in Kesten in 2019?", TOWNS)
    assert about.missing(Surroundings(near="Bo won.")) == 1.0
    assert about.missing(Surroundings(near="Bo won.", passage="Bo won. This was in Kesten.")) == 0.5
    assert about.missing(Surroundings(near="Bo won in Kesten.", published="2019-02-01")) == 0.0
    assert AskedAbout.of("Who won?", TOWNS).missing(Surroundings(near="Bo won.")) == 0.0
