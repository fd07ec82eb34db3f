"""Parsing files that may be hostile: in a child process with bounds on memory, time and output.

One child serves many files. What it gives back is JSON that is checked, so nothing it says is run or believed. When a file
exceeds a bound, or takes its parser down, the child is ended, and another one started for the next file.
"""

import atexit
import os
import resource
import selectors
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import IO

from corpus.errors import UnreadableFile
from corpus.formats import OWN_TEXT, extract, is_known, suffix_of
from corpus.formats.extraction import Extraction
from corpus.parser_process import LENGTH, MOST_MEMORY
from corpus.parser_replies import extraction_from_json

MUCH_MEMORY = MOST_MEMORY // 4
"""Bytes; a parser that aborts with more was refused more, since address space runs out before memory does. Linux counts
to a child what its parent had when it was started, so that it must have had more than that, too."""

MOST_IN_PLACE = 100_000
"""Bytes of a file that is its own text. A larger one takes seconds to encode, so that starting a child does not count."""

_MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024
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


RECOGNISING = Limits(processor_seconds=3_600, seconds=6 * 3_600.0)
"""For scans: a page takes seconds, and a book has hundreds. Each page is bounded by itself."""


def extract_isolated(path: str, data: bytes, *, ocr: bool = False, parser: "Parser | None" = None) -> Extraction:
    """As `corpus.formats.extract`, with parsers of other programs, and large files, kept out of this process: in `parser`,
    else in one that all share, which recognises scans if `ocr` says so."""
    suffix = suffix_of(path)
    if not is_known(suffix) or (suffix in OWN_TEXT and len(data) <= MOST_IN_PLACE):
        return extract(path, data)
    return (parser or shared_parser(ocr)).extract(path, data)


@cache
def shared_parser(ocr: bool) -> "Parser":
    """Ended with this program."""
    parser = Parser(ocr=ocr)
    atexit.register(parser.close)
    return parser


class Parser:
    """A child process, started when it is first needed. May be shared between threads: one file at a time."""

    def __init__(self, limits: Limits | None = None, *, ocr: bool = False) -> None:
        """`ocr`: scans are recognised."""
        self.limits = limits or (RECOGNISING if ocr else Limits())
        self._ocr = ocr
        self._lock = Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._is_stopped = False

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
        return extraction_from_json(path, reply)

    def close(self) -> None:
        """Once the file being parsed is done."""
        with self._lock:
            self._end_child()

    def stop(self) -> None:
        """At once, for good: the file that another thread has parsed here is `damaged`, and so is every later one."""
        self._is_stopped = True
        if child := self._child:
            _kill(child)
        self.close()

    def _running_child(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self._end_child()
            # -P: a folder of documents that is the current one must not lend its modules.
            self._child = subprocess.Popen(
                [sys.executable, "-P", "-B", "-m", "corpus.parser_process", str(self.limits.processor_seconds),
                 *(["ocr"] if self._ocr else [])],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0, start_new_session=True,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )  # fmt: skip
            assert self._child.stderr is not None
            os.set_blocking(self._child.stderr.fileno(), False)
            if self._is_stopped:  # it began too late for `stop` to see it
                _kill(self._child)
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
                raise self._end_of(child, path)
            received += chunk
        return bytes(received)

    def _end_of(self, child: subprocess.Popen[bytes], path: str) -> UnreadableFile:
        """Why there is no reply."""
        said = _last_words(child)
        memory = _reap(child)
        if child.returncode == -signal.SIGXCPU:
            seconds = self.limits.processor_seconds
            return UnreadableFile("too_large", f"{path}: takes over {seconds} seconds of the processor to parse")
        # What a library in C does where it gets no more.
        if child.returncode < 0 and memory > max(MUCH_MEMORY, _most_memory_of_ours()):
            return UnreadableFile("too_large", f"{path}: needs more memory than a file may take")
        ending = signal.Signals(-child.returncode).name if child.returncode < 0 else f"exit code {child.returncode}"
        why = said if said and child.returncode > 0 else ending
        return UnreadableFile("damaged", f"{path}: its parser stopped ({why})")

    def _end_child(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            _kill(child)
            child.wait()
            for stream in (child.stdin, child.stdout, child.stderr):
                if stream is not None:
                    stream.close()


def _kill(child: subprocess.Popen[bytes]) -> None:
    """With whatever it has started, which a session of its own holds together."""
    if child.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)


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
    """The last line of its traceback."""
    assert child.stderr is not None
    said = b""
    deadline = time.monotonic() + _SECONDS_TO_DIE
    while _is_ready(child.stderr, deadline):
        chunk = child.stderr.read(_CHUNK)
        if not chunk:
            break
        said = (said + chunk)[-_CHUNK:]
    lines = said.decode("utf-8", "replace").splitlines()
    return lines[-1][:_LONGEST_MESSAGE] if lines else ""


def _reap(child: subprocess.Popen[bytes]) -> int:
    """Waits for its end, which is near; returns the most bytes of memory it had."""
    deadline = time.monotonic() + _SECONDS_TO_DIE
    while child.returncode is None:
        if time.monotonic() > deadline:
            _kill(child)
        pid, status, usage = os.wait4(child.pid, os.WNOHANG)
        if pid:
            child.returncode = os.waitstatus_to_exitcode(status)
            return usage.ru_maxrss * _MAXRSS_UNIT
        time.sleep(0.01)
    return 0


def _most_memory_of_ours() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _MAXRSS_UNIT
