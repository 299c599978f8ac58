"""Plans side by side: two documents, or what is known of an indicator in the units of a place."""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.answer import Form, write_rows
from pipeline.errors import KehoachError
from pipeline.listing import SHOWN, empty_table, place_in_file, print_count, words
from pipeline.query import open_database, records
from pipeline.show import matching_documents
from pipeline.target_list import wanted_indicators
from pipeline.values import number, value_of
from pipeline.whereabouts import find_areas, places_of

Row = dict[str, Any]

PAIR_COLUMNS = (
    "indicator", "name", "year", "value", "code", "issuer", "quote", "source_path", "page", "line", "other_value",
    "other_code", "other_issuer", "other_quote", "other_source_path", "other_page", "other_line", "difference",
    "verdict", "arithmetic", "other_arithmetic", "whom", "fact_id", "other_fact_id",
)  # fmt: skip
UNIT_COLUMNS = (
    "indicator", "name", "place", "place_code", "place_level", "year", "kind", "value", "code", "issuer", "quote",
    "source_path", "page", "line", "upper_value", "upper_code", "upper_issuer", "difference", "verdict", "arithmetic",
    "through", "fact_id", "upper_fact_id",
)  # fmt: skip
_WHERE = ("code", "issuer", "quote", "source_path", "page", "line", "doc_id")
# The slots of a value that two sides share, and those that each has of its own.
_HOW = ("basis", "direction", "per")
_WHAT = ("value_min", "value_max", "unit", "comparator")


# Two documents.


def print_comparison(db: Path, first: str, second: str, form: Form = Form.TABLE) -> None:
    """Print what two documents aim at for the whole of their units, side by side, and how the first stands to it.

    The second may be an act of `national_targets`. Raises KehoachError: KH403 where there is no such document, KH303
    and its neighbours for the database.
    """
    with open_database(db) as con:
        rows = compare_documents(con, first, second)
    if form is not Form.TABLE:
        write_rows(PAIR_COLUMNS, [tuple(row.get(name) for name in PAIR_COLUMNS) for row in rows], form)
        return
    console = Console(highlight=False)
    for heading, group in groupby(rows[:SHOWN], key=_side):
        console.print(Text(heading.format(first=first, second=second), style="bold"))
        console.print(_pairs(list(group), first, second, both=heading.startswith("in both")))
        console.print()
    print_count(console, rows, "row")


def compare_documents(con: duckdb.DuckDBPyConnection, first: str, second: str, *, lines: bool = True) -> list[Row]:
    """Return the aims of two documents, like beside like; those of one only have no value on the other side.

    Without `lines` the rows do not tell the lines, which the texts have to be fetched for.
    """
    acts = [row["act"] for row in records(con, "SELECT DISTINCT act FROM national_targets WHERE act = ?", second)]
    own, other = matching_documents(con, first), matching_documents(con, second)
    if not own:
        raise KehoachError("KH403", detail=first)
    if not other and not acts:
        raise KehoachError("KH403", detail=second)
    ids = [[row["doc_id"] for row in found] for found in (own, other)]
    rows = records(con, _question("compare"), *ids, None if other else acts[0])
    where = places_of(con, (row[key] for row in rows for key in ("fact_id", "other_fact_id")), lines=lines)
    for row in rows:
        row["value"] = side_value(row, "")
        row["other_value"] = side_value(row, "other_")
        for key in ("", "other_"):
            found = where.get(row[f"{key}fact_id"], {})
            row |= {f"{key}{name}": found[name] for name in _WHERE if name in found}
        if acts and not other:
            row["other_code"] = acts[0]
    return rows


@functools.cache
def _question(name: str) -> str:
    return importlib.resources.files("pipeline").joinpath(f"{name}.sql").read_text("utf8")


def side_value(row: Row, side: str, how: str = "") -> str:
    """Return the value of one side, with how it was worked out, nothing where that side is silent.

    `how` begins the names of the slots that say what the value means.
    """
    if row[f"{side}value_min"] is None:
        return ""
    said = value_of({n: row.get(f"{how}{n}") for n in _HOW} | {n: row[f"{side}{n}"] for n in _WHAT})
    if not row.get(f"{side}arithmetic"):
        return said
    worked_out = f" = {number(row['worked_out'])}" if row.get("worked_out") is not None else ""
    return f"{said} ({row[f'{side}arithmetic']}{worked_out})"


