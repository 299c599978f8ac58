"""Who has to do what, and by when: the rows of `v_duties`, for one agency by any of its names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
import regex
from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractors.agency_names import agency_names
from extractors.agency_spellings import abbreviations, spellings_of
from pipeline.answer import Form, write_rows
from pipeline.audit.days import bounds
from pipeline.errors import KehoachError
from pipeline.listing import SHOWN, document_name, empty_table, print_count, words
from pipeline.query import open_database, records
from pipeline.text_lines import add_lines
from pipeline.wording import Language, words_of
from rules import read_yaml
from rules.letters import bare, fold, key

Row = dict[str, Any]

COLUMNS = (
    "agency", "role", "task", "project", "deadline", "code", "issuer", "quote", "page", "line", "source_path",
    "doc_id", "fact_id",
)  # fmt: skip


def print_duties(
    db: Path,
    form: Form = Form.TABLE,
    *,
    agency: str | None = None,
    role: str | None = None,
    due_before: date | None = None,
) -> None:
    """Print the duties of `agency`, or of all; only those of `role`, and due before a day, where these are given.

    Raises KehoachError: KH406 where no agency of the database is called so, KH303 and its neighbours for the file.
    """
    with open_database(db) as con:
        rows = find_duties(con, agency=agency, role=role)
    dated = [row for row in rows if due_before is None or is_due_before(row["deadline"], due_before)]
    if form is not Form.TABLE:
        write_rows(COLUMNS, [tuple(row[name] for name in COLUMNS) for row in dated], form)
        return
    without_year = sum(is_without_year(row["deadline"]) for row in rows) if due_before else 0
    _print_list(Console(highlight=False), dated, without_year)


def find_duties(
    con: duckdb.DuckDBPyConnection,
    *,
    agency: str | None = None,
    role: str | None = None,
    documents: Sequence[str] | None = None,
) -> list[Row]:
    """Return the rows of `v_duties` with their lines, by agency, file and place; `documents` are ids, None for all.

    Each has `recurrence` (monthly, quarterly, half_yearly, yearly), too, that of its deadline.

    Raises KehoachError KH406 where no agency of the database is called `agency`.
    """
    agencies = [] if agency is None else wanted_agencies(con, agency)
    rows = records(
        con,
        """SELECT d.*, recurrence, source_id, span_start
           FROM v_duties AS d
           LEFT JOIN (SELECT deadline_id, recurrence FROM deadlines) USING (deadline_id)
           JOIN (SELECT assignment_id AS fact_id, source_id, span_start FROM assignments
                 UNION ALL SELECT deadline_id, source_id, span_start FROM deadlines) AS placed USING (fact_id)
           WHERE (? OR list_contains(?, agency)) AND (? IS NULL OR role = ?)
             AND (? IS NULL OR list_contains(?, d.doc_id))
           ORDER BY agency NULLS LAST, d.source_path, span_start, fact_id""",
        agency is None,
        agencies,
        role,
        role,
        documents,
        documents,
    )
    return add_lines(con, rows)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which duties are asked for: those of an agency by any of its names, of a role, of documents, of a province.

    They are due from the day `since` to the day before `before`, or recur as `recurrence` (monthly, quarterly,
    half_yearly, yearly).
    """

    agency: str | None = None
    role: str | None = None
    since: date | None = None
    before: date | None = None
    recurrence: str | None = None
    doc_ids: Sequence[str] | None = None
    province: str | None = None


# What a part of the duties can be sorted by.
SORTS = {
    "deadline": "last_day NULLS LAST, recurrence NULLS LAST, deadline NULLS LAST, agency NULLS LAST",
    "-deadline": "last_day DESC NULLS LAST, recurrence NULLS LAST, deadline NULLS LAST, agency NULLS LAST",
    "agency": "agency NULLS LAST, last_day NULLS LAST, deadline NULLS LAST",
}


def find_due(
    con: duckdb.DuckDBPyConnection, asked: Asked, limit: int | None = None, offset: int = 0, sort: str = "deadline"
) -> list[Row]:
    """Return a part of the duties, without their lines, each with `last_day`, `recurrence` and its document's years.

    Raises KehoachError KH406 where no agency of the database is called `asked.agency`.
    """
    return records(
        con,
        f"""{_DUE} SELECT * FROM due
            ORDER BY {SORTS[sort]}, source_path, doc_id, fact_id LIMIT $10 OFFSET $11""",
        *_values(con, asked),
        1 << 40 if limit is None else limit,
        offset,
    )


