"""Figures of running text held against each other, tables and years: what is told and what is not. All made up."""

from __future__ import annotations

import pytest

from tests.audited import audited

KINDS = {
    "share_in_text", "sum_in_text", "change_in_text", "text_against_table", "stated_twice",
    "reduction_against_levels", "period_reversed", "aim_for_the_past",
}  # fmt: skip
TABLE = """
Biểu 01: Chỉ tiêu
TT\tChỉ tiêu\tĐơn vị tính\tThực hiện 2023\tKế hoạch 2024
1\tTỷ lệ hộ nghèo\t%\t4,32\t3,41
2\tSố hộ cận nghèo\tHộ\t312\t250
3\tTỷ lệ che phủ rừng\t%\t61,5\t62,0
"""


def found(text: str) -> list[tuple[str, str | None, str | None]]:
    """Return kind, quote and what was expected of the findings about figures."""
    rows = audited(f"I. MỤC TIÊU\n{text}")
    return [(row["kind"], row["quote"], row["expected"]) for row in rows if row["kind"] in KINDS]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # A part, its whole and its rate.
        ("Có 12/15 xã đạt chuẩn, chiếm 85%.", ("share_in_text", "85%", "80%")),
        ("Đã khởi công 31/40 nhà (75,5%).", ("share_in_text", "75,5%", "77,5%")),
        ("Toàn huyện có 5.200 hộ, trong đó có 364 hộ nghèo, chiếm 7,5%.", ("share_in_text", "7,5%", "7,0%")),
        # A sum and its parts.
        (
            "Tổng kinh phí 1.500 triệu đồng, gồm: ngân sách tỉnh 900 triệu đồng, ngân sách huyện 500 triệu đồng.",
            ("sum_in_text", "1.500", "1.400"),
        ),
        (
            "Kinh phí 1.500 triệu đồng, trong đó ngân sách tỉnh 900 triệu đồng, ngân sách huyện 700 triệu đồng.",
            ("sum_in_text", "1.500", "1.600"),
        ),
        ("Đạt 20 giải, gồm 02 giải nhất, 07 giải nhì và 12 giải ba.", ("sum_in_text", "20", "21")),
        # A change and its levels.
        ("Giảm 50 hộ nghèo, từ 118 hộ xuống còn 58 hộ.", ("change_in_text", "50", "60")),
        (
            "Tỷ lệ hộ nghèo giảm từ 12,64% xuống còn 9,87%, tương ứng giảm 3,77%.",
            ("change_in_text", "3,77%", "2,77%"),
        ),
        (
            "Tỷ lệ hộ nghèo giảm từ 1% trở lên (từ 4,32% năm 2023 xuống còn 3,41% năm 2024).",
            ("change_in_text", "1%", "0,91%"),
        ),
        (
            "Tỷ lệ hộ nghèo giảm bình quân 2,5%/năm, từ 12% (cuối năm 2020) xuống còn 4% (cuối năm 2024).",
            ("change_in_text", "2,5%", "2%"),
        ),
        ("Giảm tỷ lệ hộ cận nghèo 2,5%, từ 8,10% xuống còn 6,60%.", ("change_in_text", "2,5%", "1,50%")),
        # Text and table.
        (f"Phấn đấu đến năm 2024, tỷ lệ hộ nghèo còn 3,14%.\n{TABLE}", ("text_against_table", "3,14%", "3,41%")),
        # The levels of a table, and how much it is to be less.
        (
            f"Phấn đấu năm 2024 tỷ lệ hộ nghèo giảm từ 1% trở lên.\n{TABLE}",
            ("reduction_against_levels", "1%", "0,91%"),
        ),
        # One thing, two values.
        (
            "Đến năm 2025, tỷ lệ lao động qua đào tạo đạt 65%.\n2. Đến năm 2025, tỷ lệ lao động qua đào tạo đạt 60%.",
            ("stated_twice", "60%", "65%"),
        ),
        # Years.
        ("Thực hiện Chương trình giai đoạn 2021 - 2015.", ("period_reversed", "2021 - 2015", None)),
        ("Phấn đấu đến năm 2014 tỷ lệ hộ nghèo còn 3,4%.", ("aim_for_the_past", "2014", None)),
    ],
)
def test_what_does_not_come_out_is_told(text: str, told: tuple[str, str, str | None]) -> None:
    assert found(text) == [told]


