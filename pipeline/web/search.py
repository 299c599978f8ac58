"""Search in the words of all documents: an index in memory, made in the background when the viewer starts.

Accents and case do not count, nor what stands between words: "giam ngheo" finds "Giảm\\nnghèo", "90 qd ttg" finds
"90/QĐ-TTg". All words must be there; what stands in quotation marks must be there in that order. The index is that of
SQLite (FTS5), which answers at 10,000 documents in some milliseconds where DuckDB would read all of their text.
"""

from __future__ import annotations

import contextlib
import functools
import re
import sqlite3
import threading
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from pipeline.errors import KehoachError
from pipeline.query import records
from pipeline.web.database import Database
from rules.letters import bare

Row = dict[str, Any]

# So many letters are read at a time: for a few of the texts DuckDB reads nearly all.
_AT_ONCE = 8_000_000
_MOST_WORDS = 32
_WORD = re.compile(r"[^\W_]+")
_BETWEEN = r"[\W_]+"
# Letters shown before and after what was found.
_AROUND = 90
_PHRASE = re.compile(r'"([^"]*)"')


@dataclass(frozen=True, slots=True)
class Found:
    """The heads of the documents that hold what was looked for, best first; of how many the text has been read."""

    rows: list[Row]
    read: int
    documents: int


@dataclass(slots=True)
class _State:
    """The index of one version of the database: heads at once, texts as they are read."""

    version: tuple[int, ...] = ()
    heads: list[Row] = field(default_factory=list)
    words: sqlite3.Connection = field(default_factory=lambda: _empty())
    read: int = 0


