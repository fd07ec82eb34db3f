import pytest

from qa.commands import crash
from qa.commands.crash import write_report


def quote_a_document(text: str) -> None:
    raise ValueError(f"the sentence {text!r} is wrong")


def test_the_report_says_where_and_why_and_nothing_of_the_documents() -> None:
    secret = "The keeper's " + "password"
    try:
        try:
            quote_a_document(secret)
        except ValueError as error:
            raise KeyError(secret) from error
    except KeyError as error:
        text = write_report(error).read_text(encoding="utf-8")
    assert "password" not in text
    assert text.index("builtins.ValueError, at:") < text.index("builtins.KeyError, at:")
    assert "test_crash.py:8 in quote_a_document: raise ValueError(" in text
    assert "textual 8." in text


def test_a_missing_library_is_named_and_hides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crash, "_LIBRARIES", ("quoth", "no-such-library"))
    text = write_report(ModuleNotFoundError("no_such_library")).read_text(encoding="utf-8")
    assert "no-such-library missing" in text
    assert "builtins.ModuleNotFoundError, at:" in text
