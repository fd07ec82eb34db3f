"""Words in pictures, read by tesseract where it is installed: which one there is, and one page read by it.

It runs as a program, never as a library: a picture goes in, words with their places come out, and nothing is written.
"""

import csv
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from corpus.errors import UserError

PROGRAM = "tesseract"
LANGUAGE = "eng"
DOTS_PER_INCH = 300
_SECONDS_TO_START = 60
_SECONDS_A_PAGE = 300
_LEAST_SURE = 40.0
"""Per cent, of a line's words: less is what pictures and stains look like."""

_WORD_LEVEL = "5"


class RecogniserMissing(UserError):
    """Asked for, and not there."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Shades of grey, a byte each, rows from the top, without padding."""

    width: int
    height: int
    pixels: bytes


@dataclass(frozen=True, slots=True)
class Word:
    """In pixels from the upper left corner."""

    text: str
    left: int
    top: int
    width: int
    height: int
    sureness: float
    """0 to 100, as tesseract has it."""


def installed_recogniser() -> str:
    """Its name with its version. Raises RecogniserMissing with the way out."""
    hint = f"install tesseract with its English data (apt-get install {PROGRAM}-ocr), or take `ocr` out of the settings"
    if not shutil.which(PROGRAM):
        raise RecogniserMissing(f"ocr = true, but {PROGRAM} is not installed: scans are not searched", hint=hint)
    if LANGUAGE not in _said("--list-langs").split():
        raise RecogniserMissing(f"ocr = true, but {PROGRAM} has no data for English: scans are not searched", hint=hint)
    found = re.match(rf"{PROGRAM} v?(\S+)", _said("--version"))
    return f"{PROGRAM} {found[1]}" if found else PROGRAM


def names_recogniser(extractor: str | None) -> bool:
    """Whether what made a text read scans, too."""
    return PROGRAM in (extractor or "")


def lines_in(picture: Picture) -> list[list[Word]]:
    """The lines of a picture, in reading order; none where nothing can be read. Raises RecogniserMissing when tesseract
    cannot be run."""
    command = [PROGRAM, "stdin", "stdout", "-l", LANGUAGE, "--psm", "1", "--dpi", str(DOTS_PER_INCH)]
    image = b"P5 %d %d 255\n" % (picture.width, picture.height) + picture.pixels
    try:
        # One thread: several pages are read side by side, which is faster than several threads on one.
        done = subprocess.run(
            [*command, "-c", "tessedit_create_tsv=1"], input=image, capture_output=True, check=False,
            timeout=_SECONDS_A_PAGE, env=os.environ | {"OMP_THREAD_LIMIT": "1"},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return []
    except OSError as error:
        raise RecogniserMissing(f"{PROGRAM}: {error.strerror}", hint=f"apt-get install {PROGRAM}-ocr") from error
    return list(_lines(done.stdout.decode("utf-8", "replace")))


def _lines(table: str) -> Iterator[list[Word]]:
    """Of what tesseract says, the lines it is sure enough of."""
    rows = csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    words = (row for row in rows if row.get("level") == _WORD_LEVEL and (row.get("text") or "").strip())
    for _, line in groupby(words, key=lambda row: (row["block_num"], row["par_num"], row["line_num"])):
        found = [_word(row) for row in line]
        if sum(word.sureness for word in found) >= _LEAST_SURE * len(found):
            yield found


def _word(row: dict[str, str]) -> Word:
    left, top, width, height = (int(row[name]) for name in ("left", "top", "width", "height"))
    return Word(row["text"].strip(), left, top, width, height, float(row["conf"]))


def _said(option: str) -> str:
    try:
        done = subprocess.run(
            [PROGRAM, option], capture_output=True, check=False, timeout=_SECONDS_TO_START, encoding="utf-8",
            errors="replace",
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout or done.stderr
