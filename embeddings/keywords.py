"""The words of passages in SQLite's FTS5: BM25, stems, phrases."""

import json
import re
import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from unicodedata import normalize

from corpus.document import Passage

SCHEMA = """
create virtual table words using fts5 (
    above, body, content = '', tokenize = 'porter unicode61 remove_diacritics 2'
)
"""

_WORD = re.compile(r"[^\W_]+")
_PHRASE = re.compile(r'"([^"]+)"|“([^”]+)”|«([^»]+)»')
STOP_WORDS = frozenset(
    """
    a about after all also am an and any are as at be been before being between both but by can could did do
    does doing during each for from further had has have having he her here hers herself him himself his how i
    if in into is it its itself many me more most much my myself no nor not of off on once only or other our ours
    ourselves out over own same she should so some such than that the their theirs them themselves then there
    these they this those through to too under until up very was we were what when where which while who whom
    whose why will with would you your yours yourself s t
    """.split()
)
ABOVE_WEIGHT = 0.5
"""Weight of title and headings in BM25, where the passage's own words weigh 1."""


MOST_MATCHED = 50_000
"""Passages that the words looked for stand in, all counted together."""


def words_of(text: str) -> list[str]:
    """Lower-case words, in order, with accents composed."""
    return [word.lower() for word in _WORD.findall(normalize("NFC", text))]


def phrases_in(question: str) -> list[str]:
    """What stands between quotation marks, where it holds a word."""
    found = (first or second or third for first, second, third in _PHRASE.findall(question))
    return [phrase for phrase in found if words_of(phrase)]


@dataclass(frozen=True, slots=True)
class KeywordHit:
    passage_id: int
    score: float
    """BM25, above 0; compares within one search only."""


class KeywordIndex:
    """The table `words` of a store's connection. Contentless: a row is deleted by naming what it held."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, passages: Iterable[tuple[int, Passage]]) -> None:
        self._connection.executemany(
            "insert into words (rowid, above, body) values (?, ?, ?)",
            (_row(i, passage) for i, passage in passages),
        )

    def remove(self, passages: Iterable[tuple[int, Passage]]) -> None:
        self._connection.executemany(
            "insert into words (words, rowid, above, body) values ('delete', ?, ?, ?)",
            (_row(i, passage) for i, passage in passages),
        )

    def search(self, question: str, *, limit: int, among: Collection[int] | None = None) -> list[KeywordHit]:
        """Passages with any of the question's words, best first; `among` restricts them before they are ranked."""
        words = [word for word in words_of(question) if word not in STOP_WORDS] or words_of(question)
        rare = self._rare_enough(list(dict.fromkeys(words)))
        return self._match(" OR ".join(f'"{word}"' for word in rare), limit, among)

    def _rare_enough(self, words: list[str]) -> list[str]:
        """Those to be looked for, all of them in a folder that is not large. FTS5 ranks everything that matches: of the
        others the rarest are left out last, and a word that stands nearly everywhere tells little."""
        if not self._is_large():
            return words
        counts = {word: self._count(word) for word in words}
        kept, matched = [], 0
        for word in sorted(words, key=lambda word: counts[word]):
            matched += counts[word]
            if matched <= MOST_MATCHED:
                kept.append(word)
        return kept

    def _is_large(self) -> bool:
        """By the greatest id: to count them takes long."""
        (greatest,) = self._connection.execute("select max(id) from words_docsize").fetchone()
        return (greatest or 0) > MOST_MATCHED

    def _count(self, word: str) -> int:
        """Passages with the word, counted no further than what is too many."""
        query = "select count(*) from (select 1 from words where words match ? limit ?)"
        return int(self._connection.execute(query, (f'"{word}"', MOST_MATCHED + 1)).fetchone()[0])

    def search_phrase(self, phrase: str, *, limit: int, among: Collection[int] | None = None) -> list[KeywordHit]:
        """Passages in which the words of the phrase follow each other (stems count as equal), best first."""
        return self._match(f'body : "{" ".join(words_of(phrase))}"', limit, among)

    def contains(self, word: str) -> bool:
        """Whether any passage holds this word or one with its stem."""
        row = self._connection.execute("select 1 from words where words match ? limit 1", (f'"{word}"',)).fetchone()
        return row is not None

    def _match(self, query: str, limit: int, among: Collection[int] | None) -> list[KeywordHit]:
        if query in ("", '""', 'body : ""'):
            return []
        rows = self._connection.execute(
            "select rowid, -bm25(words, ?1, 1.0) from words where words match ?2"
            " and (?3 is null or rowid in (select value from json_each(?3))) order by 2 desc, 1 limit ?4",
            (ABOVE_WEIGHT, query, None if among is None else json.dumps(list(among)), limit),
        )
        return [KeywordHit(*row) for row in rows]


def _row(passage_id: int, passage: Passage) -> tuple[int, str, str]:
    """Accents composed, as in questions: of the others FTS5 keeps none, of these those outside the Latin script."""
    return passage_id, normalize("NFC", above(passage)), normalize("NFC", passage.readable)


def above(passage: Passage) -> str:
    """Title and headings: what a passage stands under."""
    return " / ".join(dict.fromkeys(filter(None, (passage.document.title, *passage.headings))))
