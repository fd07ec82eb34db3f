"""A stage's run: its windows, made or read from a file, its network, and training until the weights are there."""

import math
import random
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer

from qa.reading.model_files import TOKENIZER_FILE
from qa.training.feature_files import load_features, save_features
from qa.training.features import Feature, make_features
from qa.training.mixing import training_examples
from qa.training.network import SpanNetwork
from qa.training.recipe import Recipe
from qa.training.teach import taught
from qa.training.train import train


def features_of(recipe: Recipe, data: Path) -> list[Feature]:
    """The windows of a recipe, from the data; those of one passage side by side, so that a file of them is small."""
    examples = sorted(training_examples(data, recipe), key=lambda example: example.context)
    return make_features(examples, Tokenizer.from_file(str(TOKENIZER_FILE)), recipe)


def load_network(base: Path, weights: Path | None, *, dropout: float = 0.0) -> SpanNetwork:
    """The base with a new head, or with `weights`, on the accelerator if there is one."""
    network = SpanNetwork.from_encoder_folder(base, dropout=dropout)
    if weights:
        network.load_state_dict(load_file(weights))
    network.to("cuda" if torch.cuda.is_available() else "cpu")
    return network


def train_stage(
    recipe: Recipe,
    features: Sequence[Feature],
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
    network = load_network(base, weights, dropout=recipe.dropout).train()
    network.freeze(recipe.frozen_layers)
    return train(network, features, recipe, run, hours=hours, stop_after=stop_after)


def teach(features: Path, base: Path, weights: Path, target: Path, *, most: int | None = None) -> Path:
    """Writes the windows of a file, at most so many of them, with the scores of the network with these weights."""
    windows = load_features(features)
    if most is not None and most < len(windows):
        windows = random.Random(most).sample(windows, most)
    return save_features(taught(windows, load_network(base, weights)), target)
