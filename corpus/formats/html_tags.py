"""What an element of HTML is to the reader: its own name, or that of the part of a table it is made to be.

ARIA roles say so, and `display` styles, on the element or by its class in the page's own style sheet.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "dd", "details", "dialog", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html",
    "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "search", "section", "summary", "table", "tbody",
    "tfoot", "thead", "tr", "ul",
}  # fmt: skip
CELLS = {"td", "th"}
_TABLE = {"table", "tbody", "tfoot", "thead", "tr", *CELLS}
_PARTS = {
    "table": "table", "grid": "table", "treegrid": "table", "rowgroup": "tbody", "row": "tr", "cell": "td",
    "gridcell": "td", "columnheader": "th", "rowheader": "th",
}  # fmt: skip
_DISPLAYED = {
    "table": "table", "inline-table": "table", "table-row-group": "tbody", "table-header-group": "thead",
    "table-footer-group": "tfoot", "table-row": "tr", "table-cell": "td",
}  # fmt: skip
_DISPLAY = re.compile(r"(?:^|[;{\s])display\s*:\s*([a-z-]+)", re.I)
_STYLE_SHEET = re.compile(r"<style\b[^>]*>(.*?)</style", re.I | re.S)
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_CLASS = re.compile(r"(?:\A|[\s,])\w*\.([\w-]+)\s*(?=,|\Z)")


@dataclass
class OpenElements:
    """The elements that have begun and not ended."""

    by_class: Mapping[str, str] = field(default_factory=dict)
    """Class -> the part of a table that the style sheet makes of it."""

    _names: list[tuple[str, str]] = field(default_factory=list)

    def begin(self, tag: str, attributes: Mapping[str, str]) -> str:
        """What the element is."""
        name = tag if tag in _TABLE else self._part(attributes) or tag
        self._names.append((tag, name))
        return name

    def end(self, tag: str) -> str:
        """What the element was that ends."""
        if self._names and self._names[-1][0] == tag:
            return self._names.pop()[1]
        return tag

    def _part(self, attributes: Mapping[str, str]) -> str:
        if role := attributes.get("role", "").strip().lower():
            return _PARTS.get(role, "")
        if display := _DISPLAY.search(attributes.get("style", "")):
            return _DISPLAYED.get(display[1].lower(), "")
        classes = attributes.get("class", "").split() if self.by_class else ()
        return next((self.by_class[each] for each in classes if each in self.by_class), "")


def table_classes(markup: str) -> dict[str, str]:
    """Class -> part of a table, for the plain rules of the style sheets in a page."""
    found: dict[str, str] = {}
    for sheet in _STYLE_SHEET.finditer(markup):
        for rule in _RULE.finditer(sheet[1]):
            display = _DISPLAY.search(rule[2])
            if display and (part := _DISPLAYED.get(display[1].lower())):
                found |= dict.fromkeys(_CLASS.findall(rule[1]), part)
    return found
