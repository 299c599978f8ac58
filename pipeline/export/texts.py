"""Sources with their text and the facts that stand in it: what the formats for annotated text are made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from pipeline.export.names import file_name
from pipeline.facts import KINDS, Fact, facts_of_each
from pipeline.query import records

Row = dict[str, Any]
# Sources that are held in memory at once.
_AT_ONCE = 100
# Columns that say where a fact stands, not what it says.
_PLACES = frozenset({"source_id", "doc_id", "span_start", "span_end", "value_start", "value_end"})


@dataclass(frozen=True, slots=True)
class Annotated:
    """A source: its row (with its text), its chosen documents, and their facts by document, in order of the text.

    `tables` are the places of all its tables, `name` is a name for files that are made of it.
    """

    source: Row
    documents: list[Row]
    tables: list[Row]
    facts: dict[str, list[Fact]]
    name: str

    @property
    def text(self) -> str:
        """The text of the source, which all places count in."""
        return self.source["text"] or ""

    @property
    def placed(self) -> list[Fact]:
        """All facts that stand somewhere in the text, in its order."""
        every = [fact for facts in self.facts.values() for fact in facts if fact.start >= 0]
        return sorted(every, key=lambda fact: (fact.start, -fact.end))


def annotated(
    con: duckdb.DuckDBPyConnection, kinds: Sequence[str] = tuple(KINDS), *, whole_files: bool = False
) -> Iterator[Annotated]:
    """Yield the chosen sources in order of their paths, with their chosen documents, or with `whole_files` all."""
    ids = records(
        con,
        """SELECT source_id FROM sources WHERE source_id IN (SELECT source_id FROM chosen_documents)
           ORDER BY source_path, source_id""",
    )
    wanted = "" if whole_files else "AND doc_id IN (SELECT doc_id FROM chosen_documents)"
    for first in range(0, len(ids), _AT_ONCE):
        batch = [row["source_id"] for row in ids[first : first + _AT_ONCE]]
        among = "source_id IN (SELECT unnest($1::VARCHAR[]))"
        sources = records(
            con,
            f"""SELECT source_id, source_path, media_type, sha256, text FROM sources
                WHERE {among} ORDER BY source_path, source_id""",
            batch,
        )
        documents = records(con, f"SELECT * FROM documents WHERE {among} {wanted} ORDER BY span_start, doc_id", batch)
        tables = records(
            con, f"SELECT source_id, span_start, span_end FROM tables WHERE {among} AND doc_id IS NOT NULL", batch
        )
        facts = facts_of_each(con, [row["doc_id"] for row in documents], kinds)
        for source in sources:
            own = [row for row in documents if row["source_id"] == source["source_id"]]
            yield Annotated(
                source,
                own,
                [row for row in tables if row["source_id"] == source["source_id"]],
                {row["doc_id"]: facts[row["doc_id"]] for row in own},
                file_name(source["source_path"], source["source_id"]),
            )


def stated(row: Row, *, without: str = "") -> Row:
    """Return what a row says, without its place and what it leaves open; days as ISO 8601 text."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in row.items()
        if value is not None and value != [] and name not in _PLACES and name != without
    }
