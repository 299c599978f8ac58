"""What the plans say and the rules do not know: agencies, indicators and units, with where each stands first.

A user who reads this list knows what to add to `rules/`, and which of it is worth the work.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, field, fields
from pathlib import Path
from typing import Any

import duckdb
import regex
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractors.cellwords import pattern, says, words
from extractors.quantities import find_quantities
from pipeline.query import open_database, records
from pipeline.text_lines import add_lines
from rules.letters import fold, key, lower

Row = dict[str, Any]

# What says nothing about what is counted: the number of an item, a year, a unit in brackets.
_WITHOUT = regex.compile(
    r"^[\s*_]*(?:(?:\d{1,2}(?:\.\d{1,2})*|\p{L}|[ivx]+)\s?[.)]|\d{1,2}\s?-|[-+•])\s*", regex.IGNORECASE
)
_YEARS = regex.compile(r"(?:\bnăm\s+)?\b20\d\d\b(?:\s*-\s*20\d\d\b)?", regex.IGNORECASE)
_BRACKETS = regex.compile(r"\([^()]*\)")

_SHOWN = 25
_CUT = 70

# What is listed, and where the rules have it.
_KINDS = {
    "agency": ("Agencies", "rules/agencies.yaml", "as a field of a family, a body, or another spelling (also)"),
    "indicator": ("Indicators", "rules/indicators.yaml", "as a new indicator, or in the pattern of one"),
    "unit": ("Units", "rules/units.yaml", "as a name under its kind"),
}


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that the rules do not know: its kind, how it is most often printed, how often and in how many files.

    `source_path`, `line` and `quote` are where it stands first; `extend` is the file of rules to which it belongs.
    """

    kind: str
    text: str
    mentions: int
    files: int
    source_path: str
    line: int
    quote: str
    extend: str


@dataclass(slots=True)
class _Group:
    first: Row
    spellings: Counter[str] = field(default_factory=Counter)
    files: set[str] = field(default_factory=set)


def print_unknown(db: Path, *, as_csv: bool = False) -> None:
    """Print what the rules do not know. Raises KehoachError: KH303 and its neighbours for the database."""
    with open_database(db) as con:
        found = list(find_unknown(con))
    if as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(f.name for f in fields(Unknown))
        writer.writerows(astuple(item) for item in found)
    else:
        _print_lists(Console(highlight=False), found)


def find_unknown(con: duckdb.DuckDBPyConnection) -> Iterator[Unknown]:
    """Yield what the rules do not know, by kind, the most frequent first."""
    for kind, rows in (("agency", _agencies(con)), ("indicator", _indicators(con)), ("unit", _units(con))):
        groups: dict[str, _Group] = {}
        for row in rows:
            group = groups.setdefault(key(row["said"]), _Group(row))
            group.spellings[" ".join(row["said"].split())] += 1
            group.files.add(row["source_path"])
        items = (_unknown(kind, group) for group in groups.values())
        yield from sorted(items, key=lambda item: (-item.mentions, -item.files, item.text))


def _unknown(kind: str, group: _Group) -> Unknown:
    first = group.first
    quote = " ".join(str(first["quote"] or "").split())
    text = group.spellings.most_common(1)[0][0]
    total = group.spellings.total()
    return Unknown(kind, text, total, len(group.files), first["source_path"], first["line"], quote, _KINDS[kind][1])


def _placed(con: duckdb.DuckDBPyConnection, table: str, said: str, where: str) -> list[Row]:
    """Return rows of a table of facts in order of their places, each with what it says, and where it stands."""
    return records(
        con,
        f"""SELECT {said} AS said, quote, source_path, f.source_id, f.span_start
            FROM {table} AS f JOIN sources USING (source_id)
            WHERE duplicate_of IS NULL AND ({where}) ORDER BY source_path, f.span_start, f.span_end""",
    )


def _in_order(con: duckdb.DuckDBPyConnection, rows: list[Row]) -> list[Row]:
    return sorted(add_lines(con, rows), key=lambda row: (row["source_path"], row["line"]))


def _agencies(con: duckdb.DuckDBPyConnection) -> list[Row]:
    """Return the mentions of bodies that were found by their form alone: no file knows their kind."""
    nameless = "agency_id NOT IN (SELECT agency_id FROM source_agencies WHERE kind IS NOT NULL)"
    return add_lines(con, _placed(con, "agency_mentions", "agency", f"{nameless} AND agency IS NOT NULL"))


def _indicators(con: duckdb.DuckDBPyConnection) -> list[Row]:
    """Return the numbers of which it is not known what they measure, with the words that say it."""
    prose = _placed(con, "targets", "indicator_text", "indicator IS NULL AND indicator_text IS NOT NULL")
    said = "{'row': row_label, 'column': column_path, 'place': place}"
    table = _placed(
        con, "table_facts", said, "indicator IS NULL AND (row_label IS NOT NULL OR column_path IS NOT NULL)"
    )
    # A figure that compares two others has no indicator.
    counts = [row | {"said": _counted(row["said"])} for row in table if not _compares(row["said"]["column"])]
    named = [row | {"said": _WITHOUT.sub("", row["said"]).strip()} for row in prose + counts]
    return _in_order(con, [row for row in named if row["said"]])


