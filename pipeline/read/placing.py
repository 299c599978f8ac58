"""Rows of cells, some of them short, placed on a grid: which cells stand for several columns or rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb, log

import regex

from extractors.grid import Cell
from extractors.offsets import Span
from pipeline.read.cellmarks import says, words

_NUMBER = regex.compile(r"[~≥≤<>]?\s*\d[\d.,÷\-/ ]*\s?(?:%|ngày|giờ)?(?: làm việc)?")
_BOLD = regex.compile(r"\s*\*\*.*\*\*\s*", regex.DOTALL)
_MAX_WAYS = 5000
_MAX_HEADER_ROWS = 3


@dataclass(frozen=True, slots=True)
class _Column:
    """What the cells of a column look like in the rows that have all their cells."""

    numbers: float
    empty: float
    length: float


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
    columns = _columns([p for p in printed[heads:] if len(p) == n_cols] or [p for p in printed if len(p) == n_cols], n_cols)
    cells: list[_Open] = _place_header(rows[:heads], printed[:heads], n_cols, columns)
    owner: dict[tuple[int, int], _Open] = {}
    for r in range(heads, len(rows)):
        row, said = rows[r], printed[r]
        if len(row) == n_cols:
            spans = [(c, 1) for c in range(n_cols)]
        elif _is_title(said, bold[r]):
            spans = _spread(said, n_cols, columns)
        else:
            spans = [(c, 1) for c in _best_columns(said, n_cols, columns)]
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
    columns = []
    for c in range(n_cols):
        said = [row[c] for row in full]
        filled = [w for w in said if w]
        columns.append(
            _Column(
                sum(bool(_NUMBER.fullmatch(w)) for w in filled) / len(filled) if filled else 0.5,
                1 - len(filled) / len(said) if said else 0.5,
                sum(log(len(w) + 1) for w in filled) / len(filled) if filled else 2.5,
            )
        )
    return columns


def _unlike(said: str, column: _Column) -> float:
    """Return how little a cell looks like those of a column, 0 for just alike."""
    if not said:
        return 0.3 * (1 - column.empty)
    number = bool(_NUMBER.fullmatch(said))
    return abs(number - column.numbers) + 0.4 * abs(log(len(said) + 1) - column.length)


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
        widths = [b - a for a, b in zip(edges, edges[1:], strict=False)]
        price = _price(first, leaves, widths, columns)
        if price < best:
            best, found = price, widths
    return found


def _even(parts: int, n_cols: int) -> list[int]:
    return [1] * (parts - 1) + [n_cols - parts + 1]


def _price(first: list[str], leaves: list[str], widths: list[int], columns: list[_Column]) -> float:
    wide = [w for w in widths if w > 1]
    price = 2.0 * abs(sum(wide) - len(leaves)) if leaves else 0.0
    price += 0.2 * (len(set(wide)) - 1) if wide else 0.0
    col = 0
    spread = []
    for said, width in zip(first, widths, strict=True):
        under = columns[col : col + width]
        if width > 1:
            spread += under
            price += 3.0 * says("first_header", said) + 0.5 * sum(1 - c.numbers for c in under)
            price += 1.0 * ("ghi chú" in said.lower())
        else:
            price += 0.25 * under[0].numbers if not says("first_header", said) and "(" not in said else 0.0
        col += width
    if len(leaves) == len(spread):
        # A leaf that is named like another stands over a column like the other's.
        for (a, x), (b, y) in combinations(zip(leaves, spread, strict=True), 2):
            if a == b:
                price += 0.2 * abs(x.length - y.length)
    return price


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


def _best_columns(said: list[str], n_cols: int, columns: list[_Column]) -> Iterator[int]:
    """Return the run of columns whose cells a short row's look like; the later one where two do alike."""
    if len(said) > 2 and says("index", said[0]) and columns[0].numbers > 0.5:
        return iter(range(len(said)))
    best, found = float("inf"), n_cols - len(said)
    for offset in range(n_cols - len(said), -1, -1):
        price = sum(_unlike(w, columns[offset + i]) for i, w in enumerate(said))
        if price < best - 0.05:
            best, found = price, offset
    return iter(range(found, found + len(said)))


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
