"""`kehoach targets`: an indicator and a place by any of their names; printed side by side, as CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.load import _sql
from pipeline.parts import schema_sql
from pipeline.target_list import matching_indicators, matching_places, near_indicators
from pipeline.values import number, value_of
from tests.test_cli import run
from tests.test_load import cell, document, put, target

NAMES = {
    "poverty_rate": "Tỷ lệ hộ nghèo",
    "near_poverty_rate": "Tỷ lệ hộ cận nghèo",
    "poor_households": "Số hộ nghèo",
    "forest_cover": "Tỷ lệ che phủ rừng",
}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("poverty_rate", ["poverty_rate"]),
        ("Poverty_Rate ", ["poverty_rate"]),
        ("tỷ lệ hộ nghèo", ["poverty_rate"]),
        ("TY LE HO NGHEO", ["poverty_rate"]),
        ("tỷ lệ nghèo đa chiều", ["poverty_rate"]),  # words that the rules take for it
        ("độ che phủ rừng", ["forest_cover"]),
        ("ho ngheo", ["poor_households", "poverty_rate"]),
        ("nghèo", ["near_poverty_rate", "poor_households", "poverty_rate"]),
        ("ghèo", []),
        ("...", []),
        ("", []),
    ],
)
def test_an_indicator_is_found_by_id_name_or_words(asked: str, found: list[str]) -> None:
    assert matching_indicators(asked, NAMES) == found


@pytest.mark.parametrize(
    ("asked", "near"),
    [("poverty rat", "poverty_rate"), ("povertyrate", "poverty_rate"), ("tỷ lệ che phủ rùng", "forest_cover")],
)
def test_what_is_near_a_name_that_no_indicator_has(asked: str, near: str) -> None:
    assert near_indicators(asked, NAMES)[0] == near


PLACES = ["Mẫu Sơn", "Mậu Sơn", "Thử", "Huế", "Đắk Ví"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Mẫu Sơn", ["Mẫu Sơn"]),
        ("xã MẪU SƠN", ["Mẫu Sơn"]),
        ("mau son", ["Mẫu Sơn", "Mậu Sơn"]),
        ("Xa Mau Son", ["Mẫu Sơn", "Mậu Sơn"]),
        ("huyện Thử", ["Thử"]),
        ("thi tran thu", ["Thử"]),
        ("TP. Huế", ["Huế"]),
        ("TP Hue", ["Huế"]),
        ("T.P. Huế", ["Huế"]),
        ("dak vi", ["Đắk Ví"]),
        ("Sơn", []),
        ("xã", []),
        ("", []),
    ],
)
def test_a_place_is_found_without_its_kind_and_accents(asked: str, found: list[str]) -> None:
    assert matching_places(asked, PLACES) == found


@pytest.mark.parametrize(
    ("value", "printed"),
    [(0.0, "0"), (5.0, "5"), (0.25, "0,25"), (1234.0, "1.234"), (1234567.5, "1.234.567,5"), (99.999999, "99,999999")],
)
def test_numbers_in_vietnamese_form(value: float, printed: str) -> None:
    assert number(value) == printed


@pytest.mark.parametrize(
    ("slots", "printed"),
    [
        ({}, "5%"),
        ({"comparator": "ge"}, "từ 5% trở lên"),
        ({"comparator": "gt", "unit": "hộ"}, "trên 5 hộ"),
        ({"comparator": "le"}, "không quá 5%"),
        ({"comparator": "lt"}, "dưới 5%"),
        ({"comparator": "approx"}, "khoảng 5%"),
        ({"comparator": "range", "value_max": 6.5}, "5 - 6,5%"),
        ({"unit": None}, "5"),
        ({"per": "year", "unit": "tấn"}, "5 tấn/năm"),
        ({"basis": "change", "direction": "down", "comparator": "ge", "per": "year"}, "giảm từ 5%/năm trở lên"),
        ({"basis": "change", "direction": "up"}, "tăng 5%"),
        ({"basis": "change", "direction": None}, "thay đổi 5%"),
    ],
)
def test_values_as_a_plan_would_print_them(slots: dict[str, Any], printed: str) -> None:
    row = {"value_min": 5.0, "value_max": 5.0, "unit": "%", "comparator": "eq", "basis": "level", "per": None}
    assert value_of(row | slots) == printed


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A province and a commune that promise the poverty rate, and a number that no rule knows."""
    path = tmp_path_factory.mktemp("targets") / "plans.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute(schema_sql())
        con.execute(_sql("views"))
        put(con, "sources", source_id="s", source_path="mau.txt", text="\n" * 300)
        put(con, "indicators", indicator="poverty_rate", name_vi="Tỷ lệ hộ nghèo", name_en="Poverty rate")
        put(con, "indicators", indicator="forest_cover", name_vi="Tỷ lệ che phủ rừng", name_en="Forest cover")
        document(con, "d", "7/KH-UBND", issuer="Ủy ban nhân dân tỉnh Mẫu", level="province", province="Mẫu")
        commune = {"level": "commune", "province": "Mẫu", "commune": "Thử"}
        document(con, "e", "8/KH-UBND", issuer="Ủy ban nhân dân xã Thử", **commune)
        target(con, quote="hộ nghèo\ncòn dưới 3%", comparator="lt", baseline_value=4.5, baseline_year=2031)
        cell(con, row_label="Hộ nghèo", column_path="2025")  # restates it
        target(con, target_year=2030, value_min=1.5, value_max=1.5, span_start=30, value_start=30, comparator="eq")
        target(con, doc_id="e", value_start=40, span_start=40, comparator="eq", kind="actual", target_year=2024)
        target(con, doc_id="e", value_start=60, span_start=60, indicator=None, indicator_text="bể bơi", unit="bể")
        cell(con, doc_id="e", row_label="Ấp Ví", column_path="Hộ nghèo (%)", value=7.0, span_start=70)
        cell(con, doc_id="e", row_label="Ấp Giả", column_path="Hộ nghèo (%)", value=8.0, span_start=80)
    return path


