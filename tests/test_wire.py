import json
from pathlib import Path

import pytest

from corpus.errors import UserError
from qa.replies.answers import all_citations
from qa.replies.reply_file import load_replies
from qa.replies.wire import from_wire, to_wire
from tests.test_output import REPLIES


@pytest.mark.parametrize("name", REPLIES)
def test_every_reply_is_read_back_as_it_was(name: str) -> None:
    line = json.loads(json.dumps(to_wire(REPLIES[name], whole=True)))
    assert from_wire(line).reply == REPLIES[name]
    assert line["answered"] is (line["answer"] is not None) is (line["no_answer"] is None)


def test_every_citation_shown_is_found_for_verifying() -> None:
    reply = from_wire(to_wire(REPLIES["several_sources"])).reply
    assert [citation.quote for citation in all_citations(reply)] == [
        "more than 300", "over 300",  # cited
        "some 350",  # the alternative
        "more than 300", "over 300", "280",  # the disagreement
    ]  # fmt: skip


def test_one_object_and_one_a_line_are_both_read(tmp_path: Path) -> None:
    record = to_wire(REPLIES["answer"])
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
    file.write_text(json.dumps(to_wire(REPLIES["answer"]) | change), encoding="utf-8")
    with pytest.raises(UserError, match=complaint):
        load_replies(file)


def test_nesting_without_end_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "saved.json"
    file.write_text("[" * 100_000, encoding="utf-8")
    with pytest.raises(UserError, match="not JSON"):
        load_replies(file)
