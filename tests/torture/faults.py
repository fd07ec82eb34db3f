"""Faults done to a running Quoth: signals at random moments, the n-th write of its files failing or never returning."""

import os
import pty
import re
import select
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random

from tests.torture.scene import QA, QUESTION, Scene, save_to

SIGNALS = (signal.SIGKILL, signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
COMMANDS = ("index", "ask --save", "chat --plain", "chat")
WRITES = "pwrite64,write,ftruncate,fsync,fdatasync,unlink,rename"
FATES = ("error=ENOSPC", "error=EIO", "signal=KILL")


def is_traced() -> bool:
    """Whether writes can be made to fail here."""
    return shutil.which("strace") is not None and not subprocess.run(["strace", "true"], capture_output=True).returncode


def interrupt(scene: Scene, command: str, number: signal.Signals, chance: Random, longest: float) -> Iterator[str]:
    """Ends a command with a signal at a random moment of the seconds it takes; says what it must not have done."""
    output = scene.root / "output"
    with output.open("wb") as stream:
        process, terminal = _started(scene, command, stream.fileno())
        _type_for(terminal, chance.uniform(0.0, longest))
        with suppress(ProcessLookupError):
            os.kill(process.pid, number)
        try:
            code = process.wait(timeout=120)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            yield f"{command}: still running 120 s after {number.name}"
            code = 0
    if terminal is not None:
        os.close(terminal)
    said = output.read_bytes()
    if b"Traceback" in said or b"fault of its own" in said:
        yield f"{command}, {number.name}: {said[-200:].decode(errors='replace')}"
    if code not in (-number, 128 + number, 0, 1):
        yield f"{command}, {number.name}: exit code {code}"


def _started(scene: Scene, command: str, output: int) -> tuple["subprocess.Popen[bytes]", int | None]:
    folder = str(scene.folder)
    inside, terminal = subprocess.PIPE, None
    arguments = {
        "index": ["index", folder],
        "ask --save": ["ask", QUESTION, "--in", folder, *save_to(scene)],
        "chat --plain": ["chat", folder, "--plain"],
        "chat": ["chat", folder],
    }[command]
    if command == "chat":
        terminal, inside = pty.openpty()
    environment = {**scene.environment, "TERM": "xterm-256color"}
    # Where signals are ignored, as in the background of a script or behind nohup, so they would be here.
    heard = ["env", f"--default-signal={','.join(str(int(each)) for each in SIGNALS if each != signal.SIGKILL)}"]
    process = subprocess.Popen(
        [*heard, *QA, *arguments], env=environment, start_new_session=True,
        stdin=inside, stdout=output if terminal is None else inside, stderr=output,
    )  # fmt: skip
    if terminal is not None:
        os.close(inside)
    elif process.stdin and command == "chat --plain":
        with suppress(BrokenPipeError):
            process.stdin.write(f"{QUESTION}\nand who kept the quay?\n".encode())
            process.stdin.flush()
    return process, terminal


def _type_for(terminal: int | None, seconds: float) -> None:
    """Waits; on a terminal reads what is drawn, and asks a question once in a while."""
    end = time.monotonic() + seconds
    typed = 0
    while (left := end - time.monotonic()) > 0:
        if terminal is None:
            time.sleep(left)
        elif select.select([terminal], [], [], min(left, 0.3))[0]:
            with suppress(OSError):
                os.read(terminal, 65536)
        elif typed < 3:
            typed += 1
            with suppress(OSError):
                os.write(terminal, f"{QUESTION}\r".encode())


def count_writes(scene: Scene, log: Path) -> int:
    """How many system calls of an update write to the index."""
    scene.run("index", str(scene.folder), before=_traced(scene, log))
    return len(re.findall(rf"^\d+ +(?:{WRITES.replace(',', '|')})\(", log.read_text(errors="replace"), re.M))


def fail_write(scene: Scene, number: int, fate: str) -> Iterator[str]:
    """Lets the n-th of them fail, or never return, and all after it where a disk is full."""
    every = "+" if fate == "error=ENOSPC" else ""
    log = scene.root / "log"
    done = scene.run("index", str(scene.folder), before=_traced(scene, log, f"{fate}:when={number}{every}"))
    said = (done.stdout + done.stderr).decode(errors="replace")
    if "Traceback" in said or "fault of its own" in said:
        yield f"write {number}, {fate}: {said[-200:]}"
    elif done.returncode not in (0, 2, -signal.SIGKILL, 137):
        yield f"write {number}, {fate}: exit code {done.returncode}"
    elif done.returncode == 2 and "try:" not in said:
        yield f"write {number}, {fate}: no way out is said: {said[-200:]}"


def _traced(scene: Scene, log: Path, injected: str = "") -> tuple[str, ...]:
    """Only calls on the index's own files count."""
    files = [scene.index / f"index.sqlite{end}" for end in ("", "-wal", "-shm", "-journal")]
    where = [argument for file in files for argument in ("-P", str(file))]
    inject = ["-e", f"inject={WRITES}:{injected}"] if injected else []
    return ("strace", "-f", "-qq", "-o", str(log), "-e", f"trace={WRITES}", *inject, *where)
