"""Rows of tables, records and answered questions as they are read of a document, made up, with questions about them.

Public sets hold paragraphs only, while many documents are price lists, rotas and forms. Every subject has questions that its
row answers and questions that it does not: about another subject, or about what the row does not state.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from corpus.rendering import CELL, END, ITEM, TITLE
from qa.training.examples import Example

SOURCE = "invented"
COLUMNS_SHOWN = (2, 5)
"""Columns of a row, the fewest and the most."""


@dataclass(frozen=True, slots=True)
class _Column:
    header: str
    values: Callable[[random.Random], str]
    questions: tuple[str, ...]
    """With {} for the subject."""


@dataclass(frozen=True, slots=True)
class _Table:
    headings: tuple[str, ...]
    subjects: tuple[str, ...]
    columns: tuple[_Column, ...]


def _one_of(*values: str) -> Callable[[random.Random], str]:
    return lambda chooser: chooser.choice(values)


def _number(low: int, high: int, unit: str = "{}") -> Callable[[random.Random], str]:
    return lambda chooser: unit.format(f"{chooser.randint(low, high):,}")


def _date(chooser: random.Random) -> str:
    day, month, year = chooser.randint(1, 28), chooser.choice(_MONTHS), chooser.randint(1990, 2025)
    return chooser.choice((f"{day} {month} {year}", f"{month} {day}", f"{day} {month[:3]}", f"{month} {year}"))


def _clock(chooser: random.Random) -> str:
    return chooser.choice(("{}:{:02}", "{} am", "{} pm", "{}.{:02}")).format(
        chooser.randint(1, 12), chooser.randrange(0, 60, 5)
    )


def _person(chooser: random.Random) -> str:
    return f"{chooser.choice(_FIRST_NAMES)} {chooser.choice(_LAST_NAMES)}"


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_FIRST_NAMES = (
    "Ines", "Tomas", "Rukmini", "Olu", "Berit", "Hassan", "Mei", "Callum", "Dorota", "Luis", "Anke", "Priya", "Joseph", "Yara",
)  # fmt: skip
_LAST_NAMES = (
    "Okafor", "Lindqvist", "Marsh", "Paredes", "Tanaka", "Whitlock", "Novak", "Iyer", "Gallagher", "Duarte", "Sato", "Brandt",
)  # fmt: skip
_PLACES = ("Harbour Street", "Room 12", "the old mill", "Building C", "Ferndale", "the east hall", "Quay 3", "Oakridge")
_EMAIL = _one_of("hire@millbrook.example", "info@ferry.example", "desk@northend.example", "team@allotment.example")
_PHONE = _number(200, 999, "020 7946 0{}")

_TABLES = (
    _Table(
        ("Prices", "Hire", "Price list", "Our boats", "Equipment"),
        ("rowing boat", "electric boat", "kayak", "canopy tent", "sound desk", "cargo bike", "floor sander", "projector"),
        (
            _Column("price", _number(3, 900, "${}"), ("how much is the {}?", "What does the {} cost?", "{} price")),
            _Column("per day", _number(10, 90, "{} euros"), ("how much is the {} per day?", "What is the day rate of the {}?")),
            _Column("deposit", _number(20, 400, "£{}"), ("What deposit is asked for the {}?", "deposit for {}")),
            _Column("persons", _number(1, 14), ("How many people fit in the {}?", "how many persons may use the {}?")),
            _Column("weight", _number(4, 300, "{} kg"), ("How heavy is the {}?", "what does the {} weigh?")),
            _Column("length", _number(2, 12, "{} m"), ("How long is the {}?",)),
            _Column("speed", _number(4, 60, "{} km/h"), ("How fast is the {}?", "What speed does the {} reach?")),
            _Column("colour", _one_of("red", "dark blue", "grey", "yellow"), ("What colour is the {}?",)),
            _Column("kept in", _one_of(*_PLACES), ("Where is the {} kept?", "where do I find the {}?")),
        ),
    ),
    _Table(
        ("Staff", "Contacts", "The team", "Who does what", "Committee"),
        ("caretaker", "treasurer", "head of finance", "night porter", "librarian", "safety officer", "press office"),
        (
            _Column("name", _person, ("Who is the {}?", "what is the {} called?", "name of the {}")),
            _Column("phone", _PHONE, ("What is the {}'s phone number?", "how do I call the {}?")),
            _Column("email", _EMAIL, ("What is the email of the {}?", "where do I write to the {}?")),
            _Column("office", _one_of(*_PLACES), ("Where is the {}'s office?", "where does the {} sit?")),
            _Column("since", _date, ("Since when has the {} been in office?", "When did the {} start?")),
            _Column("hours", _number(10, 40, "{} a week"), ("How many hours does the {} work?",)),
            _Column("reports to", _person, ("Who does the {} report to?", "who is the {}'s manager?")),
        ),
    ),
    _Table(
        ("Timetable", "Opening hours", "Summer rota", "Programme", "Events"),
        ("Monday", "Saturday", "choir practice", "the swimming course", "the book club", "first aid training", "bank holidays"),
        (
            _Column("opens", _clock, ("When does it open on {}?", "what time does {} start?")),
            _Column("closes", _clock, ("What time does {} end?", "When is closing time on {}?")),
            _Column("led by", _person, ("Who leads {}?", "who is in charge of {}?")),
            _Column("place", _one_of(*_PLACES), ("Where is {} held?", "Where does {} take place?")),
            _Column("fee", _number(2, 80, "${}"), ("What is the fee for {}?", "how much does {} cost?")),
            _Column("date", _date, ("On what date is {}?", "When is {}?")),
            _Column("places", _number(6, 60), ("How many places are there on {}?",)),
        ),
    ),
    _Table(
        ("Options", "Settings", "Limits", "Configuration", "Environment variables"),
        ("timeout", "max_size", "retries", "log_level", "cache_dir", "port", "workers", "proxy"),
        (
            _Column("default", _one_of("30", "8080", "info", "none", "4"), ("What is the default of {}?", "{} default")),
            _Column("type", _one_of("integer", "string", "path", "boolean"), ("What type is {}?", "which type does {} have?")),
            _Column("unit", _one_of("seconds", "MB", "bytes", "requests"), ("In what unit is {} given?", "unit of {}")),
            _Column("since", _number(1, 9, "version {}.0"), ("Since which version is there {}?",)),
            _Column("maximum", _number(50, 5000), ("What is the largest {} allowed?", "maximum {}")),
            _Column("owner", _person, ("Who owns the setting {}?",)),
        ),
    ),
    _Table(
        ("Invoice", "Lease", "Order", "Membership", "Booking", "Vehicle"),
        ("invoice 2041", "unit 7", "order 118", "flat 3b", "the van", "policy K-55", "the north field"),
        (
            _Column("due", _date, ("When is {} due?", "what is the due date of {}?")),
            _Column("amount", _number(40, 9000, "${}"), ("How much is {}?", "What is the amount of {}?")),
            _Column("tenant", _person, ("Who is the tenant of {}?", "Who rents {}?")),
            _Column("status", _one_of("paid", "open", "cancelled", "overdue"), ("What is the status of {}?", "status {}")),
            _Column("signed on", _date, ("When was {} signed?",)),
            _Column("address", _one_of(*_PLACES), ("What is the address of {}?", "where is {}?")),
            _Column("insured with", _one_of("Norfolk Mutual", "Alba Direct"), ("Who insures {}?", "With whom is {} insured?")),
            _Column("square metres", _number(18, 400), ("How large is {}?", "what is the floor area of {}?")),
        ),
    ),
)  # fmt: skip


def invented_examples(count: int, chooser: random.Random) -> list[Example]:
    """`count` questions, somewhat more than half of which their passage answers."""
    examples: list[Example] = []
    while len(examples) < count:
        examples += _asked_of_one(chooser, len(examples))
    return examples[:count]


def _asked_of_one(chooser: random.Random, number: int) -> Iterator[Example]:
    """A passage with a question that it answers, and most often one that it does not."""
    table = chooser.choice(_TABLES)
    subject, other = chooser.sample(table.subjects, 2)
    most = min(COLUMNS_SHOWN[1], len(table.columns) - 1)
    columns = chooser.sample(table.columns, chooser.randint(COLUMNS_SHOWN[0], most))
    values = [column.values(chooser) for column in columns]
    asked = chooser.randrange(len(columns))
    passage, start = _laid_out(chooser, table, subject, columns, values, asked)
    question = chooser.choice(columns[asked].questions)
    answers = ((start, start + len(values[asked])),)
    yield Example(f"{SOURCE}-{number}", SOURCE, question.format(subject), passage, answers)
    if chooser.random() < 0.5:
        yield Example(f"{SOURCE}-{number}#other", SOURCE, question.format(other), passage, ())
    elif chooser.random() < 0.8:
        lacking = chooser.choice([column for column in table.columns if column not in columns])
        question = chooser.choice(lacking.questions).format(subject)
        yield Example(f"{SOURCE}-{number}#lacking", SOURCE, question, passage, ())


def _laid_out(
    chooser: random.Random, table: _Table, subject: str, columns: Sequence[_Column], values: Sequence[str], asked: int
) -> tuple[str, int]:
    """The passage, and where the value asked for begins: a row with its headers, or a record of labels and values under
    the subject as a heading."""
    heading = chooser.choice(table.headings) + TITLE if chooser.random() < 0.6 else ""
    if chooser.random() < 0.6:
        before, join, between, end = f"{subject}: ", CELL, " ", END
    else:
        before, join, between, end = f"{subject[0].upper()}{subject[1:]}{TITLE}", ITEM, ": ", ""
    text = heading + before
    start = 0
    for position, (column, value) in enumerate(zip(columns, values, strict=True)):
        header = column.header if join == CELL else column.header.capitalize()
        text += (join if position else "") + header + between
        start = len(text) if position == asked else start
        text += value
    return text + end, start
