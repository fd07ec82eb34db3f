"""The pipeline with fakes for the models: what is decided, cited and refused."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from corpus.document import Span
from corpus.errors import UserError
from corpus.filters import ALL, Filters
from embeddings.engine import IndexOutdated
from embeddings.index import PassageIndex
from qa.answering.request import Request
from qa.answering.session import Session
from qa.reading.reader import Reading
from qa.replies.answers import Answer, Citation, NoAnswer, Reply
from tests import fakes
from tests.fakes import OverlapReader, WordEncoder, open_fake_session, silent

FERRY = "The ferry left at dawn. The ferry carried more than 300 passengers to Aland. Rain fell all day."
GAZETTE = "The ferry carried over 300 passengers."
WORD = "Rain fell on the island all day. "
RIVAL = "The ferry carried 280 passengers."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "ferry.txt").write_text(FERRY, encoding="utf-8")
    return folder


@pytest.fixture
def session(folder: Path) -> Iterator[Session]:
    with open_fake_session(folder) as session:
        yield session


def ask(session: Session, question: str, filters: Filters | None = None, *, limit: int | None = None) -> Reply:
    session.index.refresh(silent)
    return fakes.ask(session, question, filters=filters or ALL, limit=limit)


def answered(reply: Reply) -> Answer:
    assert isinstance(reply, Answer)
    return reply


def refused(reply: Reply) -> NoAnswer:
    assert isinstance(reply, NoAnswer)
    return reply


QUESTION = "How many passengers carried the ferry?"


def test_the_answer_is_the_text_at_its_span(session: Session) -> None:
    answer = answered(ask(session, QUESTION))
    citation = answer.citations[0]
    assert FERRY[citation.start : citation.end] == citation.quote == answer.text
    assert citation.sentence == "The ferry carried more than 300 passengers to Aland."
    assert FERRY[citation.start - len(citation.prefix) : citation.start] == citation.prefix


def test_a_number_is_shown_with_its_qualifier(session: Session) -> None:
    assert "more than 300" in answered(ask(session, QUESTION)).text


@pytest.mark.parametrize(("said", "question", "expected"), [
    ("She", "Who counted the passengers?", "more than 300"),
    ("it", "Who counted the passengers?", "more than 300"),
    ("US", "Who counted the passengers?", "US"),
    ("took", "When were the passengers counted?", "more than 300"),
    ("were", "How many passengers were counted?", "more than 300"),
    ("after", "When were the passengers counted?", "more than 300"),
    ("after", "Were they counted before or after the storm?", "after"),
    ("outside", "Where were the passengers counted?", "outside"),
    ("May", "When were the passengers counted?", "May"),
    ("may", "When were the passengers counted?", "may"),
    ("left", "Which way did the passengers turn?", "left"),
])  # fmt: skip
def test_what_says_nothing_away_from_its_place_is_no_answer(
    folder: Path, said: str, question: str, expected: str
) -> None:
    (folder / "ferry.txt").write_text(f"{said} counted more than 300 passengers.", encoding="utf-8")

    class Pointer:
        """Prefers the first word to the number."""

        def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
            start = texts[0].index("300")
            return [Reading(0, Span(0, len(said)), 9.0), Reading(0, Span(start, start + 3), 5.0)]

    with open_fake_session(folder, reader=Pointer()) as session:
        assert answered(ask(session, question)).text == expected


def test_a_second_document_that_says_the_same_is_cited_too(session: Session, folder: Path) -> None:
    (folder / "gazette.txt").write_text(GAZETTE, encoding="utf-8")
    answer = answered(ask(session, QUESTION))
    assert {citation.document for citation in answer.citations} == {"ferry.txt", "gazette.txt"}
    assert [citation.number for citation in answer.citations] == [1, 2]
    assert answer.independent_sources == 2


def test_a_number_that_only_might_be_the_same_is_no_support(session: Session, folder: Path) -> None:
    (folder / "crew.txt").write_text("Some 680 tons of coal the ferry burned. It rained.", encoding="utf-8")
    answer = answered(ask(session, QUESTION))
    assert [citation.document for citation in answer.citations] == ["ferry.txt"]


def test_a_copy_of_a_document_is_no_second_source(session: Session, folder: Path) -> None:
    (folder / "copy.txt").write_text(FERRY, encoding="utf-8")
    answer = answered(ask(session, QUESTION))
    assert len(answer.citations) == 2
    assert answer.independent_sources == 1


def test_a_contradicting_document_is_laid_beside_the_answer(session: Session, folder: Path) -> None:
    (folder / "rival.txt").write_text(RIVAL, encoding="utf-8")
    answer = answered(ask(session, QUESTION))
    (disagreement,) = answer.disagreements
    assert disagreement.relation == "conflict"
    assert {value.citations[0].document for value in disagreement.values} == {"ferry.txt", "rival.txt"}


def test_without_a_shared_word_nothing_is_relevant(session: Session) -> None:
    reply = refused(ask(session, "Which volcano erupted?"))
    assert reply.reason == "nothing_relevant"
    assert reply.unknown_words == ("volcano", "erupted")


def test_a_weak_reading_is_refused_with_the_nearest_passages(session: Session) -> None:
    reply = refused(ask(session, "Did the ferry sink?"))
    assert reply.reason in ("no_span", "below_threshold")
    assert FERRY[reply.nearest[0].start : reply.nearest[0].end] == reply.nearest[0].quote


@pytest.mark.parametrize(
    "question", ["Summarise the documents", "how many files mention the ferry?", "What is this document about?"]
)
def test_what_a_quotation_cannot_answer_is_said(session: Session, question: str) -> None:
    assert refused(ask(session, question)).reason == "not_extractive"


def test_filters_apply_before_passages_are_ranked(session: Session, folder: Path) -> None:
    (folder / "gazette.txt").write_text(GAZETTE, encoding="utf-8")
    answer = answered(ask(session, QUESTION, Filters(file="gaz*")))
    assert [citation.document for citation in answer.citations] == ["gazette.txt"]


def test_filters_that_leave_no_document_are_named(session: Session) -> None:
    assert refused(ask(session, QUESTION, Filters(file="*.md"))).reason == "filtered_out"


def test_alternatives_come_only_when_asked_for(session: Session, folder: Path) -> None:
    (folder / "ferry.txt").write_text(f"{FERRY}\n\n{WORD * 60}\n\n{RIVAL}", encoding="utf-8")
    assert answered(ask(session, QUESTION)).alternatives == ()
    (alternative,) = answered(ask(session, QUESTION, limit=2)).alternatives
    assert "280" in alternative.answer


def test_an_answer_that_disagrees_is_no_alternative_as_well(session: Session, folder: Path) -> None:
    (folder / "rival.txt").write_text(RIVAL, encoding="utf-8")
    answer = answered(ask(session, QUESTION, limit=3))
    assert len(answer.disagreements) == 1
    assert answer.alternatives == ()


PORTS = {
    "a.txt": "The ports of the island are Jena.",
    "b.txt": "The ports of the island are Aland.",
    "c.txt": "The ports of the island are Aland and Visby.",
}
ALL_PORTS = "What are the ports of the island?"


def test_a_question_for_a_list_gets_every_answer_and_no_disagreement(session: Session, folder: Path) -> None:
    for name, text in PORTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    answer = answered(ask(session, ALL_PORTS))
    assert [answer.text, *(each.answer for each in answer.alternatives)] == ["Jena", "Aland and Visby"]
    assert answer.disagreements == ()
    assert answered(ask(session, ALL_PORTS, limit=1)).alternatives == ()


def test_a_list_is_preferred_to_one_of_its_items(session: Session, folder: Path) -> None:
    for name in ("b.txt", "c.txt"):
        (folder / name).write_text(PORTS[name], encoding="utf-8")
    answer = answered(ask(session, ALL_PORTS))
    assert (answer.text, answer.alternatives) == ("Aland and Visby", ())
    assert [citation.document for citation in answer.citations] == ["c.txt", "b.txt"]
    _, trace = session.answer(Request(question=ALL_PORTS), note=silent)
    assert trace.candidates[0].text == answer.text


def test_citations_are_numbered_by_place_through_the_reply(session: Session, folder: Path) -> None:
    (folder / "rival.txt").write_text(RIVAL, encoding="utf-8")
    answer = answered(ask(session, QUESTION))
    own, rival = answer.disagreements[0].values
    assert own.citations == answer.citations
    assert [citation.number for citation in (*own.citations, *rival.citations)] == [1, 2]


@pytest.mark.parametrize("question", ["", "   ", "?!", "\x00"])
def test_an_empty_question_is_an_error_not_a_refusal(session: Session, question: str) -> None:
    with pytest.raises(UserError, match="empty"):
        ask(session, question)


def test_case_and_question_mark_change_nothing(session: Session) -> None:
    replies = [answered(ask(session, q)) for q in (QUESTION, QUESTION.lower(), QUESTION.rstrip("?"), QUESTION.upper())]
    assert len({(reply.text, reply.confidence, reply.citations) for reply in replies}) == 1


def test_a_file_changed_since_the_update_is_read_again(session: Session, folder: Path) -> None:
    session.index.refresh(silent)
    (folder / "ferry.txt").write_text(FERRY.replace("300", "4,500"), encoding="utf-8")
    notes: list[str] = []
    answer = answered(fakes.ask(session, QUESTION, note=notes.append))
    assert "4,500" in answer.text
    assert "ferry.txt" in notes[0]


class MeddlingReader(OverlapReader):
    """Changes the file each time it is asked to read."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.times = 0

    def read(self, question: str, texts: object) -> list:  # type: ignore[type-arg]
        self.times += 1
        self.file.write_text(FERRY.replace("300", str(1000 + self.times)), encoding="utf-8")
        return super().read(question, texts)  # type: ignore[arg-type]


