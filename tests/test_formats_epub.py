"""EPUB: the chapters of a book in their order. Files by hand and by LibreOffice."""

from typing import get_args

import pytest
from hypothesis import given, settings

from corpus.errors import Reason
from tests.foreign_files import BOMB, FIXTURES, blocks, mutated, read, reason, with_mutated_part, with_part, zipped

HARBOUR = (FIXTURES / "harbour.epub").read_bytes()
LOCKED = '<encryption><CipherData><CipherReference URI="book/a%20one.xhtml"/></CipherData></encryption>'
FONTS = '<encryption><CipherData><CipherReference URI="book/font.otf"/></CipherData></encryption>'


def epub(**chapters: str) -> bytes:
    """A book of these chapters, shown in the order of their names."""
    items = "".join(
        f'<item id="{name}" href="a%20{name}.xhtml" media-type="application/xhtml+xml"/>' for name in reversed(chapters)
    )
    order = "".join(f'<itemref idref="{name}"/>' for name in sorted(chapters))
    metadata = (
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The pier</dc:title><dc:creator>A. Keeper</dc:creator>'
        "<dc:creator>B. Pilot</dc:creator><dc:date>2019-08-09T00:00:00Z</dc:date></metadata>"
    )
    navigation = '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    return zipped(
        {
            "META-INF/container.xml": '<c><rootfiles><rootfile full-path="book/content.opf"/></rootfiles></c>',
            "book/content.opf": f'<package xmlns="http://www.idpf.org/2007/opf">{metadata}<manifest>{items}{navigation}'
            f'</manifest><spine><itemref idref="nav"/>{order}<itemref idref="gone"/></spine></package>',
            "book/nav.xhtml": "<p>Contents</p>",
            **{f"book/a {name}.xhtml": content for name, content in chapters.items()},
        }
    )


def test_chapters_come_in_the_books_order_under_their_headings() -> None:
    data = epub(
        two="<h1>Two</h1><p>The pier held.</p>", one="<h1>One</h1><p>The pier <i>was</i> rebuilt.</p><p>In 1911.</p>"
    )
    extraction = read("a.epub", data)
    assert [(b.span.of(extraction.text), b.headings) for b in extraction.blocks] == [
        ("The pier was rebuilt.", ("One",)),
        ("In 1911.", ("One",)),
        ("The pier held.", ("Two",)),
    ]
    assert extraction.metadata == {"title": "The pier", "author": "A. Keeper", "published": "2019-08-09"}
    assert extraction.page_starts == ()


def test_a_book_by_libreoffice() -> None:
    extraction = read("a.epub", HARBOUR)
    assert "Ferries to the islands." in blocks(extraction)
    assert extraction.metadata["title"] == "The eastern pier"


def test_a_chapter_is_read_once_however_often_it_is_listed() -> None:
    data = epub(one="<p>The pier held.</p>")
    manifest = '<manifest><item id="one" href="a one.xhtml" media-type="text/html"/></manifest>'
    spine = '<itemref idref="one"/>' * 1000
    repeated = with_part(data, "book/content.opf", f"<package>{manifest}<spine>{spine}</spine></package>")
    assert blocks(read("a.epub", repeated)) == ["The pier held."]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "damaged"),
        (HARBOUR[:-200], "damaged"),
        (zipped({"mimetype": "application/epub+zip"}), "damaged"),
        (zipped({"META-INF/container.xml": "<container/>"}), "damaged"),
        (zipped({"META-INF/container.xml": BOMB}), "damaged"),
        (epub(), "empty"),
        (with_part(epub(one="<p>The pier held.</p>"), "META-INF/encryption.xml", LOCKED), "encrypted"),
        (with_part(epub(one="<p>The pier held.</p>"), "META-INF/encryption.xml", FONTS), None),
    ],
)
def test_what_is_no_book_has_a_reason(data: bytes, expected: str | None) -> None:
    assert reason("a.epub", data) == expected


@settings(max_examples=60)
@given(mutated(HARBOUR) | with_mutated_part(HARBOUR, "OEBPS/content.opf"))
def test_broken_books_are_read_soundly_or_refused(data: bytes) -> None:
    assert reason("a.epub", data) in (None, *get_args(Reason))
