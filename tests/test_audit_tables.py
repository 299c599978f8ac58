"""Figures of tables held against each other: what does not come out is told, and nothing else. All tables made up."""

from __future__ import annotations

import pytest

from pipeline.audit.figures import reckonings
from pipeline.audit.paper import Paper
from pipeline.extract import extract_bytes
from tests.audited import FOOT, HEAD, audited

KINDS = {
    "total_of_rows",
    "total_of_columns",
    "change_in_row",
    "share_in_row",
    "year_out_of_row",
    "figure_off",
    "rates_of_unlike_wholes",
}

TOWNS = """
STT|Xã|Tổng số hộ|Số hộ nghèo|Tỷ lệ (%)
1|Xã Nà Mẫu|1.200|96|8,00
2|Xã Bản Mẫu|850|41|4,82
3|Xã Khuổi Mẫu|2.310|125|5,41
4|Xã Pác Mẫu|640|77|12,03
|Tổng cộng|5.000|339|6,78
"""
REDUCED = """
STT|Xã|Hộ nghèo đầu năm|Số hộ nghèo giảm|Hộ nghèo cuối năm
1|Xã Nà Mẫu|96|20|76
2|Xã Bản Mẫu|41|11|30
3|Xã Khuổi Mẫu|125|40|85
4|Xã Pác Mẫu|77|7|70
"""
TWO_YEARS = """
STT|Xã|Hộ nghèo 2023|Tỷ lệ 2023 (%)|Hộ nghèo 2024|Tỷ lệ 2024 (%)
1|Xã Nà Mẫu|96|8,00|80|6,61
2|Xã Bản Mẫu|41|4,82|30|3,49
3|Xã Khuổi Mẫu|125|5,41|101|4,33
4|Xã Pác Mẫu|77|12,03|61|9,45
5|Xã Tà Mẫu|112|11,20|91|9,01
6|Xã Lũng Mẫu|52|3,47|40|2,64
|Tổng cộng|503|6,71|403|5,32
"""
FUNDS = """
TT|Nội dung (triệu đồng)|Tổng số|Trung ương|Địa phương
1|Đường giao thông|900|600|300
2|Trường học|750|500|250
3|Trạm y tế|310|200|110
4|Nhà văn hóa|120|70|50
"""


def plan(table: str) -> str:
    """Return a plan with a table whose cells are parted by bars."""
    return "I. MỤC TIÊU\n1. Các chỉ tiêu như sau:\n\n" + table.strip().replace("|", "\t")


def found(table: str) -> list[tuple[str, str | None, str | None]]:
    """Return kind, quote and what was expected of the findings about figures."""
    rows = audited(plan(table))
    return [(row["kind"], row["quote"], row["expected"]) for row in rows if row["kind"] in KINDS]


