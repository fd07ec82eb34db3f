"""The child process: as good as parsing in place, and nothing that happens in it happens here."""

import hashlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.errors import UnreadableFile, UserError
from corpus.formats import OWN_TEXT, extract, known_formats
from corpus.formats.extraction import Extraction
from corpus.isolation import MUCH_MEMORY, Limits, Parser, extract_isolated
from corpus.reading import make_document
from tests.foreign_files import FIXTURES

HOSTILE = """
import os
from pathlib import Path
from corpus.document import Span
from corpus.errors import UnreadableFile
from corpus.formats.extraction import Attachment, Block, Extraction

def extraction(text, **fields):
    return Extraction(text=text, encoding="utf-8", coordinates="extracted", extractor="hostile 1", **fields)

def read(data):
    exec(data.decode())
    return extraction("Nothing happened.")

def lie(data):
    return extraction("short", blocks=(Block(Span(*map(int, data.split()))),))

def attach(data):
    return extraction("short", attachments=[Attachment(name, None) for name in eval(data)])

def flood(data):
    return extraction("a" * int(data))
"""
ENTRY_POINTS = """
[quoth.formats]
.do = hostile:read
.lie = hostile:lie
.attach = hostile:attach
.flood = hostile:flood
.gone = hostile:no_such_function
"""


@pytest.fixture(scope="module")
def parser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parser]:
    """A parser that knows formats which do what a file says, and has little patience."""
    site = tmp_path_factory.mktemp("site")
    (site / "hostile.py").write_text(HOSTILE, encoding="utf-8")
    metadata = site / "hostile-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: hostile\nVersion: 1.0\n", encoding="utf-8")
    (metadata / "entry_points.txt").write_text(ENTRY_POINTS, encoding="utf-8")
    parser = Parser(Limits(processor_seconds=1, output=100_000))
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(site))
        yield parser
    parser.close()


def refusal(parser: Parser, name: str, data: bytes) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as raised:
        parser.extract(name, data)
    return raised.value


def outcome(read: Callable[[str, bytes], Extraction], name: str, data: bytes) -> object:
    try:
        return read(name, data)
    except UnreadableFile as error:
        return error.reason, str(error)


@pytest.mark.parametrize("file", sorted(filter(Path.is_file, FIXTURES.iterdir())), ids=lambda file: file.name)
def test_a_child_gives_what_parsing_in_place_gives(file: Path) -> None:
    data = file.read_bytes()
    assert outcome(extract_isolated, file.name, data) == outcome(extract, file.name, data)


