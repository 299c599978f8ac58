"""Tables of plain text whose columns are parted by spaces. All names and figures here are invented."""

from __future__ import annotations

import itertools
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.facts import Document
from extractors.offsets import Span
from extractors.tables import find
from pipeline.clean import clean
from pipeline.read import read_bytes
from pipeline.read.textgrids import find_grids

LETTERHEAD = """\
   ỦY BAN NHÂN DÂN              CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
      XÃ MẪU                        Độc lập - Tự do - Hạnh phúc

    Số: 12/KH-UBND                  Mẫu, ngày 02 tháng 3 năm 2026

                              KẾ HOẠCH
                 Giảm nghèo của xã năm 2026

      1. Mục tiêu của xã trong năm nay được giao cho các thôn như bảng sau, căn cứ
vào kết quả rà soát cuối năm trước:
"""
TABLE = """\
                                          Đơn vị tính: hộ

  TT     Tên thôn            Thực hiện       Kế hoạch      Tỷ lệ
                             năm 2025        năm 2026       (%)
   1     Thôn Mẫu Một           25              18          4,5
   2     Thôn Mẫu Hai          130              95         12,25
         và khu tái định cư
   3     Thôn Mẫu Ba             -               7          1,0
         Cộng                  155             120          7,1
"""
SIGNATURE = """\

      2. Các thôn căn cứ chỉ tiêu được giao để tổ chức thực hiện, báo cáo xã./.

Nơi nhận:                                      TM. ỦY BAN NHÂN DÂN
- Như mục 2;                                        CHỦ TỊCH
- Lưu: VT.
"""


def test_a_table_between_letterhead_and_signature() -> None:
    text = LETTERHEAD + TABLE + SIGNATURE
    [grid] = [g for g in find_grids(text) if g.kind == "data"]
    rows = [[text[c.at.start : c.at.end] for c in grid.cells if c.row == r] for r in range(grid.n_rows)]
    assert rows == [
        ["TT", "Tên thôn", "Thực hiện", "Kế hoạch", "Tỷ lệ"],
        ["", "", "năm 2025", "năm 2026", "(%)"],
        ["1", "Thôn Mẫu Một", "25", "18", "4,5"],
        ["2", "Thôn Mẫu Hai", "130", "95", "12,25"],
        ["", "và khu tái định cư", "", "", ""],
        ["3", "Thôn Mẫu Ba", "-", "7", "1,0"],
        ["", "Cộng", "155", "120", "7,1"],
    ]
    assert grid.header_rows == 2


def test_its_figures() -> None:
    reading = clean(read_bytes((LETTERHEAD + TABLE + SIGNATURE).encode(), "mau.txt"))
    reading.add(Document, [Document(at=Span(0, len(reading.text)), issued_on=date(2026, 3, 2))])
    found = [(f.row_label, f.value, f.unit, f.year, f.kind) for f in find(reading)]
    assert found == [
        ("Thôn Mẫu Một", 25, "hộ", 2025, "actual"),
        ("Thôn Mẫu Một", 18, "hộ", 2026, "target"),
        ("Thôn Mẫu Một", 4.5, "%", None, "target"),
        ("Thôn Mẫu Hai và khu tái định cư", 130, "hộ", 2025, "actual"),
        ("Thôn Mẫu Hai và khu tái định cư", 95, "hộ", 2026, "target"),
        ("Thôn Mẫu Hai và khu tái định cư", 12.25, "%", None, "target"),
        ("Thôn Mẫu Ba", 7, "hộ", 2026, "target"),
        ("Thôn Mẫu Ba", 1, "%", None, "target"),
        ("Cộng", 155, "hộ", 2025, "actual"),
        ("Cộng", 120, "hộ", 2026, "target"),
        ("Cộng", 7.1, "%", None, "target"),
    ]


LABELS_AROUND = """\
                      CÁC CHỈ TIÊU CHỦ YẾU
 STT          Chỉ tiêu             ĐVT       TH 2025      KH 2026     KH 2026/TH 2025 (%)

  I    Kinh tế
       Giá trị sản xuất nông
  1                              Tỷ đồng     1.250,5      1.310,0           104,8
       nghiệp
  2    Thu ngân sách             Tỷ đồng        85,2         90,0           105,6
                                                                                        2
  II   Xã hội
  3    Tỷ lệ hộ nghèo               %            6,5          ≤ 5
  4    Số lớp nghề                 lớp            4            6            150,0
"""


