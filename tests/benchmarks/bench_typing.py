"""Typing while a question is answered: milliseconds from a key press to the screen with its character.

    PYTHONPATH=. python tests/benchmarks/bench_typing.py FOLDER [--questions 40] [--interval 0.06] [--size 120x36]

The real app with the real models, over documents made up from a list of words (`FOLDER/documents`, at least 10,000
passages) and their index (`FOLDER/home`); both are made when they are not there, which takes minutes. A key is sent as
the terminal's driver sends it; it is drawn when the screen has been refreshed after it. Keys are sent at an even pace from
the moment a question is sent until its reply stands there, and three more; then as many with nothing running. Prints one
JSON line.
"""

import argparse
import asyncio
import json
import os
import random
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from textual import on
from textual.events import Key
from textual.pilot import Pilot
from textual.widgets import TextArea

from tests.driving import settled, until
from tui import QuothApp

DOCUMENTS, SENTENCES = 500, 110
LEAST_PASSAGES = 10_000
SEED = 17
LETTERS = "the quick answer stands in its own words "
QUESTIONS_A_CONVERSATION = 8
INDEXING_SECONDS = 3600.0

PEOPLE = "baker farmer teacher sailor painter doctor miller keeper writer singer mayor captain weaver smith".split()
PLACES = "harbour bridge market mill school station tower garden library chapel factory orchard island quarry".split()
VERBS = "opened closed painted repaired visited measured described bought sold counted forgot defended left".split()
TIMES = "spring summer autumn winter morning evening year week".split()
ADJECTIVES = "old new small quiet narrow distant famous empty bright heavy wooden ruined northern southern".split()


class WatchedApp(QuothApp):
    """Says when what was typed last has been drawn."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.drawn = asyncio.Event()

    @on(TextArea.Changed)
    def note_drawing(self) -> None:
        self.call_after_refresh(self.drawn.set)


def sentence(chooser: random.Random) -> str:
    person, other = chooser.sample(PEOPLE, 2)
    first, second = chooser.sample(PLACES, 2)
    verb, adjective, time = chooser.choice(VERBS), chooser.choice(ADJECTIVES), chooser.choice(TIMES)
    return chooser.choice((
        f"In the {time} of {chooser.randint(1700, 1999)} the {person} {verb} the {adjective} {first}.",
        f"The {person} and {chooser.randint(2, 900)} others {verb} the {first} near the {adjective} {second}.",
        f"Nobody knew why the {other} {verb} the {first}, which the {person} had {verb} in the {time} before.",
        f"The {adjective} {first} is {chooser.randint(2, 90)} miles from the {second}, as the {person} wrote.",
    ))  # fmt: skip


def write_documents(folder: Path) -> None:
    chooser = random.Random(SEED)
    folder.mkdir(parents=True)
    for number in range(DOCUMENTS):
        paragraphs = [" ".join(sentence(chooser) for _ in range(5)) for _ in range(SENTENCES // 5)]
        (folder / f"{number:04}.txt").write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")


def question(chooser: random.Random) -> str:
    person, place = chooser.choice(PEOPLE), chooser.choice(PLACES)
    verb, adjective = chooser.choice(("open", "paint", "repair", "visit", "measure")), chooser.choice(ADJECTIVES)
    return f"When did the {person} {verb} the {adjective} {place}?"


async def press(app: WatchedApp, letter: str) -> float:
    """Milliseconds until the letter is on the screen."""
    app.drawn.clear()
    started = perf_counter()
    app.post_message(Key("space" if letter == " " else letter, letter))
    await app.drawn.wait()
    return (perf_counter() - started) * 1000


async def type_through(app: WatchedApp, pilot: Pilot[None], text: str, interval: float) -> tuple[list[float], int]:
    """Asks, and types until the reply stands there and three letters longer. How many fell into the running question?"""
    app.question_box.text = text
    await pilot.pause()
    app.post_message(Key("enter", "\r"))
    await until(pilot, lambda: app.conversation.waiting is not None)
    times, while_running, after = [], 0, 3
    for letter in cycle(LETTERS):
        if app.conversation.waiting is None:
            after -= 1
        else:
            while_running += 1
        times.append(await press(app, letter))
        if not after:
            return times, while_running
        await asyncio.sleep(max(0.0, interval - times[-1] / 1000))
    raise AssertionError("letters never end")


def summary(times: Sequence[float]) -> dict[str, float]:
    return {
        "median_ms": round(median(times), 1),
        "p95_ms": round(quantiles(times, n=20)[-1], 1),
        "worst_ms": round(max(times), 1),
    }


async def measure(documents: Path, questions: int, interval: float, size: tuple[int, int]) -> dict[str, object]:
    chooser = random.Random(SEED)
    app = WatchedApp(documents)
    busy: list[float] = []
    replies: list[float] = []
    while_running = 0
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: app.index_status.has_class("-idle"), INDEXING_SECONDS)
        for number in range(questions):
            if number % QUESTIONS_A_CONVERSATION == 0:
                await app.action_new_conversation()
            times, running = await type_through(app, pilot, question(chooser), interval)
            busy += times
            while_running += running
            replies.append(app.conversation.turns[-1].timings.total)
            await settled(app, pilot)
        app.question_box.text = ""
        await pilot.pause()
        idle = []
        for _, letter in zip(busy, cycle(LETTERS), strict=False):
            idle.append(await press(app, letter))
            await asyncio.sleep(max(0.0, interval - idle[-1] / 1000))
        with app._sessions[-1].use() as session:
            passages = session.index.passage_count()
        await settled(app, pilot)
    if passages < LEAST_PASSAGES:
        raise SystemExit(f"{documents}: {passages} passages, too few to measure with; delete the folder")
    return {
        "passages": passages, "questions": questions, "reply_ms_median": round(median(replies), 1),
        "keys": len(busy), "keys_while_answering": while_running,
        "answering": summary(busy), "nothing_running": summary(idle),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--questions", type=int, default=40)
    parser.add_argument("--interval", type=float, default=0.06, help="seconds from key to key")
    parser.add_argument("--size", default="120x36")
    options = parser.parse_args()
    documents = options.folder / "documents"
    if not documents.is_dir():
        write_documents(documents)
    os.environ["QUOTH_HOME"] = str(options.folder / "home")
    width, height = map(int, options.size.split("x"))
    print(json.dumps(asyncio.run(measure(documents, options.questions, options.interval, (width, height)))))  # noqa: T201


if __name__ == "__main__":
    main()
