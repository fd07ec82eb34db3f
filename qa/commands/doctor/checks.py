"""`qa doctor`: every check in turn, one line each."""

import json
from collections.abc import Iterator
from pathlib import Path

from qa.commands.console import write
from qa.commands.doctor.findings import Finding
from qa.commands.doctor.index import check_folder
from qa.commands.doctor.installation import check_models, check_packages, check_python
from qa.commands.doctor.offline import check_offline
from qa.commands.doctor.storage import check_data_home, check_free_space, check_ocr, check_settings
from qa.replies.printable import on_one_line
from qa.settings import Settings


def doctor(folder: Path, *, offline: bool, as_json: bool) -> bool:
    """Reports every finding and returns whether none is a failure."""
    findings = []
    for finding in run_checks(folder, offline=offline):
        findings.append(finding)
        if not as_json:
            write(render(finding))
    healthy = all(finding.mark != "fail" for finding in findings)
    if as_json:
        write(json.dumps({"schema": 1, "healthy": healthy, "findings": [record(f) for f in findings]}, indent=1))
    return healthy


def run_checks(folder: Path, *, offline: bool) -> Iterator[Finding]:
    yield check_python()
    yield from check_packages()
    yield from check_models()
    finding, settings = check_settings()
    yield finding
    yield check_ocr(settings or Settings())
    yield check_data_home()
    yield check_free_space()
    yield from check_folder(folder, settings or Settings())
    if offline:
        yield check_offline()


def render(finding: Finding) -> str:
    fix = f"  fix: {on_one_line(finding.fix)}" if finding.fix else ""
    return f"{finding.mark:4}  {finding.check:8}  {on_one_line(finding.message)}{fix}"


def record(finding: Finding) -> dict[str, str | None]:
    """A finding as `--json` prints it; `fix` is null where nothing is to be done."""
    return {
        "check": finding.check, "mark": finding.mark, "message": finding.message, "fix": finding.fix or None,
    }  # fmt: skip
