"""`qa eval`: question file -> outcomes -> figures, files and the gate."""

import json
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from corpus.errors import UserError
from corpus.progress import Note, Progress
from qa.answering.session import Session, open_session
from qa.evaluation import report
from qa.evaluation.plot import draw, require_matplotlib
from qa.evaluation.questions import QuestionSet, load_questions
from qa.evaluation.run import Outcome, paragraphs_session, run_open, run_reader
from qa.replies.wire import all_to_wire
from qa.saved.files import explained
from qa.settings import Settings


def evaluate(
    options: Namespace, settings: Settings, write: Callable[[str], None], note: Note, progress: Progress | None
) -> bool:
    """Runs the evaluation, writes what was asked for and returns whether the gate, if any, was passed."""
    if options.plot:
        require_matplotlib()
    question_set = load_questions(options.questions)
    if options.split:
        question_set = _split(question_set, options.split, options.questions)
    outcomes = _run(question_set, options, settings, note, progress)
    if options.save:
        _write(options.save, "".join(_saved(outcome) for outcome in outcomes if outcome.reply), "--save")
    if options.predictions:
        _write(
            options.predictions, json.dumps({o.question.id: o.prediction for o in outcomes}, indent=0), "--predictions"
        )
    if options.na_probs:
        refusals = {o.question.id: round(1 - o.confidence, 6) for o in outcomes}
        _write(options.na_probs, json.dumps(refusals, indent=0), "--na-probs")
    if options.plot:
        draw(*report.probabilities(outcomes), options.plot)
    write(json.dumps(report.as_json(outcomes)) if options.json else report.as_table(outcomes))
    f1 = report.overall_f1(outcomes) or 0.0
    if options.min_f1 is not None and f1 < options.min_f1:
        note(f"gate failed: F1 {f1:.4f} is below --min-f1 {options.min_f1:g}")
        return False
    return True


def _run(
    question_set: QuestionSet, options: Namespace, settings: Settings, note: Note, progress: Progress | None
) -> list[Outcome]:
    mode = options.mode or ("reader" if question_set.format == "squad" else "open")
    if question_set.format == "jsonl":
        if mode == "reader":
            raise UserError(
                f"{options.questions}: reader mode needs paragraphs, which JSONL question files do not have",
                hint="leave --mode away, or give a SQuAD JSON file",
            )
        with open_session(options.folder, settings) as session:
            session.index.refresh(note)
            _require_documents(session)
            return run_open(session, question_set.questions, settings.max_error, progress)
    with paragraphs_session(question_set, settings, note, progress, indexed=mode == "open") as session:
        if mode == "open":
            return run_open(session, question_set.questions, settings.max_error, progress)
        return run_reader(session.answerer, question_set.questions, settings.max_error, progress)


def _require_documents(session: Session) -> None:
    """A figure over nothing would be a zero that says nothing."""
    if not session.index.passage_count():
        raise UserError(f"{session.index.folder}: no file in it can be read", hint="give a folder with documents: --in")


def _split(question_set: QuestionSet, split: str, file: Path) -> QuestionSet:
    chosen = tuple(question for question in question_set.questions if question.split == split)
    if not chosen:
        known = sorted({question.split for question in question_set.questions if question.split})
        raise UserError(f"{file}: no question has the split {split!r}", hint=f"known: {', '.join(known) or 'none'}")
    return QuestionSet(question_set.format, chosen)


def _saved(outcome: Outcome) -> str:
    """One line of saved replies: the reply as `ask --json` has it, with the question's id."""
    if not outcome.replies:
        raise ValueError(f"{outcome.question.id}: no reply to save")
    return json.dumps({"id": outcome.question.id, **all_to_wire(outcome.question.text, outcome.replies)}) + "\n"


def _write(file: Path, text: str, option: str) -> None:
    with explained(file, option):
        file.write_text(text, encoding="utf-8")
