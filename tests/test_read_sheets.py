"""Spreadsheets: what cells show, tables on a sheet, merged cells, limits; and their facts."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import Font

from pipeline.errors import KehoachError
from pipeline.read import read_bytes, workbooks
from pipeline.read.displayed import displayed
from pipeline.source import Source
from tests import old_letters
from tests.fact_rows import facts_of, rows_of
from tests.make_files import make_docx, make_zip, paragraph, table
from tests.soffice import made_by_soffice

Row = Sequence[Any]


def make_xlsx(*sheets: tuple[str, Sequence[Row]], change: Callable[[Any], None] | None = None) -> bytes:
    """Return a workbook; a value may come with its number format: (0.45, "0%")."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for i, row in enumerate(rows, 1):
            for j, value in enumerate(row, 1):
                cell = sheet.cell(i, j)
                cell.value, code = value if isinstance(value, tuple) else (value, None)
                if code:
                    cell.number_format = code
    if change:
        change(book)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def cells(source: Source, index: int = 0) -> list[list[str]]:
    """Return the texts of a table, row by row, without those that merged cells cover."""
    grid = source.grids[index]
    return [[source.text[c.at.start : c.at.end] for c in grid.cells if c.row == row] for row in range(grid.n_rows)]


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (12345, "General", "12345"),
        (12345.5, "General", "12345,5"),
        (1 / 3, "General", "0,3333333333"),
        (2025.0, "General", "2025"),
        (12345, "#,##0", "12.345"),
        (1234567.891, "#,##0.00", "1.234.567,89"),
        (0.45, "0%", "45%"),
        (0.4567, "0.0%", "45,7%"),
        (0.4567, "0.00%", "45,67%"),
        (0.045, "0.##%", "4,5%"),
        (0.05, "0.##%", "5%"),
        (5, "00", "05"),
        (2.675, "0.00", "2,68"),
        (-1234, "#,##0", "-1.234"),
        (-1234, "#,##0;(#,##0)", "(1.234)"),
        (-1234, "#,##0_);[Red](#,##0)", "(1.234)"),
        (0, '_(* #,##0_);_(* (#,##0);_(* "-"??_);_(@_)', "-"),
        (1234, '_(* #,##0_);_(* (#,##0);_(* "-"??_);_(@_)', "1.234"),
        (-0.001, "0.0", "0,0"),
        (1500000, '#,##0," triệu"', "1.500 triệu"),
        (12, '0" hộ"', "12 hộ"),
        (12, "0\\ [$₫-42A]", "12 ₫"),
        (7, '"Số 0"0', "Số 07"),
        (0.5, "# ?/?", "0,5"),
        (True, "General", "TRUE"),
        ("12.345", "#,##0", "12.345"),
        (datetime.datetime(2024, 3, 5), "mm-dd-yy", "05/03/2024"),
        (datetime.datetime(2024, 3, 5), "d-mmm-yy", "05/03/2024"),
        (datetime.datetime(2024, 3, 5), "mm/yyyy", "03/2024"),
        (datetime.datetime(2024, 3, 5), "yyyy", "2024"),
        (datetime.datetime(2024, 3, 5), '"Ngày "dd/mm', "05/03"),
        (datetime.datetime(2024, 3, 5, 14, 30), "dd/mm/yyyy h:mm", "05/03/2024 14:30"),
        (datetime.time(14, 30), "h:mm", "14:30"),
        (None, "General", ""),
    ],
)
def test_cells_say_what_they_show(value: object, code: str, shown: str) -> None:
    assert displayed(value, code) == shown


@given(
    st.one_of(st.floats(), st.integers(-(10**12), 10**12), st.booleans(), st.datetimes(), st.text(max_size=9)),
    st.one_of(st.text(alphabet='0#?.,;%"\\_*[]-()$ dmyhs@E+/', max_size=20), st.text(max_size=9)),
)
@settings(max_examples=500, deadline=None)
def test_any_format_shows_something_or_nothing(value: object, code: str) -> None:
    assert isinstance(displayed(value, code), str)


