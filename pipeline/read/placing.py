"""Rows of cells, some of them short, placed on a grid: which cells stand for several columns or rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import comb, log

import regex

from extractors.cellwords import says, words
from extractors.grid import Cell
from extractors.offsets import Span

_NUMBER = regex.compile(r"[~≥≤<>]?\s*\d[\d.,÷\-/ ]*\s?(?:%|ngày|giờ)?(?: làm việc)?")
_BOLD = regex.compile(r"\s*\*\*.*\*\*\s*", regex.DOTALL)
_MAX_WAYS = 5000
_MAX_HEADER_ROWS = 3


class _Column:
    """What the cells of a column look like, as far as they were placed."""

    __slots__ = ("_blank", "_filled", "_length", "_numeric")

    def __init__(self) -> None:
        self._filled = self._blank = self._numeric = 0
        self._length = 0.0

    def add(self, said: str) -> None:
        """Take one more cell of the column into account."""
        if not said:
            self._blank += 1
            return
        self._filled += 1
        self._numeric += bool(_NUMBER.fullmatch(said))
        self._length += log(len(said) + 1)

    @property
    def filled(self) -> int:
        """Number of filled cells."""
        return self._filled

    @property
    def numbers(self) -> float:
        """Share of numbers among the filled cells."""
        return self._numeric / self._filled if self._filled else 0.5

    @property
    def empty(self) -> float:
        """Share of empty cells."""
        total = self._filled + self._blank
        return self._blank / total if total else 0.5

    @property
    def length(self) -> float:
        """Mean logarithm of the length of the filled cells."""
        return self._length / self._filled if self._filled else 2.5


@dataclass(slots=True)
class _Open:
    """A cell being placed."""

    row: int
    col: int
    at: Span
    row_span: int
    col_span: int


def place_rows(text: str, rows: Sequence[Sequence[Span]], n_cols: int) -> tuple[Cell, ...]:
    """Return the cells of `rows` on a grid `n_cols` wide.

    A short row at the top is a header with cells over several columns; a short row further down is the title of
    a section, a sum, or goes on with cells of the row above.
    """
    printed = [[words(text[c.start : c.end]) for c in row] for row in rows]
    bold = [[bool(_BOLD.fullmatch(text[max(c.start - 2, 0) : c.end + 2])) for c in row] for row in rows]
    heads = _header_rows(printed, n_cols)
    columns = _columns([p for p in printed[heads or 1 :] if len(p) == n_cols], n_cols)
    cells: list[_Open] = _place_header(rows[:heads], printed[:heads], n_cols, columns)
    owner: dict[tuple[int, int], _Open] = {}
    above: dict[int, int] = {}  # the first column of the last short row of each length
    for r in range(heads, len(rows)):
        row, said = rows[r], printed[r]
        if len(row) == n_cols:
            spans = [(c, 1) for c in range(n_cols)]
        elif _is_title(said, bold[r]):
            spans = _spread(said, n_cols, columns)
        else:
            first = _best_column(said, columns, above)
            above[len(said)] = first
            spans = [(c, 1) for c in range(first, first + len(said))]
            for (col, _), word in zip(spans, said, strict=True):
                columns[col].add(word)
        covered = set()
        for at, (col, width) in zip(row, spans, strict=True):
            cell = _Open(r, col, at, 1, width)
            cells.append(cell)
            for c in range(col, col + width):
                owner[r, c] = cell
                covered.add(c)
        _extend_down(r, [c for c in range(n_cols) if c not in covered], owner)
    return tuple(
        sorted((Cell(c.row, c.col, c.at, c.row_span, c.col_span) for c in cells), key=lambda c: (c.row, c.col))
    )


def _header_rows(printed: list[list[str]], n_cols: int) -> int:
    """Return how many rows at the top are a header that needs placing: a short row, and short ones below."""
    if not printed or (len(printed[0]) == n_cols and not (len(printed) > 1 and _is_subheader(printed[1], n_cols))):
        return 0
    if not says("first_header", printed[0][0]) and any(_NUMBER.fullmatch(w) for w in printed[0]):
        return 0
    heads = 1
    while heads < min(len(printed) - 1, _MAX_HEADER_ROWS) and _is_subheader(printed[heads], n_cols):
        heads += 1
    return heads


def _is_subheader(said: list[str], n_cols: int) -> bool:
    return (
        len(said) < n_cols
        and len(said) > 1
        and not says("index", said[0])
        and not says("total", said[0])
        and all(len(w) < 80 for w in said)
        and not any(_NUMBER.fullmatch(w) and not regex.fullmatch(r"20\d\d.*", w) for w in said)
    )


def _columns(full: list[list[str]], n_cols: int) -> list[_Column]:
    columns = [_Column() for _ in range(n_cols)]
    for row in full:
        for column, said in zip(columns, row, strict=True):
            column.add(said)
    return columns


def _unlike(said: str, column: _Column) -> float:
    """Return how little a cell looks like those of a column, 0 for just alike."""
    if not said:
        return 0.3 * (1 - column.empty)
    number = bool(_NUMBER.fullmatch(said))
    # The number of a row or point may stand beside "A1" or "a".
    known = 1.0 if column.filled and len(said) > 3 else 0.4
    return known * abs(number - column.numbers) + 0.4 * abs(log(len(said) + 1) - column.length)


# --- the header -------------------------------------------------------------------------------------------------


def _place_header(
    rows: Sequence[Sequence[Span]], printed: list[list[str]], n_cols: int, columns: list[_Column]
) -> list[_Open]:
    if not rows:
        return []
    widths = _widths(printed, n_cols, columns)
    cells, divided = [], []
    col = 0
    for at, width in zip(rows[0], widths, strict=True):
        cell = _Open(0, col, at, 1, width)
        cells.append(cell)
        if width > 1 and len(rows) > 1:
            divided.append(cell)
        else:
            cell.row_span = len(rows)
        col += width
    if len(rows) == 3:
        cells += _place_middle(rows[1], divided)
    if len(rows) > 1:
        cells += _place_leaves(rows, divided, cells, n_cols)
    return cells


def _widths(printed: list[list[str]], n_cols: int, columns: list[_Column]) -> list[int]:
    """Return how many columns each cell of the first row covers."""
    first, leaves = printed[0], printed[-1] if len(printed) > 1 else []
    best, found = float("inf"), _even(len(first), n_cols)
    if comb(n_cols - 1, len(first) - 1) > _MAX_WAYS:
        return found
    for cuts in combinations(range(1, n_cols), len(first) - 1):
        edges = (0, *cuts, n_cols)
        widths = [b - a for a, b in pairwise(edges)]
        price = _price(first, leaves, widths, columns)
        if price < best:
            best, found = price, widths
    return found


def _even(parts: int, n_cols: int) -> list[int]:
    return [1] * (parts - 1) + [n_cols - parts + 1]


def _price(first: list[str], leaves: list[str], widths: list[int], columns: list[_Column]) -> float:
    """Return how unlikely it is that the cells of the first header row cover that many columns each."""
    while leaves and not leaves[-1]:
        leaves = leaves[:-1]
    wide = [w for w in widths if w > 1]
    price = 2.0 * abs(sum(wide) - len(leaves)) if leaves else 0.0
    price += 0.05 * (len(set(wide)) - 1) if wide else 0.0
    with_units = any("(" in leaf for leaf in leaves)
    period = _period(leaves)
    col = leaf = 0
    for said, width in zip(first, widths, strict=True):
        under = columns[col : col + width]
        col += width
        if width > 1:
            price += 3.0 * says("first_header", said) + 0.5 * sum(1 - c.numbers for c in under)
            price += 1.0 * ("ghi chú" in said.lower()) + 0.6 * (with_units and "(" in said)
            price += 1.0 * (width % period > 0) + 0.4 * says("leaf_header", said)
            group = leaves[leaf : leaf + width]
            price += 0.2 * sum(a != b for a, b in zip(group, group[period:], strict=False))
            leaf += width
        elif not says("first_header", said) and "(" not in said:
            price += 0.25 * under[0].numbers
    return price


def _period(leaves: list[str]) -> int:
    """Return after how many cells the labels of a header row repeat, by their first words."""
    starts = [leaf[:4] for leaf in leaves]
    for period in range(2, len(leaves) // 2 + 1):
        if len(leaves) % period == 0 and all(a == b for a, b in zip(starts, starts[period:], strict=False)):
            return period
    return 1


def _place_middle(row: Sequence[Span], divided: list[_Open]) -> list[_Open]:
    """Place the second of three header rows: under the widest cells of the first, evenly."""
    groups = sorted(divided, key=lambda c: (-c.col_span, c.col))
    for n in range(1, len(groups) + 1):
        chosen = groups[:n]
        total = sum(c.col_span for c in chosen)
        if len(row) % n == 0 and total % len(row) == 0 and total >= len(row):
            chosen.sort(key=lambda c: c.col)
            width = total // len(row)
            columns = [c for cell in chosen for c in range(cell.col, cell.col + cell.col_span, width)]
            for cell in divided:
                if cell not in chosen:
                    cell.row_span = 2
            return [_Open(1, col, at, 1, width) for col, at in zip(columns, row, strict=False)]
    return [_Open(1, cell.col, at, 1, cell.col_span) for cell, at in zip(divided, row, strict=False)]


def _place_leaves(
    rows: Sequence[Sequence[Span]], divided: list[_Open], cells: list[_Open], n_cols: int
) -> list[_Open]:
    last = len(rows) - 1
    columns = [c for cell in divided for c in range(cell.col, cell.col + cell.col_span)]
    leaves = list(rows[-1])
    if len(leaves) > len(columns):
        # Cells without text, or one more, under columns that were not divided: the last ones.
        for cell in sorted(cells, key=lambda c: -c.col):
            if len(columns) < len(leaves) and cell.row == 0 and cell not in divided:
                cell.row_span = last
                columns.append(cell.col)
        columns.sort()
    placed = [_Open(last, col, at, 1, 1) for col, at in zip(columns, leaves, strict=False)]
    if placed and len(leaves) < len(columns) and columns == list(range(columns[0], columns[-1] + 1)):
        placed[-1].col_span = columns[-1] - placed[-1].col + 1
    if len(leaves) > len(columns):
        placed += [_Open(last, n_cols, at, 1, 1) for at in leaves[len(columns) : len(columns) + 1]]
    return placed


# --- short rows below the header --------------------------------------------------------------------------------


def _is_title(said: list[str], bold: list[bool]) -> bool:
    """Return whether a short row is the title of a section or a sum, so that its cells cover all columns."""
    first = next((w for w in said if w), "")
    if len(said) == 1 or says("total", first) or says("section_mark", said[0]):
        return True
    if len(said) == 2 and says("index", said[0]):
        return True
    filled = [b for w, b in zip(said, bold, strict=True) if w]
    return bool(filled) and all(filled)


def _spread(said: list[str], n_cols: int, columns: list[_Column]) -> list[tuple[int, int]]:
    """Return column and width of each cell of a title row: one cell covers what is left over."""
    spare = n_cols - len(said)
    best, found = float("inf"), 0
    for wide in range(len(said)):
        price = 0.0
        for i, word in enumerate(said):
            if i != wide:
                price += _unlike(word, columns[i if i < wide else i + spare])
        price += 5.0 if says("index", said[wide]) else 0.0 if len(said[wide]) > 8 or not said[wide] else 1.0
        if price < best - 1e-9:
            best, found = price, wide
    spans, col = [], 0
    for i in range(len(said)):
        width = 1 + (spare if i == found else 0)
        spans.append((col, width))
        col += width
    return spans


def _best_column(said: list[str], columns: list[_Column], above: dict[int, int]) -> int:
    """Return the column where a short row begins: where its cells look most like the columns they come under."""
    spare = len(columns) - len(said)
    if len(said) > 2 and says("index", said[0]) and columns[0].numbers > 0.5 and columns[0].length < 1.5:
        return 0
    best, found = float("inf"), spare
    for first in range(spare, -1, -1):
        price = sum(_unlike(w, columns[first + i]) for i, w in enumerate(said))
        price += 0.25 * (spare - first) - (0.3 if above.get(len(said)) == first else 0.0)
        if price < best - 0.05:
            best, found = price, first
    return found


def _extend_down(row: int, missing: list[int], owner: dict[tuple[int, int], _Open]) -> None:
    """Let the cells above columns without a cell of their own go on into this row."""
    for col in missing:
        cell = owner.get((row - 1, col))
        if cell is None or cell.row + cell.row_span != row:
            if cell is not None and cell.row + cell.row_span == row + 1:
                owner[row, col] = cell
            continue
        if all(c in missing for c in range(cell.col, cell.col + cell.col_span)):
            cell.row_span += 1
            owner[row, col] = cell
