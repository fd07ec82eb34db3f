"""The README says what the program does: its commands exist, and every command is in it."""

import re
import subprocess
import sys
from pathlib import Path

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
QA_COMMAND = re.compile(r"(?:^|[\s`(])(?:python -m )?qa ([a-z]+|--version)\b(?! is|,)", re.M)


def helped(*command: str) -> str:
    done = subprocess.run([sys.executable, "-m", "qa", *command], capture_output=True, text=True, check=True)
    return done.stdout


def commands_of_the_program() -> set[str]:
    return set(re.findall(r"^    ([a-z]+) ", helped("--help"), re.M))


def test_every_command_of_the_program_is_in_the_readme() -> None:
    missing = {command for command in commands_of_the_program() if f"qa {command}" not in README}
    assert not missing


def test_every_command_of_the_readme_exists() -> None:
    mentioned = set(QA_COMMAND.findall(README)) - {"--version"}
    assert mentioned <= commands_of_the_program()


def test_every_option_of_the_readme_exists() -> None:
    for line in re.findall(r"^(?:\.venv/bin/)?qa ([a-z]+ .*--.*)$", README, re.M):
        command, *_ = line.split()
        known = helped(command, "--help")
        assert all(option in known for option in re.findall(r"--[a-z-]+", line)), line


def test_every_path_of_the_readme_exists() -> None:
    root = Path(__file__).parent.parent
    for path in re.findall(r"`((?:qa|corpus|embeddings|tests)/[\w./-]*|tui\.py|pyproject\.toml)`", README):
        assert (root / path).exists(), path
