"""Where an answer ends, of what a reader marked: nothing cut off that changes it, nothing of another sentence."""

import pytest

from corpus.chunking import split_into_passages
from corpus.document import Span
from corpus.reading import make_document
from qa.reading.placing import places

MARKED = [
    ("a.txt", "Orlo\n\nUna Falk is mayor of Orlo.", "Orlo\n\nUna Falk", "Who is the mayor of Orlo?", "Una Falk"),
    ("a.txt", "Fee: at most 9 euros\n", "Fee: at most 9", "What is the fee?", "at most 9 euros"),
    ("a.txt", "Ode: at most 9 euros\n", "Ode: at most 9", "What is the fee?", "Ode: at most 9 euros"),
    (
        "a.txt",
        "Press the knob for two minutes.",
        "Press the knob",
        "How is it opened?",
        "Press the knob for two minutes",
    ),
    # file, text, what was marked in what is read of it, question, the quote
    (
        "a.txt",
        "The office in Orlo answers at (555) 010-2244 until noon.",
        "555) 010-2244",
        "What is the phone number of the office?",
        "(555) 010-2244",
    ),
    (
        "a.txt",
        "Write to ida.strand@holm.example or call 0471 22.",
        "ida.strand@holm.example or call 0471 22",
        "What is her e-mail address?",
        "ida.strand@holm.example",
    ),
    (
        "a.txt",
        "Write to ida.strand@holm.example or call 0471 22.",
        "strand@holm",
        "What is her e-mail address?",
        "ida.strand@holm.example",
    ),
    (
        "a.txt",
        "The shop is at https://holm.example/a?b=c#d, open daily.",
        "holm.example/a?b=c#d, open",
        "Where is the shop?",
        "https://holm.example/a?b=c#d",
    ),
    (
        "a.txt",
        "The shop is at www.holm.example (closed).",
        "holm.example (closed)",
        "What is the website?",
        "www.holm.example",
    ),
    (
        "a.txt",
        "It listens on db-1.holm.example:5432 at night.",
        "db-1.holm.example",
        "Where does it listen?",
        "db-1.holm.example:5432",
    ),
    ("a.txt", "It listens on 10.0.0.7:80 at night.", "10.0.0", "Where does it listen?", "10.0.0.7:80"),
    (
        "a.txt",
        "The list is in prices-2024.final.xlsx, the key in ~/keys/id_rsa.pub.",
        "2024.final",
        "Where is the list?",
        "prices-2024.final.xlsx",
    ),
    (
        "a.txt",
        "The list is in prices-2024.final.xlsx, the key in ~/keys/id_rsa.pub.",
        "keys/id_rsa",
        "Where is the key?",
        "~/keys/id_rsa.pub",
    ),
    (
        "a.txt",
        "Logs go to /var/log/relay/ and C:\\Relay\\logs\\out.log.",
        "Relay\\logs",
        "Where do logs go?",
        "C:\\Relay\\logs\\out.log",
    ),
    ("a.txt", "Logs go to /var/log/relay/ at night.", "var/log", "Where do logs go?", "/var/log/relay/"),
    ("a.txt", "You need version 4.12.3-rc1 or later.", "12.3", "Which version is needed?", "4.12.3-rc1 or later"),
    ("a.txt", "Use v2.1 of the tool.", "2.1", "Which version?", "v2.1"),
    ("a.txt", "A lamp costs €1,249.50 now.", "249", "What does a lamp cost?", "€1,249.50"),
    ("a.txt", "A lamp costs 1.249,50 € now.", "249,50", "What does a lamp cost?", "1.249,50 €"),
    ("a.txt", "A lamp costs EUR 40 now.", "40", "What does a lamp cost?", "EUR 40"),
    ("a.txt", "A lamp costs £3.75m now.", "3.75", "What does a lamp cost?", "£3.75m"),
    ("a.txt", "The part is FL-220-B/7 for all.", "220", "Which part?", "FL-220-B/7"),
    ("a.txt", "The ISBN is 978-3-16-148410-0 there.", "16-148410", "What is the ISBN?", "978-3-16-148410-0"),
    ("a.txt", "Call +358 40 123 4567 at night.", "123 4567", "What is the number?", "+358 40 123 4567"),
    ("a.txt", "Room B-12a is free.", "12a", "Which room is free?", "B-12a"),
    (
        "a.txt",
        "The lamp weighs 180 g. The letter weighs 20 g.",
        "180 g. The letter",
        "How much does the lamp weigh?",
        "180 g",
    ),
    ("a.txt", "He met Ode at Mill St. Dr. Kern was there.", "Mill St. Dr. Kern", "Where did they meet?", "Mill St."),
    ("a.txt", "He was born in St. Ives. It rained.", "Ives", "Where was he born?", "St. Ives"),
    ("a.txt", "It was Dr. A. B. Lind. She left.", "B. Lind. She", "Who was it?", "A. B. Lind"),
    ("a.txt", "The mail goes at 5 p.m. The van waits.", "5 p.m. The van", "When does the mail go?", "5 p.m."),
    ("a.txt", "Payment is due not before Monday.", "Monday", "When is payment due?", "not before Monday"),
    ("a.txt", "Arrive no later than 9 p.m. please.", "9 p.m.", "When should one arrive?", "no later than 9 p.m."),
    ("a.txt", "Children under six swim free.", "Children", "Who swims free?", "Children under six"),
    (
        "a.txt",
        "Hold the key for three seconds to start.",
        "Hold the key",
        "How is it started?",
        "Hold the key for three seconds",
    ),
    ("a.txt", "You may bring up to four towels.", "four towels", "How many towels?", "up to four towels"),
    ("a.txt", "At least two adults must come.", "two adults", "How many adults?", "At least two adults"),
    ("a.txt", "Leave by Friday.", "Friday", "When must one leave?", "by Friday"),
    ("a.txt", "The deposit is at least 50 euros.", "50", "How much is the deposit?", "at least 50 euros"),
    ("a.txt", "It must be paid within 14 days.", "14 days", "When must it be paid?", "within 14 days"),
    ("a.txt", "Paid within 14 days of the order.", "14", "Within how many days?", "within 14 days"),
    ("a.txt", "It is open until 10 p.m. on weekdays.", "10 p.m.", "Until when is it open?", "until 10 p.m."),
    ("a.txt", "It holds a maximum of 30 litres.", "30 litres", "How much does it hold?", "a maximum of 30 litres"),
    ("a.txt", "It takes a minimum of two days.", "two days", "How long does it take?", "a minimum of two days"),
    ("a.txt", "It opens from 8 a.m. to 4 p.m. daily.", "8 a.m.", "When is it open?", "from 8 a.m. to 4 p.m."),
    ("a.txt", "It is open every other Tuesday.", "Tuesday", "When is it open?", "every other Tuesday"),
    ("a.txt", "It is never sold to minors.", "sold to minors", "What happens?", "never sold to minors"),
    ("a.txt", "It is open daily except Sundays.", "daily", "When is it open?", "daily except Sundays"),
    ("a.txt", "Everyone except the cook came.", "Everyone", "Who came?", "Everyone except the cook"),
    ("a.txt", "Dogs over 20 kg stay out.", "Dogs", "Who stays out?", "Dogs over 20 kg"),
    ("a.txt", "It must stay below 40 °C.", "40 °C", "How warm may it be?", "below 40 °C"),
    ("a.txt", "It cost between 5 and 7 euros.", "5", "What did it cost?", "between 5 and 7 euros"),
    ("a.txt", "Only members may vote.", "members", "Who may vote?", "Only members"),
    ("a.txt", "It lasted less than an hour.", "an hour", "How long did it last?", "less than an hour"),
    (
        "a.txt",
        "It is due as soon as possible, by 5 May 2024 at the latest.",
        "5 May",
        "When is it due?",
        "by 5 May 2024 at the latest",
    ),
    (
        "a.txt",
        "The manager is Ida Strand\n\nThe caretaker is Jan Holte",
        "Ida Strand\n\nThe caretaker",
        "Who is the manager?",
        "Ida Strand",
    ),
    ("a.md", "- key to the shed\n- key to the boat\n", "key to the shed\n- key", "What is there?", "key to the shed"),
    (
        "a.md",
        "```\ntimeout = 90 seconds\nretries = 5\n```\n",
        "90 seconds\nretries",
        "What is the timeout?",
        "90 seconds",
    ),
    ("a.md", "|a|b|\n|-|-|\n|Ode|5 euros|\n|Kern|6 euros|\n", "5 euros", "What does Ode pay?", "5 euros"),
    (
        "a.txt",
        "The base is made in the U.S. The shade is from Spain.",
        "U.S. The shade",
        "Where is the base made?",
        "U.S.",
    ),
    (
        "a.txt",
        "We mend lamps, shades, etc. The bill comes later.",
        "lamps, shades, etc. The bill",
        "What is mended?",
        "lamps, shades, etc.",
    ),
    ("a.txt", "The office is No. 5 on the left.", "5", "Which office is it?", "No. 5"),
    ("a.txt", "It is $5–7 a head.", "5", "What is it?", "$5–7"),
    ("a.txt", "It holds 1,200 (one thousand two hundred) seats.", "1,200 (one", "How many seats?", "1,200"),
]


def quoted(path: str, text: str, marked: str, question: str) -> list[str]:
    document, extraction = make_document(path, text.encode())
    for passage in split_into_passages(document, extraction):
        for rendering in passage.renderings:
            first = marked.split("\n")[0]
            if (start := rendering.text.find(first)) >= 0:
                end = start + len(marked)
                found = places(passage, rendering, Span(start, min(end, len(rendering.text))), question=question)
                return [span.of(document.text) for span in found]
    raise AssertionError(f"{marked!r} is not read")


@pytest.mark.parametrize(("path", "text", "marked", "question", "quote"), MARKED)
def test_an_answer_is_whole_and_ends_where_it_should(
    path: str, text: str, marked: str, question: str, quote: str
) -> None:
    assert quoted(path, text, marked, question) == [quote]
