"""How far an update is: counted in files and passages, weighed by the sizes of the files."""

from collections.abc import Sequence

from corpus.folder import FileEntry
from corpus.progress import Advance, IndexProgress
from corpus.reading import Parsed


class Meter:
    """Tells `progress` how far the update is, and lets it end it."""

    def __init__(self, entries: Sequence[FileEntry], progress: IndexProgress | None) -> None:
        self._progress = progress
        self._of = len(entries)
        self._all = sum(map(_weight, entries))
        self._files = 0
        self._done = 0
        """Of `_all`."""

        self._passages = 0

    def tell(self, under_way: float = 0.0) -> None:
        """`under_way`: of the work of files not done yet, in the unit of their weight."""
        if self._progress:
            share = (self._done + under_way) / self._all
            self._progress(Advance(self._files, self._of, self._passages, share))

    def encoded(self, count: int, share: float, batch: Sequence[Parsed]) -> None:
        """More passages of a batch, which make this share of it."""
        self._passages += count
        self.tell(share * sum(map(_weight, files_of(batch))))

    def put(self, batch: Sequence[Parsed]) -> None:
        entries = files_of(batch)
        self._files += len(entries)
        self._done += sum(map(_weight, entries))
        self.tell()


def _weight(entry: FileEntry) -> int:
    """Its share of the work, whatever it is; an empty file is some too."""
    return entry.size + 1


def files_of(batch: Sequence[Parsed]) -> list[FileEntry]:
    return [parsed.entry for parsed in batch if parsed.container is None]
