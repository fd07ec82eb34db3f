"""The words of rich text: what stands for a character, for a character set, and what is left out."""

import re
from codecs import lookup

TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})?+ ?|\\'(?P<hex>[0-9A-Fa-f]{2})|\\(?P<symbol>.)|(?P<brace>[{}])"
    r"|(?P<text>[^\\{}\r\n]+)|[\r\n]+",
    re.S,
)
LEFT_OUT = frozenset(
    """
    colortbl listtable listoverridetable rsidtbl revtbl filetbl generator themedata colorschememapping datastore latentstyles
    xmlnstbl pict objdata fldinst datafield bkmkstart bkmkend header headerl headerr headerf footer footerl footerr footerf
    listtext pntext pn annotation atnid atnauthor atndate atnref nonshppict sp shpinst do background template operator
    """.split()
)
CHARACTERS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "emspace": " ", "enspace": " ", "~": "\xa0", "_": "\u2011",
    "{": "{", "}": "}", "\\": "\\",
}  # fmt: skip
CODE_PAGES = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254", 163: "cp1258",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
"""A font's character set -> codec."""

HEADING_NAME = re.compile(r"heading ([1-9])\b", re.I)


def known_codec(name: str) -> str:
    """The codec of this name; Windows-1252 where there is none."""
    try:
        return lookup(name).name
    except LookupError:
        return "cp1252"