@given(st.integers(-(10**9), 10**9), st.integers(0, 4))
@settings(max_examples=200, deadline=None)
def test_what_is_shown_is_the_value(value: int, decimals: int) -> None:
    number = value / 10**decimals
    code = "#,##0" + ("." + "0" * decimals if decimals else "")
    assert float(displayed(number, code).replace(".", "").replace(",", ".")) == number


APPENDIX: list[Row] = [
    ["Biểu 01: CHỈ TIÊU GIẢM NGHÈO NĂM 2024"],
    ["(Kèm theo Kế hoạch số 45/KH-UBND ngày 26/02/2024 của Ủy ban nhân dân huyện Chi Lăng)"],
    [],
    ["TT", "Xã, thị trấn", "Tổng số hộ (hộ)", "Hộ nghèo cuối năm 2023", None, "Ngày rà soát"],
    [None, None, None, "Số hộ (hộ)", "Tỷ lệ (%)"],
    [1, "Xã Vạn Linh", (1236, "#,##0"), 118, (0.0955, "0.00%"), (datetime.date(2023, 11, 15), "dd/mm/yyyy")],
    [2, "Xã Hòa Bình", (742, "#,##0"), 61, (0.0822, "0.00%"), (datetime.date(2023, 11, 16), "dd/mm/yyyy")],
    [None, "Cộng", (1978, "#,##0"), 179, (0.0905, "0.00%")],
    ["Ghi chú: số liệu minh họa, không có thật"],
]
MERGED = ["A1:F1", "A2:F2", "A4:A5", "B4:B5", "C4:C5", "D4:E4", "F4:F5"]
SHOWN = [
    ["TT", "Xã, thị trấn", "Tổng số hộ (hộ)", "Hộ nghèo cuối năm 2023", "Ngày rà soát"],
    ["Số hộ (hộ)", "Tỷ lệ (%)"],
    ["1", "Xã Vạn Linh", "1.236", "118", "9,55%", "15/11/2023"],
    ["2", "Xã Hòa Bình", "742", "61", "8,22%", "16/11/2023"],
    ["", "Cộng", "1.978", "179", "9,05%", ""],
]


def merge(book: Any) -> None:
    for ranged in MERGED:
        book.worksheets[0].merge_cells(ranged)


@pytest.fixture(scope="module", params=["xlsx", "xls", "ods"])
def appendix(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, bytes]:
    """The appendix in one format after another, and the name of that."""
    kind, data = request.param, make_xlsx(("Biểu 01", APPENDIX), change=merge)
    return kind, data if kind == "xlsx" else made_by_soffice(data, "xlsx", kind, tmp_path_factory.mktemp("appendix"))


def test_an_appendix_cell_for_cell(appendix: tuple[str, bytes]) -> None:
    kind, data = appendix
    source = read_bytes(data, "a.bin")
    assert cells(source) == SHOWN
    assert [(c.row, c.col, c.row_span, c.col_span) for c in source.grids[0].cells if c.row < 2] == [
        (0, 0, 2, 1), (0, 1, 2, 1), (0, 2, 2, 1), (0, 3, 1, 2), (0, 5, 2, 1), (1, 3, 1, 1), (1, 4, 1, 1),
    ]  # fmt: skip
    lines = source.text.split("\n")
    assert lines[:4] == ["Biểu 01", "", APPENDIX[0][0], ""]
    assert lines[-2] == "Ghi chú: số liệu minh họa, không có thật"
    assert source.read_with == ("text, converted" if kind == "ods" else "text")


def as_docx() -> bytes:
    rows = [[paragraph(text) for text in row] for row in SHOWN]
    span = {3: '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'}
    rows[0] = [span.get(i, '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>') + cell for i, cell in enumerate(rows[0])]
    merged = "<w:tcPr><w:vMerge/></w:tcPr><w:p/>"
    rows[1] = [merged, merged, merged, *rows[1], merged]
    head = "".join(paragraph(str(text)) for text in ("Biểu 01", APPENDIX[0][0], APPENDIX[1][0]))
    return make_docx(head + table(rows) + paragraph(str(APPENDIX[-1][0])))


