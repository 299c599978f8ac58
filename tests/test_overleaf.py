"""Tables that a PDF prints over several pages are one table; two tables stay two. All figures here are invented."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
from reportlab.platypus import PageBreak, Spacer

from extractors.facts import TableFact
from pipeline.build import build
from pipeline.extract import analyse
from pipeline.read import read_bytes
from pipeline.read.overleaf import join_tables
from pipeline.read.writer import RawBlock, RawCell, RawTable
from pipeline.source import Source
from tests.table_files import HIGH, Rows, print_pages, set_table

WIDTHS = (40, 300, 80, 80, 80)
HEAD = ["TT", "Chỉ tiêu", "ĐVT", "Năm 2024", "Năm 2026"]
LONG = "Số hộ nghèo và hộ mới thoát nghèo được vay vốn ưu đãi để nuôi trâu, bò, dê sinh sản của xã Mẫu thứ"
DEEP = [["TT", "Xã", "Năm 2024", "<", "Năm 2026"], ["^", "^", "Hộ nghèo", "Tỷ lệ (%)", "Hộ nghèo"]]


def rows_of(count: int, first: int = 1) -> Rows:
    return [[str(i), f"{LONG} {i}", "hộ", str(100 + i), str(300 + i)] for i in range(first, first + count)]


def printed(*flow: Any, height: float = HIGH) -> Source:
    return read_bytes(print_pages(flow, height), "bang.pdf")


def shapes(source: Source) -> list[tuple[int | None, int, int]]:
    return [(g.page_no, g.n_rows, g.n_cols) for g in source.grids if g.kind == "data"]


def rows(source: Source, table: int = 0) -> Rows:
    """Return the words of a table's filled cells, row by row."""
    grid = source.grids[table]
    said = [(c.row, source.text[c.at.start : c.at.end]) for c in grid.cells if c.at.end > c.at.start]
    return [[words for _, words in row] for _, row in itertools.groupby(said, key=lambda cell: cell[0])]


@pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "borderless"])
@pytest.mark.parametrize("repeat", [1, 0], ids=["header on every page", "one header"])
def test_a_table_over_five_pages(ruled: bool, repeat: int) -> None:
    table = [HEAD, *rows_of(70)]
    source = printed("Bảng 1. Vay vốn", set_table(table, WIDTHS, ruled, repeat), "Các xã thực hiện.")
    assert shapes(source) == [(1, 71, 5)]
    assert rows(source) == table
    assert len(source.pages) == 5


@pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "borderless"])
def test_each_figure_keeps_its_page(ruled: bool) -> None:
    source = printed("KẾ HOẠCH", set_table([HEAD, *rows_of(50)], WIDTHS, ruled, repeat=1), "Các xã thực hiện.")
    lines = [source.text[page.at.start : page.at.end].split("\n") for page in source.pages]
    firsts = [page[0].split("\t")[0] for page in lines[1:]]
    assert firsts == [str(int(page[-1 - (page[-1] == "")].split("\t")[0]) + 1) for page in lines[:-1]]
    assert [a.at.end for a in source.pages[:-1]] == [b.at.start for b in source.pages[1:]]
    assert (source.pages[0].at.start, source.pages[-1].at.end) == (0, len(source.text))
    facts = analyse(source).found(TableFact)
    assert [(f.value, f.unit, f.year, f.row_label) for f in facts] == [
        (base + i, "hộ", year, f"{LONG} {i}") for i in range(1, 51) for base, year in ((100, 2024), (300, 2026))
    ]


@pytest.mark.parametrize("count", [34, 35])
def test_the_last_rows_alone_overleaf_without_lines(count: int) -> None:
    table = [HEAD, *rows_of(count)]
    source = printed("Bảng 1.", set_table(table, WIDTHS, ruled=False), "Các xã thực hiện.")
    assert (shapes(source), rows(source), len(source.pages)) == ([(1, count + 1, 5)], table, 3)


