"""Passages encoded by Quoth and by `SentenceTransformer.encode` with its defaults, in turn; vectors and milliseconds.

    python tests/benchmarks/encoding.py PASSAGES.json INDEX.faiss THREADS RUNS wall|processor

Writes the usual script's index. Fails where the two disagree. Prints a JSON line of both medians.
"""

import json
import sys
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import faiss
import numpy as np
import torch
from sentence_transformers import SentenceTransformer

from embeddings.encoder import OnnxEncoder, weights_folder

LEAST_COSINE = 0.999


def main() -> None:
    passages, target, threads, runs, clock = sys.argv[1:]
    read = perf_counter if clock == "wall" else process_time
    texts = json.loads(Path(passages).read_text(encoding="utf-8"))
    torch.set_num_threads(int(threads))
    own, usual = OnnxEncoder(threads=int(threads)), SentenceTransformer(str(weights_folder()), device="cpu")
    vectors = np.asarray(usual.encode(texts), np.float32)
    cosines = (own.encode_passages(texts) * vectors).sum(1)
    if cosines.min() < LEAST_COSINE:
        raise SystemExit(f"the encoders differ: a cosine of {cosines.min():.4f}")
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    faiss.write_index(index, target)
    times: dict[str, list[float]] = {"quoth": [], "usual": []}
    for _ in range(int(runs)):
        for name, encode in (("quoth", own.encode_passages), ("usual", usual.encode)):
            started = read()
            encode(texts)
            times[name].append((read() - started) * 1000)
    print(json.dumps({name: median(of_one) for name, of_one in times.items()}))  # noqa: T201


if __name__ == "__main__":
    main()
