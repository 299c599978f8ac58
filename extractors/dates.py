"""Vietnamese dates: days, months, quarters and years as plans print them (`rules/dates.yaml`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import regex

from extractors.offsets import Span
from rules import compile_pattern, read_yaml
from rules.letters import fold, lower

_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


class PrintedDate(NamedTuple):
    """A date and where it stands. `day` is set for a full date, else `partial` (`2022-08`, `2026-Q1`, `--10-25`)."""

    at: Span
    day: date | None
    partial: str | None

    @property
    def year(self) -> int | None:
        """The year, where it is printed."""
        if self.day is not None:
            return self.day.year
        return int(self.partial[:4]) if self.partial and self.partial[:4].isdecimal() else None


def _any_date() -> regex.Pattern[str]:
    return compile_pattern("|".join(rule["pattern"] for rule in read_yaml("dates")["rules"]))


DATE = _any_date()
"""Any date in folded text (`rules.letters.fold`) in lower case (`rules.letters.lower`), a leading `ngày` taken in."""

# Where a date may begin: to look there only is ten times as fast as to try everywhere. Behind its word stands the
# number of a month or year, or that of a quarter, perhaps roman.
_BEGINNING = re.compile(
    r"n(?:gày|ăm(?=\s{0,3}[\di]))|tháng(?=\s{0,3}[\di])|quý(?=\s{0,3}[\di])|\d(?<![\d/.,]\d)\d?(?=\s{0,3}[/.\-t])"
)


def parse_date(text: str) -> tuple[date | None, str | None]:
    """Return the first date printed in `text`: `(day, None)`, `(None, partial)`, or `(None, None)` without one.

    A day that the calendar does not have (31/02/2022) gives its month.

    >>> parse_date("ngày 05 tháng 02 năm 2026")
    (datetime.date(2026, 2, 5), None)
    >>> parse_date("Quý I/2026")
    (None, '2026-Q1')
    """
    found = next(find_dates(fold(text)), None)
    return (found.day, found.partial) if found else (None, None)


def find_dates(folded: str, start: int = 0, end: int | None = None) -> Iterator[PrintedDate]:
    """Yield the dates of `folded[start:end]` in order."""
    lowered = lower(folded)
    end = len(folded) if end is None else end
    at = start
    for beginning in _BEGINNING.finditer(lowered, start, end):
        match = DATE.match(lowered, beginning.start(), end) if beginning.start() >= at else None
        if match:
            at = match.end()
            yield PrintedDate(Span(*match.span()), *value_of(match))


def match_date(lowered: str, at: int, end: int) -> regex.Match[str] | None:
    """Return the match of `DATE` at `at` in `lowered[:end]`."""
    return DATE.match(lowered, at, end) if _BEGINNING.match(lowered, at, end) else None


def value_of(match: regex.Match[str]) -> tuple[date | None, str | None]:
    """Return what a match of `DATE` says, as `parse_date` does."""
    year = match["year"]
    if match["quarter"]:
        quarter = _QUARTERS.get(match["quarter"]) or int(match["quarter"])
        return None, f"{year or '-'}-Q{quarter}"
    if not match["month"]:
        return None, year
    month = f"{int(match['month']):02}"
    if not match["day"]:
        return None, f"{year or '-'}-{month}"
    if not year:
        return None, f"--{month}-{int(match['day']):02}"
    try:
        return date(int(year), int(month), int(match["day"])), None
    except ValueError:
        return None, f"{year}-{month}"
