"""Text of documents, questions and file names as a terminal may show it: data, never commands."""

_CONTROLS = [*range(32), *range(127, 160)]
_BIDI = [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_SURROGATES = range(0xD800, 0xE000)
_HARMLESS = {ord("\n"), ord("\t")}
_TABLE = {code: "\ufffd" for code in (*_CONTROLS, *_BIDI, *_SURROGATES, 0x2028, 0x2029) if code not in _HARMLESS}


def printable(text: str) -> str:
    """The text with every control character and bidirectional override as U+FFFD. Same length, so spans still fit."""
    return text.replace("\r\n", " \n").translate(_TABLE)


def on_one_line(text: str) -> str:
    """Printable, with every run of white space as one space."""
    return " ".join(printable(text.replace("\r", "\n")).split())
