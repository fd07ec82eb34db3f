"""Whether two answers say the same: a table of pairs, each read from both sides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.english.agreement import covers, relation
from qa.english.relations import Relation

AGREE = [
    ("Jena", "Jena, Louisiana"),
    ("seven", "7"),
    ("680", "680 people"),
    ("1,200", "1200"),
    ("three hundred and fifty", "350"),
    ("two million and six", "2,000,006"),
    ("a dozen boats", "12 boats"),
    ("twenty-one", "21"),
    ("$3.75 million", "3.75 million dollars"),
    ("$3,750,000", "$3.75 million"),
    ("$5bn", "$5 billion"),
    ("76 percent", "76%"),
    ("76 per cent", "76 percent"),
    ("more than 300", "over 300"),
    ("at least 40", "no fewer than 40"),
    ("up to 50 percent", "at most 50%"),
    ("between 10 and 15 years", "10-15 years"),
    ("24 hours", "one day"),
    ("two and a half years", "2.5 years"),
    ("half a million", "500,000"),
    ("5 p.m.", "5:00 PM"),
    ("August 7, 2019", "7 August 2019"),
    ("August 7, 2019", "2019-08-07"),
    ("Aug. 7", "August 7th"),
    ("on Monday", "Monday"),
    ("in 2019", "2019"),
    ("the U.S.", "US"),
    ("Barack Obama", "Obama"),
    ("ICE", "Immigration and Customs Enforcement"),
    ("the harbour master's office", "harbour master office"),
    ("José Marín", "Jose Marin"),
    ("Canton and Morton", "Morton and Canton"),
    ("Hurst, Mike", "Mike Hurst"),
    ("680 workers", "680 migrants"),
    ("none", "zero"),
    ("700 or more", "at least 700"),
    ("five of six towns", "five"),
    ("680, according to ICE", "680"),
    ("According to the mayor, 680", "680 people"),
    ("680, officials said", "680, according to the sheriff"),
    ("officials said 680", "680"),
    ("Canton, said Mike Hurst", "Canton"),
    ("on Monday, the agency said", "Monday"),
    ("Bo Lind (according to the log)", "Bo Lind"),
]
COMPATIBLE = [
    ("almost 700", "680"),
    ("nearly 700 immigrants", "680 people"),
    ("more than 300", "380"),
    ("at least 300", "300"),
    ("about 380", "400"),
    ("just over 300", "310"),
    ("just under 700", "680"),
    ("hundreds of agents", "600"),
    ("dozens", "about 40"),
    ("a few hundred", "300"),
    ("between 10 and 15", "12"),
    ("up to 1,200", "more than 800"),
    ("in his 40s", "43"),
    ("the 1990s", "1995"),
    ("18 or older", "21"),
    ("August 2019", "August 7, 2019"),
    ("2019", "August 7, 2019"),
    ("Monday", "Monday morning"),
    ("Canton", "Canton and Morton"),
    ("Tuesday", "Tuesday or Wednesday"),
    ("seven sites", "seven plants"),
    ("less than 5 percent", "4.5 percent"),
    ("almost 700, ICE said", "680"),
    ("more than 300, according to Bo Lind", "380"),
]
CONFLICT = [
    ("more than 300", "280"),
    ("almost 700", "500"),
    ("just under 700", "100"),
    ("just over 300", "900"),
    ("680", "380"),
    ("680 people", "380 workers"),
    ("at most 50 percent", "60 percent"),
    ("fewer than 20", "20"),
    ("hundreds", "30"),
    ("none", "five workers"),
    ("$5 million", "$7 million"),
    ("-5 degrees", "5 degrees"),
    ("between 10 and 15", "20"),
    ("two years", "18 months"),
    ("5 p.m.", "5 a.m."),
    ("August 7", "August 9"),
    ("August 7", "July 7"),
    ("Wednesday", "Thursday"),
    ("March 2019", "2018"),
    ("2019", "2018"),
    ("guilty", "not guilty"),
    ("300", "not 300"),
    ("the boat sank", "the boat never sank"),
    ("680, according to ICE", "380"),
    ("officials said 680", "the mayor said 700"),
    ("the mayor said the boat sank", "the boat never sank"),
]
NOT_COMPARABLE = [
    ("August 7", "seven"),
    ("Wednesday", "two"),
    ("August 2019", "300"),
    ("680", "so timed that it hurt most: in five of six towns school had just begun"),
    ("a hangar", "in Jackson"),
    ("50 percent", "1,200 children"),
    ("50 percent", "1,200"),
    ("$5", "€5"),
    ("three hours", "three miles"),
    ("seven plants", "five cities"),
    ("the president", "the vice president"),
    ("Governor Reed", "former Governor Reed"),
    ("from Texas to Ohio", "from Ohio to Texas"),
    ("Mike Hurst", "Cal Soto"),
    ("680", "Jackson"),
    ("COVID-19", "19"),
    ("Monday", "August 7"),
    ("it was not raised", "the harbour"),
    ("ICE", "Indian Civil Engineers Guild"),
    ("one dog, two cats and three mice", "two"),
    ("Canton, according to Bo Lind", "Bo Lind"),
]
PAIRS: list[tuple[str, str, Relation]] = [
    *((one, other, "agree") for one, other in AGREE),
    *((one, other, "compatible") for one, other in COMPATIBLE),
    *((one, other, "conflict") for one, other in CONFLICT),
    *((one, other, "not_comparable") for one, other in NOT_COMPARABLE),
]


PHRASES: list[tuple[str, str, Relation]] = [
    ("half an hour", "30 minutes", "agree"),
    ("half an hour", "an hour", "conflict"),
    ("twice", "two times", "agree"),
    ("once", "twice", "conflict"),
    ("2½ hours", "two and a half hours", "agree"),
    ("an hour and a half", "90 minutes", "agree"),
    ("EUR 40", "40 euros", "agree"),
    ("€40", "EUR 45", "conflict"),
    ("1 200 people", "1,200 people", "agree"),
    ("1.5 kg", "1500 g", "agree"),
    ("70 kg", "63 kg", "conflict"),
    ("two thirds", "40 percent", "conflict"),
    ("a third", "33 %", "compatible"),
    ("thirty (30) days", "30 days", "agree"),
    ("two weeks", "14 days", "agree"),
    ("a fortnight", "two weeks", "agree"),
    ("two hours and ten minutes", "130 minutes", "agree"),
    ("two hours and ten minutes", "two hours", "conflict"),
    ("20:30", "8.30 p.m.", "agree"),
    ("noon", "12 p.m.", "agree"),
    ("20:30", "7 p.m.", "conflict"),
    ("a couple of days", "two days", "compatible"),
    ("5 or 6", "five", "compatible"),
    ("1.2 billion", "1.2 bn", "agree"),
    ("80 km/h", "50 km/h", "conflict"),
    ("14 knots", "14", "agree"),
    ("40 °C", "60 °C", "conflict"),
    ("3 l", "3,000 ml", "agree"),
    ("60 W", "40 W", "conflict"),
    ("a year", "12 months", "agree"),
    ("a century", "100 years", "agree"),
    ("62 metres", "62 m", "agree"),
    ("62 metres", "350 passengers", "not_comparable"),
    ("2 years", "6 months", "conflict"),
    ("two years", "2 years", "agree"),
    ("at least 50 euros", "40 euros", "conflict"),
    ("up to 14 people", "14", "compatible"),
    ("half past eight", "8.30", "not_comparable"),
    ("half of the members", "50 percent", "agree"),
    ("12 May 2019", "May 12, 2019", "agree"),
    ("12 May", "12 June", "conflict"),
    ("2019-05-12", "12 May 2019", "agree"),
    ("Monday", "Tuesday", "conflict"),
    ("on Monday", "Monday", "agree"),
    ("Monday, 5 May", "5 May", "compatible"),
    ("in 1911", "1911", "agree"),
    ("in 1911", "in 1912", "conflict"),
    ("before 1911", "in 1912", "not_comparable"),
    ("the 1990s", "1995", "compatible"),
    ("early May", "May", "compatible"),
    ("spring 2019", "2019", "agree"),
    ("12/05/2019", "12 May 2019", "compatible"),
    ("Christmas", "25 December", "not_comparable"),
    ("5 May 2019", "May 2019", "compatible"),
    ("by Friday", "Friday", "agree"),
    ("not before Monday", "Monday", "compatible"),
    ("no later than 9 p.m.", "9 p.m.", "compatible"),
    ("Hanne Dahl", "Mayor Hanne Dahl", "agree"),
    ("Hanne Dahl", "Jo Dahl", "not_comparable"),
    ("crate 10", "crate 9", "conflict"),
    ("room 104", "room 103", "conflict"),
    ("Holm Lines", "Holm Lines Ltd.", "agree"),
    ("by midnight", "00:00", "not_comparable"),
    ("until 00:00", "00:00", "compatible"),
    ("13/05/2019", "05/13/2019", "agree"),
    ("12.05.2019", "12 May 2019", "agree"),
    ("13/05/2019", "14 May 2019", "conflict"),
    ("once the tank is full", "one", "not_comparable"),
]


@pytest.mark.parametrize(("one", "other", "expected"), PHRASES)
def test_numbers_and_dates_are_compared_however_they_are_put(one: str, other: str, expected: Relation) -> None:
    assert relation(one, other) == expected
    assert relation(other, one) == expected


@pytest.mark.parametrize(("one", "other", "expected"), PAIRS)
def test_two_answers_stand_to_each_other_as_a_reader_would_say(one: str, other: str, expected: Relation) -> None:
    assert relation(one, other) == expected
    assert relation(other, one) == expected


@given(st.sampled_from(PAIRS), st.sampled_from(PAIRS))
def test_the_relation_is_symmetric(one: tuple[str, str, Relation], other: tuple[str, str, Relation]) -> None:
    assert relation(one[0], other[1]) == relation(other[1], one[0])


@given(st.text())
def test_every_text_agrees_with_itself(answer: str) -> None:
    assert relation(answer, answer) == "agree"


@given(st.text(), st.text())
def test_no_pair_of_texts_is_too_odd_to_compare(one: str, other: str) -> None:
    assert relation(one, other) == relation(other, one)


@pytest.mark.parametrize(
    ("listed", "part", "expected"),
    [
        ("Canton, Morton and Carthage", "Morton", True),
        ("Canton, Morton and Carthage", "Carthage and Canton", True),
        ("the ACLU of Mississippi; El Pueblo", "ACLU of Mississippi", True),
        ("Canton and Morton", "Morton and Canton", False),
        ("Canton and Morton", "Jena", False),
        ("Canton, Mississippi", "Canton", False),
        ("Morton", "Canton and Morton", False),
        ("1,200 crowns and a lamp", "200 crowns", False),
        ("Canton and Morton", "", False),
    ],
)
def test_a_list_covers_some_of_its_items(listed: str, part: str, expected: bool) -> None:
    assert covers(listed, part) is expected
