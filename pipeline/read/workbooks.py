"""Workbooks of spreadsheet programs, new (.xlsx) and old (.xls), as sheets of cells that say what they show."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import openpyxl
import regex
import xlrd

from pipeline.errors import KehoachError, kind_and_line
from pipeline.read.displayed import displayed
from pipeline.read.limits import UNPACKED

# A cell takes about half a kilobyte while it is read.
MAX_CELLS = 500_000
_CHUNK = 1 << 20
_CELL = regex.compile(rb"<(?:\w+:)?c[ />]")
_MERGE = regex.compile(rb'<(?:\w+:)?mergeCell[^<>]*\bref="([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)"')


@dataclass(frozen=True, slots=True)
class SheetCell:
    """What a cell shows, and the name of its font."""

    text: str
    font: str = ""


@dataclass(slots=True)
class Sheet:
    """A sheet: its cells that show something, by row and column from 0, and merged ranges as first and last place."""

    name: str
    cells: dict[tuple[int, int], SheetCell] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


def open_sheets(data: bytes) -> list[Sheet]:
    """Return the sheets of a workbook in order. Hidden rows, columns and sheets are there as others are.

    Sums count hidden rows, so a table without them would not add up. Sheets that a user cannot bring to light, and
    those of charts and macros, are left out. Formulas give the value that was last worked out for them.

    Raises KehoachError: KH105 where it is locked, KH114 where it is broken, KH115 where it is too large.
    """
    try:
        return list(_open_xlsx(data) if data.startswith(b"PK") else _open_xls(data))
    except (KehoachError, MemoryError):
        raise
    except Exception as error:  # any part of the file may be broken in any way
        if "encrypted" in str(error).lower():
            raise KehoachError("KH105") from error
        raise KehoachError("KH114", detail=kind_and_line(error)) from error


def _open_xlsx(data: bytes) -> Iterator[Sheet]:
    _check_parts(data)
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    for sheet in book.worksheets:
        if sheet.sheet_state == "veryHidden":
            continue
        found = Sheet(sheet.title)
        # Not by rows and columns: one cell in the last corner would make billions of empty ones.
        for (row, column), cell in sheet._cells.items():
            if cell.value is not None:
                text = displayed(cell.value, cell.number_format or "General")
                found.cells[row - 1, column - 1] = SheetCell(text, cell.font.name or "")
        found.merged = [
            (r.min_row - 1, r.min_col - 1, r.max_row - 1, r.max_col - 1) for r in sheet.merged_cells.ranges
        ]
        yield found


def _check_parts(data: bytes) -> None:
    """Raise KH115 where the file would take too much memory, KH114 where a part declares entities of its own."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        size = sum(part.file_size for part in parts)
        if size > UNPACKED:
            raise KehoachError("KH115", detail=f"it would unpack to {size >> 20} MB")
        cells = 0
        for part in parts:
            if not part.filename.endswith((".xml", ".rels")):
                continue
            with archive.open(part) as file:
                tail = b""
                while chunk := file.read(_CHUNK):
                    text = tail + chunk
                    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                        raise KehoachError("KH114", detail=f"{part.filename} declares entities")
                    cells += _count(text) - _count(tail)
                    tail = text[-80:]
                    if cells > MAX_CELLS:
                        raise KehoachError("KH115", detail=f"it has more than {MAX_CELLS:,} cells")


def _count(xml: bytes) -> int:
    """Return the number of cells that `xml` declares, those of merged ranges too."""
    merged = sum((int(last) - int(first) + 1) * (_column(right) - _column(left) + 1)
                 for left, first, right, last in _MERGE.findall(xml))  # fmt: skip
    return len(_CELL.findall(xml)) + merged


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _open_xls(data: bytes) -> Iterator[Sheet]:
    with open(os.devnull, "w") as nowhere:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=nowhere)
    if sum(sheet.row_len(row) for sheet in book.sheets() for row in range(sheet.nrows)) > MAX_CELLS:
        raise KehoachError("KH115", detail=f"it has more than {MAX_CELLS:,} cells")
    for sheet in book.sheets():
        if sheet.visibility == 2:
            continue
        found = Sheet(sheet.name)
        for row in range(sheet.nrows):
            for col in range(sheet.row_len(row)):
                cell = _old_cell(book, sheet, row, col)
                if cell.text:
                    found.cells[row, col] = cell
        found.merged = [(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells]
        yield found


def _old_cell(book: Any, sheet: Any, row: int, col: int) -> SheetCell:
    kind, value = sheet.cell_type(row, col), sheet.cell_value(row, col)
    if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return SheetCell("")
    style = book.xf_list[sheet.cell_xf_index(row, col)]
    known = book.format_map.get(style.format_key)
    code = "General" if known is None else known.format_str
    if kind == xlrd.XL_CELL_DATE:
        value = xlrd.xldate.xldate_as_datetime(value, book.datemode) if value >= 1 else value
    elif kind == xlrd.XL_CELL_BOOLEAN:
        value = bool(value)
    elif kind == xlrd.XL_CELL_ERROR:
        value = xlrd.error_text_from_code.get(value, "#N/A")
    return SheetCell(displayed(value, code), book.font_list[style.font_index].name)
