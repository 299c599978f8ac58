"""Reports that a body has to send on before those that it puts together are due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pipeline.audit.deadlines import day_of, shown
from pipeline.audit.finding import Finding
from pipeline.audit.paper import Paper, span_of
from pipeline.audit.words import said
from pipeline.rows import Row
from rules.letters import fold, key

# Reports on one thing are due within so many days of each other; others are of another time.
_DAYS = 31
# A year for days that are printed without one: a leap year, which has all of them.
_ANY_YEAR = "2024-"


def sent_on_too_early(paper: Paper) -> Iterator[Finding]:
    """Yield reports put together from others that are due later: sent to that body, on the same period."""
    for document in paper.documents:
        rows = [r for r in paper.of("deadlines", document["doc_id"]) if day_of(r) is not None]
        for row in rows:
            task = fold(row["task"] or "")
            if row["agency"] is None or not said("gathers").search(task):
                continue
            below = next((other for other in rows if other is not row and _feeds(other, row)), None)
            if below is not None:
                says = {"agency": row["agency"], "below": shown(below)}
                yield Finding("report_before_reports", row["doc_id"], span_of(row), None, shown(row), says)


def _feeds(row: Row, gathering: Row) -> bool:
    """Say whether a report goes to the body that puts together `gathering`, and is due after it."""
    own, other = day_of(row) or "", day_of(gathering) or ""
    if len(own) != len(other) or row["recurrence"] != gathering["recurrence"] or own <= other:
        return False
    return _days(own) - _days(other) <= _DAYS and _periods(row) == _periods(gathering) and _goes_to(row, gathering)


def _goes_to(row: Row, gathering: Row) -> bool:
    task, body = key(row["task"] or ""), key(gathering["agency"])
    at = task.find(body)
    return at > 0 and row["agency"] != gathering["agency"] and said("sent_to").search(task[:at]) is not None


def _days(day: str) -> int:
    return date.fromisoformat(day if len(day) > len("12-31") else _ANY_YEAR + day).toordinal()


def _periods(row: Row) -> frozenset[str]:
    task = fold((row["task"] or "").replace(row["quote"] or "", " "))
    return frozenset(key(period) for period in said("period").findall(task))