class Index:
    """The words of a database's documents; made anew when the database is."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._starting = threading.Lock()
        self._lock = threading.Lock()
        self._state = _State()
        self._reader: threading.Thread | None = None
        self._closed = threading.Event()

    def start(self) -> None:
        """See to it that the heads are those of the database, and that its texts are being read.

        Raises what `Database.cursor` raises.
        """
        with self._starting:
            version = self._database.version
            if self._closed.is_set() or (version and version == self._state.version):
                return
            with self._database.cursor() as con:
                state = _State(version, records(con, _HEADS))
            state.words.executemany(
                "INSERT INTO heads(rowid, words) VALUES (?, ?)",
                ((at, bare(row["head"])) for at, row in enumerate(state.heads)),
            )
            self._state = state
            self._reader = threading.Thread(target=self._read, args=(state,), daemon=True)
            self._reader.start()

    def wait(self) -> None:
        """Wait until all is read."""
        if self._reader is not None:
            self._reader.join()

    def close(self) -> None:
        """Stop reading."""
        self._closed.set()
        self.wait()

    def search(self, asked: str) -> Found:
        """Return the documents that hold `asked`: those first whose number, title, issuer or file name does.

        Where nothing is asked for it is all of them. Raises what `Database.cursor` raises.
        """
        self.start()
        state, terms = self._state, terms_of(asked)
        if not terms:
            return Found([] if asked else list(state.heads), state.read, len(state.heads))
        # Words that stand together count for more; what is typed may be the beginning of a word of a head.
        together = f'"{terms.replace(chr(34), "")}"'
        found: dict[int, None] = {}
        with self._lock:
            for table, wanted in product(("heads", "texts"), (together, terms)):
                end = "*" if table == "heads" else ""
                rows = state.words.execute(f"SELECT rowid FROM {table} WHERE {table} MATCH ?", [wanted + end])
                found.update((row[0], None) for row in rows)
            return Found([state.heads[at] for at in found], state.read, len(state.heads))

    def excerpts(self, rows: Sequence[Row], asked: str) -> dict[str, tuple[str, str, str]]:
        """Return by document what stands around the first place that holds `asked`: before, the words, after.

        Where the words stand apart it is the place of one of them; documents that hold it in their head only have
        none. `rows` are those of `search`.
        """
        terms = re.findall(r'"([^"]+)"', terms_of(asked))
        if not terms:
            return {}
        with self._lock:
            kept = [
                (row["doc_id"], blob)
                for row in rows
                for (blob,) in self._state.words.execute("SELECT text FROM printed WHERE rowid = ?", [row["nth"]])
            ]
        patterns = [_pattern(words) for words in dict.fromkeys((" ".join(terms), *terms))]
        found = {}
        for doc_id, blob in kept:
            text = zlib.decompress(blob).decode()
            place = next(filter(None, (pattern.search(text) for pattern in patterns)), None)
            if place is not None:
                found[doc_id] = _around(text, *place.span())
        return found

    def _read(self, state: _State) -> None:
        """Read the texts of all documents, some at a time, as long as the database is the same."""
        with contextlib.suppress(KehoachError):  # the pages say so themselves
            while state.read < len(state.heads) and not self._closed.is_set():
                if self._database.version != state.version:
                    return
                some = _some(state.heads[state.read :])
                with self._database.cursor() as con:
                    rows = con.execute(_TEXTS, [[row["doc_id"] for row in some]]).fetchall()
                texts = {doc_id: (printed, folded) for doc_id, printed, folded in rows}
                with self._lock:
                    state.words.execute("BEGIN")
                for row in some:
                    if self._closed.is_set():
                        return
                    self._put(state, row, *texts[row["doc_id"]])
                with self._lock:
                    state.words.execute("COMMIT")

    def _put(self, state: _State, row: Row, printed: str, folded: str) -> None:
        blob = zlib.compress(printed.encode(), 1)
        with self._lock:  # for one text only: a search may be waiting
            state.words.execute("INSERT INTO texts(rowid, words) VALUES (?, ?)", [row["nth"], folded])
            state.words.execute("INSERT INTO printed(rowid, text) VALUES (?, ?)", [row["nth"], blob])
            state.read += 1


def _some(heads: Sequence[Row]) -> list[Row]:
    """Return the first of `heads`, as many as have so much text as is read at once."""
    some = list(heads[:1])
    size = some[0]["size"]
    for row in heads[1:]:
        size += row["size"]
        if size > _AT_ONCE:
            break
        some.append(row)
    return some


# What is searched first, and what documents are told apart by.
_HEADS = """
    WITH twins AS (
        SELECT duplicate_of AS source_id, string_agg(source_path, ' ' ORDER BY source_path) AS paths
        FROM sources WHERE duplicate_of IS NOT NULL GROUP BY duplicate_of
    )
    SELECT (row_number() OVER (ORDER BY source_path, documents.span_start, doc_id) - 1)::INTEGER AS nth,
           doc_id, code, title, issuer, level, province, doc_type AS type, programme,
           try_cast(number AS INTEGER) AS number, coalesce(issued_on::VARCHAR, issued_on_partial) AS issued,
           regexp_extract(issued, '^\\d{4}') AS year, coalesce(span_end - documents.span_start, 0) AS size,
           concat_ws(' ', code, title, issuer, programme, source_path, array_to_string(also_at, ' '), paths) AS head
    FROM kept_documents() AS documents JOIN sources USING (source_id) LEFT JOIN twins USING (source_id) ORDER BY nth
"""
# Letters as `rules.letters.bare` has those of a word.
_TEXTS = """
    SELECT doc_id, coalesce(substr(text, documents.span_start + 1, span_end - documents.span_start), '') AS printed,
           replace(lower(strip_accents(printed)), 'đ', 'd')
    FROM documents JOIN sources USING (source_id) WHERE doc_id IN (SELECT unnest(?::VARCHAR[]))
"""


def _empty() -> sqlite3.Connection:
    con = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
    for table in ("heads", "texts"):
        con.execute(f"CREATE VIRTUAL TABLE {table} USING fts5(words, content='', columnsize=0, tokenize='unicode61')")
    # DuckDB would have to read all texts to find those of one page of the list.
    con.execute("CREATE TABLE printed (text BLOB)")
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


def _around(text: str, start: int, end: int) -> tuple[str, str, str]:
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return (
        before.partition(" ")[2] if start > _AROUND else before,
        text[start:end],
        after.rpartition(" ")[0] if end + _AROUND < len(text) else after,
    )


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
