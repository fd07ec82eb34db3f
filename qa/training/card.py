"""The measured tables of the model card, between marks in its text, so that no figure is typed by hand."""

import json
from collections.abc import Sequence
from pathlib import Path

from qa.reading.model_files import MODEL_FOLDER
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


def write_tables(card: Path, scores: Sequence[SetScore], fp32: Sequence[SetScore], calibration: Path) -> None:
    """Replaces the tables named `scores` and `confidence`. Raises ValueError where the card lacks their marks."""
    text = card.read_text(encoding="utf-8")
    text = replaced(text, "scores", score_table(scores, fp32))
    text = replaced(text, "confidence", confidence_table(json.loads(calibration.read_text(encoding="utf-8"))["bins"]))
    card.write_text(text, encoding="utf-8")


def replaced(text: str, name: str, table: str) -> str:
    """The text with another table between `<!-- NAME -->` and `<!-- /NAME -->`."""
    opening, closing = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, found, rest = text.partition(opening)
    _, closed, after = rest.partition(closing)
    if not found or not closed:
        raise ValueError(f"no table between {opening} and {closing}")
    return f"{before}{opening}\n{table}\n{closing}{after}"


def score_table(scores: Sequence[SetScore], fp32: Sequence[SetScore]) -> str:
    lines = [
        "| set | questions | EM | F1 | F1, 95 % interval | F1 in fp32 | answer-less | AUROC | best F1 |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for score, exact in zip(scores, fp32, strict=True):
        low, high = score.f1_interval or (score.f1, score.f1)
        auroc = "-" if score.auroc is None else f"{score.auroc:.3f}"
        best = "-" if score.best_f1 is None else f"{100 * score.best_f1:.1f}"
        lines.append(
            f"| {NAMES.get(score.name, score.name)} | {score.questions} | {100 * score.exact_match:.1f} |"
            f" {100 * score.f1:.1f} | {100 * low:.1f}-{100 * high:.1f} | {100 * exact.f1:.1f} |"
            f" {score.answerless or '-'} | {auroc} | {best} |"
        )
    lines += ["", f"Mean F1 over all questions: {_mean_f1(scores):.1f}, in 32-bit floats {_mean_f1(fp32):.1f}."]
    return "\n".join(lines)


def _mean_f1(scores: Sequence[SetScore]) -> float:
    return 100 * sum(s.f1 * s.questions for s in scores) / sum(s.questions for s in scores)


def confidence_table(bins: Sequence[dict[str, float]]) -> str:
    rows = [f"| {b['low']:.1f}-{b['high']:.1f} | {b['correct']} | {b['of']} |" for b in bins]
    return "\n".join(["| confidence | right | of |", "|---|---|---|", *rows])
