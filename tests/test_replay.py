"""Saved questions asked again: each verdict after the edit that brings it about, and the command with the real models."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.filters import ALL, Filters
from corpus.locations import DEFAULT_FOLDER
from qa.answering import session as sessions
from qa.answering.request import Request
from qa.answering.session import Session
from qa.cli import main
from qa.reading.model_files import files_of
from qa.replies.answers import Answer, NoAnswer, Reply
from qa.replies.wire import AskedSettings, SavedReply, asked_of_to_wire, from_wire, to_wire
from qa.saved import provenance, replay
from qa.saved.provenance import Differences, describe, differences, fingerprint
from qa.saved.replay import Replayed, ask_one_again, request_of
from qa.settings import Settings
from tests.fakes import ask, open_fake_session, silent

QUESTION = "Which colour is the harbour lamp?"
LOG = "It rained all night. The harbour lamp is of the colour red. The crew slept."
REPORT = "Red is the colour of the harbour lamp."


@pytest.fixture
def session(folder: Path) -> Iterator[Session]:
    (folder / "log.txt").write_text(LOG, encoding="utf-8")
    with open_fake_session(folder) as session:
        yield session


def save(session: Session, question: str = QUESTION, filters: Filters = ALL, history: Sequence[str] = ()) -> SavedReply:
    """Asked after the history, written as a line and read back."""
    session.index.refresh(silent)
    request = session.following_up(Request(question=question, filters=filters, limit=1), history, note=silent)
    reply, _ = session.answer(request, note=silent)
    asked_of = describe(session.index, request, Settings())
    return from_wire(json.loads(json.dumps(to_wire(reply) | asked_of_to_wire(asked_of))))


def again(session: Session, saved: SavedReply) -> Replayed:
    session.index.refresh(silent)
    return ask_one_again(session, saved, Settings(), silent)


def text_of(reply: Reply) -> str:
    assert isinstance(reply, Answer)
    return reply.text


def write(session: Session, name: str, text: str) -> None:
    (session.index.folder / name).write_text(text, encoding="utf-8")


def test_an_untouched_folder_gives_the_same(session: Session) -> None:
    saved = save(session)
    assert text_of(saved.reply) == "red"
    replayed = again(session, saved)
    assert (replayed.verdict, replayed.gained, str(replayed.differences)) == ("same", (), "")


CHOIR = "In 2019 the choir sang in Turku. In 2018 the choir sang in Bergen."
FOLLOWING = ["Where did the choir sing in 2019?", "and in 2018?"]


def test_a_follow_up_is_asked_again_after_its_conversation(session: Session) -> None:
    write(session, "choir.txt", CHOIR)
    saved = save(session, FOLLOWING[1], history=FOLLOWING[:1])
    assert saved.reply.asked == "Where did the choir sing in 2018?"
    assert request_of(saved).turns == session.converse(FOLLOWING[:1], note=silent)
    replayed = again(session, saved)
    assert (replayed.verdict, replayed.now.asked) == ("same", saved.reply.asked)
    write(session, "choir.txt", CHOIR.replace("Bergen", "Lund"))
    assert again(session, saved).verdict == "changed"
    write(session, "choir.txt", CHOIR.partition(" In 2018")[0])
    assert again(session, saved).verdict == "lost", "what was sung in 2019 is no answer"


def test_the_halves_of_a_question_are_asked_again_one_by_one(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for module in (sessions, replay):
        monkeypatch.setattr(module, "open_session", lambda folder, settings, **_: open_fake_session(folder))
    (folder / "count.txt").write_text("The keeper counted 12 foxes in the park.", encoding="utf-8")
    (folder / "night.txt").write_text("All foxes sleep under hedges.", encoding="utf-8")
    file = tmp_path / "saved.jsonl"
    both = "How many foxes has the keeper counted in the park, and where do they sleep?"
    main(["ask", both, "--in", str(folder), "--save", str(file), "--file", "*.txt"])
    capsys.readouterr()
    assert main(["replay", str(file)]) == 0
    assert capsys.readouterr().out.endswith("2 questions: 2 same.\n")
    (folder / "night.txt").write_text("All foxes sleep among reeds.", encoding="utf-8")
    assert main(["replay", str(file)]) == 4
    first, second, *_ = [line for line in capsys.readouterr().out.splitlines() if line[:1].strip()]
    assert first.split() == ["same", *"How many foxes has the keeper counted in the park?".split()]
    assert second.split() == ["changed", *"where do they sleep?".split()]


def test_a_quote_that_moved_is_the_same(session: Session) -> None:
    saved = save(session)
    write(session, "log.txt", f"A line put before.\n{LOG}")
    replayed = again(session, saved)
    assert (replayed.verdict, replayed.checks[0][1].status) == ("same", "moved")
    assert replayed.differences == Differences(changed=("log.txt",), is_index_other=True)


def test_another_answer_is_changed(session: Session) -> None:
    saved = save(session)
    write(session, "log.txt", LOG.replace("red", "green"))
    replayed = again(session, saved)
    assert (replayed.verdict, text_of(replayed.then), text_of(replayed.now)) == ("changed", "red", "green")
    assert replayed.checks[0][1].status == "changed"


def test_an_answer_whose_document_is_gone_is_lost(session: Session) -> None:
    write(session, "other.txt", "The crew slept below.")
    saved = save(session)
    (session.index.folder / "log.txt").unlink()
    replayed = again(session, saved)
    assert (replayed.verdict, replayed.checks[0][1].status) == ("lost", "missing")
    assert isinstance(replayed.now, NoAnswer)
    assert str(replayed.differences) == "removed: log.txt"


def test_an_answer_at_last_is_new_evidence(session: Session) -> None:
    saved = save(session, "Who painted the chapel ceiling?")
    assert isinstance(saved.reply, NoAnswer)
    assert again(session, saved).verdict == "same"
    write(session, "guide.txt", "Ebba Lind painted the chapel ceiling.")
    replayed = again(session, saved)
    assert (replayed.verdict, str(replayed.differences)) == ("new evidence", "added: guide.txt")
    assert [citation.document for citation in replayed.gained] == ["guide.txt"]


def test_another_source_for_the_same_answer_is_new_evidence(session: Session) -> None:
    saved = save(session)
    write(session, "report.txt", REPORT)
    replayed = again(session, saved)
    assert isinstance(replayed.now, Answer)
    assert replayed.now.independent_sources == 2
    assert (replayed.verdict, [c.document for c in replayed.gained]) == ("new evidence", ["report.txt"])


def test_one_of_two_sources_gone_is_changed_though_the_answer_is_the_same(session: Session) -> None:
    write(session, "report.txt", REPORT)
    saved = save(session)
    assert isinstance(saved.reply, Answer)
    assert saved.reply.independent_sources == 2
    (session.index.folder / "report.txt").unlink()
    replayed = again(session, saved)
    assert (replayed.verdict, text_of(replayed.now)) == ("changed", "red")
    assert sorted(check.status for _, check in replayed.checks) == ["missing", "verified"]


def test_a_source_that_became_a_copy_of_the_other_is_changed(session: Session) -> None:
    write(session, "report.txt", REPORT)
    saved = save(session)
    write(session, "log.txt", f"{LOG} {REPORT}")
    write(session, "report.txt", f"{REPORT} {LOG}")
    replayed = again(session, saved)
    assert isinstance(replayed.now, Answer)
    assert (replayed.now.independent_sources, replayed.verdict) == (1, "changed")


def test_a_document_that_says_otherwise_is_new_evidence(session: Session) -> None:
    write(session, "log.txt", "The harbour wall has 12 lamps.")
    saved = save(session, "How many lamps has the harbour wall?")
    write(session, "rival.txt", "Of lamps, the harbour wall has only 8, he says.")
    replayed = again(session, saved)
    assert isinstance(replayed.now, Answer)
    assert replayed.now.disagreements
    assert replayed.verdict == "new evidence"


def test_saved_filters_are_kept(session: Session) -> None:
    saved = save(session, filters=Filters(file="log.txt"))
    write(session, "report.txt", REPORT)
    assert again(session, saved).verdict == "same"
    write(session, "log.txt", "The crew slept.")
    assert again(session, saved).verdict == "lost"


def test_the_saved_max_error_is_kept_and_the_other_settings_are_those_of_now(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = save(session)
    assert saved.asked_of is not None
    strict = replace(saved.asked_of, settings=AskedSettings(0.05, 20, None, "deep"))
    opened = []

    @contextmanager
    def record_and_open(folder: Path, settings: Settings) -> Iterator[Session]:
        opened.append((folder, settings.passages_to_read))
        yield session

    monkeypatch.setattr(replay, "open_session", record_and_open)
    replies = [saved, saved, replace(saved, asked_of=strict)]
    assert [request_of(each).max_error for each in replies] == [None, None, 0.05]
    replayed = list(replay.ask_again(replies, None, Settings(max_error=0.5, passages_to_read=7), silent))
    assert opened == [(session.index.folder, 7)]
    assert [str(each.differences) for each in replayed] == ["passages_to_read was 20, is 7"] * 3


def test_a_line_that_does_not_say_what_it_was_asked_of_is_compared_all_the_same(session: Session) -> None:
    saved = replace(save(session), asked_of=None)
    replayed = again(session, saved)
    assert (replayed.verdict, replayed.differences) == ("same", None)


def test_models_settings_version_and_folder_are_told_apart(session: Session) -> None:
    then = save(session).asked_of
    assert then is not None
    now = replace(
        then,
        folder="/elsewhere",
        version="9",
        models=then.models | {"small.onnx": "0" * 64},
        settings=replace(then.settings, passages_to_read=5),
    )
    assert str(differences(then, now)) == (
        f"other models: small.onnx; passages_to_read was 20, is 5; saved by version {then.version};"
        f" asked of {then.folder} then"
    )
    assert str(differences(then, then)) == ""


def test_a_large_folder_is_told_apart_as_a_whole(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provenance, "MOST_LISTED", 0)
    saved = save(session)
    assert saved.asked_of is not None
    assert saved.asked_of.documents is None
    write(session, "log.txt", LOG.replace("red", "green"))
    assert str(again(session, saved).differences) == "the documents, or how they are indexed, differ"


def test_the_fingerprint_is_of_paths_bytes_and_format_alone(session: Session) -> None:
    session.index.refresh(silent)
    records = session.index.documents()
    first = fingerprint(records, "2 words")
    assert first != fingerprint(records, "3 words")
    assert first != fingerprint([replace(records[0], path="other.txt")], "2 words")
    assert first != fingerprint([replace(records[0], sha256="0" * 64)], "2 words")
    assert first == fingerprint([replace(records[0], id=77, mtime_ns=0)], "2 words")


def run(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


@pytest.fixture
def ferry(folder: Path) -> Path:
    file = folder / "ferry.md"
    file.write_text(
        "The ferry left at dawn. It carried more than 300 passengers to Aland, he said.\n", encoding="utf-8"
    )
    return file


@pytest.fixture
def saved(ferry: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Two replies by the real models, one an answer and one a refusal."""
    file = tmp_path / "saved.jsonl"
    assert run("ask", "How many passengers did the ferry carry?", "--in", ferry.parent, "--save", file) == 0
    assert run("ask", "Which volcano erupted in Iceland?", "--in", ferry.parent, "--save", file) == 1
    capsys.readouterr()
    return file


