"""The lines of the texts on which rows of the database stand: only texts that are needed are fetched, each once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import duckdb

Row = dict[str, Any]

_AT_ONCE = 64  # texts that are held at a time


def with_lines(con: duckdb.DuckDBPyConnection, rows: Iterable[Row], position: str = "span_start") -> list[Row]:
    """Return the rows with `line`, the line of their source's text, from 1; None for a row that stands nowhere.

    A row tells where it stands by its `source_id` and the code point in the column `position`. A question that joins
    the texts itself copies one for each of its rows, and DuckDB may do so before it leaves out what is not asked for.
    """
    placed = [row | {"line": None} for row in rows]
    of_source: dict[str, list[Row]] = defaultdict(list)
    for row in placed:
        if row[position] is not None:
            of_source[row["source_id"]].append(row)
    texts = con.execute(
        "FROM sources SEMI JOIN (SELECT unnest($1::VARCHAR[]) AS source_id) USING (source_id) SELECT source_id, text",
        [list(of_source)],
    )
    while some := texts.fetchmany(_AT_ONCE):
        for source_id, text in some:
            _count(text, of_source[source_id], position)
    return placed


def _count(text: str, rows: Iterable[Row], position: str) -> None:
    line, reached = 1, 0
    for row in sorted(rows, key=lambda row: int(row[position])):
        line += text.count("\n", reached, row[position])
        reached = row[position]
        row["line"] = line
