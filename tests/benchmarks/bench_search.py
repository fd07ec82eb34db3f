"""Search by words, by meaning and by both, on retrieval sets (BEIR layout) and on paragraphs with questions (SQuAD JSON).

    python tests/benchmarks/bench_search.py --beir FOLDER... --squad FILE... [--splits FILE] [--words 60 100 130]

Prints one JSON line a set and setting. Not collected by pytest; nothing here is timed.
"""

import argparse
import gzip
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.chunking import split_into_passages
from corpus.document import Passage
from corpus.reading import make_document
from embeddings import keywords
from embeddings.encoder import OnnxEncoder
from embeddings.fusion import fuse
from embeddings.keywords import KeywordIndex
from embeddings.update import embedded_text
from embeddings.vectors import VectorIndex
from qa.evaluation.metrics import mean, ndcg
from qa.reader import normalise_question

CANDIDATES = 100
WEIGHTS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0)
RRF_CONSTANT = 60


@dataclass(frozen=True)
class Query:
    """A question and the gain of each relevant document."""

    text: str
    gains: Mapping[str, float]


@dataclass(frozen=True)
class SearchSet:
    """Document name -> text, and the questions put to them."""

    name: str
    documents: Mapping[str, str]
    queries: Sequence[Query]


def read_beir(folder: Path) -> SearchSet:
    documents = {}
    with gzip.open(folder / "corpus.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            documents[record["_id"]] = f"{record.get('title', '')}\n\n{record['text']}"
    texts = {}
    with gzip.open(folder / "queries.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            texts[record["_id"]] = record["text"]
    gains: dict[str, dict[str, float]] = {}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query, document, gain = line.split("\t")
        if float(gain) > 0:
            gains.setdefault(query, {})[document] = float(gain)
    return SearchSet(folder.name, documents, [Query(texts[query], found) for query, found in gains.items()])


def read_squad(file: Path, splits: Path) -> SearchSet:
    """The held-out questions of a reading set; the corpus is all of the set's paragraphs."""
    name = file.name.split(".")[0]
    with gzip.open(splits, "rt", encoding="utf-8") as opened:
        heldout = set(json.load(opened)["heldout"][name])
    with gzip.open(file, "rt", encoding="utf-8") as opened:
        articles = json.load(opened)["data"]
    documents: dict[str, str] = {}
    queries: list[Query] = []
    for article in articles:
        for paragraph in article["paragraphs"]:
            document = documents.setdefault(paragraph["context"], f"{len(documents)}")
            queries += [
                Query(qa["question"], {document: 1.0})
                for qa in paragraph["qas"]
                if str(qa["id"]) in heldout and qa["answers"]
            ]
    return SearchSet(name, {number: context for context, number in documents.items()}, queries)


class Bench:
    """One set, cut and encoded once."""

    def __init__(self, search_set: SearchSet, encoder: OnnxEncoder, words: int) -> None:
        self.passages: list[Passage] = []
        for name, text in search_set.documents.items():
            document, extraction = make_document(f"{name}.txt", text.encode("utf-8"))
            self.passages += split_into_passages(document, extraction, words=words)
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
        for passage_id in by_words.keys() - by_meaning.keys():
            by_meaning[passage_id] = self.vectors.similarity(vector, passage_id)
        return by_words, by_meaning

    def documents(self, ranking: Iterable[int]) -> list[str]:
        """Document names in the order of their best passage."""
        return list(dict.fromkeys(self.passages[i].document.path.removesuffix(".txt") for i in ranking))


def reciprocal_rank_fusion(rankings: Sequence[Sequence[int]]) -> list[int]:
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, passage_id in enumerate(ranking, 1):
            scores[passage_id] = scores.get(passage_id, 0.0) + 1 / (RRF_CONSTANT + rank)
    return sorted(scores, key=lambda passage_id: -scores[passage_id])


def ranked(scores: Mapping[int, float]) -> list[int]:
    return sorted(scores, key=lambda passage_id: -scores[passage_id])


def run(search_set: SearchSet, encoder: OnnxEncoder, words: int) -> None:
    bench = Bench(search_set, encoder, words)
    searched = [(query, *bench.searched(query.text)) for query in search_set.queries]
    settings = {f"fused {weight:g}": weight for weight in WEIGHTS}
    for name in (*settings, "rrf"):
        rankings = []
        for query, by_words, by_meaning in searched:
            if name == "rrf":
                ids = reciprocal_rank_fusion([ranked(by_words), ranked(by_meaning)[:CANDIDATES]])
            else:
                ids = list(fuse(by_words, by_meaning, weight=settings[name]))
            rankings.append((query, bench.documents(ids)))
        line = {"set": search_set.name, "words": words, "passages": len(bench.passages), "search": name}
        print(json.dumps(line | figures(rankings)), flush=True)  # noqa: T201


def figures(rankings: Sequence[tuple[Query, list[str]]]) -> dict[str, float]:
    def recall(cutoff: int) -> float:
        shares = [len(query.gains.keys() & set(found[:cutoff])) / len(query.gains) for query, found in rankings]
        return round(mean(shares) or 0.0, 4)

    ndcgs = [ndcg([q.gains.get(name, 0.0) for name in found], list(q.gains.values()), 10) for q, found in rankings]
    return {
        "ndcg@10": round(mean(ndcgs) or 0.0, 4),
        **{f"recall@{cutoff}": recall(cutoff) for cutoff in (1, 5, 10, 20)},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--beir", nargs="*", type=Path, default=[])
    parser.add_argument("--squad", nargs="*", type=Path, default=[])
    parser.add_argument("--splits", type=Path)
    parser.add_argument("--words", nargs="*", type=int, default=[100])
    options = parser.parse_args()
    encoder = OnnxEncoder()
    sets = [read_beir(folder) for folder in options.beir]
    sets += [read_squad(file, options.splits) for file in options.squad]
    for search_set in sets:
        for words in options.words:
            run(search_set, encoder, words)


if __name__ == "__main__":
    main()
