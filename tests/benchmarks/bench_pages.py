"""Questions over pages of many kinds, answered from end to end: right, wrong bounds, refused, wrong.

    python -m tests.benchmarks.bench_pages [--questions FILE --in FOLDER] [--reader small] [--each]

A question is one JSON object a line: `question`, and `answers` (each as short as it may be; none: the documents do not
answer it) or `contains` (the same, one string). `items` are what an answer to a question for a list must name, all of them.
Without options these are the questions of `tests/fixtures/pages`. Not collected by pytest; nothing here is timed.
"""

import argparse
import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, get_args

from qa.answering.request import Request
from qa.answering.session import open_session
from qa.reading.model_files import ReaderName
from qa.replies.answers import Answer, NoAnswer, Reply
from qa.settings import Settings

PAGES = Path(__file__).parents[1] / "fixtures" / "pages"
LONGEST_ROUND_IT = 80
"""Characters around an accepted answer; more of them are wrong bounds."""

Verdict = Literal["right", "rightly refused", "wrong bounds", "refused", "answered wrongly"]


@dataclass(frozen=True)
class PageQuestion:
    id: str
    text: str
    answers: tuple[str, ...]
    items: tuple[str, ...]


def questions(file: Path) -> Iterator[PageQuestion]:
    for line in file.read_text(encoding="utf-8").splitlines():
        fields = json.loads(line)
        answers = fields.get("answers", [fields["contains"]] if fields.get("contains") else [])
        yield PageQuestion(fields["id"], fields["question"], tuple(answers), tuple(fields.get("items", ())))


def verdict(question: PageQuestion, reply: Reply) -> Verdict:
    if isinstance(reply, NoAnswer):
        return "refused" if question.answers else "rightly refused"
    if not question.answers:
        return "answered wrongly"
    if question.items:
        said = _plain(" ".join([reply.text, *(each.answer for each in reply.alternatives)]))
        named = [_plain(item) in said for item in question.items]
        return "right" if all(named) else "wrong bounds" if any(named) else "answered wrongly"
    answer = _plain(reply.text)
    accepted = [each for each in map(_plain, question.answers) if each in answer]
    if accepted:
        return "right" if len(answer) <= len(max(accepted, key=len)) + LONGEST_ROUND_IT else "wrong bounds"
    is_part = any(answer in each and 2 * len(answer) > len(each) for each in map(_plain, question.answers))
    return "wrong bounds" if is_part else "answered wrongly"


def is_first_of_the_possible(question: PageQuestion, reply: Reply) -> bool:
    possible = reply.possible[:1] if isinstance(reply, NoAnswer) else ()
    return any(_plain(answer) in _plain(each.answer) for each in possible for answer in question.answers)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _in_brief(reply: Reply) -> str:
    if isinstance(reply, Answer):
        others = "".join(f" | {each.answer!r}" for each in reply.alternatives)
        conflict = " CONFLICT" if reply.disagreements else ""
        return f"{reply.confidence:.2f} {reply.text!r}{others}{conflict}"
    return f"{reply.reason}" + "".join(f" | {each.confidence:.2f} {each.answer!r}" for each in reply.possible)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=Path, default=PAGES / "questions.jsonl")
    parser.add_argument("--in", dest="folder", type=Path, default=PAGES / "documents")
    parser.add_argument("--reader", choices=get_args(ReaderName), default="deep")
    parser.add_argument("--each", action="store_true", help="a line for each question that is not answered rightly")
    options = parser.parse_args()
    counts: Counter[str] = Counter(dict.fromkeys(get_args(Verdict), 0))
    with TemporaryDirectory() as home:
        os.environ["QUOTH_HOME"] = home
        with open_session(options.folder, Settings(reader=options.reader)) as session:
            session.index.refresh(lambda sentence: None)
            for question in questions(options.questions):
                reply, _ = session.answer(Request(question=question.text), note=lambda sentence: None)
                found = verdict(question, reply)
                counts[found] += 1
                counts["refused, though first of the possible"] += is_first_of_the_possible(question, reply)
                if options.each and not found.startswith("right"):
                    print(f"{question.id} {found}: {question.text} -> {_in_brief(reply)}")  # noqa: T201
    print(json.dumps(counts | {"reader": options.reader, "questions": sum(counts[name] for name in get_args(Verdict))}))  # noqa: T201


if __name__ == "__main__":
    main()
