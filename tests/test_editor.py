import json
import sys
import time
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import UserError
from qa.replies.answers import Citation
from qa.widgets.editor import editor_command, open_elsewhere, run_editor, start_viewer, viewer_command
from tests.test_citations import cited


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


RECORDER = """#!{python}
import json, sys
from pathlib import Path

file = Path({record!r})
file.with_suffix(".part").write_text(json.dumps([Path(sys.argv[0]).name, *sys.argv[1:]]))
file.with_suffix(".part").rename(file)
"""


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that alone is the PATH, on a machine with a screen."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(sys, "platform", "linux")
    return folder


def install(programs: Path, *names: str) -> None:
    """Programs that write down how they were called."""
    for name in names:
        script = RECORDER.format(python=sys.executable, record=str(programs.parent / "called"))
        (programs / name).write_text(script, encoding="utf-8")
        (programs / name).chmod(0o755)


def called(programs: Path) -> list[str]:
    """How the program that was started was called."""
    record = programs.parent / "called"
    deadline = time.monotonic() + 60
    while not record.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    found: list[str] = json.loads(record.read_text())
    record.unlink()
    return found


def cited_in(file: Path, page: int | None) -> Citation:
    file.touch()
    citation = cited("bell", "The bell rang.")
    return replace(citation, path=str(file), page=page, coordinates="extracted", extractor="quoth-pdf 1")


@pytest.mark.parametrize(
    ("viewer", "arguments"),
    [
        ("evince", ["-i", "12", "{file}"]),
        ("atril", ["-i", "12", "{file}"]),
        ("xreader", ["-i", "12", "{file}"]),
        ("okular", ["-p", "12", "{file}"]),
        ("zathura", ["-P", "12", "{file}"]),
        ("qpdfview", ["{file}#12"]),
        ("mupdf", ["{file}", "12"]),
        ("xdg-open", ["{file}"]),
    ],
)
def test_a_pdf_is_opened_at_the_page_of_the_citation(
    programs: Path, tmp_path: Path, viewer: str, arguments: list[str]
) -> None:
    file = tmp_path / "tide; tables.pdf"
    install(programs, viewer, "xdg-open")
    open_elsewhere(cited_in(file, page=12), 99, nullcontext())
    assert called(programs) == [viewer, *(each.format(file=file) for each in arguments)]


def test_what_has_no_pages_that_a_viewer_knows_is_opened_by_the_system(programs: Path, tmp_path: Path) -> None:
    install(programs, "evince", "xdg-open")
    for name, page in (("slides.pptx", 3), ("letter.docx", None)):
        open_elsewhere(cited_in(tmp_path / name, page), 1, nullcontext())
        assert called(programs) == ["xdg-open", str(tmp_path / name)]


def test_text_goes_to_the_editor_at_the_line_where_it_stands_now(
    programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(programs, "ed", "evince", "xdg-open")
    monkeypatch.setenv("EDITOR", "ed -s")
    citation = replace(cited_in(tmp_path / "a.md", None), coordinates="file", extractor=None)
    open_elsewhere(citation, 7, nullcontext())
    assert called(programs) == ["ed", "-s", "+7", str(tmp_path / "a.md")]


def test_where_nothing_can_be_opened_it_is_said(
    programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a b.pdf"
    with pytest.raises(UserError, match=r"a b\.pdf: no such file"):
        viewer_command(file, 3)
    file.touch()
    with pytest.raises(UserError, match=r"no program to open a b\.pdf with"):
        viewer_command(file, 3)
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    with pytest.raises(UserError, match="no window can be opened here") as raised:
        viewer_command(file, 3)
    assert raised.value.hint == "qa show 'a b.pdf:3'"
    with pytest.raises(UserError, match="evince: No such file"):
        start_viewer(["evince"])