def test_a_header_of_two_rows_is_kept_once() -> None:
    body = [[str(i), f"Xã Mẫu {i}", str(60 + i), "4,5", str(30 + i)] for i in range(1, 60)]
    for repeat in (2, 0):
        source = printed("Biểu 02", set_table([*DEEP, *body], WIDTHS, repeat=repeat))
        assert shapes(source) == [(1, 61, 5)]
        facts = analyse(source).found(TableFact)
        assert [(f.value, f.unit, f.year) for f in facts[-3:]] == [
            (119, "hộ", 2024),
            (4.5, "%", 2024),
            (89, "hộ", 2026),
        ]
        assert len(facts) == 3 * len(body)


def test_a_row_that_the_page_cuts_in_two_is_one() -> None:
    long = "Hỗ trợ " + ", ".join(["nhà ở cho hộ nghèo, hộ cận nghèo trên địa bàn các xã"] * 12)
    table = [HEAD, *rows_of(3), ["4", long, "hộ", "15", "7"], ["5", "Số lớp nghề", "lớp", "3", "4"]]
    source = printed(set_table(table, WIDTHS), "Các xã thực hiện.", height=190)
    assert rows(source) == table
    assert len(source.pages) > 2
    [label] = {f.row_label for f in analyse(source).found(TableFact) if f.value in (15, 7)}
    assert label == long


@pytest.mark.parametrize(
    "between",
    [
        "Biểu 02. Vay vốn của hộ cận nghèo",
        "Phụ lục II",
        "Các xã còn lại được giao như sau:",
        "(Kèm theo Kế hoạch số 9/KH-UBND)",
    ],
)
def test_a_table_with_a_caption_of_its_own_is_another(between: str) -> None:
    one, two = ([HEAD, *rows_of(4, first)] for first in (1, 11))
    source = printed("Biểu 01", set_table(one, WIDTHS), PageBreak(), between, set_table(two, WIDTHS))
    assert shapes(source) == [(1, 5, 5), (2, 5, 5)]
    assert rows(source, 1) == two


def test_several_tables_on_a_page_stay_several() -> None:
    tables = [[HEAD, *rows_of(2, first)] for first in (1, 11, 21)]
    flow = [part for table in tables for part in (Spacer(0, 20), set_table(table, WIDTHS))]
    source = printed("KẾ HOẠCH", *flow, "Hết.")
    assert shapes(source) == [(1, 3, 5)] * 3
    assert [rows(source, i) for i in range(3)] == tables


@pytest.mark.parametrize(
    ("widths", "second"),
    [
        (WIDTHS, [["STT", "Nội dung", "ĐVT", "Năm 2027", "Năm 2028"], ["1", "Số lớp", "lớp", "3", "4"]]),
        (WIDTHS, [["Mã", "Việc cần làm", "Ai làm", "Bao giờ", "Ghi chú"], ["a", "Rà soát", "Xã", "Quý I", "x"]]),
        (WIDTHS, [["BIỂU 02: GIAO CHO CÁC XÃ", "<", "<", "<", "<"], HEAD, ["1", "Số lớp", "lớp", "3", "4"]]),
        ((60, 280, 80, 80, 80), rows_of(2, 9)),
        ((40, 300, 160, 80), [row[:4] for row in rows_of(2, 9)]),
    ],
    ids=["numbered header", "header", "title inside", "other edges", "fewer columns"],
)
def test_a_table_of_its_own_kind_overleaf_is_another(widths: Sequence[float], second: Rows) -> None:
    one = [HEAD, *rows_of(4)]
    source = printed(set_table(one, WIDTHS), PageBreak(), set_table(second, widths), "Hết.")
    assert [shape[:2] for shape in shapes(source)] == [(1, 5), (2, len(second))]


def test_a_row_of_sums_alone_overleaf() -> None:
    source = printed(
        set_table([HEAD, *rows_of(4)], WIDTHS),
        PageBreak(),
        set_table([["Tổng cộng", "<", "<", "410", "810"]], WIDTHS),
    )
    assert shapes(source) == [(1, 6, 5)]
    assert [(f.row_label, f.value, f.year) for f in analyse(source).found(TableFact)][-2:] == [
        ("Tổng cộng", 410, 2024),
        ("Tổng cộng", 810, 2026),
    ]