def test_facts_are_those_of_the_same_table_in_a_docx(appendix: tuple[str, bytes]) -> None:
    kind, data = appendix
    facts = facts_of(data, f"a.{kind}")
    assert facts["table_facts"]
    assert facts["tables"][0]["caption"] is not None
    assert facts == facts_of(as_docx(), "a.docx")


def test_an_appendix_alone_is_no_failure() -> None:
    assert rows_of(make_xlsx(("Biểu 01", APPENDIX), change=merge), "a.xlsx")["failures"] == []


def test_tables_of_one_sheet_and_of_many() -> None:
    rows: list[Row] = [["a", "b"], ["1", "2"], [], ["Bảng hai"], ["c", "d", "e"], ["3", None, "5"]]
    source = read_bytes(make_xlsx(("Sheet1", rows), ("Vốn", [["x", "y"], [1, 2]]), ("Trống", [])))
    assert [cells(source, i) for i in range(3)] == [
        [["a", "b"], ["1", "2"]],
        [["c", "d", "e"], ["3", "", "5"]],
        [["x", "y"], ["1", "2"]],
    ]
    paragraphs = [line for line in source.text.split("\n") if line and "\t" not in line]
    assert paragraphs == ["Bảng hai", "Vốn"]


def test_a_letterhead_is_no_table() -> None:
    rows: list[Row] = [
        ["UBND TỈNH LẠNG SƠN", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["SỞ TÀI CHÍNH", None, None, "Độc lập - Tự do - Hạnh phúc"],
        ["BIỂU PHÂN BỔ VỐN"],
        ["TT", "Đơn vị", "Vốn", "Ghi chú"],
        [1, "Huyện Chi Lăng", (21450, "#,##0"), None],
    ]
    source = read_bytes(make_xlsx(("Biểu", rows)))
    assert [grid.kind for grid in source.grids] == ["layout", "data"]
    assert cells(source, 1) == [["TT", "Đơn vị", "Vốn", "Ghi chú"], ["1", "Huyện Chi Lăng", "21.450", ""]]


def test_hidden_rows_and_sheets_are_read() -> None:
    def hide(book: Any) -> None:
        book.worksheets[0].row_dimensions[2].hidden = True
        book.worksheets[0].column_dimensions["B"].hidden = True
        book.worksheets[1].sheet_state = "hidden"
        book.worksheets[2].sheet_state = "veryHidden"

    sheet: list[Row] = [["Xã", "Số hộ"], ["Vạn Linh", 118], ["Cộng", 118]]
    source = read_bytes(make_xlsx(("Một", sheet), ("Hai", sheet), ("Ba", sheet), change=hide))
    assert source.text.count("Vạn Linh\t118") == 2


def test_formulas_give_the_value_worked_out_last(tmp_path: Path) -> None:
    rows: list[Row] = [["Xã", "Số hộ"], ["Vạn Linh", 118], ["Hòa Bình", 61], ["Cộng", "=SUM(B2:B3)"]]
    unsolved = make_xlsx(("a", rows))
    assert read_bytes(unsolved).text.endswith("Hòa Bình\t61\n\nCộng\n")
    solved = made_by_soffice(unsolved, "xlsx", "ods", tmp_path)
    assert cells(read_bytes(solved))[-1] == ["Cộng", "179"]


@pytest.mark.parametrize("named", [True, False], ids=["font named", "by letters"])
def test_sheets_in_old_fonts(named: bool) -> None:
    def set_fonts(book: Any) -> None:
        for row in book.worksheets[0].iter_rows():
            for cell in row:
                capitals = isinstance(cell.value, str) and cell.value.isupper()
                cell.font = Font(name=".VnTimeH" if capitals else ".VnTime")
                if isinstance(cell.value, str):
                    cell.value = old_letters.to_tcvn3(cell.value.lower() if capitals and named else cell.value)
                if not named:
                    cell.font = Font(name="Arial")

    rows: list[Row] = [
        ["TT", "Nội dung hỗ trợ", "Số hộ nghèo"],
        ["I", "HỖ TRỢ NHÀ Ở", 2],
        [1, "Làm mới nhà ở cho hộ nghèo", 1],
        [2, "Sửa chữa nhà ở cho hộ cận nghèo", 1],
    ]
    source = read_bytes(make_xlsx(("Biểu 01", rows), change=set_fonts))
    assert source.read_with == "text, tcvn3"
    assert cells(source) == [[str(value) for value in row] for row in rows]


def test_too_many_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MAX_CELLS", 50)
    read_bytes(make_xlsx(("a", [[1] * 7] * 7)))
    with pytest.raises(KehoachError, match=r"KH115: .* more than 50 cells"):
        read_bytes(make_xlsx(("a", [[1] * 8] * 7)))


def test_ranges_merged_over_a_whole_sheet() -> None:
    data = make_xlsx(("a", [["x", "y"], [1, 2]]), change=lambda book: book.worksheets[0].merge_cells("A5:B6"))
    files = {name: text.decode() for name, text in unpacked(data).items()}
    files["xl/worksheets/sheet1.xml"] = files["xl/worksheets/sheet1.xml"].replace("A5:B6", "A5:XFD1048576")
    with pytest.raises(KehoachError, match="KH115"):
        read_bytes(make_zip(files))


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_a_cell_in_the_last_corner(kind: str, tmp_path: Path) -> None:
    rows: list[Row] = [["x", "y"], [1, 2]]
    corner = (1048576, 16384) if kind == "xlsx" else (65536, 256)
    data = make_xlsx(("a", rows), change=lambda book: book.worksheets[0].cell(*corner, "z"))
    source = read_bytes(data if kind == "xlsx" else made_by_soffice(data, "xlsx", kind, tmp_path))
    assert source.text == "a\n\nx\ty\n1\t2\n\nz\n"


@pytest.mark.parametrize("code", ['"a' * 120 + "\\", "0" * 10**6, ";" * 10**5, ",".join("0" * 120), '"' * 255 + "\\"])
def test_formats_made_to_stall(code: str) -> None:
    assert isinstance(displayed(12345.5, code), str)


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_entities_of_its_own() -> None:
    files = {name: text.decode() for name, text in unpacked(make_xlsx(("a", [["x", "y"]]))).items()}
    bomb = '<!DOCTYPE a [<!ENTITY b "c">]>'
    files["xl/workbook.xml"] = bomb + files["xl/workbook.xml"]
    with pytest.raises(KehoachError, match="KH114"):
        read_bytes(make_zip(files))


@pytest.mark.parametrize(
    ("error", "told"),
    [(AssertionError(), r"KH114: .*: AssertionError\. "), (KeyError("x\ny"), r"KH114: .*: KeyError: x")],
)
def test_what_breaks_a_library_is_told_whatever_it_says(
    error: Exception, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(KehoachError, match=told):
        read_failing(error, monkeypatch)


def test_want_of_memory_is_no_broken_file(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(MemoryError):
        read_failing(MemoryError(), monkeypatch)


def read_failing(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read a workbook with a library that raises `error`."""

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(workbooks.openpyxl, "load_workbook", fail)
    read_bytes(make_xlsx(("a", [["x", "y"]])))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (make_xlsx(("a", [])), "KH101"),
        (make_zip({"xl/workbook.xml": "x"}), "KH114"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "Workbook".encode("utf-16-le") + bytes(99), "KH114"),
    ],
)
def test_what_cannot_be_read(data: bytes, code: str) -> None:
    with pytest.raises(KehoachError, match=code):
        read_bytes(data)


@given(st.integers(0, 6000), st.binary(min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_a_damaged_workbook_gives_a_source_or_an_error_of_the_catalogue(at: int, new: bytes) -> None:
    data = DAMAGED[:at] + new + DAMAGED[at + len(new) :]
    try:
        read_bytes(data, "a.xlsx")
    except KehoachError:
        return


DAMAGED = make_xlsx(("Biểu 01", APPENDIX), change=merge)
