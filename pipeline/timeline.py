"""One indicator of one place through the years: what was observed, what was aimed at, and by which document."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.answer import Form, write_rows
from pipeline.listing import document_name, empty_table, place_in_file, print_count, words
from pipeline.query import open_database, records
from pipeline.target_list import wanted_indicators
from pipeline.values import value_of
from pipeline.whereabouts import find_areas, places_of

Row = dict[str, Any]

COLUMNS = (
    "indicator", "name", "place", "place_code", "through", "year", "kind", "value", "value_min", "value_max", "unit",
    "comparator", "basis", "direction", "per", "population", "code", "issuer", "issued_on", "quote", "source_path",
    "page", "line", "fact_id",
)  # fmt: skip
_THROUGH = {"predecessor": "before the merger", "successor": "after the merger"}


def print_timeline(db: Path, indicator: str, place: str, form: Form = Form.TABLE) -> None:
    """Print what is known of an indicator for a place, by year; what came before and after a merger is marked.

    Raises KehoachError: KH407 where no indicator is called so, KH408 where no unit is, KH303 and its neighbours for
    the database.
    """
    with open_database(db) as con:
        rows = find_timeline(con, indicator, place)
    if form is not Form.TABLE:
        write_rows(COLUMNS, [tuple(row[name] for name in COLUMNS) for row in rows], form)
        return
    console = Console(highlight=False)
    for name, group in groupby(rows, key=lambda row: row["name"]):
        console.print(Text(f"{name}: {place}", style="bold"))
        console.print(_table(list(group)))
        console.print()
    print_count(console, rows, "number")


def find_timeline(con: duckdb.DuckDBPyConnection, indicator: str, place: str, *, lines: bool = True) -> list[Row]:
    """Return the numbers of an indicator about a place and about what it was made of or went into, by year."""
    areas = [{"code": area["code"], "valid_from": area["valid_from"]} for area in find_areas(con, place)]
    rows = records(
        con,
        """WITH wanted AS (SELECT unnest($2, recursive := true)),
           -- The units themselves, and those of their level before and after a merger.
           units AS (
               SELECT a.above_code AS code, a.above_valid_from AS valid_from, CASE WHEN bool_and(through IS NOT NULL)
                      THEN min(through) END AS through
               FROM wanted
               JOIN places ON places.code = wanted.code AND places.valid_from IS NOT DISTINCT FROM wanted.valid_from
               JOIN place_ancestors AS a ON a.code = wanted.code
                    AND a.valid_from IS NOT DISTINCT FROM wanted.valid_from AND a.above_level = places.level
               GROUP BY ALL
           )
           SELECT v.* REPLACE (area_kind || ' ' || areas.name AS place, areas.code AS place_code), units.through,
                  name_vi AS name
           FROM v_commitments AS v
           JOIN v_number_areas AS areas USING (fact_id)
           JOIN units ON units.code = areas.code AND units.valid_from IS NOT DISTINCT FROM areas.valid_from
           LEFT JOIN indicators USING (indicator)
           WHERE list_contains($1, indicator)
           ORDER BY name, year NULLS LAST, kind, issued_on NULLS LAST, basis DESC, source_path, fact_id
        """,
        wanted_indicators(con, indicator),
        areas,
    )
    where = places_of(con, (row["fact_id"] for row in rows), lines=lines)
    return [row | {"line": where[row["fact_id"]]["line"], "value": value_of(row)} for row in rows]


def _table(rows: list[Row]) -> Table:
    merged = any(row["through"] for row in rows)
    table = empty_table()
    table.add_column("year", no_wrap=True)
    table.add_column("kind", no_wrap=True)
    table.add_column("value", ratio=3)
    if merged:
        table.add_column("of", ratio=3)
    table.add_column("document", ratio=4, overflow="fold")
    table.add_column("issued", no_wrap=True)
    table.add_column("line", justify="right", no_wrap=True)
    for row in rows:
        unit = " ".join(filter(None, (row["place"], f"({_THROUGH[row['through']]})" if row["through"] else "")))
        table.add_row(
            words(row["year"]),
            words(row["kind"]),
            Text(row["value"]),
            *([Text(unit)] if merged else []),
            Text(document_name(row)),
            words(row["issued_on"]),
            place_in_file(row),
        )
    return table
