"""The fuzzing driver: its cases come again, and it sees the faults it is there for."""

from collections.abc import Callable, Iterator
from random import Random

import pytest

from corpus.document import Span
from corpus.errors import UnreadableFile
from corpus.formats import FORMATS
from corpus.formats.extraction import Block, Extraction
from corpus.isolation import Parser
from tests.fuzz.judging import judged
from tests.fuzz.mutations import LONGEST, mutated
from tests.fuzz.seeds import seeds

TEXT = "The pier held."


class FaultyParser(Parser):
    """Reads every file as it is told to."""

    def __init__(self, read: Callable[[bytes], Extraction]) -> None:
        super().__init__()
        self._read_bytes = read

    def extract(self, path: str, data: bytes) -> Extraction:
        return self._read_bytes(data)


def extraction(text: str = TEXT, *spans: Span, title: str = "") -> Extraction:
    blocks = tuple(map(Block, spans))
    return Extraction(text=text, encoding="utf-8", coordinates="file", blocks=blocks, metadata={"title": title})


def refuse(data: bytes) -> Extraction:
    raise UnreadableFile("damaged", "a.txt: its parser stopped (SIGSEGV)")


@pytest.mark.parametrize(
    ("read", "fault"),
    [
        (lambda _: extraction(TEXT, Span(0, 14)), ""),
        (refuse, "crash: a.txt: its parser stopped (SIGSEGV)"),
        (lambda _: extraction("the pier held."), "offsets: the text is not the file's own"),
        (lambda _: extraction(TEXT, Span(0, 99)), "unsound"),
        (lambda _: extraction(TEXT, Span(4, 8), Span(0, 3)), "unsound"),
        (lambda _: extraction(TEXT, title="\ud800"), "unstorable"),
    ],
)
def test_a_fault_is_seen(read: Callable[[bytes], Extraction], fault: str) -> None:
    assert judged(FaultyParser(read), None, "a.txt", TEXT.encode()).fault.startswith(fault)
    assert bool(judged(FaultyParser(read), None, "a.txt", TEXT.encode()).fault) == bool(fault)


def test_what_two_readings_do_not_agree_on_is_seen() -> None:
    one, other = FaultyParser(lambda _: extraction(title="a")), FaultyParser(lambda _: extraction(title="b"))
    assert judged(one, other, "a.txt", TEXT.encode()).fault.startswith("unstable")
    assert not judged(one, one, "a.txt", TEXT.encode()).fault


@pytest.fixture(scope="module")
def parser() -> Iterator[Parser]:
    parser = Parser()
    yield parser
    parser.close()


@pytest.mark.parametrize("suffix", sorted(seeds(None)))
def test_real_files_and_a_few_broken_ones_are_read_soundly_or_refused(parser: Parser, suffix: str) -> None:
    files = seeds(None)[suffix]
    cases = [data for _, data in files] + [mutated(suffix, files[n % len(files)][1], Random(n)) for n in range(10)]
    assert any(judged(parser, None, f"a{suffix}", data).outcome == "read" for data in cases)
    assert [fault for data in cases if (fault := judged(parser, parser, f"a{suffix}", data).fault)] == []


def test_every_reader_has_files_to_break_and_a_case_comes_again() -> None:
    assert {FORMATS[suffix] for suffix in seeds(None)} == set(FORMATS.values())
    for suffix, ((_, data), *_) in seeds(None).items():
        cases = [mutated(suffix, data, Random(number)) for number in range(20)]
        assert cases == [mutated(suffix, data, Random(number)) for number in range(20)]
        assert len(set(cases)) > 10
        assert max(map(len, cases)) <= LONGEST
