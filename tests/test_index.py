"""A folder's index through all that happens to a folder, with an encoder that counts words."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from corpus.document import Passage
from corpus.errors import FolderNotFound, StoreDamaged, UserError
from corpus.filters import Filters
from corpus.progress import Advance
from embeddings.encoder import EmbeddingMatrix
from embeddings.engine import Hit, IndexOutdated
from embeddings.index import PassageIndex
from embeddings.update import FILES_PER_COMMIT
from tests.fakes import WordEncoder
from tests.foreign_files import FIXTURES, with_part

ROOT = Path(__file__).parent.parent
TIMES = count(10**18, 10**9)
QUESTIONS = [
    "Which ferry met the storm?",
    "Who rang the bell at dawn?",
    "What is “rope and tar” for?",
    "Tides?",
    "Where is nobody?",
]


class NotingEncoder(WordEncoder):
    """Keeps what it encoded; may do something else first."""

    def __init__(self, before: Callable[[Sequence[str]], object] = lambda texts: None) -> None:
        self.encoded: list[str] = []
        self._before = before

    def encode_passages(self, texts: Sequence[str]) -> EmbeddingMatrix:
        self._before(texts)
        self.encoded += texts
        return super().encode_passages(texts)


class OtherEncoder(NotingEncoder):
    name = "other words"


def write(folder: Path, name: str, text: str) -> None:
    """Each writing has a time of its own, as if a while had passed."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    touch(file)


def touch(file: Path) -> None:
    time = next(TIMES)
    os.utime(file, ns=(time, time))


@pytest.fixture
def encoder() -> NotingEncoder:
    return NotingEncoder()


@pytest.fixture
def index(folder: Path, encoder: NotingEncoder) -> Iterator[PassageIndex]:
    with PassageIndex(folder, encoder) as index:
        yield index


def paths(index: PassageIndex, question: str, limit: int = 99) -> list[str]:
    return [hit.passage.document.path for hit in index.search(question, limit=limit)]


def texts(hits: Sequence[Hit]) -> list[str]:
    return [hit.passage.text for hit in hits]


def files(index: PassageIndex) -> list[tuple[object, ...]]:
    """What is known of every file."""
    return [(record.path, record.refusal, record.sha256, record.title) for record in index.files()]


def scores(index: PassageIndex) -> dict[tuple[str, Passage], tuple[float, float, float]]:
    """Everything that several questions find."""
    return {
        (question, hit.passage): (hit.score, hit.words_score, hit.cosine)
        for question in QUESTIONS
        for hit in index.search(question, limit=99)
    }


def assert_equals_a_fresh_build(index: PassageIndex) -> None:
    with TemporaryDirectory() as home, pytest.MonkeyPatch.context() as environment:
        environment.setenv("QUOTH_HOME", home)
        with PassageIndex(index.folder, WordEncoder()) as fresh:
            fresh.update()
            assert files(index) == files(fresh)
            assert scores(index) == {key: pytest.approx(value) for key, value in scores(fresh).items()}
            for question in QUESTIONS:
                assert index.unknown_words(question) == fresh.unknown_words(question)


def test_what_is_added_changed_and_deleted_is_found_as_in_a_fresh_build(folder: Path, index: PassageIndex) -> None:
    for name in ("stays.txt", "changes.txt", "goes.txt", "moves.txt"):
        write(folder, name, f"The ferry of {name} met a storm.")
    index.update()
    write(folder, "changes.txt", "The bell rang at dawn.")
    write(folder, "new/comes.md", "# Tides\n\nNo ferry left.")
    (folder / "goes.txt").unlink()
    (folder / "moves.txt").rename(folder / "moved.txt")
    changes = index.changes()
    assert str(changes) == "2 new, 1 changed, 2 gone"
    assert index.update() == changes
    assert not index.changes()
    assert_equals_a_fresh_build(index)


def test_a_file_that_its_parser_found_too_large_is_not_parsed_again_until_it_changes(
    folder: Path, index: PassageIndex
) -> None:
    far = '<worksheet><sheetData><row r="1"><c r="A1"/><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    sheets = (FIXTURES / "ships.xlsx").read_bytes()
    (folder / "a.xlsx").write_bytes(with_part(sheets, "xl/worksheets/sheet1.xml", far))
    index.update()
    assert [file.refusal for file in index.files()] == ["too_large"]
    assert not index.changes()
    (folder / "a.xlsx").write_bytes(sheets)
    assert str(index.changes()) == "1 changed"
    index.update()
    assert [file.refusal for file in index.files()] == [None]