@pytest.mark.parametrize(
    "text",
    [
        # Rates that are right, as far as they are printed; cut off; bounded; about.
        "Có 12/15 xã đạt chuẩn, chiếm 80%.",
        "Có 11/15 xã đạt chuẩn, chiếm 73%.",
        "Có 11/15 xã đạt chuẩn, chiếm 73,3%.",
        "Có 31/47 xã đạt chuẩn, chiếm 65,95%.",
        "Có 12/15 xã đạt chuẩn, chiếm trên 75%.",
        "Có 12/15 xã đạt chuẩn, chiếm khoảng 79%.",
        # Rates of something else.
        "Có 7/11 xã đạt 19/19 tiêu chí (chiếm 63,6%).",
        "Toàn xã có 820 hộ, trong đó 120 hộ nghèo, 98 hộ cận nghèo, chiếm 26,6%.",
        "Có 12/15 xã đạt chuẩn, đạt 120% kế hoạch.",
        "Có 12/15 xã đạt chuẩn, đạt 95% so với chỉ tiêu giao.",
        "Có 12/15 xã đạt chuẩn; tỷ lệ hộ dùng nước sạch đạt 95%.",
        "Đến 30/6 huyện giải ngân đạt 45%.",
        "Toàn huyện có 5.200 hộ, trong đó có 364 hộ nghèo, chiếm 31% số hộ dân tộc thiểu số.",
        "Vốn đầu tư 112.600 tỷ đồng, trong đó vốn công 16.240 tỷ đồng, tỷ lệ giải ngân bình quân đạt 91,5%.",
        "Vốn đầu tư 112.600 tỷ đồng, trong đó vốn công 16.240 tỷ đồng (giải ngân đạt 91,5%).",
        "Toàn huyện có 5.200 hộ với 21.000 người; có 364 hộ nghèo, chiếm 9,1%.",
        # Parts that are only some of the parts, or overlap.
        "Có 900 hộ nghèo, trong đó 300 hộ dân tộc thiểu số, 200 hộ có trẻ em.",
        "Có 900 người, trong đó 500 người là nữ, 600 người dân tộc thiểu số.",
        "Kinh phí 1.500 triệu đồng, trong đó ngân sách tỉnh 900 triệu đồng, ngân sách huyện 500 triệu đồng.",
        "Kinh phí 1.500 triệu đồng, gồm: ngân sách tỉnh 900 triệu đồng, huyện 500 triệu đồng và các nguồn khác.",
        "Kinh phí 1.500 triệu đồng, gồm: ngân sách tỉnh 900 triệu đồng (vay 400 triệu đồng), huyện 600 triệu đồng.",
        "Kinh phí 1.500 triệu đồng, gồm: ngân sách tỉnh 900 triệu đồng;\n- Ngân sách huyện 600 triệu đồng.",
        "Kinh phí 1.500 triệu đồng, gồm: tỉnh 900 triệu đồng, huyện 300 triệu đồng. Còn lại huy động xã hội.",
        "Kinh phí 900 triệu đồng, trong đó: năm 2024 500 triệu đồng, năm 2025 400 triệu đồng; tỉnh 900 triệu đồng.",
        "Kinh phí khoảng 1.500 triệu đồng, gồm: ngân sách tỉnh 900 triệu đồng, ngân sách huyện 500 triệu đồng.",
        "Kinh phí 1.500 triệu đồng, gồm: ngân sách tỉnh trên 900 triệu đồng, ngân sách huyện 500 triệu đồng.",
        "Kinh phí 1,5 tỷ đồng, gồm: ngân sách tỉnh 0,93 tỷ đồng, ngân sách huyện 0,52 tỷ đồng.",
        "Hỗ trợ 30 hộ, gồm 02 mô hình nuôi bò cho 15 hộ, 01 mô hình trồng chè cho 10 hộ.",
        "Trồng mới 500 ha rừng, gồm 300 ha rừng sản xuất; trồng 120 ha cây ăn quả.",
        "Hỗ trợ xây mới 120 nhà, sửa chữa 60 nhà; gồm 150 nhà cho hộ nghèo, 30 nhà cho hộ cận nghèo.",
        "Tổng mức đầu tư 90 tỷ đồng, trong đó ngân sách tỉnh 60 tỷ đồng, đã bố trí 40 tỷ đồng, còn thiếu 20 tỷ đồng.",
        "Vốn vay 1.200 triệu đồng, bao gồm 800 triệu đồng cho hộ nghèo, bình quân 40 triệu đồng một hộ.",
        # Changes that are right: in points, in per cent of what there was, rounded, about.
        "Giảm 50 hộ nghèo, từ 118 hộ xuống còn 68 hộ.",
        "Giảm số đơn vị từ 512 đơn vị xuống còn 460 đơn vị, tức giảm 10,2%.",
        "Tỷ lệ hộ nghèo giảm từ 12,64% xuống còn 9,87%, tương ứng giảm 2,8%.",
        "Tỷ lệ hộ nghèo giảm từ 4% trở lên (từ 24,32% năm 2023 xuống còn 20,1% năm 2024).",
        "Giảm khoảng 45 hộ nghèo, từ 118 hộ xuống còn 68 hộ.",
        "Giảm 50 hộ nghèo, từ 118 hộ xuống còn dưới 60 hộ.",
        # Changes of something else.
        "Giảm 492 hộ nghèo (từ 6,00% xuống còn 3,40%).",
        "Tỷ lệ hộ nghèo giảm xuống còn 2,5%, từ 8,10% năm 2022 xuống còn 6,60% năm 2023.",
        "Giảm 619 hộ nghèo, đưa tỷ lệ hộ nghèo toàn huyện từ 40,30% xuống còn 34,45%.",
        "Hộ cận nghèo giảm 20 hộ; hộ nghèo giảm từ 118 hộ xuống còn 68 hộ; riêng xã Nà Mẫu giảm 5 hộ.",
        "Tỷ lệ hộ nghèo giảm từ 12% xuống còn 8%, thu nhập bình quân tăng 15%.",
        "Tỷ lệ hộ nghèo giảm từ 12% xuống còn 8%, bình quân mỗi năm giảm 1%.",
        # The same value; a value of another year, kind, population, or with fewer digits.
        f"Phấn đấu đến năm 2024, tỷ lệ hộ nghèo còn 3,41%.\n{TABLE}",
        f"Phấn đấu đến năm 2024, tỷ lệ hộ nghèo còn 3,4%.\n{TABLE}",
        f"Phấn đấu đến năm 2024, tỷ lệ hộ nghèo còn dưới 3,5%.\n{TABLE}",
        f"Phấn đấu đến năm 2024, tỷ lệ hộ nghèo còn 4,32%.\n{TABLE}",
        f"Phấn đấu đến năm 2025, tỷ lệ hộ nghèo còn 2,5%.\n{TABLE}",
        f"Phấn đấu đến năm 2024, tỷ lệ hộ nghèo dân tộc thiểu số còn 8,5%.\n{TABLE}",
        f"Phấn đấu đến năm 2024, tỷ lệ hộ nghèo xã Nà Mẫu còn 8,5%.\n{TABLE}",
        f"Phấn đấu năm 2024 tỷ lệ hộ nghèo giảm 0,9%.\n{TABLE}",
        f"Phấn đấu năm 2024 tỷ lệ hộ nghèo giảm từ 0,5% trở lên.\n{TABLE}",
        f"Phấn đấu năm 2024 tỷ lệ hộ nghèo dân tộc thiểu số giảm từ 3% trở lên.\n{TABLE}",
        "Đến năm 2024, tỷ lệ lao động qua đào tạo đạt 60%.\n2. Đến năm 2025, tỷ lệ lao động qua đào tạo đạt 65%.",
        "Đến năm 2025, tỷ lệ lao động qua đào tạo đạt 65%.\n2. Đến năm 2025, tỷ lệ lao động nữ qua đào tạo đạt 60%.",
        "Đến năm 2025, lao động qua đào tạo đạt 65%.\n2. Đến năm 2025, lao động qua đào tạo đạt trên 60%.",
        # Years of visions, of what was, and of what was aimed at then.
        "Thực hiện Chương trình giai đoạn 2021 - 2025, tầm nhìn đến năm 2045.",
        "Phấn đấu đến năm 2030 tỷ lệ hộ nghèo còn 1%.",
        "Năm 2022, tỷ lệ hộ nghèo còn 5,4%.",
        "Năm 2023 đạt 36,8% (Nghị quyết đề ra đến năm 2020 đạt 40%).",
    ],
)
def test_what_may_be_so_is_not_told(text: str) -> None:
    assert found(text) == []
