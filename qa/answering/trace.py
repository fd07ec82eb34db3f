"""How a reply came about: what was found and read for it. It is explained and measured, never saved."""

from dataclasses import dataclass
from typing import Any

from embeddings.engine import Hit
from qa.reading.candidates import Candidate


@dataclass(frozen=True, slots=True)
class Trace:
    hits: tuple[Hit, ...] = ()
    """Best first."""

    candidates: tuple[Candidate, ...] = ()
    """The answer's own first, then the others, most probable first."""

    def explanation(self) -> dict[str, Any]:
        """What `--explain` adds: the scores of every hit and candidate, in their order."""
        return {"hits": list(map(_explained_hit, self.hits)), "candidates": list(map(_explained, self.candidates))}


def _explained_hit(hit: Hit) -> dict[str, Any]:
    start, end = hit.passage.span
    return {
        "document": hit.passage.document.path, "start": start, "end": end, "score": round(hit.score, 4),
        "words_score": round(hit.words_score, 4), "cosine": round(hit.cosine, 4),
    }  # fmt: skip


def _explained(candidate: Candidate) -> dict[str, Any]:
    start, end = candidate.span
    return {
        "text": candidate.text, "document": candidate.document_path, "start": start, "end": end,
        "margin": round(candidate.margin, 4), "confidence": round(candidate.confidence, 4),
    }  # fmt: skip
