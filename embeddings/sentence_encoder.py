"""Any sentence-transformers model from a local folder: for GPUs, and for models other than the default."""

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import EmbeddingMatrix, ModelMissing


class SentenceEncoder:
    """Vectors as sentence-transformers makes them, scaled to length 1."""

    def __init__(self, folder: Path) -> None:
        """Loads from this folder alone; the hub libraries are told to stay offline before they are imported."""
        if not (folder / "modules.json").is_file():
            raise ModelMissing(
                f"{folder}: not a sentence-transformers model", hint="set `encoder` to a folder with modules.json"
            )
        os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1")
        from sentence_transformers import SentenceTransformer  # 5 s

        self._model = SentenceTransformer(str(folder.resolve()), local_files_only=True)
        weights = sorted((f.name, f.stat().st_size, f.stat().st_mtime_ns) for f in folder.iterdir() if f.is_file())
        self.name = f"sentence-transformers {folder.resolve()} {weights}"
        self.dimension = int(self._model.get_sentence_embedding_dimension() or 0)

    def encode_passages(self, texts: Sequence[str]) -> EmbeddingMatrix:
        return self._encode(list(texts))

    def encode_question(self, question: str) -> NDArray[np.float32]:
        row: NDArray[np.float32] = self._encode([question])[0]
        return row

    def _encode(self, texts: list[str]) -> EmbeddingMatrix:
        vectors: EmbeddingMatrix = self._model.encode(
            texts, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )
        return vectors
