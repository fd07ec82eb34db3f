"""The layers, drawn as tests: who may import whom, and what asking must not load."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ["corpus", "embeddings", "qa", "tui"]
"""Each may import only what stands before it."""

PRODUCT = [
    path
    for layer in LAYERS
    for path in [*ROOT.glob(f"{layer}.py"), *ROOT.glob(f"{layer}/**/*.py")]
]  # fmt: skip
ROOMS = [
    "english", "replies", "reading", "settings", "follow_ups", "answering", "saved", "showing", "evaluation", "training",
    "commands", "widgets",
]  # fmt: skip
"""Of `qa/`, in the order of a question's trip; each may import only what stands before it, and itself."""

HEAVY = {
    "torch",
    "transformers",
    "sentence_transformers",
    "textual",
    "scipy",
    "sklearn",
    "matplotlib",
    "lxml",
    "markdown_it",
}
SEARCHING = {"faiss", "numpy", "onnxruntime", "tokenizers", "safetensors"}
LONGEST_FILE, LONGEST_FUNCTION = 250, 40


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported_modules(source: Path) -> Iterator[str]:
    """Every module a file imports, wherever in the file it does so."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module or ""


def named_modules(source: Path) -> Iterator[str]:
    """The same, with each name that is imported from a module, which may be a module itself."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (node.module, *(f"{node.module}.{alias.name}" for alias in node.names))


def importers(module: str) -> set[str]:
    """The product files that import a module or something in it."""
    return {
        name(path)
        for path in PRODUCT
        if any(each == module or each.startswith(f"{module}.") for each in imported_modules(path))
    }


def test_the_product_was_found() -> None:
    assert len(PRODUCT) > 50


def test_imports_only_point_down() -> None:
    for rank, layer in enumerate(LAYERS):
        for source in PRODUCT:
            if name(source).split("/")[0].removesuffix(".py") == layer:
                upward = {module.split(".")[0] for module in imported_modules(source)} & set(LAYERS[rank + 1 :])
                assert not upward, f"{name(source)} imports {upward}"


def room_of(module: str) -> str | None:
    """ "english" for "qa.english.dates"; None outside of the rooms."""
    first, _, rest = module.partition(".")
    room = rest.partition(".")[0]
    return room if first == "qa" and room in ROOMS else None


def test_a_room_imports_only_those_before_it() -> None:
    for source in PRODUCT:
        module = name(source).removesuffix(".py").replace("/", ".")
        if room := room_of(module):
            later = {each for each in map(room_of, imported_modules(source)) if each} & set(
                ROOMS[ROOMS.index(room) + 1 :]
            )
            assert not later, f"{module} imports {later}"


def test_every_room_is_drawn() -> None:
    assert {path.parent.name for path in PRODUCT if path.parent.parent == ROOT / "qa"} - {"decisions", "model"} <= set(
        ROOMS
    )


def test_nobody_reaches_into_the_store() -> None:
    outside = importers("corpus.store") | importers("corpus.database")
    for path in outside:
        if path.startswith("qa/") or path == "tui.py":
            assert "import FileRecord\n" in (ROOT / path).read_text(encoding="utf-8"), path
    for source in PRODUCT:
        if not name(source).startswith(("corpus/", "embeddings/")):
            assert not re.search(r"\.store\b(?! import)", source.read_text(encoding="utf-8")), name(source)


def test_only_the_terminal_app_imports_textual() -> None:
    assert all(path == "tui.py" or path.startswith("qa/widgets/") for path in importers("textual"))


def test_only_training_and_the_sentence_encoder_know_torch() -> None:
    users = importers("torch") | importers("transformers") | importers("sentence_transformers")
    assert all(path.startswith("qa/training/") or path == "embeddings/sentence_encoder.py" for path in users)


def test_evaluation_is_for_its_command_and_for_training() -> None:
    outside = {path for path in importers("qa.evaluation") if not path.startswith(("qa/evaluation/", "qa/training/"))}
    assert outside == {"qa/commands/evaluate.py"}


def test_nobody_imports_training() -> None:
    assert all(path.startswith("qa/training/") for path in importers("qa.training"))


def test_widgets_show_and_do_not_ask() -> None:
    for module in ("qa.answering.answerer", "qa.answering.session", "qa.reading.reader", "embeddings.index"):
        assert not [path for path in importers(module) if path.startswith("qa/widgets/")]


@pytest.mark.parametrize("source", PRODUCT, ids=name)
def test_no_file_is_a_drawer_for_odds_and_ends(source: Path) -> None:
    assert source.stem not in {"utils", "helpers", "core", "manager", "common", "misc", "types"}
    assert len(source.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("source", PRODUCT, ids=name)
def test_no_function_is_long(source: Path) -> None:
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < LONGEST_FUNCTION, node.name


@pytest.mark.parametrize("source", PRODUCT, ids=name)
def test_no_exception_is_caught_blindly(source: Path) -> None:
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None
            assert not (isinstance(node.type, ast.Name) and node.type.id == "Exception")


@pytest.mark.parametrize("source", PRODUCT, ids=name)
def test_nothing_is_pickled_fetched_or_tied_to_one_machine(source: Path) -> None:
    modules = {module.split(".")[0] for module in imported_modules(source)}
    assert not modules & {"pickle", "requests", "urllib", "http", "httpx", "aiohttp", "socket"}
    assert not re.search(r"(?<![\w.])/(?:home|root|Users|work)/", source.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("program", "forbidden"),
    [
        # Printing a version or a mistake in the options must not wait for what they do not need.
        ("import qa.cli", HEAVY | SEARCHING | {"pydantic"}),
        ("import sys; sys.argv = ['qa', '--version']; import qa.__main__", HEAVY | SEARCHING | {"pydantic"}),
        # Verifying compares texts: no model, no vectors, and a parser only for a format that needs it.
        ("from qa.cli import main; main(['verify', 'nothing.json'])", HEAVY | SEARCHING),
        # The app is drawn before the models are there; it shows, and does not search.
        ("import tui", (HEAVY | SEARCHING) - {"textual", "markdown_it"}),
        ("import qa.answering.session", HEAVY | SEARCHING),
    ],
    ids=["cli", "version", "verify", "app", "session"],
)
def test_an_entry_point_loads_only_what_it_needs(program: str, forbidden: set[str]) -> None:
    reporting = f"import atexit, sys\natexit.register(lambda: print(*sys.modules))\n{program}"
    done = subprocess.run([sys.executable, "-c", reporting], capture_output=True, text=True, check=False, cwd=ROOT)
    loaded = {module.partition(".")[0] for module in done.stdout.split()}
    assert "qa" in loaded or "tui" in loaded, done.stderr
    assert not forbidden & loaded


def test_no_module_leads_back_to_itself() -> None:
    modules = {name(path).removesuffix(".py").removesuffix("/__init__").replace("/", "."): path for path in PRODUCT}
    imports = {module: set(named_modules(path)) & modules.keys() for module, path in modules.items()}
    for module in modules:
        reached: set[str] = set()
        ahead = list(imports[module])
        while ahead:
            if (each := ahead.pop()) not in reached:
                reached.add(each)
                ahead += imports[each]
        assert module not in reached, module
