"""What is read of tables, lists, headings, talk and of what is not said, whatever the format; and what of it is cited."""

import pytest

from corpus.chunking import MOST_CHARACTERS, split_into_passages
from corpus.document import Passage, Span
from corpus.reading import make_document
from corpus.rendering import DONE, OPEN
from qa.english.fields import asks_for_field
from qa.english.question_kind import is_list_question
from qa.reading.placing import place, places
from qa.reading.rows import worth_reading


def passages(path: str, text: str) -> list[Passage]:
    document, extraction = make_document(path, text.encode())
    return split_into_passages(document, extraction)


def lines(path: str, text: str) -> list[str]:
    """What is read, line by line; runs of spaces, where markup stood, as one."""
    read = "\n".join(rendering.text for passage in passages(path, text) for rendering in passage.renderings)
    return [" ".join(line.split()) for line in read.split("\n") if line.strip()]


def together(path: str, text: str) -> list[str]:
    """What is read as one, each on one line."""
    return [" ".join(rendering.text.split()) for passage in passages(path, text) for rendering in passage.renderings]


def cited(path: str, text: str, read: str, *, is_list: bool = False) -> str | None:
    """The quote for the first place where this is read."""
    for passage in passages(path, text):
        for rendering in passage.renderings:
            if (start := rendering.text.find(read)) >= 0:
                span = place(passage, rendering, Span(start, start + len(read)), is_list=is_list)
                return span.of(passage.document.text) if span else None
    raise AssertionError(f"{read!r} is not read")


# Tables

