"""A folder, its index and saved replies, as they are before each fault, and what must still hold after it."""

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from corpus.errors import UserError
from corpus.store import Store
from qa.saved.conversations import load_conversation

QA = [sys.executable, "-m", "qa"]
QUESTION = "Who kept the light on the north pier?"
DOCUMENTS = 12
UNCHANGED = "north"
"""A word of every document that is as it was indexed."""

_NAMES = "Ada Bo Cyd Dora Emil Fay Gus Hope Ivo June Karl Lena".split()
_PLACES = "pier quay dock slip yard mole lock wharf ramp basin gate mill".split()


@dataclass(frozen=True, slots=True)
class Scene:
    """One copy of everything, under a folder of its own."""

    root: Path

    @property
    def folder(self) -> Path:
        return self.root / "documents"

    @property
    def home(self) -> Path:
        return self.root / "home"

    @property
    def saved(self) -> Path:
        return self.root / "saved.jsonl"

    @property
    def environment(self) -> Mapping[str, str]:
        return os.environ | {
            "QUOTH_HOME": str(self.home),
            "PYTHONPATH": str(Path.cwd()),
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def run(
        self, *arguments: str, before: tuple[str, ...] = (), stdout: IO[bytes] | int = subprocess.PIPE
    ) -> subprocess.CompletedProcess[bytes]:
        """`before`: a command that runs this one, such as strace."""
        command = [*before, *QA, *arguments]
        return subprocess.run(command, env=self.environment, check=False, stdout=stdout, stderr=subprocess.PIPE)

    def copy(self, root: Path) -> "Scene":
        """Under a path of the same length as any other copy's; the index is kept by the folder's path, so it moves along."""
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(self.root, root)
        copy = Scene(root)
        (old,) = (copy.home / "data/indexes").iterdir()
        old.rename(copy.index)
        return copy

    @property
    def index(self) -> Path:
        """The folder of the index."""
        from corpus.locations import index_home

        before = os.environ.get("QUOTH_HOME")
        os.environ["QUOTH_HOME"] = str(self.home)
        try:
            return index_home(self.folder)
        finally:
            if before is None:
                del os.environ["QUOTH_HOME"]
            else:
                os.environ["QUOTH_HOME"] = before


def make_scene(root: Path) -> Scene:
    """Indexed, with a saved reply."""
    scene = Scene(root)
    scene.folder.mkdir(parents=True)
    for number in range(DOCUMENTS):
        _write(scene.folder, number, UNCHANGED)
    for command in (("index", str(scene.folder)), ("ask", QUESTION, "--in", str(scene.folder), *save_to(scene))):
        done = scene.run(*command)
        if done.returncode:
            raise RuntimeError(f"{command[0]} before any fault: {done.stderr.decode()}")
    return scene


def save_to(scene: Scene) -> tuple[str, ...]:
    return ("--reader", "small", "--save", str(scene.saved))


def change(scene: Scene, chance: random.Random) -> None:
    """Some files are changed, gone, renamed, new: what the next update has to do."""
    numbers = chance.sample(range(DOCUMENTS), 6)
    for number in numbers[:2]:
        _write(scene.folder, number, "south")
    (scene.folder / f"{numbers[2]}.md").unlink()
    (scene.folder / f"{numbers[3]}.md").rename(scene.folder / "moved.md")
    for number in range(20, 20 + chance.randint(8, 30)):
        _write(scene.folder, number, "new")
    (scene.folder / "page.html").write_text("<h1>Tides</h1><p>The tide turned at nine.", encoding="utf-8")


def _write(folder: Path, number: int, pier: str) -> None:
    name, place = _NAMES[number % 12], _PLACES[number % 12]
    text = f"# The {place} of {number}\n\n{name} kept the light on the {pier} {place} for {number + 2} years.\n"
    (folder / f"{number}.md").write_text(text, encoding="utf-8")


def lost(scene: Scene) -> Iterator[str]:
    """What a fault has taken, though no fault may: one sentence each. Then the next run must end as a fresh build."""
    yield from _lost_lines(scene)
    if damage := list(_damage(scene)):
        yield from damage
        return
    still_there = {path: text for path, text, *_ in _contents(scene)}
    for number in range(DOCUMENTS):
        file = scene.folder / f"{number}.md"
        if (
            file.exists()
            and UNCHANGED in (text := file.read_text(encoding="utf-8"))
            and still_there.get(file.name) != text
        ):
            yield f"{file.name} was indexed, has not changed, and is not in the index"
    done = scene.run("index", str(scene.folder))
    if done.returncode:
        yield f"the next run ends with {done.returncode}: {done.stderr.decode()[:200]}"
        return
    yield from _differences(scene)


def _damage(scene: Scene) -> Iterator[str]:
    """Opened as SQLite opens it after a crash."""
    connection = sqlite3.connect(scene.index / "index.sqlite")
    for check in ("integrity_check", "foreign_key_check"):
        found = [row for row in connection.execute(f"pragma {check}") if row != ("ok",)]
        if found:
            yield f"{check}: {found[0]}"
    connection.close()
    try:
        with Store(scene.index, scene.folder) as store:
            store.require_as_written()
    except UserError as error:
        yield str(error)


def _lost_lines(scene: Scene) -> Iterator[str]:
    """Of saved replies and conversations: every line whole but the last of a conversation, which the next one replaces."""
    for line in scene.saved.read_bytes().splitlines():
        try:
            json.loads(line)
        except ValueError:
            yield f"a line of {scene.saved.name} is cut: {line[-30:]!r}"
    for file in (scene.home / "state/conversations").glob("*.jsonl"):
        if b"\n" in file.read_bytes():
            try:
                load_conversation(file)
            except UserError as error:
                yield str(error)


Row = tuple[str, str, list[tuple[int, int, str]], NDArray[np.float32]]
"""A document: its path, text, passages and vectors."""


def _contents(scene: Scene) -> list[Row]:
    with Store(scene.index, scene.folder) as store:
        rows: list[Row] = []
        for record in store.documents():
            passages = [(*passage.span, passage.readable) for passage in store.passages_of(record.id).values()]
            (matrix,) = store.connection.execute(
                "select matrix from vectors where document_id = ?", (record.id,)
            ).fetchone()
            rows.append((record.path, store.document(record.id).text, passages, np.frombuffer(matrix, "<f4")))
        return rows


def _differences(scene: Scene) -> Iterator[str]:
    """From an index of the same folder built at once."""
    fresh = Scene(scene.root / "fresh")
    fresh.root.mkdir()
    shutil.copytree(scene.folder, fresh.folder)
    done = fresh.run("index", str(fresh.folder))
    if done.returncode:
        yield f"a fresh build ends with {done.returncode}: {done.stderr.decode()[:200]}"
        return
    ours, theirs = _contents(scene), _contents(fresh)
    if [row[:3] for row in ours] != [row[:3] for row in theirs]:
        yield "the next run does not end as a fresh build: other documents or passages"
    elif any(not np.allclose(one[3], other[3], atol=1e-4) for one, other in zip(ours, theirs, strict=True)):
        yield "the next run does not end as a fresh build: other vectors"
    for word in ("light", "south", "tide", "north"):
        if _found(scene, word) != _found(fresh, word):
            yield f"the next run does not end as a fresh build: {word!r} is found elsewhere"


def _found(scene: Scene, word: str) -> int:
    with Store(scene.index, scene.folder) as store:
        row = store.connection.execute("select count(*) from words where words match ?", (word,)).fetchone()
        return int(row[0])
