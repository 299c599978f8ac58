"""`kehoach duties`: an agency by any of its names, a role, a day; printed as a list, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import duckdb
import pytest

from pipeline.duty_list import is_due_before, is_without_year, last_day, matching_agencies
from pipeline.load import _sql
from pipeline.parts import schema_sql
from tests.test_cli import run
from tests.test_load import document, put

AGENCIES = [
    "Sở Tài chính",
    "Bộ Tài chính",
    "Phòng Tài chính - Kế hoạch",
    "Sở Lao động - Thương binh và Xã hội",
    "Phòng Lao động - Thương binh và Xã hội",
    "Sở Nông nghiệp và Phát triển nông thôn",
    "Ngân hàng Chính sách xã hội",
    "Ủy ban nhân dân các huyện, thành phố",
    "Ủy ban Mặt trận Tổ quốc Việt Nam",
    "Tổ công tác mẫu",
]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Sở Tài chính", ["Sở Tài chính"]),
        ("SỞ TÀI CHÍNH", ["Sở Tài chính"]),
        ("so tai chinh", ["Sở Tài chính"]),
        ("Sở TC", ["Sở Tài chính"]),
        ("so tc", ["Sở Tài chính"]),
        ("tài chính", ["Bộ Tài chính", "Sở Tài chính"]),
        ("Phòng TC-KH", ["Phòng Tài chính - Kế hoạch"]),
        ("LĐTBXH", ["Phòng Lao động - Thương binh và Xã hội", "Sở Lao động - Thương binh và Xã hội"]),
        ("Sở LĐ-TB&XH", ["Sở Lao động - Thương binh và Xã hội"]),
        ("so ldtbxh", ["Sở Lao động - Thương binh và Xã hội"]),
        ("Sở NN và PTNT", ["Sở Nông nghiệp và Phát triển nông thôn"]),
        ("so nn&ptnt", ["Sở Nông nghiệp và Phát triển nông thôn"]),
        ("NHCSXH", ["Ngân hàng Chính sách xã hội"]),
        ("ubnd huyện", ["Ủy ban nhân dân các huyện, thành phố"]),
        ("Uỷ ban nhân dân thành phố", ["Ủy ban nhân dân các huyện, thành phố"]),
        ("MTTQ", ["Ủy ban Mặt trận Tổ quốc Việt Nam"]),
        ("tổ công tác", ["Tổ công tác mẫu"]),
        ("Sở Mẫu", []),
        ("...", []),
        ("", []),
    ],
)
def test_an_agency_is_found_by_any_of_its_names(asked: str, found: list[str]) -> None:
    assert matching_agencies(asked, AGENCIES) == found


@pytest.mark.parametrize(
    ("deadline", "last"),
    [
        ("2031-03-05", date(2031, 3, 5)),
        ("2031-02", date(2031, 2, 28)),
        ("2032-02", date(2032, 2, 29)),
        ("2031-Q1", date(2031, 3, 31)),
        ("2031", date(2031, 12, 31)),
        ("--11-30", None),
        ("---25", None),
        ("monthly", None),
        (None, None),
    ],
)
def test_the_last_day_of_a_deadline(deadline: str | None, last: date | None) -> None:
    assert last_day(deadline) == last
    assert is_without_year(deadline) == (deadline is not None and last is None)
    if last:
        assert not is_due_before(deadline, last)
        assert is_due_before(deadline, date(2033, 1, 1))


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four duties: two of a department, one of another, and a deadline that belongs to nobody."""
    path = tmp_path_factory.mktemp("duties") / "plans.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute(schema_sql())
        con.execute(_sql("views"))
        put(con, "sources", source_id="s", source_path="mau.txt", text="\n" * 60)
        document(con, "d", "7/KH-UBND", source_id="s", issuer="Ủy ban nhân dân tỉnh Mẫu")
        rows = [
            ("Sở Tài chính", "lead", "Chủ trì bố trí kinh phí", "2031-03-31"),
            ("Sở Tài chính", "coordinate", "Phối hợp kiểm tra", None),
            ("Sở Y tế", "lead", "Chủ trì khám sức khỏe", "2031-Q4"),
        ]
        for line, (agency, role, task, due) in enumerate(rows, 1):
            place = {"doc_id": "d", "section_id": f"{line}", "span_start": line * 10, "span_end": line * 10 + 2}
            put(con, "assignments", agency=agency, role=role, task=task, quote=task, **place)
            if due:
                day = {"due_on": due} if len(due) > 7 else {"due_on_partial": due}
                put(con, "deadlines", agency=agency, task=task, quote="hạn", **place, **day)
        place = {"doc_id": "d", "section_id": "9", "span_start": 50, "span_end": 52}
        put(con, "deadlines", recurrence="monthly", task="báo cáo", quote="hằng tháng", **place)
    return path


def listed(out: str) -> list[tuple[str, ...]]:
    rows = csv.DictReader(io.StringIO(out))
    return [(row["agency"], row["role"], row["deadline"], row["line"]) for row in rows]


FINANCE = ("Sở Tài chính", "lead", "2031-03-31", "11")
CHECK = ("Sở Tài chính", "coordinate", "", "21")
HEALTH = ("Sở Y tế", "lead", "2031-Q4", "31")
REPORT = ("", "", "monthly", "51")


@pytest.mark.parametrize(
    ("options", "rows"),
    [
        ([], [FINANCE, CHECK, HEALTH, REPORT]),
        (["--agency", "so tc"], [FINANCE, CHECK]),
        (["--agency", "sở tc", "--role", "coordinate"], [CHECK]),
        (["--role", "lead"], [FINANCE, HEALTH]),
        (["--due-before", "2031-04-01"], [FINANCE]),
        (["--due-before", "31/3/2031"], []),
        (["--due-before", "1/1/2032"], [FINANCE, HEALTH]),
    ],
)
def test_rows_as_csv(
    options: list[str],
    rows: list[tuple[str, ...]],
    db: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    code, out, _ = run(capsys, monkeypatch, "duties", *options, "--csv", "--db", db)
    assert code == 0
    assert listed(out) == rows


def test_rows_as_json(db: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    _, out, _ = run(capsys, monkeypatch, "duties", "--agency", "Sở Y tế", "--json", "--db", db)
    (row,) = json.loads(out)
    assert (row["task"], row["code"], row["source_path"]) == ("Chủ trì khám sức khỏe", "7/KH-UBND", "mau.txt")


def test_the_list(db: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, _ = run(capsys, monkeypatch, "duties", "--due-before", "2032-01-01", "--db", db)
    assert code == 0
    assert max(map(len, out.splitlines())) <= 100
    lines = out.splitlines()
    assert lines[0] == "Sở Tài chính"
    assert "7/KH-UBND" in out
    assert lines[-2:] == ["2 rows", "left out: 1 whose deadline has no year"]
    _, out, _ = run(capsys, monkeypatch, "duties", "--db", db)
    assert "(no agency stated)" in out


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--agency", "Sở Mẫu"], "KH406"),
        (["--role", "boss"], "--role"),
        (["--due-before", "tomorrow"], "--due-before"),
        (["--csv", "--json"], "choose one"),
    ],
)
def test_wrong_use(
    options: list[str], told: str, db: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, err = run(capsys, monkeypatch, "duties", *options, "--db", db)
    assert (code, out) == (2, "")
    assert told in err
    assert "Traceback" not in err