CRANES = ["crane 10: price 245 euros; reach 31 m.", "crane 12: price 310 euros; reach 40 m."]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.md", "|crane|price|reach|\n|-|-|-|\n|crane 10|245 euros|31 m|\n|crane 12|310 euros|40 m|\n"),
        ("a.md", "> |crane|**price**|reach|\n> |:-|-:|-|\n> | crane 10 | 245 euros | 31 m |\n> |crane 12|310 euros|40 m\n"),
        ("a.html", "<table><tr><th>crane<th>price<th>reach<tr><td>crane 10<td>245 euros<td>31 m"
                   "<tr><td>crane 12<td>310 euros<td>40 m</table>"),
        ("a.html", "<div role=table><div role=rowgroup><div role=row><span role=columnheader>crane</span>"
                   "<span role=columnheader>price</span><span role=columnheader>reach</span></div></div>"
                   "<div role=row><span role=rowheader>crane 10</span><span role=cell>245 euros</span><span role=cell>31 m"
                   "</span></div><div role=row><div role=rowheader>crane 12</div><div role=cell><p>310 euros</p></div>"
                   "<div role=cell>40 m</div></div></div>"),
        ("a.html", "<style>.t, ul.u { display: table } .r{color:red;display:table-row} .c{display:table-cell}</style>"
                   "<ul class=u><li class=r><b class=c>crane</b><b class=c>price</b><b class=c>reach</b></li>"
                   "<li class='r odd'><b class=c>crane 10</b><b class=c>245 euros</b><b class=c>31 m</b></li>"
                   "<li class=r><b class=c>crane 12</b><b class=c>310 euros</b><b class=c>40 m</b></li></ul>"),
        ("a.html", "<pre>\nname       price       reach\ncrane 10   245 euros   31 m\ncrane 12   310 euros   40 m\n</pre>"),
        ("a.txt", "name      price      reach\n----      -----     ----\ncrane 10  245 euros  31 m\ncrane 12  310 euros  40 m"),
        ("a.csv", "name,price,reach\ncrane 10,245 euros,31 m\ncrane 12,310 euros,40 m\n"),
        ("a.tsv", "name\tprice\treach\ncrane 10\t245 euros\t31 m\n\"crane 12\"\t310 euros\t40 m\n"),
        ("a.rst", "=========  =========  =====\ncrane      price      reach\n=========  =========  =====\n"
                  "crane 10   245 euros  31 m\ncrane 12   310 euros  40 m\n=========  =========  =====\n"),
        ("a.rst", "+----------+-----------+-------+\n| crane    | **price** | reach |\n+==========+===========+=======+\n"
                  "| crane 10 | 245 euros | 31 m  |\n+----------+-----------+-------+\n| crane 12 | 310 euros | 40 m  |\n"
                  "+----------+-----------+-------+\n"),
        ("a.rst", ".. list-table:: Cranes\n   :header-rows: 1\n\n   * - crane\n     - price\n     - reach\n   * - crane 10\n"
                  "     - 245 euros\n     - 31 m\n   * - crane 12\n     - 310 euros\n     - 40 m\n"),
        ("a.rst", '.. csv-table:: Cranes\n   :header: "crane", price, reach\n\n   crane 10, "245 euros", 31 m\n'
                  '   "crane 12", 310 euros, 40 m\n'),
        ("a.txt", "name\tprice\treach\ncrane 10\t245 euros\t31 m\ncrane 12\t310 euros\t40 m\n"),
    ],
)  # fmt: skip
def test_a_row_is_read_with_the_names_of_its_columns_and_the_cell_is_cited(path: str, text: str) -> None:
    assert lines(path, text)[-2:] == CRANES
    assert cited(path, text, "price 310 euros") == "310 euros"
    assert cited(path, text, "310 euros; reach 40") == "310 euros"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("<tr><th>day<th>dawn<th>dusk<tr><td>Monday<td colspan=2>closed", ["Monday: dawn, dusk closed."]),
        ("<tr><th>hall<th>day<th>hour<tr><td rowspan=2>Oak<td>Monday<td>9<tr><td>Friday<td>11",
         ["Oak: day Monday; hour 9.", "Oak: day Friday; hour 11."]),
        ("<tr><th>who<th colspan=2>rota<tr><th><th>dawn<th>dusk<tr><td>Ode<td>tea<td>rice",
         ["Ode: rota dawn tea; rota dusk rice."]),
        ("<tr><th>Mon<th>Tue<tr><td><td>Ode<tr><td>Una<td>", ["Tue Ode.", "Mon Una."]),
        ("<tr><th>Built<td>1804<tr><th>Keeper<td>Una Moss", ["Built: 1804.", "Keeper: Una Moss."]),
        ("<tr><td>Friday<td><ul><li>9 to 12</li><li>2 to 5</li></ul>", ["Friday: 9 to 12", "2 to 5."]),
        ("<tr><td>Soup<td><p>leek</p><p>with <br>cream</p>", ["Soup: leek", "with", "cream."]),
        ("<tr><td><table><tr><td>North gate<td>six</table>", ["North gate: six."]),
        ("<tr><th colspan=2>Ferns<tr><td>water<td>weekly", ["Ferns. water: weekly."]),
        ("<div role=row><span role=cell>Tent</span><span role=cell>245</span></div>", ["Tent: 245."]),
        ("<tr><td>Tent<td><s>320</s> 245", ["Tent: 245."]),
    ],
)  # fmt: skip
def test_cells_that_span_are_empty_or_hold_more_than_words(rows: str, expected: list[str]) -> None:
    read = lines("a.html", f"<table>{rows}</table>")
    assert [line for line in read if line in expected] == expected


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<div style='display:table'><p style='display: table-row'><i style='display:table-cell'>Tent</i>"
         "<i style='display:table-cell'>245</i></p></div><p>End", ["Tent: 245.", "End"]),
        ("<div role=table><div role=row><b role=columnheader>day</b><b role=columnheader aria-colspan=2>shift</b></div>"
         "<div role=row><b role=cell>Friday</b><b role=cell>Una</b><b role=cell>Bo</b></div></div>",
         ["Friday: shift Una; shift Bo."]),
        ("<div role=row>One</div><div role=cell>two</div>", ["One", "two"]),
        ("<table role=grid><tr role=row><td role=gridcell>Tent<td>245</table>", ["Tent: 245."]),
        ("<p role=note style='display:block'>One</p>", ["One"]),
        ("<div role=table>One</b></div></div><p>Two", ["One", "Two"]),
    ],
)  # fmt: skip
def test_elements_made_to_be_parts_of_a_table_are_read_as_such(markup: str, expected: list[str]) -> None:
    assert sorted(line for line in lines("a.html", markup) if not line.endswith(":")) == sorted(expected)


def test_a_cell_for_two_rows_is_cited_from_either() -> None:
    text = "<table><tr><th>hall<th>day<tr><td rowspan=2>Oak<td>Monday<tr><td>Friday</table>"
    assert cited("a.html", text, "Oak: day Friday") == "Oak"