@pytest.mark.parametrize(
    ("table", "told"),
    [
        # A total below: the other columns show what it is of.
        (TOWNS.replace("5.000", "5.001"), [("total_of_rows", "5.001", "5.000")]),
        (TOWNS.replace("|339|6,78", "|349|6,98"), [("total_of_rows", "349", "339")]),
        # One wrong figure upsets a sum and a rate: it is told once.
        (TOWNS.replace("|339|", "|349|"), [("figure_off", "349", "339")]),
        (TOWNS.replace("|125|", "|152|"), [("figure_off", "152", "125")]),
        (TOWNS.replace("|125|5,41", "|152|6,58"), [("total_of_rows", "339", "366")]),
        # One above.
        (
            """
            STT|Đơn vị|Số lớp|Số học viên
            |Toàn huyện|17|500
            1|Xã Nà Mẫu|8|240
            2|Xã Bản Mẫu|5|150
            3|Xã Pác Mẫu|4|120
            """,
            [("total_of_rows", "500", "510")],
        ),
        # A table of one column, all its rows counted.
        (
            """
            STT|Xã|Số hộ nghèo (hộ)
            1|Xã Nà Mẫu|96
            2|Xã Bản Mẫu|41
            3|Xã Pác Mẫu|77
            |Tổng cộng|216
            """,
            [("total_of_rows", "216", "214")],
        ),
        # Groups: I and II are what stands under them; the total is of the groups.
        (
            """
            STT|Nguồn (triệu đồng)|Năm 2024|Năm 2025
            I|Ngân sách|500|620
            1|Cấp tỉnh|300|400
            2|Cấp huyện|200|230
            II|Nguồn khác|150|170
            1|Doanh nghiệp|90|100
            2|Người dân|60|70
            |Tổng cộng|650|790
            """,
            [("total_of_rows", "620", "630")],
        ),
        # Rows that others make, but for one that nearly does.
        (
            """
            TT|Nội dung|Kinh phí (triệu đồng)
            I|Giao thông|500
            1|Đường xã|300
            2|Đường thôn|200
            II|Giáo dục|450
            1|Mầm non|250
            2|Tiểu học|200
            III|Y tế|345
            1|Trạm y tế xã|155
            2|Trung tâm y tế|180
            IV|Văn hóa|100
            1|Nhà văn hóa|60
            2|Sân thể thao|40
            V|Môi trường|80
            1|Thu gom rác|50
            2|Trồng cây|30
            """,
            [("total_of_rows", "345", "335")],
        ),
        # A column and its parts.
        (FUNDS.replace("|310|", "|330|"), [("total_of_columns", "330", "310")]),
        # What is left.
        (REDUCED.replace("|40|85", "|40|95"), [("change_in_row", "95", "85")]),
        (
            """
            STT|Xã|Hộ nghèo đầu năm|Thoát nghèo|Hộ nghèo phát sinh|Hộ nghèo cuối năm
            1|Xã Nà Mẫu|96|20|2|78
            2|Xã Bản Mẫu|41|11|1|31
            3|Xã Khuổi Mẫu|125|40|-|85
            4|Xã Pác Mẫu|77|7|3|70
            """,
            [("change_in_row", "70", "73")],
        ),
        # A rate and its counts.
        (TOWNS.replace("5,41", "5,14"), [("share_in_row", "5,14", "5,41%")]),
        # Rates of two years, the whole of which is not printed.
        (TWO_YEARS.replace("9,01", "6,01"), [("rates_of_unlike_wholes", "6,01", "9,01%")]),
        (TWO_YEARS.replace("5,32", "5,23"), [("share_in_row", "5,23", "5,32%")]),
        # How much more, in per cent.
        (
            """
            TT|Chỉ tiêu|Đơn vị tính|Thực hiện 2023|Kế hoạch 2024|So sánh (%)
            1|Sản lượng lúa|Tấn|12.400|13.020|105,0
            2|Đàn trâu|Con|3.150|3.213|102,0
            3|Trồng rừng|Ha|840|924|110,0
            4|Khách du lịch|Lượt|20.500|24.600|102,0
            """,
            [("share_in_row", "102,0", "120,0%")],
        ),
        # A year out of its row.
        (
            """
            TT|Chỉ tiêu|Năm 2024|Năm 2025|Năm 2036|Năm 2027
            1|Số hộ thoát nghèo (hộ)|50|60|70|80
            2|Số lao động được đào tạo (người)|100|110|120|130
            """,
            [("year_out_of_row", "Năm 2036", "2026")],
        ),
    ],
)  # fmt: skip
def test_what_does_not_come_out_is_told(table: str, told: list[tuple[str, str, str]]) -> None:
    lines = "\n".join(line.strip() for line in table.strip().split("\n"))
    assert found(lines) == told


