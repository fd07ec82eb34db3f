"""What becomes of the program where stdin, stdout or stderr is not as usual, in processes of their own: one sentence and
the right exit code, never a traceback. 1 says only that the documents do not answer."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from corpus.errors import UserError
from qa.commands.console import Ending, exit_code_for
from qa.evaluation.questions import load_questions
from qa.settings import load_settings

QUESTION = "What is the blue boat named?"
NOT_UTF8 = b"What is th\xe9 boat named?"

QA = f"'{sys.executable}' -m qa"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "boats.txt").write_text("The blue boat is named Karl.", encoding="utf-8")
    return folder


def shell(command: str, folder: Path, **variables: str) -> tuple[int, str]:
    """The exit code, and all that was said on stderr, or stdout where that is what is left."""
    environment = {**os.environ, "QUOTH_HOME": str(folder.parent / "home"), "FOLDER": str(folder), **variables}
    done = subprocess.run(["bash", "-c", command], env=environment, capture_output=True, check=False)
    return done.returncode, (done.stderr + done.stdout).decode(errors="replace")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("$QA docs --in $FOLDER >/dev/full", 2, "No space left on device"),
        ("$QA --help >/dev/full", 2, "No space left on device"),
        ("$QA --version >/dev/full", 2, "No space left on device"),
        ("$QA docs --in $FOLDER >&-", 2, "stdout is closed"),
        ("$QA ask - --in $FOLDER <&-", 2, "stdin is closed"),
        ("$QA chat $FOLDER --plain <&-", 2, "stdin is closed"),
        ("$QA docs --in $FOLDER 2>&-", 0, "boats.txt"),
        ("$QA docs --in $FOLDER 2>/dev/full", 0, "boats.txt"),
        ("$QA docs --in ${FOLDER}x 2>&-", 2, ""),
        (r"$QA ask $'What is th\xe9 boat?' --in $FOLDER", 2, "not valid UTF-8"),
        (r"printf 'What is th\xe9 boat?' | $QA ask - --in $FOLDER", 2, "not valid UTF-8"),
        (r"printf 'What is th\xe9 boat?' | LC_ALL=C PYTHONUTF8=0 $QA ask - --in $FOLDER", 2, "not valid UTF-8"),
        (r"$QA ask 'What boat?' --history $'th\xe9' --in $FOLDER", 2, "not valid UTF-8"),
        (r"printf 'th\xe9\nquit\n' | $QA chat $FOLDER --plain", 0, "not valid UTF-8"),
    ],
)
def test_odd_streams_end_in_a_sentence_and_the_right_code(folder: Path, command: str, code: int, said: str) -> None:
    ended, output = shell(f"{command.replace('$QA', QA).replace('$FOLDER', QUOTED)}", folder)
    assert ended == code, output
    assert said in output
    assert "Traceback" not in output
    assert "fault of its own" not in output


QUOTED = '"$FOLDER"'


@pytest.mark.parametrize("seconds", [0.03, 0.1, 0.2, 0.3, 0.4])
def test_an_interrupt_in_the_first_moments_says_nothing(folder: Path, seconds: float) -> None:
    """Whatever is being imported: once the program's own first line has run, no traceback."""
    program = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"  # ignored in the background
    program += f"import sys; sys.argv = ['qa', 'ask', {QUESTION!r}, '--in', {str(folder)!r}]; "
    program += "print('begun', flush=True); from qa.__main__ import start; sys.exit(start())"
    home: Mapping[str, str] = {**os.environ, "QUOTH_HOME": str(folder.parent / "home")}
    with subprocess.Popen([sys.executable, "-c", program], stdout=-1, stderr=-1, env=home) as asking:
        assert asking.stdout is not None
        asking.stdout.readline()
        time.sleep(seconds)
        asking.send_signal(signal.SIGINT)
        _, said = asking.communicate()
    assert asking.returncode in (-signal.SIGINT, 130)
    assert b"Traceback" not in said


@pytest.fixture
def python_takes_interrupts() -> Iterator[None]:
    """In the background the shell has them ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("python_takes_interrupts")
def test_an_interrupt_that_a_library_turns_into_another_error_is_one_still() -> None:
    with Ending() as ending:
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt:
            raise ImportError("initialization failed") from None
    assert ending.code == 130
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert exit_code_for(ImportError()) == 70


def test_a_fault_whose_report_cannot_be_written_is_one_still(
    quoth_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    quoth_home.touch()
    with Ending() as ending:
        raise ZeroDivisionError
    assert ending.code == 70
    assert "its report cannot be written" in capsys.readouterr().err


def test_no_more_threads_are_started_than_there_are_cores(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    for typed, threads in (("9999", os.cpu_count()), ("1", 1), ("0", 0)):
        file.write_text(f"threads = {typed}\n", encoding="utf-8")
        assert load_settings(file).threads == threads
    file.write_text("threads = -1\n", encoding="utf-8")
    with pytest.raises(UserError, match="threads"):
        load_settings(file)


def test_a_question_file_may_have_a_byte_order_mark_and_fields_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    line = '{"id": 1, "question": "Who?", "answers": [], "kind": %s, "colour": {"a": 1}}'
    for kind, meant in (('"hard"', None), ("7", None), ("null", None), ('"follow_up"', "follow_up")):
        file.write_text("\ufeff" + line % kind + "\n", encoding="utf-8")
        (question,) = load_questions(file).questions
        assert (question.text, question.kind) == ("Who?", meant)
