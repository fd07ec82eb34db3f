"""Bytes that are not what they, or their file, say: read as people would see them, and said."""

from pathlib import Path

import pytest

from corpus.doubts import doubt_in, meant_by
from corpus.formats import extract
from corpus.formats.encoding import WRONG_BYTES, decode
from qa.replies.answers import Answer
from tests.fakes import ask, open_fake_session, silent

ZOE = "The café Zoë is Renée's. "
ONE = "1 byte that is not UTF-8 read as Windows-1252"


@pytest.mark.parametrize(
    ("data", "text", "doubt"),
    [
        (ZOE.encode() + b"It is na\xefve.", f"{ZOE}It is naïve.", ONE),
        (ZOE.encode() + b"A \x93wall\x94.", f"{ZOE}A “wall”.", "2 bytes that are not UTF-8 read as Windows-1252"),
        (b"\xef\xbb\xbf" + ZOE.encode() + b"na\xefve", f"\ufeff{ZOE}naïve", ONE),
        (ZOE.encode() + "Søren Å".encode()[:-1], f"{ZOE}Søren Ã", ONE),
        (ZOE.encode(), ZOE, ""),
        (ZOE.encode("cp1252"), ZOE, ""),
        ("Привет, мир".encode("koi8-r"), None, ""),
        (ZOE.encode("utf-16"), f"\ufeff{ZOE}", ""),
        (b"plain", "plain", ""),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_a_wrong_byte_in_utf8_is_read_as_it_was_meant_and_said(
    name: str, data: bytes, text: str | None, doubt: str
) -> None:
    extraction = extract(name, data)
    assert text in (None, extraction.text)
    assert doubt_in(extraction.extractor or "") == doubt
    assert extraction.coordinates == ("extracted" if doubt else "file")
    assert data.decode(extraction.encoding, WRONG_BYTES if doubt else "strict") == extraction.text


@pytest.mark.parametrize(
    ("declared", "encoding", "text", "is_doubted"),
    [
        ("iso-8859-1", "utf-8", ZOE, True),
        ("windows-1251", "utf-8", ZOE, True),
        ("utf-8", "utf-8", ZOE, False),
        ("iso-8859-1", "cp1252", ZOE, False),
        ("iso-8859-1", "utf-8", "plain", False),
        ("utf-8", "cp1252", ZOE, False),
        ("shift_jis", "shift_jis", "日本の塔", False),
        ("no-such-code", "utf-8", ZOE, False),
    ],
)
def test_a_page_that_declares_another_encoding_than_it_has_is_read_as_it_is(
    declared: str, encoding: str, text: str, is_doubted: bool
) -> None:
    extraction = extract("a.html", f'<meta charset="{declared}"><p>{text}'.encode(encoding))
    assert extraction.text == text.strip()
    assert bool(doubt_in(extraction.extractor or "")) is is_doubted


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("In the cafÃ© ZoÃ« at ten.", "“cafÃ©” may stand for “café”"),
        ("Open â€“ always.", "“â€“” may stand for “–”"),
        ("Ã–rebro", "“Ã–” may stand for “Ö”"),
        ("In the café Zoë, déjà vu, “so” – Ærø, naïve, Ångström", None),
        ("Привет, 日本, αβγ, 20 °C, ½, €5", None),
        ("plain", None),
    ],
)
def test_what_looks_decoded_wrongly_is_said_with_what_was_meant(text: str, doubt: str | None) -> None:
    assert meant_by(text) == doubt


def test_no_quote_in_doubt_is_shown_without_a_word(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("The cafÃ© of the harbour seats ninety.".encode())
    (tmp_path / "b.txt").write_bytes(ZOE.encode() + b"The ferry na\xefve carried forty sailors.")
    doubts = {}
    with open_fake_session(tmp_path) as session:
        session.index.refresh(silent)
        for question in ("How many does the cafÃ© of the harbour seat?", "How many sailors did the ferry naïve carry?"):
            reply = ask(session, question)
            assert isinstance(reply, Answer)
            assert reply.citations[0].status == "verified"
            doubts[reply.citations[0].document] = reply.citations[0].doubt
    assert doubts == {"a.txt": "“cafÃ©” may stand for “café”", "b.txt": ONE}


def test_a_text_with_many_wrong_bytes_is_no_utf8() -> None:
    text, encoding = decode("één ".encode() + "él ".encode("cp1252") * 500)
    assert encoding != "utf-8"
    assert text