def _side(row: Row) -> str:
    if row["fact_id"] is None:
        return "only in {second}"
    return "in both" if row["other_fact_id"] is not None else "only in {first}"


def _pairs(rows: Sequence[Row], first: str, second: str, *, both: bool) -> Table:
    table = empty_table()
    table.add_column("indicator", ratio=4, overflow="fold")
    table.add_column("year", no_wrap=True)
    if both:
        table.add_column(first, ratio=3, overflow="fold")
        table.add_column(second, ratio=3, overflow="fold")
        table.add_column("difference", justify="right", no_wrap=True)
        table.add_column("verdict", no_wrap=True)
        table.add_column("lines", justify="right", no_wrap=True)
    else:
        table.add_column("value", ratio=4)
        table.add_column("line", justify="right", no_wrap=True)
    for row in rows:
        name = " ".join(filter(None, (row["name"] or row["indicator"], row["whom"] and f"({row['whom']})")))
        lines = [place_in_file(row), words(row.get("other_line"))]
        table.add_row(
            Text(name),
            f"{row['year']}",
            *([Text(row["value"]), Text(row["other_value"]), signed(row["difference"]), words(row["verdict"])]
              if both else [Text(row["value"] or row["other_value"])]),
            " / ".join(filter(None, lines)),
        )  # fmt: skip
    return table


def signed(value: float | None) -> str:
    """Return a difference with its sign in Vietnamese form, nothing for None.

    >>> signed(-0.49), signed(2.0), signed(0.0), signed(None)
    ('-0,49', '+2', '0', '')
    """
    if value is None:
        return ""
    return f"{'+' if value > 0 else '-' if value < 0 else ''}{number(abs(value))}"


# The units of a place.


def print_units(db: Path, indicator: str, year: int | None, within: str, form: Form = Form.TABLE) -> None:
    """Print what is promised and reported of an indicator for a place and every unit in it, by whatever document.

    Raises KehoachError: KH407 where no indicator is called so, KH408 where no unit is, KH303 and its neighbours for
    the database.
    """
    with open_database(db) as con:
        rows = list(compare_units(con, indicator, year, within))
    if form is not Form.TABLE:
        write_rows(UNIT_COLUMNS, [tuple(row.get(name) for name in UNIT_COLUMNS) for row in rows], form)
        return
    console = Console(highlight=False)
    for (name, of_year), group in groupby(rows[:SHOWN], key=lambda row: (row["name"], row["year"])):
        console.print(Text(f"{name}, {of_year}", style="bold"))
        console.print(_units(list(group)))
        console.print()
    print_count(console, rows, "row")


def compare_units(
    con: duckdb.DuckDBPyConnection, indicator: str, year: int | None, within: str, *, lines: bool = True
) -> Iterator[Row]:
    """Yield the numbers about a place and the units in it, each with what was asked of it and the verdict."""
    areas = [{"code": area["code"], "valid_from": area["valid_from"]} for area in find_areas(con, within)]
    rows = records(con, _question("units"), wanted_indicators(con, indicator), year, areas)
    where = places_of(con, (row[key] for row in rows for key in ("fact_id", "upper_fact_id")), lines=lines)
    for row in rows:
        upper = where.get(row["upper_fact_id"], {})
        row |= {"value": side_value(row, ""), "upper_value": side_value(row, "upper_", how="upper_")}
        row["upper_issuer"] = upper.get("issuer")
        row["upper_doc_id"] = upper.get("doc_id")
        yield row | {name: where.get(row["fact_id"], {}).get(name) for name in ("page", "line", "doc_id")}


def _units(rows: Sequence[Row]) -> Table:
    judged = any(row["upper_value"] for row in rows)
    table = empty_table()
    table.add_column("place", ratio=4)
    table.add_column("kind", no_wrap=True)
    table.add_column("value", ratio=3)
    if judged:
        table.add_column("asked for", ratio=4, overflow="fold")
        table.add_column("verdict", no_wrap=True)
    table.add_column("document", ratio=3, overflow="fold")
    table.add_column("line", justify="right", no_wrap=True)
    for row in rows:
        asked = f"{row['upper_value']} ({row['upper_code']})" if row["upper_value"] else ""
        table.add_row(
            words(f"{row['place_kind'] or ''} {row['place']}"),
            words(row["kind"]),
            Text(row["value"]),
            *((Text(asked), Text(words(row["verdict"]))) if judged else ()),
            Text(row["code"] or row["source_path"]),
            place_in_file(row),
        )
    return table