def _compares(column: str | None) -> bool:
    return any(says("comparison_header", words(part)) for part in (column or "").split(" / "))


def _counted(cell: Row) -> str:
    """Return what a number of a table counts: its column says it, or else its row, unless that is a place."""
    parts = [_YEARS.sub("", part).strip(" -") for part in (cell["column"] or "").split(" / ")]
    column = " / ".join(part for part in parts if _says_something(part))
    row = None if cell["place"] else cell["row"]
    return column or row or cell["column"] or ""


def _says_something(header: str) -> bool:
    """Tell whether a header says what is counted, not only when, how much or in what unit."""
    rest = _BRACKETS.sub("", words(header))
    for rule in ("comparison_header", "actual_header", "target_header", "bare_words"):
        rest = pattern(rule).sub(" ", rest).strip()
    return any(letter.isalpha() for letter in rest)


def _units(con: duckdb.DuckDBPyConnection) -> list[Row]:
    """Return the numbers in units that the rules do not have."""
    named = _placed(con, "targets", "unit", "unit IS NOT NULL") + _placed(
        con, "table_facts", "unit", "unit IS NOT NULL"
    )
    rows = [row for row in named if not is_known_unit(row["said"])] + list(_unread_units(con))
    return _in_order(con, rows)


def is_known_unit(unit: str) -> bool:
    """Tell whether the rules know a unit; of a rate (`tấn/năm`) what is counted.

    >>> is_known_unit("tỷ đồng"), is_known_unit("tấn/năm"), is_known_unit("xyz")
    (True, True, False)
    """
    low = lower(fold(f"1 {unit}"))
    found = find_quantities(low, 0, len(low))
    if not found or found[0].unit is None or found[0].kind in (None, "word"):
        return False
    rest = low[found[0].unit_end :].strip()
    return not rest or rest.startswith("/")


def _unread_units(con: duckdb.DuckDBPyConnection) -> Iterator[Row]:
    """Yield the numbers of tables whose unit could not be told, with what the unit column says beside them."""
    headers = records(con, "SELECT table_id, col_no, text FROM cells WHERE is_header AND text IS NOT NULL")
    columns = {(row["table_id"], row["col_no"]) for row in headers if says("unit_header", words(row["text"]))}
    beside = records(con, """
        SELECT cells.table_id, cells.col_no, cells.text AS said, f.quote, source_path, f.source_id, f.span_start
        FROM table_facts AS f
        JOIN sources USING (source_id)
        JOIN cells ON cells.table_id = f.table_id AND cells.col_no <> f.col_no AND NOT is_header
                  AND f.row_no >= cells.row_no AND f.row_no < cells.row_no + cells.row_span
        WHERE duplicate_of IS NULL AND f.unit IS NULL AND trim(cells.text) <> '' ORDER BY source_path, f.span_start
    """)  # fmt: skip
    yield from (row for row in beside if (row["table_id"], row["col_no"]) in columns)


def _print_lists(console: Console, found: Iterable[Unknown]) -> None:
    by_kind: dict[str, list[Unknown]] = {kind: [] for kind in _KINDS}
    for item in found:
        by_kind[item.kind].append(item)
    for kind, items in by_kind.items():
        title, file, how = _KINDS[kind]
        if not items:
            console.print(Text.assemble((title, "bold"), ": all are known"))
            continue
        total = sum(item.mentions for item in items)
        said = f" that the rules do not know: {len(items):,}, found {total:,} time{'s' if total != 1 else ''}"
        console.print(Text.assemble((title, "bold"), said))
        console.print(Text.assemble("To add one: ", (file, "cyan"), f", {how}"))
        console.print(_table(items[:_SHOWN]))
        if len(items) > _SHOWN:
            console.print(Text(f"{len(items) - _SHOWN:,} more; --csv gives all", style="dim"))
        console.print()


def _table(items: Iterable[Unknown]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("text", ratio=4, style="bold")
    table.add_column("times", justify="right", no_wrap=True)
    table.add_column("files", justify="right", no_wrap=True)
    table.add_column("first in", ratio=3, overflow="fold")
    table.add_column("line", justify="right", no_wrap=True)
    table.add_column("quote", ratio=4)
    for item in items:
        where = Text(item.source_path)
        counts = f"{item.mentions:,}", f"{item.files:,}"
        table.add_row(_cut(item.text), *counts, where, f"{item.line}", _cut(item.quote))
    return table


def _cut(text: str) -> Text:
    return Text(text if len(text) <= _CUT else f"{text[:_CUT].rstrip()}…")
