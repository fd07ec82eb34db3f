"""Asks some questions of a folder, all of them once and then round by round, and prints the milliseconds of the rounds.

    python tests/benchmarks/warm_questions.py FOLDER READER ROUNDS wall|processor

Run with another checkout first on the path it times that one: no more is used here than what has been there for long.
"""

import json
import sys
from pathlib import Path
from time import perf_counter, process_time
from typing import cast

from qa.answering.request import Request
from qa.answering.session import open_session
from qa.reading.model_files import ReaderName
from qa.settings import Settings, load_settings

QUESTIONS = (
    "how many were released?",
    "who founded Justice for Migrant Women?",
    "when were the raids?",
    "where did they work?",
)


def main() -> None:
    folder, reader, rounds, clock = sys.argv[1:]
    read = perf_counter if clock == "wall" else process_time
    settings = Settings(reader=cast(ReaderName, reader), threads=load_settings().threads)
    with open_session(Path(folder), settings) as session:
        session.index.update()
        times = []
        for _ in range(int(rounds) + 1):
            for question in QUESTIONS:
                started = read()
                session.answer(Request(question=question), note=lambda sentence: None)
                times.append(round((read() - started) * 1000, 1))
    print(json.dumps(times[len(QUESTIONS) :]))  # noqa: T201


if __name__ == "__main__":
    main()
