"""Data -> a reader: the stages of training, export, scores, calibration and the tables of the card.

Every step leaves its result in the run's folder and is left out where that is there, so that an interrupted run goes on
where it stopped.
"""

import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import get_args

from safetensors.torch import load_file

from qa.reading.model_files import DEEP_FILE, DEEP_WEIGHTS, MODEL_FOLDER, SMALL_FILE, ReaderName, calibration_file
from qa.reading.reader import OnnxReader
from qa.training.calibrate import calibrate
from qa.training.card import CARD, write_tables
from qa.training.export import export_reader, quantise_deep_reader, quantise_reader, split_weights
from qa.training.feature_files import load_features, save_features
from qa.training.network import SpanNetwork, average
from qa.training.runs import features_of, teach, train_stage
from qa.training.score import Scored, SetScore, save, score_reader, summarise
from qa.training.stages import (
    AVERAGES,
    DEEP_BRANCHES,
    DEEP_SETTLED,
    DEEP_STAGE,
    SCORED_SETS,
    SETTLED_LESSONS,
    STAGES,
)

QUESTIONS_SCORED = 250
"""Of each held-out set, at most."""

QUESTIONS_CALIBRATED = 300

SAMPLING_SEED = 20190807
"""Draws the questions that are scored and calibrated with: the same ones for every reader."""


def make_readers(data: Path, small_base: Path, deep_base: Path, run: Path) -> None:
    """All of both; the models and the tables of the card are replaced."""
    features = _made(run / "features.npz", lambda target: save_features(features_of(DEEP_STAGE, data), target))
    weights: dict[str, Path] = {}

    def trained(stages: Iterable[str], base: Path, file: Path) -> None:
        windows = load_features(file)
        for stage in stages:
            recipe = STAGES[stage]
            start = weights[recipe.starts_from] if recipe.starts_from else None
            weights[stage] = train_stage(recipe, windows, base, run / stage, weights=start)

    def averaged(name: str) -> Path:
        parts = [weights[stage] for stage in AVERAGES[name]]
        weights[name] = _made(run / f"{name}.safetensors", lambda target: average(parts, target))
        return weights[name]

    trained(("deep", *DEEP_BRANCHES), deep_base, features)
    deep = averaged("deep_mean")
    lessons = _made(run / "taught.npz", lambda target: teach(features, deep_base, deep, target))
    trained(("small", "small_again"), small_base, lessons)
    recipe = next(iter(DEEP_SETTLED.values()))
    settled = _made(run / "settled.npz", lambda target: save_features(features_of(recipe, data), target))
    trained(DEEP_SETTLED, deep_base, settled)
    deep = averaged("deep_settled")
    lessons = _made(
        run / "settled-taught.npz", lambda target: teach(settled, deep_base, deep, target, most=SETTLED_LESSONS)
    )
    trained(["small_settled"], small_base, lessons)
    export_weights("small", small_base, weights["small_settled"], run / "export")
    export_weights("deep", deep_base, deep, run / "export")
    _install(data, run / "export")


def _made(target: Path, make: Callable[[Path], Path]) -> Path:
    return target if target.exists() else make(target)


def _install(data: Path, export: Path) -> None:
    """The readers into the package, with confidence fitted and the card's tables written for them."""
    for file in (SMALL_FILE, DEEP_FILE, *DEEP_WEIGHTS):
        shutil.copyfile(export / file.name, file)
    for reader in get_args(ReaderName):
        plot = MODEL_FOLDER / f"risk-coverage-{reader}.png"
        target = calibration_file(reader)
        reports = calibrate(data, reader, target, most=QUESTIONS_CALIBRATED, seed=SAMPLING_SEED, plot=plot)
        print(json.dumps({kind: asdict(report) for kind, report in reports.items()}, indent=1))
    write_tables(
        CARD,
        {"small": score_model(data, SMALL_FILE), "deep": score_model(data, DEEP_FILE)},
        {reader: score_model(data, export / f"{reader}-fp32.onnx") for reader in get_args(ReaderName)},
    )


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
    for scored in score_reader(OnnxReader(model), data, SCORED_SETS, most=most, seed=SAMPLING_SEED):
        scores.append(summarise(scored))
        everything += scored
        print(json.dumps(asdict(scores[-1])), flush=True)
    if save_to:
        save(everything, save_to)
    return scores