def test_the_lines_of_one_record_are_read_together() -> None:
    (passage,) = passages("a.txt", "Name:\tUna Moss\nBorn:\t1951\n")
    assert [rendering.text for rendering in passage.renderings] == ["Name: Una Moss\nBorn: 1951"]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("+-----+---------+\n| bed | plants  |\n+=====+=========+\n| 4   | peas    |\n|     | and rue |\n+-----+---------+\n",
         ["4: plants peas and rue."]),
        ("+-----+---------+\n| all beds      |\n+-----+---------+\n| 4   | peas    |\n+-----+---------+\n", ["4: peas."]),
        ("====  =======\nbed   plants\n====  =======\n4     peas\n      and rue\n5     mint\n====  =======\n",
         ["5: plants mint.", "4: plants peas and rue."]),
        ("====  ======  ======\nbed   water\n----  --------------\nname  dawn    dusk\n====  ======  ======\n"
         "4     much    little\n====  ======  ======\n", ["4: water dawn much; water dusk little."]),
        (".. list-table::\n\n   * - Keeper\n     - Una Moss,\n       since May\n", ["Keeper: Una Moss,", "since May."]),
        ("====  ====\nnot closed\n", ["not closed"]),
    ],
)  # fmt: skip
def test_cells_of_rst_that_span_or_take_several_lines(table: str, expected: list[str]) -> None:
    read = lines("a.rst", table)
    assert [line for line in read if line in expected] == expected


def test_an_escaped_bar_is_no_border() -> None:
    assert lines("a.md", "|dish|price|\n|-|-|\n|peas \\| beans|4|\n")[-1] == "peas | beans: price 4."


def test_a_large_table_is_cut_between_rows_each_with_its_names() -> None:
    text = "|part|weight|\n|-|-|\n" + "".join(f"|part {number}|{number} kg|\n" for number in range(300))
    found = passages("a.md", text)
    assert len(found) > 3
    assert all(len(passage.rendering.text) <= MOST_CHARACTERS for passage in found)
    assert "part 299: weight 299 kg." in lines("a.md", text)


@pytest.mark.parametrize(
    "text",
    [
        "It rained.  We left.\nThen  came the sun.\nAnd so we\n",
        "A line with  two spaces\nand another one here\nand a third\n",
    ],
)
def test_prose_with_two_spaces_is_no_table(text: str) -> None:
    assert lines("a.txt", text) == [" ".join(line.split()) for line in text.splitlines()]


# What a file says of itself, and forms

FIELDS = [("author", "The mill. author: Una Moss"), ("fee", "The mill. fee: 7 euros")]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("a.md", "---\ntitle: The mill\nauthor: Una Moss\nfee: 7 euros\nempty:\n---\n\nIt is old.\n", FIELDS),
        ("a.md", "---\r\nauthor: 'Una Moss'\r\nfee: \"7 euros\"\r\n---\r\n# The mill\r\n\r\nIt is old.\r\n", FIELDS),
        ("a.md", "---\nauthors:\n  - Una Moss\n- Bo\nabout: >\n  an old\n  mill\n---\nIt is old.",
         [("authors", "authors: Una Moss; Bo"), ("about", "about: an old mill")]),
        ("a.rst", "The mill\n========\n\n:author: Una Moss\n:fee: 7 euros\n\nIt is old.\n", FIELDS),
        ("a.html", "<title>Mill</title><meta name=author content=' Una  Moss'><meta name=date content='May 2024'><p>It is old.",
         [("author", "Mill. author: Una Moss"), ("published", "Mill. published: May 2024")]),
        ("a.html", "<title>Mill</title><meta name=author content=''><h1>MILL</h1><p>It is old.", []),
    ],
)  # fmt: skip
def test_what_a_file_says_of_itself_is_read_field_by_field_under_its_title(
    path: str, text: str, expected: list[tuple[str, str]]
) -> None:
    renderings = [rendering for passage in passages(path, text) for rendering in passage.renderings]
    read = [(rendering.field, " ".join(rendering.text.split())) for rendering in renderings]
    assert [each for each in read if each[0] not in ("", "title")] == expected
    assert any("It is old." in each for field, each in read if not field)
    if expected is FIELDS:
        assert cited(path, text, "Una Moss") == "Una Moss"


