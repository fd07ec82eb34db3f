"""`python -m qa.training STEP`: the laboratory, all at once or step by step. `... STEP --help` says more."""

import argparse
import json
import math
from dataclasses import asdict
from pathlib import Path
from typing import get_args

from qa.reading.model_files import DEEP_FILE, ReaderName, calibration_file
from qa.training.stages import STAGES


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m qa.training", description=__doc__)
    steps = parser.add_subparsers(required=True, metavar="STEP")
    _add_make(steps.add_parser("make", help="all of it: train, export, score, calibrate, write the card's tables"))
    features = steps.add_parser(
        "features", help="the windows that a stage, and those after it, are trained on, into one file"
    )
    features.set_defaults(run_step=_features)
    features.add_argument("--data", type=Path, required=True, help="folder with reading/ and splits.json.gz")
    features.add_argument("--stage", choices=STAGES, default="deep")
    features.add_argument("--target", type=Path, required=True)
    _add_train(steps.add_parser("train", help="train, or go on training, in a run's folder"))
    _add_teach(steps.add_parser("teach", help="windows with a network's scores, for a smaller one to learn from"))
    averaging = steps.add_parser("average", help="the mean of the weights of several stages")
    averaging.set_defaults(run_step=_average)
    averaging.add_argument("weights", type=Path, nargs="+")
    averaging.add_argument("--target", type=Path, required=True)
    _add_export(steps.add_parser("export", help="weights -> a reader, in 32-bit floats and in 8-bit integers"))
    restoring = steps.add_parser("restore", help="a reader as it ships -> weights to go on from")
    restoring.set_defaults(run_step=_restore)
    restoring.add_argument("--model", type=Path, default=DEEP_FILE)
    restoring.add_argument("--target", type=Path, required=True)
    encoder = steps.add_parser("export-encoder", help="the encoder's graph, without weights")
    encoder.set_defaults(run_step=_export_encoder)
    encoder.add_argument("--base", type=Path, required=True)
    encoder.add_argument("--target", type=Path, default=Path("embeddings/model"))
    _add_score(steps.add_parser("score", help="a reader on the held-out questions"))
    compare = steps.add_parser("compare", help="two saved scores, question by question: what the second gains")
    compare.set_defaults(run_step=_compare)
    compare.add_argument("first", type=Path)
    compare.add_argument("second", type=Path)
    _add_calibrate(
        steps.add_parser("calibrate", help="fit confidence and threshold on held-out questions in open mode")
    )
    options = parser.parse_args()
    options.run_step(options)


def _add_make(make: argparse.ArgumentParser) -> None:
    make.set_defaults(run_step=_make)
    make.add_argument("--data", type=Path, required=True, help="folder with reading/ and splits.json.gz")
    make.add_argument(
        "--small-base", type=Path, required=True, help="folder of ms-marco-MiniLM-L-12-v2, as BERT's encoder"
    )
    make.add_argument("--deep-base", type=Path, required=True, help="folder of all-mpnet-base-v2")
    make.add_argument("--run", type=Path, required=True, help="folder for checkpoints, logs and exports; resumed")


def _add_teach(teaching: argparse.ArgumentParser) -> None:
    teaching.set_defaults(run_step=_teach)
    teaching.add_argument("features", type=Path)
    teaching.add_argument("--base", type=Path, required=True)
    teaching.add_argument("--weights", type=Path, required=True)
    teaching.add_argument("--most", type=int, help="windows at most, drawn at random")
    teaching.add_argument("--target", type=Path, required=True)


def _add_export(export: argparse.ArgumentParser) -> None:
    export.set_defaults(run_step=_export)
    export.add_argument("--reader", choices=get_args(ReaderName), default="deep")
    export.add_argument("--base", type=Path, required=True)
    export.add_argument("--weights", type=Path, required=True, help="weights.safetensors of a finished run")
    export.add_argument(
        "--target", type=Path, required=True, help="folder for the files, one of which ends in -fp32.onnx"
    )


