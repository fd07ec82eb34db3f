"""Questions asked in open mode -> the features of their candidates, and which of them are right.

Three kinds of folder: held-out paragraphs on many subjects; held-out articles, each a folder by itself, as a folder on one
subject is what people have; and the five documents that come with Quoth, with the `choose` half of their questions. Of
paragraphs and articles a third is kept out, so that their questions have no answer there. SQuAD's adversarial questions, which
were written to look answerable, have no answer anywhere.
"""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.locations import DEFAULT_FOLDER, DEFAULT_QUESTIONS, data_home
from qa.answering.answerer import Answerer
from qa.answering.session import Session, open_session
from qa.evaluation.metrics import is_right
from qa.evaluation.questions import Question, QuestionSet, load_questions
from qa.evaluation.run import paragraphs_session
from qa.reading.confidence import Confidence
from qa.reading.features import Features, Judge
from qa.reading.model_files import ReaderName
from qa.reading.reader import Reader
from qa.settings import Settings
from qa.training.examples import Example, split_set
from qa.training.remembered import remembering

SETS = ("squad_train_merged", "squadshifts_new_wiki", "qed_nq", "covid_qa_windows")
"""Those whose questions can be understood without their paragraph. Natural Questions once only: a paragraph that is
kept out would still be there in its other cut."""

ARTICLE_SETS = ("squad_train_merged", "squadshifts_new_wiki")
"""Those with whole articles held out."""

LEAST_PARAGRAPHS = 15
"""Of an article that is asked about by itself."""

QUESTIONS_OF_ARTICLE = 40
"""At most."""

MISSING_SHARE = 1 / 3
BY_MARGIN = Confidence(0.0, (1.0, 0.0, 0.0, 0.0), 0.5, (), ())
NOTHING_READ = Features(margin=-20.0, retrieval=0.0)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question's candidates: features (candidates, features) and which are right. `is_fit`: to fit with."""

    features: NDArray[np.float64]
    is_right: NDArray[np.bool_]
    is_fit: bool
    is_answerable: bool


def ask_paragraphs(data: Path, reader: ReaderName, *, most: int, seed: int) -> list[Asked]:
    """At most `most` answerable questions of each set, and half as many adversarial ones; by paragraph, half are to
    fit with."""
    chooser = random.Random(seed)
    examples: list[Example] = []
    for name in SETS:
        _, heldout = split_set(data, name)
        answerable = [example for example in heldout if example.answers]
        adversarial = [example for example in heldout if not example.answers]
        examples += chooser.sample(answerable, min(most, len(answerable)))
        examples += chooser.sample(adversarial, min(most // 2, len(adversarial)))
    missing, contexts = _kept_out(examples, chooser)
    fit_contexts = set(contexts[::2])
    present = QuestionSet("squad", tuple(_question(e) for e in examples if e.context not in missing))
    with paragraphs_session(
        present, Settings(reader=reader), note=_silent, confidence=BY_MARGIN, reader=_reader(reader)
    ) as session:
        return [
            _asked(
                session.answerer, _question(example),
                is_fit=example.context in fit_contexts,
                is_answerable=bool(example.answers) and example.context not in missing,
            )
            for example in examples
        ]  # fmt: skip


def ask_articles(data: Path, reader: ReaderName, *, seed: int) -> list[Asked]:
    """Every held-out article with enough paragraphs is a folder of one document; every second article is to fit with."""
    articles: dict[str, list[Example]] = {}
    for name in ARTICLE_SETS:
        _, heldout = split_set(data, name)
        for example in heldout:
            if example.title:
                articles.setdefault(example.title, []).append(example)
    long = {t: es for t, es in sorted(articles.items()) if len({e.context for e in es}) >= LEAST_PARAGRAPHS}
    asked: list[Asked] = []
    for number, (title, examples) in enumerate(long.items()):
        chooser = random.Random(seed + number)
        missing, contexts = _kept_out(examples, chooser)
        present = [context for context in contexts if context not in missing]
        chosen = chooser.sample(examples, min(QUESTIONS_OF_ARTICLE, len(examples)))
        with _session(_article_folder(title, present), reader) as session:
            asked += [
                _asked(
                    session.answerer, _question(example),
                    is_fit=number % 2 == 0,
                    is_answerable=bool(example.answers) and example.context not in missing,
                )
                for example in chosen
            ]  # fmt: skip
    return asked


def ask_folder(reader: ReaderName) -> list[Asked]:
    """The `choose` half of the questions about the five documents; all are to fit with."""
    chosen = [question for question in load_questions(DEFAULT_QUESTIONS).questions if question.split == "choose"]
    with _session(DEFAULT_FOLDER, reader) as session:
        return [_asked(session.answerer, q, is_fit=True, is_answerable=q.is_answerable) for q in chosen]


def _kept_out(examples: Sequence[Example], chooser: random.Random) -> tuple[set[str], list[str]]:
    """The paragraphs that are kept out, and all of them in an order drawn at random."""
    contexts = sorted({example.context for example in examples})
    chooser.shuffle(contexts)
    return set(contexts[: round(MISSING_SHARE * len(contexts))]), contexts


def _article_folder(title: str, paragraphs: Sequence[str]) -> Path:
    folder = data_home() / "evaluation" / "articles" / title.replace(" ", "-")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "article.md").write_text("\n\n".join((f"# {title}", *paragraphs)) + "\n", encoding="utf-8")
    return folder


@contextmanager
def _session(folder: Path, reader: ReaderName) -> Iterator[Session]:
    settings = Settings(reader=reader)
    with open_session(folder, settings, confidence=BY_MARGIN, reader=_reader(reader)) as session:
        session.index.refresh(_silent)
        yield session


@cache
def _reader(name: ReaderName) -> Reader:
    return remembering(name, data_home() / "evaluation" / "readings")


def _silent(sentence: str) -> None:
    """Calibrating says nothing of the single folder."""


def _question(example: Example) -> Question:
    return Question(id=example.id, text=example.question, answers=example.answer_texts, context=example.context)


def _asked(answerer: Answerer, question: Question, *, is_fit: bool, is_answerable: bool) -> Asked:
    hits = answerer.find(question.text)
    candidates = answerer.read(question.text, hits)
    judge = Judge.of(question.text, hits)
    rows = [judge.features(c.span, c.hit, c.margin).values() for c in candidates] or [NOTHING_READ.values()]
    right = [is_right(c.text, question.answers) for c in candidates] or [False]
    return Asked(np.array(rows), np.array(right), is_fit, is_answerable)
