"""Numbers of tables: label, unit, year, place, kind. All tables and figures here are invented."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from extractors.facts import Document, TableFact
from extractors.grid import Cell, Grid
from extractors.headers import Frame, kind_of
from extractors.offsets import Span
from extractors.reading import Reading
from extractors.tables import caption, find, header_rows, table_kind
from pipeline.clean import clean
from pipeline.extract import analyse
from pipeline.read import read_bytes
from pipeline.read.textgrids import find_grids
from pipeline.source import Source

DOCUMENT: dict[str, Any] = {
    "issued_on": date(2025, 2, 10),
    "province": "Nghệ An",
    "province_code": "40",
}


def reading_of(text: str, **document: Any) -> Reading:
    """Return the reading of a text with one document over all of it."""
    reading = clean(Source(text, "text/plain", "text", grids=find_grids(text)))
    reading.add(Document, [Document(at=Span(0, len(reading.text)), **(DOCUMENT | document))])
    return reading


def facts(text: str, **document: Any) -> list[TableFact]:
    return list(find(reading_of(text, **document)))


def brief(text: str, *slots: str, **document: Any) -> list[tuple[Any, ...]]:
    """Return the named slots of every fact of a table."""
    return [tuple(getattr(f, slot) for slot in slots) for f in facts(text, **document)]


def table(*rows: str) -> str:
    """Return rows written with bars as lines with tabs."""
    return "\n".join("\t".join(c.strip() for c in row.split("|")) for row in rows) + "\n"


INDICATORS = table(
    "TT | Chỉ tiêu | Đơn vị tính | Thực hiện 2024 | Kế hoạch 2025 | Năm 2030",
    "(1) | (2) | (3) | (4) | (5) | (6)",
    "I | KINH TẾ | | | | ",
    "1 | Thu ngân sách | Tỷ đồng | 18.500 | 20.000 | ≥ 31.000",
    "2 | Tốc độ tăng trưởng | % | 7,5 | 8 - 9 | 10",
    "II | XÃ HỘI | | | | ",
    "3 | Số lao động được đào tạo | Người | 1 250 | - | 1.800",
)


def test_indicators_by_row_years_by_column() -> None:
    assert brief(INDICATORS, "row_label", "unit", "year", "kind", "value") == [
        ("Thu ngân sách", "tỷ đồng", 2024, "actual", 18500),
        ("Thu ngân sách", "tỷ đồng", 2025, "target", 20000),
        ("Thu ngân sách", "tỷ đồng", 2030, "target", 31000),
        ("Tốc độ tăng trưởng", "%", 2024, "actual", 7.5),
        ("Tốc độ tăng trưởng", "%", 2025, "target", 8),
        ("Tốc độ tăng trưởng", "%", 2030, "target", 10),
        ("Số lao động được đào tạo", "người", 2024, "actual", 1250),
        ("Số lao động được đào tạo", "người", 2030, "target", 1800),
    ]


PLACES = "BIỂU 1: GIẢM NGHÈO GIAI ĐOẠN 2024-2026\n(Kèm theo Kế hoạch số 9/KH-UBND ngày 10/02/2025)\n" + table(
    "STT | Địa bàn | Tổng số hộ dân | Hộ nghèo 2024 | | Hộ nghèo 2026 | ",
    " | | | Số hộ | Tỷ lệ | Số hộ | Tỷ lệ",
    "1 | Huyện Quỳ Châu | 15.002 | 2250 | 15,00 | 1.800 | 12,1",
    "2 | Huyện Kỳ Sơn | 17.100 | 5.100 | 29,82 | 4.300 | 25,0",
    " | Tổng cộng | 32.102 | 7350 | 22,9 | 6.100 | 19,1",
)


def test_places_by_row_and_headers_in_two_rows() -> None:
    found = facts(PLACES)
    assert [(f.value, f.unit, f.year, f.kind) for f in found[:5]] == [
        (15002, "hộ", None, "actual"),
        (2250, "hộ", 2024, "actual"),
        (15, "%", 2024, "actual"),
        (1800, "hộ", 2026, "target"),
        (12.1, "%", 2026, "target"),
    ]
    assert found[1].column_path == "Hộ nghèo 2024 / Số hộ"
    assert [(f.row_label, f.place) for f in found[::5]] == [
        ("Huyện Quỳ Châu", "Quỳ Châu"),
        ("Huyện Kỳ Sơn", "Kỳ Sơn"),
        ("Tổng cộng", "Nghệ An"),
    ]
    assert "place" in found[-1].inferred
    assert "place" not in found[0].inferred


def test_every_fact_stands_where_its_number_is_printed() -> None:
    for text in (INDICATORS, PLACES):
        reading = reading_of(text)
        for fact in find(reading):
            if fact.value_max is not None:
                continue
            printed = reading.text[fact.at.start : fact.at.end]
            assert float(printed.replace(".", "").replace(" ", "").replace(",", ".").rstrip("%")) == fact.value


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("Số hộ nghèo", "hộ"),
        ("Tổng số hộ nghèo cuối kỳ (dự kiến)", "hộ"),
        ("Hộ cận nghèo", "hộ"),
        ("Tỷ lệ", "%"),
        ("Tỉ lệ hộ nghèo năm 2025", "%"),
        ("Cơ cấu", "%"),
        ("Diện tích (ha)", "ha"),
        ("Kinh phí (triệu đồng)", "triệu đồng"),
        ("Kinh phí (ĐVT: tỷ đồng)", "tỷ đồng"),
        ("Số lao động", "lao động"),
        ("Số người được vay vốn", "người"),
        ("Số mô hình", "mô hình"),
        ("Số tiêu chí", "tiêu chí"),
        ("Số tiêu chí đã đạt", "tiêu chí"),
        ("Số tiêu chí phụ lục nêu", None),
        ("Học viên biết nghề (em)", "em"),
        ("Xe đưa đón (chiếc)", "chiếc"),
        ("Kết quả (dự kiến)", None),
        ("Tỷ suất chết sơ sinh (‰)", "‰"),
        ("Mức giảm sinh (‰)", "‰"),
        ("Sản lượng (1.000 tấn)", "nghìn tấn"),
        ("Công suất (tấn/năm)", "tấn/năm"),
        ("Thu nhập (triệu đồng/người/năm)", "triệu đồng/người/năm"),
        ("Vùng đồng bằng", None),
        ("Đồng bằng", None),
        ("Tấn WO3", "tấn"),
        ("Số lượng", None),
        ("Kế hoạch", None),
    ],
)
def test_units_that_headers_say(header: str, unit: str | None) -> None:
    text = table(f"TT | Đơn vị | {header}", "1 | Xã Mẫu Một | 12,5", "2 | Xã Mẫu Hai | 8")
    assert brief(text, "unit") == [(unit,), (unit,)]


@pytest.mark.parametrize(
    ("label", "unit"),
    [("Tỷ lệ hộ nghèo", "%"), ("Số xã đạt chuẩn", "xã"), ("Vốn vay (tỷ đồng)", "tỷ đồng"), ("Dự án 2: Nhà ở", None)],
)
def test_units_that_labels_say(label: str, unit: str | None) -> None:
    text = table("TT | Nội dung | 2025 | 2026", f"1 | {label} | 12,5 | 13", "2 | Nội dung mẫu | 8 | 9")
    assert brief(text, "unit")[0] == (unit,)


def test_the_unit_of_a_caption() -> None:
    text = "Bảng 2. Kinh phí thực hiện\n(Đơn vị tính: triệu đồng)\n" + table(
        "TT | Nội dung | Tổng | Ngân sách tỉnh", "1 | Nhà ở | 1.200 | 400", "2 | Tập huấn | 35,5 | 0"
    )
    assert brief(text, "value", "unit") == [(v, "triệu đồng") for v in (1200, 400, 35.5, 0)]


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("Bảng 3: Nhu cầu vốn (tỷ đồng)", "tỷ đồng"),
        ("Bảng 4: Tỷ lệ hộ nghèo các huyện", "%"),
        ("Bảng 5: Kết quả", None),
    ],
)
def test_units_that_titles_say(title: str, unit: str | None) -> None:
    text = f"{title}\n" + table("TT | Huyện | 2024 | 2025", "1 | Quỳ Châu | 15,2 | 13", "2 | Kỳ Sơn | 38,5 | 34")
    assert brief(text, "unit") == [(unit,)] * 4


def test_a_ditto_mark_repeats_the_unit_above() -> None:
    text = table("TT | Nội dung | ĐVT | 2026", "1 | Lớp nghề | Lớp | 4", '2 | Lớp may | " | 3', "3 | Vốn | - | 7")
    assert brief(text, "unit") == [("lớp",), ("lớp",), (None,)]


def test_a_title_row_inside_the_table() -> None:
    page = (
        "<html><body><p>KẾ HOẠCH</p><table><tr><td colspan=3>BIỂU 1. CHỈ TIÊU NĂM 2026 (Đơn vị tính: lớp)</td></tr>"
        "<tr><td>TT</td><td>Đơn vị</td><td>Chỉ tiêu</td></tr><tr><td>1</td><td>Xã Mẫu</td><td>12</td></tr>"
        "<tr><td>2</td><td>Xã Thử</td><td>20</td></tr></table></body></html>"
    )
    found = analyse(read_bytes(page.encode(), "mau.html")).found(TableFact)
    assert [(f.value, f.unit, f.year, f.row_label, f.column_path) for f in found] == [
        (12, "lớp", 2026, "Xã Mẫu", "Chỉ tiêu"),
        (20, "lớp", 2026, "Xã Thử", "Chỉ tiêu"),
    ]


def test_the_year_of_a_caption_is_inferred() -> None:
    text = "BIỂU 3: GIAO CHỈ TIÊU CHO CÁC XÃ NĂM 2026\n" + table(
        "TT | Xã | Số hộ", "1 | Xã Mẫu | 7", "2 | Xã Thử | 9"
    )
    assert brief(text, "year", "inferred") == [(2026, ("year",))] * 2


@pytest.mark.parametrize(
    ("said", "values", "unit"),
    [
        ("≥ 95%", [95], "%"),
        ("1234.5", [1234.5], None),
        ("1,234.5", [1234.5], None),
        ("1.234,5", [1234.5], None),
        ("27¹", [27], None),
        ("27(*)", [27], None),
        ("2026 - 2030", [], None),
        ("…", [], None),
        ("trên 90", [90], None),
        ("1,5%/năm", [1.5], "%"),
        ("2.850 ÷ 3.800", [2850], None),
        ("12 mô hình", [12], "mô hình"),
        ("-3,2", [-3.2], None),
        ("1 250 000", [1250000], None),
        ("0.652", [0.652], None),
        ("45(1)", [45], None),
        ("10 ngày làm việc", [], None),
        ("-", [], None),
        ("Đạt", [], None),
        ("12/2026", [], None),
        ("3.000177", [], None),
    ],
)
def test_how_a_cell_prints_its_number(said: str, values: list[float], unit: str | None) -> None:
    text = table("TT | Nội dung | Giá trị", "1 | Việc một | 5", f"2 | Việc hai | {said}", "3 | Việc ba | 7")
    found = [f for f in facts(text) if f.row == 2]
    assert [f.value for f in found] == values
    assert all(f.unit == unit for f in found)


@pytest.mark.parametrize(
    "header", ["KH 9/2027 (cái)", "KH 09/2027 (cái)", "TH 12/2027 (cái)", "KH quý III/2027 (cái)"]
)
def test_a_month_and_its_year_compare_nothing(header: str) -> None:
    text = table(f"TT | Thôn | Bể cũ (cái) | {header}", "1 | Bản Mẫu | 40 | 61", "2 | Bản Thử | 35 | 58")
    assert brief(text, "value", "unit", "year")[1::2] == [(61, "cái", 2027), (58, "cái", 2027)]


def test_plans_over_years_are_still_compared() -> None:
    text = table("TT | Thôn | KH 2026/TH 2025", "1 | Bản Mẫu | 104", "2 | Bản Thử | 98")
    assert brief(text, "value", "unit") == [(104, "%"), (98, "%")]


@pytest.mark.parametrize("share", ["Trong đó | Trong đó | Trong đó", "Trong đó | | "])
def test_years_below_a_header_for_several_columns(share: str) -> None:
    text = "Đơn vị tính: triệu đồng\n" + table(
        f"STT | Nhóm việc | Tổng kinh phí | {share} | Nguồn",
        " | | | Năm 2027 | Năm 2028 | Năm 2029 | ",
        "1 | Mua sắm | 600 | 100 | 200 | 300 | NSNN",
        "2 | Đào tạo | 90 | 20 | | 70 | NSNN",
        " | Tổng cộng | 690 | 120 | 200 | 370 | ",
    )
    found = facts(text)
    assert [(f.value, f.year) for f in found[:6]] == [
        (600, None),
        (100, 2027),
        (200, 2028),
        (300, 2029),
        (90, None),
        (20, 2027),
    ]
    assert found[1].column_path == "Trong đó / Năm 2027"
    assert {f.unit for f in found} == {"triệu đồng"}


def test_parts_of_a_sum_are_in_its_unit() -> None:
    text = table(
        "Ngành | Số dự án | Kế hoạch giai đoạn 2026 - 2030 (tỷ đồng) | Trong đó | | Ghi chú",
        " | | | Vốn trung ương | Vốn tỉnh | ",
        "Cấp nước | 4 | 130 | 90 | 40 | ",
        "Chợ | 2 | 17 | - | 17 | Mẫu",
    )
    assert brief(text, "value", "unit") == [
        (4, "dự án"),
        (130, "tỷ đồng"),
        (90, "tỷ đồng"),
        (40, "tỷ đồng"),
        (2, "dự án"),
        (17, "tỷ đồng"),
        (17, "tỷ đồng"),
    ]


def test_a_sum_named_where_rows_are_counted() -> None:
    text = "\n".join(
        [
            "TT | Việc chi | Số lượng | Đơn giá (đồng) | Thành tiền (đồng)",
            "1 | In tờ gấp | 20 | 15.000 | 300.000",
            "2 | Thuê loa | 2 | 450.000 | 900.000",
            "Cộng | | | | 1.200.000",
        ]
    )
    assert brief(text, "row_label", "value", "unit")[-1] == ("Cộng", 1_200_000, "đồng")


def test_a_table_with_one_cell_a_line() -> None:
    lines = "GIAO CHỈ TIÊU CHO CÁC BẢN NĂM 2027|Bản|Giếng (cái)|Thẻ (%)|Bản Một|12|95,5|Bản Hai|7|98|Toàn xã|19|96"
    assert brief(lines.replace("|", "\n"), "row_label", "value", "unit", "year") == [
        ("Bản Một", 12, "cái", 2027),
        ("Bản Một", 95.5, "%", 2027),
        ("Bản Hai", 7, "cái", 2027),
        ("Bản Hai", 98, "%", 2027),
        ("Toàn xã", 19, "cái", 2027),
        ("Toàn xã", 96, "%", 2027),
    ]


def test_years_as_labels() -> None:
    text = table("Năm | Số hộ nghèo", "2024 | 1.200", "2025 | 900", "2026 | 700")
    assert brief(text, "year", "value", "kind") == [
        (2024, 1200, "actual"),
        (2025, 900, "target"),
        (2026, 700, "target"),
    ]


def test_a_label_over_several_rows_is_refined_by_the_next_column() -> None:
    text = table(
        "TT | Đơn vị | Chỉ tiêu | 2025", "1 | Huyện Kỳ Sơn | Tỷ lệ hộ nghèo (%) | 25", " | | Số mô hình (mô hình) | 4"
    )
    assert brief(text, "row_label", "unit", "value") == [
        ("Tỷ lệ hộ nghèo (%)", "%", 25),
        ("Số mô hình (mô hình)", "mô hình", 4),
    ]


AIMS = "PHỤ LỤC: CHỈ TIÊU GIAO CÁC NGÀNH ĐẾN NĂM 2030\n" + table(
    "TT | Chỉ tiêu | Chủ trì",
    " | I. Xã hội | ",
    "1 | Tỷ lệ thôn có nhà văn hóa đạt tối thiểu 95%. | Sở Văn hóa",
    "2 | Mỗi năm mở ít nhất 12 lớp nghề; đến năm 2028 có 40 mô hình sinh kế. | Sở Nội vụ",
    "3 | Thực hiện Nghị định số 30/2020/NĐ-CP tại Điều 5. | Sở Tư pháp",
)


def test_aims_in_running_words() -> None:
    second = "Mỗi năm mở ít nhất 12 lớp nghề; đến năm 2028 có 40 mô hình sinh kế."
    assert brief(AIMS, "value", "unit", "year", "row_label") == [
        (95, "%", 2030, "Tỷ lệ thôn có nhà văn hóa đạt tối thiểu 95%."),
        (12, "lớp", None, second),
        (40, "mô hình", 2028, second),
    ]


def test_what_is_assured_is_no_condition() -> None:
    text = table(
        "TT | Tiêu chí | Yêu cầu",
        "1 | Nước sạch | bảo đảm bình quân các xã đạt tỷ lệ ≥70%; xã có tỷ lệ hộ nghèo trên 25% làm sau",
        "2 | Chợ | Đạt",
    )
    assert brief(text, "row_label", "value", "comparator", "unit") == [("Nước sạch", 70, "ge", "%")]


@pytest.mark.parametrize(
    "rows",
    [
        (
            "TT | Tên thủ tục hành chính | Mã TTHC | Thời hạn",
            "1 | Cấp giấy phép | 1.004567 | 10 ngày",
            "2 | Sửa | 2.001234 | 5",
        ),
        ("TT | Họ tên chủ hộ | Năm sinh | Số khẩu", "1 | Ngô Mẫu | 1961 | 4", "2 | Tô Thử | 1958 | 2"),
        (
            "TT | Nhiệm vụ | Chủ trì | Thời gian",
            "1 | Kiểm tra 02 đợt | Sở Mẫu | 2026",
            "2 | Tổng kết | Sở Thử | 2027",
        ),
        ("TT | Cơ quan | Điện thoại | Địa chỉ", "1 | Sở Mẫu | 0912345678 | Số 5", "2 | Sở Thử | 0987654321 | Số 7"),
        ("TT | Khu | X (m) | Y (m)", "1 | Mẫu | 2001001 | 501001", "2 | Thử | 2001002 | 501002"),
    ],
    ids=["procedures", "persons", "tasks", "telephones", "coordinates"],
)
def test_tables_without_figures_of_a_plan_give_none(rows: tuple[str, ...]) -> None:
    assert facts(table(*rows)) == []


def test_scores_count_and_what_they_ask_for_does_not() -> None:
    head = "TT | Tiêu chí | Điểm chuẩn | Hướng dẫn chấm điểm"
    text = table(
        head, "1 | Báo cáo đạt 100% | 20 | Trễ 1 ngày trừ 02 điểm", "2 | Có 02 mô hình | 15 | Đạt 90% được 10 điểm"
    )
    assert brief(text, "value", "unit") == [(20, "điểm"), (15, "điểm")]


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        (("TT | Họ và tên | Thôn", "1 | Ngô Mẫu | 1", "2 | Tô Thử | 2"), "persons"),
        (("TT | Nhiệm vụ | Cơ quan chủ trì", "1 | Rà soát | Sở Mẫu", "2 | Tập huấn | Sở Thử"), "assignment"),
        (("TT | Xã | Số hộ", "1 | Xã Mẫu | 4", "2 | Xã Thử | 6"), "data"),
        (("Bước thực hiện | Nội dung", "Bước 1 | Nhận hồ sơ", "Bước 2 | Trả kết quả"), "procedure"),
        (("TT | Nội dung | Điểm chuẩn", "1 | Họp | 5", "2 | Báo cáo | 10"), "criteria"),
        (("TT | Tên xã | Ghi chú", "1 | Xã Mẫu | miền núi", "2 | Xã Thử | "), "list"),
    ],
)
def test_kinds(rows: tuple[str, ...], kind: str) -> None:
    text = table(*rows)
    [grid] = find_grids(text)
    assert table_kind(grid, {(c.row, c.col): text[c.at.start : c.at.end] for c in grid.cells}) == kind


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (INDICATORS, 2),
        (PLACES, 2),
        (AIMS, 1),
        (table("1 | Xã Mẫu | 4", "2 | Xã Thử | 6"), 0),
        (
            table(
                "TT | Xã | Năm 2025 | | Năm 2026 | ",
                " | | Đầu kỳ | Cuối kỳ | Đầu kỳ | Cuối kỳ",
                "1 | Xã Mẫu | 4 | 3 | 2 | 1",
            ),
            2,
        ),
    ],
)
def test_header_rows(text: str, count: int) -> None:
    [grid] = find_grids(text)
    assert header_rows(grid, {(c.row, c.col): text[c.at.start : c.at.end] for c in grid.cells}) == count


def test_headers_with_spans() -> None:
    said = {
        (0, 0): "TT",
        (0, 1): "Xã",
        (0, 2): "Năm 2026",
        (1, 2): "Số hộ",
        (1, 3): "Tỷ lệ",
        (2, 0): "1",
        (2, 1): "Xã Mẫu",
    }
    said |= {(2, 2): "12", (2, 3): "4,5"}
    spans = {(0, 0): (2, 1), (0, 1): (2, 1), (0, 2): (1, 2)}
    cells = tuple(Cell(r, c, Span(0, 0), *spans.get((r, c), (1, 1))) for r, c in sorted(said))
    frame = Frame(Grid(Span(0, 0), cells), said)
    assert frame.header_rows == 2
    assert frame.paths == [("TT",), ("Xã",), ("Năm 2026", "Số hộ"), ("Năm 2026", "Tỷ lệ")]
    assert frame.roles == ["index", "label", "value", "value"]
    assert kind_of(frame) == "data"


def test_a_header_printed_again_gives_no_figures() -> None:
    head = "TT | Chỉ tiêu | 2025 | 2026"
    text = table(head, "1 | Số lớp | 4 | 5", head, "2 | Số xã | 6 | 7")
    assert brief(text, "value", "year") == [(4, 2025), (5, 2026), (6, 2025), (7, 2026)]


def test_a_header_of_two_rows_printed_again_gives_no_figures() -> None:
    head = ["TT | Xã | Số hộ nghèo | ", " | | 2025 | 2026"]
    text = table(*head, "1 | Xã Mẫu | 4 | 5", *head, "2 | Xã Thử | 6 | 7")
    assert brief(text, "value", "year") == [(4, 2025), (5, 2026), (6, 2025), (7, 2026)]


def test_a_table_cut_by_a_page_break_goes_on() -> None:
    first = table("TT | Chỉ tiêu | ĐVT | 2025", "1 | Số lớp nghề | Lớp | 4", "2 | Số xã đạt chuẩn | Xã | 7")
    rest = table("3 | Vốn vay | Tỷ đồng | 12,5", "4 | Tỷ lệ hộ nghèo | % | 3")
    text = f"Bảng 1. Chỉ tiêu\n{first}\n\n\n\n2\n\n\n\n{rest}"
    assert len(find_grids(text)) == 2
    assert brief(text, "value", "unit", "year", "row_label")[2:] == [
        (12.5, "tỷ đồng", 2025, "Vốn vay"),
        (3, "%", 2025, "Tỷ lệ hộ nghèo"),
    ]


def test_another_table_below_does_not_go_on() -> None:
    first = table("TT | Chỉ tiêu | ĐVT | 2025", "1 | Số lớp nghề | Lớp | 4", "2 | Số xã đạt chuẩn | Xã | 7")
    other = table("Xã | Hộ | Khẩu | Thôn", "Xã Mẫu | 12 | 40 | 3", "Xã Thử | 9 | 31 | 2")
    for between in ("Số liệu rà soát của các xã như sau:", "2"):
        found = facts(f"{first}\n\n\n{between}\n\n\n{other}")
        assert [f.column_path for f in found[2:]] == ["Hộ", "Khẩu"] * 2


def test_the_caption_in_the_working_copy() -> None:
    reading = reading_of(f"I. Mục tiêu chung của xã\nCác xã thực hiện.\n\n{PLACES}")
    at = caption(reading, 0)
    assert at is not None
    assert reading.print_of(at).startswith("BIỂU 1: GIẢM NGHÈO GIAI ĐOẠN 2024-2026")


def test_a_table_of_html_with_spans() -> None:
    page = (
        "<html><body><p>KẾ HOẠCH</p><table>"
        "<tr><th rowspan=2>TT</th><th rowspan=2>Xã</th><th colspan=2>Năm 2026</th></tr>"
        "<tr><th>Số hộ</th><th>Tỷ lệ (%)</th></tr><tr><td>1</td><td>Xã Mẫu</td><td>12</td><td>4,5</td></tr>"
        "<tr><td colspan=2>Tổng</td><td>12</td><td>4,5</td></tr></table></body></html>"
    )
    reading = analyse(read_bytes(page.encode(), "mau.html"))
    assert [(f.value, f.unit, f.year, f.row_label) for f in reading.found(TableFact)][:2] == [
        (12, "hộ", 2026, "Xã Mẫu"),
        (4.5, "%", 2026, "Xã Mẫu"),
    ]