def find_first_due(con: duckdb.DuckDBPyConnection, asked: Asked, year: int, each: int) -> list[Row]:
    """Return the first duties, as many as `each`, of every month of a year and of every kind of those that recur."""
    return records(
        con,
        f"""{_DUE} SELECT * FROM due WHERE year(last_day) = $10 OR recurrence IS NOT NULL
            QUALIFY row_number() OVER (PARTITION BY month(last_day), recurrence
                                       ORDER BY last_day, deadline, agency NULLS LAST, source_path, fact_id) <= $11
            ORDER BY last_day, recurrence, deadline, agency NULLS LAST, source_path, fact_id""",
        *_values(con, asked),
        year,
        each,
    )


def count_due(con: duckdb.DuckDBPyConnection, asked: Asked) -> tuple[int, dict[date, int], dict[str, int]]:
    """Return how many duties there are, how many due by each day, how many of each recurrence; raises the same."""
    rows = records(
        con,
        f"{_DUE} SELECT last_day, recurrence, count(*) AS number FROM due GROUP BY ALL ORDER BY last_day, recurrence",
        *_values(con, asked),
    )
    days = {row["last_day"]: row["number"] for row in rows if row["last_day"]}
    recurring: Counter[str] = Counter()
    for row in rows:
        if row["recurrence"]:
            recurring[row["recurrence"]] += row["number"]
    return sum(row["number"] for row in rows), days, dict(recurring)


_DUE = """
    WITH days AS (SELECT unnest($1::VARCHAR[]) AS deadline, unnest($2::DATE[]) AS last_day),
    due AS (
        SELECT d.*, last_day, CASE WHEN last_day IS NULL THEN deadlines.recurrence END AS recurrence,
               documents.issued_on, documents.period_start, documents.period_end
        FROM v_duties AS d
        LEFT JOIN days USING (deadline)
        LEFT JOIN deadlines USING (deadline_id)
        LEFT JOIN documents ON documents.doc_id = d.doc_id
        WHERE ($3 IS NULL OR list_contains($3, d.agency)) AND ($4 IS NULL OR role = $4)
          AND ($5 IS NULL OR last_day >= $5) AND ($6 IS NULL OR last_day < $6)
          AND ($7 IS NULL OR (last_day IS NULL AND deadlines.recurrence = $7))
          AND ($8 IS NULL OR list_contains($8, d.doc_id)) AND ($9 IS NULL OR documents.province = $9)
    )"""


def _values(con: duckdb.DuckDBPyConnection, asked: Asked) -> tuple[object, ...]:
    said = con.execute("SELECT DISTINCT deadline FROM v_duties WHERE deadline IS NOT NULL").fetchall()
    days = {deadline: last_day(deadline) for (deadline,) in said}
    agencies = None if asked.agency is None else wanted_agencies(con, asked.agency)
    return (
        list(days), list(days.values()), agencies, asked.role, asked.since, asked.before, asked.recurrence,
        None if asked.doc_ids is None else list(asked.doc_ids), asked.province,
    )  # fmt: skip


# The agency that a name means.


def wanted_agencies(con: duckdb.DuckDBPyConnection, asked: str) -> list[str]:
    """Return the agencies of the database that `asked` means. Raises KehoachError KH406 where there is none."""
    known = con.execute("SELECT DISTINCT agency FROM v_duties WHERE agency IS NOT NULL").fetchall()
    found = matching_agencies(asked, (row[0] for row in known))
    if not found:
        raise KehoachError("KH406", detail=asked)
    return found


def matching_agencies(asked: str, known: Iterable[str]) -> list[str]:
    """Return the agencies among `known` that `asked` means; only the best kind of match counts.

    A name may be short ("Sở TC", "LĐTBXH"), in any case, without accents; if nothing is called so, the agencies
    whose names hold its words in their order are meant.

    >>> matching_agencies("so tc", ["Sở Tài chính", "Sở Y tế"])
    ['Sở Tài chính']
    """
    names = sorted(set(known))
    wanted = {asked, _standard_name(asked)}
    forms: tuple[Callable[[str], set[str]], ...] = (
        lambda name: {key(name)},
        lambda name: {bare(name)},
        _short_forms,
    )
    keys = {form(text) for text in wanted for form in (key, bare, _letters)}
    for form in forms:
        if found := [name for name in names if form(name) & keys]:
            return found
    words = _words_in_short(asked)
    return [name for name in names if words and _holds(_words_in_short(name), words)]


def _standard_name(asked: str) -> str:
    """Return the full name of the one agency that `asked` names, or `asked` where the rules do not know it."""
    named = list(agency_names().find(fold(asked), 0, len(asked)))
    whole = len(named) == 1 and named[0].at.end - named[0].at.start == len(asked.strip())
    return named[0].agency.name if whole else asked


