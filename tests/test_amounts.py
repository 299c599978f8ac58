"""Sums of money in running text. All figures are invented."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.amounts import find_amounts, value_in_dong
from extractors.reading import Reading

# Text and its sums: printed | least | greatest (in đồng).
SUMS = [
    ("Kinh phí thực hiện là 19.234,5 triệu đồng.", ["19.234,5 triệu đồng|19234500000|19234500000"]),
    ("Tổng vốn 1.000 tỷ đồng", ["1.000 tỷ đồng|1000000000000|1000000000000"]),
    ("Mức hỗ trợ: 500.000 đồng/người/tháng", ["500.000 đồng/người/tháng|500000|500000"]),
    ("hỗ trợ 350.000đ mỗi hộ", ["350.000đ|350000|350000"]),
    ("kinh phí 2,5 tỷ từ ngân sách tỉnh", ["2,5 tỷ|2500000000|2500000000"]),
    ("mức vay tối đa 150 triệu.", ["150 triệu|150000000|150000000"]),
    ("thưởng 300 nghìn đồng", ["300 nghìn đồng|300000|300000"]),
    ("khoảng 2 nghìn tỷ đồng", ["2 nghìn tỷ đồng|2000000000000|2000000000000"]),
    ("từ 5 - 7 triệu đồng/hộ", ["5 - 7 triệu đồng/hộ|5000000|7000000"]),
    ("từ 500 triệu đồng đến 1 tỷ đồng", ["500 triệu đồng đến 1 tỷ đồng|500000000|1000000000"]),
    ("từ 20 triệu đồng đến 30 triệu đồng", ["20 triệu đồng đến 30 triệu đồng|20000000|30000000"]),
    ("số tiền 2 tỷ 500 triệu đồng", ["2 tỷ 500 triệu đồng|2500000000|2500000000"]),
    ("số tiền 1.234.567.000 đồng", ["1.234.567.000 đồng|1234567000|1234567000"]),
    ("75 triệu VNĐ", ["75 triệu VNĐ|75000000|75000000"]),
    ("80.000 VNĐ", ["80.000 VNĐ|80000|80000"]),
    (
        "trung ương 30 tỷ đồng, tỉnh 12 tỷ đồng",
        ["30 tỷ đồng|30000000000|30000000000", "12 tỷ đồng|12000000000|12000000000"],
    ),
    ("xuất khẩu 420 triệu USD", []),
    ("gần 3,5 triệu con gia súc", []),
    ("đồng bào 12 xã", []),
    ("5 triệu lượt khách", []),
]
# Text, purpose, source and year of its first sum.
SLOTS = [
    ("Kinh phí thực hiện Dự án 2: 1.200 triệu đồng", "kinh phí thực hiện dự án 2", None, None),
    (
        "Ngân sách trung ương 800 triệu đồng để sửa chữa nhà ở, bàn ghế",
        "để sửa chữa nhà ở",
        "ngân sách trung ương",
        None,
    ),
    ("Bố trí 300 triệu đồng từ ngân sách tỉnh năm 2031", None, "ngân sách tỉnh", 2031),
    ("Năm 2032, vốn đối ứng là 90 triệu đồng", "vốn đối ứng", "vốn đối ứng", 2032),
    ("Vốn sự nghiệp: 45 triệu đồng", "vốn sự nghiệp", "vốn sự nghiệp", None),
    ("Huy động xã hội hóa 60 triệu đồng", None, "xã hội hóa", None),
    ("Chi ngân sách 5 tỷ đồng cho nước sạch", "cho nước sạch", "ngân sách nhà nước", None),
]


@pytest.mark.parametrize(("text", "expected"), SUMS)
def test_sums(text: str, expected: list[str]) -> None:
    found = find_amounts(Reading.of_text(text))
    assert [f"{text[a.at.start : a.at.end]}|{a.value_vnd_min:.0f}|{a.value_vnd_max:.0f}" for a in found] == expected


@pytest.mark.parametrize(("text", "purpose", "source", "year"), SLOTS)
def test_slots(text: str, purpose: str | None, source: str | None, year: int | None) -> None:
    (found,) = find_amounts(Reading.of_text(text))
    assert (found.purpose, found.funding_source, found.year) == (purpose, source, year)


def test_each_sum_has_the_source_beside_it() -> None:
    text = (
        "Kinh phí: ngân sách trung ương 700 triệu đồng; ngân sách huyện 200 triệu đồng, dân đóng góp 50 triệu đồng."
    )
    assert [a.funding_source for a in find_amounts(Reading.of_text(text))] == [
        "ngân sách trung ương",
        "ngân sách huyện",
        "xã hội hóa",
    ]


def test_a_total_has_no_source_of_its_parts() -> None:
    text = "Tổng kinh phí 900 triệu đồng, trong đó ngân sách tỉnh 600 triệu đồng, tín dụng 300 triệu đồng."
    found = find_amounts(Reading.of_text(text))
    assert [a.funding_source for a in found] == [None, "ngân sách tỉnh", "vốn tín dụng"]
    assert [a.purpose for a in found] == ["tổng kinh phí", None, None]


def test_revenue_is_no_source() -> None:
    (found,) = find_amounts(Reading.of_text("Tổng thu ngân sách trên địa bàn đạt 700 tỷ đồng."))
    assert (found.purpose, found.funding_source) == ("tổng thu ngân sách trên địa bàn", None)


def test_the_heading_gives_the_year() -> None:
    (found,) = find_amounts(Reading.of_text("V. KINH PHÍ NĂM 2033\n- Tổng số: 15 triệu đồng."))
    assert (found.year, found.inferred) == (2033, ("year",))


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [(1, "đồng", 1), (2, "nghìn đồng", 2000), (1.5, "tỷ đồng/năm", 1.5e9), (3, "triệu usd", None), (3, "hộ", None)],
)
def test_value_in_dong(value: float, unit: str, expected: float | None) -> None:
    assert value_in_dong(value, unit) == expected


@given(st.integers(1, 10**7))
def test_sums_round_trip(value: int) -> None:
    text = f"Kinh phí {value:,} triệu đồng.".replace(",", ".")
    (found,) = find_amounts(Reading.of_text(text))
    assert found.value_vnd_min == value * 1e6


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="0123456789.,- đồngtriệutỷ/;:\n", max_size=100))
def test_never_raises(text: str) -> None:
    for found in find_amounts(Reading.of_text(text)):
        assert 0 <= found.at.start < found.at.end <= len(text)
        assert found.value_vnd_min <= found.value_vnd_max
