"""Paragraphs and tables of any format become one text with the place of every table and cell in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from extractors.grid import Cell, Grid
from extractors.offsets import Span
from pipeline.read.marks import has_mark


@dataclass(slots=True)
class RawCell:
    """A cell as its file has it: upper left row and column, what it covers, and its blocks in order."""

    row: int
    col: int
    blocks: list[RawBlock] = field(default_factory=list)
    row_span: int = 1
    col_span: int = 1

    def lines(self) -> list[str]:
        """Return the lines of text in the cell and in the tables in it, without the blank ones."""
        found: list[str] = []
        for block in self.blocks:
            if isinstance(block, RawTable):
                found.extend(line for cell in block.cells for line in cell.lines())
            else:
                found.extend(line for line in block.split("\n") if line.strip())
        return found


@dataclass(slots=True)
class RawTable:
    """A table as its file has it. Cells are in order and cover no place twice.

    `ruled` says whether lines are drawn around cells, None where the file does not tell. Of a table on a printed
    page, `columns` says from where to where each stands, in points, and `overleaf` with which row each page after the
    first begins.
    """

    cells: list[RawCell]
    header_rows: int | None = None
    ruled: bool | None = None
    columns: tuple[tuple[float, float], ...] = ()
    overleaf: tuple[int, ...] = ()

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return max((c.row + c.row_span for c in self.cells), default=0)

    @property
    def n_cols(self) -> int:
        """Number of columns."""
        return max((c.col + c.col_span for c in self.cells), default=0)


RawBlock: TypeAlias = str | RawTable


def is_layout(table: RawTable) -> bool:
    """Return whether `table` only places text on the page.

    So it is when it has one column; when it holds the letterhead, or the signature and the recipients, in a few
    wide cells, and so do small tables without any line drawn; when it holds other tables; and when its cells are
    whole passages (more than five lines each).
    """
    cells = [cell.lines() for cell in table.cells]
    filled = [lines for lines in cells if lines]
    if not filled or table.n_cols == 1 or len(filled) == 1:
        return True
    if (
        table.n_cols <= 4
        and table.n_rows <= 8
        and (_is_frame(filled) or (table.ruled is False and table.n_cols <= 3))
    ):
        return True
    inner = [block for cell in table.cells for block in cell.blocks if isinstance(block, RawTable)]
    if inner:
        return table.n_cols <= 3 and not _is_listing(table, inner)
    return table.n_rows <= 2 and sum(map(len, filled)) > 5 * len(filled)


def _is_listing(table: RawTable, inner: Sequence[RawTable]) -> bool:
    """Return whether `table` has a row of heads, and little of it stands in its `inner` tables."""
    heads = [cell.lines() for cell in table.cells if cell.row == 0]
    if table.n_rows < 3 or len(heads) != table.n_cols or not all(0 < len(lines) <= 3 for lines in heads):
        return False
    nested = sum(len(cell.lines()) for one in inner for cell in one.cells)
    return 2 * nested < sum(len(cell.lines()) for cell in table.cells)


def _is_frame(cells: Sequence[Sequence[str]]) -> bool:
    """Return whether the lines of `cells` are those of a letterhead, or of a signature and the recipients."""
    heads = (line for lines in cells for line in lines[:6])
    ends = (line for lines in cells for line in lines[:3])
    return any(has_mark(line, "letterhead", "number_line", "place_and_date") for line in heads) or any(
        has_mark(line, "recipients", "signature") for line in ends
    )


class Writer:
    """Collects the text of a source. What is put in is made NFC line by line, so places hold from the start."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._grids: list[Grid] = []
        self.length = 0
        self.page_starts: dict[int, int] = {}

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._parts)

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The tables so far."""
        return tuple(self._grids)

    def blocks(self, blocks: Sequence[RawBlock], page_no: int | None = None) -> None:
        """Write `blocks` one after the other."""
        for block in blocks:
            if isinstance(block, RawTable):
                self.table(block, page_no)
            else:
                self.paragraph(block)

    def paragraph(self, text: str) -> None:
        """Write a paragraph: its lines, and a blank line after it. Nothing where it is blank."""
        lines = [line for line in text.split("\n") if line.strip()]
        if lines:
            self._put("\n".join(line.strip(" \t") for line in lines) + "\n\n")

    def page(self, blocks: Sequence[RawBlock], page_no: int) -> None:
        """Write the blocks of a printed page: lines follow each other, for nothing tells where paragraphs end.

        `page_starts` says where each page begins; one may begin inside a table, before that is written to its end.
        """
        self.page_starts.setdefault(page_no, self.length)
        texts: list[str] = []
        for block in blocks:
            if isinstance(block, RawTable):
                self._lines(texts)
                texts = []
                self.table(block, page_no)
            else:
                texts.append(block)
        self._lines(texts)

    def _lines(self, texts: Sequence[str]) -> None:
        """Write the lines of `texts` but the blank ones, all in one go."""
        self._put("".join([f"{line}\n" for line in "\n".join(texts).split("\n") if line.strip()]))

    def line(self, text: str) -> None:
        """Write one line."""
        self._put(text + "\n")

    def table(self, table: RawTable, page_no: int | None = None) -> None:
        """Write `table`: one row a line with tabs between cells; the text of a layout table as paragraphs."""
        if is_layout(table):
            self._layout(table, page_no)
        elif table.cells:
            self._data(table, page_no)

    def _layout(self, table: RawTable, page_no: int | None) -> None:
        start = self.length
        first = len(self._grids)
        cells = []
        for cell in table.cells:
            at = self.length
            self.blocks(cell.blocks, page_no)
            cells.append(Cell(cell.row, cell.col, self._trim(at), cell.row_span, cell.col_span))
        if self.length > start:
            whole = self._trim(start)
            # An empty cell at the end stands where the table ends.
            cells = [c if c.at.end <= whole.end else replace(c, at=Span(whole.end, whole.end)) for c in cells]
            self._grids.insert(first, Grid(whole, tuple(cells), "layout", page_no))

    def _trim(self, start: int) -> Span:
        """Return the span from `start` to here without the line breaks at its end."""
        end, index = self.length, len(self._parts) - 1
        while end > start:
            part = self._parts[index].rstrip("\n")
            end -= len(self._parts[index]) - len(part)
            if part:
                break
            index -= 1
        return Span(start, max(start, end))

    def _data(self, table: RawTable, page_no: int | None) -> None:
        start = self.length
        rows: dict[int, list[RawCell]] = {}
        for cell in table.cells:
            rows.setdefault(cell.row, []).append(cell)
        cells = []
        for number in range(table.n_rows):
            self._turn_leaves(table, number, page_no)
            for index, cell in enumerate(rows.get(number, ())):
                self._put("\t" if index else "")
                at = self.length
                self._put(" ".join(" ".join(cell.lines()).split()))
                cells.append(Cell(cell.row, cell.col, Span(at, self.length), cell.row_span, cell.col_span))
            self._put("\n")
        self._turn_leaves(table, table.n_rows, page_no)
        whole = Span(start, self.length - 1)
        self._grids.append(Grid(whole, tuple(cells), "data", page_no, header_rows=table.header_rows))
        self._put("\n")

    def _turn_leaves(self, table: RawTable, row: int, page_no: int | None) -> None:
        """Note the pages that begin with `row` of `table`, which begins on page `page_no`."""
        for further, first in enumerate(table.overleaf, 1):
            if first == row and page_no is not None:
                self.page_starts[page_no + further] = self.length

    def _put(self, text: str) -> None:
        text = unicodedata.normalize("NFC", text)
        self._parts.append(text)
        self.length += len(text)
