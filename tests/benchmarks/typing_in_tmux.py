"""The app in a real terminal, by tmux: typed in bursts without a pause, pasted with every line end, resized, killed.

    PYTHONPATH=. python tests/benchmarks/typing_in_tmux.py [--runs 5]

Every run has a home of its own and starts the app as a user would. What is typed is looked for in the question box, what
is asked in the file of its conversation, also after SIGKILL. Prints one JSON line of counts; exit 1 when anything was lost.
"""

import argparse
import json
import os
import shlex
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent.parent
SESSION = "quoth-typing"
QUESTIONS = ("How many workers were arrested?", "Who is the legal director of Just Futures Law?")
SECONDS = 180.0


def tmux(*command: str) -> str:
    return subprocess.run(["tmux", "-L", SESSION, *command], check=True, capture_output=True, text=True).stdout


class Terminal:
    def __init__(self, home: Path, size: tuple[int, int]) -> None:
        self.home = home
        self._size = size

    def start(self) -> None:
        command = f"QUOTH_HOME={shlex.quote(str(self.home))} exec {shlex.quote(sys.executable)} tui.py"
        width, height = map(str, self._size)
        tmux("new-session", "-d", "-s", SESSION, "-x", width, "-y", height, "-c", str(ROOT), command)
        self.pid = int(tmux("display-message", "-p", "-t", SESSION, "#{pane_pid}"))

    def type(self, text: str, *keys: str) -> None:
        """Letters and keys, all at once."""
        tmux("send-keys", "-t", SESSION, "-l", text, *((";", "send-keys", "-t", SESSION, *keys) if keys else ()))

    def press(self, *keys: str) -> None:
        tmux("send-keys", "-t", SESSION, *keys)

    def paste(self, text: str) -> None:
        """As a terminal sends it: in brackets, line ends as they are."""
        file = self.home / "pasted"
        file.write_bytes(text.encode())
        tmux("load-buffer", "-b", "pasted", str(file), ";", "paste-buffer", "-p", "-r", "-b", "pasted", "-t", SESSION)

    def resize(self, width: int, height: int) -> None:
        tmux("resize-window", "-t", SESSION, "-x", str(width), "-y", str(height))

    def screen(self) -> str:
        return tmux("capture-pane", "-p", "-t", SESSION)

    def box(self) -> str:
        """What the question box shows, its lines joined."""
        rows = self.screen().split("\n")
        tops = [number for number, row in enumerate(rows) if row.lstrip().startswith("╭─ Question")]
        inside = (
            [row.strip().strip("│").strip() for row in rows[tops[-1] + 1 :] if row.strip().startswith("│")]
            if tops
            else []
        )
        return " ".join(row for row in inside if row)

    def until(self, seen: str) -> bool:
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            if seen in self.box():
                return True
            time.sleep(0.2)
        return False

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        subprocess.run(["tmux", "-L", SESSION, "kill-server"], check=False, capture_output=True)
        time.sleep(0.3)

    def saved(self) -> list[str]:
        lines = [
            line
            for file in self.home.glob("state/conversations/*.jsonl")
            for line in file.read_text("utf-8").splitlines()
        ]
        return [json.loads(line)["question"] for line in lines]

    def until_saved(self, question: str) -> bool:
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            if question in self.saved():
                return True
            time.sleep(0.2)
        return False


def run(home: Path, counts: Counter[str], lost: list[str]) -> None:
    (home / "settings.toml").write_text('reader = "small"\n', encoding="utf-8")
    terminal = Terminal(home, (100, 30))

    def check(what: str, holds: bool, detail: str) -> None:
        counts[what] += 1
        if not holds:
            lost.append(f"{what}: {detail}; box {terminal.box()!r}")

    terminal.start()
    terminal.type(QUESTIONS[0], "Enter")
    terminal.type("typed while it starts")
    check("bursts", terminal.until("typed while it starts"), "while starting")
    check("questions", terminal.until_saved(QUESTIONS[0]), QUESTIONS[0])
    terminal.press("C-c")
    terminal.press("C-n")
    terminal.type(QUESTIONS[1], "Enter")
    terminal.type("after a new conversation")
    check("bursts", terminal.until("after a new conversation"), "behind Ctrl+N")
    check("questions", terminal.until_saved(QUESTIONS[1]), QUESTIONS[1])
    for end in ("\r", "\n", "\r\n"):
        terminal.press("C-c")
        terminal.paste(f"first line{end}second line")
        check("pastes", terminal.until("first line second line"), repr(end))
    for size in ((60, 20), (160, 50), (40, 12), (100, 30)):
        terminal.press("C-c")
        terminal.resize(*size)
        terminal.type("resized in the middle of it")
        check("resizes", terminal.until("resized in the middle of it"), str(size))
    terminal.press("C-c")
    terminal.press("F2")
    terminal.type("zebra in the filter", "Enter")
    check("bursts", terminal.until("zebra in the filter"), "in the library")
    terminal.kill()
    terminal.start()
    terminal.press("Up")
    check(
        "kills", terminal.until(QUESTIONS[1]) and set(terminal.saved()) >= set(QUESTIONS), "questions of the run killed"
    )
    terminal.kill()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    counts: Counter[str] = Counter()
    lost: list[str] = []
    for _ in range(parser.parse_args().runs):
        with TemporaryDirectory() as home:
            run(Path(home), counts, lost)
    print(json.dumps({"checked": dict(counts), "lost": lost}))  # noqa: T201
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
