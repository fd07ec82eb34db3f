"""The files of the trained readers, as they are installed."""

from pathlib import Path

MODEL_FOLDER = Path(__file__).parents[1] / "model"
READER_FILE = MODEL_FOLDER / "reader.onnx"
TOKENIZER_FILE = MODEL_FOLDER / "tokenizer.json"
CALIBRATION_FILE = MODEL_FOLDER / "calibration.json"

MODEL_FILES = (READER_FILE, TOKENIZER_FILE, CALIBRATION_FILE)
"""All that a reply's readings depend on."""
