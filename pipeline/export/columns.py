"""The tables and views that are exported, with what their columns are, and the rows of them that are chosen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from pipeline.query import records
from pipeline.wording import Language, in_both

# What only builds and views need: how files were found to be alike, and which unit lies in which (from `places`).
_LEFT_OUT = frozenset({"sketches", "place_ancestors"})
# Rows that are read at once: of a table, and of one whose rows hold whole texts.
_ROWS, _TEXTS = 20_000, 200


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its type in DuckDB, and what it is, in English and Vietnamese."""

    name: str
    type: str
    about: dict[Language, str]

    @property
    def is_nested(self) -> bool:
        """Whether a value is a list or a map, which a text file can only hold as JSON."""
        return self.type.endswith("[]") or self.type.startswith("MAP")


@dataclass(frozen=True, slots=True)
class Table:
    """A table or view, what it is, its columns, and how its chosen rows are asked for."""

    name: str
    about: dict[Language, str]
    columns: tuple[Column, ...]
    is_view: bool
    condition: str

    @property
    def names(self) -> list[str]:
        """The names of the columns."""
        return [column.name for column in self.columns]

    @property
    def key(self) -> tuple[str, ...]:
        """The columns whose values tell the rows apart, none where nothing does."""
        first = self.columns[0].name
        if self.is_view or not (first.endswith("_id") or first == "indicator"):
            return ()
        return (first, "agency_id") if self.name == "source_agencies" else (first,)

    def rows(self, con: duckdb.DuckDBPyConnection, *, as_text: bool = False) -> pa.RecordBatchReader:
        """Return the chosen rows, piece by piece; with `as_text`, lists as JSON and times as ISO 8601 in UTC."""
        wanted = ", ".join(_as_text(c) if as_text else f'"{c.name}"' for c in self.columns)
        query = con.sql(f"SELECT {wanted} FROM {self.name} WHERE {self.condition}")
        return query.to_arrow_reader(_TEXTS if self.name == "sources" else _ROWS)


def _as_text(column: Column) -> str:
    name = f'"{column.name}"'
    if column.is_nested:
        return f"CAST(to_json({name}) AS VARCHAR) AS {name}"
    if column.type == "TIMESTAMP":
        return f"strftime({name}, '%Y-%m-%dT%H:%M:%SZ') AS {name}"
    return name


def exported_tables(con: duckdb.DuckDBPyConnection, *, whole: bool) -> Iterator[Table]:
    """Yield every table and view that is exported, tables first, of which `choose` has chosen the rows."""
    kinds = records(
        con,
        """SELECT table_name AS name, comment, false AS is_view FROM duckdb_tables()
           WHERE schema_name = 'main' AND NOT temporary
           UNION ALL SELECT view_name, comment, true FROM duckdb_views() WHERE NOT internal AND NOT temporary
           ORDER BY is_view, name""",
    )
    columns = records(
        con,
        """SELECT table_name, column_name AS name, data_type AS type, comment FROM duckdb_columns()
           WHERE schema_name = 'main' AND database_name = current_database() ORDER BY column_index""",
    )
    for row in kinds:
        if row["name"] in _LEFT_OUT:
            continue
        own = tuple(
            Column(c["name"], c["type"], in_both(c["comment"])) for c in columns if c["table_name"] == row["name"]
        )
        condition = _condition(row["name"], {column.name for column in own}, row["is_view"], whole)
        yield Table(row["name"], in_both(row["comment"]), own, row["is_view"], condition)


_IN_DOCUMENTS = "doc_id IN (SELECT doc_id FROM chosen_documents)"
_IN_SOURCES = "source_id IN (SELECT source_id FROM chosen_sources)"


def _condition(name: str, columns: set[str], is_view: bool, whole: bool) -> str:
    """Return what is true of the chosen rows: those of chosen documents; views leave duplicates out by themselves."""
    if is_view and whole:
        return "true"
    if name == "failures" and whole:
        return f"source_id IS NULL OR {_IN_SOURCES}"
    if "doc_id" in columns and not whole:
        return _IN_DOCUMENTS
    if name == "cells" and not whole:
        return f"table_id IN (SELECT table_id FROM tables WHERE {_IN_DOCUMENTS})"
    if "source_id" in columns:
        return _IN_SOURCES
    if "fact_id" in columns:
        return (
            f"fact_id IN (SELECT target_id FROM targets WHERE {_IN_DOCUMENTS}"
            f" UNION ALL SELECT fact_id FROM table_facts WHERE {_IN_DOCUMENTS})"
        )
    return "true"