@pytest.mark.parametrize(
    ("question", "field", "asks"),
    [
        ("Who is the author?", "author", True), ("Who wrote the report?", "authors", True),
        ("Who built the mill?", "author", False), ("When were the raids?", "date", False),
        ("When was it published?", "date", True), ("What is the date?", "Published", True),
        ("When were the raids?", "source", False), ("What is the source of the text?", "url", True),
        ("What is the title?", "title", True), ("What is it called?", "title", False), ("How old is it?", "last_modified", False),
        ("When was it last updated?", "lastmod", True), ("What does it cost?", "fee", True),
    ],
)  # fmt: skip
def test_what_describes_a_text_is_read_only_where_it_is_asked_for(question: str, field: str, asks: bool) -> None:
    assert asks_for_field(question, field) is asks


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("<fieldset><legend>Meals</legend><input type=checkbox checked>Lunch <input type=checkbox>Dinner <input type=checkbox"
         " checked>Soup</fieldset>", ["Meals", "Meals: Lunch; Soup."]),
        ("<fieldset><legend>Day:</legend><label><input type=radio>Friday</label><br><label><input type=radio checked>Monday"
         "</label></fieldset>", ["Day:", "Day: Monday."]),
        ("<p><label>Town <select><option>Aas<option selected>Vask<option>Lund</select></label>", ["Town: Vask."]),
        ("<p>Town <select><option>Aas<option>Vask</select>", ["Town"]),
        ("<p>Name <input value='Una Moss'> Age: <input type=number value=41>", ["Name: Una Moss; Age: 41."]),
        ("<p>Note<textarea>Ring\ntwice</textarea>", ["Note: Ring twice."]),
        ("<p>Key <input type=password value=x><input type=hidden value=y><input type=submit value=z>", ["Key"]),
        ("<table><tr><td>Smoker<td><input type=radio>yes <input type=radio checked>no<tr><td>Name<td><input value=Una></table>",
         ["Smoker: no.", "Name: Una."]),
        ("<ul><li><input type=checkbox checked> sweep<li><input type=checkbox> rake</ul>", [f"{DONE}sweep", f"{OPEN}rake"]),
        ("<p>Spoken<p><input type=checkbox checked>Danish<br><input type=checkbox>Latin", ["Spoken", "Danish"]),
    ],
)  # fmt: skip
def test_of_a_form_is_read_what_is_ticked_chosen_and_filled_in(form: str, expected: list[str]) -> None:
    assert lines("a.html", f"<form>{form}</form>") == expected


def test_a_choice_is_cited_where_it_stands() -> None:
    form = "<fieldset><legend>Meals</legend><input type=radio>Lunch <input type=radio checked>Dinner</fieldset>"
    assert cited("a.html", form, "Dinner") == "Dinner"


# What is not said


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("a.html", "<p>The fee is <del>30</del> <ins>25</ins> euros.</p>", "The fee is 25 euros."),
        ("a.md", "The fee is ~~30~~ **25** euros.", "The fee is 25 euros."),
        ("a.md", "The fee is <s>30</s> 25 euros.", "The fee is 25 euros."),
        ("a.html", "<p>One</p><p style='color:red; display: none'>two</p><p aria-hidden=true>three</p>", "One"),
        ("a.html", "<p>One<span style='visibility:hidden'>two</span></p><template>three</template>", "One"),
        ("a.html", "<p>It has 1,250<sup>1</sup> seats<sup>[b]</sup>.</p>", "It has 1,250 seats ."),
        ("a.html", "<p>It weighs 10<sup>3</sup> kg on 4 m<sup>2</sup>, the 2<sup>nd</sup>.</p>",
         "It weighs 10³ kg on 4 m², the 2nd."),
        ("a.md", "It has 90 seats[^2].", "It has 90 seats ."),
        ("a.md", "<!-- 91 seats -->\n\nIt has 90 seats.", "It has 90 seats."),
    ],
)  # fmt: skip
def test_what_is_not_said_is_not_read(path: str, text: str, expected: str) -> None:
    assert lines(path, text) == [expected]


def test_what_is_struck_out_stays_marked_beside_the_answer() -> None:
    (passage,) = passages("a.html", "<p>The fee is <del>30</del> 25 euros.</p>")
    assert passage.text == "The fee is ~~30~~ 25 euros."
    assert cited("a.html", "<p>The fee is <del>30</del> 25 euros.</p>", "25 euros") == "25 euros"
    assert cited("a.html", "<p>It has 1,250<sup>1</sup> seats.</p>", "1,250") == "1,250"


# Bounds, headings, lists, talk