NAMES = st.sampled_from(["a.txt", "b.md", "c/d.txt", "e.zip"])
CONTENTS = st.sampled_from(
    [
        "The ferry met a storm.",
        "# Dawn\n\nThe bell was rung at dawn by a boy.\n\n## Rope and tar\n\nThey keep the water out.",
        "Use rope and tar.\n\nRope, and no tar.",
        "The tide turned and the ferry turned with it, and nobody on the quay could say why. " * 20,
        "",
        "…!",
    ]
)
STEPS = st.lists(
    st.tuples(st.just("write"), NAMES, CONTENTS)
    | st.tuples(st.just("rename"), NAMES, NAMES)
    | st.tuples(st.sampled_from(["delete", "touch", "update"]), NAMES, st.none()),
    max_size=12,
)


@settings(max_examples=30)
@given(STEPS)
def test_any_course_of_changes_ends_as_a_fresh_build(steps: list[tuple[str, str, str]]) -> None:
    with TemporaryDirectory() as root, pytest.MonkeyPatch.context() as environment:
        environment.setenv("QUOTH_HOME", f"{root}/home")
        folder = Path(root, "documents")
        (folder / "c").mkdir(parents=True)
        with PassageIndex(folder, WordEncoder()) as index:
            for step, name, what in steps:
                take(step, index, folder / name, what)
            index.update()
            assert not index.changes()
            assert_equals_a_fresh_build(index)


def take(step: str, index: PassageIndex, file: Path, what: str) -> None:
    if step == "update":
        index.update()
    elif step == "write":
        write(file.parent, file.name, what)
    elif file.exists():
        match step:
            case "rename":
                file.rename(index.folder / what)
            case "delete":
                file.unlink()
            case "touch":
                touch(file)


def test_a_file_that_was_only_touched_is_not_encoded_again(
    folder: Path, index: PassageIndex, encoder: NotingEncoder
) -> None:
    write(folder, "a.txt", "One.")
    write(folder, "b.txt", "Two.")
    index.update()
    touch(folder / "a.txt")
    write(folder, "b.txt", "Three.")
    assert len(index.changes().changed) == 2
    index.update()
    assert encoder.encoded == ["One.", "Two.", "Three."]
    assert not index.changes()


def test_what_is_encoded_stands_under_its_title_and_headings(
    folder: Path, index: PassageIndex, encoder: NotingEncoder
) -> None:
    write(folder, "a.md", "# Sea\n\n## Ferries\n\nThey **sank**.")
    index.update()
    assert encoder.encoded == ["Sea / Ferries\nThey   sank  ."]


