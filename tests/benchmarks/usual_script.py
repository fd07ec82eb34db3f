"""What people write for this without Quoth: sentence-transformers, a FAISS index, a question-answering network over the
passages found. Whole and by itself, to be timed against.

    python tests/benchmarks/usual_script.py ENCODER PASSAGES.json INDEX.faiss QUESTION [--rounds 1] [--clock wall]

The network has the shape of Quoth's small reader (12 layers of 384) in 32-bit floats and random weights: its answers mean
nothing, its time is that of a trained one. Prints one JSON line with the milliseconds of each round.
"""

import argparse
import json
from pathlib import Path
from time import perf_counter, process_time

import faiss
import torch
from sentence_transformers import SentenceTransformer
from transformers import AutoTokenizer, BertConfig, BertForQuestionAnswering

PASSAGES_READ = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("encoder", type=Path)
    parser.add_argument("passages", type=Path)
    parser.add_argument("index", type=Path)
    parser.add_argument("question")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--clock", choices=("wall", "processor"), default="wall")
    options = parser.parse_args()
    encoder = SentenceTransformer(str(options.encoder), device="cpu")
    index = faiss.read_index(str(options.index))
    passages = json.loads(options.passages.read_text(encoding="utf-8"))
    tokenizer = AutoTokenizer.from_pretrained(options.encoder)
    shape = BertConfig(hidden_size=384, num_hidden_layers=12, num_attention_heads=12, intermediate_size=1536)
    reader = BertForQuestionAnswering(shape)
    reader.train(False)
    read = perf_counter if options.clock == "wall" else process_time
    times = []
    for _ in range(options.rounds):
        started = read()
        _, rows = index.search(encoder.encode([options.question]), PASSAGES_READ)
        found = [passages[row] for row in rows[0] if row >= 0]
        inputs = tokenizer(
            [options.question] * len(found),
            found,
            padding=True,
            truncation="only_second",
            max_length=320,
            return_tensors="pt",
        )
        with torch.inference_mode():
            scores = reader(**inputs)
        int(scores.start_logits.max(-1).values.argmax())
        times.append(round((read() - started) * 1000, 1))
    print(json.dumps(times))  # noqa: T201


if __name__ == "__main__":
    main()
