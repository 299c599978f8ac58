"""`kehoach compare` and `kehoach timeline`: printed as tables, CSV and JSON. All units, codes and figures made up."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.load import _sql
from pipeline.parts import schema_sql
from tests.test_cli import run
from tests.test_levels import ACT, COMMUNE, DISTRICT, FALL, PROVINCE, UNITS, number
from tests.test_load import cell, document, put, target


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A province, its district and commune, and the commune that the latter went into."""
    path = tmp_path_factory.mktemp("compare") / "plans.duckdb"
    with duckdb.connect(str(path)) as con:
        for script in (schema_sql(), _sql("views"), _sql("levels")):
            con.execute(script)
        for name, level, code, parent, start, end, after in UNITS:
            row = {"name": name, "level": level, "code": code, "parent_code": parent, "valid_from": start}
            kind = {"province": "tỉnh", "district": "huyện", "commune": "xã"}[level]
            put(con, "places", **row, valid_to=end, successor_codes=after, kind=kind, also=[])
        put(con, "indicators", indicator="poverty_rate", better="down", name_vi="Tỷ lệ hộ nghèo")
        put(con, "indicators", indicator="clean_water", better="up", name_vi="Nước sạch")
        put(con, "national_targets", national_target_id="n", label="mức giảm", **ACT)
        put(con, "sources", source_id="s", source_path="plans/mot.txt", also_at=[], text="\n" * 300)
        document(con, "p", "1/KH-UBND", issuer="UBND tỉnh Một", **PROVINCE)
        document(con, "d", "2/KH-UBND", issuer="UBND huyện Đồi", **DISTRICT)
        document(con, "c", "3/KH-UBND", issuer="UBND xã Suối", **COMMUNE)
        new: dict[str, Any] = {"level": "commune", "province": "Một", "province_code": "91", "commune": "Suối Khe"}
        document(con, "n", "9/KH-UBND", **new, commune_code="91101", issued_on=date(2025, 9, 1))
        put(con, "legal_refs", doc_id="p", code="90/QĐ-TTg", relation="basis", span_start=1)
        put(con, "legal_refs", doc_id="d", code="1/KH-UBND", relation="implements", cited_doc_id="p", span_start=2)
        at = iter(range(10, 300, 10))
        for doc_id, slots in (
            ("p", number(5.0, kind="actual") | {"target_year": 2023}),
            ("p", number(4.2)),
            ("p", number(90.0, indicator="clean_water", comparator="ge")),
            ("d", number(4.5)),
            ("d", number(7.0, unit="mô hình", indicator="models")),
            ("c", number(4.5)),
            ("c", number(0.5, **FALL)),
            ("n", number(3.0, kind="actual") | {"target_year": 2025}),
        ):
            start = next(at)
            target(con, doc_id=doc_id, value_start=start, span_start=start, **slots)
        cell(
            con, doc_id="p", place="Đồi", place_code="911", year=2024, value=4.4, span_start=next(at), row_label="Đồi"
        )
    return path


def rows_of(out: str, *names: str) -> list[tuple[str, ...]]:
    return [tuple(row[name] for name in names) for row in csv.DictReader(io.StringIO(out))]


