"""`kehoach place`: which units a name may mean, and what is known of them; with and without a database."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from extractors.gazetteer import resolve
from extractors.successions import above, also_written, made_of, successors
from pipeline.load import _sql
from pipeline.parts import schema_sql
from pipeline.place_card import Seen, count_seen, find_places, near_names
from tests.test_cli import run
from tests.test_load import document, put, target

D22, D25, D26 = date(2022, 5, 4), date(2025, 3, 5), date(2026, 1, 5)


@pytest.mark.parametrize(
    ("name", "given", "codes"),
    [
        ("Lục Nam", {}, ["218", "07444"]),
        ("huyện Lục Nam", {}, ["218"]),
        ("huyen luc nam", {}, ["218"]),
        ("HUYỆN LỤC NAM", {}, ["218"]),
        ("thi xa phu my", {}, ["754"]),
        ("quan 10", {}, ["771"]),
        ("Quan Hoa", {}, ["00169"]),  # no quận Hoa: the name as a whole comes first
        ("24", {}, ["24", "24"]),
        ("24", {"on": D22}, ["24"]),
        ("07444", {"on": D26}, ["07444"]),
        ("Lục Nam", {"on": D22}, ["218"]),
        ("Lục Nam", {"on": D26}, ["07444"]),
        ("Lục Nam", {"within": "Bắc Giang"}, ["218"]),
        ("Lục Nam", {"within": "24"}, ["218", "07444"]),
        ("huyện Châu Thành", {"within": "Long An"}, ["808"]),
        ("thị trấn Châu Thành, huyện Châu Thành, tỉnh Trà Vinh", {}, ["29374"]),
        ("thị trấn Châu Thành", {"within": "huyện Châu Thành, tỉnh Sóc Trăng"}, ["31569"]),
        ("thị trấn Châu Thành", {"within": "Châu Thành", "on": D25}, ["25585", "28810", "29374", "31569"]),
        ("xã Sơn Kim 1", {"on": D22}, ["18196"]),
        ("Đắc Lắc", {"on": D26}, ["66"]),
        ("Huế", {}, ["46", "474"]),
    ],
)
def test_units_of_a_name(name: str, given: dict[str, Any], codes: list[str]) -> None:
    found = [place.code for place in find_places(name, **given)]
    assert sorted(found) == sorted(codes)
    assert [len(code) for code in found] == sorted(len(code) for code in found)  # provinces come first


@pytest.mark.parametrize("name", ["Tân Tiến", "tan tien", "Châu Thành", "Tân Phú"])
def test_namesakes_are_told_apart_by_what_they_lie_in_and_when(name: str) -> None:
    places = find_places(name)
    assert len(places) > 10
    told = {(p.kind, p.code, tuple(a.code for a in above(p)), p.valid_from) for p in places}
    assert len(told) == len(places)


def test_accents_count_where_they_are_given() -> None:
    assert {p.name for p in find_places("Thạnh Trị")} == {"Thạnh Trị"}
    assert {"Thạnh Trị", "Thanh Trì"} <= {p.name for p in find_places("thanh tri")}


@pytest.mark.parametrize(
    ("asked", "near"), [("Lục Nan", "Lục Nam"), ("huyện Chi Lăg", "Chi Lăng"), ("Bac Giangg", "Bắc Giang")]
)
def test_what_is_near_a_name_that_no_unit_has(asked: str, near: str) -> None:
    assert near in near_names(asked)


@pytest.mark.parametrize(
    ("name", "on", "after"),
    [
        ("tỉnh Bắc Giang", D22, ["24"]),
        ("huyện Kỳ Sơn", date(2018, 1, 1), []),  # two districts of that name
        ("huyện Hoành Bồ", date(2018, 1, 1), ["193"]),
        ("thành phố Huế", D22, ["474", "475"]),
        ("xã Lục Nam", D26, []),
        ("xã Tam Dị", D22, ["07462"]),
        ("huyện Côn Đảo", D22, ["26732"]),
    ],
)
def test_what_became_of_a_unit(name: str, on: date, after: list[str]) -> None:
    place = resolve(name, on=on)
    assert [p.code for p in successors(place)] == after if place else not after
    if place:
        assert all(place in made_of(p) for p in successors(place) if place.level == p.level)


def test_a_district_of_2025_became_what_its_communes_became() -> None:
    place = resolve("huyện Lục Nam", on=D22)
    assert place is not None
    assert {p.level for p in successors(place)} == {"commune"}
    assert "07444" in {p.code for p in successors(place)}


def test_what_a_unit_was_made_of() -> None:
    bac_ninh, hai_phong = resolve("Bắc Ninh", on=D26), resolve("Hải Phòng", on=D26)
    assert bac_ninh is not None
    assert hai_phong is not None
    assert [p.name for p in made_of(bac_ninh)] == ["Bắc Giang", "Bắc Ninh"]
    assert [p.name for p in made_of(hai_phong)] == ["Hải Dương", "Hải Phòng"]
    dak_lak = resolve("Đắk Lắk", on=D26)
    assert dak_lak is not None
    assert "Đắc Lắc" in also_written(dak_lak)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Plans of the province that had code 24 before the reform, and of the one that has it since."""
    path = tmp_path_factory.mktemp("place") / "plans.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute(schema_sql())
        con.execute(_sql("views"))
        put(con, "sources", source_id="s", source_path="mau.txt", text="\n" * 300)
        old = {"level": "province", "province": "Bắc Giang", "province_code": "24"}
        document(con, "d", "7/KH-UBND", **old, issued_on=D22)
        document(con, "e", "8/KH-UBND", **old)
        document(con, "f", "9/KH-UBND", **(old | {"province": "Bắc Ninh"}), issued_on=D26)
        target(con, doc_id="d")
        target(con, doc_id="f", span_start=50, value_start=50, indicator=None, indicator_text="bể bơi")
    return path


