"""Search by words, by meaning and by both, on retrieval sets (BEIR layout) and on articles with questions (SQuAD JSON).

    python -m tests.benchmarks.bench_search --beir FOLDER... --squad FILE... [--splits FILE] [--words 60 100 130]
                                            [--titles yes no] [--overlap 0 1]

Prints one JSON line a set and setting. A retrieval set counts documents; of an article with a question, the passage that
holds the answer must be found, and the recall at 500 and 2,000 words compares passages of different length by what must
be read. Not collected by pytest; nothing here is timed.
"""

import argparse
import json
import math
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from corpus.chunking import split_into_passages
from corpus.document import Passage, Span
from corpus.reading import make_document
from corpus.sentences import sentences
from embeddings import keywords
from embeddings.encoder import OnnxEncoder
from embeddings.fusion import fuse
from embeddings.keywords import STOP_WORDS, KeywordIndex, words_of
from embeddings.update import embedded_text
from embeddings.vectors import VectorIndex
from qa.evaluation.metrics import mean, ndcg
from qa.reading.reader import normalise_question
from tests.benchmarks.search_sets import Query, SearchSet, read_beir, read_squad

CANDIDATES = 100
WEIGHTS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
RRF_CONSTANT = 60
BM25 = ((0.9, 0.4), (1.2, 0.75), (1.5, 0.75))
"""(k1, b); FTS5 has the second."""


class Bench:
    """One set, cut and encoded once."""

    def __init__(self, search_set: SearchSet, encoder: OnnxEncoder, *, words: int, titles: bool, overlap: bool) -> None:
        self.passages: list[Passage] = []
        for name, text in search_set.documents.items():
            if not words_of(text.body):
                continue
            document, extraction = make_document(f"{name}.txt", text.body.encode("utf-8"))
            document = replace(document, title=text.title if titles else "")
            passages = split_into_passages(document, extraction, words=words)
            self.passages += overlapped(passages) if overlap else passages
        ids = range(len(self.passages))
        connection = sqlite3.connect(":memory:")
        connection.execute(keywords.SCHEMA)
        self.keywords = KeywordIndex(connection)
        self.keywords.add(zip(ids, self.passages, strict=True))
        self.vectors = VectorIndex(ids, encoder.encode_passages([embedded_text(p) for p in self.passages]))
        self.encoder = encoder

    def searched(self, question: str) -> tuple[dict[int, float], dict[int, float]]:
        """Scores by words and by meaning, as the product's index has them before they are fused."""
        vector = self.encoder.encode_question(normalise_question(question))
        by_meaning = {hit.passage_id: hit.score for hit in self.vectors.search(vector, limit=CANDIDATES)}
        by_words = {hit.passage_id: hit.score for hit in self.keywords.search(question, limit=CANDIDATES)}
        by_meaning |= self.vectors.similarities(vector, by_words.keys() - by_meaning.keys())
        return by_words, by_meaning

    def name(self, passage_id: int) -> str:
        return self.passages[passage_id].document.path.removesuffix(".txt")


def overlapped(passages: Sequence[Passage]) -> list[Passage]:
    """Each passage of a document preceded by the last sentence of the one before."""
    longer = list(passages[:1])
    for before, passage in pairwise(passages):
        *_, last = sentences(passage.document.text, before.span)
        longer.append(replace(passage, span=Span(last.start, passage.span.end)))
    return longer


