"""Quoth against the usual script, in one run: a question in a new process, a question warm, passages encoded.

    python -m tests.benchmarks [--in FOLDER] [--runs 5] [--results FOLDER]

Everything is timed in turn, so that what else the machine does falls on both alike; run it where nothing else runs. Prints a
table of medians and ratios; with `--results` also writes `COMMIT.json` there.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import get_args

import numpy as np

from corpus.locations import DEFAULT_FOLDER
from embeddings.encoder import OnnxEncoder, weights_folder
from qa.answering.request import Request
from qa.answering.session import open_session
from qa.reading.model_files import ReaderName
from qa.settings import Settings

USUAL = Path(__file__).with_name("usual_script.py")
QUESTION = "how many were released?"
WARM_QUESTIONS = (QUESTION, "who founded Justice for Migrant Women?", "when were the raids?", "where did they work?")
MOST_ENCODED = 512
LEAST_COSINE = 0.999
REFUSED = 1
"""Exit code of a question that the documents do not answer: timed all the same."""


@dataclass(frozen=True, slots=True)
class Result:
    """Medians in milliseconds. `ratio`: how many times faster than the usual script."""

    name: str
    quoth_ms: float
    usual_ms: float

    @property
    def ratio(self) -> float:
        return self.usual_ms / self.quoth_ms


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--in", dest="folder", type=Path, default=DEFAULT_FOLDER)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--results", type=Path)
    options = parser.parse_args()
    with TemporaryDirectory() as work:
        os.environ["QUOTH_HOME"] = f"{work}/home"
        results = measure(options.folder, Path(work), options.runs)
    print(table(results))  # noqa: T201
    if options.results:
        options.results.mkdir(parents=True, exist_ok=True)
        (options.results / f"{_commit()}.json").write_text(
            json.dumps(_record(results), indent=1) + "\n", encoding="utf-8"
        )


def measure(folder: Path, work: Path, runs: int) -> list[Result]:
    usual = [
        sys.executable,
        str(USUAL),
        str(weights_folder()),
        f"{work}/passages.json",
        f"{work}/index.faiss",
        QUESTION,
    ]
    results = [_encoding(_write_passages(folder, work), work, runs)]
    asked: dict[ReaderName, list[str]] = {
        reader: [sys.executable, "-m", "qa", "ask", QUESTION, "--in", str(folder), "--reader", reader]
        for reader in get_args(ReaderName)
    }
    programs: dict[str, Callable[[], object]] = {name: _process(command) for name, command in asked.items()}
    once = _in_turn(programs | {"usual": _process(usual)}, runs)
    results += [Result(f"one question, new process, reader {name}", once[name], once["usual"]) for name in asked]
    warm_usual = median(json.loads(_output([*usual, "--rounds", str(4 * runs)]))[1:])
    return results + [
        Result(f"one question, warm, reader {name}", _warm(folder, name, runs), warm_usual) for name in asked
    ]


def _write_passages(folder: Path, work: Path) -> list[str]:
    """The folder's passages, indexed by Quoth and written for the usual script."""
    with open_session(folder, Settings()) as session:
        session.index.update()
        hits = [hit for question in WARM_QUESTIONS for hit in session.index.search(question, limit=10_000)]
    texts = list(dict.fromkeys(hit.passage.text for hit in hits))[:MOST_ENCODED]
    (work / "passages.json").write_text(json.dumps(texts), encoding="utf-8")
    return texts


def _encoding(texts: list[str], work: Path, runs: int) -> Result:
    """Also writes the usual script's index, from the usual encoder's vectors."""
    import faiss
    from sentence_transformers import SentenceTransformer

    own, usual = OnnxEncoder(), SentenceTransformer(str(weights_folder()), device="cpu")
    vectors = np.asarray(usual.encode(texts), np.float32)
    cosines = (np.asarray(own.encode_passages(texts)) * vectors).sum(1)
    if cosines.min() < LEAST_COSINE:
        raise SystemExit(f"the encoders differ: a cosine of {cosines.min():.4f}")
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    faiss.write_index(index, f"{work}/index.faiss")
    times = _in_turn({"own": lambda: own.encode_passages(texts), "usual": lambda: usual.encode(texts)}, runs)
    return Result(f"{len(texts)} passages encoded", times["own"], times["usual"])


def _warm(folder: Path, reader: ReaderName, runs: int) -> float:
    with open_session(folder, Settings(reader=reader)) as session:
        times = []
        for _ in range(runs + 1):
            for question in WARM_QUESTIONS:
                started = perf_counter()
                session.answer(Request(question=question), note=lambda sentence: None)
                times.append((perf_counter() - started) * 1000)
    return median(times[len(WARM_QUESTIONS) :])


def _in_turn(programs: Mapping[str, Callable[[], object]], runs: int) -> dict[str, float]:
    """Median milliseconds of each; every round runs all of them, the first one is not counted."""
    times: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(runs + 1):
        for name, program in programs.items():
            started = perf_counter()
            program()
            times[name].append((perf_counter() - started) * 1000)
    return {name: median(of_one[1:]) for name, of_one in times.items()}


def _process(command: list[str]) -> Callable[[], object]:
    return lambda: _output(command)


def _output(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, REFUSED):
        raise SystemExit(done.stderr)
    return done.stdout


def table(results: list[Result]) -> str:
    lines = ["| | Quoth, ms | the usual script, ms | times as fast |", "|---|---|---|---|"]
    return "\n".join(
        [*lines, *(f"| {r.name} | {r.quoth_ms:.0f} | {r.usual_ms:.0f} | {r.ratio:.1f} |" for r in results)]
    )


def _record(results: list[Result]) -> dict[str, object]:
    return {
        "commit": _commit(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "results": [
            {"name": r.name, "quoth_ms": r.quoth_ms, "usual_ms": r.usual_ms, "ratio": r.ratio} for r in results
        ],
    }


def _commit() -> str:
    return _output(["git", "rev-parse", "--short", "HEAD"]).strip()


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    lines = information.read_text(encoding="utf-8").splitlines() if information.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


if __name__ == "__main__":
    main()
