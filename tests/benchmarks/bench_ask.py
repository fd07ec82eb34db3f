"""How long a question takes in a new process, index in place, against importing sentence-transformers alone.

    python tests/benchmarks/bench_ask.py [--runs 7] [--in FOLDER] ["QUESTION"]

Prints medians in seconds and their ratio; run it on an otherwise idle machine.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time

ASK = "from qa.cli import main; main({arguments!r})"
LOADED = "import sys; {program}; print(*sorted({{name.partition('.')[0] for name in sys.modules}}), file=sys.stderr)"
HEAVY = ("torch", "transformers", "sentence_transformers", "textual", "scipy", "sklearn", "faiss", "onnxruntime")


def run(program: str) -> tuple[float, str]:
    """Wall seconds of a new interpreter, and what it wrote to stderr."""
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return time.perf_counter() - started, done.stderr


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("question", nargs="?", default="how many were released?")
    parser.add_argument("--in", dest="folder")
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    arguments = ["ask", options.question, *(["--in", options.folder] if options.folder else [])]
    programs = {
        "ask": ASK.format(arguments=arguments),
        "import sentence_transformers": "import sentence_transformers",
        "python alone": "pass",
    }
    run(programs["ask"])
    medians = {
        name: statistics.median(run(program)[0] for _ in range(options.runs)) for name, program in programs.items()
    }
    loaded = run(LOADED.format(program=programs["ask"]))[1].split("\n")[-2].split()
    report = {
        "median_seconds": {name: round(seconds, 3) for name, seconds in medians.items()},
        "import_over_ask": round(medians["import sentence_transformers"] / medians["ask"], 2),
        "ask_loads": {name: name in loaded for name in HEAVY},
    }
    print(json.dumps(report, indent=1))  # noqa: T201


if __name__ == "__main__":
    main()
