"""Tables of a PDF page that no lines are drawn around: cells that stand below each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import regex

from pipeline.read.wordboxes import Box, Rect, group_lines, split_at_gaps
from pipeline.read.writer import RawCell, RawTable

# All in heights of a line: the gap between two cells, between two columns, from a line to the next of the table.
_CELL_GAP = 1.0
_GUTTER = 0.4
_NEXT_LINE = 2.6
_COLUMNS = 3
_ROWS = 3
_ALIGNED_SHARE = 0.8
Columns: TypeAlias = Sequence[tuple[float, float]]

_FIGURE = regex.compile(r"\d[\d.,]*%?")


@dataclass(slots=True)
class Aligned:
    """A table that lines `start` to `end` (not included) of a page make."""

    start: int
    end: int
    table: RawTable


def may_be_aligned(stretches: Sequence[Rect]) -> bool:
    """Return whether `find_aligned` may find a table among the lines that `stretches` of text make."""
    # Most pages have no three stretches beside each other: that shows without making lines of them.
    middles = sorted([top + bottom for _, top, _, bottom in stretches])
    tallest = max([bottom - top for _, top, _, bottom in stretches], default=0.0)
    if sum([third - first < 2 * tallest for first, third in zip(middles, middles[2:], strict=False)]) < _ROWS:
        return False
    lines = group_lines([Box(*stretch, "") for stretch in stretches])
    cells = (len(split_at_gaps(line, _CELL_GAP)) for line in lines if len(line) >= _COLUMNS)
    return sum(count >= _COLUMNS for count in cells) >= _ROWS


def find_aligned(lines: Sequence[Sequence[Box]], begun: Columns = ()) -> list[Aligned]:
    """Return the tables among `lines`: three rows or more, with cells in the same three columns or more.

    Where the page before ends with a table in the columns `begun`, its last rows may be fewer.
    """
    rows = [split_at_gaps(line, _CELL_GAP) for line in lines]
    found: list[Aligned] = []
    # Above the first row on a page may stand the page's number.
    top = next((i for i, row in enumerate(rows) if not all(box.text.isdecimal() for box in row)), 0)
    start = 0
    while start < len(rows):
        end = _end_of_run(rows, start) if len(rows[start]) >= _COLUMNS else start + 1
        table = _make_table(rows[start:end])
        if table is None and start == top and len(rows[start]) >= _COLUMNS:
            table = _make_rest(rows[start:end], begun)
        if table is not None:
            found.append(Aligned(start, end, table))
        start = end
    return found


def _make_rest(rows: Sequence[Sequence[Box]], columns: Columns) -> RawTable | None:
    """Return the table that few rows make which stand in `columns`, None where they do not."""
    return _fill(rows, columns) if all(_stands_in(row, columns) for row in rows) else None


def _stands_in(row: Sequence[Box], columns: Columns) -> bool:
    places = [[i for i, (left, right) in enumerate(columns) if b.x0 < right and left < b.x1] for b in row]
    return all(len(own) == 1 for own in places) and len({own[0] for own in places}) == len(row)


def _end_of_run(rows: Sequence[Sequence[Box]], start: int) -> int:
    """Return where the run of lines ends that begins at `start`; lines with fewer cells may stand inside it.

    At its end they may too where they are a sum, or the rest of words in the row above.
    """
    end = last = start + 1
    width = rows[start][-1].x1 - rows[start][0].x0
    while end < len(rows):
        above, line = rows[end - 1][0], rows[end]
        is_wide = len(line) < _COLUMNS and any(box.x1 - box.x0 > width / 2 for box in line)
        if line[0].top - above.top > _NEXT_LINE * above.height or (is_wide and not _is_inside(line, rows[start:end])):
            break
        if len(line) >= _COLUMNS or (end == last and (_is_sum(line) or _is_rest(line, rows[start:end]))):
            last = end + 1
        end += 1
    return last


def _is_inside(line: Sequence[Box], above: Sequence[Sequence[Box]]) -> bool:
    """Return whether a line is one cell that begins below one of a row above and ends before the next of that row."""
    cells = (pair for row in above for pair in pairwise(row))
    return len(line) == 1 and any(_is_below(line[0], own) and line[0].x1 < after.x0 for own, after in cells)


def _is_below(box: Box, cell: Box) -> bool:
    return abs(box.x0 - cell.x0) < box.height / 2


def _is_sum(line: Sequence[Box]) -> bool:
    """Return whether a line names something and has nothing else but figures."""
    return len(line) > 1 and not _FIGURE.search(line[0].text) and all(_FIGURE.fullmatch(b.text) for b in line[1:])


def _is_rest(line: Sequence[Box], above: Sequence[Sequence[Box]]) -> bool:
    """Return whether a line begins with a small letter, below the beginning of a cell."""
    return line[0].text[0].islower() and any(_is_below(line[0], cell) for row in above for cell in row)


def _make_table(rows: Sequence[Sequence[Box]]) -> RawTable | None:
    full = [row for row in rows if len(row) >= _COLUMNS]
    if len(full) < _ROWS:
        return None
    columns = _columns(full)
    placed = [[_column_of(box, columns) for box in row] for row in rows]
    whole = [p for p, row in zip(placed, rows, strict=True) if len(row) >= _COLUMNS and len(set(p)) == len(p)]
    if len(columns) < _COLUMNS or len(whole) < _ALIGNED_SHARE * len(full):
        return None
    table = _fill(rows, columns)
    return table if table.n_rows >= _ROWS else None


def _fill(rows: Sequence[Sequence[Box]], columns: Columns) -> RawTable:
    texts: list[list[list[str]]] = []
    for row in rows:
        places = [_column_of(box, columns) for box in row]
        # A line that leaves the first column empty, or fills one only, goes on with the cells above.
        if not texts or (places[0] == 0 and len(row) > 1) or 2 * len(row) > len(columns) or _is_sum(row):
            texts.append([[] for _ in columns])
        for box, place in zip(row, places, strict=True):
            texts[-1][place].append(box.text)
    cells = [
        RawCell(number, place, ["\n".join(parts)] if parts else [])
        for number, row_texts in enumerate(texts)
        for place, parts in enumerate(row_texts)
    ]
    return RawTable(cells, columns=tuple(columns))


def _columns(rows: Sequence[Sequence[Box]]) -> list[tuple[float, float]]:
    """Return the stretches of the page that cells stand over, parted where no cell of any row stands."""
    boxes = sorted((box for row in rows for box in row), key=lambda b: b.x0)
    columns = [(boxes[0].x0, boxes[0].x1)]
    for box in boxes[1:]:
        left, right = columns[-1]
        if box.x0 - right > _GUTTER * box.height:
            columns.append((box.x0, box.x1))
        else:
            columns[-1] = (left, max(right, box.x1))
    return columns


def _column_of(box: Box, columns: Columns) -> int:
    """Return the column whose part of the line begins nearest to the middle of `box`."""
    borders = [(right + left) / 2 for (_, right), (left, _) in pairwise(columns)]
    return sum(box.middle[0] > border for border in borders)
