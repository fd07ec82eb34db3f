"""The reader in 8-bit integers and in 32-bit floats: milliseconds a passage of 128 tokens, and size on disk.

    python tests/benchmarks/bench_reader.py MODEL... [--passages 20] [--rounds 15]

Prints one JSON line a model and number of threads; the time is the median over the rounds, each of which reads all passages.
"""

import argparse
import json
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
import onnxruntime

TOKENS = 128
BATCH_SIZE = 8


def milliseconds(model: Path, threads: int, passages: int, rounds: int) -> float:
    """Median of a passage's share of a round."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    ids = np.random.default_rng(0).integers(1000, 20000, (passages, TOKENS))
    ones, zeros = np.ones_like(ids), np.zeros_like(ids)
    times = []
    for _ in range(rounds + 1):
        started = perf_counter()
        for first in range(0, passages, BATCH_SIZE):
            rows = slice(first, first + BATCH_SIZE)
            session.run(None, {"ids": ids[rows], "mask": ones[rows], "types": zeros[rows]})
        times.append((perf_counter() - started) * 1000 / passages)
    return median(times[1:])  # the first round also prepares


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="+", type=Path, metavar="MODEL")
    parser.add_argument("--passages", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    for model in options.models:
        for threads in (1, 2):
            line = {
                "model": model.stem, "megabytes": round(model.stat().st_size / 1e6, 1), "threads": threads,
                "ms_a_passage": round(milliseconds(model, threads, options.passages, options.rounds), 2),
            }  # fmt: skip
            print(json.dumps(line), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
