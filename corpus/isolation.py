"""Parsing files that may be hostile: in a child process with bounds on memory, time and output.

One child serves many files. What it gives back is JSON that is checked, so nothing it says is run or believed. When a file
exceeds a bound, or takes its parser down, the child is ended, and another one started for the next file.
"""

import atexit
import json
import os
import selectors
import signal
import subprocess
import sys
import time
from base64 import b64decode
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import PurePosixPath
from threading import Lock
from typing import IO, Any, get_args

from corpus.document import Span
from corpus.errors import Reason, UnreadableFile, UserError
from corpus.formats import OWN_TEXT, extract, known_formats, suffix_of
from corpus.formats.extraction import Attachment, Block, Extraction
from corpus.parser_process import LENGTH

_CHUNK = 1 << 20
_LONGEST_MESSAGE = 200
_SECONDS_TO_DIE = 5.0
"""From the end of its replies to the end of the child."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take; memory is bounded in the child itself."""

    processor_seconds: int = 120
    """Counts only what the file itself uses, however busy the machine is."""

    seconds: float = 900.0
    """On the clock, for a parser that waits."""

    output: int = 200_000_000
    """Bytes of JSON."""


def extract_isolated(path: str, data: bytes) -> Extraction:
    """As `corpus.formats.extract`, with parsers of other programs kept out of this process."""
    suffix = suffix_of(path)
    if suffix in OWN_TEXT or suffix not in known_formats():
        return extract(path, data)
    return _shared_parser().extract(path, data)


@cache
def _shared_parser() -> "Parser":
    parser = Parser()
    atexit.register(parser.close)
    return parser


class Parser:
    """A child process, started when it is first needed. May be shared between threads: one file at a time."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._lock = Lock()
        self._child: subprocess.Popen[bytes] | None = None

    def extract(self, path: str, data: bytes) -> Extraction:
        """Raises UnreadableFile, also when the child exceeds a bound or dies."""
        with self._lock:
            is_done = False
            try:
                child = self._running_child()
                reply = self._reply(child, path, data)
                is_done = True
            finally:
                if not is_done:  # what comes from this child next would be taken for another file's
                    self._end_child()
        return _extraction(path, reply)

    def close(self) -> None:
        with self._lock:
            self._end_child()

    def _running_child(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self._end_child()
            # -P: a folder of documents that is the current one must not lend its modules.
            self._child = subprocess.Popen(
                [sys.executable, "-P", "-B", "-m", "corpus.parser_process", str(self.limits.processor_seconds)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0, start_new_session=True,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )  # fmt: skip
            assert self._child.stderr is not None
            os.set_blocking(self._child.stderr.fileno(), False)
        return self._child

    def _reply(self, child: subprocess.Popen[bytes], path: str, data: bytes) -> bytes:
        assert child.stdin is not None
        name = path.encode("utf-8")
        deadline = time.monotonic() + self.limits.seconds
        with suppress(BrokenPipeError):  # it died: said when nothing comes back
            for part in (LENGTH.pack(len(name)), name, LENGTH.pack(len(data)), data):
                _write(child.stdin.fileno(), part)
        (length,) = LENGTH.unpack(self._read(child, LENGTH.size, path, deadline))
        if length > self.limits.output:
            raise UnreadableFile("too_large", f"{path}: gives over {self.limits.output // 1_000_000} MB of text")
        reply = self._read(child, length, path, deadline)
        assert child.stderr is not None
        child.stderr.read(_CHUNK)  # a full pipe of warnings would stop the child
        return reply

    def _read(self, child: subprocess.Popen[bytes], length: int, path: str, deadline: float) -> bytes:
        assert child.stdout is not None
        received = bytearray()
        while len(received) < length:
            if not _is_ready(child.stdout, deadline):
                raise UnreadableFile("too_large", f"{path}: takes over {self.limits.seconds:.0f} seconds to parse")
            chunk = os.read(child.stdout.fileno(), min(_CHUNK, length - len(received)))
            if not chunk:
                last_words = _last_words(child)
                if child.returncode == -signal.SIGXCPU:
                    seconds = self.limits.processor_seconds
                    raise UnreadableFile("too_large", f"{path}: takes over {seconds} seconds of the processor to parse")
                raise UnreadableFile("damaged", f"{path}: its parser stopped ({last_words})")
            received += chunk
        return bytes(received)

    def _end_child(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()
            for stream in (child.stdin, child.stdout, child.stderr):
                if stream is not None:
                    stream.close()


def _write(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def _is_ready(stream: IO[bytes], deadline: float) -> bool:
    """Waits until there is something to read, or an end; False when that is not before the deadline."""
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        return bool(selector.select(max(0.0, deadline - time.monotonic())))


def _last_words(child: subprocess.Popen[bytes]) -> str:
    """Why it ended: the signal's name, or the last line of its traceback."""
    assert child.stderr is not None
    said = b""
    deadline = time.monotonic() + _SECONDS_TO_DIE
    while _is_ready(child.stderr, deadline):
        chunk = child.stderr.read(_CHUNK)
        if not chunk:
            break
        said = (said + chunk)[-_CHUNK:]
    with suppress(subprocess.TimeoutExpired):
        child.wait(timeout=max(0.0, deadline - time.monotonic()))
    if child.returncode is not None and child.returncode < 0:
        return signal.Signals(-child.returncode).name
    lines = said.decode("utf-8", "replace").splitlines()
    return lines[-1][:_LONGEST_MESSAGE] if lines else f"exit code {child.returncode}"


