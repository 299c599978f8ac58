"""Spreadsheets, as appendices come: the tables of each sheet, titles above them and notes below as paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from pipeline.errors import KehoachError
from pipeline.read.legacy import convert_blocks, convert_run, describe, honest_fonts, old_font
from pipeline.read.marks import has_mark
from pipeline.read.workbooks import Sheet, SheetCell, open_sheets
from pipeline.read.writer import RawBlock, RawCell, RawTable, Writer
from pipeline.source import Source

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS = "application/vnd.ms-excel"
_MAX_COLS = 200
# Names that a program gives to sheets, which say nothing.
_UNNAMED = regex.compile(r"(?i)(?:sheet|trang tính|trang_tính|bảng tính|book)\s?\d*")
_FRAME = ("letterhead", "number_line", "place_and_date", "recipients", "signature")


def read_sheets(data: bytes, name: str = "") -> Source:
    """Return the tables of a workbook, sheet after sheet, each under the sheet's name.

    A blank row ends a table; rows above and below it that hold one cell are paragraphs. Cells say what they show
    (`pipeline/read/displayed.py`). Hidden rows, columns and sheets are read as others are.

    Raises KehoachError: KH101 where no cell shows anything, and what `open_sheets` raises.
    """
    done: set[str] = set()
    sheets = open_sheets(data)
    _convert_fonts(sheets, done)
    writer = Writer()
    blocks = [block for sheet in sheets if sheet.cells for block in _sheet(sheet)]
    writer.blocks(convert_blocks(blocks, done))
    text = writer.text.rstrip("\n") + "\n"
    if not text.strip():
        raise KehoachError("KH101")
    media_type = XLSX if data.startswith(b"PK") else XLS
    return Source(text, media_type, describe("text", done), grids=writer.grids)


def _convert_fonts(sheets: Sequence[Sheet], done: set[str]) -> None:
    honest = honest_fonts((cell.font, cell.text) for sheet in sheets for cell in sheet.cells.values())
    for sheet in sheets if honest else ():
        for place, cell in sheet.cells.items():
            font = old_font(cell.font)
            if font is not None and font.encoding in honest:
                text = convert_run(cell.text, font)
                if text != cell.text:
                    done.add(font.encoding)
                    sheet.cells[place] = SheetCell(text, cell.font)


def _sheet(sheet: Sheet) -> Iterator[RawBlock]:
    if not _UNNAMED.fullmatch(sheet.name.strip()):
        yield sheet.name.strip()
    rows = _rows(sheet)
    block: list[list[RawCell]] = []
    last = -1
    for number in sorted(rows):
        if block and number > last + 1:
            yield from _block(block)
            block = []
        block.append(rows[number])
        last = max(last, number, *(cell.row + cell.row_span - 1 for cell in rows[number]))
    yield from _block(block)


def _rows(sheet: Sheet) -> dict[int, list[RawCell]]:
    """Return the cells that show something, by row, each with what it covers."""
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in sheet.merged}
    rows: dict[int, list[RawCell]] = {}
    for (row, col), cell in sorted(sheet.cells.items()):
        if cell.text.strip():
            height, width = spans.get((row, col), (1, 1))
            rows.setdefault(row, []).append(RawCell(row, col, [cell.text], height, width))
    return rows


@dataclass(frozen=True, slots=True)
class _Ends:
    """Between which rows of a block the table stands."""

    first: int
    last: int


def _block(rows: list[list[RawCell]]) -> Iterator[RawBlock]:
    """Yield what stands in rows without a blank one between them."""
    ends = _ends(rows)
    yield from _around(rows[: ends.first])
    if ends.first < ends.last:
        yield _table(rows[ends.first : ends.last])
    yield from _around(rows[ends.last :])


def _ends(rows: Sequence[Sequence[RawCell]]) -> _Ends:
    first, last = 0, len(rows)
    while first < last and _is_around(rows[first]):
        first += 1
    while last > first and _is_around(rows[last - 1]):
        last -= 1
    return _Ends(first, last)


def _is_around(row: Sequence[RawCell]) -> bool:
    """Return whether `row` is no row of a table: one cell, or what frames a document."""
    return len(row) == 1 or (len(row) == 2 and any(has_mark(line, *_FRAME) for cell in row for line in cell.lines()))


def _around(rows: Sequence[list[RawCell]]) -> Iterator[RawBlock]:
    """Yield paragraphs, and what stands side by side as a table that only places text."""
    side_by_side: list[list[RawCell]] = []
    for row in rows:
        if len(row) > 1:
            side_by_side.append(row)
            continue
        if side_by_side:
            yield _table(side_by_side)
            side_by_side = []
        yield from row[0].blocks
    if side_by_side:
        yield _table(side_by_side)


def _table(rows: Sequence[Sequence[RawCell]]) -> RawTable:
    """Return the table in `rows`, numbered from its first row and column, with its empty cells.

    Columns in which nothing begins are left out: a title may be merged over many.
    """
    cells = [cell for row in rows for cell in row]
    columns = sorted({cell.col for cell in cells})
    if len(columns) > _MAX_COLS:
        raise KehoachError("KH115", detail=f"a table has more than {_MAX_COLS} columns")
    top, bottom = rows[0][0].row, max(row[0].row for row in rows)
    taken: dict[tuple[int, int], RawCell | None] = {}
    for cell in cells:
        height = min(cell.row_span, bottom - cell.row + 1)
        begin = columns.index(cell.col)
        width = sum(cell.col <= col < cell.col + cell.col_span for col in columns)
        places = [(cell.row - top + i, begin + j) for i in range(height) for j in range(width)]
        if any(place in taken for place in places):  # a range that was merged over another
            places, height, width = places[:1], 1, 1
        if places[0] not in taken:
            taken.update(dict.fromkeys(places))
            taken[places[0]] = RawCell(*places[0], cell.blocks, height, width)
    grid = [
        taken.get((row, col), RawCell(row, col)) for row in range(bottom - top + 1) for col in range(len(columns))
    ]
    return RawTable([cell for cell in grid if cell is not None])