def _add_score(score: argparse.ArgumentParser) -> None:
    score.set_defaults(run_step=_score)
    score.add_argument("--data", type=Path, required=True)
    score.add_argument("--model", type=Path, default=DEEP_FILE)
    score.add_argument("--most", type=int, default=500, help="questions of each set at most")
    score.add_argument("--save", type=Path, help="a file for every question's score, to compare")


def _add_calibrate(calibrate: argparse.ArgumentParser) -> None:
    calibrate.set_defaults(run_step=_calibrate)
    calibrate.add_argument("--data", type=Path, required=True)
    calibrate.add_argument("--reader", choices=get_args(ReaderName), default="deep")
    calibrate.add_argument("--most", type=int, default=300, help="questions of each set at most")
    calibrate.add_argument("--plot", type=Path, help="risk against coverage, of the questions not used for fitting")


def _add_train(train: argparse.ArgumentParser) -> None:
    train.set_defaults(run_step=_train)
    train.add_argument("features", type=Path, help="the file that the step `features` or `teach` wrote")
    train.add_argument("--base", type=Path, required=True, help="folder of the encoder to start from")
    train.add_argument("--run", type=Path, required=True, help="folder for checkpoints and logs; resumed if it exists")
    train.add_argument("--stage", choices=STAGES, default="deep")
    train.add_argument("--weights", type=Path, help="later stages: weights of the one it starts from")
    train.add_argument(
        "--hours", type=float, default=math.inf, help="time until the decay starts, if the recipe's is later"
    )
    train.add_argument("--stop-after", type=int, metavar="STEP", help="save a checkpoint and end there")


def _make(options: argparse.Namespace) -> None:
    from qa.training.pipeline import make_readers

    make_readers(options.data, options.small_base, options.deep_base, options.run)


def _features(options: argparse.Namespace) -> None:
    from qa.training.feature_files import save_features
    from qa.training.runs import features_of

    features = features_of(STAGES[options.stage], options.data)
    save_features(features, options.target)
    print(f"{len(features)} windows: {options.target}")


def _teach(options: argparse.Namespace) -> None:
    from qa.training.runs import teach

    teach(options.features, options.base, options.weights, options.target, most=options.most)


def _train(options: argparse.Namespace) -> None:
    from qa.training.feature_files import load_features
    from qa.training.runs import train_stage

    weights = train_stage(
        STAGES[options.stage], load_features(options.features), options.base, options.run,
        weights=options.weights, hours=options.hours, stop_after=options.stop_after,
    )  # fmt: skip
    print(f"trained: {weights}")


def _average(options: argparse.Namespace) -> None:
    from qa.training.network import average

    average(options.weights, options.target)


def _export(options: argparse.Namespace) -> None:
    from qa.training.pipeline import export_weights

    export_weights(options.reader, options.base, options.weights, options.target)


def _restore(options: argparse.Namespace) -> None:
    from qa.training.restore import restore_weights

    restore_weights(options.model, options.target)


def _export_encoder(options: argparse.Namespace) -> None:
    from qa.training.export import export_encoder

    export_encoder(options.base, options.target)


def _score(options: argparse.Namespace) -> None:
    from qa.training.pipeline import score_model

    score_model(options.data, options.model, most=options.most, save_to=options.save)


def _compare(options: argparse.Namespace) -> None:
    from qa.training.score import compare, load

    for difference in compare(load(options.first), load(options.second)):
        print(json.dumps(asdict(difference)))


def _calibrate(options: argparse.Namespace) -> None:
    from qa.training.calibrate import calibrate
    from qa.training.pipeline import SAMPLING_SEED

    target = calibration_file(options.reader)
    reports = calibrate(options.data, options.reader, target, most=options.most, seed=SAMPLING_SEED, plot=options.plot)
    print(json.dumps({kind: asdict(report) for kind, report in reports.items()}, indent=1))


if __name__ == "__main__":
    main()
