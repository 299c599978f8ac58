"""The lines of the texts on which rows of the database stand: only texts that are needed are looked at, each once."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from itertools import accumulate
from typing import Any

import duckdb

Row = dict[str, Any]

_AT_ONCE = 64  # sources whose lines are held at a time
_LENGTHS = """
    SELECT source_id, list_transform(string_split(text, chr(10)), lambda line: length(line) + 1)
    FROM sources SEMI JOIN (SELECT unnest($1::VARCHAR[]) AS source_id) USING (source_id)
"""


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
    found = con.execute(_LENGTHS, [list(of_source)])
    while some := found.fetchmany(_AT_ONCE):
        for source_id, lengths in some:
            starts = list(accumulate(lengths, initial=0))
            for row in of_source[source_id]:
                row["line"] = bisect_right(starts, row[position])
    return rows
