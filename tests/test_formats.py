"""Plain text, Markdown and HTML over the same texts, then each over what only it knows."""

import codecs
import re
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document, Span
from corpus.errors import UnreadableFile
from corpus.formats import extract
from corpus.formats.encoding import WRONG_BYTES, decode
from corpus.formats.extraction import Extraction, iso_date
from corpus.reading import make_document

FILE_FORMATS = (".txt", ".text", ".md", ".markdown")
FORMATS = (*FILE_FORMATS, ".html", ".htm", ".xhtml")
"""The formats of plain words, where a paragraph is typed as one; the others have files of their own."""

PARAGRAPHS = "The ferry left at dawn.\n\nIt carried more than 300 passengers.\n"


def read(suffix: str, text: str, encoding: str = "utf-8") -> Extraction:
    return extract(f"a{suffix}", text.encode(encoding))


def blocks(extraction: Extraction) -> list[str]:
    return [block.span.of(extraction.text).strip() for block in extraction.blocks]


def prose(extraction: Extraction) -> str:
    """The words of the blocks, markup left out."""
    hidden = {position for span in extraction.markup for position in range(*span)}
    texts = ("".join(" " if p in hidden else extraction.text[p] for p in range(*b.span)) for b in extraction.blocks)
    return " ".join(" ".join(texts).split())


# Every format


@pytest.mark.parametrize("suffix", FORMATS)
def test_paragraphs_are_blocks(suffix: str) -> None:
    markup = "<p>The ferry left at dawn.<p>It carried more than 300 passengers."
    text = markup if suffix not in FILE_FORMATS else PARAGRAPHS
    assert blocks(read(suffix, text)) == ["The ferry left at dawn.", "It carried more than 300 passengers."]


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("text", ["", " \n\t", "\ufeff", "***", "...\n\n---\n"])
def test_a_file_without_a_word_is_empty(suffix: str, text: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        read(suffix, text)
    assert refusal.value.reason == "empty"
    assert str(refusal.value).startswith(f"a{suffix}: ")


@pytest.mark.parametrize("name", ["a.exe", "a", "a.md.bak", "md"])
def test_other_types_are_refused_by_name(name: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        extract(name, b"words")
    assert refusal.value.reason == "unsupported"


@pytest.mark.parametrize("name", ["a.MD", "A.Txt", "dir.v2/a.HTM"])
def test_the_case_of_a_suffix_does_not_matter(name: str) -> None:
    assert extract(name, b"words").text == "words"


@pytest.mark.parametrize("suffix", FORMATS)
@given(data=st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_give_sound_blocks_or_a_reason(suffix: str, data: bytes) -> None:
    try:
        extraction = extract(f"a{suffix}", data)
    except UnreadableFile as refusal:
        assert refusal.reason in ("empty", "damaged")
        return
    assert_sound(extraction)
    if extraction.coordinates == "file":
        assert data.decode(extraction.encoding) == extraction.text


@pytest.mark.parametrize("suffix", FILE_FORMATS)
@given(
    text=st.text(alphabet="ab 1.\n\r\t#>-*_`|\\[](){}<>!&:~+=\"'\ufeff\0"),
    encoding=st.sampled_from(["utf-8", "utf-16"]),
)
def test_a_text_of_markup_is_its_own_text(suffix: str, text: str, encoding: str) -> None:
    data = text.encode(encoding)
    try:
        extraction = extract(f"a{suffix}", data)
    except UnreadableFile as refusal:
        assert refusal.reason == "empty"
        return
    assert_sound(extraction)
    assert data.decode(extraction.encoding) == extraction.text


def assert_sound(extraction: Extraction) -> None:
    """Blocks and markup ascend, are apart, and lie inside the text; markup inside blocks."""
    for spans in ([block.span for block in extraction.blocks], extraction.markup):
        borders = [position for span in spans for position in span]
        assert borders == sorted(borders)
        assert all(0 <= span.start < span.end <= len(extraction.text) for span in spans)
    in_blocks = {position for block in extraction.blocks for position in range(*block.span)}
    assert all(set(range(*span)) <= in_blocks for span in extraction.markup)


# Encodings


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"plain", "utf-8"),
        ("Größe – fünf".encode(), "utf-8"),
        (codecs.BOM_UTF8 + "Größe".encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + "Größe".encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + "Größe".encode("utf-16-be"), "utf-16-be"),
        (codecs.BOM_UTF32_LE + "Größe".encode("utf-32-le"), "utf-32-le"),
        ("The boat left at dawn and nobody saw it go.".encode("utf-16-le"), "utf_16_le"),
        ("Größe".encode("latin-1"), "cp1252"),
        ("Le café était fermé, et la fenêtre brisée.".encode("latin-1"), "cp1252"),
        ("He said “no” – twice – and paid 5 €.".encode("cp1252"), "cp1252"),
        ("Привет, как дела сегодня утром в городе?".encode("cp1251"), "cp1251"),
        ("Zażółć gęślą jaźń i jeszcze kilka zdań".encode("cp1250"), "cp1250"),
    ],
)
def test_the_codec_is_found_and_named(data: bytes, encoding: str) -> None:
    text, found = decode(data)
    assert (found, data.decode(found)) == (encoding, text)