def test_what_is_saved_is_what_json_prints_and_one_key_more(
    ferry: Path, saved: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = json.loads(saved.read_text(encoding="utf-8").splitlines()[0])
    run("ask", "How many passengers did the ferry carry?", "--in", ferry.parent, "--json")
    printed = json.loads(capsys.readouterr().out)
    asked_of = line.pop("asked_of")
    assert line | {"timings_ms": None} == printed | {"timings_ms": None}
    assert asked_of["folder"] == str(ferry.parent)
    assert asked_of["at"].endswith("+00:00")
    assert list(asked_of["documents"]) == ["ferry.md"]
    assert set(asked_of["models"]) == {*(file.name for file in files_of("deep")), "encoder"}
    assert run("verify", saved) == 0


def test_the_command_tells_what_became_of_each_reply(
    ferry: Path, saved: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("replay", saved) == 0
    assert capsys.readouterr().out == (
        "same          How many passengers did the ferry carry?\n"
        "same          Which volcano erupted in Iceland?\n"
        "2 questions: 2 same.\n"
    )
    ferry.write_text(ferry.read_text(encoding="utf-8").replace("300", "900"), encoding="utf-8")
    assert run("replay", saved) == 4
    assert capsys.readouterr().out == (
        "changed       How many passengers did the ferry carry?\n"
        "              then: more than 300 (1 independent source)\n"
        "              now:  more than 900 (1 independent source)\n"
        "              changed: ferry.md “more than 300”\n"
        "              new: ferry.md, line 1 “more than 900”\n"
        "              since: documents changed: ferry.md\n"
        "same          Which volcano erupted in Iceland?\n"
        "2 questions: 1 same, 1 changed.\n"
    )
    assert run("replay", saved, "--json") == 4
    report = json.loads(capsys.readouterr().out)
    assert report["counts"] == {"same": 1, "changed": 1, "lost": 0, "new evidence": 0}
    assert report["replies"][0]["then"] == {"answer": "more than 300", "reason": None, "independent_sources": 1}
    assert report["replies"][0]["differences"]["changed"] == ["ferry.md"]


def test_a_folder_that_moved_is_named_and_can_be_given(
    ferry: Path, saved: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere = ferry.parent.rename(ferry.parent.with_name("elsewhere"))
    assert run("replay", saved) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert f"{ferry.parent}: no such folder" in captured.err
    assert f"qa replay {saved} --in FOLDER" in captured.err
    assert run("replay", saved, "--in", elsewhere) == 0
    assert run("replay", saved, "--in", ferry.parent) == 2


def test_a_line_of_an_older_version_needs_the_folder(
    ferry: Path, saved: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [json.loads(line) for line in saved.read_text(encoding="utf-8").splitlines()]
    del lines[1]["asked_of"]
    lines[0]["asked_of"]["settings"]["of_tomorrow"] = 1
    lines[0]["asked_of"]["of_tomorrow"] = {"nested": True}
    saved.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    assert run("verify", saved) == 0
    capsys.readouterr()
    assert run("replay", saved) == 2
    assert "does not say of every reply which folder was asked" in capsys.readouterr().err
    assert run("replay", saved, "--in", ferry.parent) == 0


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"schema": 2}, "schema"),
        ({"asked_of": "a folder"}, "asked_of"),
        ({"asked_of": {"folder": 3}}, "asked_of.folder"),
        ({"asked_of": {"limit": 0}}, "asked_of.limit"),
        ({"asked_of": {"settings": {"max_error": 7}}}, "asked_of.settings.max_error"),
        ({"asked_of": {"filters": {"since": "yesterday"}}}, "--since yesterday"),
    ],
)
def test_a_line_that_cannot_be_asked_again_is_refused_by_field(
    session: Session,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    change: dict[str, object],
    complaint: str,
) -> None:
    asked_of = describe(session.index, Request(question=QUESTION, limit=1), Settings())
    line = to_wire(ask(session, QUESTION)) | asked_of_to_wire(asked_of)
    for key, value in change.items():
        line[key] = line[key] | value if isinstance(value, dict) else value
    file = tmp_path / "saved.jsonl"
    file.write_text(json.dumps(line), encoding="utf-8")
    assert run("replay", file) == 2
    captured = capsys.readouterr()
    assert complaint in captured.err
    assert captured.out == ""


