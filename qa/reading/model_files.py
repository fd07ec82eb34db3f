"""The files of the trained readers, as they are installed."""

from pathlib import Path
from typing import Literal

ReaderName = Literal["deep", "small"]
"""deep: the small reader reads everything, the deep one the best of it again. small: the small one alone, faster."""

MODEL_FOLDER = Path(__file__).parents[1] / "model"
TOKENIZER_FILE = MODEL_FOLDER / "tokenizer.json"
SMALL_FILE = MODEL_FOLDER / "small.onnx"
DEEP_FILE = MODEL_FOLDER / "deep.onnx"
DEEP_WEIGHTS = (MODEL_FOLDER / "deep-1.bin", MODEL_FOLDER / "deep-2.bin")
"""Beside their graph, in pieces that every host of repositories takes; onnxruntime maps them."""


def calibration_file(reader: ReaderName) -> Path:
    return MODEL_FOLDER / f"calibration-{reader}.json"


def files_of(reader: ReaderName) -> tuple[Path, ...]:
    """All that its readings, and what they are worth, depend on."""
    own = (SMALL_FILE, TOKENIZER_FILE, calibration_file(reader))
    return (*own, DEEP_FILE, *DEEP_WEIGHTS) if reader == "deep" else own
