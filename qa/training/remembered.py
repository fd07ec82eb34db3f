"""A reader that never reads the same text for the same question twice, so that confidence is fitted anew in seconds.

What is remembered belongs to a network's own files; another network, rendering or question is read.
"""

import hashlib
import json
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from corpus.document import Span
from qa.reading.cascade import CascadeReader
from qa.reading.model_files import DEEP_FILE, DEEP_WEIGHTS, SMALL_FILE, ReaderName
from qa.reading.reader import OnnxReader, Reader, Reading, normalise_question

_Remembered = list[tuple[int, int, float]]
"""Start and end in the text, and margin; best first."""


class RememberedReader:
    """A `Reader` before another one, whose readings of a text must depend on the question and that text alone."""

    def __init__(self, reader: Reader, file: Path) -> None:
        """`file` is read now, and added to whenever something new was read."""
        self._reader = reader
        self._file = file
        self._known: dict[str, _Remembered] = {}
        if file.exists():
            for line in file.read_text(encoding="utf-8").splitlines():
                key, readings = json.loads(line)
                self._known[key] = [tuple(each) for each in readings]

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        keys = [_key(question, text) for text in texts]
        new = [index for index, key in enumerate(keys) if key not in self._known]
        if new:
            self._learn(keys, new, self._reader.read(question, [texts[index] for index in new]))
        readings = [
            Reading(index, Span(start, end), margin)
            for index, key in enumerate(keys)
            for start, end, margin in self._known[key]
        ]
        return sorted(readings, key=lambda reading: (-reading.margin, reading.text_index, reading.span))

    def _learn(self, keys: Sequence[str], new: Sequence[int], readings: Sequence[Reading]) -> None:
        by_text = {new[index]: list(of_one) for index, of_one in groupby(sorted(readings, key=_text_of), key=_text_of)}
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.open("a", encoding="utf-8") as file:
            for index in new:
                found = [(*each.span, each.margin) for each in by_text.get(index, [])]
                self._known[keys[index]] = found
                file.write(json.dumps([keys[index], found]) + "\n")


def remembering(name: ReaderName, folder: Path) -> Reader:
    """The readers that ship, each remembering what it reads in a file of its own in the folder."""
    small = RememberedReader(OnnxReader(SMALL_FILE, threads=1), folder / f"{_version(SMALL_FILE)}.jsonl")
    if name == "small":
        return small
    deep = OnnxReader(DEEP_FILE, threads=1)
    return CascadeReader(small, RememberedReader(deep, folder / f"{_version(DEEP_FILE, *DEEP_WEIGHTS)}.jsonl"))


def _text_of(reading: Reading) -> int:
    return reading.text_index


def _key(question: str, text: str) -> str:
    return hashlib.sha256(f"{normalise_question(question)}\0{text}".encode()).hexdigest()[:24]


def _version(*files: Path) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return f"{files[0].stem}-{digest.hexdigest()[:16]}"
