"""What the styles of a Word document say: which paragraphs are headings, which tables have a row of headers."""

import re

from lxml import etree

from corpus.formats.archive import Archive, attribute, child

_CONTENTS = re.compile(r"(?:toc|index) \d|table of figures", re.I)

_MOST_STYLES = 20
"""Styles a style may be based on, one after the other."""


def heading_levels(archive: Archive, part: str | None) -> dict[str, int]:
    """Style id -> level: by the built-in names, which no translation changes, by outline level, or by what it is based on."""
    styles = {attribute(style, "styleId"): style for style in archive.xml(part)} if part else {}
    return {name: level for name in styles if (level := _style_level(styles, name))}


def contents_styles(archive: Archive, part: str | None) -> frozenset[str]:
    """The ids of the styles of lines in tables of contents, of figures, and in indexes."""
    styles = list(archive.xml(part)) if part else []
    names = ((attribute(style, "styleId"), child(style, "name")) for style in styles)
    return frozenset(id for id, name in names if name is not None and _CONTENTS.match(attribute(name, "val")))


def header_styles(archive: Archive, part: str | None) -> frozenset[str]:
    """The ids of the table styles in which a first row of headers looks different from the others."""
    styles = list(archive.xml(part)) if part else []
    return frozenset(
        attribute(style, "styleId")
        for style in styles
        if any(attribute(condition, "type") == "firstRow" for condition in style.iterchildren("{*}tblStylePr"))
    )


def _style_level(styles: dict[str, etree._Element], name: str) -> int | None:
    for _ in range(_MOST_STYLES):
        style = styles.get(name)
        if style is None:
            return None
        title = child(style, "name")
        word, _, number = attribute(title, "val").lower().partition(" ") if title is not None else ("", "", "")
        if (word == "title" and not number) or (word == "heading" and number.isdecimal()):
            return int(number or 1)
        outline = child(style, "pPr", "outlineLvl")
        if outline is not None and (level := attribute(outline, "val")).isdecimal():
            return int(level) + 1 if int(level) < 9 else None
        based_on = child(style, "basedOn")
        name = attribute(based_on, "val") if based_on is not None else ""
    return None


def is_on(setting: etree._Element | None, name: str = "val") -> bool:
    """Whether a setting that is on or off is there and on; one that says nothing is on."""
    return setting is not None and attribute(setting, name) not in ("0", "false", "off")
