"""The table of laws holds together: numbers, terms, days, successors and amendments."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

import jsonschema
import pytest
import regex

from extractors.laws import find_law_names, name_key
from rules import read_csv
from rules.letters import fold

Row = dict[str, str]
Check = Callable[[Sequence[Row]], Iterator[str]]

# The day on which each National Assembly first sat; its Standing Committee serves the same term.
TERMS = {
    10: "1997-09-20",
    11: "2002-07-19",
    12: "2007-07-19",
    13: "2011-07-21",
    14: "2016-07-20",
    15: "2021-07-20",
    16: "2026-04-06",
    17: "9999-12-31",
}
# Laws of this kind list several others by their subject, not by their names.
BY_SUBJECT = regex.compile(r"điều của \d+ luật")


def number(code: str) -> tuple[int, int, str]:
    """Return the year, the number and the series of a code: `45/2019/QH14` is (2019, 45, "QH14")."""
    first, year, series = code.split("/")
    return int(year), int(first), series.removeprefix("PL-")


def codes(row: Row, column: str) -> list[str]:
    return [c for c in row[column].split(";") if c]


def days_are_days(rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        for column in ("adopted_on", "in_force_from", "in_force_to"):
            if row[column]:
                try:
                    date.fromisoformat(row[column])
                except ValueError:
                    yield f"{row['code']}: no such day: {row[column]}"


def codes_are_used_once(rows: Sequence[Row]) -> Iterator[str]:
    seen: set[str] = set()
    for row in rows:
        if row["code"] in seen:
            yield f"{row['code']}: twice in the table"
        seen.add(row["code"])


def the_year_is_that_of_the_code(rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        if str(number(row["code"])[0]) != row["adopted_on"][:4]:
            yield f"{row['code']}: adopted on {row['adopted_on']}"


def the_day_is_in_the_term(rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        term = int(row["code"][-2:])
        if term not in TERMS or not TERMS[term] <= row["adopted_on"] < TERMS[term + 1]:
            yield f"{row['code']}: {row['adopted_on']} is not in term {term}"


def the_body_fits_the_kind(rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        if (row["kind"] == "Pháp lệnh") != ("UBTVQH" in row["code"]):
            yield f"{row['code']}: a {row['kind']}"


def numbers_ascend_with_the_days(rows: Sequence[Row]) -> Iterator[str]:
    """Numbers run through a term, and a sitting day's laws are numbered together."""
    series: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for row in rows:
        _, first, name = number(row["code"])
        series[name].append((first, row["adopted_on"], row["code"]))
    for members in series.values():
        for (_, before, earlier), (_, after, later) in pairwise(sorted(members)):
            if before > after:
                yield f"{later}: adopted on {after}, before {earlier} on {before}"


def days_follow_each_other(rows: Sequence[Row]) -> Iterator[str]:
    """Only a law that says so is in force on the day of its passing."""
    at_once = {"72/2025/QH15"}
    for row in rows:
        if row["in_force_from"] < row["adopted_on"] or (
            row["in_force_from"] == row["adopted_on"] and row["code"] not in at_once
        ):
            yield f"{row['code']}: in force from {row['in_force_from']}, adopted on {row['adopted_on']}"
        if row["in_force_to"] and row["in_force_to"] <= row["in_force_from"]:
            yield f"{row['code']}: in force to {row['in_force_to']}, from {row['in_force_from']}"


def a_law_ends_where_its_successor_begins(rows: Sequence[Row]) -> Iterator[str]:
    by_code = {row["code"]: row for row in rows}
    for row in rows:
        after = codes(row, "successor")
        if bool(after) != bool(row["in_force_to"]):
            yield f"{row['code']}: in force to {row['in_force_to'] or 'no day'}, successor {after or 'none'}"
        unknown = [c for c in after if c not in by_code]
        if unknown:
            yield f"{row['code']}: successor {unknown} is not in the table"
        # What several replaced has ended when the last of them is in force.
        elif after and row["in_force_to"] != max(by_code[c]["in_force_from"] for c in after):
            yield f"{row['code']}: in force to {row['in_force_to']}, but {after} is in force on another day"


def the_next_of_a_name_is_the_successor(rows: Sequence[Row]) -> Iterator[str]:
    by_name: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for name in {name_key(n) for n in (row["name"], *codes(row, "aliases"))}:
            if not name.startswith("sửa đổi"):
                by_name[name].append(row)
    for name, members in by_name.items():
        for earlier, later in pairwise(sorted(members, key=lambda row: row["adopted_on"])):
            if later["code"] not in codes(earlier, "successor"):
                yield f"{earlier['code']}: {later['code']} has its name, {name}, and is not its successor"


def amendments_come_in_a_laws_life(rows: Sequence[Row]) -> Iterator[str]:
    by_code = {row["code"]: row for row in rows}
    for row in rows:
        amending = codes(row, "amended_by")
        if amending != sorted(set(amending), key=number):
            yield f"{row['code']}: amended_by is not in order"
        for code in amending:
            year = number(code)[0]
            if code == row["code"] or year < int(row["adopted_on"][:4]):
                yield f"{row['code']}: amended by {code}, which is not later"
            elif row["in_force_to"] and year > int(row["in_force_to"][:4]):
                yield f"{row['code']}: amended by {code} after its end"
            elif code in by_code and by_code[code]["adopted_on"] < row["adopted_on"]:
                yield f"{row['code']}: amended by {code}, which is not later"


