"""Reading sets (SQuAD JSON, gzipped) -> examples, split into training and held-out, and what is made of one: with its title,
without its answer.

An answer-less passage is one that keyword search returns for a question although it is not the passage the question
was written for and does not contain the answer: what a reader meets most of the time once it reads search results.
"""

import gzip
import json
import random
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from corpus.document import Span
from corpus.rendering import TITLE
from corpus.sentences import sentence_around

TITLED_SETS = (
    "squad_train_merged",
    "squad_recovered",
    "squadshifts_new_wiki",
    "qed_nq",
    "nq_open_oracle",
    "squad_recovered_musique",
)
"""Sets whose articles carry their true titles, but for those of NO_TITLES."""

NO_TITLES = ("routerlens", "emptycity", "unansq_dev")
"""What stands in the place of a title where an article's is not known."""

_ESCAPED = re.compile(r"(?:%[0-9A-F]{2})+")

LONGEST_LIST = 140
"""Characters of an enumeration that is one answer."""


@dataclass(frozen=True, slots=True)
class Example:
    """One question asked of one context. `answers` are (start, end) in characters of `context`; none: no answer."""

    id: str
    source: str
    question: str
    context: str
    answers: tuple[tuple[int, int], ...]
    title: str = ""
    """Of the article the context is from."""

    @property
    def answer_texts(self) -> tuple[str, ...]:
        return tuple(self.context[start:end] for start, end in self.answers)


def read_set(folder: Path, name: str) -> Iterator[Example]:
    """Every question of one reading set, in file order."""
    with gzip.open(folder / "reading" / f"{name}.json.gz", "rt", encoding="utf-8") as file:
        articles = json.load(file)["data"]
    for article in articles:
        for paragraph in article["paragraphs"]:
            for qa in paragraph["qas"]:
                spans = tuple(
                    (a["answer_start"], a["answer_start"] + len(a["text"])) for a in qa.get("spans") or qa["answers"]
                )
                if "spans" in qa:
                    spans = _list_answers(spans)
                title = _title(article.get("title", "")) if name in TITLED_SETS else ""
                yield Example(str(qa["id"]), name, qa["question"], paragraph["context"], spans, title)


def _title(written: str) -> str:
    decoded = _ESCAPED.sub(lambda escaped: bytes.fromhex(escaped[0].replace("%", "")).decode(), written)
    return "" if written in NO_TITLES else decoded.replace("_", " ")


def _list_answers(spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The answers to a question for several things: where they stand close together, all of them as one span."""
    whole = min(spans)[0], max(end for _, end in spans)
    return (whole,) if whole[1] - whole[0] <= LONGEST_LIST else tuple(spans)


def split_set(folder: Path, name: str) -> tuple[list[Example], list[Example]]:
    """(training, held-out) examples of one set, by the ids listed in splits.json.gz."""
    with gzip.open(folder / "splits.json.gz", "rt", encoding="utf-8") as file:
        heldout_ids = set(json.load(file)["heldout"].get(name, ()))
    training: list[Example] = []
    heldout: list[Example] = []
    for example in read_set(folder, name):
        (heldout if example.id in heldout_ids else training).append(example)
    return training, heldout


def ranked_answers(example: Example) -> Example:
    """The same example with every span once, the one most annotators chose first."""
    return replace(example, answers=tuple(span for span, _ in Counter(example.answers).most_common()))


def titled(example: Example) -> Example:
    """The same example with its title before the context."""
    before = example.title + TITLE
    answers = tuple((start + len(before), end + len(before)) for start, end in example.answers)
    return replace(example, context=before + example.context, answers=answers)


def answerless(
    examples: Sequence[Example],
    contexts: Sequence[str],
    chooser: random.Random,
    titles: Mapping[str, str] = MappingProxyType({}),
) -> list[Example]:
    """For each example a context that keyword search finds for its question, without its answer, and that context's title.

    One of the ten best, drawn at random; an example for which search finds none is left out."""
    search = ContextSearch(contexts)
    found: list[Example] = []
    for example in examples:
        texts = {plain(text) for text in example.answer_texts}
        hits = [
            context
            for context in search.nearest(example.question, limit=12)
            if context != example.context and not any(text in plain(context) for text in texts)
        ]
        if hits:
            context = chooser.choice(hits[:10])
            title = titles.get(context, "")
            found.append(replace(example, id=f"{example.id}#answerless", context=context, answers=(), title=title))
    return found


def without_sentence(example: Example) -> Example | None:
    """The question asked of its passage without the sentence that answers; None where another sentence holds the answer
    too, or none is left. What SQuAD 2.0's adversarial questions are like: all fits but the answer."""
    context = example.context
    start, end = example.answers[0]
    sentence = sentence_around(context, Span(start, end), Span(0, len(context)))
    rest = (context[: sentence.start] + context[sentence.end :].lstrip()).strip()
    if not rest or any(plain(text) in plain(rest) for text in example.answer_texts):
        return None
    return replace(example, id=f"{example.id}#without", context=rest, answers=())


def plain(text: str) -> str:
    """Lower-case words with single spaces, to compare by."""
    return re.sub(r"\W+", " ", text.lower()).strip()


class ContextSearch:
    """BM25 over contexts, in memory."""

    def __init__(self, contexts: Sequence[str]) -> None:
        self._contexts = contexts
        self._database = sqlite3.connect(":memory:")
        self._database.execute("create virtual table words using fts5(text, tokenize='porter unicode61')")
        self._database.executemany("insert into words(rowid, text) values (?, ?)", enumerate(contexts))
        frequencies: Counter[str] = Counter()
        for context in contexts:
            frequencies.update(set(re.findall(r"\w+", context.lower())))
        self._common = {word for word, count in frequencies.items() if count > 0.05 * len(contexts)}

    def nearest(self, question: str, *, limit: int) -> list[str]:
        """Contexts by BM25, best first; words that stand in over 5 % of the contexts are not searched for."""
        words = [word for word in re.findall(r"\w+", question.lower()) if word not in self._common]
        if not words:
            return []
        query = " OR ".join(f'"{word}"' for word in words)
        rows = self._database.execute(
            "select rowid from words where words match ? order by rank limit ?", (query, limit)
        )
        return [self._contexts[row] for (row,) in rows]