class PlainBm25:
    """BM25 over unstemmed words, with any k1 and b: what FTS5's constants cost."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        counts = [Counter(words_of(passage.readable)) for passage in passages]
        self._lengths = [sum(count.values()) for count in counts]
        self._average = mean([float(length) for length in self._lengths]) or 1.0
        self._postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for row, count in enumerate(counts):
            for word, times in count.items():
                self._postings[word].append((row, times))

    def ranked(self, question: str, k1: float, b: float) -> list[int]:
        scores: dict[int, float] = defaultdict(float)
        for word in set(words_of(question)) - STOP_WORDS:
            found = self._postings.get(word, ())
            idf = math.log(1 + (len(self._lengths) - len(found) + 0.5) / (len(found) + 0.5))
            for row, times in found:
                norm = k1 * (1 - b + b * self._lengths[row] / self._average)
                scores[row] += idf * times * (k1 + 1) / (times + norm)
        return ranked(scores)[:CANDIDATES]


def reciprocal_rank_fusion(rankings: Sequence[Sequence[int]]) -> list[int]:
    scores: dict[int, float] = defaultdict(float)
    for ranking in rankings:
        for rank, passage_id in enumerate(ranking, 1):
            scores[passage_id] += 1 / (RRF_CONSTANT + rank)
    return ranked(scores)


def ranked(scores: Mapping[int, float]) -> list[int]:
    return sorted(scores, key=lambda passage_id: (-scores[passage_id], passage_id))


def run(search_set: SearchSet, bench: Bench, setting: dict[str, object]) -> None:
    rankings: dict[str, list[tuple[Query, list[int]]]] = defaultdict(list)
    plain = PlainBm25(bench.passages)
    for query in search_set.queries:
        by_words, by_meaning = bench.searched(query.text)
        nearest = ranked(by_meaning)[:CANDIDATES]
        rankings["words"].append((query, ranked(by_words)))
        rankings["vectors"].append((query, nearest))
        rankings["rrf"].append((query, reciprocal_rank_fusion([ranked(by_words), nearest])))
        for weight in WEIGHTS:
            rankings[f"fused {weight:g}"].append((query, list(fuse(by_words, by_meaning, weight=weight))))
        for k1, b in BM25:
            rankings[f"unstemmed words, k1 {k1:g} b {b:g}"].append((query, plain.ranked(query.text, k1, b)))
    for name, found in rankings.items():
        line = {"set": search_set.name, "passages": len(bench.passages), **setting, "search": name}
        print(json.dumps(line | figures(found, bench)), flush=True)  # noqa: T201


def figures(rankings: Sequence[tuple[Query, list[int]]], bench: Bench) -> dict[str, float]:
    measured: dict[str, list[float]] = defaultdict(list)
    for query, found in rankings:
        if query.span is None:
            names = list(dict.fromkeys(map(bench.name, found)))
            gains = [query.gains.get(name, 0.0) for name in names]
            measured["ndcg@10"].append(ndcg(gains, list(query.gains.values()), 10))
            for cutoff in (1, 5, 10, 20):
                share = len(query.gains.keys() & set(names[:cutoff])) / len(query.gains)
                measured[f"recall@{cutoff}"].append(share)
            continue
        read, rank = place_of_answer(query, found, bench)
        for cutoff in (1, 5, 10, 20):
            measured[f"recall@{cutoff}"].append(float(rank <= cutoff))
        for most in (500, 2000):
            measured[f"recall in {most} words"].append(float(read <= most))
    return {name: round(mean(values) or 0.0, 4) for name, values in measured.items()}


def place_of_answer(query: Query, found: Iterable[int], bench: Bench) -> tuple[float, float]:
    """(words read down to the passage that holds the answer, its rank); infinite when none does."""
    read = 0.0
    for rank, passage_id in enumerate(found, 1):
        passage = bench.passages[passage_id]
        read += len(re.findall(r"\S+", passage.text))
        is_covered = query.span and passage.span.start <= query.span.start and query.span.end <= passage.span.end
        if bench.name(passage_id) in query.gains and is_covered:
            return read, rank
    return math.inf, math.inf


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--beir", nargs="*", type=Path, default=[])
    parser.add_argument("--squad", nargs="*", type=Path, default=[])
    parser.add_argument("--splits", type=Path)
    parser.add_argument("--words", nargs="*", type=int, default=[100])
    parser.add_argument("--titles", nargs="*", choices=["yes", "no"], default=["yes"])
    parser.add_argument("--overlap", nargs="*", type=int, choices=[0, 1], default=[0], help="sentences")
    options = parser.parse_args()
    encoder = OnnxEncoder()
    sets = [read_beir(folder) for folder in options.beir]
    sets += [read_squad(file, options.splits) for file in options.squad]
    for search_set in sets:
        for words in options.words:
            for titles in options.titles:
                for overlap in options.overlap:
                    setting: dict[str, object] = {"words": words, "titles": titles, "overlap": overlap}
                    bench = Bench(search_set, encoder, words=words, titles=titles == "yes", overlap=bool(overlap))
                    run(search_set, bench, setting)


if __name__ == "__main__":
    main()
