"""`qa verify`: whether the citations of saved replies still stand. Needs no model and no index."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from qa.commands.console import ExitCode, Subparsers, write
from qa.replies.printable import on_one_line

if TYPE_CHECKING:
    from qa.replies.answers import Citation
    from qa.replies.checking import Check


def add_to(subparsers: Subparsers) -> None:
    verify = subparsers.add_parser("verify", help="check that the citations of saved replies still stand")
    verify.description = (
        "Checks that the quotes of saved replies still stand in their files; needs no model and no index. verified: where"
        " it stood. moved: elsewhere, and only there. changed: no more. missing: no such file."
    )
    verify.epilog = "exit codes: 0 all are verified or moved, 4 any is changed or missing, 2 no saved replies"
    verify.set_defaults(run=run)
    verify.add_argument("files", nargs="+", type=Path, metavar="FILE", help="what `qa ask --save` or --json wrote")
    verify.add_argument(
        "--root", type=Path, metavar="FOLDER", help="where the documents lie now (default: where they lay)"
    )


def run(options: argparse.Namespace) -> ExitCode:
    from corpus.reading import file_holding
    from qa.replies.answers import all_citations
    from qa.replies.checking import check_file
    from qa.replies.reply_file import load_replies

    code = ExitCode.ANSWERED
    for saved in [saved for file in options.files for saved in load_replies(file)]:
        write(on_one_line(saved.reply.question))
        for citation in all_citations(saved.reply):
            in_root = options.root / citation.document if options.root else None
            found = check_file(citation, in_root if in_root and file_holding(in_root) else Path(citation.path))
            _report(citation, found)
            if found.status in ("changed", "missing"):
                code = ExitCode.UNVERIFIED
    return code


def _report(citation: "Citation", found: "Check") -> None:
    line = found.line or citation.line
    # Behind a colon, `qa show` takes the number of a page where there are pages.
    place = f"{citation.document}, line {line}" if citation.page else f"{citation.document}:{line}"
    where = f", now characters {found.start}-{found.end}" if found.status == "moved" else ""
    write(f"  {found.status:8}  {on_one_line(place)}{where}  “{on_one_line(citation.quote)}”")
    if found.extractor:
        then = on_one_line(citation.extractor or "no extractor")
        write(f"            cited as read by {then}, now read by {found.extractor}")
    if found.why:
        write(f"            {on_one_line(found.why)}")
    if found.status == "changed":
        write(f"            then: {on_one_line(citation.prefix + citation.quote + citation.suffix)}")
        write(f"            now:  {on_one_line(found.now or '')}")
