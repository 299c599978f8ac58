"""What the audit sees beside other documents: dates, allocations, totals. All figures made up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipeline.audit.across import KINDS, audit_across
from pipeline.build import build

PROVINCE = """ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH HÀ NAM\tĐộc lập - Tự do - Hạnh phúc
Số: 21/KH-UBND\tHà Nam, ngày 10 tháng 01 năm 2024

KẾ HOẠCH
Giảm nghèo và giải quyết việc làm tỉnh Hà Nam năm 2024

I. MỤC TIÊU
1. Tạo việc làm mới cho {total} người trong năm 2024.
2. Giảm tỷ lệ hộ nghèo toàn tỉnh còn 2,00% vào cuối năm 2024.

Nơi nhận:
- UBND các huyện;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Hà Văn Mẫu

PHỤ LỤC
CHỈ TIÊU GIAO CÁC ĐỊA PHƯƠNG NĂM 2024
(Kèm theo Kế hoạch số 21/KH-UBND ngày 10/01/2024 của UBND tỉnh Hà Nam)
STT\tĐơn vị\tTỷ lệ hộ nghèo năm 2024 (%)\tSố lao động được tạo việc làm năm 2024 (người)
1\tThành phố Phủ Lý\t1,10\t1.500
2\tThị xã Duy Tiên\t1,50\t1.200
3\tThị xã Kim Bảng\t1,80\t1.300
4\tHuyện Lý Nhân\t2,80\t2.000
5\tHuyện Thanh Liêm\t2,10\t1.000
6\tHuyện Bình Lục\t2,52\t1.000
"""
DISTRICT = """ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
HUYỆN BÌNH LỤC\tĐộc lập - Tự do - Hạnh phúc
Số: 45/KH-UBND\tBình Lục, ngày {day} tháng 02 năm 2024

KẾ HOẠCH
Giảm nghèo và giải quyết việc làm huyện Bình Lục năm 2024

Căn cứ Kế hoạch số 21/KH-UBND ngày {cited} của {issuer} về giảm nghèo năm 2024;
I. MỤC TIÊU
1. Giảm tỷ lệ hộ nghèo toàn huyện còn {rate}% vào cuối năm 2024.
2. Tạo việc làm mới cho {jobs} người trong năm 2024.

Nơi nhận:
- UBND tỉnh;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Trần Văn Mẫu
"""
FITTING = {
    "total": "8.000",
    "day": "20",
    "cited": "10/01/2024",
    "issuer": "Ủy ban nhân dân tỉnh Hà Nam",
    "rate": "2,52",
    "jobs": "1.000",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "plans"
    folder.mkdir()
    return folder


def across(folder: Path, **changed: str) -> Iterator[tuple[str, str, str]]:
    """Yield kind, expected and found of what is told of the two plans, with some of their words changed."""
    words = FITTING | changed
    (folder / "province.txt").write_text(PROVINCE.format(**words), "utf8")
    (folder / "district.txt").write_text(DISTRICT.format(**words), "utf8")
    db = folder.parent / "plans.duckdb"
    build([folder], db, jobs=1)
    with duckdb.connect(str(db), read_only=True) as con:
        yield from con.execute(f"SELECT kind, expected, found FROM findings WHERE kind IN {KINDS}").fetchall()


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"cited": "12/01/2024"}, ("date_against_document", "10/01/2024", "12/01/2024")),
        ({"rate": "2,75"}, ("allocation_not_met", "2,52 %", "2,75 %")),
        ({"jobs": "850"}, ("allocation_not_met", "1.000 người", "850 người")),
        ({"total": "9.000"}, ("parts_against_total", "9.000 người", "8.000 người")),
    ],
)
def test_what_does_not_agree(changed: dict[str, str], found: tuple[str, str, str], folder: Path) -> None:
    assert list(across(folder, **changed)) == [found]


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({}, id="all agrees"),
        pytest.param({"rate": "2,5"}, id="rounded"),
        pytest.param({"rate": "2,3"}, id="better than allotted"),
        pytest.param({"jobs": "1.200"}, id="more than allotted"),
        pytest.param({"rate": "2,75", "day": "  "}, id="the day of issue is not known"),
        pytest.param({"total": "7.500"}, id="parts come to more"),
        pytest.param({"cited": "10/3/2023"}, id="the plan of that number of another year"),
        pytest.param(
            {"cited": "12/01/2024", "issuer": "Ủy ban nhân dân tỉnh Thái Bình"}, id="that of another province"
        ),
        pytest.param({"cited": "12/01/2024", "issuer": "Ủy ban nhân dân huyện"}, id="that of a district"),
    ],
)
def test_what_is_not_told(changed: dict[str, str], folder: Path) -> None:
    assert list(across(folder, **changed)) == []


def test_a_plan_made_before_the_allocation_need_not_meet_it(folder: Path) -> None:
    older = DISTRICT.replace("tháng 02 năm 2024", "tháng 12 năm 2023")
    (folder / "older.txt").write_text(older.format(**FITTING | {"rate": "2,75"}), "utf8")
    assert list(across(folder)) == []


def test_findings_follow_the_documents_that_are_there(folder: Path) -> None:
    db = folder.parent / "plans.duckdb"
    assert [kind for kind, *_ in across(folder, rate="2,75")] == ["allocation_not_met"]
    both = {kind for kind, *_ in across(folder, rate="2,75", total="9.000")}
    assert both == {"allocation_not_met", "parts_against_total"}
    (folder / "province.txt").unlink()
    build([folder], db, jobs=1, prune=True)
    with duckdb.connect(str(db)) as con:
        assert con.execute(f"SELECT count(*) FROM findings WHERE kind IN {KINDS}").fetchall() == [(0,)]
        audit_across(con)  # nothing to do, nothing done


def test_what_is_told_of_an_allocation(folder: Path) -> None:
    list(across(folder, rate="2,75"))
    with duckdb.connect(str(folder.parent / "plans.duckdb"), read_only=True) as con:
        query = f"SELECT severity, message, quote FROM findings WHERE kind IN {KINDS}"
        severity, message, quote = con.execute(query).fetchall()[0]
    assert (severity, "2,75" in quote) == ("warning", True)
    assert "21/KH-UBND allots 2,52 % to this unit, its plan says 2,75 %" in message
