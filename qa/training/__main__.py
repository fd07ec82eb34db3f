"""`python -m qa.training train --data FOLDER --run FOLDER`: one step of the laboratory at a time."""

import argparse
from pathlib import Path

from qa.training.recipe import Recipe


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m qa.training", description=__doc__)
    parser.add_argument("step", choices=["train"])
    parser.add_argument("--data", type=Path, required=True, help="folder with reading/ and splits.json.gz")
    parser.add_argument("--base", type=Path, required=True, help="folder of the sentence encoder to start from")
    parser.add_argument("--run", type=Path, required=True, help="folder for checkpoints and logs; resumed if it exists")
    parser.add_argument("--hours", type=float, default=3.0, help="time until the decay starts")
    options = parser.parse_args()

    import torch
    from tokenizers import Tokenizer

    from qa.training.examples import training_examples
    from qa.training.features import make_features
    from qa.training.network import SpanNetwork
    from qa.training.train import train

    recipe = Recipe()
    torch.manual_seed(recipe.seed)
    tokenizer = Tokenizer.from_file(str(options.base / "tokenizer.json"))
    examples = training_examples(options.data, recipe)
    features = make_features(examples, tokenizer, recipe)
    print(f"{len(examples)} examples, {len(features)} windows", flush=True)
    network = SpanNetwork.from_encoder_folder(options.base)
    weights = train(network, features, recipe, options.run, hours=options.hours)
    print(f"trained: {weights}")


if __name__ == "__main__":
    main()
