"""Every reader, fed real files that were broken on purpose: what it did, and what it must never do.

    python -m tests.fuzz [.docx .pdf ...] [--minutes 5] [--seed 0] [--files FOLDER] [--keep FOLDER]
    python -m tests.fuzz --case .docx:1234     # one case again, by its number
    python -m tests.fuzz .json --guided        # led by coverage; needs `pip install atheris`

It must not crash, not hang, give no range outside its text, give the same for the same bytes, hold no half characters, and
refuse for none but the reasons of the contract. Exit code 1 where anything was found; each such file is kept.
"""

import argparse
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from resource import RUSAGE_CHILDREN, getrusage
from tempfile import mkdtemp

from corpus.isolation import Limits, Parser
from tests.fuzz.judging import MOST_SECONDS, Verdict, judged
from tests.fuzz.mutations import mutated
from tests.fuzz.seeds import seeds

LIMITS = Limits(processor_seconds=MOST_SECONDS)
READ_TWICE = 10
"""Every so many cases one is read by a second process too."""

TURN_SECONDS = 5.0
"""For which one reader has its turn."""


@dataclass
class Record:
    """What came of one reader's cases."""

    suffix: str
    next_case: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    slowest: tuple[float, int, int] = (0.0, 0, 0)
    """Seconds on the clock, the bytes of that case, and its number."""

    def add(self, number: int, size: int, verdict: Verdict) -> None:
        self.outcomes[verdict.outcome] += 1
        self.slowest = max(self.slowest, (verdict.seconds, size, number))


class Campaign:
    """Cases in turn for some readers, from one number on."""

    def __init__(self, seed: int, files: Path | None, keep: Path) -> None:
        self._seed = seed
        self._seeds = seeds(files)
        self._keep = keep
        self._parser, self._other = Parser(LIMITS), Parser(LIMITS)

    @property
    def suffixes(self) -> list[str]:
        return list(self._seeds)

    def case(self, suffix: str, number: int) -> bytes:
        chance = Random(f"{self._seed}{suffix}{number}")
        _, data = chance.choice(self._seeds[suffix])
        return mutated(suffix, data, chance)

    def judge(self, record: Record, number: int) -> Verdict:
        data = self.case(record.suffix, number)
        name = f"case{record.suffix}"
        verdict = judged(self._parser, None if number % READ_TWICE else self._other, name, data)
        record.add(number, len(data), verdict)
        if verdict.fault:
            self._keep.mkdir(parents=True, exist_ok=True)
            file = self._keep / f"{self._seed}-{number}{record.suffix}"
            file.write_bytes(data)
            record.faults.append(f"{record.suffix}:{number}  {verdict.fault}  {file}")
            print(record.faults[-1], file=sys.stderr, flush=True)  # noqa: T201
        return verdict

    def run(self, suffixes: list[str], minutes: float) -> list[Record]:
        """Turns of some seconds each, until the time is up."""
        records = [Record(suffix) for suffix in suffixes]
        end = time.monotonic() + 60 * minutes
        while time.monotonic() < end:
            for record in records:
                turn = min(end, time.monotonic() + TURN_SECONDS)
                while time.monotonic() < turn:
                    self.judge(record, record.next_case)
                    record.next_case += 1
        return records

    def close(self) -> None:
        self._parser.close()
        self._other.close()


def table(records: list[Record]) -> str:
    rows = ["| reader | cases | read | refused | found | slowest |", "|---|---|---|---|---|---|"]
    for record in records:
        refused = ", ".join(f"{count} {reason}" for reason, count in record.outcomes.most_common() if reason != "read")
        seconds, size, number = record.slowest
        slowest = f"{1000 * seconds:.0f} ms for {size / 1000:.0f} kB, case {number}"
        cases = record.outcomes.total()
        rows.append(
            f"| {record.suffix} | {cases} | {record.outcomes['read']} | {refused or 0} | {len(record.faults)} | {slowest} |"
        )
    total = sum(record.outcomes.total() for record in records)
    most_memory = getrusage(RUSAGE_CHILDREN).ru_maxrss / 1000
    return "\n".join([*rows, f"\n{total} cases; at most {most_memory:.0f} MB of memory in a child"])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suffixes", nargs="*", metavar="SUFFIX", help="of the readers (default: all)")
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--files", type=Path, metavar="FOLDER", help="more real files to break")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where files that found something are kept")
    parser.add_argument("--case", metavar="SUFFIX:NUMBER")
    parser.add_argument("--guided", action="store_true", help="led by coverage, one reader at a time")
    options = parser.parse_args()
    keep = options.keep or Path(mkdtemp(prefix="quoth-fuzz-"))
    if options.guided:
        from tests.fuzz.guided import run_guided

        return run_guided(options.suffixes[0], options.minutes, options.seed, seeds(options.files), keep)
    campaign = Campaign(options.seed, options.files, keep)
    if options.case:
        suffix, _, number = options.case.partition(":")
        print(campaign.judge(Record(suffix), int(number)))  # noqa: T201
        return 0
    if unknown := set(options.suffixes) - set(campaign.suffixes):
        parser.error(f"no reader for {', '.join(sorted(unknown))}; there are {' '.join(campaign.suffixes)}")
    records = campaign.run(options.suffixes or campaign.suffixes, options.minutes)
    campaign.close()
    print(table(records))  # noqa: T201
    return int(any(record.faults for record in records))


if __name__ == "__main__":
    sys.exit(main())