@pytest.mark.parametrize(
    ("path", "text", "read", "quote"),
    [
        ("a.txt", "The winner was Orlo. Brandt was last.", "Orlo. Brandt", "Brandt"),
        ("a.txt", "The mill is old.\n\nNobody lives there now.", "old.\n\nNobody lives", "Nobody lives"),
        ("a.md", "```\nwait(90)\nopen(8)\n```", "90)\nop", "90"),
        ("a.txt", "Ask help@orlo.example for it.", "orlo", "help@orlo.example"),
        ("a.txt", "It runs on db.orlo.example:5432 now.", "5432", "db.orlo.example:5432"),
        ("a.txt", "See https://orlo.example/a-b?c=1 there.", "orlo", "https://orlo.example/a-b?c=1"),
        ("a.txt", "Get tools.orlo.example/lamp@v2 there.", "example", "tools.orlo.example/lamp@v2"),
        ("a.txt", "Open notes-2.final.toml first.", "final", "notes-2.final.toml"),
        ("a.txt", "It needs version 4.10.2-beta now.", "4.10.2", "4.10.2-beta"),
        ("a.txt", "The part is ZK-7714.", "7714", "ZK-7714"),
        ("a.txt", "They may not leave before Friday.", "Friday", "not leave before Friday"),
        ("a.txt", "Children under seven ride free.", "Children", "Children under seven"),
        ("a.txt", "Hold the lid for nine seconds.", "Hold the lid", "Hold the lid for nine seconds"),
        ("a.md", "The code is <kbd>4417</kbd>.", "4417", "4417"),
        ("a.md", "# Mill\n\n## Keeper: Una Moss\n\nIt is old.", "Keeper: Una Moss", "Keeper: Una Moss"),
        ("a.md", "---\nauthor: Una Moss\nfee: 7 euros\n---\nIt is old.", "Una Moss", "Una Moss"),
        ("a.txt", "MO: It starts at two, right?\nUNA: No, at three.", "at two", None),
        ("a.txt", "MO: Who came?\nUNA: Ode and Bo.\nMO: Good.", "came?\nUNA:  Ode and Bo", "Ode and Bo"),
        ("a.txt", "MO: Did it rain?\nUNA: It did.", "MO:  Did", None),
        ("a.html", "<p>Friday from 9 a.m. to 1 p.m.<br>Sunday closed</p>", "from 9 a.m.", "from 9 a.m. to 1 p.m."),
        ("a.txt", "[00:10] MO: Hello.\n[00:12] UNA: I did.", "UNA:  I", "UNA"),
    ],
)  # fmt: skip
def test_an_answer_keeps_to_its_bounds(path: str, text: str, read: str, quote: str | None) -> None:
    assert cited(path, text, read) == quote


@pytest.mark.parametrize(
    ("text", "question", "read", "quotes"),
    [
        ("MO: Hello.\nUNA: I called Bo.\n", "Who called Bo?", "I called Bo", ["UNA"]),
        ("MO: Hello.\nUNA: I called Bo.\n", "What did Una do?", "I called Bo", ["I called Bo"]),
        ("MO: Hello.\nUNA: Ode called Bo.\n", "Who called Bo?", "Ode", ["Ode"]),
        ("I called Bo.\n", "Who called Bo?", "I called", ["I called"]),
        ("4. Notice. It ends after a month.\n", "How much notice is needed?", "4", []),
        ("4. Notice. It ends after a month.\n", "Which clause is about notice?", "4", ["4"]),
        ("4.2 Notice\n", "How much notice is needed?", "4.2", []),
        ("It ends in\n4 months.\n", "How much notice is needed?", "4 months", ["4 months"]),
    ],
)  # fmt: skip
def test_what_is_quoted_depends_on_what_is_asked(text: str, question: str, read: str, quotes: list[str]) -> None:
    (passage,) = passages("a.txt", text)
    start = passage.rendering.text.index(read)
    found = places(passage, passage.rendering, Span(start, start + len(read)), question=question)
    assert [span.of(text) for span in found] == quotes


def test_the_items_of_a_list_are_quoted_together_where_a_list_is_asked_for() -> None:
    text = "You need:\n\n- a rope\n- two hooks\n- oil\n"
    (passage,) = passages("a.md", text)
    start = passage.rendering.text.index("a rope")
    read = Span(start, passage.rendering.text.index("oil") + 3)
    whole = place(passage, passage.rendering, read, is_list=True)
    assert whole
    assert whole.of(text) == "a rope\n- two hooks\n- oil"
    one = place(passage, passage.rendering, read)
    assert one
    assert one.of(text) == "two hooks"