def an_amending_law_is_named_where_it_amends(rows: Sequence[Row]) -> Iterator[str]:
    """A law named "sửa đổi … của Luật X" stands in `amended_by` of the X then in force, if the table has it."""
    by_name: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_name[name_key(row["name"])].append(row)
    for row in rows:
        if not row["name"].startswith("sửa đổi") or BY_SUBJECT.search(row["name"]):
            continue
        for name in regex.split(r"(?:, | và )?(?:Bộ l|L)uật ", row["name"])[1:]:
            for law in by_name.get(name_key(name), ()):
                alive = law["adopted_on"] < row["adopted_on"] and (
                    not law["in_force_to"] or row["in_force_from"] < law["in_force_to"]
                )
                if alive and row["code"] not in codes(law, "amended_by"):
                    yield f"{law['code']}: amended by {row['code']}, which its row does not say"


CHECKS: list[Check] = [
    days_are_days,
    codes_are_used_once,
    the_year_is_that_of_the_code,
    the_day_is_in_the_term,
    the_body_fits_the_kind,
    numbers_ascend_with_the_days,
    days_follow_each_other,
    a_law_ends_where_its_successor_begins,
    the_next_of_a_name_is_the_successor,
    amendments_come_in_a_laws_life,
    an_amending_law_is_named_where_it_amends,
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_table_holds_together(check: Check) -> None:
    assert list(check(read_csv("laws"))) == []


def test_rows_fit_their_schema(root: Path) -> None:
    schema = json.loads((root / "rules" / "schema" / "laws.json").read_text("utf8"))
    validator = jsonschema.Draft202012Validator(schema)
    assert not [(row["code"], error.message) for row in read_csv("laws") for error in validator.iter_errors(row)]


def test_the_table_is_large_enough() -> None:
    assert len(read_csv("laws")) >= 250


def test_every_name_of_the_table_is_found_whole() -> None:
    for row in read_csv("laws"):
        for name in (row["name"], *codes(row, "aliases")):
            found = [n.name for n in find_law_names(fold(f"theo {row['kind']} {name}, các văn bản"))]
            assert found == [fold(name)], name


def law(code: str, name: str, *days: str, kind: str = "Luật", successor: str = "", amended_by: str = "") -> Row:
    adopted, since, end = (*days, "")[:3]
    columns = {"code": code, "kind": kind, "name": name, "aliases": "", "adopted_on": adopted}
    return columns | {"in_force_from": since, "in_force_to": end, "successor": successor, "amended_by": amended_by}


OLD = law("10/2017/QH14", "Hương ước", "2017-06-20", "2018-01-01", "2023-01-01", successor="20/2022/QH15")
NEW = law("20/2022/QH15", "Hương ước", "2022-06-15", "2023-01-01", amended_by="30/2024/QH15")
MENDING = law("30/2024/QH15", "sửa đổi một số điều của Luật Hương ước", "2024-06-20", "2025-01-01")
TABLE = [OLD, NEW, MENDING]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_a_sound_table_passes(check: Check) -> None:
    assert list(check(TABLE)) == []


@pytest.mark.parametrize(
    ("check", "spoiled"),
    [
        (days_are_days, [OLD | {"adopted_on": "2017-06-31"}]),
        (codes_are_used_once, [OLD, OLD]),
        (the_year_is_that_of_the_code, [OLD | {"adopted_on": "2018-06-20"}]),
        (the_day_is_in_the_term, [NEW | {"code": "20/2022/QH14"}]),
        (the_day_is_in_the_term, [NEW | {"code": "20/2022/QH21"}]),
        (the_body_fits_the_kind, [OLD | {"kind": "Pháp lệnh"}]),
        (the_body_fits_the_kind, [OLD | {"code": "10/2017/UBTVQH14"}]),
        (numbers_ascend_with_the_days, [NEW | {"adopted_on": "2024-06-21"}, MENDING]),
        (days_follow_each_other, [OLD | {"in_force_from": "2017-06-19"}]),
        (days_follow_each_other, [OLD | {"in_force_from": "2017-06-20"}]),
        (days_follow_each_other, [OLD | {"in_force_to": "2018-01-01"}]),
        (a_law_ends_where_its_successor_begins, [OLD | {"successor": ""}, NEW]),
        (a_law_ends_where_its_successor_begins, [OLD | {"in_force_to": ""}, NEW]),
        (a_law_ends_where_its_successor_begins, [OLD]),
        (a_law_ends_where_its_successor_begins, [OLD | {"in_force_to": "2022-12-31"}, NEW]),
        (the_next_of_a_name_is_the_successor, [OLD | {"successor": "30/2024/QH15"}, NEW]),
        (amendments_come_in_a_laws_life, [NEW | {"amended_by": "30/2024/QH15;25/2023/QH15"}]),
        (amendments_come_in_a_laws_life, [NEW | {"amended_by": "20/2022/QH15"}]),
        (amendments_come_in_a_laws_life, [OLD | {"amended_by": "30/2024/QH15"}]),
        (an_amending_law_is_named_where_it_amends, [NEW | {"amended_by": ""}, MENDING]),
    ],
)
def test_a_bad_row_is_told(check: Check, spoiled: list[Row]) -> None:
    assert list(check(spoiled))
