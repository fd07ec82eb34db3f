"""Pages: their number in the file and the one printed on them, in citations and in `qa show`."""

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.document import Document, Passage, Span
from corpus.reading import read_document
from qa.answering.citing import cite
from qa.cli import main
from qa.showing.terminal import render_page
from qa.showing.wording import line_of
from tests.foreign_files import pdf

PAGES = [[(50, 500, 12, words)] for words in ("Nobody came.", "The ferry met a storm.", "It held.")]
ROMAN = "/Nums[0<</S/r>>1<</S/D/St 2>>]"
"""The first page is printed "i", the second and third "2" and "3"."""


def document(folder: Path, labels: str = ROMAN) -> Document:
    (folder / "ferry.pdf").write_bytes(pdf([*PAGES, []], labels=labels))
    return read_document(folder / "ferry.pdf")[0]


def place_of(made: Document, quote: str, folder: Path) -> str:
    start = made.text.index(quote)
    passage = Passage(made, Span(0, len(made.text)))
    return line_of(cite(1, passage, Span(start, start + len(quote)), folder))


def test_the_printed_number_stands_beside_the_pages_own_where_they_differ(folder: Path) -> None:
    made = document(folder)
    assert place_of(made, "Nobody", folder) == "page 1 (printed “i”), line 1"
    assert place_of(made, "storm", folder) == "page 2, line 3"
    assert place_of(document(folder, labels=""), "Nobody", folder) == "page 1, line 1"


def test_a_printed_number_is_only_shown() -> None:
    made = Document(path="a", text="a", sha256="", encoding="utf-8", coordinates="extracted", page_starts=(0,))
    assert render_page(replace(made, page_labels=("\x1b[1mi\n",)), 1).count("\x1b") == 0


def test_a_page_is_printed_with_the_lines_it_has_in_the_document(folder: Path) -> None:
    made = document(folder)
    assert render_page(made, 1) == "page 1 (printed “i”) of 4\n 1  Nobody came."
    assert render_page(made, 2) == "page 2 of 4\n 3  The ferry met a storm."
    assert render_page(made, 4) == "page 4 of 4\n  no text on this page"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTH_HOME", str(tmp_path / "home"))


@pytest.mark.usefixtures("home")
def test_show_takes_a_page_of_a_document_with_pages(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document(folder)
    assert main(["show", "ferry.pdf:2", "--in", str(folder)]) == 0
    assert capsys.readouterr().out == "page 2 of 4\n 3  The ferry met a storm.\n"
    assert main(["show", "ferry.pdf", "--in", str(folder)]) == 0
    assert "5  It held." in capsys.readouterr().out
    for number in ("0", "5", "99999999999"):
        assert main(["show", f"ferry.pdf:{number}", "--in", str(folder)]) == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        assert f"ferry.pdf:{number}: the document has pages 1 to 4" in captured.err
        assert "try: qa show ferry.pdf:4" in captured.err