@pytest.mark.parametrize(
    ("lead", "question", "read"),
    [
        ("The port offers the following boats:", "Which boats does the port offer?", "sloop\n"),
        ("The port offers the following boats:", "Which boats does the port offer?", "the following boats"),
        ("Guests should bring", "What should guests bring?", "ketch"),
        ("Boats of the port", "Which boats are there?", "ketch\n  yawl"),
    ],
)
def test_no_item_of_a_list_that_is_asked_for_is_dropped(lead: str, question: str, read: str) -> None:
    text = f"{lead}\n\n- sloop\n- ketch\n- yawl\n- cutter\n\nIt is open daily."
    (passage,) = passages("a.md", text)
    rendering = passage.rendering
    start = rendering.text.index(read)
    span = place(
        passage, rendering, Span(start, start + len(read)), is_list=is_list_question(question), question=question
    )
    assert span
    assert span.of(text) == "sloop\n- ketch\n- yawl\n- cutter"


@pytest.mark.parametrize(
    ("text", "question", "read", "quote"),
    [
        ("It has the boats:\n\nthe sloop Alk and\nthe ketch Coot.", "Which boats has it?", "sloop Alk and\nthe ketch",
         "sloop Alk and\nthe ketch"),
        ("Notes:\n\n- bring oil\n- the boat leaks\n", "What leaks?", "the boat", "the boat"),
        ("It rained.\n\n- bring oil\n- ask Bo\n", "Who is asked?", "Bo", "Bo"),
    ],
)  # fmt: skip
def test_what_is_no_list_or_not_asked_for_is_quoted_alone(text: str, question: str, read: str, quote: str) -> None:
    (passage,) = passages("a.md", text)
    start = passage.rendering.text.index(read)
    span = place(
        passage,
        passage.rendering,
        Span(start, start + len(read)),
        is_list=is_list_question(question),
        question=question,
    )
    assert span
    assert span.of(text) == quote


def test_a_list_is_the_answer_where_its_lead_in_is_the_question() -> None:
    text = "Bring for the climb:\n\n- a rope\n- two hooks\n- oil\n"
    (passage,) = passages("a.md", text)
    read = Span(passage.rendering.text.index("two hooks"), passage.rendering.text.index("two hooks") + 9)
    whole = place(passage, passage.rendering, read, question="What should I bring for the climb?")
    assert whole
    assert whole.of(text) == "a rope\n- two hooks\n- oil"
    other = place(passage, passage.rendering, read, question="How many hooks do I need?")
    assert other
    assert other.of(text) == "two hooks"


LAMPS = "# Lamps 2024\n\n|lamp|base|price|\n|-|-|-|\n|Vesta|E27|89|\n|Vesta Spot|GU10|59|\n|7|E14|29|\n|12|G9|19|\n"


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("Which base has the Vesta Spot?", ["Vesta Spot"]),
        ("What does the vesta cost?", ["Vesta"]),
        ("What do Vesta spots cost?", ["Vesta Spot"]),
        ("What does lamp 12 cost, or the Vesta?", ["Vesta", "12"]),
        ("Which lamps are good for 7 years?", ["Vesta", "Vesta Spot", "7", "12"]),
        ("What does the Vega cost?", ["Vesta", "Vesta Spot", "7", "12"]),
        ("Which lamp has the base G9?", ["Vesta", "Vesta Spot", "7", "12"]),
    ],
)
def test_of_a_table_the_rows_are_read_that_the_question_names(question: str, labels: list[str]) -> None:
    (passage,) = passages("a.md", LAMPS)
    assert [row.label for row in worth_reading(question, passage.renderings)] == labels


def test_a_row_that_is_named_is_read_alone_of_a_table_that_takes_several_passages() -> None:
    rows = "".join(
        f"| Lamp {letter * 9} of the north quay | {number} W | shelf {number} |\n"
        for number, letter in enumerate("abcdefghijklm")
    )
    text = f"# Stock\n\n| name | power | place |\n|-|-|-|\n{rows}\n| guard | floor |\n|-|-|\n| Una | 1 |\n| Ole | 2 |\n"
    found = passages("a.md", text)
    assert len(found) > 2
    renderings = [rendering for passage in found for rendering in passage.renderings]
    kept = [
        row.label for row in worth_reading(f"Where is the lamp {'b' * 9} of the north quay?", renderings) if row.is_row
    ]
    assert kept == [f"Lamp {'b' * 9} of the north quay", "Una", "Ole"]


