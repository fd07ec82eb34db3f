"""What the terminal shows, compared with golden files byte for byte; rewrite them with QUOTH_GOLDEN=write."""

import io
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.coverage import Coverage, NotSearched
from qa.answering.citing import cues_of
from qa.replies.answers import Alternative, Answer, Calibration, Citation, Disagreement, NoAnswer, Reply, Value
from qa.showing.html import to_html
from qa.showing.markdown import to_markdown
from qa.showing.terminal import Style, render_reply
from qa.showing.wording import items_of

GOLDEN = Path(__file__).parent / "golden"


def citation(number: int, quote: str, sentence: str, document: str = "ferry.md", page: int | None = None) -> Citation:
    start = 100 + sentence.find(quote)
    return Citation(
        number=number, document=document, path=f"/documents/{document}", title="The ferry", published="1911-05-02",
        page=page, line=7, start=start, end=start + len(quote), quote=quote, sentence=sentence, prefix="", suffix="",
        sha256="0" * 64, coordinates="file", encoding="utf-8", extractor=None, status="verified",
    )  # fmt: skip


FERRY = citation(1, "more than 300", "The ferry carried more than 300 passengers to Aland, the harbour master said.")
GAZETTE = citation(2, "over 300", "Over the gangway went over 300 souls.", "gazette.html", page=2)
RIVAL = citation(3, "280", "By another account she carried 280.", "rival.txt")
GUESS = citation(4, "some 350", "The mate could not say whether some 350 were aboard.", "log.txt")
WHOLE = Coverage(searched=5, total=5)
ANSWER = Answer(
    question="how many?", asked="how many?", text="more than 300", confidence=0.934,
    calibration=Calibration(0.9, 1.0, 57, 60), citations=(FERRY,), independent_sources=1, cues=cues_of([FERRY]),
    coverage=WHOLE,
)  # fmt: skip
PARTLY = Coverage(
    searched=412,
    total=431,
    not_searched=(
        NotSearched("*.pdf", "/documents", "unsupported", 14),
        NotSearched("empty.txt", "/documents/empty.txt", "empty"),
    ),
    changed=("notes.md",),
)
REPLIES: dict[str, Reply] = {
    "answer": ANSWER,
    "several_sources": Answer(
        question="how many?", asked="how many?", text="more than 300", confidence=0.934,
        calibration=Calibration(0.9, 1.0, 57, 60), citations=(FERRY, GAZETTE), independent_sources=2,
        disagreements=(Disagreement("conflict", (Value("more than 300", 2, (FERRY, GAZETTE)), Value("280", 1, (RIVAL,)))),),
        alternatives=(Alternative("some 350", 0.61, (GUESS,), Calibration(0.6, 0.7, 40, 56)),),
        cues=cues_of([FERRY, GAZETTE, RIVAL, GUESS]), coverage=PARTLY,
    ),
    "no_answer": NoAnswer(
        question="who sank it?", asked="who sank it?", reason="no_span",
        message="The nearest passages were read; none of them answers this.",
        nearest=(citation(1, FERRY.sentence, FERRY.sentence),), unknown_words=("sank",), coverage=WHOLE,
    ),
    "possible": NoAnswer(
        question="how many sank?", asked="how many sank?", reason="below_threshold",
        message="Something that might answer was found, but it is too likely to be wrong.",
        possible=(Alternative("280", 0.41, (replace(RIVAL, number=1),), Calibration(0.4, 0.5, 25, 60)),),
        nearest=(citation(2, FERRY.sentence, FERRY.sentence),), unknown_words=(),
        cues=cues_of([replace(RIVAL, number=1)]), coverage=replace(WHOLE, total=1, searched=1),
    ),
    "list": Answer(
        question="what is aboard?", asked="what is aboard?", text="rope\n- tar and\n  oil\n- a \x1b[1mgoat", confidence=0.95,
        calibration=Calibration(0.9, 1.0, 57, 60), independent_sources=1, coverage=WHOLE,
        citations=(citation(1, "rope\n- tar and\n  oil\n- a \x1b[1mgoat", "- rope\n- tar and\n  oil\n- a \x1b[1mgoat"),),
    ),
    "hostile": Answer(
        question="q", asked="q", text="sword\x1b[31mfish\u202e", confidence=0.5, calibration=Calibration(0.5, 0.6, 5, 10),
        citations=(citation(1, "sword\x1b[31mfish\u202e", "The word is sword\x1b[31mfish\u202e [red]here[/red].", "a\nb.txt"),),
        independent_sources=1, coverage=WHOLE,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REPLIES)
def test_a_reply_looks_as_its_golden_file_says(name: str) -> None:
    rendered = render_reply(REPLIES[name], Style(enabled=False)) + "\n"
    file = GOLDEN / f"{name}.txt"
    if os.environ.get("QUOTH_GOLDEN") == "write":
        file.write_text(rendered, encoding="utf-8")
    assert rendered == file.read_text(encoding="utf-8")


def test_bold_and_dim_are_the_only_escapes() -> None:
    styled = render_reply(REPLIES["hostile"], Style(enabled=True))
    for escape in ("\x1b[1m", "\x1b[2m", "\x1b[0m"):
        styled = styled.replace(escape, "")
    assert styled == render_reply(REPLIES["hostile"], Style(enabled=False))
    assert "\x1b" not in styled


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("variables", "enabled"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_style_is_for_terminals_that_want_it(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], enabled: bool
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert Style.of(Terminal()).enabled is enabled
    assert not Style.of(io.StringIO()).enabled


@pytest.mark.parametrize("columns", [30, 60, 80])
@pytest.mark.parametrize("name", REPLIES)
def test_a_narrow_terminal_breaks_no_word_and_loses_none(name: str, columns: int) -> None:
    narrow, whole = (render_reply(REPLIES[name], Style(enabled=False, columns=n)) for n in (columns, None))
    assert narrow.split() == whole.split()
    wide = [line for line in narrow.splitlines() if len(line) > columns]
    assert all(len(line.split()) == 1 for line in wide), "a word wider than the terminal"


def test_the_width_is_that_of_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert Style.of(Terminal()).columns == 60
    assert Style.of(io.StringIO()).columns is None, "a line of a pipe stays one"
    monkeypatch.setenv("COLUMNS", "7")
    assert Style.of(Terminal()).columns == 30


@pytest.mark.parametrize(
    ("quote", "items"),
    [
        ("rope\n- tar and\n  oil", ("rope", "tar and oil")),
        ("- rope\r\n- tar", ("rope", "tar")),
        ("Rinse it.\n2. Let it dry.\n10) Use it.", ("Rinse it.", "Let it dry.", "Use it.")),
        ("rope\n\ntar\n\noil", ("rope", "tar", "oil")),
        ("[x] rope\n- [ ] tar", ("[x] rope", "tar")),
        ("a) rope\n(b) tar", ("rope", "tar")),
        ("rope", ()),
        ("rope, tar and oil", ()),
        ("carried 300\npassengers", ()),
        ("from 1990\n- 95 of them left", ("from 1990", "95 of them left")),
        ("3. May", ()),
        ("\n", ()),
    ],
)
def test_the_items_of_a_list_are_told_apart(quote: str, items: tuple[str, ...]) -> None:
    assert items_of(quote) == items


def test_a_list_is_one_in_every_export() -> None:
    reply = REPLIES["list"]
    assert re.findall(r"^- \*\*(.*)\*\*$", to_markdown([reply]), re.M) == ["rope", "tar and oil", "a \ufffd\\[1mgoat"]
    assert '<ul class="answer">\n<li>rope</li>\n<li>tar and oil</li>\n' in to_html([reply])