def test_a_byte_order_mark_stays_in_the_text_and_out_of_the_blocks() -> None:
    for suffix in FILE_FORMATS:
        extraction = read(suffix, "\ufeffThe ferry left.")
        assert extraction.text == "\ufeffThe ferry left."
        assert blocks(extraction) == ["The ferry left."]


def test_nul_bytes_stay_in_the_text() -> None:
    extraction = read(".txt", "The fer\0ry left at dawn. " + "Nobody saw it go. " * 20)
    assert extraction.text.startswith("The fer\0ry left")


def test_a_file_of_noise_is_damaged() -> None:
    with pytest.raises(UnreadableFile) as refusal:
        extract("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    assert refusal.value.reason == "damaged"


def test_a_broken_utf_16_file_is_damaged() -> None:
    with pytest.raises(UnreadableFile) as refusal:
        extract("a.txt", codecs.BOM_UTF16_LE + b"a\0b")
    assert (refusal.value.reason, str(refusal.value)) == ("damaged", "a.txt: not valid utf-16-le at byte 4")


@pytest.mark.parametrize(
    "declared",
    ["utf-7", "unicode_escape", "idna", "punycode", "undefined", "utf-16", "hex", "rot13", "no-such", "cp037"],
)
def test_a_declared_codec_that_does_not_read_ascii_is_not_believed(declared: str) -> None:
    assert decode(rb"a \ud800 +2AA- b.xn--mnchen-3ya", declared) == (r"a \ud800 +2AA- b.xn--mnchen-3ya", "utf-8")


@given(st.binary(max_size=200), st.sampled_from([None, "latin-1", "utf-7", "utf-16", "shift_jis", "unicode_escape"]))
def test_a_decoded_text_never_holds_half_a_character(data: bytes, declared: str | None) -> None:
    try:
        text, encoding = decode(data, declared)
    except UnreadableFile:
        return
    assert data.decode(encoding, WRONG_BYTES) == text
    assert not re.search("[\ud800-\udfff]", text)


# Plain text


def test_plain_paragraphs_end_at_blank_lines_whatever_the_line_ends() -> None:
    for end in ("\n", "\r\n", "\r"):
        extraction = read(".txt", f"one{end}two{end} {end}three{end}")
        assert blocks(extraction) == [f"one{end}two", "three"]


@given(st.text(alphabet="ab1 \t\n\r\ufeff."))
def test_plain_blocks_hold_every_word(text: str) -> None:
    if not re.search(r"\w", text):
        return
    extraction = read(".txt", text)
    covered = {position for block in extraction.blocks for position in range(*block.span)}
    assert {position for position, character in enumerate(text) if character.isalnum()} <= covered


# Markdown


def test_front_matter_is_metadata_and_no_prose() -> None:
    extraction = read(".md", '---\ntitle: "A \\"dry\\" year"\nDate: 1911-05-02T10:00\ntags:\n  - sea\n---\nBody.\n')
    assert blocks(extraction) == ["Body."]
    assert (extraction.metadata["title"], extraction.metadata["published"]) == ('A "dry" year', "1911-05-02")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("fence", ["---", "..."])
def test_front_matter_ends_lines_as_it_likes(end: str, mark: str, fence: str) -> None:
    extraction = read(".md", mark + end.join(["---", "title: Ferry", fence, "# Sea", "Body."]))
    assert blocks(extraction) == ["Body."]
    assert extraction.metadata["title"] == "Ferry"


@pytest.mark.parametrize(
    ("value", "title"),
    [
        ("Plain", "Plain"),
        ("'It''s dry'", "It's dry"),
        ("'Tis dry", "'Tis dry"),
        ('She said "no"', 'She said "no"'),
        ("a: b", "a: b"),
        ("", "Heading"),
    ],
)
def test_a_title_is_unquoted_as_yaml_does_or_taken_from_the_first_heading(value: str, title: str) -> None:
    assert read(".md", f"---\ntitle: {value}\n---\n# Heading\n\n# Other\n\nBody.").metadata["title"] == title


def test_a_text_between_rules_is_no_front_matter() -> None:
    assert blocks(read(".md", "---\nThe ferry left.\n\nIt sank: nobody knew.\n\n---\nThe end.")) == [
        "The ferry left.",
        "It sank: nobody knew.",
        "The end.",
    ]


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("1911-05-02", "1911-05-02"),
        ("1911-05", "1911-05"),
        ("1911", "1911"),
        ("1911-05-02T08:00:00Z", "1911-05-02"),
        (" 1911-5-2", "1911"),
        ("1911-13-02", "1911"),
        ("2 May 1911", None),
        ("19110502", None),
        ("", None),
    ],
)
def test_a_date_is_read_only_where_it_is_iso(value: str, date: str | None) -> None:
    assert iso_date(value) == date