def test_what_is_said_of_a_row_that_is_named_does_not_stand_in_the_heading_above() -> None:
    text = "# Order 0417\n\n|field|entry|\n|-|-|\n|Postcode|4077|\n|Town|Aas|\n"
    (passage,) = passages("a.md", text)
    row = next(each for each in passage.renderings if each.label == "Postcode")
    heading = Span(row.text.index("0417"), row.text.index("0417") + 4)
    assert place(passage, row, heading, question="What is the postcode?") is None
    found = place(passage, row, heading, question="Which order is it?")
    assert found
    assert found.of(text) == "0417"


LISTS = {
    "a.md": "# Camp\n\n## What to bring\n\n- a rope\n- two hooks\n- oil\n",
    "b.md": "# Camp\n\n## Packing\n\nPlease bring with you:\n\n* a rope\n* two hooks\n* oil\n\nThe rope is red.\n",
    "c.txt": "You bring to camp:\n  - a rope\n  - two hooks\n  - oil\n\nThe rope is red.\n",
    "d.html": "<h1>Camp</h1><p>What you should bring:<ul><li>a rope<li>two hooks<li>oil</ul><p>The rope is red.",
    "e.rst": "Camp\n====\n\nThe tools to bring:\n\n- a rope\n- two hooks\n- oil\n",
    "f.html": "<table><tr><th>Bring<td><ul><li>a rope<li>two hooks<li>oil</ul><tr><th>Leader<td>Una</table>",
}


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    ("question", "is_whole"),
    [
        ("What should I bring to the camp?", True), ("What must we bring?", True), ("How many hooks should I bring?", False),
        ("Who brings the hooks?", False), ("What hangs on two hooks?", False), ("When do we bring it?", False),
    ],
)  # fmt: skip
def test_a_list_is_quoted_whole_where_what_leads_it_in_is_asked_for(path: str, question: str, is_whole: bool) -> None:
    for passage in passages(path, LISTS[path]):
        for rendering in passage.renderings:
            if (start := rendering.text.find("two hooks")) >= 0:
                found = place(passage, rendering, Span(start, start + len("two hooks")), question=question)
                assert found
                quoted = [item for item in ("a rope", "two hooks", "oil") if item in found.of(passage.document.text)]
                assert quoted == (["a rope", "two hooks", "oil"] if is_whole else ["two hooks"])
                return
    raise AssertionError("no list is read")


@pytest.mark.parametrize(
    ("question", "is_whole"),
    [
        ("Which tools are in the red box?", True),
        ("Which tools need two hooks?", False),
        ("Which towns were flooded?", False),
    ],
)
def test_what_a_question_for_a_list_adds_may_be_of_all_items_but_not_of_one(question: str, is_whole: bool) -> None:
    text = "The tools in the box are:\n\n- a rope\n- a saw with two hooks\n- oil\n"
    (passage,) = passages("a.md", text)
    start = passage.rendering.text.index("a rope")
    found = place(passage, passage.rendering, Span(start, start + 6), question=question, is_list=True)
    assert found
    assert found.of(text) == ("a rope\n- a saw with two hooks\n- oil" if is_whole else "a rope")


def test_choices_with_others_between_are_quoted_each_by_itself() -> None:
    form = "<input type=checkbox checked>Lunch <input type=checkbox>Dinner <input type=checkbox checked>Soup"
    (passage,) = passages("a.html", f"<fieldset><legend>Meals</legend>{form}</fieldset>")
    (row,) = [rendering for rendering in passage.renderings if rendering.is_row]
    found = places(
        passage, row, Span(row.text.index("Lunch"), row.text.index("Soup") + 4), is_list=True, question="Which meals?"
    )
    assert [span.of(passage.document.text) for span in found] == ["Lunch", "Soup"]


LAMP = ["How do I fill it? Open the cap. Pour slowly.", "How long does it burn? Nine hours."]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.txt", "Q: How do I fill it?\nA: Open the cap.\nPour slowly.\n\nQ: How long does it burn?\nA: Nine\nhours."),
        ("a.txt", "Q1. How do I fill it?\nOpen the cap.\n\nPour slowly.\nQ2. How long does it burn?\nNine hours."),
        ("a.txt", "How do I fill it?\nOpen the cap.\nPour slowly.\n\nHow long does it burn?\n\nNine hours.\n"),
        ("a.md", "**Q:** How do I fill it?\n\n**A:** Open the cap.\n\nPour slowly.\n\nQ: How long does it burn?\nA: Nine hours."),
        ("a.md", "**How do I fill it?**\n\nOpen the cap. Pour slowly.\n\n**How long does it burn?**\nNine hours."),
        ("a.html", "<dl><dt>How do I fill it?<dd>Open the cap.<p>Pour slowly.<dt>How long does it burn?<dd>Nine hours.</dl>"),
    ],
)  # fmt: skip
def test_each_question_of_a_text_is_read_with_its_own_answer(path: str, text: str) -> None:
    assert together(path, text) == LAMP
    assert cited(path, text, "Pour slowly") == "Pour slowly"
    assert cited(path, text, "How long does it burn") is None


