"""How somebody who waits is told what goes on."""

from collections.abc import Callable
from dataclasses import dataclass

Progress = Callable[[int, int], None]
"""Called with the number done, from 1, and the number to do."""

Note = Callable[[str], None]
"""Takes one sentence."""


@dataclass(frozen=True, slots=True)
class Advance:
    """How far an update of an index is."""

    files: int
    """Of which everything is in the index."""

    of: int
    """Files to be read."""

    passages: int
    """Encoded since the update began; those of files not yet in the index too."""

    share: float
    """Of the work, 0 to 1, by the sizes of the files."""


IndexProgress = Callable[[Advance], None]
"""Called after every few passages and files, and now and then while a file takes long. What it raises ends the update."""