def test_words_over_two_lines_and_empty_cells() -> None:
    reading = clean(read_bytes(LABELS_AROUND.encode(), "mau.txt"))
    reading.add(Document, [Document(at=Span(0, len(reading.text)), issued_on=date(2025, 12, 2))])
    found = [(f.row_label, f.value, f.comparator, f.unit, f.year, f.kind) for f in find(reading)]
    assert found == [
        ("Giá trị sản xuất nông nghiệp", 1250.5, "eq", "tỷ đồng", 2025, "actual"),
        ("Giá trị sản xuất nông nghiệp", 1310, "eq", "tỷ đồng", 2026, "target"),
        ("Giá trị sản xuất nông nghiệp", 104.8, "eq", "%", 2026, "target"),
        ("Thu ngân sách", 85.2, "eq", "tỷ đồng", 2025, "actual"),
        ("Thu ngân sách", 90, "eq", "tỷ đồng", 2026, "target"),
        ("Thu ngân sách", 105.6, "eq", "%", 2026, "target"),
        ("Tỷ lệ hộ nghèo", 6.5, "eq", "%", 2025, "actual"),
        ("Tỷ lệ hộ nghèo", 5, "le", "%", 2026, "target"),
        ("Số lớp nghề", 4, "eq", "lớp", 2025, "actual"),
        ("Số lớp nghề", 6, "eq", "lớp", 2026, "target"),
        ("Số lớp nghề", 150, "eq", "%", 2026, "target"),
    ]


SHIFTED = """\
   - Lưu: VT.                          Người ký
                BIỂU PHÂN BỔ CHỈ TIÊU NĂM 2026 CHO CÁC THÔN
  TT  Tên thôn         Số hộ      Hộ nghèo    Hộ nghèo
                       (hộ)       cuối 2025   cuối 2026
  1   Thôn Mẫu Mười Một 312         21          12
  2   Thôn Mẫu Hai     204          30          15
  3   Thôn Mẫu Ba      136         118          48
  4   Thôn Mẫu Bốn     142          61          27
"""


def test_words_that_shift_what_stands_behind_them() -> None:
    [grid] = find_grids(SHIFTED)
    rows = [[SHIFTED[c.at.start : c.at.end] for c in grid.cells if c.row == r] for r in range(grid.n_rows)]
    assert rows[:4] == [
        ["TT", "Tên thôn", "Số hộ", "Hộ nghèo", "Hộ nghèo"],
        ["", "", "(hộ)", "cuối 2025", "cuối 2026"],
        ["1", "Thôn Mẫu Mười Một", "312", "21", "12"],
        ["2", "Thôn Mẫu Hai", "204", "30", "15"],
    ]
    assert grid.header_rows == 2


@pytest.mark.parametrize(
    "text",
    [
        LETTERHEAD + SIGNATURE,
        "MỤC LỤC\n" + "\n".join(f"  {i}.   Phần thứ {i} của kế hoạch  ........   {i + 3}" for i in range(1, 6)),
        "\n".join(f"  {i}.  Nhiệm vụ thứ {i}   giao cho phòng Mẫu   quý I" for i in range(1, 6)),
        "\n".join(
            "Các  thôn  tổ chức  3 lớp học  cho người dân,\nmỗi  lớp có 25 người và  02 ngày" for _ in range(3)
        ),
        "   A      12     Hàng một\n   B      15     Hàng hai\n",
    ],
    ids=["letterhead", "contents", "words", "justified", "short"],
)
def test_no_tables(text: str) -> None:
    assert [g for g in find_grids(text) if g.kind == "data"] == []


@given(
    st.lists(
        st.sampled_from(["  ", "    ", "\n", "1", "25,5", "TT", "Xã Mẫu", " ", "\f", "-", "|", "\t"]), max_size=80
    )
)
def test_any_text_can_be_read(parts: list[str]) -> None:
    text = "".join(parts)
    for grid in find_grids(text):
        spans = [c.at for c in grid.cells]
        assert all(grid.at.start <= a.start <= a.end <= grid.at.end for a in spans)
        assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
        places = [(c.row, c.col + k) for c in grid.cells if c.row_span == 1 for k in range(c.col_span)]
        assert len(places) == len(set(places))


@pytest.mark.shared
def test_real_letters_have_none(shared: Path) -> None:
    for path in (shared / "plans" / "office").glob("*.txt"):
        assert [g for g in find_grids(path.read_text("utf8")) if g.kind == "data"] == []


def test_justified_prose_is_no_table() -> None:
    line = "Năm  2031  huyện  hỗ  trợ  120  hộ  nghèo  sửa  nhà,  15  mô  hình  sinh  kế  và  03  lớp  nghề."
    assert find_grids("\n".join([line] * 8)) == ()
