"""`kehoach unknown`: what the rules do not know, how often and where it stands first."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.load import _sql
from pipeline.parts import schema_sql
from pipeline.unknown import find_unknown, is_known_unit
from tests.test_cli import run
from tests.test_load import put


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two files with an agency, indicators and units that the rules do not know, and some that they do."""
    path = tmp_path_factory.mktemp("unknown") / "plans.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute(schema_sql())
        con.execute(_sql("views"))
        for source in ("a", "b"):
            put(con, "sources", source_id=source, source_path=f"{source}.txt", text="\n" * 80)
        put(con, "source_agencies", source_id="a", agency_id="1", name="Ban Thí nghiệm")
        put(con, "source_agencies", source_id="a", agency_id="2", name="Sở Y tế", kind="department")
        for source, start, agency_id, agency in [
            ("b", 3, "1", "Ban Thí nghiệm"),
            ("a", 20, "1", "Ban Thí nghiệm"),
            ("a", 5, "2", "Sở Y tế"),
        ]:
            put(con, "agency_mentions", agency_id=agency_id, agency=agency, **place(source, start, agency))
        target(con, 10, "%", "tỷ lệ đèn màu tím")
        target(con, 12, "%", "Tỷ lệ  đèn màu tím")
        target(con, 14, "%", "tỷ lệ hộ nghèo", "poverty_rate")
        target(con, 16, "bình gốm tím", "số bình")
        number(con, 30, "cái lọ", row_label="Lọ", column_path="Năm 2031")
        number(con, 32, None, row_label="Xã Mẫu", column_path="Số lọ", place="Mẫu", row_no=2, col_no=2)
        number(con, 34, "hộ", row_label="Hộ nghèo", indicator="poor_households")
        put(
            con, "cells", table_id="t", row_no=0, col_no=1, row_span=1, col_span=1, is_header=True, text="Đơn vị tính"
        )
        put(con, "cells", table_id="t", row_no=2, col_no=1, row_span=1, col_span=1, is_header=False, text="Lọ/xã")
        put(con, "cells", table_id="t", row_no=2, col_no=0, row_span=1, col_span=1, is_header=False, text="Xã Mẫu")
    return path


def place(source: str, start: int, quote: str) -> dict[str, Any]:
    return {"source_id": source, "span_start": start, "span_end": start + 1, "quote": quote}


def target(con: duckdb.DuckDBPyConnection, start: int, unit: str, text: str, indicator: str | None = None) -> None:
    named = {"unit": unit, "indicator_text": text, "indicator": indicator}
    put(con, "targets", **named, **place("a", start, f"{text} 5"))


def number(con: duckdb.DuckDBPyConnection, start: int, unit: str | None, **row: Any) -> None:
    put(
        con,
        "table_facts",
        **{"table_id": "t", "row_no": 1, "col_no": 2, "unit": unit} | row,
        **place("a", start, "7"),
    )


def test_what_the_rules_do_not_know(db: Path) -> None:
    with duckdb.connect(str(db), read_only=True) as con:
        found = [(u.kind, u.text, u.mentions, u.files, u.source_path, u.line) for u in find_unknown(con)]
    assert found == [
        ("agency", "Ban Thí nghiệm", 2, 2, "a.txt", 21),
        ("indicator", "tỷ lệ đèn màu tím", 2, 1, "a.txt", 11),
        ("indicator", "Lọ", 1, 1, "a.txt", 31),
        ("indicator", "Số lọ", 1, 1, "a.txt", 33),
        ("indicator", "số bình", 1, 1, "a.txt", 17),
        ("unit", "Lọ/xã", 1, 1, "a.txt", 33),
        ("unit", "bình gốm tím", 1, 1, "a.txt", 17),
        ("unit", "cái lọ", 1, 1, "a.txt", 31),
    ]