@pytest.mark.parametrize(
    "table",
    [
        TOWNS,
        REDUCED,
        TWO_YEARS,
        FUNDS,
        # The rates of the second year are of something else.
        """
        STT|Xã|Hộ nghèo 2023|Tỷ lệ 2023 (%)|Hộ nghèo dân tộc thiểu số|Tỷ lệ (%)
        1|Xã Nà Mẫu|96|8,00|80|16,61
        2|Xã Bản Mẫu|41|4,82|30|43,49
        3|Xã Khuổi Mẫu|125|5,41|101|14,33
        4|Xã Pác Mẫu|77|12,03|61|19,45
        5|Xã Tà Mẫu|112|11,20|91|29,01
        """,
        # Rounded areas need not add up to the last digit, nor do sums of rounded money.
        """
        STT|Xã|Diện tích (ha)|Kinh phí (triệu đồng)
        1|Xã Nà Mẫu|12,4|101
        2|Xã Bản Mẫu|7,3|95
        3|Xã Pác Mẫu|5,2|80
        |Tổng cộng|25,0|277
        """,
        # Rates with fewer digits, and with digits that were cut off, not rounded.
        TOWNS.replace("5,41", "5,4"),
        TOWNS.replace("6,78", "6,7"),
        # Averages, rates and ranks do not add up.
        """
        STT|Xã|Số hộ (hộ)|Thu nhập bình quân (triệu đồng)|Số tiêu chí đạt bình quân|Điểm
        1|Xã Nà Mẫu|200|41|15|80
        2|Xã Bản Mẫu|300|38|12|75
        3|Xã Pác Mẫu|100|35|9|70
        |Toàn huyện|600|38|12|75
        """,
        # The figures of three communes, the total of all twelve.
        """
        STT|Xã (một số xã)|Số hộ nghèo|Số hộ cận nghèo
        1|Xã Nà Mẫu|96|40
        2|Xã Bản Mẫu|41|22
        3|Xã Pác Mẫu|77|31
        |Toàn huyện|1.216|633
        """,
        # One column, and the total is far from its rows: they are not all it is of.
        """
        STT|Xã|Số hộ nghèo (hộ)
        1|Xã Nà Mẫu|96
        2|Xã Bản Mẫu|41
        |Toàn huyện|1.216
        """,
        # A cell is empty.
        """
        STT|Xã|Số hộ nghèo (hộ)|Số hộ cận nghèo (hộ)
        1|Xã Nà Mẫu|96|40
        2|Xã Bản Mẫu||22
        3|Xã Pác Mẫu|77|31
        |Tổng cộng|216|93
        """,
        # A bound is no figure that adds up.
        """
        STT|Xã|Số lớp (lớp)|Số người (người)
        1|Xã Nà Mẫu|2|≥ 40
        2|Xã Bản Mẫu|3|22
        3|Xã Pác Mẫu|4|31
        |Tổng cộng|9|120
        """,
        # "Trong đó" is a part of the row above it.
        """
        STT|Nội dung (triệu đồng)|Năm 2024|Năm 2025
        1|Chi đầu tư|500|600
        |Trong đó: đường giao thông|200|250
        2|Chi thường xuyên|300|350
        |Tổng cộng|800|950
        """,
        # Rows under another that are only some of its parts.
        """
        TT|Chỉ tiêu|Đơn vị|Năm 2024|Năm 2025
        1|Tổng đàn gia súc|con|5.000|5.400
        1.1|Đàn trâu|con|1.200|1.250
        1.2|Đàn bò|con|2.300|2.400
        2|Lao động có việc làm|người|900|950
        2.1|Đi làm việc ở nước ngoài|người|50|60
        2.2|Vay vốn giải quyết việc làm|người|210|230
        """,
        # The same where others are divided fully.
        """
        TT|Chỉ tiêu|Đơn vị|Năm 2023|Năm 2024|Năm 2025
        1|Thu ngân sách|triệu đồng|5.000|5.400|6.000
        1.1|Thu nội địa|triệu đồng|4.200|4.500|5.000
        1.2|Thu xuất nhập khẩu|triệu đồng|800|900|1.000
        2|Chi ngân sách|triệu đồng|7.000|7.400|8.000
        2.1|Chi đầu tư|triệu đồng|3.000|3.200|3.600
        2.2|Chi thường xuyên|triệu đồng|4.000|4.200|4.400
        3|Đàn gia súc|con|5.300|5.400|5.500
        3.1|Đàn trâu|con|1.200|1.250|1.300
        3.2|Đàn bò|con|2.300|2.400|2.450
        """,
        # A rise or fall with its sign.
        """
        STT|Xã|Số hộ năm 2023|Số hộ năm 2024|Tăng, giảm (hộ)
        1|Xã Nà Mẫu|100|90|-10
        2|Xã Bản Mẫu|80|85|5
        3|Xã Pác Mẫu|70|64|-6
        4|Xã Tà Mẫu|60|66|6
        """,
        # Columns of which one is only a part: of which women.
        """
        STT|Xã|Tổng số|Người nghèo|Phụ nữ
        1|Xã Nà Mẫu|300|100|160
        2|Xã Bản Mẫu|250|90|120
        3|Xã Pác Mẫu|180|80|95
        """,
        # Some of the money is not divided: neither is its total.
        """
        Nguồn vốn (triệu đồng)|Tổng số|Đầu tư|Sự nghiệp
        Ngân sách tỉnh|900|600|300
        Ngân sách huyện|750|500|250
        Vốn vay|2.000|-|-
        Tổng cộng|3.650|1.100|550
        """,
        # What is left is not what was there less what fell: there were newly poor households that no column tells.
        """
        STT|Xã|Hộ nghèo đầu năm|Số hộ thoát nghèo|Hộ nghèo cuối năm
        1|Xã Nà Mẫu|96|20|79
        2|Xã Bản Mẫu|41|11|32
        3|Xã Khuổi Mẫu|125|40|91
        4|Xã Pác Mẫu|77|7|70
        """,
        # What there is in every year, and what is counted on, is not added up; nor is what a plan has for five years.
        """
        STT|Năm|Số người được đào tạo (người)|Số người tham gia bảo hiểm (người)
        1|Năm 2021|100|1.500
        2|Năm 2022|110|1.600
        3|Năm 2023|120|1.700
        |Tổng cộng|330|1.750
        """,
        """
        TT|Chỉ tiêu|Tổng số|Năm 2024|Năm 2025
        1|Số lao động có việc làm mới (người)|250|120|130
        2|Số lao động được đào tạo (người)|90|40|50
        3|Số người tham gia bảo hiểm (người)|760|700|760
        """,
        # Rates of something else than the counts beside them.
        """
        STT|Xã|Tổng số hộ|Số hộ nghèo|Tỷ lệ hộ dùng nước sạch (%)
        1|Xã Nà Mẫu|1.200|96|91,5
        2|Xã Bản Mẫu|850|41|88,0
        3|Xã Pác Mẫu|640|77|93,2
        """,
        # Few, rounded units give nearly any rate.
        """
        STT|Xã|Tiêu chí năm 2023|Tiêu chí năm 2024|Tỷ lệ hộ nghèo (%)
        1|Xã Nà Mẫu|16|19|18,9
        2|Xã Bản Mẫu|17|19|11,5
        3|Xã Pác Mẫu|11|13|18,3
        4|Xã Khuổi Mẫu|9|11|4,2
        """,
        # Years that are not one after the other.
        """
        TT|Chỉ tiêu|Năm 2020|Năm 2024|Năm 2025|Năm 2030
        1|Số hộ thoát nghèo (hộ)|50|60|70|80
        2|Số lao động được đào tạo (người)|100|110|120|130
        """,
    ],
)
def test_what_may_be_so_is_not_told(table: str) -> None:
    lines = "\n".join(line.strip() for line in table.strip().split("\n"))
    assert found(lines) == []


