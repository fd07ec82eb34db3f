"""The child process that parses what may be hostile: `python -m corpus.parser_process SECONDS [ocr]`. See
`corpus.isolation`.

Frames of a length and that many bytes go in (a file's name, then its content) and out (JSON). It ends when its input does.
"""

import json
import os
import resource
import struct
import sys
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

from corpus.errors import UnreadableFile, UserError
from corpus.formats import extract
from corpus.parser_replies import extraction_fields

MOST_MEMORY = 2_000_000_000
"""Bytes of address space, the interpreter and its libraries among them."""

LENGTH = struct.Struct("<Q")


def serve(requests: BinaryIO, replies: BinaryIO, seconds: int, *, ocr: bool) -> None:
    """`seconds` of the processor are what one file may take."""
    while header := requests.read(LENGTH.size):
        path = requests.read(*LENGTH.unpack(header)).decode("utf-8")
        data = requests.read(*LENGTH.unpack(requests.read(LENGTH.size)))
        _limit_processor(seconds)
        reply = json.dumps(answer(path, data, ocr=ocr)).encode("ascii")
        replies.write(LENGTH.pack(len(reply)) + reply)
        replies.flush()


def answer(path: str, data: bytes, *, ocr: bool) -> Mapping[str, Any]:
    try:
        return extraction_fields(extract(path, data, ocr=ocr))
    except UnreadableFile as error:
        return {"reason": error.reason, "message": str(error), "pages": error.pages}
    except UserError as error:
        return {"message": str(error), "hint": error.hint}
    except RecursionError:
        return {"reason": "damaged", "message": f"{path}: nested too deep"}
    except MemoryError:
        return {"reason": "too_large", "message": f"{path}: needs more memory than a file may take"}


def _set_limits() -> None:
    """No file can be written, few opened. macOS knows no bound on address space; time and output are bounded outside."""
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def _limit_processor(seconds: int) -> None:
    """Bounds what is used from now on; the system counts from the process's beginning."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + 1 + seconds, resource.RLIM_INFINITY))


def main() -> None:
    _set_limits()
    warnings.simplefilter("ignore")
    # What a library prints must not come between the replies.
    with os.fdopen(os.dup(1), "wb") as replies, Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        serve(sys.stdin.buffer, replies, seconds=int(sys.argv[1]), ocr="ocr" in sys.argv[2:])


if __name__ == "__main__":
    main()
