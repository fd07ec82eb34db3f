"""What is attached to mail: documents of their own, found, cited and checked like any other."""

from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from corpus import reading
from corpus.coverage import NotSearched
from corpus.document import Passage, Span
from corpus.errors import UnreadableFile
from corpus.folder import FileEntry
from corpus.reading import read_document
from embeddings.index import PassageIndex
from qa.answering.citing import cite
from qa.replies.answers import Citation
from qa.replies.checking import check_file, still_stands
from tests.fakes import WordEncoder
from tests.foreign_files import pdf, read
from tests.test_formats_mail import mail
from tests.test_index import assert_equals_a_fresh_build, paths

REPORT = pdf([[(50, 500, 12, "Nobody came.")], [(50, 500, 12, "The ferry met a storm.")]])
NOTE = "The keeper rang the bell at dawn."


def with_files(message: EmailMessage, **files: bytes) -> EmailMessage:
    """`report_pdf` is the file report.pdf; its type is not said."""
    for name, data in files.items():
        message.add_attachment(
            data, maintype="application", subtype="octet-stream", filename=".".join(name.rsplit("_", 1))
        )
    return message


def forwarded(message: EmailMessage) -> EmailMessage:
    outer = mail("See below.\n")
    outer.add_attachment(message)
    return outer


@pytest.fixture
def index(folder: Path) -> Iterator[PassageIndex]:
    """Of one mail with a PDF, a note, a picture and a broken PDF."""
    message = with_files(
        mail("Hello.\n"), report_pdf=REPORT, note_txt=NOTE.encode(), odd_png=b"\x89PNG", bad_pdf=b"%PDF"
    )
    (folder / "mail.eml").write_bytes(bytes(message))
    with PassageIndex(folder, WordEncoder()) as index:
        index.update()
        yield index


def citation_of(index: PassageIndex, path: str, quote: str) -> Citation:
    document = index.document(path)
    start = document.text.index(quote)
    return cite(1, Passage(document, Span(0, len(document.text))), Span(start, start + len(quote)), index.folder)


def names(index: PassageIndex) -> list[str]:
    return [record.path for record in index.documents()]


def test_an_attachment_is_a_document_of_its_own_format(index: PassageIndex) -> None:
    assert names(index) == ["mail.eml", "mail.eml/note.txt", "mail.eml/report.pdf"]
    assert paths(index, "Which ferry met the storm?")[0] == "mail.eml/report.pdf"
    report, note = (
        citation_of(index, *place) for place in [("mail.eml/report.pdf", "storm"), ("mail.eml/note.txt", "dawn")]
    )
    assert (report.document, report.page, note.page) == ("mail.eml/report.pdf", 2, None)
    # No file holds these characters as they are, so not even a text's place is one of a file's.
    assert {report.coordinates, note.coordinates} == {"extracted"}
    assert str(report.extractor).split(" (")[0] == "quoth-mail 3"
    assert "quoth-pdf" in str(report.extractor)
    assert note.extractor == index.document("mail.eml").extractor


def test_an_attachment_that_cannot_be_read_has_its_reason_and_the_rest_goes_on(
    index: PassageIndex, folder: Path
) -> None:
    coverage = index.coverage()
    assert (coverage.searched, coverage.total) == (3, 5)
    assert coverage.not_searched == (
        NotSearched("mail.eml/bad.pdf", str(folder / "mail.eml/bad.pdf"), "damaged"),
        NotSearched("mail.eml/odd.png", str(folder / "mail.eml/odd.png"), "unsupported"),
    )


def test_a_citation_of_an_attachment_is_found_again(index: PassageIndex, folder: Path) -> None:
    for cited in (citation_of(index, "mail.eml/report.pdf", "storm"), citation_of(index, "mail.eml/note.txt", "dawn")):
        assert check_file(cited, Path(cited.path)).status == "verified"
        assert still_stands(index.document(cited.document), folder)
    changed = with_files(mail("Hello.\n"), note_txt=NOTE.replace("dawn", "noon").encode())
    (folder / "mail.eml").write_bytes(bytes(changed))
    note, report = (
        citation_of(index, *place) for place in [("mail.eml/note.txt", "dawn"), ("mail.eml/report.pdf", "storm")]
    )
    assert not still_stands(index.document("mail.eml/note.txt"), folder)
    assert check_file(note, Path(note.path)).status == "changed"
    assert check_file(report, Path(report.path)).status == "missing"
    (folder / "mail.eml").unlink()
    assert check_file(note, Path(note.path)).status == "missing"