def test_the_arithmetic_is_told_in_both_languages() -> None:
    (row,) = (r for r in audited(plan(TOWNS.replace("|339|6,78", "|349|6,98"))) if r["kind"] == "total_of_rows")
    assert row["severity"] == "error"
    assert "96 + 41 + 125 + 77 = 339, not 349" in row["message"]
    assert "96 + 41 + 125 + 77 = 339, khác 349" in row["message_vi"]


def test_what_holds_is_confirmed() -> None:
    rows = extract_bytes((HEAD + plan(TOWNS) + FOOT).encode(), "plan.txt", "plan.txt")
    held = [r for r in reckonings(Paper(rows, rows["sources"][0]["text"])) if r.holds]
    assert [r.finding.kind for r in held].count("total_of_rows") == 2
    assert [r.finding.kind for r in held].count("share_in_row") == 5
    assert {r.table_id for r in held} == {rows["tables"][0]["table_id"]}
    assert held[0].finding.says["sum"] == "1.200 + 850 + 2.310 + 640 = 5.000"


def test_the_rate_of_a_total_whose_whole_is_not_printed_is_confirmed() -> None:
    table = "\n".join("|".join((*row.split("|")[:2], *row.split("|")[3:])) for row in TOWNS.strip().split("\n"))
    rows = extract_bytes((HEAD + plan(table) + FOOT).encode(), "plan.txt", "plan.txt")
    held = [r for r in reckonings(Paper(rows, rows["sources"][0]["text"])) if r.holds]
    assert [r.finding.found for r in held] == ["339", "6,78%"]
