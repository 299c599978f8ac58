"""Plans held against those of the unit above, and against acts of the State. All units, codes and figures made up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import duckdb
import pytest

from tests.test_load import cell, document, empty_database, put, target

Db = duckdb.DuckDBPyConnection
DAY = date(2024, 3, 1)
REFORM = date(2025, 7, 1)
PROVINCE: dict[str, Any] = {"level": "province", "province": "Một", "province_code": "91", "issued_on": DAY}
DISTRICT = PROVINCE | {"level": "district", "district": "Đồi", "district_code": "911"}
COMMUNE = DISTRICT | {"level": "commune", "commune": "Suối", "commune_code": "91101"}
# The province Hai goes into Một, whose code the new province keeps; the communes Suối and Khe become one, Suối Khe.
UNITS = [
    ("Một", "province", "91", "", None, date(2025, 6, 30), ["91"]),
    ("Hai", "province", "92", "", None, date(2025, 6, 30), ["91"]),
    ("Một", "province", "91", "", REFORM, None, []),
    ("Đồi", "district", "911", "91", None, date(2025, 6, 30), []),
    ("Núi", "district", "921", "92", None, date(2025, 6, 30), []),
    ("Suối", "commune", "91101", "911", None, date(2025, 6, 30), ["91101"]),
    ("Khe", "commune", "91102", "911", None, date(2025, 6, 30), ["91101"]),
    ("Suối Khe", "commune", "91101", "91", REFORM, None, []),
]


@pytest.fixture
def db() -> Iterator[Db]:
    """Made-up units, one indicator where less is better, one where more is, and plans without numbers."""
    with empty_database() as con:
        for name, level, code, parent, start, end, after in UNITS:
            row = {"name": name, "level": level, "code": code, "parent_code": parent, "valid_from": start}
            put(con, "places", **row, valid_to=end, successor_codes=after)
        put(con, "indicators", indicator="poverty_rate", better="down")
        put(con, "indicators", indicator="clean_water", better="up")
        put(con, "sources", source_id="s", source_path="plans/mot.txt", text="x" * 300)
        document(con, "p", "1/KH-UBND", **PROVINCE)
        document(con, "d", "2/KH-UBND", **DISTRICT)
        document(con, "c", "3/KH-UBND", **COMMUNE)
        yield con


def number(low: float, high: float | None = None, comparator: str = "eq", **row: Any) -> dict[str, Any]:
    """Return the slots of a target of 2024."""
    return {"value_min": low, "value_max": low if high is None else high, "comparator": comparator,
            "target_year": 2024, **row}  # fmt: skip


def verdicts(con: Db, columns: str = "code, upper_code, verdict") -> list[tuple[Any, ...]]:
    return con.execute(f"SELECT {columns} FROM v_levels").fetchall()


CLEAN: dict[str, Any] = {"indicator": "clean_water"}
FALL: dict[str, Any] = {"basis": "change", "direction": "down", "per": "year"}


@pytest.mark.parametrize(
    ("asked", "promised", "verdict"),
    [
        (number(3.0, **CLEAN), number(2.75, **CLEAN), "below"),
        (number(3.0, comparator="ge", **CLEAN), number(2.75, **CLEAN), "below"),
        (number(3.0, comparator="ge", **CLEAN), number(3.0, **CLEAN), "meets"),
        (number(3.0, comparator="ge", **CLEAN), number(4.0, **CLEAN), "above"),
        (number(3.0, comparator="gt", **CLEAN), number(3.0, **CLEAN), "below"),
        (number(3.0, comparator="gt", **CLEAN), number(3.0, comparator="gt", **CLEAN), "meets"),
        (number(85.0, 90.0, "range", **CLEAN), number(88.0, **CLEAN), "meets"),
        (number(85.0, 90.0, "range", **CLEAN), number(92.0, **CLEAN), "above"),
        (number(85.0, 90.0, "range", **CLEAN), number(80.0, 95.0, "range", **CLEAN), "below"),
        # "Không quá 90%" promises nothing where more is better, and asks for nothing.
        (number(85.0, **CLEAN), number(90.0, comparator="le", **CLEAN), None),
        (number(85.0, comparator="lt", **CLEAN), number(90.0, **CLEAN), None),
        # Less poverty is better, and a greater fall of it.
        (number(4.0), number(3.5), "above"),
        (number(4.0, comparator="lt"), number(4.0), "below"),
        (number(4.0, comparator="le"), number(4.0), "meets"),
        (number(4.0), number(4.2), "below"),
        (number(1.0, 1.5, "range", **FALL), number(1.2, **FALL), "meets"),
        (number(1.0, 1.5, "range", **FALL), number(0.9, **FALL), "below"),
        (number(3.0, comparator="gt", **FALL), number(3.0, comparator="gt", **FALL), "meets"),
        # Other people, and what no side is known to be better of.
        (number(90.0, population="hộ nghèo", **CLEAN), number(80.0, **CLEAN), None),
        (number(90.0, indicator="migration"), number(80.0, indicator="migration"), None),
        (number(90.0, indicator="migration"), number(90.0, indicator="migration"), "meets"),
    ],
)
def test_verdicts_respect_comparators(
    asked: dict[str, Any], promised: dict[str, Any], verdict: str | None, db: Db
) -> None:
    target(db, doc_id="p", **asked)
    target(db, doc_id="d", **promised)
    assert verdicts(db) == [("2/KH-UBND", "1/KH-UBND", verdict)]


@pytest.mark.parametrize(
    ("asked", "promised"),
    [
        (number(4.0), number(3.5, target_year=2025)),
        (number(4.0), number(1.0, **FALL)),
        (number(1.0, **FALL), number(1.0, **FALL | {"direction": "up"})),
        (number(4.0, unit="%"), number(400, unit="hộ")),
        (number(4.0), number(3.5, place="Khác", place_code="912")),
        (number(4.0), number(3.5, in_part=True)),
        (number(4.0), number(3.5, kind="actual")),
    ],
)
def test_what_cannot_be_compared_stands_beside_nothing(
    asked: dict[str, Any], promised: dict[str, Any], db: Db
) -> None:
    target(db, doc_id="p", **asked)
    target(db, doc_id="d", **promised)
    assert verdicts(db) == []


def test_units_are_reconciled_where_that_is_exact(db: Db) -> None:
    target(db, doc_id="p", **number(62.0, indicator="clean_water", unit="triệu đồng/người/năm"))
    target(db, doc_id="d", **number(61500.0, indicator="clean_water", unit="nghìn đồng/người/năm"))
    assert verdicts(db, "verdict, difference, ratio") == [("below", -500.0, 0.9919)]


def test_counts_of_a_part_and_of_the_whole_only_stand_side_by_side(db: Db) -> None:
    target(db, doc_id="p", **number(500, unit="hộ"))
    target(db, doc_id="d", **number(50, unit="hộ"))
    assert verdicts(db, "verdict, difference, ratio") == [(None, None, 0.1)]


def test_a_yearly_fall_is_held_against_levels_with_its_arithmetic(db: Db) -> None:
    target(db, doc_id="p", **number(1.0, 1.5, "range", **FALL, period_start=2021) | {"target_year": 2025})
    target(db, doc_id="d", **number(3.41, baseline_value=4.32, baseline_year=2023))
    assert verdicts(db, "value_min, arithmetic, verdict") == [(0.91, "4,32 - 3,41", "below")]


def test_the_level_that_a_fall_starts_from_may_be_told_elsewhere_in_the_plan(db: Db) -> None:
    target(db, doc_id="p", **number(1.0, **FALL, period_start=2021) | {"target_year": 2025})
    target(db, doc_id="d", **number(6.0, kind="actual") | {"target_year": 2022})
    target(db, doc_id="d", **number(4.0, comparator="le"))
    assert verdicts(db, "value_min, comparator, arithmetic, verdict") == [(1.0, "ge", "(6 - 4) / 2", "meets")]


def test_a_fall_that_a_plan_tells_itself_is_not_worked_out(db: Db) -> None:
    target(db, doc_id="p", **number(1.0, **FALL))
    target(db, doc_id="d", **number(3.4, baseline_value=5.0, baseline_year=2023))
    target(db, doc_id="d", **number(1.6, **FALL))
    assert verdicts(db, "value_min, arithmetic, verdict") == [(1.6, None, "above")]


def test_communes_are_held_against_their_district(db: Db) -> None:
    for doc_id in "pdc":
        target(db, doc_id=doc_id, **number(4.0))
    assert verdicts(db, "code, upper_code") == [("2/KH-UBND", "1/KH-UBND"), ("3/KH-UBND", "2/KH-UBND")]


def test_a_commune_of_today_is_held_against_what_it_was_made_of(db: Db) -> None:
    new = {"level": "commune", "province": "Một", "province_code": "91", "commune": "Suối Khe"}
    document(db, "n", "9/KH-UBND", **new, commune_code="91101", issued_on=date(2025, 9, 1))
    document(db, "h", "8/KH-UBND", **PROVINCE | {"province": "Hai", "province_code": "92"})
    for doc_id in "ph":
        target(db, doc_id=doc_id, **number(4.0, target_year=2025))
    target(db, doc_id="n", **number(3.0, target_year=2025))
    # It lay in Một, never in Hai, though both are one province now.
    assert verdicts(db, "code, upper_code, through") == [("9/KH-UBND", "1/KH-UBND", "predecessor")]


def test_a_district_of_before_is_held_against_the_province_of_after(db: Db) -> None:
    document(db, "o", "7/KH-UBND", **DISTRICT | {"province": "Hai", "province_code": "92"}
             | {"district": "Núi", "district_code": "921"})  # fmt: skip
    document(db, "n", "9/KH-UBND", **PROVINCE | {"issued_on": date(2025, 8, 1)})
    target(db, doc_id="o", **number(4.0, target_year=2025))
    target(db, doc_id="n", **number(4.0, target_year=2025))
    # The old province of the same code is another one.
    target(db, doc_id="p", **number(4.0, target_year=2025))
    assert verdicts(db, "code, upper_code, through") == [("7/KH-UBND", "9/KH-UBND", "successor")]


def test_what_a_plan_that_carries_out_another_leaves_unsaid(db: Db) -> None:
    target(db, doc_id="p", **number(4.0))
    assert verdicts(db) == []
    put(db, "legal_refs", doc_id="d", code="1/KH-UBND", relation="implements", cited_doc_id="p", span_start=1)
    assert verdicts(db) == [("2/KH-UBND", "1/KH-UBND", "not stated")]
    document(db, "e", "5/KH-UBND", **DISTRICT)
    target(db, doc_id="e", **number(4.5))  # another plan of the same district says it
    assert verdicts(db) == [("5/KH-UBND", "1/KH-UBND", "below")]


ACT: dict[str, Any] = {"act": "90/QĐ-TTg", "issued_on": date(2022, 1, 18), "indicator": "poverty_rate", "unit": "%",
                       "value_min": 1.0, "value_max": 1.5, "comparator": "range", "period_start": 2021, "year": 2025,
                       "scope": "whole", "checked": True, **FALL}  # fmt: skip


@pytest.mark.parametrize(
    ("act", "cited", "found"),
    [
        ({}, {"issued_on": date(2022, 1, 18)}, [("90/QĐ-TTg", "below")]),
        ({}, {}, [("90/QĐ-TTg", "below")]),
        ({}, {"issued_on": date(2023, 1, 18)}, [("90/QĐ-TTg", "below")]),  # a slip of the year
        ({}, {"issued_on": date(2017, 1, 18)}, []),
        ({}, {"code": "91/QĐ-TTg"}, []),
        ({"checked": False}, {}, []),
        ({"scope": "part"}, {}, []),
        ({"year": 2023}, {}, []),
    ],
)
def test_plans_are_held_against_the_acts_they_cite(
    act: dict[str, Any], cited: dict[str, Any], found: list[tuple[str, str]], db: Db
) -> None:
    put(db, "national_targets", national_target_id="n", **ACT | act)
    put(db, "legal_refs", doc_id="d", **{"code": "90/QĐ-TTg", "relation": "basis", "span_start": 1, **cited})
    target(db, doc_id="d", **number(0.8, **FALL))
    assert verdicts(db, "upper_code, verdict") == found


@pytest.mark.parametrize(
    ("slots", "since"),
    [
        ({"issued_on": date(2025, 6, 30)}, None),
        ({"issued_on": date(2025, 7, 1)}, REFORM),
        ({"issued_on": None, "issued_on_partial": "2025-05"}, None),
        ({"issued_on": None, "issued_on_partial": "2026"}, REFORM),
        ({"issued_on": None, "period_start": 2021}, None),
        ({"issued_on": None}, REFORM),
    ],
)
def test_a_number_is_about_the_unit_of_its_day(slots: dict[str, Any], since: date | None, db: Db) -> None:
    document(db, "x", "6/KH-UBND", **PROVINCE | slots)
    target(db, doc_id="x", **number(4.0))
    assert db.execute("SELECT name, code, valid_from FROM v_number_areas").fetchall() == [("Một", "91", since)]
    areas = db.execute("SELECT DISTINCT area FROM v_document_areas WHERE doc_id = 'x'").fetchall()
    assert areas == [(f"91@{since or ''}",)]


# What a superior's tables give.


def allocations(con: Db) -> list[tuple[Any, ...]]:
    return con.execute("SELECT place, value_min, own_value_min, difference, verdict FROM v_allocation").fetchall()


def test_a_unit_s_plan_stands_beside_what_it_was_given(db: Db) -> None:
    given = {"doc_id": "p", "place": "Đồi", "place_code": "911", "year": 2024, "unit": "hộ"}
    cell(db, value=50, basis="change", direction="down", **given)
    cell(db, value=400, **given)
    target(db, doc_id="d", **number(45, unit="hộ", basis="change", direction="down"))
    target(db, doc_id="d", **number(390, unit="hộ"))
    assert sorted(allocations(db)) == [("Đồi", 50.0, 45.0, -5.0, "below"), ("Đồi", 400.0, 390.0, -10.0, "above")]


def test_workers_are_people(db: Db) -> None:
    cell(db, doc_id="p", place="Đồi", place_code="911", year=2024, unit="người", value=500, indicator="clean_water")
    target(db, doc_id="d", **number(500, unit="lao động", indicator="clean_water"))
    assert allocations(db) == [("Đồi", 500.0, 500.0, 0.0, "meets")]


def test_what_was_given_and_is_not_planned(db: Db) -> None:
    given = {"doc_id": "p", "place": "Đồi", "place_code": "911", "unit": "%"}
    cell(db, value=3.0, year=2024, **given)
    cell(db, value=3.0, year=2029, **given)  # not in the time of the district's plan
    cell(db, value=3.0, year=2024, **given | {"place": "Xa", "place_code": "912"})  # of which there is no plan
    assert allocations(db) == [("Đồi", 3.0, None, None, "not stated")]
    target(db, doc_id="d", **number(300, unit="hộ"))
    assert allocations(db) == []  # said in another measure
