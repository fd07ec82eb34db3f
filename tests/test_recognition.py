"""Scans recognised: by a program that stands in for tesseract and reads bars as words, and by tesseract where it is."""

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.document import Document, Passage, Span
from corpus.errors import UnreadableFile
from corpus.formats import extract
from corpus.isolation import shared_parser
from corpus.reading import read_document
from corpus.recognition import RecogniserMissing, installed_recogniser
from embeddings.index import PassageIndex
from qa.answering.citing import cite
from qa.commands.doctor.storage import check_ocr
from qa.replies.answers import Citation
from qa.replies.checking import check_file
from qa.replies.source import read_source
from qa.settings import Settings
from qa.showing.terminal import render_documents, render_page
from qa.showing.wording import exact_place_of
from tests.fakes import silent
from tests.foreign_files import FIXTURES, assert_sound, pdf
from tests.test_formats_pdf import HARBOUR, PICTURE, lines
from tests.test_index import NotingEncoder, write

PROGRAM = """#!{python}
import json, re, sys
from pathlib import Path

WORDS = "The ferry met a storm off Ellin Point and held.".split()
if sys.argv[1] in ("--version", "--list-langs"):
    print(json.loads(Path(__file__).with_name("says.json").read_text())[sys.argv[1]])
    sys.exit()
assert sys.argv[1:5] == ["stdin", "stdout", "-l", "eng"]
kind, width, height, _, pixels = sys.stdin.buffer.read().split(maxsplit=4)
width, height = int(width), int(height)
assert kind == b"P5" and len(pixels) == width * height
bars, above = [], b""
for y in range(height):
    row = pixels[y * width : (y + 1) * width].replace(b"\\xfe", b"\\xff")
    if row != above and b"\\0" in row:
        bars.append([(m.start(), y, m.end() - m.start()) for m in re.finditer(rb"\\0+", row) if len(m[0]) > 20])
    above = row
print(*"level page_num block_num par_num line_num word_num left top width height conf text".split(), sep="\\t")
for line, found in enumerate(filter(None, bars)):
    for word, (left, top, wide) in enumerate(found):
        row = [5, 1, 1, 1, line, word, left, top, wide, 42, {sureness}, WORDS[round(wide / width * 40) - 1]]
        print(*row, sep="\\t")
"""
"""A bar is a word: the wider, the later in the sentence."""

SAID = {"--version": "tesseract 9.1.0\n leptonica-1.0", "--list-langs": "List of available languages (2):\neng\nosd"}


def bars(*rows: list[int]) -> str:
    """Drawing instructions: the numbers, from 1, of the words on each row, from the top down."""
    drawn = ""
    for place, row in enumerate(rows):
        left = 40
        for number in row:
            drawn += f"{left} {500 - 20 * place} {10 * number} 10 re f\n"
            left += 10 * number + 6
    return drawn


SENTENCE = bars([1, 2, 3, 4, 5], [6, 7, 8], [9, 10])
READ = "The ferry met a storm\noff Ellin Point\nand held."
SCAN = pdf([[]], drawing=SENTENCE)
PARTLY = pdf([lines(HARBOUR), []], drawing=SENTENCE)


