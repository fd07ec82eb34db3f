"""Mail and mailboxes: what is new and what is quoted, headers in any encoding, parts of parts."""

import mailbox
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.foreign_files import blocks, mutated, prose, read, reason

REPLY = """\
The pier was rebuilt in 1911.
It held.

Nobody paid.

On Thu, 8 Aug 2019,
Ben <ben@example.org> wrote:
> When was it rebuilt?
>
> > An old question.
> > In two lines.

Below the quote.
"""


def mail(body: str = REPLY, **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Änn Keeper <ann@example.org>"
    message["To"] = "Ben <ben@example.org>"
    message["Subject"] = "Re: The pier – again"
    message["Date"] = "Fri, 09 Aug 2019 23:11:12 -0700"
    for name, value in headers.items():
        message[name] = value
    message.set_content(body, cte="quoted-printable")
    return message


HEAD = (
    "From: Änn Keeper <ann@example.org>\nTo: Ben <ben@example.org>\nDate: Fri, 09 Aug 2019 23:11:12 -0700",
    ("Re: The pier – again",),
)


def found(data: bytes, name: str = "a.eml") -> list[tuple[str, tuple[str, ...]]]:
    extraction = read(name, data)
    return [(block.span.of(extraction.text), block.headings) for block in extraction.blocks]


def test_headers_are_readable_and_quoted_replies_stand_apart() -> None:
    subject = "Re: The pier – again"
    assert found(bytes(mail())) == [
        HEAD,
        ("The pier was rebuilt in 1911.\nIt held.", (subject,)),
        ("Nobody paid.", (subject,)),
        ("On Thu, 8 Aug 2019,\nBen <ben@example.org> wrote:\n> When was it rebuilt?", (subject, "Quoted")),
        ("> > An old question.\n> > In two lines.", (subject, "Quoted")),
        ("Below the quote.", (subject,)),
    ]
    assert prose(read("a.eml", bytes(mail())))[4] == "An old question. In two lines."


def test_subject_sender_and_date_are_metadata() -> None:
    assert read("a.eml", bytes(mail())).metadata == {
        "title": "Re: The pier – again",
        "author": "Änn Keeper <ann@example.org>",
        "to": "Ben <ben@example.org>",
        "published": "2019-08-09",
    }


@pytest.mark.parametrize("mark", ["-----Original Message-----", "From: Ben\nSent: Thursday", "From: Ben\nDate: 8 Aug"])
def test_a_message_copied_below_is_quoted(mark: str) -> None:
    data = bytes(mail(f"New words.\n\n{mark}\n\nOld words.\n"))
    assert found(data)[1:] == [
        ("New words.", ("Re: The pier – again",)),
        (mark, ("Re: The pier – again", "Quoted")),
        ("Old words.", ("Re: The pier – again", "Quoted")),
    ]


def test_of_alternatives_the_plain_one_is_read_and_attachments_are_named() -> None:
    message = mail("Plain words.\n")
    message.add_alternative("<p>Other words.</p>", subtype="html")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="plän.pdf")
    assert [text for text, _ in found(bytes(message))[1:]] == ["Plain words.", "Attachments: plän.pdf"]


@pytest.mark.parametrize(
    "quote",
    [
        '<div class="gmail_quote">Old.</div>',
        "<blockquote>Old.</blockquote>",
        '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">Old.</div>',
        "<div class=yahoo_quoted id=x>Old.</div>",
        '<hr id="appendonsend">Old.',
    ],
)
def test_html_is_read_where_it_is_all_there_is(quote: str) -> None:
    message = mail("x")
    message.set_content(f"<p>New <b>words</b> – all.</p>{quote}", subtype="html", charset="cp1252")
    subject = "Re: The pier – again"
    assert found(bytes(message))[1:] == [("New words – all.", (subject,)), ("Old.", (subject, "Quoted"))]


