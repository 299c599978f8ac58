"""Tables as grids of cells, each with its place in the text."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.offsets import Span


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its upper left row and column (from 0), how many of each it covers, and where its text stands.

    `at` counts code points of the text the table stands in (of the source where a reader made it); an empty
    cell has an empty span at the place where its text would stand.
    """

    row: int
    col: int
    at: Span
    row_span: int = 1
    col_span: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as a reader found it.

    `kind` is `data` for a table, `layout` for cells that only place text on the page (letterhead, signature,
    recipients): those are read as running text. Cells are ordered by row, then column; no two cover one place.
    """

    at: Span
    cells: tuple[Cell, ...]
    kind: str = "data"
    page_no: int | None = None
    caption: Span | None = None
    header_rows: int | None = field(default=None, kw_only=True)

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return max((c.row + c.row_span for c in self.cells), default=0)

    @property
    def n_cols(self) -> int:
        """Number of columns."""
        return max((c.col + c.col_span for c in self.cells), default=0)
