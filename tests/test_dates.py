"""Vietnamese dates."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.dates import DATE, find_dates, parse_date
from extractors.offsets import Span
from rules import read_rules
from rules.letters import fold, lower

DAYS = [
    ("ngày 18/01/2022", date(2022, 1, 18)),
    ("ngày 05 tháng 02 năm 2022", date(2022, 2, 5)),
    ("ngày28/7/2021", date(2021, 7, 28)),
    ("Ngày 9-6-2015", date(2015, 6, 9)),
    ("ngày 9.6.2015", date(2015, 6, 9)),
    ("ngày 18/ 01/ 2022", date(2022, 1, 18)),
    ("ngày 18\n/01/2022", date(2022, 1, 18)),
    ("ngày 05\ntháng 02\nnăm 2022", date(2022, 2, 5)),
    ("(31/12/2025)", date(2025, 12, 31)),
    ("ngày 12 tháng 5/2023", date(2023, 5, 12)),
    ("Xã Đồi Thông, ngày 3 tháng 11 năm 2025", date(2025, 11, 3)),
    ("ngày 18–01–2022", date(2022, 1, 18)),
    ("ngày 05 tháng 02 năm 2022", date(2022, 2, 5)),
]
PARTIAL = [
    ("tháng 12/2025", "2025-12"),
    ("tháng 3 năm 2024", "2024-03"),
    ("ngày     tháng 3 năm 2024", "2024-03"),
    ("ngày … tháng … năm 2024", "2024"),
    ("05/2022", "2022-05"),
    ("quý I/2026", "2026-Q1"),
    ("Quý IV năm 2025", "2025-Q4"),
    ("quý 2/2025", "2025-Q2"),
    ("ngày 25/10", "--10-25"),
    ("ngày 05 tháng 6 hằng năm", "--06-05"),
    ("15/12 hàng năm", "--12-15"),
    ("trong tháng 6", "--06"),
    ("trong quý III", "--Q3"),
    ("cuối năm 2030", "2030"),
    ("ngày 31/02/2022", "2022-02"),
]
NONE = [
    "",
    "24/7",
    "1/2 diện tích",
    "06 tháng",
    "quý vị",
    "3/4 số hộ",
    "0912 345 678",
    "18/2022/NQ-HĐND",
    "2025",
    "số 05",
]


@pytest.mark.parametrize(("text", "day"), DAYS)
def test_days(text: str, day: date) -> None:
    assert parse_date(text) == (day, None)


@pytest.mark.parametrize(("text", "partial"), PARTIAL)
def test_partial_dates(text: str, partial: str) -> None:
    assert parse_date(text) == (None, partial)


@pytest.mark.parametrize("text", NONE)
def test_no_dates(text: str) -> None:
    assert parse_date(text) == (None, None)


def test_dates_of_a_line_come_in_order_with_their_places() -> None:
    text = fold("Từ ngày 01/02/2024 đến hết quý III/2025, báo cáo trước ngày 25/10 hằng năm.")
    dates = list(find_dates(text))
    assert [d.day or d.partial for d in dates] == [date(2024, 2, 1), "2025-Q3", "--10-25"]
    assert [text[d.at.start : d.at.end] for d in dates] == ["ngày 01/02/2024", "quý III/2025", "ngày 25/10"]
    assert [d.year for d in dates] == [2024, 2025, None]


def test_examples_of_the_rules() -> None:
    for rule in read_rules("dates"):
        for example in rule.data["examples"]:
            assert any(p.search(fold(example)) for p in rule.patterns), (rule.id, example)
        for example in rule.data.get("not_examples", []):
            assert not any(p.search(fold(example)) for p in rule.patterns), (rule.id, example)


@given(st.dates(date(1945, 9, 2), date(2099, 12, 31)), st.sampled_from(["", " ", "  "]), st.sampled_from("/-."))
def test_any_day_is_read_back(day: date, space: str, mark: str) -> None:
    assert parse_date(f"ngày {day.day:02}{space}{mark}{day.month}{space}{mark}{day.year}") == (day, None)
    assert parse_date(f"ngày{space}{day.day} tháng{space}{day.month:02} năm{space}{day.year}") == (day, None)


@given(st.text(alphabet="0123456789/.-– ngàythángnămquýIV,\n", max_size=60))
def test_never_raises(text: str) -> None:
    parse_date(text)
    assert all(d.day or d.partial for d in find_dates(fold(text)))


def test_the_pattern_is_one() -> None:
    assert DATE.search("ngày 18/01/2022")


DATE_PIECES = st.sampled_from(
    [*"0123456789/.-, ", "ngày ", "Ngày", "tháng ", "quý ", "Quý II", "năm ", "2026", "31/12", " hằng năm", "số "]
)


@given(st.lists(DATE_PIECES, max_size=14).map("".join))
def test_no_date_is_passed_over(text: str) -> None:
    everywhere = [Span(*match.span()) for match in DATE.finditer(lower(fold(text)))]
    assert [found.at for found in find_dates(fold(text))] == everywhere


def test_lower_case_keeps_every_place() -> None:
    assert lower("QUÝ İ và NĂM") == "quý İ và năm"
