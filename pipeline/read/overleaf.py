"""Tables that go on overleaf: the parts that the pages of a PDF hold become the one table they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

import regex

from extractors.cellwords import says
from extractors.grid import Cell, Grid
from extractors.headers import Frame
from extractors.offsets import Span
from pipeline.lines import asks_for_more, is_unfinished
from pipeline.read.writer import RawBlock, RawCell, RawTable, is_layout

# In points: how far the lines between columns may lie apart on two pages.
_SAME_EDGE = 3.0
_has_figure = regex.compile(r"\d").search


def join_tables(pages: Sequence[list[RawBlock]]) -> list[list[RawBlock]]:
    """Return the blocks of `pages`, margins left out, a table that goes on overleaf whole on its first page.

    It goes on where it is the last of its page and a table is the first of the next, in the same columns and without
    caption or header of its own. A header printed again is left out, as a running title is.
    """
    done = [list(blocks) for blocks in pages]
    begun: int | None = None
    for number, blocks in enumerate(done):
        joined = _join(done[begun][-1], blocks[0]) if begun is not None and blocks else None
        if begun is not None and joined is not None:
            done[begun][-1] = joined
            del blocks[0]
        if blocks:
            begun = number
        elif joined is None:
            begun = None
    return done


def _join(above: RawBlock, below: RawBlock) -> RawTable | None:
    """Return the table that two blocks are the parts of, None where they are not."""
    if not isinstance(above, RawTable) or not isinstance(below, RawTable) or above.ruled != below.ruled:
        return None
    rest = _move(below, above)
    if rest is None:
        return None
    # A header may stand alone at the foot of a page: what it is shows in the rows below it.
    upper, lower = _frame(above, rest), _frame(rest)
    again = lower.header_rows if any(upper.paths) and lower.paths == upper.paths else 0
    if (again and lower.title not in ("", upper.title)) or (not again and not lower.goes_on(upper)):
        return None
    joined = _append(above, upper, rest, again)
    return None if is_layout(joined) else joined


def _move(below: RawTable, above: RawTable) -> RawTable | None:
    """Return `below` with its cells in the columns of `above`, None where it does not stand in them.

    Where lines are drawn, all rows of `below` may begin with one cell over several columns (a sum, a section);
    without lines a column is where its words stand, and overlaps the same one on the other page alone.
    """
    slack = _SAME_EDGE if above.ruled else 0.0
    places = [[i for i, over in enumerate(above.columns) if _overlap(over, own) > slack] for own in below.columns]
    if not places or list(chain(*places)) != list(range(len(above.columns))) or not all(places):
        return None
    if above.ruled and all(len(some) == 1 for some in places[1:]):
        own_edges = chain(*below.columns)
        edges = chain(*((above.columns[some[0]][0], above.columns[some[-1]][1]) for some in places))
        if any(abs(one - other) > slack for one, other in zip(edges, own_edges, strict=True)):
            return None
    elif len(places) < len(above.columns):
        return None
    cells = []
    for cell in below.cells:
        covered = list(chain(*places[cell.col : cell.col + cell.col_span]))
        cells.append(replace(cell, col=covered[0], col_span=len(covered)))
    return replace(below, cells=cells, columns=above.columns)


def _overlap(one: tuple[float, float], other: tuple[float, float]) -> float:
    return min(one[1], other[1]) - max(one[0], other[0])


def _frame(*tables: RawTable) -> Frame:
    """Return the frame of the table that `tables`, one below the other, make."""
    cells, texts, rows, nowhere = [], {}, 0, Span(0, 0)
    for table in tables:
        for cell in table.cells:
            cells.append(Cell(rows + cell.row, cell.col, nowhere, cell.row_span, cell.col_span))
            texts[rows + cell.row, cell.col] = _text(cell)
        rows += table.n_rows
    return Frame(Grid(nowhere, tuple(cells)), texts)


def _text(cell: RawCell) -> str:
    return " ".join(" ".join(cell.lines()).split())


def _append(above: RawTable, upper: Frame, rest: RawTable, again: int) -> RawTable:
    """Return `above` with the rows of `rest` from row `again` on below it.

    Of a row that the end of the page cut in two the cells are made whole. A cell has one place in the text, so all of
    such a row stands on one page: on the one that prints its figures, or else where it begins.
    """
    last = above.n_rows - 1
    parts = {cell.col: cell for cell in rest.cells if cell.row == again and cell.lines()}
    cut = not any(cell.row == again and cell.row_span > 1 for cell in rest.cells) and _is_rest(upper, last, parts)
    first = again + cut
    own = [_with_part(c, parts) if cut and c.row + c.row_span > last else c for c in above.cells]
    below = [replace(cell, row=cell.row - first + last + 1) for cell in rest.cells if cell.row >= first]
    begins = last if cut and any(_has_figure(_text(part)) for part in parts.values()) else last + 1
    return replace(above, cells=[*own, *below], overleaf=(*(min(row, begins) for row in above.overleaf), begins))


def _with_part(cell: RawCell, parts: dict[int, RawCell]) -> RawCell:
    return replace(cell, blocks=[*cell.blocks, *parts[cell.col].blocks]) if cell.col in parts else cell


def _is_rest(upper: Frame, last: int, parts: dict[int, RawCell]) -> bool:
    """Return whether `parts`, the filled cells of a row overleaf by column, are the rest of row `last` of `upper`.

    So they are where none is the number of a row, words go on in the middle of a sentence, and figures stand in one
    of the two alone. What may be a row of its own stays one.
    """
    for col, part in parts.items():
        over = upper.owner.get((last, col))
        if over is None or (over.col, over.col_span) != (col, part.col_span) or upper.roles[col] == "index":
            return False
    said = [(upper.text(last, col), _text(part)) for col, part in parts.items() if upper.roles[col] != "value"]
    if len(said) < bool(parts) or any(not _goes_on(one, other) for one, other in said):
        return False
    values = [col for col, role in enumerate(upper.roles) if role == "value"]
    return not any(_has_figure(upper.text(last, col)) for col in values) or not any(col in parts for col in values)


def _goes_on(one: str, other: str) -> bool:
    """Return whether words overleaf go on with those at the foot of a page."""
    if not one:
        return False
    if asks_for_more(one):
        return True
    begins_small = other[0].islower() and not says("index", other.split()[0]) and not says("row_part", other)
    return begins_small and is_unfinished(one)
