"""What all parts of a briefing are asked about: documents of a database, and the words to tell of them in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import duckdb

from pipeline.audit_list import Asked as AskedAudit
from pipeline.audit_list import count_confirmations, find_findings
from pipeline.cites import find_mentions
from pipeline.duty_list import find_duties
from pipeline.facts import indicator_names
from pipeline.listing import words as one_line
from pipeline.query import records
from pipeline.report.model import Column
from pipeline.target_list import Wanted, find_targets
from pipeline.whereabouts import documents_asked, find_areas
from pipeline.wording import Language, Words, words_of

Row = dict[str, Any]

# Rows of one table; the rest is counted.
LIMIT = 300
# Columns that hold words of a document.
_QUOTED = frozenset({"task", "quote", "purpose", "figure"})


@dataclass(frozen=True)
class Asked:
    """The documents of a briefing, with their files, and what to tell of them in.

    `place` is the unit whose documents they are, where one is asked for.
    """

    con: duckdb.DuckDBPyConnection
    documents: Sequence[Row]
    words: Words
    chart_words: Words
    names: dict[str, str]
    place: str | None = None

    @property
    def ids(self) -> list[str]:
        """The ids of the documents."""
        return [row["doc_id"] for row in self.documents]

    @cached_property
    def targets(self) -> list[Row]:
        """What the documents promise and report; asked for once, as it takes seconds in a large database."""
        return find_targets(self.con, Wanted(documents=self.ids))

    @cached_property
    def duties(self) -> list[Row]:
        """Who has to do what by the documents."""
        return find_duties(self.con, documents=self.ids)

    @cached_property
    def mentions(self) -> list[Row]:
        """What the documents cite."""
        return find_mentions(self.con, "list_contains(?, c.doc_id)", self.ids)

    @cached_property
    def findings(self) -> list[Row]:
        """What the audit found in the documents."""
        return find_findings(self.con, AskedAudit(doc_ids=self.ids), self.words.language)

    @cached_property
    def held(self) -> dict[str, int]:
        """How many figures of the documents were reckoned from others and hold, by kind."""
        return count_confirmations(self.con, AskedAudit(doc_ids=self.ids))

    @property
    def several(self) -> bool:
        """Whether it must be told which document says a thing: they are of several units, or of one over time."""
        return self.place is not None


def asked_for(con: duckdb.DuckDBPyConnection, document: str | None, within: str | None, language: Language) -> Asked:
    """Return what is asked for by a document's name, with what is attached to it, or by a place.

    Raises KehoachError: KH403 where no document is called so, KH408 where no unit is, KH628 where it has no document.
    """
    documents = records(
        con,
        """WITH RECURSIVE wanted AS (
               SELECT doc_id FROM documents WHERE list_contains(?, doc_id)
               UNION SELECT d.doc_id FROM documents AS d JOIN wanted ON d.parent_doc_id = wanted.doc_id
           )
           SELECT documents.*, s.* EXCLUDE (source_id, text, keep_names) FROM wanted JOIN documents USING (doc_id)
           JOIN sources AS s USING (source_id) ORDER BY issued_on NULLS LAST, source_path, span_start""",
        documents_asked(con, document, within),
    )
    words, chart_words = words_of("pipeline.report", language), words_of("pipeline.charts", language)
    place = None
    if within is not None:
        place = ", ".join(dict.fromkeys(f"{area['kind']} {area['name']}" for area in find_areas(con, within)))
    return Asked(con, documents, words, chart_words, indicator_names(con, language), place)


def columns_of(words: Words, **shares: int) -> list[Column]:
    """Return the columns of a table by what their heads are called, each with its share of the width."""
    return [Column(words(name), share, quoted=name in _QUOTED) for name, share in shares.items()]


def more_told(asked: Asked, number: int) -> str:
    """Return how many of `number` rows a table leaves out, to stand behind its caption; nothing where it has all."""
    return f" {asked.words('more_rows', n=number - LIMIT)}" if number > LIMIT else ""


def name_of(row: Row) -> str:
    """Return what a document is called in a few words: its number, or its file where it has none."""
    return str(row["code"] or row["source_path"])


def place_of(asked: Asked, row: Row) -> str:
    """Return where a row stands: its page and line, and its document where there are several."""
    told = told_of(asked, row)
    return f"{name_of(row)}, {told}" if len(asked.documents) > 1 else told


def told_of(asked: Asked, row: Row) -> str:
    """Return page and line of a row: "trang 3, dòng 41"."""
    line = row.get("line")
    parts = [asked.words("page", n=row["page"])] if row.get("page") else []
    parts += [asked.words("line", n=line)] if line else []
    return ", ".join(parts) or one_line(asked.words("no_place"))
