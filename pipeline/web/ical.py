"""Duties as a calendar of RFC 5545, which calendars of phones and offices read."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import regex

from pipeline.listing import document_name, words

Row = dict[str, Any]

_WIDTH = 75
_LAST_MONTHS = {"1": 3, "2": 6, "3": 9, "4": 12}


def calendar_of(rows: Iterable[Row], stamp: datetime, address: str) -> str:
    """Return a calendar with an event for each duty of `find_due` of which it is certain when it is due.

    `stamp` is when the facts were found (UTC), `address` that of the viewer, to which each event leads.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//kehoach//duties//EN", "CALSCALE:GREGORIAN"]
    for row in rows:
        lines += _event(row, stamp, address)
    return "".join(_folded(line) for line in [*lines, "END:VCALENDAR"])


def _event(row: Row, stamp: datetime, address: str) -> Iterator[str]:
    rule = None if row["last_day"] else rule_of(row)
    day = row["last_day"] or (rule and rule[0])
    if day is None:
        return
    task = words(row["task"] or row["quote"])
    told = f"{row['agency']}: {task}" if row["agency"] else task
    yield "BEGIN:VEVENT"
    yield f"UID:{row['fact_id']}@kehoach"
    yield f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + timedelta(1):%Y%m%d}"
    if rule:
        yield f"RRULE:{rule[1]}"
    yield f"SUMMARY:{_escaped(told)}"
    yield f"DESCRIPTION:{_escaped(document_name(row))}. {row['deadline']}"
    yield f"URL:{address.rstrip('/')}/facts/{row['fact_id']}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def rule_of(row: Row) -> tuple[date, str] | None:
    """Return the first day of a recurring duty and its rule, None where one of them is not certain.

    It begins with its document or its period, and ends with that. In which month of a quarter the 25th is meant, no
    text says.

    >>> rule_of({"deadline": "---25", "recurrence": "monthly", "issued_on": date(2024, 2, 26), "period_start": None,
    ...          "period_end": 2024})
    (datetime.date(2024, 3, 25), 'FREQ=MONTHLY;BYMONTHDAY=25;UNTIL=20241231')
    """
    begin = row["issued_on"] or (date(row["period_start"], 1, 1) if row["period_start"] else None)
    repeated = _repeated(row["deadline"] or "", row["recurrence"])
    if begin is None or repeated is None:
        return None
    month, day, rule = repeated
    first = next(due for due in _days(begin, month, day) if due >= begin)
    if not row["period_end"]:
        return first, rule
    last = date(row["period_end"], 12, 31)
    return (first, f"{rule};UNTIL={last:%Y%m%d}") if first <= last else None


def _repeated(deadline: str, recurrence: str | None) -> tuple[int | None, int, str] | None:
    """Return month and day on which something falls due each time, and its rule; a short month has it on its last."""
    if recurrence == "monthly" and (match := regex.fullmatch(r"---(\d\d)", deadline)):
        return None, int(match[1]), f"FREQ=MONTHLY;{_by_day(int(match[1]))}"
    if recurrence == "yearly" and (match := regex.fullmatch(r"--(?:Q([1-4])|(\d\d)(?:-(\d\d))?)", deadline)):
        month = _LAST_MONTHS[match[1]] if match[1] else int(match[2])
        day = int(match[3] or 31)
        return month, day, f"FREQ=YEARLY;BYMONTH={month};{_by_day(day)}"
    return None


def _by_day(day: int) -> str:
    if day <= 28:
        return f"BYMONTHDAY={day}"
    return f"BYMONTHDAY={','.join(map(str, range(28, day + 1)))};BYSETPOS=-1"


def _days(begin: date, month: int | None, day: int) -> Iterator[date]:
    """Yield the days on which something is due, from the month of `begin` on."""
    for number in range(begin.month - 1, begin.month + 24):
        year, at = begin.year + number // 12, number % 12 + 1
        if month in (None, at):
            yield date(year, at, min(day, calendar.monthrange(year, at)[1]))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Return a line in pieces of no more than 75 bytes, none of which parts a letter."""
    pieces, room, piece = [], _WIDTH, ""
    size = 0
    for letter in line:
        width = len(letter.encode())
        if size + width > room:
            pieces.append(piece)
            piece, size, room = "", 0, _WIDTH - 1
        piece += letter
        size += width
    return "\r\n ".join([*pieces, piece]) + "\r\n"
