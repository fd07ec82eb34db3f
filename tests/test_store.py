"""The database: what it keeps, and what it says when it cannot."""

import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from stat import S_IMODE

import pytest

from corpus import database
from corpus.document import Document, Passage, Span
from corpus.errors import StoreBusy, StoreDamaged, UserError
from corpus.folder import FileEntry
from corpus.store import Store

ROOT = Path(__file__).parent.parent
WORDS = ["ferry", "harbour", "dawn", "storm", "crew", "rope", "tide"]
TEXT = "The ferry sank.\n\nNobody saw it."


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def store(home: Path, folder: Path) -> Iterator[Store]:
    with Store(home, folder) as store:
        yield store


def document(path: str, text: str) -> Document:
    return Document(path=path, text=text, sha256="ab", encoding="utf-8", coordinates="file")


def put(store: Store, path: str, text: str, *spans: Span) -> int:
    made = document(path, text)
    with store.transaction():
        return store.put_document(FileEntry(path, len(text), 1), made, [Passage(made, span) for span in spans])[0]


def long_text(seed: int) -> str:
    """400 kB that lie on a hundred pages of the database."""
    return " ".join(random.Random(seed).choices(WORDS, k=70_000))


def open_and_read(home: Path, folder: Path) -> None:
    with Store(home, folder) as store:
        for record in store.documents():
            store.document(record.id)


def test_a_document_comes_back_as_it_was_put(home: Path, folder: Path) -> None:
    made = Document(
        path="a/b.html", text=TEXT, sha256="0f", encoding="utf-16", coordinates="extracted", extractor="lxml 6",
        title="Sea", published="2020-01", page_starts=(0, 17), page_labels=("iv", "1"), scanned_pages="2",
        recognised_pages=(1,),
    )  # fmt: skip
    passages = [Passage(made, Span(0, 15), ("A", "B / C"), (Span(2, 3), Span(5, 7))), Passage(made, Span(17, 31))]
    with Store(home, folder) as store, store.transaction():
        document_id, passage_ids = store.put_document(FileEntry("a/b.html", 31, 5), made, passages)
    with Store(home, folder) as store:
        assert store.document(document_id) == made
        assert store.passages(reversed(passage_ids)) == passages[::-1]
        assert list(store.passages_of(document_id).items()) == list(zip(passage_ids, passages, strict=True))
        assert store.passage_ids([document_id]) == passage_ids
        assert store.passage_ids([]) == []


@pytest.mark.parametrize(
    "text", ["a\0b\0", "\U0001f30a 𝔰ea \U0010fffd", "e\u0301\ufeff\u202e\ufffe", "\r\n\x1b[31m\x85\u2028"]
)
def test_every_character_is_kept(store: Store, text: str) -> None:
    document_id = put(store, f"{text}.txt", text, Span(0, len(text)))
    assert store.document(document_id) == document(f"{text}.txt", text)
    assert [passage.text for passage in store.passages_of(document_id).values()] == [text]


def test_a_removed_document_takes_its_passages_along(store: Store) -> None:
    gone, kept = put(store, "a.txt", TEXT, Span(0, 15), Span(17, 31)), put(store, "b.txt", TEXT, Span(0, 31))
    with store.transaction():
        store.remove_document(gone)
    assert [record.path for record in store.records()] == ["b.txt"]
    assert store.passage_count() == 1
    assert store.passage_ids([gone, kept]) == store.passage_ids([kept])


def test_a_refused_file_is_a_record_and_no_document(store: Store) -> None:
    put(store, "b.txt", TEXT)
    with store.transaction():
        store.put_refusal(FileEntry("a.zip", 9, 2), "unsupported")
    assert [(record.path, record.size, record.refusal) for record in store.records()] == [
        ("a.zip", 9, "unsupported"),
        ("b.txt", len(TEXT), None),
    ]
    assert [record.path for record in store.documents()] == ["b.txt"]


def test_a_failed_transaction_leaves_the_old_document_whole(store: Store) -> None:
    document_id = put(store, "a.txt", TEXT, Span(0, 15))
    before = store.passages_of(document_id)
    with pytest.raises(ZeroDivisionError):
        replace_and_fail(store, document_id)
    assert store.passages_of(document_id) == before


def replace_and_fail(store: Store, document_id: int) -> None:
    made = document("a.txt", "new")
    with store.transaction():
        store.remove_document(document_id)
        store.put_document(FileEntry("a.txt", 3, 2), made, [Passage(made, Span(0, 3))])
        raise ZeroDivisionError


def test_a_snapshot_shows_one_moment(store: Store, home: Path, folder: Path) -> None:
    with Store(home, folder) as other, store.snapshot():
        assert store.records() == []
        put(other, "a.txt", TEXT)
        assert store.records() == []
    assert len(store.records()) == 1