def test_blocks_stand_under_the_headings_above_them() -> None:
    text = "Before.\n# One\na\n### Three\nb\n### Again *three*\nc\n\nTwo\n---\nd\n# `Last` [link](x)\ne\n"
    extraction = read(".md", text)
    assert [(b.span.of(text).strip(), b.headings) for b in extraction.blocks] == [
        ("Before.", ()),
        ("a", ("One",)),
        ("b", ("One", "Three")),
        ("c", ("One", "Again three")),
        ("d", ("One", "Two")),
        ("e", ("Last link",)),
    ]


MARKDOWN_PROSE = [
    ("Some **bold**, *slanted* and ***both***.", "Some bold , slanted and both ."),
    ("A [link](http://x.example/(a)) and ![picture](p.png).", "A link and picture ."),
    ("See <https://x.example> now.", "See https://x.example now."),
    ("Inline <b>tags</b> and <!-- remarks --> go.", "Inline tags and go."),
    ("A <script>var hidden</script> script.", "A script."),
    ("Escaped \\* star.", "Escaped * star."),
    ("snake_case and __strong__ words.", "snake_case and strong words."),
    ("`code` and ``more``.", "code and more ."),
    ("~~Struck~~ out.", "Struck out."),
    ("- one\n- two\n  - three\n* four\n1. five\n2) six", "one two three four five six"),
    ("> quoted\n> twice\n> > deep", "quoted twice deep"),
    ("The raid was in\n2019. It was hot.", "The raid was in 2019. It was hot."),
    ("2019. It was hot.", "2019. It was hot."),
    ("| a | b |\n|---|---|\n| 1 | 2 |", "a b 1 2"),
    ("```python\nf(**kwargs)  # 1. x\n```", "f(**kwargs) # 1. x"),
    ("~~~\nunclosed\nlast", "unclosed last"),
    ("    indented *code*", "indented *code*"),
    ("<div>\nInside <i>html</i>.\n</div>", "Inside html ."),
    ("a < b and c > d", "a < b and c > d"),
    ("2 * 3 * 4 - 5", "2 * 3 * 4 - 5"),
    ("Line one  \nline two\\\nline three", "Line one line two\\ line three"),
    ("[ref]: http://x.example 'T'\n\nSee [ref].", "See [ref]."),
]


@pytest.mark.parametrize(("text", "expected"), MARKDOWN_PROSE)
def test_models_read_the_prose_of_markdown(text: str, expected: str) -> None:
    assert prose(read(".md", text)) == expected


@pytest.mark.parametrize(("text", "expected"), MARKDOWN_PROSE)
def test_line_ends_change_nothing_in_markdown(text: str, expected: str) -> None:
    for end in ("\r\n", "\r"):
        assert prose(read(".md", text.replace("\n", end))) == expected


