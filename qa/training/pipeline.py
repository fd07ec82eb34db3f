"""Data -> a reader: the stages of training, export, scores, calibration and the tables of the card.

Every step leaves its result in the run's folder and is left out where that is there, so that an interrupted run goes on
where it stopped.
"""

import json
import math
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer

from qa.reading.model_files import CALIBRATION_FILE, MODEL_FOLDER
from qa.reading.reader import OnnxReader
from qa.training.calibrate import calibrate
from qa.training.card import CARD, write_tables
from qa.training.examples import training_examples
from qa.training.export import export_reader, quantise_reader
from qa.training.features import make_features
from qa.training.network import SpanNetwork, average
from qa.training.recipe import Recipe
from qa.training.score import Scored, SetScore, save, score_reader, summarise
from qa.training.stages import AVERAGED, FIRST_STAGE, STAGES
from qa.training.train import train

QUESTIONS_SCORED = 250
"""Of each held-out set, at most."""

QUESTIONS_CALIBRATED = 400


def make_reader(data: Path, base: Path, run: Path) -> None:
    """All of it; the model and the tables of the card are replaced."""
    weights: dict[str, Path] = {}
    for name, recipe in STAGES.items():
        before = [weights[stage] for stage in recipe.starts_from]
        start = _mean(before, run / f"{name}-start.safetensors")
        weights[name] = train_stage(recipe, data, base, run / name, weights=start)
    export = run / "export"
    if not (export / "reader.onnx").exists():
        export_weights(base, average([weights[name] for name in AVERAGED], run / "average.safetensors"), export)
    shutil.copyfile(export / "reader.onnx", MODEL_FOLDER / "reader.onnx")
    scores = {name: score_model(data, export / f"{name}.onnx") for name in ("reader", "reader-fp32")}
    plot = MODEL_FOLDER / "risk-coverage.png"
    report = calibrate(data, CALIBRATION_FILE, most=QUESTIONS_CALIBRATED, seed=FIRST_STAGE.seed, plot=plot)
    write_tables(CARD, scores["reader"], scores["reader-fp32"], CALIBRATION_FILE)
    print(json.dumps(asdict(report), indent=1))


def _mean(weights: Sequence[Path], target: Path) -> Path | None:
    """Of several their average, written to `target` unless it is there; a single one as it is; of none None."""
    if len(weights) < 2:
        return weights[0] if weights else None
    return target if target.exists() else average(weights, target)


def train_stage(
    recipe: Recipe,
    data: Path,
    base: Path,
    run: Path,
    *,
    weights: Path | None = None,
    hours: float = math.inf,
    stop_after: int | None = None,
) -> Path:
    """Trains, or goes on training, from the base or from `weights`; returns the path of the final weights."""
    final = run / "weights.safetensors"
    if final.exists():
        return final
    torch.manual_seed(recipe.seed)
    examples = training_examples(data, recipe)
    features = make_features(examples, Tokenizer.from_file(str(MODEL_FOLDER / "tokenizer.json")), recipe)
    print(json.dumps(asdict(recipe)))
    print(f"{len(examples)} examples, {len(features)} windows", flush=True)
    network = SpanNetwork.from_encoder_folder(base, dropout=recipe.dropout)
    if weights:
        network.load_state_dict(load_file(weights))
    network.to("cuda" if torch.cuda.is_available() else "cpu").train()
    return train(network, features, recipe, run, hours=hours, stop_after=stop_after)


def export_weights(base: Path, weights: Path, target: Path) -> None:
    """Writes `reader-fp32.onnx` and `reader.onnx`."""
    network = SpanNetwork.from_encoder_folder(base)
    network.load_state_dict(load_file(weights))
    export_reader(network, target / "reader-fp32.onnx")
    quantise_reader(target / "reader-fp32.onnx", target / "reader.onnx")


def score_model(
    data: Path, model: Path, *, most: int = QUESTIONS_SCORED, save_to: Path | None = None
) -> list[SetScore]:
    """Prints a line a set as it goes; with `save_to`, a file of every question's score."""
    scores: list[SetScore] = []
    everything: list[Scored] = []
    for scored in score_reader(OnnxReader(model), data, FIRST_STAGE, most=most):
        scores.append(summarise(scored))
        everything += scored
        print(json.dumps(asdict(scores[-1])), flush=True)
    if save_to:
        save(everything, save_to)
    return scores
