"""Search in the words of all documents: an index in memory, made in the background when the viewer starts.

Accents and case do not count, nor what stands between words: "giam ngheo" finds "Giảm\\nnghèo", "90 qd ttg" finds
"90/QĐ-TTg". All words must be there; what stands in quotation marks must be there in that order. The index is that of
SQLite (FTS5), which answers at 10,000 documents in some milliseconds where DuckDB would read all of their text.
"""

from __future__ import annotations

import functools
import re
import sqlite3
import threading
from dataclasses import dataclass
from itertools import product

import duckdb

from pipeline.errors import KehoachError
from pipeline.query import records
from pipeline.web.database import Database
from rules.letters import bare

# So many documents are read at a time: a request waits no longer than that takes.
_AT_ONCE = 50
_MOST_WORDS = 32
_WORD = re.compile(r"[^\W_]+")
_BETWEEN = r"[\W_]+"
# Letters shown before and after what was found.
_AROUND = 90
_PHRASE = re.compile(r'"([^"]*)"')


@dataclass(frozen=True, slots=True)
class Found:
    """The documents that hold what was looked for, best first, and how much of the text has been read by then."""

    doc_ids: list[str]
    read: int
    documents: int


class Index:
    """The words of a database's documents; made anew when the database is."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._of: tuple[int, ...] = ()
        self._making: threading.Thread | None = None
        self._closed = False
        self._words = _empty()
        self._doc_ids: list[str] = []
        self._read = 0

    def start(self) -> None:
        """See to it that the index is that of the database, or is being made."""
        with self._lock:
            version = self._database.version
            if version == self._of or self._closed:
                return
            self._of = version
            self._making = threading.Thread(target=self._make, args=(version,), daemon=True)
            self._making.start()

    def wait(self) -> None:
        """Wait until all is read."""
        if self._making is not None:
            self._making.join()

    def close(self) -> None:
        """Stop reading."""
        self._closed = True
        self.wait()

    def search(self, asked: str) -> Found:
        """Return the documents that hold `asked`: those first whose number, title, issuer or file name does."""
        self.start()
        terms = terms_of(asked)
        with self._lock:
            found: dict[int, None] = {}
            if terms:
                # Words that stand together count for more; what is typed may be the beginning of a word of a head.
                together = f'"{terms.replace(chr(34), "")}"'
                for table, wanted in product(("heads", "texts"), (together, terms)):
                    end = "*" if table == "heads" else ""
                    rows = self._words.execute(f"SELECT rowid FROM {table} WHERE {table} MATCH ?", [wanted + end])
                    found.update((row[0], None) for row in rows)
            return Found([self._doc_ids[at] for at in found], self._read, len(self._doc_ids))

    def _make(self, version: tuple[int, ...]) -> None:
        try:
            with self._database.cursor() as con:
                heads = records(con, _HEADS)
            words = _empty()
            words.executemany("INSERT INTO heads(rowid, words) VALUES (?, ?)",
                              ((at, bare(row["head"])) for at, row in enumerate(heads)))  # fmt: skip
            with self._lock:
                self._words, self._doc_ids, self._read = words, [row["doc_id"] for row in heads], 0
            while self._read < len(heads):
                if self._closed or self._database.version != version:
                    return
                self._read_some()
        except KehoachError:  # the page says so itself
            with self._lock:
                self._of = ()

    def _read_some(self) -> None:
        some = self._doc_ids[self._read : self._read + _AT_ONCE]
        with self._database.cursor() as con:
            texts = dict(con.execute(_FOLDED, [some]).fetchall())
        rows = [(self._read + at, texts.get(doc_id) or "") for at, doc_id in enumerate(some)]
        for row in rows:  # one by one, for a search may be waiting
            with self._lock:
                self._words.execute("INSERT INTO texts(rowid, words) VALUES (?, ?)", row)
        self._read += len(some)


_HEADS = """
    SELECT doc_id, concat_ws(' ', code, title, issuer, programme, source_path) AS head
    FROM kept_documents() AS documents JOIN sources USING (source_id) ORDER BY source_path, documents.span_start, doc_id
"""
_PRINTED = """
    SELECT doc_id, substr(text, documents.span_start + 1, span_end - documents.span_start) AS printed
    FROM documents JOIN sources USING (source_id) WHERE doc_id IN (SELECT unnest(?::VARCHAR[]))
"""
# As `rules.letters.bare` has the letters of a word.
_FOLDED = f"SELECT doc_id, replace(lower(strip_accents(printed)), 'đ', 'd') FROM ({_PRINTED})"


def _empty() -> sqlite3.Connection:
    con = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
    for table in ("heads", "texts"):
        con.execute(
            f"CREATE VIRTUAL TABLE {table} USING fts5(words, content='', columnsize=0, tokenize='unicode61')"
        )
    return con


def terms_of(asked: str) -> str:
    """Return what was looked for as FTS5 has it: words to be there, each in quotation marks, phrases in theirs.

    >>> terms_of('Nghèo "Lạng Sơn" 90/QĐ-TTg')
    '"lang son" "ngheo" "90 qd ttg"'
    """
    phrases = _PHRASE.findall(asked)
    # A number with its symbol is one thing.
    said = [*phrases, *_PHRASE.sub(" ", asked).split()]
    words = [_WORD.findall(bare(part)) for part in said[:_MOST_WORDS]]
    return " ".join(f'"{" ".join(part)}"' for part in words if part)


def excerpts(con: duckdb.DuckDBPyConnection, doc_ids: list[str], asked: str) -> dict[str, tuple[str, str, str]]:
    """Return by document what stands around the first place that holds `asked`: before, the words, after.

    Where the words stand apart it is the place of one of them; documents that hold it in their head only have none.
    """
    terms = re.findall(r'"([^"]+)"', terms_of(asked))
    if not terms or not doc_ids:
        return {}
    patterns = [_pattern(words) for words in dict.fromkeys((" ".join(terms), *terms))]
    found = {}
    for doc_id, text in con.execute(_PRINTED, [doc_ids]).fetchall():
        place = next(filter(None, (pattern.search(text) for pattern in patterns)), None)
        if place is not None:
            start, end = place.span()
            before = text[max(0, start - _AROUND) : start]
            after = text[end : end + _AROUND]
            found[doc_id] = (
                before.partition(" ")[2] if start > _AROUND else before,
                place[0],
                after.rpartition(" ")[0] if end + _AROUND < len(text) else after,
            )
    return found


def _pattern(words: str) -> re.Pattern[str]:
    """Return what finds folded words in a text as printed: to fold the text itself would take ten times as long."""
    spelled = ("".join(_spellings().get(letter, re.escape(letter)) for letter in word) for word in words.split())
    return re.compile(rf"(?<![^\W_]){_BETWEEN.join(spelled)}(?![^\W_])")


@functools.cache
def _spellings() -> dict[str, str]:
    """Return by plain letter the class of the letters that are it, with accents and without, small and capital."""
    classes: dict[str, str] = {}
    for code in (*range(0x41, 0x250), *range(0x1E00, 0x1F00)):
        if chr(code).isalpha():
            plain = bare(chr(code))
            classes[plain] = classes.get(plain, "") + chr(code)
    return {plain: f"[{letters}]" for plain, letters in classes.items() if len(plain) == 1}
