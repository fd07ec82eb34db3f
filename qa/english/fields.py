"""Fields of what a file says of itself, such as the lines of front matter: which of them a question asks for."""

import re

_ASKED_BY: dict[str, str] = {
    "author": r"authors?|authored|wr(?:ote|itten|iting|ites?)|writers?|by\s+whom|byline",
    "date": r"dated?|publi(?:shed|cation)|issued|(?:written|posted|updated|made)(?=\W*\Z)|when\s+was\s+.*\bwritten",
    "updated": r"updated?|modified|changed|revised|revision",
    "title": r"titled?|entitled|headlined?|name\s+of\s+(?:the|this)\s+(?:article|document|file|page|post|report|text)",
    "source": r"sources?|urls?|links?|where\s+.*\bfrom|taken\s+from|website",
    "tags": r"tags?|tagged|keywords?|categor(?:y|ies|ised)|topics?|subjects?",
    "language": r"languages?",
    "layout": r"layouts?",
    "draft": r"drafts?",
}
"""What describes the text, not its matter -> the words that ask for it."""

_SAME = {
    "authors": "author", "by": "author", "creator": "author", "byline": "author", "writer": "author",
    "published": "date", "publication date": "date", "pubdate": "date", "created": "date", "issued": "date",
    "modified": "updated", "lastmod": "updated", "last modified": "updated",
    "subtitle": "title", "headline": "title", "url": "source", "link": "source", "permalink": "source", "slug": "source",
    "canonical": "source", "keywords": "tags", "categories": "tags", "category": "tags", "topics": "tags",
    "lang": "language", "template": "layout", "id": "layout", "weight": "layout",
}  # fmt: skip


def asks_for_field(question: str, name: str) -> bool:
    """Whether a field may answer: one that describes the text only where it is asked for, any other always.

    asks_for_field("When were the raids?", "date") -> False"""
    name = name.casefold().replace("_", " ").replace("-", " ")
    words = _ASKED_BY.get(_SAME.get(name, name))
    return words is None or re.search(rf"\b(?:{words})\b", question, re.I) is not None
