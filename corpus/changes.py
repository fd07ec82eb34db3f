"""What separates the store of a folder from its files: told by names, sizes and times, without reading any."""

from dataclasses import dataclass

from corpus.errors import FolderNotFound
from corpus.folder import FileEntry, folder_identity, list_files
from corpus.store import FileRecord, Store

FOLDER_IDENTITY = "folder_identity"
"""Under which the store keeps which folder it was that was indexed last."""

_SEEN_WITHOUT_READING = frozenset(["unsupported", "outside_folder", "unreadable"])
"""What may be otherwise for a file of the same size and time; what is too large is so by either."""


@dataclass(frozen=True, slots=True)
class Changes:
    added: tuple[FileEntry, ...]
    changed: tuple[FileEntry, ...]
    removed: tuple[FileRecord, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)

    def __str__(self) -> str:
        parts = {"new": len(self.added), "changed": len(self.changed), "gone": len(self.removed)}
        return ", ".join(f"{count} {name}" for name, count in parts.items() if count)


def find_changes(store: Store) -> Changes:
    """What stands below a folder that cannot be read at the moment is not gone.

    Raises FolderNotFound where the folder cannot be read, or is another one than was indexed and empty, as the place of
    a share is that is not mounted: an index is never emptied so."""
    known = {record.path: record for record in store.files()}
    to_look_into = files_to_look_into(store)
    entries = {entry.path: entry for entry in list_files(store.folder)}
    if not entries and known and store.meta(FOLDER_IDENTITY) != folder_identity(store.folder):
        raise FolderNotFound(
            f"{store.folder}: empty, and not the folder whose {len(known)} files are indexed; their index is kept",
            hint=f"connect the drive it is on; if they are gone for good: qa forget {store.folder}",
        )
    closed = tuple(path for path in entries if path.endswith("/"))
    return Changes(
        added=tuple(entry for path, entry in entries.items() if path not in known),
        changed=tuple(
            entry
            for path, entry in entries.items()
            if path in known and (path in to_look_into or _differs(entry, known[path]))
        ),
        removed=tuple(r for path, r in known.items() if path not in entries and not path.startswith(closed)),
    )


def files_to_look_into(store: Store) -> set[str]:
    """Files with scans that another recogniser, or none, has looked into, or with such files attached to them."""
    return {record.container or record.path for record in store.scans_to_look_into()}


def _differs(entry: FileEntry, record: FileRecord) -> bool:
    """A file once refused by its looks is tried again when its looks no longer refuse it: its time may be the same."""
    if entry.refusal or record.refusal in _SEEN_WITHOUT_READING:
        return entry.refusal != record.refusal
    return (entry.size, entry.mtime_ns) != (record.size, record.mtime_ns)
