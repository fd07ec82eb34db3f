"""What the benchmarks time: Quoth, this checkout of it or another, and the usual script, each in processes of its own."""

import json
import os
import pty
import resource
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Literal

from qa.reading.model_files import ReaderName

HERE = Path(__file__).parent
Clock = Literal["wall", "processor"]
"""Seconds that pass, or seconds of all cores together: the second where other work cannot be kept away."""

REFUSED = 1
"""Exit code of a question that the documents do not answer: timed all the same."""


@dataclass(frozen=True, slots=True)
class Machine:
    """Where a program may run, and on how many cores."""

    work: Path
    """A folder for homes, passages and indexes."""

    threads: int
    clock: Clock = "wall"

    def environment(self, home: Path) -> dict[str, str]:
        """Modules are compiled once, as they are where they were installed; the models keep to the threads."""
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        return kept | {"QUOTH_HOME": str(home), "OMP_NUM_THREADS": str(self.threads), "TERM": "xterm"}


@dataclass(frozen=True, slots=True)
class Checkout:
    """A copy of the project. Its code is found before the installed one."""

    name: str
    root: Path
    machine: Machine

    @property
    def home(self) -> Path:
        """With the number of threads in its settings."""
        home = self.machine.work / f"{self.name}-{self.machine.threads}"
        home.mkdir(exist_ok=True)
        (home / "settings.toml").write_text(f"threads = {self.machine.threads}\n", encoding="utf-8")
        return home

    @property
    def _environment(self) -> dict[str, str]:
        return self.machine.environment(self.home) | {"PYTHONPATH": str(self.root)}

    def ask(self, question: str, folder: Path, reader: ReaderName) -> float:
        """Milliseconds of one question in a new process, from its start to its end."""
        command = [sys.executable, "-m", "qa", "ask", question, "--in", str(folder), "--reader", reader]
        return timed(command, self._environment, self.root, self.machine.clock)[0]

    def first_words(self, question: str, folder: Path) -> float:
        """Milliseconds until a terminal shows the first of them."""
        ours, theirs = pty.openpty()
        command = [sys.executable, "-m", "qa", "ask", question, "--in", str(folder)]
        started = perf_counter()
        with subprocess.Popen(command, stdout=theirs, stderr=theirs, env=self._environment, cwd=self.root):
            os.close(theirs)
            os.read(ours, 1)
            passed = (perf_counter() - started) * 1000
            with suppress(OSError):  # Linux's way to say that the other end is closed
                while os.read(ours, 4096):
                    pass
        os.close(ours)
        return passed

    def warm(self, folder: Path, reader: ReaderName, rounds: int) -> list[float]:
        """Milliseconds of each question in a process that has answered all of them before."""
        command = [
            sys.executable,
            str(HERE / "warm_questions.py"),
            str(folder),
            reader,
            str(rounds),
            self.machine.clock,
        ]
        _, output = timed(command, self._environment, self.root)
        times: list[float] = json.loads(output.splitlines()[-1])
        return times


@dataclass(frozen=True, slots=True)
class UsualScript:
    """See `usual_script.py`. `write_passages` comes before it is asked."""

    machine: Machine
    encoder: Path

    def ask(self, question: str) -> float:
        environment = self.machine.environment(self.machine.work)
        return timed(self._command(question), environment, HERE, self.machine.clock)[0]

    def warm(self, question: str, rounds: int) -> list[float]:
        command = [*self._command(question), "--rounds", str(rounds + 1), "--clock", self.machine.clock]
        _, output = timed(command, self.machine.environment(self.machine.work), HERE)
        times: list[float] = json.loads(output)
        return times[1:]

    def _command(self, question: str) -> list[str]:
        files = (self.encoder, self.machine.work / "passages.json", self.machine.work / "index.faiss")
        return [sys.executable, str(HERE / "usual_script.py"), *map(str, files), question]


def timed(command: list[str], environment: Mapping[str, str], folder: Path, clock: Clock = "wall") -> tuple[float, str]:
    """Milliseconds of a process, and what it wrote to stdout. Raises SystemExit with its errors where it failed."""
    read = perf_counter if clock == "wall" else _processor_seconds_of_children
    started = read()
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=folder)
    passed = (read() - started) * 1000
    if done.returncode not in (0, REFUSED):
        raise SystemExit(done.stderr)
    return passed, done.stdout


def _processor_seconds_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
