"""Reading sets (SQuAD JSON, gzipped) -> examples, split into training and held-out, plus answer-less passages.

An answer-less passage is one that keyword search returns for a question although it is not the passage the question
was written for and does not contain the answer: what a reader meets most of the time once it reads search results.
"""

import gzip
import json
import random
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qa.training.recipe import Recipe


@dataclass(frozen=True, slots=True)
class Example:
    """One question asked of one context. `answers` are (start, end) in characters of `context`; none: no answer."""

    id: str
    source: str
    question: str
    context: str
    answers: tuple[tuple[int, int], ...]

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
                spans = [(a["answer_start"], a["answer_start"] + len(a["text"])) for a in qa["answers"]]
                yield Example(str(qa["id"]), name, qa["question"], paragraph["context"], tuple(spans))


def split_set(folder: Path, name: str) -> tuple[list[Example], list[Example]]:
    """(training, held-out) examples of one set, by the ids listed in splits.json.gz."""
    with gzip.open(folder / "splits.json.gz", "rt", encoding="utf-8") as file:
        heldout_ids = set(json.load(file)["heldout"].get(name, ()))
    training: list[Example] = []
    heldout: list[Example] = []
    for example in read_set(folder, name):
        (heldout if example.id in heldout_ids else training).append(example)
    return training, heldout


def commonest_answer(example: Example) -> Example:
    """The same example with the span most annotators chose; the first of equals."""
    return replace(example, answers=ranked_answers(example).answers[:1])


def ranked_answers(example: Example) -> Example:
    """The same example with every span once, the one most annotators chose first."""
    return replace(example, answers=tuple(span for span, _ in Counter(example.answers).most_common()))


def training_examples(folder: Path, recipe: Recipe) -> list[Example]:
    """All examples of a run: each set's share, then answer-less passages for a share of the answerable ones."""
    chooser = random.Random(recipe.seed)
    right_answers = ranked_answers if recipe.all_annotators else commonest_answer
    examples: list[Example] = []
    for name, share in recipe.sets.items():
        training, _ = split_set(folder, name)
        if share < 1.0:
            training = chooser.sample(training, round(share * len(training)))
        examples.extend(right_answers(example) for example in training)
    answerable = [e for e in examples if e.answers and e.source != "qamr"]
    asked_elsewhere = chooser.sample(answerable, round(recipe.answerless_share * len(answerable)))
    return examples + answerless(asked_elsewhere, sorted({e.context for e in examples}), chooser)


def answerless(examples: Sequence[Example], contexts: Sequence[str], chooser: random.Random) -> list[Example]:
    """For each example a context that keyword search finds for its question, without its answer.

    One of the ten best, drawn at random; an example for which search finds none is left out."""
    search = ContextSearch(contexts)
    found: list[Example] = []
    for example in examples:
        texts = {_plain(text) for text in example.answer_texts}
        hits = [
            context
            for context in search.nearest(example.question, limit=12)
            if context != example.context and not any(text in _plain(context) for text in texts)
        ]
        if hits:
            context = chooser.choice(hits[:10])
            found.append(replace(example, id=f"{example.id}#answerless", context=context, answers=()))
    return found


def _plain(text: str) -> str:
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