def test_a_file_that_changes_under_every_reading_is_cited_as_changed(folder: Path) -> None:
    with open_fake_session(folder, MeddlingReader(folder / "ferry.txt")) as session:
        answer = answered(ask(session, QUESTION))
    assert answer.citations[0].status == "changed"


def test_coverage_names_what_was_not_searched(session: Session, folder: Path) -> None:
    (folder / "empty.txt").touch()
    for number in range(4):
        (folder / f"{number}.xyz").write_text("x", encoding="utf-8")
    coverage = ask(session, QUESTION).coverage
    assert (coverage.searched, coverage.total) == (1, 6)
    assert {(row.document, row.reason, row.count) for row in coverage.not_searched} == {
        ("empty.txt", "empty", 1),
        ("*.xyz", "unsupported", 4),
    }


def test_strict_refuses_an_index_that_is_missing_or_old(folder: Path) -> None:
    with pytest.raises(IndexOutdated, match="not indexed"):
        PassageIndex(folder, WordEncoder(), strict=True)
    with PassageIndex(folder, WordEncoder()) as index:
        index.update()
    (folder / "new.txt").write_text(GAZETTE, encoding="utf-8")
    with pytest.raises(IndexOutdated, match="1 new"):
        PassageIndex(folder, WordEncoder(), strict=True)


def test_the_nearest_passages_are_handed_on_before_they_are_read(folder: Path) -> None:
    (folder / "gazette.txt").write_text(GAZETTE, encoding="utf-8")
    events: list[str] = []

    class Noting(OverlapReader):
        def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
            events.append("read")
            return super().read(question, texts)

    def note_found(passages: Sequence[Citation]) -> None:
        events.extend(f"{passage.number} {passage.document}" for passage in passages)

    with open_fake_session(folder, Noting()) as session:
        session.index.update()
        session.answer(Request(question=QUESTION), note=silent, on_found=note_found)
    assert events == ["1 gazette.txt", "2 ferry.txt", "read"]