def test_a_full_disk_is_said_and_the_old_content_kept(store: Store) -> None:
    document_id = put(store, "a.txt", TEXT, Span(0, 15))
    before = store.passages_of(document_id)
    (pages,) = store.connection.execute("pragma page_count").fetchone()
    store.connection.execute(f"pragma max_page_count = {pages}")
    with pytest.raises(UserError, match="cannot be written") as raised:
        put(store, "b.txt", long_text(1))
    assert "free some space" in raised.value.hint
    assert store.passages_of(document_id) == before
    assert len(store.records()) == 1
    store.connection.execute("pragma max_page_count = 100000")
    put(store, "b.txt", long_text(1))


def test_a_home_that_is_made_is_private_and_one_that_is_there_stays_as_it_is(home: Path, folder: Path) -> None:
    home.mkdir(mode=0o750)
    open_and_read(home, folder)
    open_and_read(home.parent / "new/deep", folder)
    assert S_IMODE(home.stat().st_mode) == 0o750
    assert S_IMODE((home.parent / "new/deep").stat().st_mode) == 0o700


@pytest.mark.parametrize("has_log", [False, True], ids=["closed", "not-closed"])
def test_a_home_that_can_only_be_read_is_read_and_left_as_it_is(bound_folder: Path, has_log: bool) -> None:
    home = bound_folder / "index"
    with Store(home, bound_folder) as store:
        put(store, "a.txt", TEXT, Span(0, 15))
        if has_log:  # as a process leaves it that was killed
            for file in home.iterdir():
                shutil.copy(file, bound_folder)
    if has_log:
        for file in bound_folder.glob("index.sqlite*"):
            shutil.move(file, home / file.name)
    files = {file: file.read_bytes() for file in home.iterdir()}
    for place in (*files, home):
        place.chmod(0o500)
    with Store(home, bound_folder) as store:
        (record,) = store.documents()
        assert [passage.text for passage in store.passages_of(record.id).values()] == ["The ferry sank."]
        assert not store.is_being_written()
        with pytest.raises(UserError, match="cannot be written"):
            put(store, "b.txt", TEXT)
        with pytest.raises(UserError, match="cannot be written"), store.transaction():
            store.remove_document(record.id)
    assert {file: file.read_bytes() for file in home.iterdir() if not file.name.endswith("-shm")} == {
        file: content for file, content in files.items() if not file.name.endswith("-shm")
    }
    home.chmod(0o700)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (b"The ferry sank.", "what is stored of a.txt is not what was written"),
        (b"Sea stories", "what is stored of a.txt is not what was written"),
        (b'["Chapter"]', "a passage of a.txt is not what was written"),
    ],
)
@pytest.mark.parametrize("bit", [0, 4])
def test_a_bit_that_has_flipped_is_damage(
    store: Store, home: Path, folder: Path, written: bytes, said: str, bit: int
) -> None:
    made = Document(path="a.txt", text=TEXT, sha256="ab", encoding="utf-8", coordinates="file", title="Sea stories")
    with store.transaction():
        store.put_document(FileEntry("a.txt", 31, 1), made, [Passage(made, Span(0, 15), ("Chapter",))])
    store.require_as_written()
    store.close()
    content = bytearray((home / "index.sqlite").read_bytes())
    content[content.index(written) + 3] ^= 1 << bit
    (home / "index.sqlite").write_bytes(content)
    with Store(home, folder) as broken, pytest.raises(StoreDamaged, match=said) as raised:
        broken.require_as_written()
    assert raised.value.hint.startswith("qa forget")


def test_a_home_that_cannot_be_written_is_said(bound_folder: Path) -> None:
    bound_folder.chmod(0o500)
    with pytest.raises(UserError, match=r"index: cannot be created \(Permission denied\)") as raised:
        Store(bound_folder / "index", bound_folder)
    assert "QUOTH_HOME" in raised.value.hint


def test_a_home_that_is_a_file_is_said(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "file").touch()
    for home in ("file", "file/index"):
        with pytest.raises(UserError, match="cannot be created"):
            Store(tmp_path / home, folder)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("index.sqlite", r"index\.sqlite: damaged \(a folder stands where the database should be\)"),
        ("lock", r"cannot be written \(lock: Is a directory\)"),
    ],
)
def test_a_folder_where_a_file_should_be_is_said(store: Store, home: Path, folder: Path, name: str, said: str) -> None:
    store.close()
    (home / name).unlink()
    (home / name).mkdir()
    with pytest.raises(UserError, match=said):
        hold(home, folder)


def hold(home: Path, folder: Path) -> None:
    with Store(home, folder) as store, store.writing():
        pass


def test_a_newer_schema_is_left_to_the_newer_version(store: Store, home: Path, folder: Path) -> None:
    store.connection.execute("pragma user_version = 99")
    store.close()
    with pytest.raises(StoreDamaged, match="newer version") as raised:
        Store(home, folder)
    assert "install" in raised.value.hint


