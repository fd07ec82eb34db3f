"""The measured tables of the model card, between marks in its text, so that no figure is typed by hand."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from qa.reading.model_files import MODEL_FOLDER, ReaderName, calibration_file
from qa.training.score import SetScore

CARD = MODEL_FOLDER / "MODEL_CARD.md"
NAMES = {
    "squad_train_merged": "SQuAD (with its unanswerable questions)",
    "squadshifts_amazon_reviews": "SQuADShifts Amazon",
    "squadshifts_new_wiki": "SQuADShifts New Wikipedia",
    "squadshifts_reddit": "SQuADShifts Reddit",
    "qed_nq": "QED",
    "nq_open_oracle": "NQ oracle",
    "fairytaleqa": "FairytaleQA",
    "covid_qa_windows": "COVID-QA",
    "qamr": "QAMR",
}


def write_tables(
    card: Path, scores: Mapping[ReaderName, Sequence[SetScore]], floats: Mapping[ReaderName, Sequence[SetScore]]
) -> None:
    """Replaces the tables `scores-READER` and `confidence-READER`. `floats`: of the readers before they are rounded.

    Raises ValueError where the card lacks their marks."""
    text = card.read_text(encoding="utf-8")
    for reader, of_sets in scores.items():
        text = replaced(text, f"scores-{reader}", score_table(of_sets, floats.get(reader)))
        bins = json.loads(calibration_file(reader).read_text(encoding="utf-8"))["bins"]
        text = replaced(text, f"confidence-{reader}", confidence_table(bins))
    card.write_text(text, encoding="utf-8")


def replaced(text: str, name: str, table: str) -> str:
    """The text with another table between `<!-- NAME -->` and `<!-- /NAME -->`."""
    opening, closing = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, found, rest = text.partition(opening)
    _, closed, after = rest.partition(closing)
    if not found or not closed:
        raise ValueError(f"no table between {opening} and {closing}")
    return f"{before}{opening}\n{table}\n{closing}{after}"


def score_table(scores: Sequence[SetScore], floats: Sequence[SetScore] | None) -> str:
    """One row a set; `floats`: F1 of the same network in 32-bit floats, set by set."""
    lines = [
        "| set | questions | EM | F1 | F1, 95 % interval | F1 in floats | answer-less | AUROC | best F1 |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    exact: Sequence[float | None] = [score.f1 for score in floats] if floats else [None] * len(scores)
    for score, in_floats in zip(scores, exact, strict=True):
        low, high = score.f1_interval or (score.f1, score.f1)
        lines.append(
            f"| {NAMES.get(score.name, score.name)} | {score.questions} | {100 * score.exact_match:.1f} |"
            f" {100 * score.f1:.1f} | {100 * low:.1f}-{100 * high:.1f} | {_percent(in_floats)} |"
            f" {score.answerless or '-'} | {'-' if score.auroc is None else f'{score.auroc:.3f}'} |"
            f" {_percent(score.best_f1)} |"
        )
    mean_in_floats = f", in 32-bit floats {_mean_f1(floats):.1f}" if floats else ""
    lines += ["", f"Mean F1 over all questions: {_mean_f1(scores):.1f}{mean_in_floats}."]
    return "\n".join(lines)


def _percent(fraction: float | None) -> str:
    return "-" if fraction is None else f"{100 * fraction:.1f}"


def _mean_f1(scores: Sequence[SetScore]) -> float:
    return 100 * sum(s.f1 * s.questions for s in scores) / sum(s.questions for s in scores)


def confidence_table(bins: Sequence[dict[str, float]]) -> str:
    rows = [f"| {b['low']:.1f}-{b['high']:.1f} | {b['correct']} | {b['of']} |" for b in bins]
    return "\n".join(["| confidence | right | of |", "|---|---|---|", *rows])