@pytest.fixture(autouse=True)
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Stands first on the PATH; what it says of itself can be rewritten."""
    home = tmp_path / "bin"
    home.mkdir()
    file = home / "tesseract"
    file.write_text(PROGRAM.format(python=sys.executable, sureness=90), encoding="utf-8")
    file.chmod(0o755)
    (home / "says.json").write_text(json.dumps(SAID), encoding="utf-8")
    monkeypatch.setenv("PATH", f"{home}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("QUOTH_HOME", str(tmp_path / "home"))
    yield file
    shared_parser(True).close()  # its process keeps the PATH it began with


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[], None]:
    """Takes tesseract off the PATH."""
    return lambda: monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))


def say(program: Path, **said: str) -> None:
    named = {f"--{name.replace('_', '-')}": text for name, text in said.items()}
    program.with_name("says.json").write_text(json.dumps({**SAID, **named}), encoding="utf-8")


def test_a_scan_is_read_where_that_is_asked_for() -> None:
    extraction = extract("a.pdf", SCAN, ocr=True)
    assert_sound(extraction)
    assert [block.span.of(extraction.text) for block in extraction.blocks] == [READ]
    assert extraction.recognised_pages == (1,)
    assert (extraction.scanned_pages, extraction.page_starts) == ("", (0,))
    assert (extraction.extractor or "").endswith(", scans by tesseract 9.1.0")
    with pytest.raises(UnreadableFile, match="pictures only"):
        extract("a.pdf", SCAN)


def test_words_stand_where_they_are_drawn() -> None:
    """Two columns side by side are read one after the other, below what goes across both."""
    across, left, right = [2] * 9, [1, 2, 3], [1, 2, 3]
    drawn = bars(across) + "".join(bars(*[[]] * row, left) for row in range(2, 8))
    drawn += "".join(f"1 0 0 1 {190 if row == 2 else 0} 0 cm\n{bars(*[[]] * row, right)}" for row in range(2, 8))
    text = extract("a.pdf", pdf([[]], drawing=drawn), ocr=True).text
    assert text.split() == ["ferry"] * 9 + ["The", "ferry", "met"] * 12
    assert "|" not in text


def test_pages_with_words_of_their_own_are_left_to_them() -> None:
    extraction = extract("a.pdf", PARTLY, ocr=True)
    assert [block.span.of(extraction.text) for block in extraction.blocks] == ["\n".join(HARBOUR), READ]
    assert extraction.recognised_pages == (2,)


@pytest.mark.parametrize(("drawing", "sureness"), [(PICTURE, 90), (SENTENCE, 12)], ids=["no words", "too unsure"])
def test_a_page_on_which_nothing_can_be_read_stays_a_scan(program: Path, drawing: str, sureness: int) -> None:
    program.write_text(PROGRAM.format(python=sys.executable, sureness=sureness), encoding="utf-8")
    with pytest.raises(UnreadableFile) as raised:
        extract("a.pdf", pdf([[]], drawing=drawing), ocr=True)
    assert (raised.value.reason, raised.value.pages) == ("no_text_layer", "1")


def test_a_program_without_english_or_none_at_all_is_said(program: Path, without: Callable[[], None]) -> None:
    assert installed_recogniser() == "tesseract 9.1.0"
    assert check_ocr(Settings(ocr=True)).mark == "ok"
    say(program, list_langs="List of available languages (1):\nosd")
    with pytest.raises(RecogniserMissing, match="tesseract has no data for English: scans are not searched"):
        installed_recogniser()
    without()
    with pytest.raises(RecogniserMissing, match="tesseract is not installed: scans are not searched") as raised:
        installed_recogniser()
    assert "apt-get install tesseract-ocr" in raised.value.hint
    assert check_ocr(Settings(ocr=True)).mark == "fail"


@pytest.fixture
def partly(folder: Path) -> tuple[Path, Document]:
    """A file of which one page is a scan, recognised in the child process as an update does."""
    (folder / "partly.pdf").write_bytes(PARTLY)
    with PassageIndex(folder, NotingEncoder(), ocr=True) as index:
        index.update()
        return folder / "partly.pdf", index.document("partly.pdf")


def cited(document: Document, quote: str, folder: Path) -> Citation:
    start = document.text.index(quote)
    return cite(1, Passage(document, Span(0, len(document.text))), Span(start, start + len(quote)), folder)


def test_recognised_words_are_marked_wherever_they_are_cited(partly: tuple[Path, Document]) -> None:
    path, document = partly
    typed, recognised = cited(document, "torn away", path.parent), cited(document, "storm\noff", path.parent)
    assert (typed.recognised, recognised.recognised) == (False, True)
    assert exact_place_of(typed) == "partly.pdf, page 1, line 2, characters 50-59"
    assert exact_place_of(recognised).startswith("partly.pdf, page 2 (recognised), line 5, ")
    assert recognised.extractor == document.extractor
    assert [(line.page, line.is_recognised) for line in read_source(recognised).lines if line.page] == [
        (1, False),
        (2, True),
    ]
    assert render_page(document, 2).startswith("page 2 (recognised) of 2\n")
    with PassageIndex(path.parent, NotingEncoder(), ocr=True) as index:
        assert render_documents(index.files()) == "partly.pdf  (recognised, page 2)"


def test_a_citation_is_checked_by_recognising_again(
    partly: tuple[Path, Document], program: Path, without: Callable[[], None]
) -> None:
    path, document = partly
    citation = cited(document, "Ellin Point", path.parent)
    assert check_file(citation, path).status == "verified"
    assert (read_source(citation).quote or Span(0, 0)).of(document.text) == "Ellin Point"
    say(program, version="tesseract 9.2.0")
    found = check_file(citation, path)
    assert (found.status, (found.extractor or "")[-15:]) == ("verified", "tesseract 9.2.0")
    program.write_text(program.read_text(encoding="utf-8").replace("Ellin", "Elfin"), encoding="utf-8")
    assert check_file(citation, path).status == "changed"
    without()
    found = check_file(citation, path)
    assert (found.status, "which is not installed" in found.why) == ("missing", True)


@pytest.fixture
def mixed(folder: Path) -> Callable[..., list[str]]:
    """Updates the index of a text and a scan; returns what was encoded for that."""
    write(folder, "bell.txt", "The bell rang.")
    (folder / "scan.pdf").write_bytes(SCAN)

    def update(*, ocr: bool) -> list[str]:
        encoder = NotingEncoder()
        with PassageIndex(folder, encoder, ocr=ocr) as index:
            index.update()
            assert not index.changes()
        return encoder.encoded

    return update


def reasons(folder: Path, *, ocr: bool) -> list[str | None]:
    with PassageIndex(folder, NotingEncoder(), ocr=ocr) as index:
        return [record.refusal for record in index.files()]


def test_scans_alone_are_read_again_when_the_wish_or_the_program_changes(
    folder: Path, program: Path, mixed: Callable[..., list[str]]
) -> None:
    sentence = READ.replace("\n", " ")
    assert mixed(ocr=False) == ["The bell rang."]
    assert reasons(folder, ocr=False) == [None, "no_text_layer"]
    assert [text.replace("\n", " ") for text in mixed(ocr=True)] == [sentence]
    assert reasons(folder, ocr=True) == [None, None]
    assert mixed(ocr=True) == []
    say(program, version="tesseract 9.2.0")
    assert len(mixed(ocr=True)) == 1
    assert mixed(ocr=False) == []
    assert reasons(folder, ocr=False) == [None, "no_text_layer"]


def test_without_the_program_scans_stay_scans_and_it_is_said_once(
    folder: Path, mixed: Callable[..., list[str]], without: Callable[[], None]
) -> None:
    mixed(ocr=False)
    without()
    said: list[str] = []
    with PassageIndex(folder, NotingEncoder(), ocr=True) as index:
        index.refresh(said.append)
        assert [record.refusal for record in index.files()] == [None, "no_text_layer"]
    assert len(said) == 1
    assert said[0].startswith(
        "ocr = true, but tesseract is not installed: scans are not searched. Try: install tesseract"
    )
    (folder / "scan.pdf").unlink()
    with PassageIndex(folder, NotingEncoder(), ocr=True) as index:
        index.update()
        assert index.warnings() == []


def test_what_was_recognised_stays_while_the_program_is_missing(
    folder: Path, mixed: Callable[..., list[str]], without: Callable[[], None]
) -> None:
    mixed(ocr=True)
    without()
    assert mixed(ocr=True) == []
    assert reasons(folder, ocr=True) == [None, None]


def test_a_scan_attached_to_a_mail_is_recognised_too(folder: Path) -> None:
    from tests.test_attachments import with_files
    from tests.test_formats_mail import mail

    (folder / "mail.eml").write_bytes(bytes(with_files(mail("See the scan.\n"), scan_pdf=SCAN)))
    with PassageIndex(folder, NotingEncoder(), ocr=False) as index:
        index.update()
    with PassageIndex(folder, NotingEncoder(), ocr=True) as index:
        assert [entry.path for entry in index.changes().changed] == ["mail.eml"]
        index.refresh(silent)
        document = index.document("mail.eml/scan.pdf")
        again, _ = read_document(folder / "mail.eml/scan.pdf", document.extractor)
        assert (again.text, document.recognised_pages) == (document.text, (1,))


@pytest.mark.skipif(not shutil.which("tesseract"), reason="tesseract is not installed")
def test_tesseract_itself(program: Path) -> None:
    program.unlink()
    if not shutil.which("tesseract"):
        pytest.skip("tesseract is not installed")
    extraction = extract("scan.pdf", (FIXTURES / "scan.pdf").read_bytes(), ocr=True)
    words = " ".join(extraction.text.split())
    assert "Aldous Finch, climbed 112 steps every evening" in words
    assert "rebuilt in granite, at a cost of 14,300 pounds" in words
    assert len(extraction.blocks) == 2