@pytest.mark.parametrize(
    ("header", "title"),
    [
        (b"Subject: =?utf-8?q?Caf=C3=A9?= =?latin-1?q?_ferm=E9?=", "Café fermé"),
        ("Subject: Café".encode(), "Café"),
        ("Subject: Café".encode("latin-1"), "Café"),
        (b"Subject: =?nonsense?q?Pier?=", "Pier"),
        (b"Subject: The\r\n pier", "The pier"),
        (b"subject: one\nSubject: two", "one"),
    ],
)
def test_headers_are_decoded_whatever_they_claim(header: bytes, title: str) -> None:
    assert read("a.eml", header + b"\r\n\r\nWords.").metadata["title"] == title


@pytest.mark.parametrize("date", ["nonsense", "", "Fri, 99 Foo 2019", "Fri, 9 Aug 99999999999 10:00:00"])
def test_a_date_that_is_none_is_none(date: str) -> None:
    assert "published" not in read("a.eml", f"Subject: x\nDate: {date}\n\nWords.".encode()).metadata


@pytest.mark.parametrize("charset", ["utf-8", "latin-1", "no-such", "undefined"])
def test_a_body_is_decoded_even_where_its_charset_is_wrong(charset: str) -> None:
    data = f'Subject: x\nContent-Type: text/plain; charset="{charset}"\n\nFünf.'.encode("latin-1")
    assert blocks(read("a.eml", data)) == ["Fünf."]


def test_a_mailbox_is_read_message_by_message(tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "a.mbox")
    box.add(mail("From here on it held.\n"))
    box.add(mail("Second.\n", **{"X-Other": "x"}))
    box.close()
    data = (tmp_path / "a.mbox").read_bytes()
    assert [text for text, _ in found(data, "a.mbox")] == [HEAD[0], "From here on it held.", HEAD[0], "Second."]
    assert read("a.mbox", data).metadata == {}


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.eml", b"", "empty"),
        ("a.eml", b"The pier held.", "damaged"),
        ("a.eml", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "damaged"),
        ("a.mbox", b"", "empty"),
        ("a.mbox", b"The pier held.", "damaged"),
        ("a.eml", b"Subject: !\n\n", "empty"),
    ],
)
def test_what_is_no_mail_has_a_reason(name: str, data: bytes, expected: str) -> None:
    assert reason(name, data) == expected


def test_parts_nested_very_deep_are_no_trap() -> None:
    data = b"Subject: x\n" + b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(2000)
    )
    assert reason("a.eml", data + b"\nWords.") in (None, "damaged")


def _rich() -> bytes:
    message = mail()
    message.add_alternative("<p>Other <i>words</i>.</p>", subtype="html")
    message.add_attachment("A note.", filename="ü.txt")
    message.add_attachment(mail("Forwarded.\n"))
    return bytes(message)


@settings(max_examples=150)
@given(
    mutated(_rich()) | mutated(b"From a\n" + bytes(mail())) | st.binary(max_size=200).map(lambda it: b"Subject: " + it)
)
def test_broken_mail_is_read_soundly_or_refused(data: bytes) -> None:
    assert reason("a.eml", data) in (None, "empty", "damaged")
    assert reason("a.mbox", data) in (None, "empty", "damaged")


def test_what_stands_below_a_quotation_in_html_is_new() -> None:
    message = mail()
    message.set_content(
        "<p>First.</p><div class=gmail_quote>Ben wrote:<blockquote>Old.<blockquote>Older.</blockquote></blockquote></div>"
        "<p>Between.</p><blockquote>Old too.</blockquote><p>Last.</p>",
        subtype="html",
    )
    sections = [(text, headings[1:]) for text, headings in found(bytes(message))[1:]]
    new, old = (), ("Quoted",)
    assert sections == [
        ("First.", new),
        ("Ben wrote:", old),
        ("Old.", old),
        ("Older.", old),
        ("Between.", new),
        ("Old too.", old),
        ("Last.", new),
    ]


def test_a_picture_shown_among_the_words_is_no_document() -> None:
    message = mail()
    message.set_content("<p>The pier.</p><img src=cid:one>", subtype="html")
    message.add_related(b"GIF89a", "image", "gif", cid="<one>", filename="logo.gif", disposition="inline")
    message.add_attachment(b"GIF89a", "image", "gif", cid="<two>", filename="map.gif")
    extraction = read("a.eml", bytes(message))
    assert [attachment.name for attachment in extraction.attachments] == ["map.gif"]
    assert "logo.gif" not in extraction.text