@pytest.mark.parametrize(
    ("row", "column", "place", "said"),
    [
        ("Lọ", "Năm 2031", None, "Lọ"),
        ("Lọ", "Trong đó / KH 2031", None, "Lọ"),
        ("Lọ", "Ước TH 2031", None, "Lọ"),
        ("Lọ", "Số lượng (cái)", None, "Lọ"),
        ("Lọ", None, None, "Lọ"),
        ("2.1. Lọ", "Năm 2031", None, "Lọ"),
        ("b) Lọ", "Năm 2031", None, "Lọ"),
        ("Xóm Thử", "Số lọ", None, "Số lọ"),
        ("Xã Mẫu", "Số lọ / 2031 - 2035", "Mẫu", "Số lọ"),
        ("Xã Mẫu", "Năm 2031", "Mẫu", "Năm 2031"),
        ("Xóm Thử", "Lọ năm 2031 / Số cái vỡ", None, "Lọ / Số cái vỡ"),
        ("Lọ", "So sánh (%)", None, None),
    ],
)
def test_a_number_of_a_table_is_known_by_what_it_counts(
    row: str, column: str | None, place: str | None, said: str | None
) -> None:
    with duckdb.connect() as con:
        con.execute(schema_sql())
        con.execute(_sql("views"))
        put(con, "sources", source_id="a", source_path="a.txt", text="\n" * 9)
        number(con, 1, "hộ", row_label=row, column_path=column, place=place)
        assert [u.text for u in find_unknown(con) if u.kind == "indicator"] == ([said] if said else [])


def test_the_years_of_one_column_are_one_indicator() -> None:
    with duckdb.connect() as con:
        con.execute(schema_sql())
        con.execute(_sql("views"))
        put(con, "sources", source_id="a", source_path="a.txt", text="\n" * 9)
        for year in (2031, 2032):
            number(con, 1, "hộ", row_label="Xóm Thử", column_path=f"Số lọ năm {year}")
        (only,) = (u for u in find_unknown(con) if u.kind == "indicator")
        assert (only.text, only.mentions) == ("Số lọ", 2)


@pytest.mark.parametrize(
    ("unit", "known"),
    [
        ("%", True),
        ("hộ", True),
        ("triệu đồng", True),
        ("tấn/năm", True),
        ("triệu tấn/năm", True),
        ("m²/người", True),
        ("con/phụ nữ", True),
        ("Hộ", True),
        ("bình gốm tím", False),
        ("", False),
    ],
)
def test_units_that_the_rules_know(unit: str, known: bool) -> None:
    assert is_known_unit(unit) == known


def test_the_lists_say_which_rules_to_extend(
    db: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, _ = run(capsys, monkeypatch, "unknown", "--db", db)
    assert code == 0
    assert max(map(len, out.splitlines())) <= 100
    for told in ("rules/agencies.yaml", "rules/indicators.yaml", "rules/units.yaml", "Ban Thí nghiệm"):
        assert told in out
    assert "Agencies that the rules do not know: 1, found 2 times" in out


def test_all_of_it_as_csv(db: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, _ = run(capsys, monkeypatch, "unknown", "--csv", "--db", db)
    assert code == 0
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["extend"] for row in rows if row["kind"] == "agency"] == ["rules/agencies.yaml"]
    assert rows[1]["quote"] == "tỷ lệ đèn màu tím 5"
    assert len(rows) == 8


def test_nothing_unknown(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with duckdb.connect(str(tmp_path / "plans.duckdb")) as con:
        con.execute(schema_sql())
        con.execute(_sql("views"))
    code, out, _ = run(capsys, monkeypatch, "unknown", "--db", tmp_path / "plans.duckdb")
    assert code == 0
    assert out.splitlines() == ["Agencies: all are known", "Indicators: all are known", "Units: all are known"]
    code, _, err = run(capsys, monkeypatch, "unknown", "--db", tmp_path / "none.duckdb")
    assert code == 2
    assert err.startswith("KH303: ")