@pytest.mark.parametrize("content", [b"short", b"no database at all. " * 500, b"SQLite format 3\0" + b"\xff" * 9_000])
def test_a_file_that_is_no_database_is_damaged(home: Path, folder: Path, content: bytes) -> None:
    home.mkdir()
    (home / "index.sqlite").write_bytes(content)
    with pytest.raises(StoreDamaged, match=r"index\.sqlite: damaged") as raised:
        Store(home, folder)
    assert raised.value.hint.startswith(f"qa forget {folder}")
    assert (home / "index.sqlite").read_bytes() == content


@pytest.mark.parametrize("part", [0.001, 0.01, 0.3, 0.9, 0.999])
def test_a_truncated_database_is_damaged(store: Store, home: Path, folder: Path, part: float) -> None:
    put(store, "a.txt", long_text(1))
    put(store, "b.txt", long_text(2))
    store.close()
    content = (home / "index.sqlite").read_bytes()
    (home / "index.sqlite").write_bytes(content[: int(len(content) * part)])
    with pytest.raises(StoreDamaged, match="damaged"):
        open_and_read(home, folder)


def test_a_text_that_is_not_utf_8_any_more_is_damaged(store: Store, home: Path, folder: Path) -> None:
    put(store, "a.txt", TEXT)
    store.connection.execute("update documents set text = cast(x'ff' as text)")
    with pytest.raises(StoreDamaged):
        open_and_read(home, folder)


def test_the_database_of_another_program_is_damaged_and_kept(home: Path, folder: Path) -> None:
    home.mkdir()
    with sqlite3.connect(home / "index.sqlite") as connection:
        connection.execute("create table recipes (name)")
        connection.execute("insert into recipes values ('soup')")
    connection.close()
    with pytest.raises(StoreDamaged, match="not a database of ours"):
        Store(home, folder)
    connection = sqlite3.connect(home / "index.sqlite")
    assert connection.execute("select * from recipes").fetchall() == [("soup",)]
    connection.close()


def test_a_database_that_stays_locked_is_busy(
    store: Store, home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0)
    with Store(home, folder) as other, store.transaction():
        assert other.records() == []
        with pytest.raises(StoreBusy, match="another process"):
            put(other, "a.txt", TEXT)


LOCKED = """
import sys
from pathlib import Path
from corpus.store import Store

home, folder, log = map(Path, sys.argv[1:])
with Store(home, folder) as store:
    print("started", flush=True)
    with store.writing(), log.open("a") as file:
        print("child", file=file, flush=True)
        print("locked", flush=True)
        sys.stdin.read()
"""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.fixture
def child(store: Store, log: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process that takes the lock, where nobody has it, and keeps it."""
    arguments = [sys.executable, "-c", LOCKED, str(store.home), str(store.folder), str(log)]
    with subprocess.Popen(arguments, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def next_line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def test_a_writer_waits_for_the_writer_in_another_process(
    store: Store, log: Path, child: "subprocess.Popen[str]"
) -> None:
    with store.writing():
        assert next_line(child) == "started"
        log.write_text("parent\n", encoding="utf-8")
    assert next_line(child) == "locked"
    assert log.read_text(encoding="utf-8") == "parent\nchild\n"


def test_a_store_that_is_being_written_says_so_until_the_writer_ends(
    store: Store, child: "subprocess.Popen[str]"
) -> None:
    assert [next_line(child), next_line(child)] == ["started", "locked"]
    assert store.is_being_written()
    assert store.records() == []
    child.kill()
    child.wait()
    assert not store.is_being_written()


def test_what_is_read_of_a_passage_comes_back(store: Store) -> None:
    made = document("a.md", "Oak 9")
    passage = Passage(made, Span(4, 5), ("Hall",), (), ("hour ", Span(4, 5), "."), (Span(0, 3),))
    with store.transaction():
        document_id, _ = store.put_document(FileEntry("a.md", 5, 1), made, [passage])
    (found,) = store.passages_of(document_id).values()
    assert found == passage
    assert found.rendering.text == "Oak. hour 9."


def test_a_store_of_an_earlier_schema_is_led_on(home: Path, folder: Path) -> None:
    earlier = [
        ["alter table documents drop column checksum", "alter table passages drop column checksum"],
        ["alter table documents drop column recognised_pages", "alter table documents drop column recogniser"],
        [
            "drop index documents_of_container",
            "alter table documents drop column container",
            "alter table documents drop column page_labels",
            "alter table documents drop column scanned_pages",
        ],
        ["alter table passages drop column parts"],
    ]
    for version, statements in ((4, earlier[:1]), (3, earlier[:2]), (2, earlier[:3]), (1, earlier)):
        with Store(home, folder) as store:
            put(store, f"{version}.eml", TEXT, Span(0, 15))
            for statement in chain.from_iterable(statements):
                store.connection.execute(statement)
            store.connection.execute(f"pragma user_version = {version}")
        with Store(home, folder) as store:
            record = store.files()[0]
            (passage,) = store.passages_of(record.id).values()
            assert passage.rendering.text == "The ferry sank."
            assert (store.attachments(record), store.document(record.id).page_labels) == ([], ())
