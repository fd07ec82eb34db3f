import json
from pathlib import Path

import pytest

from corpus.errors import UserError
from qa.records import ReplyRecord, load_replies, to_record
from tests.test_output import REPLIES


@pytest.mark.parametrize("name", REPLIES)
def test_every_reply_fits_the_schema_it_is_read_back_with(name: str) -> None:
    record = json.loads(json.dumps(to_record(REPLIES[name])))
    read = ReplyRecord.model_validate(record)
    assert read.answered is (record["answer"] is not None)
    assert (read.no_answer is None) is read.answered


def test_every_citation_shown_is_found_for_verifying() -> None:
    reply = ReplyRecord.model_validate(to_record(REPLIES["several_sources"]))
    assert [citation.quote for citation in reply.all_citations()] == [
        "more than 300", "over 300",  # cited
        "some 350",  # the alternative
        "more than 300", "over 300", "280",  # the disagreement
    ]  # fmt: skip


def test_one_object_and_one_a_line_are_both_read(tmp_path: Path) -> None:
    record = to_record(REPLIES["answer"])
    for text, count in (
        (json.dumps(record, indent=1), 1),
        (json.dumps(record) + "\n" + json.dumps({"id": "q1", **record}) + "\n\n", 2),
        ("\ufeff" + json.dumps(record), 1),
    ):
        file = tmp_path / "saved.jsonl"
        file.write_text(text, encoding="utf-8")
        assert len(load_replies(file)) == count


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"schema": 2}, "schema"),
        ({"citations": [{"quote": ""}]}, "citations.0"),
        ({"answered": "perhaps"}, "answered"),
    ],
)
def test_a_record_that_does_not_fit_is_refused_by_field(
    tmp_path: Path, change: dict[str, object], complaint: str
) -> None:
    file = tmp_path / "saved.json"
    file.write_text(json.dumps(to_record(REPLIES["answer"]) | change), encoding="utf-8")
    with pytest.raises(UserError, match=complaint):
        load_replies(file)


def test_nesting_without_end_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "saved.json"
    file.write_text("[" * 100_000, encoding="utf-8")
    with pytest.raises(UserError, match="not JSON"):
        load_replies(file)
