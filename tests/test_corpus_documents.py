"""The five documents: complete front matter, the length of an article, and sentences of our own."""

import re
from pathlib import Path

import pytest

from corpus.locations import DEFAULT_FOLDER
from corpus.reading import make_document

DOCUMENTS = sorted(DEFAULT_FOLDER.glob("*.md"))
SEEDS = Path(__file__).parent.parent.parent / "shared" / "seeds"
SHARED_RUN = 9


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def body(document: Path) -> str:
    return document.read_text(encoding="utf-8").split("---\n", 2)[2]


def test_there_are_five() -> None:
    assert len(DOCUMENTS) == 5


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_each_names_its_source_and_has_the_length_of_an_article(document: Path) -> None:
    _, extraction = make_document(document.name, document.read_bytes())
    assert {"title", "publisher", "author", "source"} <= extraction.metadata.keys()
    assert 250 <= len(re.findall(r"[\w$][\w’'$.,-]*", body(document))) <= 700


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the published reports are not at hand")
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_no_nine_words_in_a_row_stand_in_a_report_too(document: Path) -> None:
    ours = words(body(document))
    runs = {tuple(ours[i : i + SHARED_RUN]) for i in range(len(ours) - SHARED_RUN + 1)}
    for seed in SEEDS.glob("*.txt"):
        theirs = words(seed.read_text(encoding="utf-8"))
        shared = runs & {tuple(theirs[i : i + SHARED_RUN]) for i in range(len(theirs) - SHARED_RUN + 1)}
        assert not shared, (seed.name, shared)
