"""What English can say of an answer: how it stands to another, and what limits it."""

from typing import Literal

Relation = Literal["agree", "compatible", "conflict", "not_comparable"]
"""How two answers to one question stand to each other."""

CueKind = Literal["hedge", "negation", "attribution"]
"""How words around a quote limit it."""
