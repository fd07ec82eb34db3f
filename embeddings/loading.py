"""Models are loaded beside what else a start does, one after the other in the order they are asked for."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

T = TypeVar("T")


def load_beside(load: Callable[[], T]) -> "Future[T]":
    """Begins `load` in the thread of all loading; `result()` waits for it, and raises what it raised."""
    return _thread().submit(load)


@cache
def _thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, "loading")


def load_session(model: Path, *, threads: int, config: dict[str, str] | None = None) -> "InferenceSession":
    """`threads`: 0 lets onnxruntime take all cores. `config`: entries of onnxruntime's session options."""
    import onnxruntime  # 0.1 s

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    # Threads that wait by spinning take the cores from the other models and from the import of the rest.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    for key, value in (config or {}).items():
        options.add_session_config_entry(key, value)
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def load_tokenizer(file: Path) -> "Tokenizer":
    """Without padding; texts are cut off only where truncation is set."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
