"""The real files that are broken: those of the tests, the documents that come with Quoth, short ones of each other format,
and whatever else a folder holds."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from corpus.formats import FORMATS, suffix_of
from corpus.locations import DEFAULT_FOLDER
from tests.foreign_files import FIXTURES

LARGEST = 300_000
MOST_OF_A_TYPE = 60

_PAGE = """<!DOCTYPE html><html><head><title>Harbour dues</title><meta name="date" content="2021-04-02">
<style>.t{display:table}.r{display:table-row}.c{display:table-cell}</style></head><body>
<h1>Dues</h1><p>Boats pay <b>40 euros</b> a night, <del>35</del><sup>1</sup>.</p><h2>Berths</h2>
<table><tr><th>Berth</th><th colspan="2">Depth</th></tr><tr><td rowspan="2">A</td><td>3 m</td><td><ul><li>tidal
<li>free</ul></td></tr><tr><td>4&nbsp;m</td></tr></table><dl><dt>Open</dt><dd>from six</dd></dl>
<div class="t"><div class="r"><div class="c">Crane</div><div class="c">10 t</div></div></div>
<pre>name   room\nAda    12\nBo     14</pre><form><input type="checkbox" checked> paid</form>
<div hidden>not said</div><p style="display:none">nor this<p aria-hidden="true">nor that</body></html>
"""
_MARKDOWN = """---\ntitle: Tide log\ndate: 2020-03-01\nauthor: M. Orr\n---\n# Log\n\nThe *tide* rose **two metres** at dawn.\n
| gauge | metres |\n|---|---:|\n| north | 2.1 |\n| south | ~~1.9~~ 1.8 |\n\n- [x] read the gauge\n- [ ] oil it\n\n1. one\n2. two
   - deeper\n\n> Nobody saw it.[^1]\n\n```\ncode = 1\n```\n\n[a link](http://example.org "title") and ![a picture](x.png)\n
[^1]: A note.\n\nSetext\n======\n\n<div>html</div>\n"""
_MAIL = """From: =?utf-8?q?R=C3=BCya?= <r@example.org>\nTo: b@example.org\nSubject: =?iso-8859-1?Q?caf=E9?= at nine
Date: Tue, 3 Mar 2020 09:00:00 +0100\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b1"\n
--b1\nContent-Type: multipart/alternative; boundary=b2\n\n--b2\nContent-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable\n\nThe caf=C3=A9 opens at nine.\n\n> When does it open?\n\n--b2
Content-Type: text/html\n\n<p>The caf&eacute; opens at <b>nine</b>.</p>\n--b2--\n--b1\nContent-Type: text/csv; name="hours.csv"
Content-Disposition: attachment; filename="hours.csv"\nContent-Transfer-Encoding: base64\n\nZGF5LGhvdXIKTW9uZGF5LG5pbmUK
--b1\nContent-Type: message/rfc822\n\nSubject: Before\nFrom: c@example.org\n\nIt was shut.\n--b1--\n"""
_TEXTS: Mapping[str, str] = {
    ".html": _PAGE,
    ".md": _MARKDOWN,
    ".eml": _MAIL,
    ".mbox": f"From r@example.org Tue Mar  3 09:00:00 2020\n{_MAIL}\nFrom c@example.org Tue Mar  3 10:00:00 2020\n{_MAIL}",
    ".csv": 'berth,depth,note\nA,3,"deep, and\nquiet"\nB,4,"said ""no"""\n;;\n',
    ".tsv": "berth\tdepth\nA\t3\nB\t4\n",
    ".json": '{"title": "Log", "days": [{"day": "Monday", "tide": 2.1, "note": "high\\nand \\u00e9 \\ud83d\\ude00"}, null]}',
    ".jsonl": '{"id": 1, "text": "The pier held."}\n{"id": 2, "text": "It rained.", "tags": ["wet", true]}\n',
    ".srt": "1\n00:00:01,000 --> 00:00:03,500\nThe pier\n<i>held</i>.\n\n2\n00:00:04,000 --> 00:00:05,000\nIt did.\n",
    ".vtt": "WEBVTT\n\nNOTE none\n\n00:01.000 --> 00:03.500 align:start\n<v A>Held.\n\n00:04.000 --> 00:05.000\nIt did.\n",
    ".rst": "Log\n===\n\n:Date: 2020-03-01\n\nIt *rose*.\n\n=====  =====\ngauge  metre\n=====  =====\nnorth  2\n=====  ====="
    "\n\n+---+---+\n| a | b |\n+---+---+\n\n.. note:: Wet.\n\n* one\n* two\n\n``code``\n\n::\n\n  literal\n",
    ".txt": "HOURS\n\nname   room\nAda    12\nBo     14\n\nAda: Why?\nBo: At nine.\n\nQ: Who?\nA: Bo.\n\n1. One\n2. Two\n",
}  # fmt: skip


def seeds(folder: Path | None) -> dict[str, Sequence[tuple[str, bytes]]]:
    """Suffix -> names and bytes of its files, in an order that depends on them alone. Every format has one."""
    found: defaultdict[str, list[tuple[str, bytes]]] = defaultdict(list)
    for suffix, text in _TEXTS.items():
        found[suffix].append((f"short{suffix}", text.encode()))
    for place in filter(None, (FIXTURES, DEFAULT_FOLDER, folder)):
        for file in sorted(each for each in place.rglob("*") if each.is_file()):
            suffix = suffix_of(file.name)
            if suffix in FORMATS and 0 < file.stat().st_size <= LARGEST and len(found[suffix]) < MOST_OF_A_TYPE:
                found[suffix].append((file.name, file.read_bytes()))
    same_reader = {reader: suffix for suffix, reader in reversed(tuple(FORMATS.items()))}
    return {suffix: found[suffix] for suffix in sorted(same_reader.values()) if found[suffix]}
