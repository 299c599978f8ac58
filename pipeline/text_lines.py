"""The lines of the texts on which rows of the database stand: only texts that are needed are fetched, each once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import duckdb

Row = dict[str, Any]

_AT_ONCE = 64  # texts that are held at a time


def add_lines(con: duckdb.DuckDBPyConnection, rows: list[Row], position: str = "span_start") -> list[Row]:
    """Give each of `rows` a `line`, that of its source's text from 1, None where it stands nowhere; return them.

    A row tells where it stands by its `source_id` and the code point in the column `position`. A question that joined
    the texts itself would copy one for each of its rows, before it leaves out what is not asked for.
    """
    of_source: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        row["line"] = None
        if row[position] is not None:
            of_source[row["source_id"]].append(row)
    texts = con.execute(
        "SELECT source_id, text FROM sources SEMI JOIN (SELECT unnest($1::VARCHAR[]) AS source_id) USING (source_id)",
        [list(of_source)],
    )
    while some := texts.fetchmany(_AT_ONCE):
        for source_id, text in some:
            _count(text, of_source[source_id], position)
    return rows


def _count(text: str, rows: Iterable[Row], position: str) -> None:
    line, reached = 1, 0
    for row in sorted(rows, key=lambda row: int(row[position])):
        line += text.count("\n", reached, row[position])
        reached = row[position]
        row["line"] = line
