"""The command line with the real models over the five documents and over small folders of its own."""

import io
import json
import os
import pty
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from corpus.errors import FolderNotFound, UserError
from corpus.locations import DEFAULT_FOLDER, index_home
from embeddings.engine import IndexOutdated
from qa.cli import main
from qa.commands.console import exit_code_for

FIRST = "how many were released?"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(autouse=True)
def one_home_for_all(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the five documents are indexed once."""
    monkeypatch.setenv("QUOTH_HOME", str(home))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "ferry.md").write_text(
        "---\ntitle: The ferry\npublished: 1911-05-02\n---\n\nThe ferry left at dawn. It carried more than 300 passengers"
        " to Aland, the harbour master said.\n",
        encoding="utf-8",
    )
    return folder


def run(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


def run_json(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, dict]:  # type: ignore[type-arg]
    code = run(*arguments, "--json")
    return code, json.loads(capsys.readouterr().out)


def test_the_first_question_is_answered_from_two_documents(capsys: pytest.CaptureFixture[str]) -> None:
    code, reply = run_json(capsys, "ask", FIRST)
    assert code == 0
    assert reply["answer"].startswith(("more than 300", "over 300"))
    assert len({citation["document"] for citation in reply["citations"]}) == 2
    assert reply["independent_sources"] == 2
    assert reply["disagreements"] == []


def test_every_citation_stands_in_its_file_to_the_character(capsys: pytest.CaptureFixture[str]) -> None:
    _, reply = run_json(capsys, "ask", "Who is the legal director of Just Futures Law?")
    for citation in reply["citations"]:
        text = Path(citation["path"]).read_bytes().decode(citation["encoding"])
        assert text[citation["start"] : citation["end"]] == citation["quote"]
        assert text.split("\n")[citation["line"] - 1].count(citation["quote"]) >= 1
        assert citation["status"] == "verified"


def test_the_keys_are_always_those_of_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    keys = [
        "schema", "question", "asked", "answered", "answer", "confidence", "calibration", "citations",
        "independent_sources", "disagreements", "alternatives", "cues", "no_answer", "coverage", "timings_ms",
    ]  # fmt: skip
    for question in (FIRST, "Which volcano erupted in Iceland?"):
        _, reply = run_json(capsys, "ask", question)
        assert list(reply) == keys
        assert list(reply["coverage"]) == ["searched", "total", "not_searched", "changed"]
        assert list(reply["timings_ms"]) == ["load", "find", "read", "total"]


def test_what_the_documents_do_not_say_is_refused_with_exit_code_1(capsys: pytest.CaptureFixture[str]) -> None:
    code, reply = run_json(capsys, "ask", "Which volcano erupted in Iceland?")
    assert code == 1
    assert (reply["answer"], reply["confidence"], reply["citations"]) == (None, None, [])
    assert reply["no_answer"]["unknown_words"] == ["volcano", "erupted", "iceland"]
    assert reply["no_answer"]["nearest"]


def test_case_and_question_mark_change_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    replies = []
    for question in ("How many were released?", "how many were released", "HOW MANY WERE RELEASED?"):
        _, reply = run_json(capsys, "ask", question)
        replies.append({key: reply[key] for key in ("answer", "confidence", "citations")})
    assert replies[0] == replies[1] == replies[2]


def test_the_same_question_gives_the_same_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    outputs = []
    for _ in range(2):
        _, reply = run_json(capsys, "ask", FIRST, "--explain", "--limit", "3")
        reply.pop("timings_ms")
        outputs.append(json.dumps(reply))
    assert outputs[0] == outputs[1]


def test_explain_scores_every_hit_and_candidate(capsys: pytest.CaptureFixture[str]) -> None:
    _, reply = run_json(capsys, "ask", FIRST, "--explain")
    assert reply["explain"]["hits"][0]["score"] >= reply["explain"]["hits"][-1]["score"]
    assert reply["explain"]["candidates"][0]["text"] == reply["answer"]


def test_a_question_may_come_from_stdin(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{FIRST}\n"))
    code, reply = run_json(capsys, "ask", "-")
    assert (code, reply["question"]) == (0, FIRST)


def test_notes_go_to_stderr_and_results_to_stdout(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    assert run("ask", "How many passengers did the ferry carry?", "--in", folder) == 0
    captured = capsys.readouterr()
    assert captured.err == f"qa: updating the index of {folder}: 1 new\n"
    assert captured.out.startswith("more than 300")
    assert "\x1b" not in captured.out


def test_strict_leaves_a_missing_or_outdated_index_alone(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    assert run("ask", FIRST, "--in", folder, "--strict") == 3
    assert not index_home(folder).exists()
    assert run("index", folder) == 0
    assert capsys.readouterr().out
    (folder / "new.txt").write_text("The ferry came back.", encoding="utf-8")
    assert run("ask", FIRST, "--in", folder, "--strict") == 3
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "1 new" in captured.err


def test_dates_and_names_filter(capsys: pytest.CaptureFixture[str]) -> None:
    _, reply = run_json(capsys, "ask", "How many people were detained?", "--since", "2021")
    assert {citation["document"] for citation in reply["citations"]} == {"mississippi-raids-two-years-on.md"}
    code, reply = run_json(capsys, "ask", FIRST, "--file", "*.pdf")
    assert (code, reply["no_answer"]["reason"]) == (1, "filtered_out")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["ask", ""], "the question is empty"),
        (["ask", "who?", "--in", "no-such-folder"], "no-such-folder: no such folder"),
        (["ask", "who?", "--since", "yesterday"], "--since yesterday: not a date"),
        (["show", "no-such.md"], "no-such.md: no such document"),
        (["show", "mississippi-raids-two-years-on.md:9999"], "the document has lines 1 to"),
        (["forget", "never-indexed"], "not indexed"),
        (["verify", "no-such.jsonl"], "No such file"),
        (["eval", "no-such.jsonl"], "No such file"),
        (["eval", "--mode", "reader"], "reader mode needs paragraphs"),
        (["eval", "--split", "other"], "no question has the split 'other'"),
    ],
)
def test_what_the_user_can_put_right_is_one_sentence_and_exit_code_2(
    capsys: pytest.CaptureFixture[str], arguments: list[str], complaint: str
) -> None:
    assert run(*arguments) == 2
    captured = capsys.readouterr()
    assert complaint in captured.err
    assert "Traceback" not in captured.err
    assert captured.out == ""


@pytest.mark.parametrize(
    "arguments",
    [[], ["ask"], ["ask", "who?", "--limit", "0"], ["ask", "who?", "--max-error", "2"], ["answer", "who?"]],
)
def test_wrong_use_is_exit_code_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        run(*arguments)
    assert caught.value.code == 2


def test_a_promised_error_rate_says_what_it_costs(capsys: pytest.CaptureFixture[str]) -> None:
    run("ask", FIRST, "--max-error", "20%")
    said = capsys.readouterr().err
    assert re.search(r"at most 0\.2 of the answers wrong: .* confidence of 0\.\d+ on; .* \d+% still got one", said)


def test_a_folder_without_readable_files_is_an_error_not_a_refusal(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "empty.txt").touch()
    assert run("ask", FIRST, "--in", tmp_path) == 2
    assert "no file in it can be read" in capsys.readouterr().err


def test_an_index_grows_shrinks_and_is_forgotten(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    _, report = run_json(capsys, "index", folder)
    assert (report["added"], report["searched"], report["total"]) == (1, 1, 1)
    (folder / "ferry.md").unlink()
    (folder / "other.html").write_text("<p>The pilot is Ebba Lind.</p>", encoding="utf-8")
    _, report = run_json(capsys, "index", folder)
    assert (report["added"], report["removed"], report["total"]) == (1, 1, 1)
    assert report["documents"] == {"added": ["other.html"], "changed": [], "removed": ["ferry.md"]}
    (folder / "other.html").write_text("<p>The pilot is Ebba Lind, 40.</p>", encoding="utf-8")
    _, report = run_json(capsys, "index", folder)
    assert (report["changed"], report["documents"]["changed"], report["changed_meanwhile"]) == (1, ["other.html"], [])
    assert run("docs", "--in", folder) == 0
    assert capsys.readouterr().out.strip() == "other.html"
    assert run("forget", folder) == 0
    assert not index_home(folder).exists()
    assert (folder / "other.html").exists()


def test_show_prints_the_lines_around_one(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    assert run("show", "ferry.md:6", "--in", folder) == 0
    assert "> " not in capsys.readouterr().out.split("\n")[0]
    assert run("show", "ferry.md", "--in", folder) == 0
    assert "6  The ferry left at dawn." in capsys.readouterr().out


def test_a_saved_reply_is_verified_until_its_quote_changes(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    saved = tmp_path / "saved.jsonl"
    assert run("ask", "How many passengers did the ferry carry?", "--in", folder, "--save", saved) == 0
    assert run("verify", saved) == 0
    file = folder / "ferry.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(f"A line put before everything.\n{text}", encoding="utf-8")
    capsys.readouterr()
    assert run("verify", saved) == 0
    assert "moved" in capsys.readouterr().out
    file.write_text(text.replace("more than 300", "more than 900"), encoding="utf-8")
    assert run("verify", saved) == 4
    assert "changed" in capsys.readouterr().out
    elsewhere = folder.rename(tmp_path / "elsewhere")
    (elsewhere / "ferry.md").write_text(text, encoding="utf-8")
    assert run("verify", saved) == 4
    assert run("verify", saved, "--root", elsewhere) == 0


def test_a_file_without_replies_is_not_verified(tmp_path: Path) -> None:
    for number, text in enumerate(["", "{}", "[1]", "not json", '{"schema": 1, "question": "x"}']):
        file = tmp_path / f"{number}.json"
        file.write_text(text, encoding="utf-8")
        assert run("verify", file) == 2


def test_text_of_documents_is_never_interpreted(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "trap.txt").write_text(
        "The password of the vault is \x1b]52;c;aGVsbG8=\x07\x1b[31m[red]swordfish\u202e[/red]\x1b[0m indeed.",
        encoding="utf-8",
    )
    run("ask", "What is the password of the vault?", "--in", folder)
    output = capsys.readouterr().out
    assert "swordfish" in output
    assert not {"\x1b", "\x07", "\u202e"} & set(output)


def test_a_warm_question_loads_only_what_it_needs(home: Path) -> None:
    """Modules are counted, not seconds: each is read, run and paid for at every start."""
    run("index")
    program = (
        "import sys; from qa.cli import main; code = main(['ask', 'how many were released?']); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    modules = done.stdout.splitlines()[-1].split()
    heavy = {
        "torch",
        "transformers",
        "sentence_transformers",
        "textual",
        "scipy",
        "sklearn",
        "lxml",
        "markdown_it",
        "faiss",
    }
    unneeded = {"pydantic", "numpy.ma", "importlib.metadata", "qa.follow_ups.resolution", "qa.replies.wire"}
    assert not (heavy | unneeded) & set(modules), done.stderr
    assert len(modules) < 520


def test_what_is_done_meanwhile_is_said_on_a_terminal_and_gives_way_to_the_answer(home: Path) -> None:
    asked = ["ask", "how many were released?"]
    for term, said in (("xterm", True), ("dumb", False)):
        ours, theirs = pty.openpty()
        program = [sys.executable, "-m", "qa", *asked]
        with subprocess.Popen(program, stdout=theirs, stderr=theirs, env=os.environ | {"TERM": term, "NO_COLOR": "1"}):
            os.close(theirs)
            output = b""
            with suppress(OSError):  # Linux's way to say that the other end is closed
                while block := os.read(ours, 4096):
                    output += block
        os.close(ours)
        assert (b"qa: looking in documents" in output) is said
        assert b"more than 300" in output.rpartition(b"\x1b[K")[2]


def test_the_default_folder_is_never_written_to() -> None:
    before = {path: path.stat().st_mtime_ns for path in DEFAULT_FOLDER.rglob("*")}
    run("ask", FIRST)
    assert {path: path.stat().st_mtime_ns for path in DEFAULT_FOLDER.rglob("*")} == before


def test_a_fault_of_its_own_exits_with_70_and_leaves_a_report_without_texts(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = "a sentence" + " of a document"

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError(secret)

    monkeypatch.setattr("qa.answering.session.open_session", fail)
    assert run("ask", FIRST) == 70
    captured = capsys.readouterr()
    assert captured.out == ""
    (said,) = captured.err.splitlines()
    report = Path(said.rpartition(": ")[2])
    assert "ZeroDivisionError" in said
    assert "test_cli.py" in report.read_text(encoding="utf-8")
    assert secret not in report.read_text(encoding="utf-8")


@pytest.mark.parametrize(("question", "code"), [(FIRST, 0), ("Which volcano erupted in Iceland?", 1)])
def test_who_stops_reading_changes_no_exit_code(home: Path, question: str, code: int) -> None:
    run("index")
    with subprocess.Popen([sys.executable, "-m", "qa", "ask", question], stdout=subprocess.PIPE) as asking:
        assert asking.stdout is not None
        asking.stdout.close()
    assert asking.returncode == code


def test_every_error_has_its_exit_code() -> None:
    codes = {
        UserError("x"): 2, FolderNotFound("x"): 2, IndexOutdated("x"): 3, KeyboardInterrupt(): 130, KeyError("x"): 70,
        AssertionError(): 70,
    }  # fmt: skip
    assert {error: exit_code_for(error) for error in codes} == codes


def test_other_bytes_of_the_same_size_and_time_are_found_when_they_are_cited(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    file = folder / "ferry.md"
    run("index", folder)
    before = file.stat()
    file.write_text(file.read_text(encoding="utf-8").replace("300", "500"), encoding="utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    capsys.readouterr()
    assert run("ask", "How many passengers did the ferry carry?", "--in", folder, "--strict") == 3
    assert run("ask", "How many passengers did the ferry carry?", "--in", folder) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("more than 500")
    assert "verified" in captured.out
    assert "changed since it was read" in captured.err


def test_docs_says_what_was_left_out(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / ".gitignore").write_text("*.log.md\n", encoding="utf-8")
    for name in ("a.log.md", "b.log.md", ".draft.md"):
        (folder / name).write_text("Rain fell.", encoding="utf-8")
    assert run("docs", "--in", folder) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "Left out: hidden (2), .gitignore (2)."
