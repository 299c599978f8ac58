"""Percentages: every one of the running text, and what it is there for. All figures are invented."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.facts import Percentage, Target
from extractors.percentages import find_percentages
from extractors.reading import Block, Reading
from extractors.targets import find_targets

# Heading, sentence, and its percentages: least..greatest comparator role.
SENTENCES = [
    ("II. MỤC TIÊU", "- Tỷ lệ hộ nghèo còn 4,2%.", ["4.2..4.2 eq target"]),
    ("II. MỤC TIÊU", "- Tỷ lệ hộ nghèo giảm 1 - 1,5%/năm.", ["1..1.5 range target"]),
    ("II. MỤC TIÊU", "- Tăng thêm 7 phần trăm số hộ có điện.", ["7..7 eq target"]),
    (
        "II. MỤC TIÊU",
        "- Tỷ lệ hộ nghèo tại các xã có tỷ lệ hộ nghèo cao trên 30% giảm từ 5% trở lên.",
        ["30..30 gt condition", "5..5 ge target"],
    ),
    ("II. MỤC TIÊU", "- Giảm tỷ lệ hộ nghèo từ 6% xuống 4%.", ["6..6 eq actual", "4..4 eq target"]),
    ("II. MỤC TIÊU", "- Hỗ trợ 70% mức đóng bảo hiểm y tế.", ["70..70 eq share"]),
    ("I. TÌNH HÌNH", "- Tỷ lệ hộ nghèo là 5,15 %.", ["5.15..5.15 eq actual"]),
    ("III. NHIỆM VỤ", "- Bảo đảm 100% xóm có loa truyền thanh.", ["100..100 eq target"]),
    ("III. NHIỆM VỤ", "- Nếu đạt 90% thì được xét.", ["90..90 eq condition"]),
    ("III. NHIỆM VỤ", "- Rà soát các thôn có tỷ lệ hộ nghèo trên 45%.", ["45..45 gt condition"]),
    (
        "V. KINH PHÍ THỰC HIỆN",
        "- Ngân sách tỉnh hỗ trợ 60%, ngân sách xã 40%.",
        ["60..60 eq share", "40..40 eq share"],
    ),
    ("Điều 3. Tiêu chí xác định", "- Có dưới 55% đường thôn được cứng hóa.", ["55..55 lt condition"]),
    ("Điều 3. Tiêu chí xác định", "- Là thôn có từ 15% người dân tộc thiểu số trở lên.", ["15..15 ge condition"]),
    ("III. NHIỆM VỤ", "- Từ 88 - 90% cộng 02 điểm.", ["88..90 range condition"]),
    ("III. NHIỆM VỤ", "- Tỷ lệ = b/a * 100%.", ["100..100 eq other"]),
    ("Mục tiêu: tỷ lệ hộ nghèo dưới 5%", "", ["5..5 lt target"]),
]


def read(text: str) -> Reading:
    reading = Reading.of_text(text)
    reading.add(Target, find_targets(reading))
    reading.add(Percentage, find_percentages(reading))
    return reading


@pytest.mark.parametrize(("heading", "sentence", "expected"), SENTENCES)
def test_percentages(heading: str, sentence: str, expected: list[str]) -> None:
    found = read(f"{heading}\n{sentence}").found(Percentage)
    assert [f"{p.value_min:g}..{p.value_max:g} {p.comparator} {p.role}" for p in found] == expected


def test_a_percentage_names_its_target() -> None:
    reading = read("II. MỤC TIÊU\n- 90% hộ có điện; 12 xã có 80% đường nhựa.")
    values = {t.value_at for t in reading.found(Target)}
    assert [p.target_at in values for p in reading.found(Percentage) if p.role == "target"] == [True, True]


def test_the_sign_is_part_of_it() -> None:
    reading = read("Tỷ lệ đạt 15 - 20 % số hộ.")
    assert [reading.text[p.at.start : p.at.end] for p in reading.found(Percentage)] == ["15 - 20 %"]


def test_tables_and_repeats_are_left_out() -> None:
    reading = Reading.of_text("Đạt 10%\nĐạt 20%\nĐạt 30%")
    first, second, third = reading.blocks
    reading.blocks = [first, Block(second.at, table=0), Block(third.at, repeat=True)]
    assert [p.value_min for p in find_percentages(reading)] == [10]


@settings(deadline=None)
@given(st.lists(st.integers(0, 100), max_size=6))
def test_every_percentage_is_found_once(values: list[int]) -> None:
    text = "\n".join(f"Nội dung thứ {'x' * (i + 1)}: {value}%." for i, value in enumerate(values))
    assert [p.value_min for p in read(text).found(Percentage)] == values


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="0123456789.,%- \nđạtgiảmtừ;()", max_size=100))
def test_spans_lie_in_the_text(text: str) -> None:
    for found in read(text).found(Percentage):
        assert 0 <= found.at.start < found.at.end <= len(text)
