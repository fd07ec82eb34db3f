"""Open mode end to end: articles searched, the best passages read, the best span compared with the answer.

    python -m tests.benchmarks.bench_open --squad FILE... --splits FILE [--most 150] [--model FILE...]

Prints one JSON line for each model, set, search, number of passages read, and weight of the search's score beside the reader's
margin. Every span is taken whatever its confidence. Not collected by pytest; nothing here is timed.
"""

import argparse
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from embeddings.encoder import OnnxEncoder
from embeddings.fusion import VECTOR_WEIGHT, fuse
from qa.evaluation.metrics import exact_match, f1, mean
from qa.reading.model_files import SMALL_FILE
from qa.reading.reader import OnnxReader
from tests.benchmarks.bench_search import Bench, ranked
from tests.benchmarks.search_sets import Query, read_squad

PASSAGES_READ = (1, 5, 10, 20)
SCORE_WEIGHTS = (0.0, 2.0, 4.0, 6.0, 8.0, 12.0)
SEED = 11


@dataclass(frozen=True)
class Read:
    """One question: the rankings, as passage id -> score from 0 to 1, best first, and each passage's best span."""

    query: Query
    rankings: Mapping[str, Mapping[int, float]]
    spans: Mapping[int, tuple[str, float]]
    """Passage id -> (text, margin)."""


def read_question(query: Query, bench: Bench, reader: OnnxReader) -> Read:
    by_words, by_meaning = bench.searched(query.text)
    weights = {"words": 0.0, "vectors": 1.0, "fused": VECTOR_WEIGHT}
    rankings = {}
    for name, weight in weights.items():
        scores = fuse(by_words, by_meaning, weight=weight)
        rankings[name] = {passage_id: scores[passage_id] for passage_id in ranked(scores)[: max(PASSAGES_READ)]}
    ids = sorted({passage_id for ranking in rankings.values() for passage_id in ranking})
    spans: dict[int, tuple[str, float]] = {}
    texts = [bench.passages[passage_id].readable for passage_id in ids]
    for reading in reader.read(query.text, texts):
        text = reading.span.of(texts[reading.text_index])
        spans.setdefault(ids[reading.text_index], (text, reading.margin))
    return Read(query, rankings, spans)


def best_span(read: Read, search: str, passages: int, score_weight: float) -> str:
    """Of the first so many passages; "" when none of them has a word."""
    first = [i for i in list(read.rankings[search])[:passages] if i in read.spans]
    if not first:
        return ""
    best = max(first, key=lambda i: read.spans[i][1] + score_weight * read.rankings[search][i])
    return read.spans[best][0]


def report(setting: Mapping[str, str], reads: Sequence[Read]) -> None:
    for search, passages, weight in product(("words", "vectors", "fused"), PASSAGES_READ, SCORE_WEIGHTS):
        spans = [(best_span(read, search, passages, weight), read.query.answers) for read in reads]
        line = {
            **setting, "questions": len(reads), "search": search, "read": passages, "score_weight": weight,
            "em": round(mean([exact_match(span, answers) for span, answers in spans]) or 0.0, 4),
            "f1": round(mean([f1(span, answers) for span, answers in spans]) or 0.0, 4),
        }  # fmt: skip
        print(json.dumps(line), flush=True)  # noqa: T201


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--squad", nargs="+", type=Path, required=True)
    parser.add_argument("--splits", type=Path, required=True)
    parser.add_argument("--most", type=int, default=150, help="questions of a set")
    parser.add_argument("--model", nargs="+", type=Path, default=[SMALL_FILE])
    options = parser.parse_args()
    encoder = OnnxEncoder()
    for file in options.squad:
        search_set = read_squad(file, options.splits)
        chooser = random.Random(SEED)
        queries = chooser.sample(search_set.queries, min(options.most, len(search_set.queries)))
        bench = Bench(search_set, encoder, words=100, titles=True, overlap=False)
        for model in options.model:
            reader = OnnxReader(model)
            setting = {"model": model.stem, "set": search_set.name}
            report(setting, [read_question(query, bench, reader) for query in queries])


if __name__ == "__main__":
    main()
