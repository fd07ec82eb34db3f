"""`qa replay`: saved questions asked again."""

import argparse
import json
from pathlib import Path

from qa.commands.console import ExitCode, Subparsers, note, write
from qa.commands.progress import index_progress_on_terminal


def add_to(subparsers: Subparsers) -> None:
    replay = subparsers.add_parser("replay", help="ask saved questions again: what changed?", allow_abbrev=False)
    replay.description = (
        "Asks every saved question again, of the folder, with the filters, the limit and the --max-error it was saved"
        " with. same: the same answer on the same citations. changed: another answer, or less behind the same one."
        " lost: answered then, refused now. new evidence: answered at last, or the same answer with more behind it."
    )
    replay.epilog = "exit codes: 0 all are the same or have new evidence, 4 any is changed or lost, 2 nothing to replay"
    replay.set_defaults(run=run)
    replay.add_argument("file", type=Path, metavar="FILE", help="what `qa ask --save` wrote")
    replay.add_argument(
        "--in", dest="folder", type=Path, metavar="FOLDER", help="ask this folder (default: the one saved)"
    )
    replay.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> ExitCode:
    from qa.saved.replay import VERDICTS, as_json, ask_again, load_for_replay
    from qa.settings import load_settings
    from qa.showing.terminal import render_replayed
    from qa.showing.wording import counted

    replies = load_for_replay(options.file, options.folder)
    counts = dict.fromkeys(VERDICTS, 0)
    rows: list[dict[str, object]] = []
    for replayed in ask_again(replies, options.folder, load_settings(), note, index_progress_on_terminal()):
        counts[replayed.verdict] += 1
        if options.json:
            rows.append(as_json(replayed))
        else:
            write(render_replayed(replayed))
    if options.json:
        write(json.dumps({"schema": 1, "counts": counts, "replies": rows}, indent=1))
    else:
        write(f"{counted(len(replies), 'question')}: {', '.join(f'{n} {v}' for v, n in counts.items() if n)}.")
    return ExitCode.UNVERIFIED if counts["changed"] or counts["lost"] else ExitCode.ANSWERED
