"""The same, led by coverage: atheris keeps each case that reaches a line no case has reached before, and goes on from it.

Readers run in this process, where their lines can be counted; what takes this process down is kept by the library.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from random import Random

from corpus.errors import UnreadableFile
from corpus.formats import FORMATS
from tests.foreign_files import assert_sound
from tests.fuzz.mutations import LONGEST, mutated

Case = Callable[[bytes], None]


def run_guided(
    suffix: str, minutes: float, seed: int, files: Mapping[str, Sequence[tuple[str, bytes]]], keep: Path
) -> int:
    """Ends the process, with 0 where nothing was found in that time."""
    import atheris

    with atheris.instrument_imports(include=["corpus", "pypdf", "markdown_it", "email"]):
        extract = import_module("corpus.formats").extract
        import_module(FORMATS[suffix].partition(":")[0])
    starts = keep / f"starts{suffix}"
    starts.mkdir(parents=True, exist_ok=True)
    for number, (_, data) in enumerate(files[suffix]):
        (starts / f"{number}").write_bytes(data)

    def case(data: bytes) -> None:
        try:
            extraction = extract(f"case{suffix}", data)
        except UnreadableFile:
            return
        assert_sound(extraction)
        if extraction.coordinates == "file":
            assert data.decode(extraction.encoding) == extraction.text

    def mutate(data: bytes, most: int, chance: int) -> bytes:
        random = Random(chance)
        return bytes(atheris.Mutate(data, most)) if random.random() < 0.3 else mutated(suffix, data, random)[:most]

    arguments = [
        sys.argv[0], f"-max_total_time={round(60 * minutes)}", f"-seed={seed + 1}", f"-max_len={LONGEST}",
        f"-artifact_prefix={keep}/", "-timeout=20", "-rss_limit_mb=3000", "-print_final_stats=1", str(starts),
    ]  # fmt: skip
    atheris.Setup(arguments, case, custom_mutator=mutate)
    atheris.Fuzz()
    return 0
