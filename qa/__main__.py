"""`python -m qa`."""

import signal
import sys


def start() -> int:
    """The program from its first moment on: an interrupt while modules are imported ends it as the system does, without
    a traceback. Where interrupts are ignored, as behind `nohup`, they stay so."""
    before = signal.getsignal(signal.SIGINT)
    if before is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from qa.cli import main

    signal.signal(signal.SIGINT, before)
    return main()


if __name__ == "__main__":
    sys.exit(start())
