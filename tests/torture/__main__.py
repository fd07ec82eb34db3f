"""What befalls a program that runs for years on somebody's machine, many times over, and what it loses by that.

    python -m tests.torture [--runs 20] [--seed 0] [--only NAME ...] [--tiny 20000]

Kills and signals at random moments of every command, the n-th write of the index failing for each n (needs strace), streams
closed and full, a file that changes every 50 ms, thousands of tiny files. After each: the database is sound, every row is
what was written, saved replies and conversations are whole, and the next run ends as a fresh build. Prints a table; exit
code 1 where anything was lost.
"""

import argparse
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.torture.faults import COMMANDS, FATES, SIGNALS, count_writes, fail_write, interrupt, is_traced
from tests.torture.scene import QUESTION, Scene, change, lost, make_scene

FULL = Path("/dev/full")


@dataclass
class Torment:
    """One row of the table."""

    name: str
    runs: int = 0
    faults: int = 0
    """Injected."""

    losses: list[str] = field(default_factory=list)


class Torture:
    def __init__(self, work: Path, runs: int, seed: int, tiny: int) -> None:
        self._work = work
        self._runs = runs
        self._seed = seed
        self._tiny = tiny
        self._base = make_scene(work / "base")

    def torments(self) -> dict[str, Callable[[Torment], None]]:
        kills = {f"signals in {command}": lambda row, c=command: self._signals(row, c) for command in COMMANDS}
        writes = {f"n-th write: {fate}": lambda row, f=fate: self._writes(row, f) for fate in FATES}
        others = {"streams": self._streams, "a file changes": self._changes, "tiny files": self._many}
        return {**kills, **writes, **others}

    def _scenes(self, row: Torment, count: int) -> Iterator[tuple[Scene, Random]]:
        """A scene with something to do for each run; what it lost is looked at when the run is over."""
        for number in range(count):
            chance = Random(f"{self._seed}{row.name}{number}")
            scene = self._base.copy(self._work / f"run-{number}")
            change(scene, chance)
            row.runs += 1
            yield scene, chance
            row.losses += [f"{number}: {loss}" for loss in lost(scene)]

    def _signals(self, row: Torment, command: str) -> None:
        longest = 3.0 if command == "index" else 6.0
        for number, (scene, chance) in enumerate(self._scenes(row, self._runs)):
            row.faults += 1
            row.losses += interrupt(scene, command, SIGNALS[number % len(SIGNALS)], chance, longest)

    def _writes(self, row: Torment, fate: str) -> None:
        """Each write in turn; where there are more than runs, so many spread over them."""
        if not is_traced():
            row.name += " (no strace: not done)"
            return
        counted = self._base.copy(self._work / "counted")
        change(counted, Random(f"{self._seed}{row.name}0"))
        writes = count_writes(counted, self._work / "log")
        row.name += f" of {writes}"
        numbers = sorted({1 + n * writes // self._runs for n in range(self._runs)})
        for number, (scene, _) in zip(numbers, self._scenes(row, len(numbers)), strict=True):
            row.faults += 1
            row.losses += fail_write(scene, number, fate)

    def _streams(self, row: Torment) -> None:
        folder = "{folder}"
        cases = [["index", folder], ["ask", QUESTION, "--in", folder, "--reader", "small"], ["docs", "--in", folder]]
        for arguments, (scene, _) in zip(cases, self._scenes(row, len(cases)), strict=True):
            with FULL.open("wb") as full:
                done = scene.run(*(each.format(folder=scene.folder) for each in arguments), stdout=full)
            row.faults += 1
            if done.returncode != 2 or b"Traceback" in done.stderr:
                row.losses.append(f"{arguments[0]} >/dev/full: {done.returncode} {done.stderr[-100:]!r}")

    def _changes(self, row: Torment) -> None:
        for scene, _ in self._scenes(row, 1):
            over = threading.Event()
            writer = threading.Thread(target=_keep_writing, args=(scene.folder / "restless.md", over, row))
            writer.start()
            for _ in range(5):
                done = scene.run("ask", QUESTION, "--in", str(scene.folder), "--reader", "small")
                if done.returncode not in (0, 1, 4) or b"Traceback" in done.stderr:
                    row.losses.append(f"ask: {done.returncode} {done.stderr[-200:]!r}")
            over.set()
            writer.join()

    def _many(self, row: Torment) -> None:
        """Killed on its way a few times, then let be."""
        row.name = f"{self._tiny} tiny files"
        for scene, chance in self._scenes(row, 1):
            for number in range(self._tiny):
                (scene.folder / f"tiny-{number}.txt").write_text(f"w{number}", encoding="utf-8")
            for _ in range(3):
                row.faults += 1
                row.losses += interrupt(scene, "index", SIGNALS[0], chance, 20.0)


def _keep_writing(file: Path, over: threading.Event, row: Torment) -> None:
    while not over.wait(0.05):
        row.faults += 1
        file.write_text(f"{QUESTION[4:-1]}? Ada {row.faults} kept it.\n", encoding="utf-8")


def table(rows: Sequence[Torment]) -> str:
    lines = ["| what was done | runs | faults | lost |", "|---|---|---|---|"]
    lines += [f"| {row.name} | {row.runs} | {row.faults} | {len(row.losses) or 'nothing'} |" for row in rows]
    lines += [f"  {row.name}: {loss}" for row in rows for loss in row.losses]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=20, help="of each kind")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", nargs="*", metavar="NAME", help="kinds whose name holds one of these")
    parser.add_argument("--tiny", type=int, default=20_000, help="how many tiny files")
    options = parser.parse_args()
    rows: list[Torment] = []
    with TemporaryDirectory() as work:
        torture = Torture(Path(work), options.runs, options.seed, options.tiny)
        for name, torment in torture.torments().items():
            if not options.only or any(wanted in name for wanted in options.only):
                rows.append(Torment(name))
                torment(rows[-1])
                print(*table(rows[-1:]).splitlines()[2:], sep="\n", file=sys.stderr, flush=True)  # noqa: T201
    print(table(rows))  # noqa: T201
    return int(any(row.losses for row in rows))


if __name__ == "__main__":
    sys.exit(main())
