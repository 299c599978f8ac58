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
    `n_rows` and `n_cols` count its rows and columns.
    """

    at: Span
    cells: tuple[Cell, ...]
    kind: str = "data"
    page_no: int | None = None
    caption: Span | None = None
    header_rows: int | None = field(default=None, kw_only=True)
    n_rows: int = field(init=False, compare=False)
    n_cols: int = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "n_rows", max((c.row + c.row_span for c in self.cells), default=0))
        object.__setattr__(self, "n_cols", max((c.col + c.col_span for c in self.cells), default=0))
