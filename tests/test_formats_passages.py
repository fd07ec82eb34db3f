"""From a file of any format to its passages: what models read, and where it stands."""

from pathlib import Path

import pytest

from corpus.chunking import split_into_passages
from corpus.document import Passage
from corpus.formats import OWN_TEXT
from corpus.reading import make_document
from tests.foreign_files import FIXTURES


def passages(name: str, data: bytes) -> list[Passage]:
    return split_into_passages(*make_document(name, data))


def read(name: str, text: str) -> list[str]:
    return [" ".join(passage.readable.split()) for passage in passages(name, text.encode())]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "a.jsonl",
            '{"ship": "Alba", "built": 1911}\n{"ship": "Bruna"}\n',
            ["ship : Alba , built : 1911 ship : Bruna"],
        ),
        ("a.csv", "Ship,Built\nAlba,1911\nBruna,1931\n", ["Alba: Built 1911. Bruna: Built 1931."]),
        ("a.srt", "1\n0:00:01,0 --> 0:00:02,0\nThe pier\n\n2\n0:00:02,0 --> 0:00:03,0\nheld.\n", ["The pier held."]),
        ("a.rst", "== ==\na1 b1\n== ==\nc1 d1\n== ==\n", ["a1: b1: c1: b1 d1."]),
        ("a.eml", "Subject: Pier\nFrom: Ann\n\nIt held.\n\n> Did it?\n", ["From: Ann It held.", "Did it?"]),
    ],
)
def test_models_read_words_and_no_markup(name: str, text: str, expected: list[str]) -> None:
    assert read(name, text) == expected


@pytest.mark.parametrize(
    "file",
    sorted(file for file in FIXTURES.glob("[!e]*.*") if not file.name.startswith("scan")),
    ids=lambda file: file.name,
)
def test_a_passage_is_the_text_at_its_span(file: Path) -> None:
    found = passages(file.name, file.read_bytes())
    assert found
    for passage in found:
        assert passage.text == passage.document.text[slice(*passage.span)]
        for rendering in passage.renderings:
            for run in rendering.runs:
                assert run.read.end - run.read.start == run.source.end - run.source.start
        assert passage.document.coordinates == ("file" if file.suffix in OWN_TEXT else "extracted")


def test_a_passage_of_a_pdf_knows_its_page_and_reads_over_its_end() -> None:
    found = passages("a.pdf", (FIXTURES / "two-columns.pdf").read_bytes())
    pages = [passage.document.page_at(passage.span.start) for passage in found]
    assert pages == sorted(pages, key=lambda page: page or 0)
    assert set(pages) == set(range(1, 8))
    assert not any("Annals" in passage.readable for passage in found)
