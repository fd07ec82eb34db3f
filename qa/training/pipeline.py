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
from typing import get_args

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer

from qa.reading.model_files import DEEP_FILE, DEEP_WEIGHTS, MODEL_FOLDER, SMALL_FILE, ReaderName, calibration_file
from qa.reading.reader import OnnxReader
from qa.training.calibrate import calibrate
from qa.training.card import CARD, write_tables
from qa.training.examples import training_examples
from qa.training.export import export_reader, quantise_deep_reader, quantise_reader, split_weights
from qa.training.features import make_features
from qa.training.network import SpanNetwork, average
from qa.training.recipe import Recipe
from qa.training.score import Scored, SetScore, save, score_reader, summarise
from qa.training.stages import AVERAGED, DEEP_STAGE, FIRST_STAGE, SCORED_SETS, STAGES
from qa.training.train import train

QUESTIONS_SCORED = 250
"""Of each held-out set, at most."""

QUESTIONS_CALIBRATED = 400


def make_readers(data: Path, small_base: Path, deep_base: Path, run: Path) -> None:
    """All of both; the models and the tables of the card are replaced."""
    weights: dict[str, Path] = {}
    for name, recipe in STAGES.items():
        before = [weights[stage] for stage in recipe.starts_from]
        start = _mean(before, run / f"{name}-start.safetensors")
        weights[name] = train_stage(recipe, data, small_base, run / name, weights=start)
    averaged = average([weights[name] for name in AVERAGED], run / "average.safetensors")
    deep = train_stage(DEEP_STAGE, data, deep_base, run / "deep")
    export_weights("small", small_base, averaged, run / "export")
    export_weights("deep", deep_base, deep, run / "export")
    for file in (SMALL_FILE, DEEP_FILE, *DEEP_WEIGHTS):
        shutil.copyfile(run / "export" / file.name, file)
    for reader in get_args(ReaderName):
        plot = MODEL_FOLDER / f"risk-coverage-{reader}.png"
        target = calibration_file(reader)
        report = calibrate(data, reader, target, most=QUESTIONS_CALIBRATED, seed=FIRST_STAGE.seed, plot=plot)
        print(json.dumps(asdict(report), indent=1))
    write_tables(
        CARD,
        {"small": score_model(data, SMALL_FILE), "deep": score_model(data, DEEP_FILE)},
        score_model(data, run / "export" / "deep-fp32.onnx"),
    )


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


def export_weights(reader: ReaderName, base: Path, weights: Path, target: Path) -> None:
    """Writes the reader in 32-bit floats, its name ending in `-fp32.onnx`, and as it ships."""
    network = SpanNetwork.from_encoder_folder(base)
    network.load_state_dict(load_file(weights))
    floats = target / f"{reader}-fp32.onnx"
    export_reader(network, floats)
    if reader == "small":
        quantise_reader(floats, target / SMALL_FILE.name)
        return
    whole = target / "deep-whole.onnx"
    quantise_deep_reader(floats, whole)
    split_weights(whole, target / DEEP_FILE.name, [target / file.name for file in DEEP_WEIGHTS])
    whole.unlink()


def score_model(
    data: Path, model: Path, *, most: int = QUESTIONS_SCORED, save_to: Path | None = None
) -> list[SetScore]:
    """Prints a line a set as it goes; with `save_to`, a file of every question's score."""
    scores: list[SetScore] = []
    everything: list[Scored] = []
    for scored in score_reader(OnnxReader(model), data, SCORED_SETS, most=most, seed=FIRST_STAGE.seed):
        scores.append(summarise(scored))
        everything += scored
        print(json.dumps(asdict(scores[-1])), flush=True)
    if save_to:
        save(everything, save_to)
    return scores
