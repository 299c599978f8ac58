"""Days as the checks compare and print them: whole ones, and those of which a part is missing."""

from __future__ import annotations

import calendar
from datetime import date

import regex

from pipeline.rows import Row

_PARTIAL = regex.compile(r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>\d\d)))?$")


def bounds(day: date | None, partial: str | None) -> tuple[date, date] | None:
    """Return the first and the last day that a date can mean, or None where not even its year is known."""
    if day is not None:
        return day, day
    match = _PARTIAL.match(partial or "")
    if match is None:
        return None
    year = int(match["year"])
    first, last = 1, 12
    if match["quarter"]:
        first, last = 3 * int(match["quarter"]) - 2, 3 * int(match["quarter"])
    elif match["month"]:
        first = last = int(match["month"])
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def issue_of(document: Row, documents: dict[str, Row]) -> tuple[date, date] | None:
    """Return the first and last day on which a document can have been issued; what is attached has its parent's."""
    found = bounds(document["issued_on"], document["issued_on_partial"])
    parent = documents.get(document["parent_doc_id"] or "")
    return found if found is not None or parent is None else issue_of(parent, documents)


def printed(day: date) -> str:
    """Return a day as Vietnamese papers print it."""
    return f"{day:%d/%m/%Y}"
