"""The README says what the program does: each of its commands is run, or asked for its help where it takes long; every
command and option of the program is in it."""

import io
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from qa.cli import _parser, main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
_CODE = re.compile(r"^```(?:sh)?\n(?P<block>.*?)^```$|`(?P<inline>[^`\n]+)`", re.M | re.S)
_COMMAND = re.compile(r"(?:.*&& )?(?:\.venv/bin/)?(?P<line>(?:qa |PYTHONPATH=\. python |python3? (?:-m |\S+\.py)).*)")
_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z0-9-]+")
_ROW = re.compile(r"^\| `qa (?P<command>[a-z]+)[^|]*\|(?P<cell>.*)\|$", re.M)


def commands_of_the_readme() -> list[str]:
    """Each once, as it is typed in an environment that has it."""
    lines = [line for code in _CODE.finditer(README) for line in (code["block"] or code["inline"]).splitlines()]
    found = (_COMMAND.fullmatch(line.strip()) for line in lines)
    return list(dict.fromkeys(match["line"] for match in found if match))


COMMANDS = commands_of_the_readme()
OWN = [line for line in COMMANDS if line.startswith("qa ")]
SCRIPTS = [line for line in COMMANDS if not re.match(r"qa |python3? -m (?:venv|pytest|qa)\b(?!\.)", line)]


def said_by(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 0
    return capsys.readouterr().out


def test_every_command_of_the_program_is_in_the_readme_and_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    known = set(re.findall(r"^    ([a-z]+) ", said_by(capsys, "--help"), re.M))
    assert {line.split()[1] for line in OWN} == known | {"--version"}
    assert {command for command, _ in _ROW.findall(README)} == known


def test_the_scripts_of_the_readme_are_found() -> None:
    assert len(SCRIPTS) > 6


@pytest.mark.parametrize("line", OWN)
def test_a_command_of_the_readme_is_understood(line: str) -> None:
    if line != "qa --version":
        assert callable(_parser().parse_args(shlex.split(line)[1:]).run)


@pytest.mark.parametrize("line", SCRIPTS)
def test_a_script_of_the_readme_says_what_it_takes(line: str) -> None:
    before, _, after = line.partition("python")
    environment = os.environ | dict(assigned.split("=") for assigned in before.split())
    words = shlex.split(after.lstrip("3"))
    first_option = next((at for at, word in enumerate(words) if word.startswith("--")), len(words))
    program = [word for word in words[:first_option] if not word.isupper()]
    done = subprocess.run(
        [sys.executable, *program, "--help"], capture_output=True, text=True, check=False, cwd=ROOT, env=environment
    )
    assert done.returncode == 0, done.stderr
    assert set(_OPTION.findall(line)) <= set(_OPTION.findall(done.stdout))
    if any(word.isupper() for word in words[:first_option]):
        assert re.search(r"^ +(?:folder|FOLDER)\b", done.stdout, re.M)


@pytest.mark.parametrize(("command", "cell"), _ROW.findall(README))
def test_the_table_has_every_option_of_a_command_and_no_other(
    command: str, cell: str, capsys: pytest.CaptureFixture[str]
) -> None:
    usage = said_by(capsys, command, "--help").partition("\n\n")[0]
    assert set(_OPTION.findall(cell)) == set(_OPTION.findall(usage))


def test_every_command_runs_over_a_small_folder(
    park: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the small reader, one after the other, as somebody new would."""
    saved, questions = tmp_path / "saved.jsonl", tmp_path / "questions.jsonl"
    question = "How many foxes did the keeper count in the park?"
    questions.write_text(f'{{"id": "1", "question": "{question}", "answers": ["12"], "documents": ["foxes.md"]}}\n')
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "settings.toml").write_text('reader = "small"\n')
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(f"{question}\n1\nquit\n".encode()), "utf-8"))
    where = ["--in", str(park)]
    for arguments, printed in [
        (["index", str(park)], "1 new"),
        (["docs", *where], "foxes.md"),
        (["show", "foxes.md:3", *where], ">3"),
        (["ask", question, *where, "--save", str(saved)], "12"),
        (["verify", str(saved)], "verified"),
        (["replay", str(saved)], "1 same"),
        (["eval", str(questions), *where], "exact_match"),
        (["chat", "--plain", str(park)], "The keeper counted »12« foxes"),
        (["forget", str(park)], "forgotten"),
    ]:
        assert main(arguments) == 0, arguments
        assert printed in capsys.readouterr().out, arguments


def test_every_path_of_the_readme_exists() -> None:
    for path in re.findall(r"`((?:qa|corpus|embeddings|tests)/[\w./-]*|tui\.py|pyproject\.toml)`", README):
        assert (ROOT / path).exists(), path
