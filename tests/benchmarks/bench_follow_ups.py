"""How much of a follow-up question's answer the conversation gives back: F1 of the conversations that come with Quoth.

    python tests/benchmarks/bench_follow_ups.py [--reader small] [--conversations FILE] [--program-only] [--resolutions]

Follow-ups are asked bare, as a person resolved them, and as the program does after their history. "best span" scores
the most probable span whatever its confidence; "with refusals" scores a refusal 0; "right" counts answers that share at
least half of their words with an accepted one, "wrong" the other answers. The rules were improved while looking at the
even conversations; the odd ones were only measured.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from corpus.locations import CONVERSATIONS, DEFAULT_FOLDER
from qa.answering.session import open_session
from qa.evaluation.metrics import f1, is_right
from qa.evaluation.questions import Question, load_questions
from qa.evaluation.run import Outcome, run_open
from qa.settings import Settings


def is_even(question: Question) -> bool:
    return int(question.id[1:].split("-")[0]) % 2 == 0


def best_span(outcome: Outcome) -> float:
    return f1(outcome.prediction, outcome.question.answers)


def with_refusals(outcome: Outcome) -> float:
    return best_span(outcome) if outcome.answered else 0.0


def mean(values: Sequence[float]) -> float:
    return round(sum(values) / len(values), 4)


def figures(wordings: dict[str, list[Outcome]]) -> dict[str, object]:
    report: dict[str, object] = {"follow_ups": len(wordings["program"])}
    for name, score in (("best_span", best_span), ("with_refusals", with_refusals)):
        means = {wording: mean([score(outcome) for outcome in outcomes]) for wording, outcomes in wordings.items()}
        report[name] = means
        if "hand" in means:
            report[name] = means | {"program_over_hand": round(means["program"] / means["hand"], 4)}
    return report | {"answered": {wording: counts(outcomes) for wording, outcomes in wordings.items()}}


def counts(outcomes: Sequence[Outcome]) -> dict[str, int]:
    answered = [outcome for outcome in outcomes if outcome.answered]
    right = sum(is_right(outcome.prediction, outcome.question.answers) for outcome in answered)
    return {"right": right, "wrong": len(answered) - right, "refused": len(outcomes) - len(answered)}


def asked(outcome: Outcome) -> str:
    return outcome.reply.asked if outcome.reply else ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--resolutions", action="store_true", help="list the even conversations' follow-ups")
    parser.add_argument("--reader", choices=["deep", "small"], default="deep")
    parser.add_argument("--conversations", type=Path, default=CONVERSATIONS, metavar="FILE")
    parser.add_argument("--program-only", action="store_true", help="neither bare nor by hand")
    options = parser.parse_args()
    turns = load_questions(options.conversations).questions
    follow_ups = [turn for turn in turns if turn.kind == "follow_up"]
    bare = [replace(turn, history=()) for turn in follow_ups]
    by_hand = [replace(turn, text=turn.resolved or turn.text, history=()) for turn in follow_ups]
    with open_session(DEFAULT_FOLDER, Settings(reader=options.reader)) as session:
        session.index.refresh(lambda sentence: None)
        conversed = run_open(session, turns, None)
        wordings = {"program": [outcome for outcome in conversed if outcome.question.kind == "follow_up"]}
        if not options.program_only:
            wordings = {"bare": run_open(session, bare, None), "hand": run_open(session, by_hand, None)} | wordings
    new_topics = [outcome for outcome in conversed if outcome.question.kind == "new_topic"]
    report: dict[str, object] = {}
    for name, halves in (("all", (True, False)), ("even, looked at", (True,)), ("odd, not looked at", (False,))):
        chosen = {
            wording: [outcome for outcome in outcomes if is_even(outcome.question) in halves]
            for wording, outcomes in wordings.items()
        }
        topics = [outcome for outcome in new_topics if is_even(outcome.question) in halves]
        unchanged = mean([asked(outcome) == outcome.question.text for outcome in topics])
        report[name] = figures(chosen) | {"new_topics": len(topics), "new_topics_unchanged": unchanged}
    print(json.dumps(report, indent=1))  # noqa: T201
    if options.resolutions:
        for program, hand in zip(wordings["program"], wordings.get("hand", wordings["program"]), strict=True):
            if is_even(program.question) or options.conversations != CONVERSATIONS:
                scores = f"{best_span(program):.2f} {best_span(hand):.2f}"
                given = "answered" if program.answered else "refused"
                print(f"{program.question.id} {scores}  {program.question.text} -> {asked(program)}")  # noqa: T201
                print(f"        {given}: {program.prediction!r} | {hand.prediction!r}")  # noqa: T201


if __name__ == "__main__":
    main()