def _extraction(path: str, reply: bytes) -> Extraction:
    """What the child said, if it makes sense: it has parsed a file that may have taken it over."""
    try:
        fields = json.loads(reply)
        if "message" in fields:
            raise _refusal(fields)
        return _checked(fields)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise UnreadableFile("damaged", f"{path}: its parser gave back nonsense ({error})") from error


def _refusal(fields: dict[str, Any]) -> UserError:
    if "reason" not in fields:
        return UserError(str(fields["message"]), hint=str(fields["hint"]))
    reason: Reason = fields["reason"]
    if reason not in get_args(Reason):
        raise ValueError(f"reason {reason!r}")
    return UnreadableFile(reason, str(fields["message"]), pages=str(fields.get("pages", "")))


def _checked(fields: dict[str, Any]) -> Extraction:
    text = str(fields["text"])
    extraction = Extraction(
        text=text,
        encoding=str(fields["encoding"]),
        coordinates="file" if fields["coordinates"] == "file" else "extracted",
        extractor=None if fields["extractor"] is None else str(fields["extractor"]),
        blocks=tuple(_block(each, len(text)) for each in fields["blocks"]),
        headings=tuple(_block(each, len(text)) for each in fields["headings"]),
        fields=tuple(_block(each, len(text)) for each in fields["fields"]),
        markup=tuple(Span(int(start), int(end)) for start, end in fields["markup"]),
        metadata={str(name): str(value) for name, value in fields["metadata"].items()},
        page_starts=tuple(int(start) for start in fields["page_starts"]),
        page_labels=tuple(map(str, fields["page_labels"])),
        scanned_pages=str(fields["scanned_pages"]),
        attachments=tuple(Attachment(str(n), None if d is None else b64decode(d)) for n, d in fields["attachments"]),
    )
    blocks = (extraction.blocks, extraction.headings, extraction.fields)
    for spans in (*([block.span for block in each] for each in blocks), extraction.markup):
        borders = [0, *(position for span in spans for position in span), len(text)]
        if any(left > right for left, right in pairwise(borders)):
            raise ValueError("ranges that are none of the text's")
    _check_names([attachment.name for attachment in extraction.attachments])
    return extraction


def _check_names(names: Sequence[str]) -> None:
    """They become paths below that of their file, each of one document. Raises ValueError, also on lone surrogates."""
    parents = [str(parent) for name in names for parent in PurePosixPath(name).parents]
    if len({*names, *parents}) < len(names) + len(set(parents)):
        raise ValueError("attachments of one name, or within one another")
    if any({"", ".", ".."}.intersection(name.split("/")) or b"\0" in name.encode("utf-8") for name in names):
        raise ValueError("attachments with names that no file can have")


def _block(fields: list[Any], length: int) -> Block:
    span, headings, parts, kind, lead = fields
    if kind not in ("prose", "row", "item"):
        raise ValueError(f"a block of kind {kind!r}")
    return Block(
        _span(span, length),
        tuple(map(str, headings)),
        tuple(part if isinstance(part, str) else _span(part, length) for part in parts),
        kind,
        None if lead is None else _span(lead, length),
    )


def _span(fields: list[Any], length: int) -> Span:
    start, end = map(int, fields)
    if not 0 <= start <= end <= length:
        raise ValueError("ranges that are none of the text's")
    return Span(start, end)