def test_the_items_of_an_answer_are_read_with_its_question_and_what_follows_is_not() -> None:
    text = "Q: What do I need?\n\nA: These:\n\n- oil\n- a wick\n\nWe are closed in May.\n"
    assert together("a.md", text) == ["We are closed in May.", "What do I need? These: oil; a wick"]
    assert cited("a.md", text, "oil; a wick", is_list=True) == "oil\n- a wick"
    assert cited("a.md", text, "need? These: oil", is_list=True) == "These:\n\n- oil"


def test_the_rest_of_a_long_answer_is_read_with_its_question() -> None:
    text = "Q: How was it built?\nA: " + "They carried stones up the hill for many weeks. " * 60
    found = passages("a.txt", text)
    assert len(found) > 2
    assert all("How was it built?" in passage.rendering.text for passage in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Who knows?\n\nIt rained.\n", ["Who knows?", "It rained."]),
        ("“Who is there?”\n\n“Una.”\n\n“Who else?”\n\n“Bo.”\n", ["“Who is there?”", "“Una.”", "“Who else?”", "“Bo.”"]),
        ("Who came?\n\nWho left?\n", ["Who came?", "Who left?"]),
        ("Who knows?\n\n" + "It rained. " * 200 + "\n\nWho cares?\n\nUna.", None),
        ("A: Una came.\n\nQ: and more\n", ["A: Una came.", "Q: and more"]),
    ],
)  # fmt: skip
def test_a_question_without_an_answer_of_its_own_is_prose(text: str, expected: list[str] | None) -> None:
    found = passages("a.txt", text)
    assert all(len(passage.renderings) == 1 for passage in found)
    assert expected in (None, lines("a.txt", text))


TASKS = "Before the fair:\n\n- [x] paint the door\n- [ ] oil the lock\n- [ ] call Una\n"
BOXES = "☑ paint the door\n☐ oil the lock\n☐ call Una\n"


@pytest.mark.parametrize(
    ("path", "text"), [("a.md", TASKS), ("a.txt", TASKS), ("a.txt", TASKS.replace(":\n", ":")), ("a.txt", BOXES)]
)
def test_tasks_are_read_with_whether_they_are_done(path: str, text: str) -> None:
    (passage,) = passages(path, text)
    assert lines(path, text)[-2:] == [f"{OPEN}oil the lock", f"{OPEN}call Una"]
    assert f"{DONE}paint the door" in lines(path, text)[-3]
    assert cited(path, text, f"{OPEN}oil the lock") == "oil the lock"
    assert passage.rendering.row_at(Span(*passage.rendering.tasks(DONE)[0])) == f"{DONE}paint the door"


@pytest.mark.parametrize(
    ("question", "quotes"),
    [
        ("What is still to do before the fair?", ["oil the lock", "call Una"]),
        ("Which tasks are done?", ["paint the door"]),
        ("Was the door painted?", ["paint the door"]),
        ("What was painted?", ["the door"]),
    ],
)
def test_tasks_are_quoted_whole_where_it_is_asked_whether_they_are_done(question: str, quotes: list[str]) -> None:
    (passage,) = passages("a.md", TASKS)
    start = passage.rendering.text.index("the door")
    found = places(passage, passage.rendering, Span(start, start + 8), question=question)
    assert [span.of(TASKS) for span in found] == quotes


@pytest.mark.parametrize("text", ["[x] marks the spot\nwhere it is\n", "- done: one\n- open: two\n"])
def test_what_only_looks_like_a_task_has_no_state(text: str) -> None:
    (passage,) = passages("a.md", text)
    assert passage.rendering.row_at(Span(2, 9)) is None


def test_an_item_far_from_its_lead_in_is_read_with_it() -> None:
    text = "You need:\n\n" + "".join(f"- thing number {number} of the many\n" for number in range(40))
    assert all("You need:" in passage.rendering.text for passage in passages("a.md", text))
