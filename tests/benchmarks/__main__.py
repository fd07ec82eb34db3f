"""Quoth against the usual script, in one run: a question in a new process, a question warm, passages encoded.

    python -m tests.benchmarks [--in FOLDER] [--threads 1 2] [--runs 3] [--before CHECKOUT] [--clock processor] [--results FOLDER]
        [--plot FILE]

Everything is timed in turn, so that what else the machine does falls on all alike; run it where nothing else runs.
`--before` times another checkout of Quoth too. Prints a table of medians in milliseconds; with `--results` also writes
`COMMIT.json` there.
"""

import argparse
import json
import os
import platform
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import get_args

from corpus.locations import DEFAULT_FOLDER
from embeddings.encoder import weights_folder
from qa.answering.session import open_session
from qa.reading.model_files import ReaderName
from qa.settings import Settings
from tests.benchmarks.programs import HERE, Checkout, Clock, Machine, UsualScript, timed
from tests.benchmarks.warm_questions import QUESTIONS

ROOT = HERE.parents[1]
MOST_ENCODED = 512


@dataclass(frozen=True, slots=True)
class Row:
    """Medians in milliseconds; None where it has no such thing."""

    name: str
    threads: int
    quoth: float
    usual: float | None
    before: float | None = None
    """Of the other checkout."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--in", dest="folder", type=Path, default=DEFAULT_FOLDER)
    parser.add_argument("--threads", type=int, nargs="+", default=[os.cpu_count() or 1])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--before", type=Path)
    parser.add_argument("--clock", choices=get_args(Clock), default="wall", help="where other work runs: processor")
    parser.add_argument("--results", type=Path)
    parser.add_argument("--plot", type=Path)
    options = parser.parse_args()
    rows: list[Row] = []
    for threads in options.threads:
        with TemporaryDirectory() as work:
            machine = Machine(Path(work), threads, options.clock)
            checkouts = [Checkout("quoth", ROOT, machine)]
            if options.before:
                checkouts.append(Checkout("before", options.before.resolve(), machine))
            rows += measure(options.folder.resolve(), checkouts, options.runs)
    print(f"{_processor()}\n\n{table(rows)}")  # noqa: T201
    if options.results:
        options.results.mkdir(parents=True, exist_ok=True)
        (options.results / f"{_commit()}.json").write_text(
            json.dumps(_record(rows, options.clock), indent=1) + "\n", encoding="utf-8"
        )
    if options.plot:
        draw(rows, options.plot)


def measure(folder: Path, checkouts: Sequence[Checkout], runs: int) -> Iterator[Row]:
    machine, readers = checkouts[0].machine, get_args(ReaderName)
    yield _encoding(_write_passages(folder, machine), machine, runs)
    usual = UsualScript(machine, weights_folder())
    once: dict[tuple[str, str], list[float]] = {}
    words: dict[str, list[float]] = {checkout.name: [] for checkout in checkouts}
    for _ in range(runs + 1):
        for checkout in checkouts:
            for reader in readers:
                once.setdefault((checkout.name, reader), []).append(checkout.ask(QUESTIONS[0], folder, reader))
            words[checkout.name].append(checkout.first_words(QUESTIONS[0], folder))
        once.setdefault(("usual", ""), []).append(usual.ask(QUESTIONS[0]))
    if machine.clock == "wall":
        yield _row("first words on a terminal", machine, {name: times[1:] for name, times in words.items()})
    for reader in readers:
        times = {name: of_one[1:] for (name, by), of_one in once.items() if by in (reader, "")}
        yield _row(f"a question, new process, reader {reader}", machine, times)
    warm_usual = usual.warm(QUESTIONS[0], len(QUESTIONS) * runs)
    for reader in readers:
        warm = {checkout.name: checkout.warm(folder, reader, runs) for checkout in checkouts}
        yield _row(f"a question, warm, reader {reader}", machine, warm | {"usual": warm_usual})


def _row(name: str, machine: Machine, times: dict[str, list[float]]) -> Row:
    medians = {of: median(values) for of, values in times.items()}
    return Row(name, machine.threads, medians["quoth"], medians.get("usual"), medians.get("before"))


def _write_passages(folder: Path, machine: Machine) -> int:
    """The folder's passages, for the usual script; how many they are."""
    os.environ["QUOTH_HOME"] = str(machine.work / "passages")
    with open_session(folder, Settings()) as session:
        session.index.update()
        hits = [hit for question in QUESTIONS for hit in session.index.search(question, limit=10_000)]
    texts = list(dict.fromkeys(hit.passage.text for hit in hits))[:MOST_ENCODED]
    (machine.work / "passages.json").write_text(json.dumps(texts), encoding="utf-8")
    return len(texts)


def _encoding(count: int, machine: Machine, runs: int) -> Row:
    """Also writes the usual script's index."""
    files = [str(machine.work / name) for name in ("passages.json", "index.faiss")]
    command = [sys.executable, str(HERE / "encoding.py"), *files, str(machine.threads), str(runs), machine.clock]
    environment = machine.environment(machine.work / "passages") | {"PYTHONPATH": str(ROOT)}
    medians = json.loads(timed(command, environment, ROOT)[1])
    return Row(f"{count} passages encoded", machine.threads, medians["quoth"], medians["usual"])


def table(rows: Sequence[Row]) -> str:
    lines = [
        "| | threads | Quoth | before | times as fast | the usual script | times as fast |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        others = "".join(f" {_ms(other)} | {_ratio(other, row.quoth)} |" for other in (row.before, row.usual))
        lines.append(f"| {row.name} | {row.threads} | {_ms(row.quoth)} |{others}")
    return "\n".join(lines)


def _ms(value: float | None) -> str:
    return "" if value is None else f"{value:.0f}"


def _ratio(other: float | None, own: float) -> str:
    return "" if other is None else f"{other / own:.1f}"


def draw(rows: Sequence[Row], target: Path) -> None:
    """How many times as fast as the usual script, bar by bar."""
    import matplotlib as mpl

    mpl.use("agg")
    from matplotlib import pyplot as plt

    against = [row for row in rows if row.usual]
    figure, axes = plt.subplots(figsize=(8, 0.4 * len(against) + 1))
    names = [f"{row.name}, {row.threads} threads" for row in against]
    axes.barh(names[::-1], [(row.usual or 0) / row.quoth for row in against][::-1])
    axes.axvline(1, color="black", linewidth=0.8)
    axes.set_xlabel("times as fast as the usual script")
    figure.tight_layout()
    figure.savefig(target, dpi=100)


def _record(rows: Sequence[Row], clock: Clock) -> dict[str, object]:
    return {
        "commit": _commit(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "clock": clock,
        "rows": [asdict(row) for row in rows],
    }


def _commit() -> str:
    return timed(["git", "rev-parse", "--short", "HEAD"], os.environ, ROOT)[1].strip()


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    lines = information.read_text(encoding="utf-8").splitlines() if information.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


if __name__ == "__main__":
    main()