@pytest.mark.parametrize(
    ("program", "reason", "message"),
    [
        ("while True: pass", "too_large", "takes over 1 seconds of the processor to parse"),
        ("os.abort()", "damaged", "its parser stopped (SIGABRT)"),
        ("held = b'x' * 1_400_000_000; os.abort()", "too_large", "needs more memory than a file may take"),
        ("os._exit(3)", "damaged", "its parser stopped (exit code 3)"),
        ("1 / 0", "damaged", "its parser stopped (ZeroDivisionError: division by zero)"),
        ("bytearray(3_000_000_000)", "too_large", "needs more memory than a file may take"),
        ("def f(n): g(n)\ndef g(n): f(n)\nglobals().update(f=f, g=g)\nf(0)", "damaged", "nested too deep"),
        ("raise ValueError('word ' * 99999)", "damaged", "its parser stopped (ValueError: " + "word " * 37 + "wor)"),
        (
            "Path('x').write_text('x')",
            "damaged",
            "its parser stopped (OSError: [Errno 27] File too large)",
        ),
        ("raise UnreadableFile('encrypted', 'locked')", "encrypted", "locked"),
    ],
)
def test_what_a_file_does_ends_with_it(
    parser: Parser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, reason: str, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    found = refusal(parser, "a.do", program.encode())
    assert (found.reason, str(found)) == (reason, f"a.do: {message}")
    assert parser.extract("b.do", b"pass").text == "Nothing happened."


def test_what_this_process_holds_is_not_counted_to_its_parser() -> None:
    held = bytearray(b"x" * (MUCH_MEMORY + 100_000_000))
    started_late = Parser()
    assert refusal(started_late, "a.do", b"os.abort()").reason == "damaged"
    started_late.close()
    assert held


def test_a_parser_that_waits_is_not_waited_for(parser: Parser) -> None:
    impatient = Parser(Limits(seconds=2))
    assert parser.extract("a.do", b"pass").text == "Nothing happened."  # its format is known here
    found = refusal(impatient, "a.do", b"import time; time.sleep(999)")
    impatient.close()
    assert (found.reason, str(found)) == ("too_large", "a.do: takes over 2 seconds to parse")


def test_too_much_output_is_not_taken(parser: Parser) -> None:
    assert len(parser.extract("a.flood", b"90000").text) == 90_000
    assert refusal(parser, "a.flood", b"110000").reason == "too_large"


@pytest.mark.parametrize("data", [b"0 99", b"-1 3", b"4 2"])
def test_ranges_outside_the_text_are_not_believed(parser: Parser, data: bytes) -> None:
    assert refusal(parser, "a.lie", data).reason == "damaged"
    assert len(parser.extract("a.lie", b"0 5").blocks) == 1


@pytest.mark.parametrize(
    "names",
    [[""], ["/a"], ["a/"], ["a//b"], ["."], ["../a"], ["a/../../b"], ["a\0"], ["\ud800"], ["a", "a"], ["a", "a/b"]],
)
def test_attachments_under_names_that_no_file_can_have_are_not_believed(parser: Parser, names: list[str]) -> None:
    assert refusal(parser, "a.attach", ascii(names).encode()).reason == "damaged"
    assert len(parser.extract("a.attach", b"['a', 'b', '1/a', '2/a']").attachments) == 4


def test_what_a_library_prints_disturbs_nothing(parser: Parser) -> None:
    for _ in range(3):
        program = b"os.write(1, b'x' * 9000); os.write(2, b'y' * 40000)"
        assert parser.extract("a.do", program).text == "Nothing happened."


def test_one_child_serves_many_files(parser: Parser) -> None:
    program = b"raise UnreadableFile('damaged', str(os.getpid()))"
    assert len({str(refusal(parser, "a.do", program)) for _ in range(5)}) == 1


def test_threads_share_a_child(parser: Parser) -> None:
    texts: list[str] = []
    threads = [
        threading.Thread(target=lambda n=n: texts.append(parser.extract("a.html", b"<p>%d" % n).text))
        for n in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(int, texts)) == list(range(20))


def test_modules_of_the_current_folder_are_not_loaded(
    parser: Parser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lxml.py").write_text("raise SystemExit('loaded')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    fresh = Parser()
    assert fresh.extract("a.html", b"<p>words").text == "words"
    fresh.close()


def test_a_reader_that_cannot_be_loaded_is_the_users_to_put_right(parser: Parser) -> None:
    known_formats.cache_clear()
    with pytest.raises(UserError, match="cannot be loaded") as raised:
        parser.extract("a.gone", b"")
    assert raised.value.hint
    known_formats.cache_clear()


def test_documents_are_made_in_a_child_unless_they_are_their_own_text(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []

    def extract_noted(self: Parser, path: str, data: bytes) -> object:
        parsed.append(path)
        return extract(path, data)

    monkeypatch.setattr(Parser, "extract", extract_noted)
    for suffix in sorted(OWN_TEXT - {".srt", ".vtt"}):
        assert make_document(f"a{suffix}", b"The pier held.")[0].coordinates == "file"
    assert parsed == []
    text = b"The pier held. " * 9_000
    assert make_document("a.md", text)[0].text == text.decode()
    assert parsed.pop() == "a.md"
    made, _ = make_document("a.html", b"<p>words")
    assert (made.text, made.sha256) == ("words", hashlib.sha256(b"<p>words").hexdigest())
    assert parsed == ["a.html"]