def listed(out: str) -> list[tuple[str, ...]]:
    names = ("code", "place", "name", "kind", "year", "value", "line")
    return [tuple(row[name] for name in names) for row in csv.DictReader(io.StringIO(out))]


SOON = ("7/KH-UBND", "Mẫu", "Tỷ lệ hộ nghèo", "target", "2025", "dưới 3%", "121")
LATER = ("7/KH-UBND", "Mẫu", "Tỷ lệ hộ nghèo", "target", "2030", "1,5%", "31")
SEEN = ("8/KH-UBND", "Thử", "Tỷ lệ hộ nghèo", "actual", "2024", "3%", "41")
HAMLETS = [
    ("8/KH-UBND", "", "Tỷ lệ hộ nghèo", "target", "2025", "8%", "81"),
    ("8/KH-UBND", "", "Tỷ lệ hộ nghèo", "target", "2025", "7%", "71"),
]
POOLS = ("8/KH-UBND", "Thử", "", "target", "2025", "3 bể", "61")


@pytest.mark.parametrize(
    ("options", "rows"),
    [
        ([], [SOON, LATER, SEEN, *HAMLETS, POOLS]),
        (["--indicator", "ty le ho ngheo"], [SOON, LATER, SEEN, *HAMLETS]),
        (["--indicator", "forest_cover"], []),
        (["--place", "tỉnh Mẫu"], [SOON, LATER]),
        (["--place", "xa thu", "--kind", "actual"], [SEEN]),
        (["--year", "2025", "--level", "commune"], [*HAMLETS, POOLS]),
        (["--level", "central"], []),
    ],
)
def test_rows_as_csv(
    options: list[str],
    rows: list[tuple[str, ...]],
    db: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    code, out, _ = run(capsys, monkeypatch, "targets", *options, "--csv", "--db", db)
    assert code == 0
    assert listed(out) == rows


def test_rows_as_json(db: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    _, out, _ = run(capsys, monkeypatch, "targets", "--year", "2025", "--level", "province", "--json", "--db", db)
    (row,) = json.loads(out)
    assert (row["value_max"], row["unit"], row["comparator"]) == (3.0, "%", "lt")
    assert (row["baseline_value"], row["baseline_year"], row["stands_in"]) == (4.5, 2031, "text")


def test_the_list(db: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, _ = run(capsys, monkeypatch, "targets", "--db", db)
    assert code == 0
    assert max(map(len, out.splitlines())) <= 100
    lines = out.splitlines()
    assert lines[0] == "Tỷ lệ hộ nghèo (poverty_rate)"
    assert "(no indicator known)" in lines
    assert "4,5 (2031)" in out
    assert lines[-1] == "6 numbers"


def test_years_side_by_side(db: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    _, out, _ = run(capsys, monkeypatch, "targets", "--indicator", "poverty_rate", "--db", db)
    assert max(map(len, out.splitlines())) <= 100
    lines = [line.split() for line in out.splitlines()]
    assert lines[1] == ["place", "document", "kind", "2024", "2025", "2030"]
    assert lines[3][0] == "Mẫu"
    assert lines[3][-3:] == ["dưới", "3%", "1,5%"]
    assert [line[:2] for line in lines if "%" in "".join(line)][-2:] == [["Ấp", "Giả"], ["Ấp", "Ví"]]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--indicator", "povertyrate"], "poverty_rate (Tỷ lệ hộ nghèo)"),
        (["--indicator", "zzz"], "KH407"),
        (["--place", "Nơi Khác"], "KH408"),
        (["--level", "village"], "--level"),
        (["--kind", "dream"], "--kind"),
        (["--year", "soon"], "--year"),
        (["--csv", "--json"], "choose one"),
    ],
)
def test_wrong_use(
    options: list[str], told: str, db: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, err = run(capsys, monkeypatch, "targets", *options, "--db", db)
    assert (code, out) == (2, "")
    assert told in err
    assert "Traceback" not in err


@pytest.mark.parametrize("options", [[], ["--place", "Chi Lăng"]])
def test_a_database_of_another_version_is_named_as_such(
    options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "old.duckdb"
    with duckdb.connect(str(old)) as con:
        con.execute(schema_sql())
        con.execute("CREATE OR REPLACE VIEW v_commitments AS SELECT 'a' AS fact_id")
    code, _, err = run(capsys, monkeypatch, "targets", "--db", old, *options)
    assert (code, err[:5]) == (2, "KH305")
