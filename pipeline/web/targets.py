"""The page Targets: what documents aim at and report, by indicator, place and year, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import duckdb
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pipeline.errors import KehoachError
from pipeline.query import records
from pipeline.target_list import COLUMNS, SORTS, Part, Wanted, count_targets, find_targets, near_indicators
from pipeline.web.asked import LEVELS, choice_of, near_names, provinces, text_of
from pipeline.web.database import cursor_of
from pipeline.web.download import form_of, send_rows
from pipeline.web.page import Paging, integer, render
from pipeline.web.remembered import remembered

Row = dict[str, Any]

KINDS = ("target", "actual")
VIEWS = ("years", "list")


@dataclass(slots=True)
class Group:
    """The numbers of one indicator: `lines` of like ones with a cell for each of `years`, or a list."""

    indicator: str | None
    name: str | None
    rows: list[Row]
    years: list[int | None]
    lines: list[tuple[Row, list[list[Row]]]]


def show_targets(request: Request) -> Response:
    """Answer with the page; with `format`, with a file of all rows that are asked for."""
    wanted = Wanted(
        text_of(request, "indicator"),
        text_of(request, "place"),
        integer(request, "year"),
        choice_of(request, "level", LEVELS),
        choice_of(request, "kind", KINDS),
        province=text_of(request, "province"),
    )
    form = form_of(request.query_params.get("format"))
    view = choice_of(request, "view", VIEWS) or ("years" if wanted.indicator else "list")
    sort = choice_of(request, "sort", SORTS) or ""
    found: list[Row] = []
    paging, numbers, error, near = None, 0, None, []
    with cursor_of(request) as con:
        known = remembered(request, con, find_known)
        try:
            if form is not None:
                return send_rows(COLUMNS, find_targets(con, wanted), form, "targets")
            if wanted != Wanted() or "view" in request.query_params:
                numbers, lines = count_targets(con, wanted)
                paging = Paging(request, lines if view == "years" else numbers)
                part = Part(paging.size, paging.offset, sort, of_lines=view == "years")
                found = find_targets(con, wanted, part)
        except KehoachError as unknown:
            error, near = unknown, near_asked(unknown, wanted, known)
    return render(
        request, "targets.html", status_code=404 if error else 200, wanted=wanted, view=view, sort=sort, known=known,
        groups=grouped(found, sort), paging=paging, numbers=numbers, error=error, near=near, levels=LEVELS,
        kinds=KINDS,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """What there is to ask for: indicators with counts, names of places and provinces, years."""

    indicators: list[Row]
    places: list[str]
    provinces: list[str]


def find_known(con: duckdb.DuckDBPyConnection) -> Known:
    """Return what there is to ask for."""
    indicators = records(con, """
        SELECT indicator, name_vi, name_en, dimension, count(*) FILTER (kind = 'target') AS targets,
               count(*) FILTER (kind = 'actual') AS actuals, count(DISTINCT doc_id) AS documents,
               count(DISTINCT about) AS places, min(year) AS first_year, max(year) AS last_year
        FROM v_commitments JOIN indicators USING (indicator) WHERE counts
        GROUP BY ALL ORDER BY documents DESC, targets DESC, indicator
    """)  # fmt: skip
    places = records(con, "SELECT DISTINCT about FROM v_commitments WHERE about IS NOT NULL ORDER BY about")
    return Known(indicators, [row["about"] for row in places], provinces(con))


def near_asked(error: KehoachError, wanted: Wanted, known: Known) -> list[tuple[str, str, str]]:
    """Return names near the one that nothing has, each with the field that it belongs in and its value for that."""
    if error.code == "KH407":
        names = {row["indicator"]: row["name_vi"] for row in known.indicators}
        return [("indicator", i, names[i]) for i in near_indicators(wanted.indicator or "", names)]
    near = []
    for field, asked, names_of in (
        ("place", wanted.place, known.places),
        ("province", wanted.province, known.provinces),
    ):
        if asked is not None:
            near += [(field, name, name) for name in near_names(asked, names_of) if name != asked]
    return near


def grouped(rows: Sequence[Row], sort: str) -> list[Group]:
    """Return rows by indicator, where they are in that order, and otherwise as one group."""
    groups = []
    for indicator, alike in groupby(rows, key=lambda row: None if sort else row["indicator"]):
        of_group = list(alike)
        one = len({row["indicator"] for row in of_group}) == 1
        years = sorted({row["year"] for row in of_group}, key=lambda year: (year is None, year))
        groups.append(
            Group(indicator, of_group[0]["name"] if one else None, of_group, years, _lines(of_group, years))
        )
    return groups


def _lines(rows: Sequence[Row], years: Sequence[int | None]) -> list[tuple[Row, list[list[Row]]]]:
    """Return a line for each document, place and kind, with the numbers of each year, each as often as it is told."""
    lines: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        line = ("indicator", "place", "place_code", "row_label", "doc_id", "kind")
        lines.setdefault(tuple(row[name] for name in line), []).append(row)
    return [(line[0], [_different(line, year) for year in years]) for line in lines.values()]


def _different(line: Sequence[Row], year: int | None) -> list[Row]:
    return list({row["value"]: row for row in reversed(line) if row["year"] == year}.values())[::-1]


ROUTES = [Route("/targets", show_targets)]
NAV = ("/targets", "targets")
