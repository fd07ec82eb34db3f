from pathlib import Path

import pytest

from corpus.errors import UserError
from corpus.locations import settings_file
from qa.settings import Settings, load_settings


def write(text: str) -> Path:
    file = settings_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_without_a_file_the_defaults_hold() -> None:
    assert load_settings() == Settings()


def test_the_file_is_read() -> None:
    write("passages_to_read = 4\nmax_error = 0.1\n[keys]\n'app.help' = 'f5'\n")
    assert load_settings() == Settings(passages_to_read=4, max_error=0.1, keys={"app.help": "f5"})


@pytest.mark.parametrize(
    ("text", "complaint", "hint"),
    [
        ("passage_to_read = 4", "unknown setting 'passage_to_read'", "did you mean 'passages_to_read'?"),
        ("colour = 1", "unknown setting 'colour'", "known: encoder,"),
        ("passages_to_read = 0", "passages_to_read = 0", "mend the file"),
        ("max_error = 'low'", "max_error = 'low'", "mend the file"),
        ("max_error =", "not TOML", "mend the file"),
        ("keys = 'f5'", "keys = 'f5'", "mend the file"),
        ("[keys]\n'app.help' = 5", "keys = 5", "mend the file"),
    ],
)
def test_a_bad_file_is_refused_by_name_and_value(text: str, complaint: str, hint: str) -> None:
    file = write(text)
    with pytest.raises(UserError) as caught:
        load_settings()
    assert complaint in str(caught.value)
    assert str(file) in str(caught.value)
    assert hint in caught.value.hint


def test_settings_that_cannot_be_read_are_not_taken_for_none(bound_folder: Path) -> None:
    file = bound_folder / "settings.toml"
    file.write_text("passages_to_read = 4\n", encoding="utf-8")
    for place, mode in ((file, 0o000), (bound_folder, 0o000)):
        place.chmod(mode)
        with pytest.raises(UserError, match="cannot be read") as caught:
            load_settings(file)
        assert str(file) in str(caught.value)
    bound_folder.chmod(0o700)


def test_a_folder_in_the_place_of_the_settings_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be read"):
        load_settings(tmp_path)
