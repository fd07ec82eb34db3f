"""How somebody who waits is told what goes on."""

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Called with the number done, from 1, and the number to do."""

Note = Callable[[str], None]
"""Takes one sentence."""
