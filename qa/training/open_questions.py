"""Questions asked in open mode -> the features of their candidates, and which of them are right.

Two kinds of folder: held-out paragraphs on many subjects, of which a third is kept out, so that their questions have no
answer there; and the five documents that come with Quoth, on one subject, with the `choose` half of their questions.
SQuAD's adversarial questions, which were written to look answerable, have no answer anywhere.
"""

import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.locations import DEFAULT_FOLDER, DEFAULT_QUESTIONS
from qa.answering.answerer import Answerer
from qa.answering.session import open_session
from qa.evaluation.metrics import is_right
from qa.evaluation.questions import Question, QuestionSet, load_questions
from qa.evaluation.run import paragraphs_session
from qa.reading.confidence import Confidence, Features
from qa.reading.model_files import ReaderName
from qa.settings import Settings
from qa.training.examples import Example, split_set

SETS = ("squad_train_merged", "squadshifts_new_wiki", "qed_nq", "covid_qa_windows")
"""Those whose questions can be understood without their paragraph. Natural Questions once only: a paragraph that is
kept out would still be there in its other cut."""

MISSING_SHARE = 1 / 3
BY_MARGIN = Confidence(0.0, (1.0, 0.0, 0.0), 0.5, (), ())
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
    contexts = sorted({example.context for example in examples})
    chooser.shuffle(contexts)
    missing = set(contexts[: round(MISSING_SHARE * len(contexts))])
    fit_contexts = set(contexts[::2])
    present = QuestionSet("squad", tuple(_question(e) for e in examples if e.context not in missing))
    settings = Settings(reader=reader)
    with paragraphs_session(present, settings, note=lambda sentence: None, confidence=BY_MARGIN) as session:
        return [
            _asked(
                session.answerer, _question(example),
                is_fit=example.context in fit_contexts,
                is_answerable=bool(example.answers) and example.context not in missing,
            )
            for example in examples
        ]  # fmt: skip


def ask_folder(reader: ReaderName) -> list[Asked]:
    """The `choose` half of the questions about the five documents; all are to fit with."""
    chosen = [question for question in load_questions(DEFAULT_QUESTIONS).questions if question.split == "choose"]
    with open_session(DEFAULT_FOLDER, Settings(reader=reader), confidence=BY_MARGIN) as session:
        session.index.refresh(lambda sentence: None)
        return [_asked(session.answerer, q, is_fit=True, is_answerable=q.is_answerable) for q in chosen]


def _question(example: Example) -> Question:
    return Question(id=example.id, text=example.question, answers=example.answer_texts, context=example.context)


def _asked(answerer: Answerer, question: Question, *, is_fit: bool, is_answerable: bool) -> Asked:
    candidates = answerer.read(question.text, answerer.find(question.text))
    rows = [Features.of(question.text, c.text, c.hit, c.margin).values() for c in candidates] or [NOTHING_READ.values()]
    right = [is_right(c.text, question.answers) for c in candidates] or [False]
    return Asked(np.array(rows), np.array(right), is_fit, is_answerable)
