"""The page Duties: who has to do what, and by when; as a list, as a calendar of a year, and as a calendar file."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, get_args

import duckdb
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pipeline.audit_list import Asked as AskedOfDocuments
from pipeline.audit_list import doc_ids_of
from pipeline.charts import Asked as AskedChart
from pipeline.codes import Role
from pipeline.duty_list import COLUMNS, SORTS, Asked, count_due, deadline_told, find_due, find_first_due
from pipeline.errors import KehoachError
from pipeline.query import records
from pipeline.web.asked import choice_of, near_names, provinces, text_of
from pipeline.web.charts import chart_url
from pipeline.web.database import cursor_of
from pipeline.web.download import form_of, send_rows
from pipeline.web.ical import calendar_of
from pipeline.web.page import Paging, integer, language_of, render
from pipeline.web.remembered import remembered

Row = dict[str, Any]

ROLES = get_args(Role)
RECURRENCES = ("monthly", "quarterly", "half_yearly", "yearly")
VIEWS = ("list", "calendar")
# Tasks of a month, or of those that recur alike, that a calendar shows; more events than a calendar takes.
_SHOWN = 6
_EVENTS = 5000
_FILE_COLUMNS = tuple(name for name in COLUMNS if name != "line")


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the calendar: its weeks of days with how much is due (0 for a day of another month), and tasks."""

    first: date
    weeks: list[list[tuple[date, int]]]
    number: int
    rows: list[Row]

    @property
    def next(self) -> date:
        """The first day of the month after it."""
        return _after(self.first)


@dataclass(frozen=True, slots=True)
class Known:
    """What there is to ask for."""

    agencies: list[str]
    provinces: list[str]


def show_duties(request: Request) -> Response:
    """Answer with the page; with `format`, with a file of all duties that are asked for."""
    document, view = text_of(request, "document"), choice_of(request, "view", VIEWS) or "list"
    asked = Asked(
        text_of(request, "agency"), choice_of(request, "role", ROLES), _day(request, "since"),
        _day(request, "before"), choice_of(request, "recurrence", RECURRENCES), province=text_of(request, "province"),
    )  # fmt: skip
    sort = choice_of(request, "sort", SORTS) or "deadline"
    shown: dict[str, Any] = {"rows": [], "paging": None, "months": [], "recurring": {}, "years": [], "year": None}
    error, near, chart = None, [], None
    with cursor_of(request) as con:
        known = remembered(request, con, find_known)
        try:
            asked = replace(asked, doc_ids=doc_ids_of(con, AskedOfDocuments((document,) if document else ())))
            if request.query_params.get("format") == "ics":
                return _send_calendar(request, con, asked)
            if form := form_of(request.query_params.get("format")):
                return send_rows(_FILE_COLUMNS, find_due(con, asked), form, "duties")
            shown |= _calendar(con, asked, integer(request, "year")) if view == "calendar" else {}
            if view == "list":
                paging = Paging(request, count_due(con, asked)[0])
                if paging.total and (document or asked.province) and not asked.agency:
                    within = None if document else asked.province
                    chart = chart_url(request, AskedChart("duties", document=document, within=within))
                shown |= {"paging": paging, "rows": find_due(con, asked, paging.size, paging.offset, sort)}
        except KehoachError as found:
            error = found
            near = near_names(asked.agency or "", known.agencies) if found.code == "KH406" else []
    lang = language_of(request)
    return render(
        request, "duties.html", status_code=404 if error else 200, asked=asked, document=document, view=view,
        sort=sort, known=known, roles=ROLES, recurrences=RECURRENCES, views=VIEWS, sorts=SORTS, error=error,
        near=near, chart=chart, when=lambda row: deadline_told(row, lang), day_after=lambda day: day + timedelta(1),
        **shown,
    )  # fmt: skip


def find_known(con: duckdb.DuckDBPyConnection) -> Known:
    """Return the agencies that have duties, those with most first, and the provinces."""
    rows = records(con, "SELECT agency FROM v_duties WHERE agency IS NOT NULL GROUP BY agency ORDER BY count(*) DESC")
    return Known([row["agency"] for row in rows], provinces(con))


def _calendar(con: duckdb.DuckDBPyConnection, asked: Asked, year: int | None) -> dict[str, Any]:
    """Return what the calendar of a year shows: that which is asked for, or the one in which most is due."""
    _, days, recurring = count_due(con, asked)
    by_year: dict[int, int] = {}
    for day, number in days.items():
        by_year[day.year] = by_year.get(day.year, 0) + number
    if year is None or not 1900 < year < 2200:
        year = max(by_year, key=lambda y: (by_year[y], y), default=date.today().year)
    rows = find_first_due(con, asked, year, _SHOWN)
    months = []
    for number in range(1, 13):
        first = date(year, number, 1)
        due = {day: count for day, count in days.items() if (day.year, day.month) == (year, number)}
        of_month = [row for row in rows if row["last_day"] and row["last_day"].month == number]
        months.append(Month(first, _weeks(first, due), sum(due.values()), of_month))
    often = {
        name: (recurring[name], [row for row in rows if row["recurrence"] == name])
        for name in RECURRENCES
        if recurring.get(name)
    }
    return {"year": year, "years": sorted(by_year.items()), "months": months, "recurring": often}


def _weeks(first: date, due: dict[date, int]) -> list[list[tuple[date, int]]]:
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    return [[(day, due.get(day, 0)) for day in week] for week in weeks]


def _after(first: date) -> date:
    """Return the first day of the month after that of `first`."""
    return (first.replace(day=28) + timedelta(4)).replace(day=1)


def _day(request: Request, name: str) -> date | None:
    try:
        return date.fromisoformat(request.query_params.get(name, "").strip())
    except ValueError:
        return None


def _send_calendar(request: Request, con: duckdb.DuckDBPyConnection, asked: Asked) -> Response:
    rows: Sequence[Row] = [row for row in find_due(con, asked) if row["deadline"]]
    if len(rows) > _EVENTS:
        raise KehoachError("KH616", detail=f"{len(rows):,}")
    [(stamp,)] = con.execute("SELECT max(finished_at) FROM builds").fetchall()
    text = calendar_of(rows, stamp, str(request.base_url))
    headers = {"Content-Disposition": 'attachment; filename="duties.ics"'}
    return Response(text, media_type="text/calendar; charset=utf-8", headers=headers)


ROUTES = [Route("/duties", show_duties)]
NAV = ("/duties", "duties")