WORDS = st.lists(st.sampled_from(["ferry", "1911", "dawn", "sank", "Ærø", "300"]), min_size=1, max_size=4).map(" ".join)
PIECES: list[Callable[[str], str]] = [
    lambda words: f"{words}.\n\n",
    lambda words: f"- {words}\n  - {words}\n\n",
    lambda words: f"7. {words}\n\n",
    lambda words: f"> {words}\n> > {words}\n\n",
    lambda words: f"```\n{words}\n```\n",
    lambda words: f"| {words} | b |\n|---|---|\n| {words} | b |\n\n",
    lambda words: f"<div>{words}</div>\n\n",
    lambda words: f"**{words}** *{words}*\n{words}\n\n",
    lambda words: f"    {words}\n\n",
]


@given(st.lists(st.tuples(st.sampled_from(PIECES), WORDS), min_size=1), st.sampled_from(["\n", "\r\n", "\r"]))
def test_no_word_of_markdown_prose_is_lost(pieces: list[tuple[Callable[[str], str], str]], end: str) -> None:
    text = "".join(piece(words) for piece, words in pieces).replace("\n", end)
    found = Counter(re.findall(r"\w+", prose(read(".md", text))))
    for piece, words in pieces:
        found.subtract(words.split() * piece(words).count(words))
    assert all(count >= 0 for count in found.values())


@pytest.mark.parametrize(
    "text",
    [">" * 300 + " deep words", "- " * 300 + "deep words", "\n".join("  " * i + "- deep words" for i in range(150))],
)
def test_markdown_nested_very_deep_loses_nothing(text: str) -> None:
    assert "deep words" in prose(read(".md", text))


# HTML


HTML_TEXT = [
    ("<p>a &amp; b &eacute; &#8217; &#x41;</p>", "a & b é ’ A"),
    ("<p>one <b>two</b><i> three</i>four</p>", "one two threefour"),
    ("<p>one<!-- hidden --> two</p>", "one two"),
    ("<p>one<script>var x = '<p>no</p>'</script> two<style>p {}</style></p>", "one two"),
    ("<p>one</p><p hidden>no <b>no</b></p><p>two</p>", "one\n\ntwo"),
    ("<template><p>no</p></template><noscript>no</noscript><p>one", "one"),
    ("<select><option>no</select><svg><text>no</text></svg>one", "one"),
    ("<p>one<br>two<br/>three", "one\ntwo\nthree"),
    ("<p>one<p>two<div>three", "one\n\ntwo\n\nthree"),
    ("<p>one\n   two\t three</p>", "one two three"),
    ("<pre>  one\n    two\r\nthree</pre>", "one\n    two\nthree"),
    ("<ul><li>one<li>two<ul><li>three</ul></ul>", "one\n\ntwo\n\nthree"),
    ("<table><tr><th>a<th>b<tr><td>1<td>2</table>", "a | b\n\n1 | 2"),
    ("<table><caption>c</caption><tbody><tr><td><b>1</b></td><td></td><td>3</td></tr></table>", "c\n\n1 |  | 3"),
    ("<p>one <b><i>two</b> three</i> four", "one two three four"),
    ("<div>one</i></b> two</span> three</p></div></div>", "one two three"),
    ("<p>a<input hidden>b<br hidden>c</p>", "abc"),
    ("<h1>Head</h1>text<h2>Sub</h2>more", "Head\n\ntext\n\nSub\n\nmore"),
    ("no markup at all", "no markup at all"),
    ("<p>2 < 3 and 4 > 3</p>", "2 < 3 and 4 > 3"),
    ("<?xml version='1.0' encoding='utf-8'?><html><body><p>one</p></body></html>", "one"),
    ("<html><body><p>one</body></html><p>after", "one\n\nafter"),
    ("<p>a&nbsp;b &lt;script&gt;", "a\xa0b <script>"),
]


@pytest.mark.parametrize(("markup", "text"), HTML_TEXT)
def test_html_gives_the_text_a_reader_would_see(markup: str, text: str) -> None:
    assert read(".html", markup).text == text


def test_html_says_what_extracted_it() -> None:
    extraction = read(".html", "<p>one")
    assert extraction.coordinates == "extracted"
    assert extraction.extractor
    assert extraction.extractor.startswith("quoth-html 4 (lxml ")


