"""Finding among a thousand passages, ten thousand, a hundred thousand, a million: milliseconds, memory, recall.

    python -m tests.benchmarks.sizes [--sizes 1000 10000 100000 1000000] [--questions 60]

The passages are made up: three sentences of this project's own texts each, in any order, so that frequent and rare words are
as usual, and a name of their own. A passage's vector is the mean of its sentences' encodings, with noise. Documents hold fifty
of them. Questions are parts of sentences. Recall@10 is that of the vectors, against all compared one by one. Everything is
asked in a process of its own. Prints a JSON line for each size.
"""

import argparse
import json
import os
import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np

from corpus.document import Document, Passage, Span
from corpus.folder import FileEntry
from embeddings.encoder import EmbeddingMatrix, OnnxEncoder
from embeddings.index import PassageIndex
from embeddings.keywords import STOP_WORDS, KeywordIndex, words_of
from embeddings.vector_file import keep_vector_file
from embeddings.vectors import put_vectors, stored_vectors

ROOT = Path(__file__).parents[2]
PASSAGES_OF_DOCUMENT = 50
SENTENCES = 3
NOISE = 0.02
MOST_SENTENCES = 1_500
DOCUMENTS_PER_COMMIT = 200
WORDS_ASKED = 7
NEAREST = 10


def sentences() -> list[str]:
    """Some of the project's own, each once."""
    files = [*ROOT.glob("*.md"), *ROOT.glob("qa/**/*.md"), *ROOT.glob("corpus/**/*.md"), *ROOT.glob("**/tests/*.py")]
    text = "\n".join(file.read_text(encoding="utf-8") for file in sorted(files))
    found = sorted({each.strip() for each in re.split(r"(?<=[.?!])\s+|\n+", text) if 40 <= len(each.strip()) <= 220})
    return found[:: max(1, len(found) // MOST_SENTENCES)]


def fill(index: PassageIndex, count: int, known: list[str], encodings: EmbeddingMatrix) -> None:
    """Puts made-up documents into an empty index, as an update would."""
    chooser = np.random.default_rng(count)
    words = KeywordIndex(index.store.connection)
    numbers = range(0, count, PASSAGES_OF_DOCUMENT)
    for first in range(0, len(numbers), DOCUMENTS_PER_COMMIT):
        with index.store.transaction() as connection:
            for number in numbers[first : first + DOCUMENTS_PER_COMMIT]:
                chosen = chooser.integers(len(known), size=(min(PASSAGES_OF_DOCUMENT, count - number), SENTENCES))
                passages = list(_passages(number, [[known[row] for row in rows] for rows in chosen]))
                entry = FileEntry(passages[0].document.path, 0, 0)
                document_id, ids = index.store.put_document(entry, passages[0].document, passages)
                words.add(zip(ids, passages, strict=True))
                vectors = encodings[chosen].mean(1) + NOISE * chooser.standard_normal((len(chosen), index.dimension))
                vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
                put_vectors(connection, document_id, vectors)


def _passages(number: int, texts: list[list[str]]) -> Iterator[Passage]:
    written = [f"{' '.join(text)} It is filed as berth{number + row}." for row, text in enumerate(texts)]
    document = Document(
        path=f"{number}.txt", text="\n".join(written), sha256=str(number), encoding="utf-8", coordinates="file"
    )
    start = 0
    for text in written:
        yield Passage(document, Span(start, start + len(text)))
        start += len(text) + 1


def questions(known: list[str], count: int) -> list[str]:
    chooser = np.random.default_rng(1)
    long = [text for text in known if len(words_of(text)) > WORDS_ASKED and set(words_of(text)) - STOP_WORDS]
    chosen = [words_of(long[row]) for row in chooser.choice(len(long), count, replace=False)]
    return [" ".join(words[-WORDS_ASKED:]) for words in chosen]


def ask(folder: Path, asked: list[str]) -> dict[str, float]:
    """In a process of its own: what it takes, and how much of what is nearest is found."""
    encoder = OnnxEncoder()
    with PassageIndex(folder, encoder) as index:
        times = []
        for question in [asked[0], *asked]:
            started = perf_counter()
            index.search(question, limit=20)
            times.append((perf_counter() - started) * 1000)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        vectors = encoder.encode_passages(asked)
        found = [index.nearest_by_meaning(vector, limit=NEAREST) for vector in vectors]
        nearest = _nearest(index, vectors)
    recall = np.mean([len({*one} & {*other}) / NEAREST for one, other in zip(found, nearest, strict=True)])
    return {
        "first_ms": round(times[0], 1), "median_ms": round(median(times[1:]), 1),
        "p95_ms": round(quantiles(times[1:], n=20)[-1], 1), "megabytes": round(memory), "recall": round(float(recall), 4),
    }  # fmt: skip


def _nearest(index: PassageIndex, questions: EmbeddingMatrix) -> list[list[int]]:
    """Every vector compared with every question."""
    best: list[list[tuple[float, int]]] = [[] for _ in questions]
    for ids, vectors in stored_vectors(index.store.connection, index.dimension):
        for row, scores in enumerate(questions @ vectors.T):
            best[row] = sorted([*best[row], *zip(scores.tolist(), ids, strict=True)], reverse=True)[:NEAREST]
    return [[passage_id for _, passage_id in each] for each in best]


def measure(count: int, asked: int) -> dict[str, float]:
    known = sentences()
    with TemporaryDirectory() as work:
        os.environ["QUOTH_HOME"] = f"{work}/home"
        folder = Path(work) / "documents"
        folder.mkdir()
        encoder = OnnxEncoder()
        with PassageIndex(folder, encoder) as index:
            fill(index, count, known, encoder.encode_passages(known))
            started = perf_counter()
            with index.store.writing():
                keep_vector_file(index.store, index.dimension)
            written = perf_counter() - started
            size = sum(file.stat().st_size for file in index.store.home.iterdir())
        command = [sys.executable, "-m", "tests.benchmarks.sizes", "--ask", str(folder), "--questions", str(asked)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    line: dict[str, float] = {"passages": count, "on_disk_megabytes": round(size / 1e6), "file_seconds": round(written)}
    line.update(json.loads(done.stdout.splitlines()[-1]))
    return line


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--questions", type=int, default=60)
    parser.add_argument("--ask", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.ask:
        print(json.dumps(ask(options.ask, questions(sentences(), options.questions))))  # noqa: T201
        return
    for size in options.sizes:
        print(json.dumps(measure(size, options.questions)), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
