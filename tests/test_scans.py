"""Scanned pages: never taken for searched, in what every reply says of its folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.coverage import Coverage, NotSearched
from embeddings.index import PassageIndex
from qa.replies.wire import coverage_to_wire
from qa.showing.terminal import render_documents
from qa.showing.wording import coverage_line
from tests.fakes import WordEncoder
from tests.foreign_files import pdf
from tests.test_attachments import with_files
from tests.test_formats_mail import mail
from tests.test_formats_pdf import HARBOUR, PICTURE, lines

SCAN = pdf([[], []], drawing=PICTURE)


@pytest.fixture
def index(folder: Path) -> Iterator[PassageIndex]:
    """Of a scan, a partly scanned file, and a scan attached to a mail."""
    (folder / "scan.pdf").write_bytes(SCAN)
    (folder / "partly.pdf").write_bytes(pdf([lines(HARBOUR), [], []], drawing=PICTURE))
    (folder / "mail.eml").write_bytes(bytes(with_files(mail("See the scan.\n"), scan_pdf=SCAN)))
    with PassageIndex(folder, WordEncoder()) as index:
        index.update()
        yield index


def test_scanned_pages_are_named_wherever_coverage_is(index: PassageIndex) -> None:
    coverage, listed = index.coverage(), render_documents(index.files())
    at = str(index.folder) + "/"
    assert coverage == Coverage(
        searched=2,
        total=4,
        not_searched=(
            NotSearched("mail.eml/scan.pdf", at + "mail.eml/scan.pdf", "no_text_layer", pages="1-2"),
            NotSearched("scan.pdf", at + "scan.pdf", "no_text_layer", pages="1-2"),
        ),
        partly=(NotSearched("partly.pdf", at + "partly.pdf", "no_text_layer", pages="2-3"),),
    )
    assert coverage_line(coverage) == (
        "Searched 2 of 4 files. Not searched: mail.eml/scan.pdf, pages 1-2 (a scan without text); scan.pdf, pages 1-2"
        " (a scan without text); partly.pdf, pages 2-3 (a scan without text)."
    )
    assert "(not searched, pages 2-3: a scan without text)" in listed
    assert "not searched: a scan without text, pages 1-2" in listed


def test_rows_without_pages_have_the_keys_of_the_contract_alone() -> None:
    row = NotSearched("a.zip", "/a.zip", "unsupported")
    assert coverage_to_wire(Coverage(1, 2, (row,))) == {
        "searched": 1,
        "total": 2,
        "not_searched": [{"document": "a.zip", "path": "/a.zip", "reason": "unsupported"}],
        "changed": [],
    }
    scan = NotSearched("a.pdf", "/a.pdf", "no_text_layer", pages="3")
    written = {"document": "a.pdf", "path": "/a.pdf", "reason": "no_text_layer", "pages": "3"}
    assert coverage_to_wire(Coverage(1, 1, partly=(scan,)))["partly"] == [written]