def test_attachments_come_go_and_move_with_their_mail(index: PassageIndex, folder: Path) -> None:
    (folder / "mail.eml").rename(folder / "letter.eml")
    assert str(index.changes()) == "1 new, 1 gone"
    index.update()
    assert names(index) == ["letter.eml", "letter.eml/note.txt", "letter.eml/report.pdf"]
    assert_equals_a_fresh_build(index)
    (folder / "letter.eml").write_bytes(bytes(with_files(mail("Hello.\n"), other_md=b"# Another")))
    index.update()
    assert names(index) == ["letter.eml", "letter.eml/other.md"]
    assert_equals_a_fresh_build(index)
    (folder / "letter.eml").unlink()
    assert index.coverage().total == 0
    index.update()
    assert index.files() == []


def test_attachments_of_a_mailbox_stand_under_their_message(folder: Path) -> None:
    messages = [mail("First.\n"), with_files(mail("Second.\n"), report_pdf=REPORT)]
    (folder / "box.mbox").write_bytes(b"".join(b"From a\n" + bytes(each) + b"\n" for each in messages))
    with PassageIndex(folder, WordEncoder()) as index:
        index.update()
        assert names(index) == ["box.mbox", "box.mbox/2/report.pdf"]
        cited = citation_of(index, "box.mbox/2/report.pdf", "storm")
    assert check_file(cited, Path(cited.path)).status == "verified"


def test_a_message_in_a_message_is_a_document_to_a_small_depth(folder: Path) -> None:
    message = with_files(mail("Deepest.\n"), note_txt=NOTE.encode())
    for _ in range(reading.DEEPEST):
        message = forwarded(message)
    (folder / "a.eml").write_bytes(bytes(message))
    inner = "a.eml" + "/attachment.eml" * reading.DEEPEST
    with PassageIndex(folder, WordEncoder()) as index:
        index.update()
        assert names(index)[-1] == inner
        cited = citation_of(index, inner, "Deepest")
        (row,) = index.coverage().not_searched
    assert (row.document, row.reason) == (f"{inner}/note.txt", "too_large")
    assert check_file(cited, Path(cited.path)).status == "verified"


def test_a_mail_with_too_many_attachments_is_too_large(index: PassageIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ATTACHMENTS", 3)
    (parsed,) = reading.parse_file(index.folder, FileEntry("mail.eml", 1, 1))
    assert parsed.refusal == "too_large"


@pytest.mark.parametrize(
    "path", ["mail.eml/no.pdf", "mail.eml/report.pdf/no.txt", "mail.eml/repo", "no.eml/report.pdf", "a\0/b"]
)
def test_what_is_not_attached_is_said(index: PassageIndex, path: str) -> None:
    with pytest.raises(UnreadableFile) as raised:
        read_document(index.folder / path)
    assert raised.value.reason == "unreadable"


def attached(*headers: str, body: str = "word") -> list[tuple[str, bytes | None]]:
    """Names and contents of parts, each with such headers, of one mail."""
    parts = "".join(f"--b\n{header}\n\n{body}\n" for header in headers)
    data = f"Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n{parts}--b--\n".encode("utf-8", "surrogateescape")
    return [(each.name, each.data) for each in read("a.eml", data).attachments]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Content-Disposition: attachment; filename=../../etc/passwd.txt", ".._.._etc_passwd.txt"),
        ("Content-Disposition: attachment; filename=..", "attachment.txt"),
        ("Content-Disposition: attachment; filename*=utf-8''pl%C3%A4n%0A%00.pdf", "plän _.pdf"),
        ("Content-Type: application/pdf; name==?utf-8?q?pl=C3=A4n?=", "plän.pdf"),
        ("Content-Type: application/pdf", "attachment.pdf"),
        ("Content-Type: image/unheard-of", "attachment"),
        (f"Content-Disposition: attachment; filename={'a' * 999}.txt", "a" * 196 + ".txt"),
        ("Content-Type: message/rfc822\n\nSubject: y", "attachment.eml"),
    ],
)
def test_a_name_is_one_that_a_file_may_have(header: str, name: str) -> None:
    assert [each for each, _ in attached(header)] == [name]


def test_of_two_of_one_name_each_has_its_own() -> None:
    header = "Content-Type: application/pdf; name=a.pdf"
    other = "Content-Type: application/pdf; name=a-2.pdf"
    assert [name for name, _ in attached(header, other, header)] == ["a.pdf", "a-2.pdf", "a-3.pdf"]


def test_what_is_shown_in_the_mail_is_not_attached() -> None:
    assert attached("Content-Type: text/x-diff; name=fix.patch\nContent-Disposition: inline") == []


def test_a_forwarded_message_keeps_its_own_headers_and_is_no_part_of_the_mail() -> None:
    data = forwarded(mail("Inner words.\n")).as_bytes(policy=SMTP)
    outer = read("a.eml", data)
    assert "Inner words" not in outer.text
    assert outer.text.endswith("Attachments: attachment.eml")
    (inner,) = outer.attachments
    assert "Inner words" in read(inner.name, inner.data or b"").text
