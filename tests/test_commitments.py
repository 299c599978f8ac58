"""`v_commitments`: what is stated again, in prose or in a table, is linked and counts once. All figures made up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from tests.test_load import cell, document, empty_database, plan, target

Db = duckdb.DuckDBPyConnection


@pytest.fixture
def db() -> Iterator[Db]:
    """One plan of a province, without numbers."""
    with empty_database() as con:
        plan(con)
        yield con


def linked(con: Db) -> dict[str, tuple[str | None, bool]]:
    """Return of every number what it is linked to, and whether it counts."""
    rows = con.execute("SELECT fact_id, same_as, counts FROM v_commitments").fetchall()
    return {fact_id: (same_as, counts) for fact_id, same_as, counts in rows}


def counted(con: Db) -> list[str]:
    return sorted(fact_id for fact_id, (_, counts) in linked(con).items() if counts)


def test_a_number_in_prose_and_in_a_table_counts_once(db: Db) -> None:
    target(db)
    cell(db)
    cell(db, value=4.0)
    assert linked(db) == {
        "targets0": ("table_facts0", True),
        "table_facts0": ("targets0", False),
        "table_facts1": (None, True),
    }


def test_many_restatements_lead_to_the_first_statement(db: Db) -> None:
    target(db, value_start=50, span_start=40)
    target(db, value_start=90, span_start=80)
    cell(db, span_start=200)
    cell(db, span_start=20, table_id="u")
    assert linked(db) == {
        "targets0": ("table_facts1", True),  # the first in a table
        "targets1": ("targets0", False),
        "table_facts0": ("targets0", False),
        "table_facts1": ("targets0", False),
    }


@pytest.mark.parametrize(
    ("prose", "table", "same"),
    [
        # what a table leaves out, or says more roughly
        ({}, {"unit": None}, True),
        ({"comparator": "ge"}, {}, True),
        ({"basis": "change"}, {}, True),
        ({"value_max": 4.0}, {"value_max": 4.0}, True),
        ({"value_max": 4.0}, {}, False),
        ({}, {"value": 3.04}, False),
        ({}, {"year": None}, True),
        ({}, {"year": None, "unit": None}, False),
        # the words, where a side has no indicator
        ({"indicator_text": "khu vực vận tải"}, {"indicator": None, "row_label": "Vận tải"}, True),
        ({"indicator": None, "indicator_text": "bể bơi\nmẫu"}, {"indicator": None, "row_label": "Bể  bơi mẫu"}, True),
        ({"indicator": None, "indicator_text": "bể bơi"}, {"indicator": None, "row_label": "bể cá"}, False),
        ({"indicator": None, "indicator_text": "tổ"}, {"indicator": None, "row_label": "Tổ"}, False),
        ({"indicator_text": "cán bộ thôn được tập huấn kỹ năng"}, {"indicator": None, "row_label": "Cán bộ"}, False),
        ({"indicator_text": None}, {"indicator": None, "row_label": "Cán bộ"}, False),
        # the place: what is about the issuer's own need not name it
        ({}, {"place": "Tỉnh Mẫu"}, True),
        ({"place": "Xã Mẫu"}, {}, False),
    ],
)
def test_what_a_table_may_say_otherwise(prose: dict[str, Any], table: dict[str, Any], same: bool, db: Db) -> None:
    target(db, **prose)
    cell(db, **table)
    assert counted(db) == ["targets0"] if same else ["table_facts0", "targets0"]


def test_a_table_without_years_does_not_choose_between_two(db: Db) -> None:
    target(db, value_start=50, span_start=40)
    target(db, value_start=90, span_start=80, target_year=2030)
    cell(db, year=None)
    assert counted(db) == ["table_facts0", "targets0", "targets1"]


def test_rows_about_parts_do_not_restate_the_whole(db: Db) -> None:
    target(db, quote="hộ nghèo toàn tỉnh còn 3%")
    cell(db, row_label="Ấp Thử", column_path="Hộ nghèo (%)")
    cell(db, row_label="Ấp Giả", column_path="Hộ nghèo (%)", value=7.0)
    assert counted(db) == ["table_facts0", "table_facts1", "targets0"]


def test_a_row_among_several_of_an_indicator_is_known_by_its_words(db: Db) -> None:
    target(db, quote="tỷ lệ hộ nghèo ở nông thôn còn 3%")
    cell(db, row_label="Hộ nghèo nông thôn", column_path="2025")
    cell(db, row_label="Hộ nghèo đô thị", column_path="2025", value=3.0)
    cell(db, row_label="Nước sạch", column_path="2025", value=3.0, indicator="clean_water")
    assert counted(db) == ["table_facts1", "table_facts2", "targets0"]


def test_what_a_number_is_about(db: Db) -> None:
    target(db)
    target(db, place="Xã Mẫu", span_start=150)
    cell(db, row_label="Ấp Thử", column_path="Hộ nghèo (%)")
    cell(db, row_label="Ấp Giả", column_path="Hộ nghèo (%)", value=7.0)
    cell(db, row_label="Hộ nghèo", column_path="2025", value=8.0)
    rows = db.execute("SELECT fact_id, about FROM v_commitments ORDER BY fact_id").fetchall()
    assert rows == [
        ("table_facts0", None),
        ("table_facts1", None),
        ("table_facts2", "Tỉnh Mẫu"),
        ("targets0", "Tỉnh Mẫu"),
        ("targets1", "Xã Mẫu"),
    ]


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ({}, True),
        ({"quote": "còn 3%"}, True),
        ({"place": "Tỉnh Mẫu"}, True),
        ({"span_start": 5}, False),  # "đô thị 3%, nông thôn 3%": one clause
        ({"population": "hộ dân tộc thiểu số"}, False),
        ({"indicator": "near_poverty_rate"}, False),
        ({"target_year": 2030}, False),
        ({"unit": None}, False),
        ({"per": "year"}, False),
        ({"basis": "change"}, False),
        ({"comparator": "lt"}, False),
        ({"kind": "actual"}, False),
        ({"place": "Xã Mẫu"}, False),
        ({"doc_id": "e"}, False),
    ],
)
def test_prose_restates_prose_where_all_is_the_same(other: dict[str, Any], same: bool, db: Db) -> None:
    document(db, "e", "2/KH-UBND", province="Tỉnh Mẫu", level="province")
    target(db)
    target(db, **{"span_start": 150, "value_start": 160} | other)
    assert counted(db) == ["targets0"] if same else ["targets0", "targets1"]


def test_prose_without_an_indicator_is_left_apart(db: Db) -> None:
    target(db, indicator=None)
    target(db, indicator=None, span_start=150, value_start=160)
    assert linked(db) == {"targets0": (None, True), "targets1": (None, True)}


def test_numbers_outside_all_documents_are_left_apart(db: Db) -> None:
    target(db, doc_id=None)
    target(db, doc_id=None, span_start=150, value_start=160)
    assert counted(db) == ["targets0", "targets1"]
