"""What the benchmarks of search and of open mode read: retrieval sets (BEIR layout) and reading sets (SQuAD JSON)."""

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.document import Span

MOST_PARAGRAPHS = 2500
"""Of a reading set; articles with held-out questions come first."""

LUMP = 200
"""An article of more paragraphs is no article: each of its paragraphs is a document without a title."""


@dataclass(frozen=True)
class Text:
    title: str
    body: str


@dataclass(frozen=True)
class Query:
    """A question, the gain of each relevant document and, where known, where in it the answer stands."""

    text: str
    gains: Mapping[str, float]
    span: Span | None = None
    answers: tuple[str, ...] = ()


@dataclass(frozen=True)
class SearchSet:
    """Document name -> text, and the questions put to them."""

    name: str
    documents: Mapping[str, Text]
    queries: Sequence[Query]


def read_beir(folder: Path) -> SearchSet:
    documents = {r["_id"]: Text(r.get("title", ""), r["text"]) for r in _records(folder / "corpus.jsonl.gz")}
    texts = {record["_id"]: record["text"] for record in _records(folder / "queries.jsonl.gz")}
    gains: dict[str, dict[str, float]] = {}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query, document, gain = line.split("\t")
        if float(gain) > 0:
            gains.setdefault(query, {})[document] = float(gain)
    return SearchSet(folder.name, documents, [Query(texts[query], found) for query, found in gains.items()])


def _records(file: Path) -> list[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def read_squad(file: Path, splits: Path) -> SearchSet:
    """The held-out answerable questions of a reading set, asked of its articles."""
    name = file.name.split(".")[0]
    with gzip.open(splits, "rt", encoding="utf-8") as opened:
        heldout = set(json.load(opened)["heldout"][name])
    with gzip.open(file, "rt", encoding="utf-8") as opened:
        articles = json.load(opened)["data"]
    documents: dict[str, Text] = {}
    queries: list[Query] = []
    paragraphs = 0
    for title, members in sorted(_documents(articles), key=lambda d: -_count_heldout(d[1], heldout)):
        if paragraphs + len(members) > MOST_PARAGRAPHS:
            continue
        paragraphs += len(members)
        number, start, contexts = str(len(documents)), 0, []
        for paragraph in members:
            queries += [_query(qa, number, start) for qa in paragraph["qas"] if _is_heldout(qa, heldout)]
            contexts.append(paragraph["context"])
            start += len(paragraph["context"]) + 2
        documents[number] = Text(title, "\n\n".join(contexts))
    return SearchSet(name, documents, queries)


def _documents(articles: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    found: list[tuple[str, list[dict[str, Any]]]] = []
    for article in articles:
        if len(article["paragraphs"]) > LUMP:
            found += [("", [paragraph]) for paragraph in article["paragraphs"]]
        else:
            found.append((article.get("title", "").replace("_", " "), article["paragraphs"]))
    return found


def _count_heldout(paragraphs: list[dict[str, Any]], heldout: set[str]) -> int:
    return sum(_is_heldout(qa, heldout) for paragraph in paragraphs for qa in paragraph["qas"])


def _is_heldout(qa: dict[str, Any], heldout: set[str]) -> bool:
    return str(qa["id"]) in heldout and bool(qa["answers"])


def _query(qa: dict[str, Any], document: str, shift: int) -> Query:
    first = qa["answers"][0]
    start = shift + first["answer_start"]
    span = Span(start, start + len(first["text"]))
    return Query(qa["question"], {document: 1.0}, span, tuple(answer["text"] for answer in qa["answers"]))
