"""One workbook for people: a sheet for each kind of fact, with real numbers and dates, and no text is reckoned."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from pipeline import __version__
from pipeline.export.columns import Column, Table, exported_tables
from pipeline.export.formats import Job, Written, in_two, last_build, said
from pipeline.export.landing import CREATOR

# By sheet: the table or view it shows.
_SHOWS = {
    "documents": "documents", "commitments": "v_commitments", "references": "v_citations", "duties": "v_duties",
    "deadlines": "deadlines", "amounts": "amounts", "findings": "findings", "table_facts": "table_facts",
}  # fmt: skip
# What only programs read: places in the text, and ids that no other sheet has.
_HIDDEN = frozenset({
    "span_start", "span_end", "value_start", "value_end", "source_id", "section_id", "table_id", "agency_id",
    "row_no", "col_no", "same_as",
})  # fmt: skip
# Rows of a sheet, and letters of a cell and of a sheet's name, as Excel has them.
MOST_ROWS, MOST_LETTERS = 1_048_576, 32_767
_LONGEST_NAME = 31
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# Text that begins like this is taken for a formula by spreadsheet programs that are not told it is text.
_LIKE_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_HEAD_FONT, _HEAD_FILL = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="1F4E79")
_TOP = Alignment(vertical="top", wrap_text=False)
_WIDE = frozenset({"title", "quote", "task", "message", "message_vi", "indicator_text", "cited_title", "column_path"})
# Excel knows no day before this one.
_FIRST_DAY = date(1900, 3, 1)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One kind of fact: its table, and the columns that are shown, the path of the file among them."""

    name: str
    table: Table
    columns: tuple[Column, ...]


def write_workbook(job: Job) -> Written:
    """Write the workbook. A sheet that is full goes on in a further one."""
    written = Written()
    book = Workbook(write_only=True)
    book.properties.creator = CREATOR
    book.properties.title = said()["datapackage"]["title"]["vi"]
    if made := last_build(job.con)["finished_at"]:
        book.properties.created = book.properties.modified = made
    about = book.create_sheet(in_two(said()["workbook"]["about"]))
    for sheet in _sheets(job):
        written.counts[sheet.name] = _fill(job, book, sheet)
    _tell(about, job, written)
    book.save(job.target)
    return written


def _sheets(job: Job) -> Iterator[_Sheet]:
    tables = {table.name: table for table in exported_tables(job.con, whole=job.chosen.whole)}
    path = next(column for column in tables["sources"].columns if column.name == "source_path")
    for name, table_name in _SHOWS.items():
        table = tables[table_name]
        shown = [column for column in table.columns if column.name not in _HIDDEN]
        yield _Sheet(name, table, tuple(shown if path.name in table.names else [*shown, path]))


def _fill(job: Job, book: Workbook, sheet: _Sheet) -> int:
    """Write the rows of a sheet, and of further ones where it is full; return how many rows there are."""
    name, count = in_two(said()["workbook"]["sheets"][sheet.name]), 0
    rows = _rows(job, sheet)
    for part in itertools.count(1):
        page = _page(book, _numbered(name, part), sheet.columns)
        before = count
        for row in itertools.islice(rows, MOST_ROWS - 1):
            page.append([cell_of(page, value) for value in row])
            count += 1
        page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{count - before + 1}"
        if count - before < MOST_ROWS - 1:
            break
    return count


def _rows(job: Job, sheet: _Sheet) -> Iterator[tuple[Any, ...]]:
    table, wanted = sheet.table, ", ".join(f'"{column.name}"' for column in sheet.columns)
    paths = (
        "" if "source_path" in table.names else "JOIN (SELECT source_id, source_path FROM sources) USING (source_id)"
    )
    query = job.con.sql(f"SELECT {wanted} FROM (SELECT * FROM {table.name} WHERE {table.condition}) {paths}")
    with query.to_arrow_reader(10_000) as batches:
        for batch in batches:
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def cell_of(page: WriteOnlyWorksheet, value: Any) -> Any:
    """Return a value as a cell holds it: numbers and dates as such, all else as text that is never reckoned."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, date):
        if value < _FIRST_DAY:
            return value.isoformat()
        cell = WriteOnlyCell(page, value)
        cell.number_format = "dd/mm/yyyy"
        return cell
    text = _FORBIDDEN.sub("", ", ".join(map(str, value)) if isinstance(value, list) else str(value))
    if len(text) > MOST_LETTERS:
        text = text[: MOST_LETTERS - 1] + "…"
    if not text.startswith(_LIKE_FORMULA):
        return text or None
    cell = WriteOnlyCell(page, text)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def _page(book: Workbook, name: str, columns: tuple[Column, ...]) -> WriteOnlyWorksheet:
    """Return a new sheet with its head: names of columns with a note on each, frozen."""
    page = book.create_sheet(name)
    page.freeze_panes = "A2"
    for index, column in enumerate(columns, 1):
        width = 60 if column.name in _WIDE else max(12, min(28, len(column.name) + 4))
        page.column_dimensions[get_column_letter(index)].width = width
    page.append([_head(page, column) for column in columns])
    return page


def _head(page: WriteOnlyWorksheet, column: Column) -> WriteOnlyCell:
    cell = WriteOnlyCell(page, column.name)
    cell.font, cell.fill, cell.alignment = _HEAD_FONT, _HEAD_FILL, _TOP
    cell.comment = Comment(f"{column.about['vi']}\n\n{column.about['en']}", CREATOR, width=320, height=120)
    return cell


def _tell(page: WriteOnlyWorksheet, job: Job, written: Written) -> None:
    """Write what the workbook is, and how many rows each sheet has."""
    words = said()["workbook"]
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 44, 24
    for lang in ("vi", "en"):
        page.append([words["intro"][lang]])
    page.append([])
    page.append([in_two(words["version"]), __version__])
    made = last_build(job.con)["finished_at"]
    page.append([in_two(words["made_on"]), cell_of(page, made.date()) if made else None])
    page.append([])
    page.append([in_two(words["sheet"]), in_two(words["rows"])])
    for name, count in written.counts.items():
        page.append([in_two(words["sheets"][name]), count])


def _numbered(name: str, part: int) -> str:
    number = f" ({part})" if part > 1 else ""
    return name[: _LONGEST_NAME - len(number)] + number
