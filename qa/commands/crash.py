"""What is left of a crash: a file that says where it happened, with no word of anybody's documents.

Messages of exceptions may quote a document or a question, so only types and lines of code are written.
"""

import platform
import sys
import traceback
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from corpus.locations import state_home

_LIBRARIES = ("quoth", "textual", "onnxruntime", "faiss-cpu", "numpy", "pydantic")


def write_report(error: BaseException) -> Path:
    """Writes the report and returns its file."""
    file = state_home() / "crashes" / f"{datetime.now():%Y-%m-%dT%H%M%S-%f}.txt"
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.write_text("\n".join(_report(error)) + "\n", encoding="utf-8")
    return file


def _report(error: BaseException) -> Iterator[str]:
    yield f"Quoth crashed on {datetime.now():%Y-%m-%d at %H:%M:%S}. No text of documents or questions is in this file."
    yield f"Python {sys.version.split()[0]}, {platform.system()} {platform.machine()}"
    yield ", ".join(map(_with_version, _LIBRARIES))
    for each in _chain(error):
        yield ""
        yield f"{type(each).__module__}.{type(each).__qualname__}, at:"
        for frame in traceback.extract_tb(each.__traceback__):
            yield f"  {frame.filename}:{frame.lineno} in {frame.name}: {frame.line}"


def _with_version(library: str) -> str:
    """A library that is missing may be what the crash is about."""
    try:
        return f"{library} {version(library)}"
    except PackageNotFoundError:
        return f"{library} missing"


def _chain(error: BaseException) -> list[BaseException]:
    """The error and what it was raised from, the first cause first."""
    chain = [error]
    while cause := chain[-1].__cause__ or chain[-1].__context__:
        if cause in chain:
            break
        chain.append(cause)
    return chain[::-1]
