"""Any sentence-transformers model from a local folder: for GPUs, and for models other than the default."""

import os
from collections.abc import Sequence
from itertools import pairwise
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
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        self._model = SentenceTransformer(str(folder.resolve()), local_files_only=True)
        weights = sorted((f.name, f.stat().st_size, f.stat().st_mtime_ns) for f in folder.iterdir() if f.is_file())
        self.name = f"sentence-transformers {folder.resolve()} {weights}"
        self.dimension = int(self._model.get_embedding_dimension() or 0)

    def encode_passages(self, texts: Sequence[str]) -> EmbeddingMatrix:
        return self._encode(list(texts))

    def encode_question(self, question: str) -> NDArray[np.float32]:
        row: NDArray[np.float32] = self._encode([question])[0]
        return row

    def _encode(self, texts: list[str]) -> EmbeddingMatrix:
        parts = [(owner, part) for owner, text in enumerate(texts) for part in self._parts(text)]
        sums = np.zeros((len(texts), self.dimension), np.float32)
        if parts:
            part_vectors = self._model.encode(
                [part for _, part in parts], normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
            )
            np.add.at(sums, [owner for owner, _ in parts], part_vectors)
        vectors: EmbeddingMatrix = sums / np.linalg.norm(sums, axis=1, keepdims=True)
        return vectors

    def _parts(self, text: str) -> list[str]:
        """The text in pieces that the model reads whole, cut between words where it can be."""
        if not self._model.max_seq_length or not hasattr(self._model.tokenizer, "num_special_tokens_to_add"):
            return [text]
        most = self._model.max_seq_length - self._model.tokenizer.num_special_tokens_to_add()
        encoding = self._model.tokenizer(text, add_special_tokens=False, return_offsets_mapping=True, verbose=False)
        words, offsets = encoding.word_ids(), encoding["offset_mapping"]
        starts, first = [0], most
        while first < len(words):
            cut = next((i for i in range(first, starts[-1], -1) if words[i] != words[i - 1]), first)
            starts.append(cut)
            first = cut + most
        borders = [0, *(offsets[start][0] for start in starts[1:]), len(text)]
        return [text[start:end] for start, end in pairwise(borders)]
