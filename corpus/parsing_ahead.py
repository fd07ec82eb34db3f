"""Files parsed on a thread of their own, ahead of whoever takes them: while some are encoded, the next are read.

Parsers that work in C, in the child process or in `zlib`, need the interpreter little, as the encoder does: both cores work.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from corpus.folder import FileEntry
from corpus.isolation import Parser, extract_isolated
from corpus.reading import Parsed, parse_file

FILES_AHEAD = 32
BYTES_AHEAD = 20_000_000
"""Of files parsed and not yet taken; one larger file is parsed all the same, by itself."""

_SECONDS_PATIENT = 0.5


@contextmanager
def parsing_ahead(
    folder: Path, entries: Iterable[FileEntry], *, ocr: bool = False
) -> Iterator[Iterator[list[Parsed] | None]]:
    """What came of each file, in order; None whenever half a second has passed and the next is not parsed yet.

    Leaving ends what is still being parsed, and its process."""
    parser = Parser(ocr=ocr)
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="parser") as thread:
        ahead = _Ahead(folder, entries, parser, thread)
        try:
            yield iter(ahead)
        finally:
            thread.shutdown(wait=False, cancel_futures=True)
            parser.stop()


class _Ahead:
    """Submits what may wait, and hands it out."""

    def __init__(self, folder: Path, entries: Iterable[FileEntry], parser: Parser, thread: ThreadPoolExecutor) -> None:
        self._parse = partial(parse_file, folder, extract=partial(extract_isolated, parser=parser))
        self._todo = deque(entries)
        self._thread = thread
        self._waiting: deque[tuple[int, Future[list[Parsed]]]] = deque()
        """With the sizes of their files."""

    def __iter__(self) -> Iterator[list[Parsed] | None]:
        while self._todo or self._waiting:
            self._submit()
            _, parsed = self._waiting[0]
            try:
                found = parsed.result(timeout=_SECONDS_PATIENT)
            except TimeoutError:
                if parsed.done():  # it raised that itself
                    raise
                yield None
            else:
                self._waiting.popleft()
                yield found

    def _submit(self) -> None:
        while self._todo and self._has_room():
            entry = self._todo.popleft()
            self._waiting.append((entry.size, self._thread.submit(self._parse, entry)))

    def _has_room(self) -> bool:
        held = sum(size for size, _ in self._waiting) + self._todo[0].size
        return not self._waiting or (len(self._waiting) < FILES_AHEAD and held <= BYTES_AHEAD)
