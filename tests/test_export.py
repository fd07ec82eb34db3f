"""What is handed on reads as it stands in the documents, whatever that is."""

import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from corpus.errors import UserError
from qa.replies.answers import Alternative, Answer, Calibration, Reply
from qa.replies.printable import on_one_line
from qa.replies.reply_file import load_replies
from qa.saved.question_file import append_question, question_line
from qa.showing.export import export, to_json_lines
from qa.showing.html import to_html
from qa.showing.markdown import to_markdown
from tests.fakes import ask, open_fake_session

HOW_MANY = "How many foxes has the keeper counted in the park?"
HOSTILE = "<script>alert(1)</script> **bold** [link](javascript:x) ![i](y) `c` &amp; | # _x_ ~~z~~ 1. <!--"


@pytest.fixture
def replies(folder: Path) -> list[Reply]:
    (folder / "foxes.md").write_text("There are 12 benches. The keeper counted 12 foxes in the park.", encoding="utf-8")
    (folder / "gazette.txt").write_text("In the park the keeper counted 30 foxes.", encoding="utf-8")
    with open_fake_session(folder) as session:
        session.index.update()
        return [ask(session, question) for question in (HOW_MANY, "Which zebra plays chess?")]


def answer_of(replies: list[Reply]) -> Answer:
    assert isinstance(replies[0], Answer)
    return replies[0]


class Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_markdown_is_this(replies: list[Reply]) -> None:
    text = to_markdown(replies[:1])
    assert text == (
        "## How many foxes has the keeper counted in the park?\n\n"
        "### 12\n\n"
        "contradicted: 57 of 60 answers scored like the first were right · 1 independent source\n\n"
        "1. “The keeper counted »12« foxes in the park.”\n\n"
        "   foxes.md, line 1, characters 41\\-43 ✓ verified\n\n"
        "The documents conflict:\n\n"
        "> 12 (1 independent source)\n\n"
        "1. “The keeper counted »12« foxes in the park.”\n\n"
        "   foxes.md, line 1, characters 41\\-43 ✓ verified\n\n"
        "> 30 (1 independent source)\n\n"
        "2. “In the park the keeper counted »30« foxes.”\n\n"
        "   gazette.txt, line 1, characters 31\\-33 ✓ verified\n\n"
        "Searched 2 of 2 files.\n"
    )


def test_what_was_asked_is_said_where_it_differs(replies: list[Reply]) -> None:
    followed = replace(answer_of(replies), question="And in the park?")
    assert f"Asked as: {HOW_MANY}" in to_markdown([followed])
    assert f"<p>Asked as: {HOW_MANY}</p>" in to_html([followed])


@given(st.one_of(st.just(HOSTILE), st.text(alphabet=st.sampled_from(HOSTILE + "1.)>-=+\\"), min_size=1, max_size=40)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_markup_in_a_text_stays_text(replies: list[Reply], text: str) -> None:
    hostile = [replace(answer_of(replies), text=text, question=text)]
    plain = Page(to_html([replace(answer_of(replies), text="x", question="x")])).tags
    page = Page(to_html(hostile))
    assert page.tags == plain
    assert on_one_line(text) in page.text
    rendered = Page(MarkdownIt("commonmark").render(to_markdown(hostile)))
    assert set(rendered.tags) <= {"h2", "h3", "p", "ol", "li", "blockquote"}
    assert on_one_line(text) in on_one_line(rendered.text)


def test_the_json_lines_are_what_verify_reads(replies: list[Reply], tmp_path: Path) -> None:
    file = tmp_path / "replies.jsonl"
    export(file, replies)
    assert file.read_text(encoding="utf-8") == to_json_lines(replies)
    assert [saved.reply.question for saved in load_replies(file)] == [reply.question for reply in replies]


@pytest.mark.parametrize("name", ["talk.md", "talk.HTML", "talk.json"])
def test_the_suffix_names_the_format_and_nothing_is_overwritten(
    replies: list[Reply], tmp_path: Path, name: str
) -> None:
    export(tmp_path / name, replies)
    with pytest.raises(UserError, match="there already"):
        export(tmp_path / name, replies)


@pytest.mark.parametrize(
    ("name", "complaint"), [("talk.pdf", r"no format is called '\.pdf'"), ("no/talk.md", "No such")]
)
def test_what_cannot_be_written_is_said(replies: list[Reply], tmp_path: Path, name: str, complaint: str) -> None:
    with pytest.raises(UserError, match=complaint):
        export(tmp_path / name, replies)


def test_a_reply_becomes_a_question_with_its_answers_and_documents(replies: list[Reply]) -> None:
    answered, not_answered = map(question_line, replies)
    assert answered.endswith('"answers": ["12"], "documents": ["foxes.md"]}')
    assert not_answered.endswith('"answers": [], "documents": []}')


def test_a_follow_up_becomes_the_question_it_was_understood_as(replies: list[Reply]) -> None:
    line = question_line(replace(replies[0], question="and in the park?"))
    assert json.loads(line)["question"] == HOW_MANY


def test_a_question_is_added_once(replies: list[Reply], tmp_path: Path) -> None:
    file = tmp_path / "new" / "questions.jsonl"
    for reply in replies:
        append_question(file, reply)
    assert len(file.read_text(encoding="utf-8").splitlines()) == 2
    with pytest.raises(UserError, match="this question is in it"):
        append_question(file, replies[0])


def test_the_question_file_is_one_that_is_measured_with(replies: list[Reply], tmp_path: Path) -> None:
    from qa.evaluation.questions import load_questions

    file = tmp_path / "questions.jsonl"
    file.write_text('{"id": "a", "question": "Own?", "answers": []}', encoding="utf-8")
    append_question(file, replies[0])
    own, saved = load_questions(file).questions
    assert (own.text, saved.text, saved.answers) == ("Own?", HOW_MANY, ("12",))


def test_every_answer_of_a_list_is_exported_with_its_citation(replies: list[Reply]) -> None:
    answer = answer_of(replies)
    rival = answer.disagreements[0].values[1]
    member = Alternative(rival.answer, 0.61, rival.citations)
    listed = replace(answer, disagreements=(), alternatives=(member,))
    assert "> 30 (61%)\n\n2. “In the park the keeper counted »30« foxes.”" in to_markdown([listed])
    page = Page(to_html([listed]))
    assert "Other answers:" in page.text
    measured = replace(listed, alternatives=(replace(member, calibration=Calibration(0.6, 0.7, 40, 56)),))
    for text in (to_markdown([measured]), to_html([measured])):
        assert "30 (more likely than not, 40 of 56)" in text
    assert "In the park the keeper counted 30 foxes." in page.text
