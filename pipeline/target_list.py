"""What the documents promise and report, side by side: the rows of `v_commitments`, each commitment once."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
import regex
from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractors.gazetteer import kinds
from extractors.indicators import match
from pipeline.answer import Form, write_rows
from pipeline.errors import KehoachError
from pipeline.listing import SHOWN, document_name, empty_table, print_count, words
from pipeline.query import open_database, records
from pipeline.text_lines import add_lines
from pipeline.values import number, value_of
from rules.letters import bare, key

Row = dict[str, Any]

# Letters that the columns besides the years need, and that each year does.
_ROOM, _ROOM_FOR_YEAR = 36, 12
COLUMNS = (
    "code", "issuer", "level", "place", "indicator", "name", "indicator_text", "kind", "year", "value", "comparator",
    "value_min", "value_max", "unit", "per", "basis", "baseline_value", "baseline_year", "quote", "stands_in", "page",
    "line", "source_path", "doc_id", "fact_id",
)  # fmt: skip
# What a line of the table by year has in common; a province and its town may have one name, but not one code.
_LINE = ("place", "place_code", "row_label", "doc_id", "kind")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: an indicator and a place by any of their names, a year, the issuer's level, a kind.

    `province` is that of the documents, `documents` are the ids of those that are looked at.
    """

    indicator: str | None = None
    place: str | None = None
    year: int | None = None
    level: str | None = None
    kind: str | None = None
    documents: Sequence[str] | None = None
    province: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of the rows is asked for: `limit` of them from `offset`, sorted by one of SORTS.

    With `of_lines` it is lines that are counted, each with the numbers of all years.
    """

    limit: int
    offset: int = 0
    sort: str = ""
    of_lines: bool = False


def print_targets(db: Path, wanted: Wanted, form: Form = Form.TABLE) -> None:
    """Print the commitments that are asked for; of one indicator as a table with a column for each year.

    Raises KehoachError: KH407 where no indicator is called so, KH408 where nothing is about such a place, KH303 and
    its neighbours for the file.
    """
    with open_database(db) as con:
        rows = find_targets(con, wanted)
    if form is not Form.TABLE:
        write_rows(COLUMNS, [tuple(row[name] for name in COLUMNS) for row in rows], form)
    else:
        _print_list(Console(highlight=False), rows, by_year=wanted.indicator is not None)


def find_targets(con: duckdb.DuckDBPyConnection, wanted: Wanted, part: Part | None = None) -> list[Row]:
    """Return the rows of `v_commitments` that count, like beside like, with values as printed.

    `place` is the one that a number is about: the issuer's own where none is named. The whole list has the line of
    each number, a part of it has none: the texts of fifty files take longer to fetch than all else. Raises
    KehoachError: KH407 where no indicator is called `wanted.indicator`, KH408 where no number is about
    `wanted.place`, and where no document is of `wanted.province`.
    """
    first = _first(part.sort) if part else ""
    rows = records(
        con,
        f"""WITH {_CHOSEN},
            part AS ({_part_of(part)}),
            placed AS (
                SELECT target_id AS fact_id, source_id, value_start AS position, NULL AS row_label FROM targets
                UNION ALL SELECT fact_id, source_id, span_start, row_label FROM table_facts
            )
            SELECT v.* REPLACE (chosen.place AS place, chosen.place_code AS place_code), name, source_id, position,
                   CASE WHEN about IS NULL THEN row_label END AS row_label
            FROM v_commitments AS v
            JOIN part USING (fact_id)
            JOIN chosen USING (fact_id)
            JOIN placed USING (fact_id)
            ORDER BY {first} name NULLS LAST, v.indicator NULLS LAST, rank NULLS LAST, chosen.place NULLS LAST,
                     chosen.place_code, v.issued_on NULLS LAST, v.source_path, row_label, v.kind DESC,
                     v.year NULLS LAST, position, fact_id""",
        *_values(con, wanted),
        *((part.limit, part.offset) if part else ()),
    )
    for row in rows:
        row["value"] = value_of(row)
    return rows if part else add_lines(con, rows, "position")


def count_targets(con: duckdb.DuckDBPyConnection, wanted: Wanted) -> tuple[int, int]:
    """Return how many rows `find_targets` has, and in how many lines of a table with a column for each year."""
    [row] = records(
        con,
        f"""WITH {_CHOSEN}
            SELECT count(*) AS numbers, count(DISTINCT (indicator, doc_id, place, place_code, kind)) AS lines
            FROM chosen""",
        *_values(con, wanted),
    )
    return row["numbers"], row["lines"]


def _part_of(part: Part | None) -> str:
    if part is None:
        return "SELECT fact_id FROM chosen"
    if not part.of_lines:
        return f"""SELECT fact_id FROM chosen
                   ORDER BY {_first(part.sort)} {_LINE_ORDER}, year, fact_id LIMIT $8 OFFSET $9"""
    column, which = _FIRST.get(part.sort, ("fact_id", "min"))
    return f"""
        WITH led AS (
            SELECT *, {which}({column}) OVER (PARTITION BY indicator, doc_id, place, place_code, kind) AS lead
            FROM chosen
        ),
        counted AS (
            SELECT fact_id, dense_rank() OVER (ORDER BY {_first(part.sort, "lead")} {_LINE_ORDER}) AS line_no FROM led
        )
        SELECT fact_id FROM counted WHERE line_no > $9 AND line_no <= $8 + $9"""


# What is asked for, with what it is sorted by.
_CHOSEN = """chosen AS (
    SELECT fact_id, indicator, name_vi AS name, about AS place, issued_on, source_path, doc_id, kind, year,
           value_min, value_max,
           CASE level WHEN 'central' THEN 1 WHEN 'province' THEN 2 WHEN 'district' THEN 3 WHEN 'commune' THEN 4
           END AS rank,
           CASE WHEN v.place IS NULL THEN coalesce(commune_code, district_code, province_code)
                ELSE v.place_code END AS place_code
    FROM v_commitments AS v LEFT JOIN indicators USING (indicator)
    WHERE counts AND ($1 IS NULL OR list_contains($1, indicator))
      AND ($2 IS NULL OR list_contains($2, about)) AND ($3 IS NULL OR year = $3)
      AND ($4 IS NULL OR level = $4) AND ($5 IS NULL OR kind = $5)
      AND ($6 IS NULL OR list_contains($6, province)) AND ($7 IS NULL OR list_contains($7, doc_id))
)"""
# The order of the lines of a table with a column for each year.
_LINE_ORDER = """name NULLS LAST, indicator NULLS LAST, rank NULLS LAST, place NULLS LAST, place_code,
    issued_on NULLS LAST, source_path, doc_id, kind DESC"""
# What else a list can be sorted by first: a column, and which of its values stands for a line of several years.
_FIRST = {
    "place": ("place", "min"),
    "issued": ("issued_on", "min"),
    "year": ("year", "min"),
    "value": ("value_min", "min"),
    "-place": ("place", "max"),
    "-issued": ("issued_on", "max"),
    "-year": ("year", "max"),
    "-value": ("value_max", "max"),
}
SORTS = ("", *_FIRST)


def _first(sort: str, column: str | None = None) -> str:
    """Return what comes first in an ORDER BY, a column of `chosen` or another; nothing where the usual order does."""
    if sort not in _FIRST:
        return ""
    own, which = _FIRST[sort]
    return f"{column or f'chosen.{own}'} {'DESC' if which == 'max' else ''} NULLS LAST,"


def _values(con: duckdb.DuckDBPyConnection, wanted: Wanted) -> tuple[object, ...]:
    indicators = None if wanted.indicator is None else wanted_indicators(con, wanted.indicator)
    places = None if wanted.place is None else _places(con, wanted.place)
    provinces = None if wanted.province is None else _provinces(con, wanted.province)
    return indicators, places, wanted.year, wanted.level, wanted.kind, provinces, wanted.documents


# What a name means.


def wanted_indicators(con: duckdb.DuckDBPyConnection, asked: str) -> list[str]:
    """Return the ids of the database that `asked` means. Raises KehoachError KH407 where it means none."""
    names = dict(con.execute("SELECT indicator, name_vi FROM indicators").fetchall())
    found = matching_indicators(asked, names)
    if not found:
        near = "; ".join(f"{i} ({names[i]})" for i in near_indicators(asked, names))
        raise KehoachError("KH407", detail=f"{asked}; near it: {near}" if near else asked)
    return found


def matching_indicators(asked: str, names: dict[str, str]) -> list[str]:
    """Return the ids of `names` (Vietnamese names by id) that `asked` means; only the best kind of match counts.

    It may be an id, a name with or without accents, other words that the rules take for one indicator, or words of
    the names of several.

    >>> matching_indicators("ty le ho ngheo", {"poverty_rate": "Tỷ lệ hộ nghèo", "clean_water": "Nước sạch"})
    ['poverty_rate']
    """
    forms: tuple[Callable[[str], bool], ...] = (
        lambda i: i == asked.strip().lower(),
        lambda i: key(names[i]) == key(asked),
        lambda i: bare(names[i]) == bare(asked),
    )
    for fits in forms:
        if found := sorted(i for i in names if fits(i)):
            return found
    told = match(asked)
    if told is not None and not told.vague and told.id in names:
        return [told.id]
    words = _words_in(asked)
    return sorted(i for i in names if words and f" {words} " in f" {_words_in(names[i])} ")


def near_indicators(asked: str, names: dict[str, str]) -> list[str]:
    """Return the ids of up to three indicators whose id or name is most like `asked`."""
    ids = {form: i for i in sorted(names, reverse=True) for form in (_words_in(names[i]), i.replace("_", " "))}
    found = difflib.get_close_matches(_words_in(asked.replace("_", " ")), list(ids), n=6)
    return list(dict.fromkeys(ids[form] for form in found))[:3]


def _places(con: duckdb.DuckDBPyConnection, asked: str) -> list[str]:
    known = records(con, "SELECT DISTINCT about FROM v_commitments WHERE about IS NOT NULL")
    return _meant(asked, (row["about"] for row in known))


def _provinces(con: duckdb.DuckDBPyConnection, asked: str) -> list[str]:
    known = records(con, "SELECT DISTINCT province FROM documents WHERE province IS NOT NULL")
    return _meant(asked, (row["province"] for row in known))


def _meant(asked: str, known: Iterable[str]) -> list[str]:
    found = matching_places(asked, known)
    if not found:
        raise KehoachError("KH408", detail=asked)
    return found


def matching_places(asked: str, known: Iterable[str]) -> list[str]:
    """Return the places among `known` that `asked` means, its kind left out; accents count only where they decide.

    >>> matching_places("huyen chi lang", ["Chi Lăng", "Chi Lâng", "Lạng Sơn"]), matching_places("TP. Huế", ["Huế"])
    (['Chi Lâng', 'Chi Lăng'], ['Huế'])
    """
    names = sorted(set(known))
    for form in (key, bare):
        wanted = {_without_kind(form(asked)), " ".join(form(asked).split())}
        if found := [name for name in names if form(name) in wanted or _without_kind(form(name)) in wanted]:
            return found
    return []


def _without_kind(name: str) -> str:
    """Return a name in lower case without the kind of unit before it: "tp. huế" and "thanh pho hue" lose theirs."""
    return " ".join(_kind_before().sub("", name.strip()).split())


@functools.cache
def _kind_before() -> regex.Pattern[str]:
    printed = {form for kind in kinds().values() for form in (*kind.printed, *kind.short)}
    forms = sorted({f for p in printed for f in (p, bare(p))}, key=len, reverse=True)
    return regex.compile(rf"^(?:{'|'.join(map(regex.escape, forms))})(?:\s*\.\s*|\s+)(?=\p{{L}})")


def _words_in(text: str) -> str:
    return " ".join(regex.findall(r"[a-z0-9]+", bare(text)))


def _baseline(row: Row) -> str:
    value, year = row["baseline_value"], row["baseline_year"]
    return " ".join(filter(None, ("" if value is None else number(value), f"({year})" if year else "")))


# Printing.


def _print_list(console: Console, rows: list[Row], *, by_year: bool) -> None:
    for _, alike in groupby(rows[:SHOWN], key=lambda row: row["indicator"]):
        group = list(alike)
        # A column a year, where there is room for words of some length in each.
        fits = _ROOM + _ROOM_FOR_YEAR * len({row["year"] for row in group}) <= console.width
        write = _by_year if by_year and fits else _table
        name = f"{group[0]['name']} ({group[0]['indicator']})" if group[0]["indicator"] else "(no indicator known)"
        console.print(Text(name, style="bold"))
        console.print(write(group))
        console.print()
    print_count(console, rows, "number")


def _by_year(rows: Sequence[Row]) -> Table:
    """Return a line for each document and place, a column for each year."""
    years = sorted({row["year"] for row in rows}, key=lambda year: (year is None, year))
    table = empty_table()
    table.add_column("place", ratio=2)
    table.add_column("document", ratio=4, overflow="fold")
    table.add_column("kind", no_wrap=True)
    for year in years:
        table.add_column("no year" if year is None else str(year), ratio=3)
    for (_, _, label, _, kind), line in groupby(rows, key=lambda row: tuple(map(row.get, _LINE))):
        said = list(line)
        cells = ("\n".join(dict.fromkeys(r["value"] for r in said if r["year"] == year)) for year in years)
        table.add_row(words(said[0]["place"] or label), Text(document_name(said[0])), words(kind), *map(Text, cells))
    return table


def _table(rows: Sequence[Row]) -> Table:
    baselines, pages = any(map(_baseline, rows)), any(row["page"] for row in rows)
    table = empty_table()
    table.add_column("place", ratio=2)
    table.add_column("kind", no_wrap=True)
    table.add_column("year", no_wrap=True)
    table.add_column("value", ratio=3)
    if baselines:
        table.add_column("from", ratio=2)
    table.add_column("quote", ratio=6)
    table.add_column("document", ratio=4, overflow="fold")
    if pages:
        table.add_column("page", justify="right", no_wrap=True)
    table.add_column("line", justify="right", no_wrap=True)
    for row in rows:
        table.add_row(
            words(row["place"]),
            words(row["kind"]),
            words(row["year"]),
            Text(row["value"]),
            *([Text(_baseline(row))] if baselines else []),
            # The quote of a table is its number; what that is about say the row and the column.
            Text(words(row["quote"] if row["stands_in"] == "text" else row["indicator_text"])),
            Text(document_name(row)),
            *([words(row["page"])] if pages else []),
            f"{row['line']}",
        )
    return table
