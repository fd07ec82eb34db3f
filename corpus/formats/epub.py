"""EPUB: the chapters in the order of the book, each read as HTML.

The package is taken apart here: EbookLib, the library for it, is under the AGPL. A chapter is no page, so there are none.
"""

import posixpath
import re
from dataclasses import dataclass

from lxml import etree

from corpus.errors import UnreadableFile
from corpus.formats.archive import Archive, attribute, child, local_name, opened_archive
from corpus.formats.extraction import Extraction, iso_date
from corpus.formats.html import EXTRACTOR as HTML_EXTRACTOR
from corpus.formats.html import read_html
from corpus.formats.writing import BlockWriter

EXTRACTOR = f"quoth-epub 1, {HTML_EXTRACTOR}"

_ESCAPE = re.compile(rb"%([0-9A-Fa-f]{2})")
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")


@dataclass(frozen=True, slots=True)
class _Item:
    """A file of the book."""

    name: str
    media_type: str
    is_navigation: bool


def read_epub(data: bytes) -> Extraction:
    with opened_archive(data) as archive:
        package_name = _package_name(archive)
        package = archive.xml(package_name)
        encrypted = _encrypted(archive)
        writer = BlockWriter()
        for item in _spine(package, package_name):
            if item.name in encrypted:
                raise UnreadableFile("encrypted", "its chapters are locked by a seller's protection")
            if item.media_type in _PAGES and not item.is_navigation and item.name in archive.names:
                writer.write_extraction(read_html(archive.read(item.name)))
    return writer.extraction(EXTRACTOR, _metadata(package))


def _package_name(archive: Archive) -> str:
    for element in archive.xml("META-INF/container.xml").iter("{*}rootfile"):
        return attribute(element, "full-path")
    raise UnreadableFile("damaged", "does not say where the book begins")


def _spine(package: etree._Element, package_name: str) -> list[_Item]:
    folder = posixpath.dirname(package_name)
    items = {}
    for element in package.iter("{*}item"):
        name = posixpath.normpath(posixpath.join(folder, _unquoted(attribute(element, "href"))))
        is_navigation = "nav" in attribute(element, "properties").split()
        items[attribute(element, "id")] = _Item(name, attribute(element, "media-type"), is_navigation)
    order = dict.fromkeys(attribute(element, "idref") for element in package.iter("{*}itemref"))
    return [items[each] for each in order if each in items]


def _encrypted(archive: Archive) -> frozenset[str]:
    """The files that need a key; fonts made unusable elsewhere are among them, too."""
    if "META-INF/encryption.xml" not in archive.names:
        return frozenset()
    references = archive.xml("META-INF/encryption.xml").iter("{*}CipherReference")
    return frozenset(_unquoted(attribute(element, "URI")) for element in references)


def _unquoted(reference: str) -> str:
    """_unquoted("a%20b") -> 'a b'"""
    return _ESCAPE.sub(lambda found: bytes.fromhex(found[1].decode()), reference.encode()).decode("utf-8", "replace")


def _metadata(package: etree._Element) -> dict[str, str]:
    names = {
        "title": "title",
        "creator": "author",
        "date": "published",
        "publisher": "publisher",
        "language": "language",
    }
    element = child(package, "metadata")
    found: dict[str, str] = {}
    for each in element if element is not None else ():
        value = " ".join((each.text or "").split())
        name = names.get(local_name(each))
        if name and name not in found:
            found[name] = (iso_date(value) or "") if name == "published" else value
    return found