def test_two_documents(db: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, _ = run(capsys, monkeypatch, "compare", "2/KH-UBND", "1/KH-UBND", "--csv", "--db", db)
    assert code == 0
    assert rows_of(out, "indicator", "value", "line", "other_value", "other_line", "difference", "verdict") == [
        ("poverty_rate", "4,5%", "41", "4,4%", "91", "0.1", "below"),
        ("poverty_rate", "4,5%", "41", "4,2%", "21", "0.3", "below"),
        ("models", "7 mô hình", "51", "", "", "", ""),
        ("clean_water", "", "", "từ 90% trở lên", "31", "", ""),
    ]


def test_a_plan_and_an_act(db: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    _, out, _ = run(capsys, monkeypatch, "compare", "1/KH-UBND", "90/QĐ-TTg", "--json", "--db", db)
    both = json.loads(out)[0]
    assert both | {"value": "giảm 0,8%/năm (5 - 4,2)", "other_value": "giảm 1 - 1,5%/năm"} == both
    assert (both["verdict"], both["other_code"], both["source_path"]) == ("below", "90/QĐ-TTg", "plans/mot.txt")


def test_documents_as_tables(db: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    _, out, _ = run(capsys, monkeypatch, "compare", "2/KH-UBND", "1/KH-UBND", "--db", db)
    headings = [line for line in out.splitlines() if line.startswith(("in both", "only in"))]
    assert headings == ["in both", "only in 2/KH-UBND", "only in 1/KH-UBND"]
    assert "+0,3" in out
    assert "4 rows" in out


def test_units_of_a_province(db: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ("compare", "--indicator", "ty le ho ngheo", "--year", "2024", "--within", "tinh mot")
    _, out, _ = run(capsys, monkeypatch, *asked, "--csv", "--db", db)
    assert rows_of(out, "place", "place_level", "value", "upper_value", "upper_code", "verdict", "line") == [
        ("Một", "province", "4,2% (5 - 4,2 = 0,8)", "giảm 1 - 1,5%/năm", "90/QĐ-TTg", "below", "21"),
        ("Đồi", "district", "4,5%", "4,4%", "1/KH-UBND", "below", "41"),
        ("Đồi", "district", "4,5%", "4,2%", "1/KH-UBND", "below", "41"),
        ("Đồi", "district", "4,4%", "", "", "", "91"),
        ("Suối", "commune", "4,5%", "4,5%", "2/KH-UBND", "meets", "61"),
        ("Suối", "commune", "giảm 0,5%/năm", "", "", "", "71"),
    ]
    _, out, _ = run(capsys, monkeypatch, *asked, "--db", db)
    assert "Tỷ lệ hộ nghèo, 2024" in out
    assert "huyện Đồi" in out


def test_a_unit_that_says_nothing(
    db: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("compare", "--indicator", "clean_water", "--within", "Một")
    _, out, _ = run(capsys, monkeypatch, *asked, "--csv", "--db", db)
    assert rows_of(out, "place", "value", "upper_value", "verdict") == [
        ("Một", "từ 90% trở lên", "", ""),
        ("Đồi", "", "từ 90% trở lên", "not stated"),
    ]


def test_years_before_and_after_a_merger(
    db: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("timeline", "--indicator", "poverty_rate", "--place", "xã Suối Khe")
    _, out, _ = run(capsys, monkeypatch, *asked, "--csv", "--db", db)
    assert rows_of(out, "year", "kind", "value", "place", "through", "code", "line") == [
        ("2024", "target", "4,5%", "xã Suối", "predecessor", "3/KH-UBND", "61"),
        ("2024", "target", "giảm 0,5%/năm", "xã Suối", "predecessor", "3/KH-UBND", "71"),
        ("2025", "actual", "3%", "xã Suối Khe", "", "9/KH-UBND", "81"),
    ]
    _, out, _ = run(capsys, monkeypatch, *asked, "--db", db)
    assert "(before the" in out
    assert "3 numbers" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("compare", "2/KH-UBND"), "name two documents"),
        (("compare", "--indicator", "poverty_rate"), "name two documents"),
        (("compare", "2/KH-UBND", "404/KH-UBND"), "KH403"),
        (("compare", "404/KH-UBND", "2/KH-UBND"), "KH403"),
        (("compare", "--indicator", "hộ bay", "--within", "Một"), "KH407"),
        (("compare", "--indicator", "poverty_rate", "--within", "Không Có"), "KH408"),
        (("timeline", "--indicator", "poverty_rate", "--place", "Không Có"), "KH408"),
    ],
)
def test_wrong_use(
    arguments: tuple[str, ...],
    said: str,
    db: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    code, _, err = run(capsys, monkeypatch, *arguments, "--db", db)
    assert code == 2
    assert said in err
