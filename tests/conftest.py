"""What every test stands on: a home of its own, and the real encoder loaded once."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings

from embeddings.encoder import OnnxEncoder

NOBODY = 65534

settings.register_profile("quoth", deadline=None)
settings.load_profile("quoth")


@pytest.fixture(autouse=True)
def quoth_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Indexes and settings of this test alone; not yet there."""
    home = tmp_path / "home"
    monkeypatch.setenv("QUOTH_HOME", str(home))
    return home


@pytest.fixture(autouse=True)
def no_openers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The app asks nothing by itself while a test asks."""
    if app := sys.modules.get("tui"):
        monkeypatch.setattr(app, "openers", lambda session, is_wanted: ())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for documents, empty."""
    folder = tmp_path / "documents"
    folder.mkdir()
    return folder


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks that do not depend on the developer's machine."""
    monkeypatch.setenv("COLORTERM", "truecolor")
    for name in ("NO_COLOR", "TEXTUAL_THEME", "TEXTUAL_COLOR_SYSTEM"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def park(tmp_path: Path) -> Path:
    """A folder with one document about foxes and their dens."""
    park = tmp_path / "park"
    park.mkdir()
    (park / "foxes.md").write_text(
        "# Foxes\n\nThere are 12 benches. The keeper counted 12 foxes in the park. They sleep by day.\n\n"
        "## Dens\n\nTheir dens lie under the hedge near the gate.\n",
        encoding="utf-8",
    )
    return park


@pytest.fixture
def library(park: Path) -> Path:
    """The park with a newspaper that conflicts and a file that cannot be read."""
    (park / "gazette.txt").write_text("In the park the keeper counted 30 foxes.", encoding="utf-8")
    (park / "map.bin").write_bytes(b"\x00")
    return park


@pytest.fixture(scope="session")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> OnnxEncoder:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("QUOTH_HOME", str(tmp_path_factory.mktemp("home")))
        return OnnxEncoder(threads=1)


@pytest.fixture
def bound_folder() -> Iterator[Path]:
    """An empty folder whose permissions bind: the test runs as a user who is not root."""
    with TemporaryDirectory() as name:
        is_root = os.geteuid() == 0
        if is_root:
            os.chown(name, NOBODY, NOBODY)
            try:
                os.seteuid(NOBODY)
            except OSError:
                pytest.skip("root cannot become another user here")
        try:
            yield Path(name)
        finally:
            if is_root:
                os.seteuid(0)
