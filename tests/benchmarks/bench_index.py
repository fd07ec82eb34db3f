"""A folder indexed from nothing and asked: seconds, passages a second, bytes, milliseconds a question.

    python tests/benchmarks/bench_index.py FOLDER [--encoder PATH]

Indexes in a home of its own, which is deleted afterwards. `--encoder` takes a sentence-transformers model in place of the
built-in one. Prints one JSON line.
"""

import argparse
import json
import os
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

QUESTIONS = (
    "How many people were released?",
    "Who built the bridge?",
    "When was the law passed?",
    "Where does it stand?",
)
ROUNDS = 5


def measure(folder: Path, encoder: Path | None) -> dict[str, float | str]:
    from corpus.locations import index_home
    from qa.answering.request import Request
    from qa.answering.session import open_session
    from qa.settings import Settings

    with open_session(folder, Settings(encoder=encoder)) as session:
        started = perf_counter()
        session.index.update()
        seconds = perf_counter() - started
        passages = session.index.passage_count()
        started = perf_counter()
        changes = session.index.changes()
        compared = perf_counter() - started
        asked = []
        for _ in range(ROUNDS):
            for question in QUESTIONS:
                started = perf_counter()
                session.answer(Request(question=question), note=lambda sentence: None)
                asked.append((perf_counter() - started) * 1000)
        size = sum(file.stat().st_size for file in index_home(session.index.folder).iterdir())
    return {
        "files": sum(1 for _ in folder.iterdir()),
        "passages": passages, "seconds": round(seconds, 1), "passages_a_second": round(passages / seconds, 1),
        "megabytes": round(size / 1e6, 1), "changes_ms": round(compared * 1000, 1), "changed": len(changes.added),
        "ask_ms_first": round(asked[0], 1), "ask_ms_median": round(median(asked), 1),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--encoder", type=Path)
    options = parser.parse_args()
    with TemporaryDirectory() as home:
        os.environ["QUOTH_HOME"] = home
        print(json.dumps(measure(options.folder, options.encoder)))  # noqa: T201


if __name__ == "__main__":
    main()