def test_a_code_that_was_used_again_is_counted_by_the_day(db: Path) -> None:
    (old,), (new,) = find_places("24", on=D22), find_places("24", on=D26)
    assert count_seen(db, [old, new]) == {old: Seen(2, 1), new: Seen(1, 1)}


def test_cards(db: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, _ = run(capsys, monkeypatch, "place", "Lục Nam", "--db", db)
    assert code == 0
    lines = [line.rstrip() for line in out.splitlines()]
    assert max(map(len, lines)) <= 100
    assert lines[0] == "huyện Lục Nam (218)"
    assert lines[2].split(maxsplit=1) == ["in", "tỉnh Bắc Giang (24)"]
    assert "xã Lục Nam (07444)" in lines
    assert "thị trấn Đồi Ngô (07444)" in out
    assert lines[-1] == "2 units"


def test_many_units_are_a_table(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, _ = run(capsys, monkeypatch, "place", "huyện Châu Thành", "--db", "khong/co.duckdb")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()[2:6]] == ["892", "831", "877", "933"]
    assert "tỉnh Tiền Giang" in out
    assert "10 units; all that is known of one" in out


@pytest.mark.parametrize("missing", ["khong/co.duckdb", "khac.duckdb"])
def test_a_database_is_not_needed(
    missing: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "khac.duckdb").write_text("no database")
    code, out, _ = run(capsys, monkeypatch, "place", "24", "--on", "30/6/2025", "--json", "--db", tmp_path / missing)
    assert code == 0
    (row,) = json.loads(out)
    assert (row["kind"], row["name"], row["valid_to"]) == ("tỉnh", "Bắc Giang", "2025-06-30")
    assert (row["successors"], row["successor_codes"]) == (["tỉnh Bắc Ninh"], ["24"])
    assert (row["documents"], row["numbers"]) == (None, None)


def test_rows_as_csv(db: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    _, out, _ = run(capsys, monkeypatch, "place", "24", "--csv", "--db", db)
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [(row["name"], row["valid_from"], row["documents"]) for row in rows] == [
        ("Bắc Giang", "", "2"),
        ("Bắc Ninh", "2025-07-01", "1"),
    ]
    assert json.loads(rows[1]["made_of_codes"]) == ["24", "27"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["Lục Nan"], "Lục Nam"),
        (["zzzz"], "KH409"),
        ([""], "KH409"),
        ([" , "], "KH409"),
        (["xã"], "KH409"),
        (["99999"], "KH409"),
        (["huyện Lục Nam", "--on", "2026-01-01"], "huyện Lục Nam, tỉnh Bắc Giang until 2025-06-30"),
        (["huyện Lục Nam", "--within", "Long An"], "huyện Lục Nam, tỉnh Bắc Giang until 2025-06-30"),
        (["Lục Nam", "--within", "Long Ann"], "Long An"),
        (["Lục Nam", "--on", "soon"], "--on"),
        (["Lục Nam", "--csv", "--json"], "choose one"),
    ],
)
def test_wrong_use(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, err = run(capsys, monkeypatch, "place", *arguments)
    assert (code, out) == (2, "")
    assert told in err
    assert "Traceback" not in err
