"""A folder of mixed files indexed from nothing and after one change, against the same text as .txt.

    python -m tests.benchmarks.bench_formats FOLDER [--files N]

Writes FOLDER/mixed and FOLDER/text, ten formats by turns, a tenth of them PDFs of three pages; each is indexed in a process
of its own, in a home that is deleted afterwards. Prints one JSON line for each: seconds, passages, the most memory this
process and its parser held, and seconds for the same folder with one file changed.
"""

import argparse
import json
import os
import random
import re
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from tests.foreign_files import pdf, relations, zipped

WORDS = (
    "the a of in to and harbour ferry storm pier bell keeper ledger granite tide basin council vessel crew winter lamp "
    "was held rebuilt carried rang left paid wrote found closed nine twelve forty hundred almost never again"
).split()
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OPEN = "urn:oasis:names:tc:opendocument:xmlns"
SENTENCES = 8


def sentences(chance: random.Random) -> list[str]:
    return [" ".join(chance.choices(WORDS, k=12)).capitalize() + "." for _ in range(SENTENCES)]


def as_pdf(said: Sequence[str]) -> bytes:
    third = len(said) // 3 + 1
    pages = [said[start : start + third] for start in range(0, len(said), third)]
    return pdf([[(30, 550 - 14 * row, 9, words) for row, words in enumerate(page)] for page in pages])


def as_docx(said: Sequence[str]) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>" for words in said)
    document = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return zipped({"_rels/.rels": relations(officeDocument="word/document.xml"), "word/document.xml": document})


def as_odt(said: Sequence[str]) -> bytes:
    body = "".join(f"<text:p>{words}</text:p>" for words in said)
    content = f'<o:document-content xmlns:o="{OPEN}:office:1.0" xmlns:text="{OPEN}:text:1.0"><o:body><o:text>{body}'
    return zipped({"content.xml": content + "</o:text></o:body></o:document-content>"})


def as_mail(said: Sequence[str]) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "keeper@ellin.example", "Report"
    message.set_content("\n\n".join(said))
    return bytes(message)


def as_table(said: Sequence[str]) -> bytes:
    return "\n".join(["Number,Report", *(f"{number},{words}" for number, words in enumerate(said))]).encode()


FORMATS: dict[str, Callable[[Sequence[str]], bytes]] = {
    ".txt": lambda said: "\n\n".join(said).encode(),
    ".md": lambda said: ("# Report\n\n" + "\n\n".join(said)).encode(),
    ".html": lambda said: "".join(f"<p>{words}</p>" for words in said).encode(),
    ".rtf": lambda said: ("{\\rtf1 " + "\\par ".join(said) + "}").encode(),
    ".json": lambda said: json.dumps([{"report": words} for words in said]).encode(),
    ".pdf": as_pdf,
    ".docx": as_docx,
    ".odt": as_odt,
    ".eml": as_mail,
    ".csv": as_table,
}


def write_files(folder: Path, count: int) -> None:
    chance = random.Random(17)
    for name in ("mixed", "text"):
        (folder / name).mkdir(parents=True)
    for number in range(count):
        suffix = list(FORMATS)[number % len(FORMATS)]
        said = sentences(chance)
        (folder / "mixed" / f"{number:05}{suffix}").write_bytes(FORMATS[suffix](said))
        (folder / "text" / f"{number:05}.txt").write_bytes(FORMATS[".txt"](said))


class Children:
    """The most memory that a process started by this one was seen to have held. Of Linux."""

    most_mb = 0

    def look(self) -> None:
        for child in Path("/proc/self/task").glob("*/children"):
            for number in child.read_text().split():
                found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{number}/status").read_text())
                self.most_mb = max(self.most_mb, int(found[1]) // 1024 if found else 0)


def measure(folder: Path) -> dict[str, float | str]:
    from qa.answering.session import open_index
    from qa.settings import Settings

    parser = Children()
    with open_index(folder, Settings()) as index:
        started = perf_counter()
        index.update(lambda *_: parser.look())
        first = perf_counter() - started
        changed = sorted(folder.glob("*.docx" if folder.name == "mixed" else "*.txt"))[-1]
        changed.write_bytes((as_docx if folder.name == "mixed" else FORMATS[".txt"])(sentences(random.Random(18))))
        started = perf_counter()
        index.update()
        second = perf_counter() - started
        passages = index.passage_count()
    return {
        "folder": folder.name, "files": len(list(folder.iterdir())), "passages": passages, "seconds": round(first, 1),
        "one_changed_seconds": round(second, 2),
        "own_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "parser_mb": parser.most_mb,
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--measure", action="store_true", help="just this folder, in this process")
    options = parser.parse_args()
    if options.measure:
        sys.stdout.write(json.dumps(measure(options.folder)) + "\n")
        return
    write_files(options.folder, options.files)
    for name in ("mixed", "text"):
        with TemporaryDirectory() as home:
            again = [sys.executable, "-m", "tests.benchmarks.bench_formats", str(options.folder / name), "--measure"]
            subprocess.run(again, check=True, env=os.environ | {"QUOTH_HOME": home})


if __name__ == "__main__":
    main()