def _short_forms(name: str) -> set[str]:
    """Return the letters of all ways in which `name` is printed, with its head word and without it."""
    head = next((h for h in _heads() if key(name).startswith(f"{key(h)} ")), "")
    rest = name[len(head) :].strip()
    forms = {_letters("".join(step.word for step in steps)) for steps in spellings_of(rest, short=bool(head))}
    return forms | {_letters(head) + form for form in forms}


def _heads() -> list[str]:
    return sorted((family["head"] for family in read_yaml("agencies")["families"]), key=len, reverse=True)


def _letters(text: str) -> str:
    """Return the letters of `text` alone, without accents; the "và" that joins parts of a name says nothing."""
    return regex.sub(r"\bva\b|[^a-z0-9]", "", bare(text))


def _words_in_short(name: str) -> list[str]:
    """Return the words of `name` without accents, "ubnd" and the like put for the words that they stand for."""
    text = f" {' '.join(regex.findall(r'[a-z0-9]+', bare(name)))} "
    for full, short in abbreviations():
        text = text.replace(f" {bare(' '.join(full))} ", f" {bare(short)} ")
    return text.split()


def _holds(words: list[str], wanted: list[str]) -> bool:
    rest = iter(words)
    return all(word in rest for word in wanted)


# The day that a deadline means.


def is_due_before(deadline: str | None, day: date) -> bool:
    """Tell whether a deadline of `v_duties` ends before `day`; one without a year does not.

    >>> is_due_before("2026-Q1", date(2026, 4, 1)), is_due_before("2026-03", date(2026, 3, 31))
    (True, False)
    """
    last = last_day(deadline)
    return last is not None and last < day


def last_day(deadline: str | None) -> date | None:
    """Return the last day of a deadline (`2026-03-05`, `2026-03`, `2026-Q1`, `2026`), None where it has no year."""
    whole = regex.fullmatch(r"\d{4}-\d\d-\d\d", deadline or "")
    found = bounds(date.fromisoformat(whole[0]) if whole else None, deadline)
    return found[1] if found else None


def is_without_year(deadline: str | None) -> bool:
    """Tell whether there is a deadline, but none of a year: it recurs, or the text leaves the year out."""
    return deadline is not None and last_day(deadline) is None


def deadline_told(row: Row, language: Language) -> str:
    """Return the deadline of a duty for a reader: "Q1 2026", "hằng tháng, ngày 25"; nothing where it has none.

    >>> deadline_told({"deadline": "2024-12-31", "recurrence": None}, "en")
    '31 Dec 2024'
    >>> deadline_told({"deadline": "---25", "recurrence": "monthly"}, "vi")
    'hằng tháng, ngày 25'
    """
    said, t = row["deadline"] or "", words_of("pipeline", language)
    match = regex.fullmatch(
        r"(?:(?P<year>\d{4})-?|--)(?:Q(?P<quarter>[1-4])|(?P<month>\d\d))?(?:-(?P<day>\d\d))?", said
    )
    often = t(f"recurrence_{row['recurrence']}") if row["recurrence"] else ""
    if match is None:
        return often or said
    month = int(match["month"] or 0)
    parts = {"day": int(match["day"] or 0), "month": month, "quarter": match["quarter"], "year": match["year"]}
    form = "".join(name[0] for name in parts if parts[name])
    parts["month_name"] = t("months").split()[month - 1]
    told = t(f"when_{form}", **parts) if form else ""
    return ", ".join(filter(None, ("" if match["year"] else often, told)))


# Printing.


def _print_list(console: Console, rows: list[Row], without_year: int) -> None:
    for agency, duties in groupby(rows[:SHOWN], key=lambda row: row["agency"]):
        console.print(Text(agency or "(no agency stated)", style="bold"))
        console.print(_table(duties))
        console.print()
    print_count(console, rows, "row")
    if without_year:
        console.print(Text(f"left out: {without_year:,} whose deadline has no year", style="dim"))


def _table(rows: Iterator[Row]) -> Table:
    table = empty_table()
    table.add_column("role", no_wrap=True)
    table.add_column("deadline", no_wrap=True)
    table.add_column("task", ratio=3)
    table.add_column("document", ratio=2, overflow="fold")
    table.add_column("line", justify="right", no_wrap=True)
    for row in rows:
        table.add_row(
            words(row["role"]),
            words(row["deadline"]),
            Text(words(row["task"] or row["quote"])),
            Text(document_name(row)),
            f"{row['line']}",
        )
    return table
