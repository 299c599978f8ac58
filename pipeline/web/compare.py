"""The page Compare: two documents, an indicator in the units of a place, or an indicator of a place over time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import duckdb
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pipeline.charts import Asked as AskedChart
from pipeline.compare import compare_documents, compare_units, signed
from pipeline.errors import KehoachError
from pipeline.target_list import Wanted
from pipeline.timeline import find_timeline
from pipeline.web.asked import choice_of, text_of
from pipeline.web.charts import chart_url
from pipeline.web.database import cursor_of
from pipeline.web.page import Paging, integer, render
from pipeline.web.remembered import remembered
from pipeline.web.targets import find_known, near_asked

Row = dict[str, Any]

VIEWS = ("units", "timeline")
_SIZE = 100
# Of the length of a bar.
_WHOLE = 100.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A value as a bar on a scale that begins with 0: from `low` to `high`, what is asked for at `asked`; of 100."""

    low: float
    high: float
    asked: float | None


def show_comparison(request: Request) -> Response:
    """Answer with the page: with `a` and `b`, of two documents; else of `indicator` in the place `within`."""
    first, second = text_of(request, "a"), text_of(request, "b")
    indicator, within, year = text_of(request, "indicator"), text_of(request, "within"), integer(request, "year")
    view = choice_of(request, "view", VIEWS) or "units"
    groups: list[tuple[str, list[tuple[Row, Bar | None]]]] = []
    paging, error, near, chart = None, None, [], None
    with cursor_of(request) as con:
        known = remembered(request, con, find_known)
        try:
            if first and second:
                groups = of_documents(con, first, second)
            elif indicator and within:
                rows = (
                    find_timeline(con, indicator, within, lines=False)
                    if view == "timeline"
                    else list(compare_units(con, indicator, year, within, lines=False))
                )
                paging = Paging(request, len(rows), _SIZE)
                part = rows[paging.offset : paging.offset + paging.size]
                groups = of_timeline(part) if view == "timeline" else of_units(part)
                if any(row["year"] and row["value_min"] is not None for row in rows):
                    chart = chart_url(request, _chart(indicator, within, year, view))
        except KehoachError as unknown:
            error = unknown
            near = near_asked(unknown, Wanted(indicator, within), known)
    return render(
        request, "compare.html", status_code=404 if error else 200, first=first, second=second, indicator=indicator,
        within=within, year=year, view=view, views=VIEWS, known=known, groups=groups, paging=paging, error=error,
        near=[("within" if field == "place" else field, value, said) for field, value, said in near],
        asked=bool((first and second) or (indicator and within)), signed=signed, chart=chart,
    )  # fmt: skip


def _chart(indicator: str, within: str, year: int | None, view: str) -> AskedChart:
    if view == "timeline":
        return AskedChart("timeline", indicator=indicator, place=within)
    return AskedChart("units", indicator=indicator, within=within, year=year)


def of_documents(
    con: duckdb.DuckDBPyConnection, first: str, second: str
) -> list[tuple[str, list[tuple[Row, Bar | None]]]]:
    """Return the aims of two documents: those in both, in the first only, in the second only."""
    rows = compare_documents(con, first, second, lines=False)
    return [(side, [(row, None) for row in group]) for side, group in groupby(rows, key=_side)]


def _side(row: Row) -> str:
    return "second" if row["fact_id"] is None else "both" if row["other_fact_id"] is not None else "first"


def of_units(rows: Iterable[Row]) -> list[tuple[str, list[tuple[Row, Bar | None]]]]:
    """Return the numbers of units by indicator and year, each with its bar."""
    groups = groupby(rows, key=lambda row: (row["name"], row["year"]))
    return [(f"{name}, {year}" if year else name, with_bars(list(group))) for (name, year), group in groups]


def of_timeline(rows: Iterable[Row]) -> list[tuple[str, list[tuple[Row, Bar | None]]]]:
    """Return the numbers of a place by indicator, each with its bar."""
    return [(name, with_bars(list(group))) for name, group in groupby(rows, key=lambda row: row["name"])]


def with_bars(rows: Sequence[Row]) -> list[tuple[Row, Bar | None]]:
    """Return rows with bars on one scale from 0: those in the most frequent unit and basis; others have none."""
    measures = Counter(_measure(row) for row in rows if row["value_min"] is not None)
    if not measures:
        return [(row, None) for row in rows]
    (measure, _), *_ = measures.most_common(1)
    alike = [row for row in rows if row["value_min"] is not None and _measure(row) == measure]
    values = [
        value for row in alike for value in (row["value_min"], row["value_max"], _asked(row)) if value is not None
    ]
    most = max(values)
    if most <= 0 or min(values) < 0:
        return [(row, None) for row in rows]
    shown = {id(row) for row in alike}
    return [(row, _bar(row, most) if id(row) in shown else None) for row in rows]


def _measure(row: Row) -> tuple[str | None, ...]:
    # The way to a level, and how long it holds, say nothing about its height.
    return row["unit"], row["basis"], *((row["direction"], row["per"]) if row["basis"] == "change" else ())


def _asked(row: Row) -> float | None:
    """Return what a superior asks for, where it is a value of the same measure that is printed, not worked out."""
    same = row.get("upper_unit") == row["unit"] and row.get("upper_basis") == row["basis"]
    value: float | None = row["upper_value_min"] if same and not row.get("arithmetic") else None
    return value


def _bar(row: Row, most: float) -> Bar:
    asked = _asked(row)
    high = row["value_min"] if row["value_max"] is None else row["value_max"]
    return Bar(_length(row["value_min"], most), _length(high, most), None if asked is None else _length(asked, most))


def _length(value: float, most: float) -> float:
    return round(_WHOLE * (value / most), 2)


ROUTES = [Route("/compare", show_comparison)]
NAV = ("/compare", "compare")
