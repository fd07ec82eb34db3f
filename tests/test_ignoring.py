"""What a folder's own rules leave out, and that it is counted."""

from pathlib import Path

import pytest

from corpus.folder import list_files, list_folder


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def left(folder: Path) -> list[str]:
    return [entry.path for entry in list_files(folder)]


WORDS = dict.fromkeys(["a.txt", "b.txt", "drafts/a.txt", "drafts/c.txt", "drafts/old/d.txt"], "words")


@pytest.mark.parametrize("name", [".gitignore", ".ignore", ".quothignore"])
@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ("a.txt", ["b.txt", "drafts/c.txt", "drafts/old/d.txt"]),
        ("/a.txt", ["b.txt", "drafts/a.txt", "drafts/c.txt", "drafts/old/d.txt"]),
        ("drafts/", ["a.txt", "b.txt"]),
        ("drafts/*\n!drafts/c.txt", ["a.txt", "b.txt", "drafts/c.txt"]),
        ("**/old", ["a.txt", "b.txt", "drafts/a.txt", "drafts/c.txt"]),
        ("*\n!*.txt", ["a.txt", "b.txt"]),
        ("# a.txt\n\n!\n[z-a]\n", list(WORDS)),
        ("\ufeffa.txt\r\nb.txt\r\n", ["drafts/c.txt", "drafts/old/d.txt"]),
    ],
)
def test_rules_are_gits(folder: Path, name: str, rules: str, expected: list[str]) -> None:
    write(folder, {**WORDS, name: rules})
    assert left(folder) == expected


def test_a_deeper_folder_decides_and_in_one_folder_the_more_special_file(folder: Path) -> None:
    write(
        folder,
        {
            **WORDS,
            ".gitignore": "*.txt",
            ".quothignore": "!a.txt",
            "drafts/.gitignore": "a.txt\n!c.txt",
            "drafts/old/.ignore": "!/d.txt",
        },
    )
    assert left(folder) == ["a.txt", "drafts/c.txt", "drafts/old/d.txt"]


def test_rules_hold_below_their_folder_only(folder: Path) -> None:
    write(folder, {**WORDS, "drafts/.gitignore": "/a.txt\nb.txt"})
    assert left(folder) == ["a.txt", "b.txt", "drafts/c.txt", "drafts/old/d.txt"]


def test_what_tools_fill_is_left_out(folder: Path) -> None:
    write(folder, dict.fromkeys(["node_modules/x/a.md", "b/__pycache__/a.txt", ".git/a.txt", "b/c.txt"], "words"))
    assert left(folder) == ["b/c.txt"]


def test_what_is_left_out_is_counted_by_what_left_it_out(folder: Path) -> None:
    write(folder, {**WORDS, ".gitignore": "old\nb.txt", ".quothignore": "c.txt", "node_modules/a.txt": "words"})
    listing = list_folder(folder)
    assert [entry.path for entry in listing.files] == ["a.txt", "drafts/a.txt"]
    assert listing.ignored == {"hidden": 2, ".gitignore": 2, ".quothignore": 1, "node_modules": 1}


def test_rules_that_may_not_be_read_are_named(bound_folder: Path) -> None:
    write(bound_folder, {"a.txt": "words", ".gitignore": "a.txt"})
    (bound_folder / ".gitignore").chmod(0)
    entries = [(entry.path, entry.refusal) for entry in list_files(bound_folder.resolve())]
    assert entries == [(".gitignore", "unreadable"), ("a.txt", None)]


def test_hostile_rules_are_no_trap(folder: Path) -> None:
    name = "a" * 240
    write(folder, {name: "words", "b.txt": "words", ".gitignore": f"{'*a' * 20}*c\n{'**/a/' * 9}*c\n*b*.t*\n"})
    assert left(folder) == [name]


def test_a_link_or_a_folder_is_no_file_of_rules(folder: Path, tmp_path: Path) -> None:
    write(tmp_path, {"rules": "a.txt"})
    write(folder, {"a.txt": "words", ".ignore/x.txt": "words"})
    (folder / ".gitignore").symlink_to(tmp_path / "rules")
    assert left(folder) == ["a.txt"]