COLUMNS = ((50.0, 90.0), (90.0, 350.0), (350.0, 420.0), (420.0, 500.0))
TOP = ["TT|Nội dung|ĐVT|Năm 2026", "1|Số lớp nghề|lớp|14", "2|Xây dựng đường giao|km|{}"]


def raw(lines: Sequence[str]) -> list[RawBlock]:
    cells = [
        RawCell(r, c, [said] if said else [])
        for r, line in enumerate(lines)
        for c, said in enumerate(line.split("|"))
    ]
    return [RawTable(cells, ruled=True, columns=COLUMNS)]


@pytest.mark.parametrize(
    ("last", "first", "joined", "begins"),
    [
        ("12", "|thông nông thôn||", "2|Xây dựng đường giao thông nông thôn|km|12", 3),
        ("", "|thông nông thôn||12", "2|Xây dựng đường giao thông nông thôn|km|12", 2),
        ("12", "|||", "2|Xây dựng đường giao|km|12", 3),
        ("12", "|thông nông thôn||7", None, 3),
        ("12", "3|thông nông thôn||", None, 3),
        ("12", "|Trồng rừng||", None, 3),
        ("12", "|trong đó: đường thôn||", None, 3),
        ("12", "|a) đường thôn||", None, 3),
    ],
)
def test_which_rows_are_halves_of_one(last: str, first: str, joined: str | None, begins: int) -> None:
    [[table], rest] = join_tables([raw([line.format(last) for line in TOP]), raw([first, "3|Số xã có chợ|xã|9"])])
    assert isinstance(table, RawTable)
    assert (rest, table.overleaf) == ([], (begins,))
    said = ["|".join(" ".join(c.lines()) for c in table.cells if c.row == row) for row in range(table.n_rows)]
    halves = [TOP[2].format(last), first] if joined is None else [joined]
    assert said == [*TOP[:2], *halves, "3|Số xã có chợ|xã|9"]


def test_words_at_the_foot_of_a_page_that_call_for_more() -> None:
    [[table], _] = join_tables([raw([*TOP[:2], "2|Hỗ trợ cho các|hộ|12"]), raw(["|Hợp tác xã||", "3|Chợ|chợ|9"])])
    assert isinstance(table, RawTable)
    assert [c.lines() for c in table.cells if c.row == 2][1] == ["Hỗ trợ cho các", "Hợp tác xã"]


def test_pages_in_the_database(tmp_path: Path) -> None:
    folder = tmp_path / "plans"
    folder.mkdir()
    table = set_table([HEAD, *rows_of(40)], WIDTHS, repeat=1)
    head = ["ỦY BAN NHÂN DÂN XÃ MẪU", "Số: 05/KH-UBND", "KẾ HOẠCH", "Giảm nghèo năm 2026", "1. Giao chỉ tiêu:"]
    data = print_pages([*head, table, "2. Các xã thực hiện."], HIGH)
    (folder / "bang.pdf").write_bytes(data)
    build([folder], tmp_path / "plans.duckdb")
    with duckdb.connect(str(tmp_path / "plans.duckdb"), read_only=True) as con:
        assert con.sql("SELECT page_no, n_rows, header_rows FROM tables").fetchall() == [(1, 41, 1)]
        traced = (
            "SELECT bool_and(text[span_start + 1 : span_end] = quote) FROM table_facts JOIN sources USING (source_id)"
        )
        assert con.sql(traced).fetchall() == [(True,)]
        pages = dict(con.sql("SELECT value_min, page FROM v_commitments WHERE stands_in = 'table'").fetchall())
    source = read_bytes(data, "bang.pdf")
    for page in source.pages:
        text = source.text[page.at.start : page.at.end]
        assert {pages[100 + i] for i in range(1, 41) if f"\t{100 + i}\t" in text} == {page.page_no}
