"""Tables inside plain text, markdown and broken web cells become grids. All figures here are invented."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.grid import Grid
from pipeline.read.textgrids import find_grids

Rows = list[list[str]]


def web(rows: Rows) -> str:
    """Write rows the way portals break them: a pipe on a line of its own before and after every cell."""
    lines: list[str] = []
    for row in rows:
        for cell in row:
            lines += ["|", *([cell] if cell else [])]
        lines.append("|")
    return "\n".join(lines)


def piped(rows: Rows) -> str:
    """Write rows with a pipe behind every cell, one cell a line, and nothing to show where a row ends."""
    return "\n".join(f"{cell} |" if cell else "|" for row in rows for cell in row)


def read(text: str, grid: Grid) -> Rows:
    """Return the printed cells of a grid by row; a cell over several columns or rows stands once."""
    rows: Rows = [[] for _ in range(grid.n_rows)]
    for cell in grid.cells:
        rows[cell.row].append(" ".join(text[cell.at.start : cell.at.end].split()))
    return rows


def data(text: str) -> list[Grid]:
    """Return the tables of a text that are no layout."""
    return [g for g in find_grids(text) if g.kind == "data"]


FIGURES = [
    ["STT", "Địa bàn", "Số hộ nghèo", "Tỷ lệ"],
    ["", "Toàn huyện", "1.204", "3,15"],
    ["1", "Xã Mẫu Một", "310", "4,20"],
    ["2", "Xã Mẫu Hai", "", "2,05"],
    ["3", "Xã Mẫu Ba", "894", ""],
]


@pytest.mark.parametrize("write", [web, piped], ids=["web", "piped"])
def test_broken_cells_become_the_rows_they_were(write: Callable[[Rows], str]) -> None:
    text = f"Phân bổ theo bảng sau:\n{write(FIGURES)}\nHết bảng, tổ chức thực hiện từ ngày ký."
    [grid] = data(text)
    assert read(text, grid) == FIGURES


def test_tabs_part_cells() -> None:
    text = "Bảng 1. Hộ nghèo\n" + "\n".join("\t".join(r) for r in FIGURES) + "\n\nNơi khác."
    [grid] = data(text)
    assert read(text, grid) == FIGURES
    assert grid.caption is not None
    assert text[grid.caption.start : grid.caption.end] == "Bảng 1. Hộ nghèo"


def test_a_tab_at_the_start_of_a_line_is_no_table() -> None:
    assert find_grids("Kế hoạch này gồm:\n\t- một là;\n\t- hai là.\n") == ()


@pytest.mark.parametrize(
    "marks", [("1.", "2.", "3."), ("-", "-", "+"), ("a)", "b)", "c)"), ("I.", "1.", "2."), ("Điều 1.", "1.", "2.")]
)
def test_numbers_before_a_tab_are_no_table(marks: tuple[str, ...]) -> None:
    assert find_grids("\n".join(f"{mark}\tViệc cần làm của các xã" for mark in marks)) == ()


def test_a_row_goes_on_behind_a_page_break() -> None:
    text = "TT\tHọ tên\tHoàn cảnh\n1\tNgô Mẫu\tnhà dột,\n\n2\n\n\t\tchưa sửa\n2\tTô Thử\tneo đơn\n"
    [grid] = data(text)
    assert read(text, grid)[2] == ["", "", "chưa sửa"]
    assert grid.n_rows == 4


def test_marks_that_wrap_a_cell_stay_outside_it() -> None:
    text = "<b>TT</b>\t<b>Đơn vị</b>\n1\t**Sở Mẫu**\n2\t*Sở Thử*\n3\tSở *Ví* dụ\n"
    [grid] = data(text)
    assert read(text, grid) == [["TT", "Đơn vị"], ["1", "Sở Mẫu"], ["2", "Sở Thử"], ["3", "Sở *Ví* dụ"]]


@pytest.mark.parametrize("edge", ["| {} |", "{}"])
def test_markdown(edge: str) -> None:
    rows = [["TT", "Chỉ tiêu", "2025"], ["---", ":-:", "---"], ["1", "Số lớp", "12"], ["2", "Số xã", "7"]]
    text = "\n".join(edge.format(" | ".join(r)) for r in rows)
    [grid] = data(text)
    assert read(text, grid) == [rows[0], *rows[2:]]


def test_an_empty_first_cell_of_a_markdown_row() -> None:
    text = "TT | Nội dung | Vốn\n---|---|---\n1 | Nhà ở | 12\n| Cộng | 12\n"
    [grid] = data(text)
    assert read(text, grid)[-1] == ["", "Cộng", "12"]


def test_a_pipe_in_running_text_parts_nothing() -> None:
    assert find_grids("Trang chủ | Văn bản\nKế hoạch năm 2026 của xã.\n") == ()


def spans(grid: Grid) -> dict[tuple[int, int], tuple[int, int]]:
    return {(c.row, c.col): (c.row_span, c.col_span) for c in grid.cells if (c.row_span, c.col_span) != (1, 1)}


def test_a_section_title_covers_the_row() -> None:
    rows = [["TT", "Nhiệm vụ", "Chủ trì", "Hạn"], ["**I**", "**TUYÊN TRUYỀN**"], ["1", "In tờ rơi", "Sở Mẫu", "2026"]]
    [grid] = data(web([*rows, ["2", "Mở chuyên mục", "Đài", "2026"]]))
    assert spans(grid) == {(1, 1): (1, 3)}


def test_cells_that_go_on_from_the_row_above() -> None:
    rows = [
        ["TT", "Cơ quan", "Nội dung", "Thời hạn"],
        ["1", "Sở Mẫu", "- Rà soát văn bản của ngành.", "Quý I năm 2026"],
    ]
    short = [["- Ban hành hướng dẫn mới.", "Quý II năm 2026"], ["- Tập huấn cho cán bộ xã.", "Quý III năm 2026"]]
    [grid] = data(web([*rows, *short, ["2", "Sở Thử", "- Kiểm tra việc thực hiện.", "Quý IV năm 2026"]]))
    assert spans(grid) == {(1, 0): (3, 1), (1, 1): (3, 1)}
    assert [c.col for c in grid.cells if c.row == 2] == [2, 3]


def test_cells_that_go_on_on_both_sides() -> None:
    rows = [["TT", "Khu vực", "Điểm", "X", "Y", "Diện tích (ha)"], ["a", "Khu Mẫu", "1", "2001001", "501001", "4,5"]]
    short = [[str(i), f"200100{i}", f"50100{i}"] for i in range(2, 7)]
    [grid] = data(web([*rows, *short, ["b", "Khu Thử", "1", "2002001", "502001", "7,25"]]))
    assert spans(grid) == {(1, 0): (6, 1), (1, 1): (6, 1), (1, 5): (6, 1)}


def test_two_header_rows() -> None:
    body = [[str(i), f"Xã Mẫu {i}", f"{30 + i}", "3,1", f"{20 + i}", "2,2", ""] for i in range(1, 5)]
    [grid] = data(
        web([["TT", "Địa phương", "Năm 2025", "Năm 2026", "Ghi chú"], ["Số hộ", "Tỷ lệ", "Số hộ", "Tỷ lệ"], *body])
    )
    assert spans(grid) == {(0, 0): (2, 1), (0, 1): (2, 1), (0, 2): (1, 2), (0, 4): (1, 2), (0, 6): (2, 1)}


def test_three_header_rows() -> None:
    head = [
        ["TT", "Tên dự án", "Diện tích (ha)", "Công suất", "Ghi chú"],
        ["2025", "2030"],
        ["Thô (tấn)", "Tinh (tấn)"] * 2,
    ]
    body = [[str(i), f"Dự án Mẫu {i}", "12,5", "100", "50", "200", "90", ""] for i in range(1, 5)]
    [grid] = data(web([*head, *body]))
    assert {k: v for k, v in spans(grid).items() if k[1] in (3, 5)} == {
        (0, 3): (1, 4),
        (1, 3): (1, 2),
        (1, 5): (1, 2),
    }


def test_dates_in_cells_are_no_letterhead() -> None:
    rows = [
        ["TT", "Nội dung", "Thời hạn"],
        *[[str(i), f"Việc thứ {i}", f"Trước ngày {i} tháng 5 năm 2026"] for i in (1, 2, 3)],
    ]
    [grid] = data(web(rows))
    assert (grid.n_rows, grid.n_cols) == (4, 3)


def test_headers_that_a_portal_uses_too() -> None:
    rows = [["STT", "Số hiệu", "Ngày ban hành", "Lĩnh vực"], *[[str(i), f"{i}/KH", "", "Y tế"] for i in (1, 2, 3)]]
    [grid] = data(web(rows))
    assert (grid.n_rows, grid.n_cols) == (4, 4)
    [grid] = data("Họ và tên\tĐịa chỉ\nNgô Mẫu\tThôn 1\nTô Thử\tThôn 2\n")
    assert grid.n_rows == 3


def test_two_tables_with_text_between() -> None:
    table = [
        ["Bước thực hiện", "Nội dung", "Thời gian"],
        ["Bước 1", "Nhận hồ sơ", "01 ngày"],
        ["Bước 2", "Trả kết quả", "02 ngày"],
    ]
    text = f"{web(table)}\n**2. Quy trình giải quyết việc thứ hai của đơn vị**\n{web(table)}\n"
    assert [read(text, g) for g in data(text)] == [table, table]


def test_forms_with_empty_rows() -> None:
    text = web([["TT", "Họ tên chủ hộ", "Thôn", "Ghi chú"], ["1", "", "", ""], ["2", "", "", ""], ["…", "", "", ""]])
    [grid] = data(text)
    assert (grid.n_rows, grid.n_cols) == (4, 4)


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["**ỦY BAN NHÂN DÂN**\nXÃ MẪU", "**CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**"],
            ["Số: 05/KH-UBND", "*Mẫu, ngày 2 tháng 3 năm 2026*"],
        ],
        [["*Nơi nhận:*\n- Như trên;\n- Lưu: VT.", "**KT. CHỦ TỊCH**\nPHÓ CHỦ TỊCH"]],
        [["**Số hiệu:**", "05/KH-UBND"], ["**Loại văn bản:**", "Kế hoạch", "**Nơi ban hành:**", "Tỉnh Mẫu"]],
    ],
    ids=["letterhead", "signature", "portal"],
)
def test_cells_that_only_place_text_are_layout(rows: Rows) -> None:
    grids = find_grids(web(rows))
    assert grids
    assert {g.kind for g in grids} == {"layout"}


@given(
    st.lists(
        st.sampled_from(["|", "\t", "\n", "1", "2", "TT", "Xã Mẫu", "12,5", "**", " ", "---", "\n\n", "Nơi nhận:"]),
        max_size=60,
    )
)
def test_any_text_can_be_read(parts: list[str]) -> None:
    text = "".join(parts)
    for grid in find_grids(text):
        assert 0 <= grid.at.start <= grid.at.end <= len(text)
        ends = [c.at for c in grid.cells]
        assert all(grid.at.start <= a.start <= a.end <= grid.at.end for a in ends)
        assert all(a.end <= b.start for a, b in itertools.pairwise(ends))
        places = [(c.row + r, c.col + k) for c in grid.cells for r in range(c.row_span) for k in range(c.col_span)]
        assert len(places) == len(set(places))


WORDS = st.text("aăbcđeêghi0123,.", min_size=1, max_size=6).filter(lambda s: s.strip(".,"))


@given(st.integers(3, 5).flatmap(lambda n: st.lists(st.lists(WORDS, min_size=n, max_size=n), min_size=2, max_size=6)))
def test_the_text_of_a_table_with_tabs_survives(rows: Rows) -> None:
    text = "\n".join("\t".join(row) for row in rows)
    [grid] = find_grids(text)
    assert read(text, grid) == rows


@pytest.mark.shared
def test_real_plans_are_read_as_they_print(shared: Path) -> None:
    folder = shared / "plans"
    expected = {
        "seeds/000_*": [(28, 11), (13, 5)],
        "seeds/002_*": [(3, 4), (20, 5), (6, 3)],
        "seeds/004_*": [(11, 7)],
        "web/144-KH-*": [(22, 3)],
        "web/33-2025-NQ-*": [(14, 5)],
        "web/2530-QĐ-*": [(73, 7), (32, 8)],
        "web/2581-QĐ-*": [(7, 6), (8, 10), (65, 6), (6, 10), (35, 7), (5, 12), (4, 5)],
    }
    for pattern, shapes in expected.items():
        text = next(folder.glob(pattern)).read_text("utf8")
        assert [(g.n_rows, g.n_cols) for g in data(text)] == shapes, pattern
