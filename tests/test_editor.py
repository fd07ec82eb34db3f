import sys
from pathlib import Path

import pytest

from corpus.errors import UserError
from qa.widgets.editor import editor_command, run_editor


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "nano -w")


def test_the_line_and_the_file_follow_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a; rm b.md"
    file.touch()
    assert editor_command(file, 7) == ["nano", "-w", "+7", str(file)]
    monkeypatch.setenv("VISUAL", "'/opt/my editor/vi'")
    assert editor_command(file, 7)[0] == "/opt/my editor/vi"


@pytest.mark.parametrize(
    ("editor", "complaint"), [("", r"neither \$VISUAL nor \$EDITOR"), ("vi 'x", r"\$EDITOR is \"vi 'x\"")]
)
def test_no_editor_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, editor: str, complaint: str) -> None:
    monkeypatch.setenv("EDITOR", editor)
    with pytest.raises(UserError, match=complaint):
        editor_command(tmp_path, 1)


def test_a_file_that_is_gone_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"gone\.md: no such file"):
        editor_command(tmp_path / "gone.md", 1)


def test_an_attachment_is_opened_with_its_mail(tmp_path: Path) -> None:
    (tmp_path / "mail.eml").touch()
    with pytest.raises(UserError, match=r"report\.pdf: no such file") as raised:
        editor_command(tmp_path / "mail.eml/report.pdf", 1)
    assert raised.value.hint == f"report.pdf is attached to {tmp_path / 'mail.eml'}: open that"


@pytest.mark.parametrize(
    ("command", "complaint"),
    [([sys.executable, "-c", "raise SystemExit(3)"], "ended with code 3"), (["no-such-editor"], "No such file")],
)
def test_an_editor_that_fails_is_said(command: list[str], complaint: str) -> None:
    with pytest.raises(UserError, match=complaint):
        run_editor(command)
