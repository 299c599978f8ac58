"""Where a document is from: the unit is chosen by the letterhead, the day and the units that it names. Made up."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from extractors.documents import find_documents
from extractors.facts import Document
from extractors.offsets import Span
from extractors.reading import Reading

PLAN = """ỦY BAN NHÂN DÂN
{letterhead}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 12/KH-UBND
{where}, ngày {day}
KẾ HOẠCH
Trồng cây {title}
Căn cứ Luật Tổ chức chính quyền địa phương;
Thực hiện Kế hoạch của {above};
I. MỤC TIÊU
1. Trồng 300 cây mẫu.
Nơi nhận:
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Lê Thị Mẫu Văn
"""
# Days of before and after the reform of 1 July 2025.
OLD, EVE, NEW = "05 tháng 3 năm 2023", "30 tháng 6 năm 2025", "01 tháng 7 năm 2025"


def seat(letterhead: str, day: str, above: str = "Chính phủ", title: str = "phân tán") -> tuple[str | None, ...]:
    """Return level and codes (province, district, commune) of a plan with this head."""
    where = letterhead.split("\n")[-1].title().removeprefix("Huyện ").removeprefix("Xã ")
    text = PLAN.format(letterhead=letterhead, where=where, day=day, above=above, title=title)
    (found,) = find_documents(Reading.of_text(text))
    return found.level, found.province_code, found.district_code, found.commune_code


@pytest.mark.parametrize(
    ("letterhead", "day", "found"),
    [
        ("TỈNH BẮC NINH", OLD, ("province", "27", None, None)),
        ("TỈNH BẮC NINH", EVE, ("province", "27", None, None)),
        ("TỈNH BẮC NINH", NEW, ("province", "24", None, None)),
        ("TỈNH BẮC GIANG", EVE, ("province", "24", None, None)),
        ("TỈNH ĐĂK LĂK", NEW, ("province", "66", None, None)),
        ("THÀNH PHỐ HUẾ", OLD, ("district", "46", "474", None)),
        ("THÀNH PHỐ HUẾ", "    tháng 12 năm 2024", ("district", "46", "474", None)),
        ("THÀNH PHỐ HUẾ", NEW, ("province", "46", None, None)),
        ("THÀNH PHỐ BẮC NINH", OLD, ("district", "27", "256", None)),
        ("HUYỆN LỤC NAM", EVE, ("district", "24", "218", None)),
        ("XÃ LỤC NAM", NEW, ("commune", "24", None, "07444")),
        ("PHƯỜNG BẮC GIANG", NEW, ("commune", "24", None, "07210")),
        ("ĐẶC KHU PHÚ QUỐC", NEW, ("commune", "91", None, "31078")),
        ("QUẬN 3", OLD, ("district", "79", "770", None)),
        ("PHƯỜNG 14\nQUẬN 3", OLD, ("commune", "79", "770", "27127")),
        ("THỊ TRẤN ĐỒNG MỎ", OLD, ("commune", "20", "187", "06463")),
    ],
)
def test_the_day_chooses_the_unit(letterhead: str, day: str, found: tuple[str | None, ...]) -> None:
    assert seat(letterhead, day) == found


@pytest.mark.parametrize(
    ("letterhead", "day", "above", "title", "found"),
    [
        ("HUYỆN CHÂU THÀNH", OLD, "UBND tỉnh Long An", "phân tán", ("district", "80", "808", None)),
        ("HUYỆN CHÂU THÀNH", OLD, "UBND tỉnh Trà Vinh", "phân tán", ("district", "84", "847", None)),
        ("HUYỆN CHÂU THÀNH", OLD, "Chính phủ", "phân tán", ("district", None, None, None)),
        ("HUYỆN KỲ SƠN", "05 tháng 3 năm 2018", "UBND tỉnh Hòa Bình", "phân tán", ("district", "17", "151", None)),
        ("HUYỆN KỲ SƠN", OLD, "Chính phủ", "phân tán", ("district", "40", "417", None)),
        ("XÃ TÂN TIẾN", OLD, "UBND huyện Gia Lộc", "phân tán", ("commune", "30", "297", "11032")),
        ("XÃ TÂN TIẾN", NEW, "UBND tỉnh Lạng Sơn", "phân tán", ("commune", "20", None, "06019")),
        ("XÃ TÂN TIẾN", NEW, "Chính phủ", "xã Tân Tiến, tỉnh Cà Mau", ("commune", "96", None, "32188")),
        ("XÃ TÂN TIẾN", NEW, "Chính phủ", "phân tán", ("commune", None, None, None)),
        ("XÃ ĐÔNG PHÚ", OLD, "UBND huyện Lục Nam", "phân tán", ("commune", "24", "218", "07453")),
        ("XÃ ĐÔNG PHÚ", NEW, "UBND tỉnh Bắc Ninh", "phân tán", ("commune", "24", None, "07450")),
    ],
)
def test_namesakes_are_told_apart_by_what_is_above(
    letterhead: str, day: str, above: str, title: str, found: tuple[str | None, ...]
) -> None:
    assert seat(letterhead, day, above, title) == found


@pytest.mark.parametrize(
    ("slots", "day"),
    [
        ({"issued_on": date(2024, 5, 6), "issued_on_partial": "2023"}, date(2024, 5, 6)),
        ({"issued_on_partial": "2024-08"}, date(2024, 8, 1)),
        ({"issued_on_partial": "2024", "period_start": 2021}, date(2024, 1, 1)),
        ({"issued_on_partial": "--08", "period_start": 2021}, date(2021, 1, 1)),
        ({"period_start": 2026}, date(2026, 1, 1)),
        ({"issued_on_partial": "--08-02"}, None),
        ({}, None),
    ],
)
def test_the_day_on_which_its_units_are_looked_for(slots: dict[str, Any], day: date | None) -> None:
    assert Document(at=Span(0, 1), **slots).day == day


@pytest.mark.parametrize(
    ("name", "commune"),
    [
        ("TỨ HIỆP", None),  # of two provinces: neither is "Tư", with other marks
        ("TỨ XÁNG", None),  # in no gazetteer
        ("BA XÁNG", None),
        ("AN HÒA XÁ", None),
        ("VẠN LINH", "06505"),
    ],
)
def test_a_commune_is_no_other_one_of_a_shorter_name(name: str, commune: str | None) -> None:
    """A name that several communes bear, or none, is told as it is printed."""
    text = PLAN.format(letterhead=f"XÃ {name}", where=name.title(), day=OLD, above="Chính phủ", title="phân tán")
    (found,) = find_documents(Reading.of_text(text))
    assert (found.issuer, found.commune) == (f"Ủy ban nhân dân xã {name.title()}", name.title())
    assert found.commune_code == commune
