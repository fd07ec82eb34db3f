"""The zip archives and the XML that office documents and books are made of, taken apart without trusting either."""

import io
import lzma
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from lxml import etree

from corpus.errors import UnreadableFile
from corpus.formats.extraction import damaged_by

MOST_UNPACKED = 100_000_000
"""Bytes that all parts read from one archive may have together."""

_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""What office programs put an encrypted document into; also the format of their older documents."""

_FOREIGN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, etree.XMLSyntaxError, EOFError, NotImplementedError, OSError,
    UnicodeError, ValueError,
)  # fmt: skip


class Archive:
    """The parts of a zip archive by name."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._left = MOST_UNPACKED
        self.names = frozenset(archive.namelist())

    def read(self, name: str) -> bytes:
        """The bytes of a part. Raises UnreadableFile where there is none, or it unpacks to too much."""
        if name not in self.names:
            raise UnreadableFile("damaged", f"its part {name!r} is missing")
        if self._archive.getinfo(name).flag_bits & 1:
            raise UnreadableFile("encrypted", "needs a password")
        with self._archive.open(name) as part:
            data = part.read(self._left + 1)
        self._left -= len(data)
        if self._left < 0:
            raise UnreadableFile("too_large", f"unpacks to over {MOST_UNPACKED // 1_000_000} MB")
        return data

    def xml(self, name: str) -> etree._Element:
        """The root of a part that is XML; no entity is resolved, and nothing outside is read."""
        root = etree.fromstring(self.read(name), _parser())
        document_type = root.getroottree().docinfo.internalDTD
        if document_type is not None and next(iter(document_type.iterentities()), None) is not None:
            raise UnreadableFile("damaged", f"its part {name!r} declares entities")
        return root

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """Id -> (last word of its type, name) of the parts that an office part refers to; "" stands for the package."""
        folder, file = posixpath.split(part)
        name = posixpath.join(folder, "_rels", f"{file}.rels")
        if name not in self.names:
            return {}
        found = {}
        for each in self.xml(name):
            target = posixpath.normpath(posixpath.join("/", folder, each.get("Target") or "")).lstrip("/")
            if each.get("TargetMode") != "External":
                found[each.get("Id") or ""] = ((each.get("Type") or "").rpartition("/")[2], target)
        return found

    def main_part(self) -> str:
        """The name of the part that an office document begins with."""
        for kind, name in self.related("").values():
            if kind == "officeDocument":
                return name
        raise UnreadableFile("damaged", "does not say which of its parts is the document")


@contextmanager
def opened_archive(data: bytes) -> Iterator[Archive]:
    """Raises UnreadableFile for whatever the zip or the XML in it has wrong."""
    if data.startswith(_COMPOUND_FILE):
        is_encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise UnreadableFile(*(("encrypted", "needs a password") if is_encrypted else ("damaged", "an older format")))
    with damaged_by(*_FOREIGN), zipfile.ZipFile(io.BytesIO(data)) as archive:
        yield Archive(archive)


def local_name(element: etree._Element) -> str:
    """The name without its namespace; "" for comments, instructions and unresolved entities."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: etree._Element, name: str) -> str:
    """The value of an attribute by its local name; "" where there is none."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


def child(element: etree._Element, *path: str) -> etree._Element | None:
    """The first descendant along a path of local names."""
    for name in path:
        for each in element:
            if local_name(each) == name:
                element = each
                break
        else:
            return None
    return element


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
