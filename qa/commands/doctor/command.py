"""`qa doctor`: its options, and the checks run."""

import argparse

from qa.commands.console import ExitCode, Subparsers, add_folder


def add_to(subparsers: Subparsers) -> None:
    doctor = subparsers.add_parser("doctor", help="check installation, models and a folder's index", allow_abbrev=False)
    doctor.description = "Checks the installation and a folder's index; one line each, with the command that mends it."
    doctor.epilog = "exit codes: 0 nothing fails, 2 something does"
    doctor.set_defaults(run=run)
    add_folder(doctor)
    doctor.add_argument(
        "--offline", action="store_true", help="index and ask with every socket refused: a proof that none is opened"
    )
    doctor.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> ExitCode:
    from qa.commands.doctor.checks import doctor

    healthy = doctor(options.folder, offline=options.offline, as_json=options.json)
    return ExitCode.ANSWERED if healthy else ExitCode.WRONG_USE
