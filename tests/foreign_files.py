"""Files of other programs, written byte by byte, and what must hold of whatever is read from them."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from hypothesis import strategies as st

from corpus.errors import UnreadableFile
from corpus.formats import extract
from corpus.formats.extraction import Block, Extraction
from corpus.rendering import render
from corpus.spans import Span

FIXTURES = Path(__file__).parent / "fixtures"

Words = tuple[float, float, float, str]
"""Left edge, baseline, size in points, words."""


def pdf(pages: Sequence[Sequence[Words]], *, info: str = "", labels: str = "", drawing: str = "") -> bytes:
    """A PDF with words in Helvetica; `info` and `labels` are the insides of those dictionaries."""
    kids = " ".join(f"{10 + 2 * number} 0 R" for number in range(len(pages)))
    objects = {
        1: f"<</Type/Catalog/Pages 2 0 R/PageLabels<<{labels}>>>>" if labels else "<</Type/Catalog/Pages 2 0 R>>",
        2: f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        3: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        4: f"<<{info}>>",
    }
    for number, page in enumerate(pages):
        drawn = drawing + "".join(
            f"BT /F {size} Tf {left} {baseline} Td ({words}) Tj ET\n" for left, baseline, size, words in page
        )
        objects[10 + 2 * number] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 600]/Resources<</Font<</F 3 0 R>>>>/Contents {11 + 2 * number} 0 R>>"
        )
        objects[11 + 2 * number] = f"<</Length {len(drawn.encode('cp1252'))}>>stream\n{drawn}\nendstream"
    body = "%PDF-1.4\n" + "".join(f"{number} 0 obj\n{content}\nendobj\n" for number, content in objects.items())
    return (body + "trailer<</Root 1 0 R/Info 4 0 R>>\n%%EOF").encode("cp1252")


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def read(name: str, data: bytes | str) -> Extraction:
    data = data.encode() if isinstance(data, str) else data
    extraction = extract(name, data)
    assert_sound(extraction)
    assert extraction.coordinates == "extracted" or data.decode(extraction.encoding) == extraction.text
    return extraction


def refusal(name: str, data: bytes) -> UnreadableFile | None:
    """Why these bytes are no document; None where they are one."""
    found = None
    try:
        read(name, data)
    except UnreadableFile as error:
        found = error
    assert found is None or str(found).startswith(f"{name}: ")
    return found


def reason(name: str, data: bytes) -> str | None:
    found = refusal(name, data)
    return found.reason if found else None


def blocks(extraction: Extraction) -> list[str]:
    return [block.span.of(extraction.text) for block in extraction.blocks]


def prose(extraction: Extraction) -> list[str]:
    """The words of each block, markup left out."""
    hidden = {position for span in extraction.markup for position in range(*span)}
    texts = ("".join(" " if p in hidden else extraction.text[p] for p in range(*b.span)) for b in extraction.blocks)
    return [" ".join(text.split()) for text in texts]


def rows(extraction: Extraction) -> list[tuple[str, list[str]]]:
    """Each row of a table as it is read, with the words of it that may be cited."""
    read = [
        (render(extraction.text, block.own_parts, marks_in(extraction, block)), block)
        for block in extraction.blocks
        if block.kind == "row"
    ]
    return [
        (rendering.text, [part.of(extraction.text) for part in block.own_parts if not isinstance(part, str)])
        for rendering, block in read
    ]


def marks_in(extraction: Extraction, block: Block) -> list[Span]:
    return [mark for mark in extraction.markup if mark.overlaps(block.span)]


def assert_sound(extraction: Extraction) -> None:
    """Blocks and markup ascend, are apart, and lie inside the text; markup inside blocks; pages ascend."""
    for spans in ([block.span for block in extraction.blocks], extraction.markup):
        borders = [position for span in spans for position in span]
        assert borders == sorted(borders)
        assert all(0 <= span.start < span.end <= len(extraction.text) for span in spans)
    in_blocks = {position for block in extraction.blocks for position in range(*block.span)}
    words = [p for span in extraction.markup for p in range(*span) if extraction.text[p].isalnum()]
    assert in_blocks.issuperset(words)
    assert list(extraction.page_starts) == sorted(extraction.page_starts)
    assert all(0 <= start <= len(extraction.text) for start in extraction.page_starts)
    assert len(extraction.page_labels) in (0, len(extraction.page_starts))
    assert not any("\ud800" <= character <= "\udfff" for character in extraction.text)
    names = [attachment.name for attachment in extraction.attachments]
    assert len(set(names)) == len(names)
    assert not any({"", ".", ".."}.intersection(name.split("/")) or "\0" in name for name in names)
    assert all(name.encode() for name in names)
    if extraction.coordinates == "extracted":
        assert extraction.extractor
        is_its_own_text = extraction.extractor.startswith("quoth-text")
        assert is_its_own_text or "\0" not in extraction.text


def mutated(data: bytes) -> st.SearchStrategy[bytes]:
    """The bytes with some overwritten, left out or doubled, or the end cut off."""
    position = st.integers(0, len(data))
    edit = st.tuples(position, st.integers(0, 40), st.binary(max_size=12))
    return st.tuples(st.lists(edit, min_size=1, max_size=4), st.none() | position).map(lambda it: _edited(data, *it))


def _edited(data: bytes, edits: list[tuple[int, int, bytes]], cut: int | None) -> bytes:
    for start, length, replacement in edits:
        data = data[:start] + replacement + data[start + length :]
    return data if cut is None else data[:cut]


OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def relations(**targets: str) -> str:
    """The relations of a part: the last word of a type -> target; ids are rId1, rId2 and so on."""
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/relationships/{kind.rstrip("0123456789")}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), 1)
    )
    return f'<Relationships xmlns="{RELATIONS}">{rows}</Relationships>'


BOMB = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">%s]><d>&j;</d>' % "".join(  # noqa: UP031
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefghi", "bcdefghij", strict=True)
)
"""Ten billion letters, if entities were put in place."""


def with_part(data: bytes, name: str, content: str | bytes) -> bytes:
    """The archive with one part exchanged."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return zipped({each: archive.read(each) for each in archive.namelist()} | {name: content})


def with_mutated_part(data: bytes, name: str) -> st.SearchStrategy[bytes]:
    """The archive, sound, with one part broken."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return mutated(archive.read(name)).map(lambda content: with_part(data, name, content))