@pytest.mark.parametrize("text", [None, "", "{}", "not json", "[]"])
def test_a_file_without_saved_replies_is_not_replayed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | None
) -> None:
    file = tmp_path / "saved.jsonl"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    assert run("replay", file) == 2
    assert str(file) in capsys.readouterr().err


def test_names_and_quotes_of_a_saved_file_are_never_interpreted(
    ferry: Path, saved: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = json.loads(saved.read_text(encoding="utf-8").splitlines()[0])
    line["answer"] = "\x1b[31m900\u202e"
    line["citations"][0]["document"] = "\x1b]0;title\x07.md"
    line["asked_of"]["version"] = "\x1b[1m"
    saved.write_text(json.dumps(line), encoding="utf-8")
    assert run("replay", saved) == 4
    assert not {"\x1b", "\x07", "\u202e"} & set(capsys.readouterr().out)


def test_two_processes_give_the_same_bytes_over_the_five_documents(quoth_home: Path) -> None:
    assert run("index", DEFAULT_FOLDER) == 0
    outputs = []
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-m", "qa", "ask", "how many were released?", "--json", "--limit", "3", "--explain"],
            env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True,
        )  # fmt: skip
        before, timings, after = done.stdout.partition(b'"timings_ms": ')
        assert timings
        outputs.append(before + after.partition(b"}")[2])
    assert outputs[0] == outputs[1]