def test_html_blocks_stand_under_their_headings_and_headings_are_no_blocks() -> None:
    extraction = read(".html", "<h1>One</h1>a<h3>Three</h3><p>b</p><h2>Two</h2><ul><li>c</ul><h1>Last</h1>d")
    assert [(block.span.of(extraction.text), block.headings) for block in extraction.blocks] == [
        ("a", ("One",)),
        ("b", ("One", "Three")),
        ("c", ("One", "Two")),
        ("d", ("Last",)),
    ]


@pytest.mark.parametrize(
    ("head", "title"),
    [("<title>A &amp;\n B</title>", "A & B"), ("", "First"), ("<title> </title>", "First")],
)
def test_the_title_of_html_is_its_title_or_first_heading(head: str, title: str) -> None:
    assert read(".html", f"<head>{head}</head><h1>First</h1>x<h1>Second</h1>y").metadata["title"] == title


@pytest.mark.parametrize(
    "meta",
    [
        'property="article:published_time" content="1911-05-02T08:00"',
        "name=DATE content=1911-05-02",
        'itemprop="datePublished" content="1911-05-02"',
    ],
)
def test_the_date_of_html_is_in_its_meta_elements(meta: str) -> None:
    assert read(".html", f"<head><meta {meta}></head><p>x").metadata["published"] == "1911-05-02"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ('<meta charset="windows-1251"><p>Привет'.encode("cp1251"), "Привет"),
        ("<meta http-equiv=x content='text/html; charset=shift_jis'><p>今日".encode("shift_jis"), "今日"),
        ("<?xml version='1.0' encoding='iso-8859-1'?><p>Größe".encode("latin-1"), "Größe"),
        ("<meta charset=iso-8859-1><p>“no”".encode("cp1252"), "“no”"),
        ("<meta charset=utf-16><p>Größe".encode(), "Größe"),
        ("<meta charset=nonsense><p>Größe".encode(), "Größe"),
        ("<meta charset=ascii><p>Größe".encode(), "Größe"),
        ("\ufeff<meta charset=iso-8859-1><p>Größe".encode("utf-16"), "Größe"),
    ],
)
def test_html_is_decoded_as_it_declares_where_that_can_be(data: bytes, text: str) -> None:
    assert extract("a.html", data).text == text


@pytest.mark.parametrize("tag", ["div", "b", "ul><li", "table><tr><td"])
def test_html_nested_very_deep_loses_nothing(tag: str) -> None:
    extraction = read(".html", f"<{tag}>" * 50_000 + "<p>deep words<p>and more")
    assert "deep words" in extraction.text
    assert "and more" in extraction.text


@pytest.mark.parametrize("hostile", ["<" * 50_000, "<p " * 20_000, "&" * 50_000, "<!--" * 20_000, "<a b='" * 10_000])
def test_what_stands_before_broken_html_is_read(hostile: str) -> None:
    assert read(".html", f"<p>start</p>{hostile}<p>end</p>").text.startswith("start")


# Documents


def test_a_document_names_its_bytes_and_how_they_became_text() -> None:
    made, _ = make_document("sea/ferry.md", b"---\ntitle: Ferry\ndate: 1911\n---\nIt left.\n")
    assert made == Document(
        path="sea/ferry.md",
        text="---\ntitle: Ferry\ndate: 1911\n---\nIt left.\n",
        sha256="8203aa181d635765dfaa9a6d041509ab96afd2da67e0411ea7d2274c4ae50409",
        encoding="utf-8",
        coordinates="file",
        title="Ferry",
        published="1911",
    )


@given(st.binary(max_size=200))
def test_the_same_bytes_always_give_the_same_text(data: bytes) -> None:
    for suffix in FORMATS:
        try:
            one, other = (make_document(f"a{suffix}", data) for _ in range(2))
        except UnreadableFile:
            continue
        assert one == other


def test_a_quote_is_the_text_at_its_span() -> None:
    data = "Größe: 300 Mann – «viel».".encode("utf-16")
    made, _ = make_document("a.txt", data)
    start = made.text.index("300")
    assert data.decode(made.encoding)[start : start + 3] == Span(start, start + 3).of(made.text) == "300"
