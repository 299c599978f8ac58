"""Tables saved one cell a line become grids, and only where that is sure. All figures here are invented."""

from __future__ import annotations

import pytest

from extractors.grid import Grid
from pipeline.read.textgrids import find_grids

TITLE = "GIAO CHỈ TIÊU CHO CÁC BẢN"
HEADS = ["Bản", "Giếng mới", "Thẻ bảo hiểm (%)"]
ROWS = [["Bản Một", "12", "95,5"], ["Bản Hai", "1.007", "-"], ["Toàn xã", "1.019", "96"]]


def grids(*lines: str) -> list[Grid]:
    return [g for g in find_grids("\n".join(lines)) if g.kind == "data"]


def flat(rows: list[list[str]]) -> list[str]:
    return [cell for row in rows for cell in row]


@pytest.mark.parametrize("gap", ["", "\n"])
@pytest.mark.parametrize("between", [[], ["(Kèm theo Kế hoạch số 9/KH-UBND)"], ["Đơn vị tính: cái"]])
def test_rows_of_a_name_and_figures(between: list[str], gap: str) -> None:
    lines = [TITLE, *between, *HEADS, *flat(ROWS), "Các bản tổ chức thực hiện nghiêm túc."]
    text = ("\n" + gap).join(lines)
    [grid] = find_grids(text)
    assert [text[c.at.start : c.at.end] for c in grid.cells] == [*HEADS, *flat(ROWS)]
    assert (grid.n_rows, grid.n_cols) == (4, 3)


def test_rows_with_a_number_before_the_name() -> None:
    rows = [[str(i), *row] for i, row in enumerate(ROWS, 1)]
    [grid] = grids(TITLE, "TT", *HEADS, *flat(rows))
    assert (grid.n_rows, grid.n_cols) == (4, 4)


def test_a_sum_without_a_number() -> None:
    rows = [[str(i), *row] for i, row in enumerate([*ROWS[:2], ["Bản Ba", "5", "91"]], 1)]
    lines = [TITLE, "TT", *HEADS, *flat(rows), "Tổng cộng", "1.024", "95", "Giao các bản thực hiện."]
    [grid] = grids(*lines)
    text = "\n".join(lines)
    assert [text[c.at.start : c.at.end] for c in grid.cells if c.row == 4] == ["", "Tổng cộng", "1.024", "95"]


@pytest.mark.parametrize(
    "lines",
    [
        [*HEADS, *flat(ROWS)],
        [TITLE, *HEADS, *flat(ROWS[:2])],
        [TITLE, *HEADS, *flat(ROWS), "44"],
        [TITLE, *HEADS, "Bản Một", "12", "Bản Hai", "7", "Toàn xã", "19"],
        [TITLE, *HEADS[:2], *flat(ROWS)],
        [TITLE, "- Bản", *HEADS[1:], *flat(ROWS)],
        [TITLE, *HEADS, "Bản Một", "12", "95,5", "Bản Hai", "bảy", "98", "Toàn xã", "19", "96"],
        [TITLE, *HEADS, *flat([["Trồng cây phân tán;", "1", "2"]] * 3)],
    ],
    ids=["no title", "two rows", "a figure more", "one figure a row", "a header less", "list", "words", "prose"],
)
def test_what_is_not_sure_is_no_table(lines: list[str]) -> None:
    assert grids(*lines) == []