def test_files_that_cannot_be_read_are_listed_with_the_reason(
    folder: Path, index: PassageIndex, tmp_path: Path
) -> None:
    write(folder, "a.txt", "Words.")
    write(folder, "b.zip", "PK")
    write(folder, "c.txt", "")
    write(folder, "d.md", "---\n---\n")
    write(tmp_path, "secret.txt", "The secret.")
    (folder / "e.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "f.txt").symlink_to("missing.txt")
    index.update()
    assert {record.path: record.refusal for record in index.files()} == {
        "a.txt": None,
        "b.zip": "unsupported",
        "c.txt": "empty",
        "d.md": "empty",
        "e.txt": "outside_folder",
        "f.txt": "unreadable",
    }
    assert not index.changes()
    assert paths(index, "What is the secret?") == ["a.txt"]


def test_a_file_that_can_be_read_again_is_read(folder: Path, index: PassageIndex) -> None:
    (folder / "a.txt").symlink_to("b")
    index.update()
    write(folder, "b", "The bell.")
    assert [entry.path for entry in index.changes().changed] == ["a.txt"]
    index.update()
    assert paths(index, "bell") == ["a.txt"]


def test_a_folder_that_is_empty_or_closed_for_a_moment_keeps_its_index(folder: Path, index: PassageIndex) -> None:
    write(folder, "a.txt", "The ferry met a storm.")
    write(folder, "inner/b.txt", "The ferry came home.")
    index.update()
    away = folder.rename(folder.with_name("away"))
    folder.mkdir()
    with pytest.raises(FolderNotFound, match="whose 2 files are indexed"):
        index.update()
    folder.rmdir()
    away.rename(folder)
    with pytest.MonkeyPatch.context() as patch:
        scandir = os.scandir

        def refuse(path: Path) -> object:
            if path.name == "inner":
                raise PermissionError(13, "Permission denied")
            return scandir(path)

        # root, as whom tests may run, is refused nothing
        patch.setattr("corpus.folder.os.scandir", refuse)
        assert [entry.path for entry in index.update().added] == ["inner/"]
        assert "inner/b.txt" in paths(index, "ferry")
        patch.setattr("corpus.folder.os.scandir", lambda path: refuse(Path("inner")))
        with pytest.raises(FolderNotFound, match="cannot be read"):
            index.update()
    index.update()
    assert_equals_a_fresh_build(index)


def test_a_file_known_to_have_other_bytes_is_read_again_whatever_its_time(folder: Path, index: PassageIndex) -> None:
    write(folder, "a.txt", "The ferry met a storm.")
    index.update()
    before = (folder / "a.txt").stat()
    (folder / "a.txt").write_text("The ferry met a whale.", encoding="utf-8")
    os.utime(folder / "a.txt", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert not index.update()
    assert [entry.path for entry in index.update(doubted=["a.txt"]).changed] == ["a.txt"]
    assert_equals_a_fresh_build(index)


def test_a_deleted_document_is_never_found(folder: Path, index: PassageIndex) -> None:
    write(folder, "a.txt", "The bell rang “at dawn”.")
    write(folder, "b.txt", "A rope.")
    index.update()
    assert paths(index, "Which bell rang “at dawn”?")[0] == "a.txt"
    (folder / "a.txt").unlink()
    index.update()
    assert paths(index, "Which bell rang “at dawn”?") == ["b.txt"]
    assert index.unknown_words("bell rope") == ["bell"]
    (folder / "b.txt").unlink()
    index.update()
    assert not index.passage_count()
    assert index.search("Which rope?", limit=5) == []


def test_an_index_without_documents_finds_nothing(index: PassageIndex) -> None:
    index.update()
    assert index.search("Which “ferry”?", limit=5) == []
    assert index.unknown_words("Which ferry?") == ["ferry"]


def test_a_quoted_phrase_ranks_first(folder: Path, index: PassageIndex) -> None:
    for number in range(8):
        write(folder, f"{number}.txt", "A ferry went at dawn; the ferry dawn, dawn ferry." + " And on." * number)
    write(folder, "z.txt", "Nobody would call it a dawn ferry. " + "It rained on the hills and the town. " * 9)
    write(folder, "y.txt", "Nobody spoke. " + "It rained on the hills, the dawn and the town. " * 9)
    index.update()
    assert paths(index, "What went at dawn?", limit=3).count("z.txt") == 0
    hits = index.search("What is ‘at’ a “would call it a dawn ferry”?", limit=3)
    assert hits[0].passage.document.path == "z.txt"
    assert hits[0].score > 1 >= hits[1].score


def test_every_quoted_phrase_counts(folder: Path, index: PassageIndex) -> None:
    write(folder, "one.txt", "The red ferry. The red ferry. The red ferry.")
    write(folder, "two.txt", "A red ferry, and further down, behind the hills, a blue bell.")
    index.update()
    assert paths(index, 'Is the "red ferry" a "blue bell"?') == ["two.txt", "one.txt"]


def test_only_the_documents_asked_for_are_searched(folder: Path, index: PassageIndex) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        write(folder, name, "The ferry met a storm." if name < "c" else "A rope.")
    index.update()
    only = Filters(paths=frozenset(["b.txt", "c.txt"]))
    found = index.search("Which “ferry” met a storm?", only, limit=1)
    assert [hit.passage.document.path for hit in found] == ["b.txt"]
    assert index.search("Which ferry?", Filters(file="*.md"), limit=9) == []


def test_unknown_words_stand_in_no_document(folder: Path, index: PassageIndex) -> None:
    write(folder, "a.md", "# Lighthouses\n\nThe ferries were painted.")
    index.update()
    question = "Was a ferry painting the lighthouse, or a submarine, submarine zebra?"
    assert index.unknown_words(question) == ["submarine", "zebra"]


def test_strict_creates_nothing(folder: Path, quoth_home: Path) -> None:
    write(folder, "a.txt", "One.")
    with pytest.raises(IndexOutdated, match="not indexed") as raised:
        PassageIndex(folder, WordEncoder(), strict=True)
    assert raised.value.hint == f"qa index {folder}"
    assert not quoth_home.exists()


def test_strict_opens_only_what_is_up_to_date(folder: Path, index: PassageIndex) -> None:
    write(folder, "a.txt", "One.")
    index.update()
    with PassageIndex(folder, WordEncoder(), strict=True) as strict:
        assert paths(strict, "one") == ["a.txt"]
    write(folder, "b.txt", "Two.")
    with pytest.raises(IndexOutdated, match=r"changed since it was indexed \(1 new\)") as raised:
        PassageIndex(folder, WordEncoder(), strict=True)
    assert raised.value.hint == f"qa index {folder}"
    assert len(index.files()) == 1


def test_strict_keeps_what_another_model_indexed(folder: Path, index: PassageIndex) -> None:
    write(folder, "a.txt", "One.")
    index.update()
    with pytest.raises(IndexOutdated, match="another version or model"):
        PassageIndex(folder, OtherEncoder(), strict=True)
    assert paths(index, "one") == ["a.txt"]


def test_another_model_encodes_again(folder: Path, index: PassageIndex) -> None:
    write(folder, "a.txt", "One.")
    index.update()
    assert paths(index, "one") == ["a.txt"]
    with PassageIndex(folder, OtherEncoder()) as other:
        assert not other.passage_count()
        other.update()
        assert paths(other, "one") == ["a.txt"]
        with pytest.raises(IndexOutdated, match="another version or model"):
            index.search("one", limit=5)
    index.update()
    assert paths(index, "one") == ["a.txt"]


def test_what_was_committed_before_a_failure_is_kept_and_the_rest_resumed(folder: Path) -> None:
    written = [f"Berth {number}." for number in range(3 * FILES_PER_COMMIT)]
    for number, text in enumerate(written):
        write(folder, f"{number:03}.txt", text)
    failing = written[FILES_PER_COMMIT + 3]

    def fail(texts: Sequence[str]) -> None:
        if failing in texts:
            raise MemoryError

    interrupted = NotingEncoder(fail)
    with PassageIndex(folder, interrupted) as index:
        with pytest.raises(MemoryError):
            index.update()
        assert interrupted.encoded == written[:FILES_PER_COMMIT]
        assert sorted(paths(index, "berth")) == [f"{number:03}.txt" for number in range(FILES_PER_COMMIT)]
    resumed = NotingEncoder()
    told: list[Advance] = []
    with PassageIndex(folder, resumed) as index:
        index.update(told.append)
        assert resumed.encoded == written[FILES_PER_COMMIT:]
        counts = [(advance.files, advance.passages) for advance in told]
        each = FILES_PER_COMMIT
        assert counts == [(0, each), (each, each), (each, 2 * each), (2 * each, 2 * each)]
        assert [advance.share for advance in told] == pytest.approx([0.5, 0.5, 1.0, 1.0])
        assert not index.changes()
        assert_equals_a_fresh_build(index)


def test_a_change_that_fails_to_be_encoded_leaves_the_old_document(folder: Path, index: PassageIndex) -> None:
    write(folder, "a.txt", "The old bell.")
    index.update()
    write(folder, "a.txt", "The new bell rings.")

    def fail(texts: Sequence[str]) -> None:
        raise MemoryError

    with PassageIndex(folder, NotingEncoder(fail)) as failing, pytest.raises(MemoryError):
        failing.update()
    assert texts(index.search("bell", limit=5)) == ["The old bell."]


def test_a_full_disk_keeps_what_is_indexed(folder: Path, index: PassageIndex) -> None:
    write(folder, "a.txt", "The bell.")
    index.update()
    (pages,) = index.store.connection.execute("pragma page_count").fetchone()
    index.store.connection.execute(f"pragma max_page_count = {pages}")
    write(folder, "a.txt", "The ferry met a storm. " * 5_000)
    with pytest.raises(UserError, match="cannot be written"):
        index.update()
    assert texts(index.search("bell", limit=5)) == ["The bell."]
    index.store.connection.execute("pragma max_page_count = 100000")
    index.update()
    assert_equals_a_fresh_build(index)


def test_a_file_changed_while_it_was_indexed_shows_in_the_next_changes(folder: Path) -> None:
    write(folder, "a.txt", "The old bell.")

    def change(texts: Sequence[str]) -> None:
        if texts == ["The old bell."]:
            write(folder, "a.txt", "The new bell.")

    with PassageIndex(folder, NotingEncoder(change)) as index:
        index.update()
        assert texts(index.search("bell", limit=5)) == ["The old bell."]
        assert [entry.path for entry in index.changes().changed] == ["a.txt"]
        index.update()
        assert texts(index.search("bell", limit=5)) == ["The new bell."]
        assert not index.changes()


def test_a_file_deleted_while_others_are_indexed_is_no_failure(folder: Path) -> None:
    for number in range(2 * FILES_PER_COMMIT):
        write(folder, f"{number:03}.txt", "Berth.")
    last = folder / f"{2 * FILES_PER_COMMIT - 1:03}.txt"
    with PassageIndex(folder, NotingEncoder(lambda texts: last.unlink(missing_ok=True))) as index:
        index.update()
        assert [record.path for record in index.files() if record.refusal] == [last.name]
        assert [record.path for record in index.changes().removed] == [last.name]


def test_vectors_that_do_not_fit_their_passages_are_damage(folder: Path, index: PassageIndex) -> None:
    write(folder, "a.txt", "The bell.")
    index.update()
    index.store.connection.execute("update vectors set matrix = zeroblob(8)")
    with pytest.raises(StoreDamaged) as raised:
        index.search("bell", limit=5)
    assert raised.value.hint.startswith(f"qa forget {folder}")


class InterruptedEncoder(WordEncoder):
    """Lets another process commit in the middle of the next search."""

    meanwhile: Callable[[], object] | None = None

    def encode_question(self, question: str) -> NDArray[np.float32]:
        if self.meanwhile:
            self.meanwhile()
            self.meanwhile = None
        return super().encode_question(question)


@pytest.mark.parametrize("searched_before", [False, True])
def test_a_search_sees_one_moment_though_another_process_commits(
    folder: Path, index: PassageIndex, searched_before: bool
) -> None:
    question = "Which bell rang “at dawn”?"
    write(folder, "old.txt", "The old bell.")
    write(folder, "older.txt", "The older bell rang “at dawn”.")
    index.update()

    def replace_all() -> None:
        for file in list(folder.iterdir()):
            file.unlink()
        for number in range(5):
            write(folder, f"new-{number}.txt", "The new bell rang at dawn.")
        index.update()

    encoder = InterruptedEncoder()
    with PassageIndex(folder, encoder) as other:
        if searched_before:
            assert paths(other, question) == ["older.txt", "old.txt"]
        encoder.meanwhile = replace_all
        assert paths(other, question) == ["older.txt", "old.txt"]
        assert sorted(paths(other, question)) == [f"new-{number}.txt" for number in range(5)]
        assert scores(other) == scores(index)


UPDATER = """
import json, sys
from pathlib import Path
from embeddings.index import PassageIndex
from tests.test_index import NotingEncoder

encoder = NotingEncoder()
print("ready", flush=True)
sys.stdin.readline()
with PassageIndex(Path(sys.argv[1]), encoder) as index:
    index.update()
print(json.dumps(encoder.encoded))
"""


def test_two_processes_at_once_encode_every_file_once(folder: Path) -> None:
    written = [f"Berth {number}." for number in range(5 * FILES_PER_COMMIT)]
    for number, text in enumerate(written):
        write(folder, f"{number:03}.txt", text)
    command = [sys.executable, "-c", UPDATER, str(folder)]
    with (
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as one,
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other,
    ):
        for process in (one, other):
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
        for process in (one, other):
            assert process.stdin
            process.stdin.write("go\n")
            process.stdin.flush()
        encoded = [text for process in (one, other) for text in json.loads(process.communicate()[0])]
    assert sorted(encoded) == sorted(written)
    with PassageIndex(folder, WordEncoder(), strict=True) as index:
        assert_equals_a_fresh_build(index)
