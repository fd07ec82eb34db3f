"""Conflicts that a follow-up takes up with the answer it goes back to."""

from collections.abc import Sequence
from dataclasses import replace

from qa.answering.citing import cues_of
from qa.replies.answers import Answer, Citation, Disagreement, all_citations
from qa.replies.turns import Turn


def with_conflicts_taken_up(answer: Answer, turns: Sequence[Turn]) -> Answer:
    """The answer with every conflict about an earlier answer that its question names, and was not typed with: "how old
    was Ada Holm?" for "how old was she?", where another document says that it was Otto Lind.

    Their citations are numbered behind the answer's own; what became of them since is still to be checked."""
    taken_up = [
        conflict for turn in turns if turn.answer and _names(turn.answer, answer) for conflict in turn.conflicts
    ]
    new = [conflict for conflict in dict.fromkeys(taken_up) if conflict not in answer.disagreements]
    if not new:
        return answer
    places = {(c.document, c.start, c.end): c.number for c in all_citations(answer)}

    def numbered(citation: Citation) -> Citation:
        key = (citation.document, citation.start, citation.end)
        return replace(citation, number=places.setdefault(key, max(places.values()) + 1))

    def renumbered(conflict: Disagreement) -> Disagreement:
        values = tuple(replace(v, citations=tuple(map(numbered, v.citations))) for v in conflict.values)
        return replace(conflict, values=values)

    with_conflicts = replace(answer, disagreements=(*answer.disagreements, *map(renumbered, new)))
    return replace(with_conflicts, cues=cues_of(all_citations(with_conflicts)))


def _names(earlier: str, answer: Answer) -> bool:
    words = " ".join(earlier.lower().split())
    return words in answer.asked.lower() and words not in answer.question.lower()
