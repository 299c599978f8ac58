"""Tables of a PDF page that lines are drawn around."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import TypeAlias

from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from pipeline.read.rulings import Edge, make_edge
from pipeline.read.wordboxes import Box, group_lines, join
from pipeline.read.writer import RawCell, RawTable

# In points.
_SAME_EDGE = 3.0
_SHORTEST = 3.0
# The fewest edges across, and down, that make a table; the most pairs of them, and crossings, that one page may have.
_FEWEST = 2
_MOST_PAIRS = 2_000_000
_MOST_CROSSINGS = 5_000

Cell: TypeAlias = tuple[float, float, float, float]


@dataclass(slots=True)
class Ruled:
    """A table on a page, where it begins and ends from the top of the page, and the words that are not in it."""

    top: float
    bottom: float
    table: RawTable


def find_ruled(edges: list[Edge], words: Sequence[Box]) -> tuple[list[Ruled], list[Box]]:
    """Return the tables that `edges` on a page make, and those of `words` that stand in none of them."""
    found: list[Ruled] = []
    rest = list(words)
    for cells in find_cells(edges):
        raw, used = _fill(cells, rest)
        if raw.n_cols < 2 or raw.n_rows < 1 or not any(cell.blocks for cell in raw.cells):
            continue
        found.append(Ruled(min(cell[1] for cell in cells), max(cell[3] for cell in cells), raw))
        taken = set(map(id, used))
        rest = [word for word in rest if id(word) not in taken]
    return found, rest


def find_cells(edges: Sequence[Edge]) -> list[list[Cell]]:
    """Return the cells of each table, tables from top to bottom. What is no table but a map or a drawing has none."""
    merged = merge_edges(list(edges), _SAME_EDGE, _SAME_EDGE, _SAME_EDGE, _SAME_EDGE)
    merged = [edge for edge in merged if max(edge["width"], edge["height"]) >= _SHORTEST]
    down = sum(edge["orientation"] == "v" for edge in merged)
    if down * (len(merged) - down) > _MOST_PAIRS:
        return []
    merged += list(_missing_ends(merged))
    if down < _FEWEST or len(merged) - down < _FEWEST:
        return []
    crossings = edges_to_intersections(merged, _SAME_EDGE, _SAME_EDGE)
    if len(crossings) > _MOST_CROSSINGS:
        return []
    tables: list[list[Cell]] = cells_to_tables(intersections_to_cells(crossings))
    return sorted(tables, key=lambda cells: (min(cell[1] for cell in cells), min(cell[0] for cell in cells)))


def _missing_ends(edges: Sequence[Edge]) -> Iterator[Edge]:
    """Yield a line across where the sides of cells end together and none is drawn: a page may cut a row in two."""
    down = [edge for edge in edges if edge["orientation"] == "v"]
    across = [edge for edge in edges if edge["orientation"] == "h"]
    for end in ("top", "bottom"):
        places = _edges([edge[end] for edge in down])
        ending: dict[float, list[float]] = {}
        for edge in down:
            ending.setdefault(places[_index(places, edge[end])], []).append(edge["x0"])
        for y, xs in ending.items():
            drawn = (edge for edge in across if abs(edge["top"] - y) <= _SAME_EDGE)
            if len(xs) > _FEWEST and not any(edge["x0"] < max(xs) and edge["x1"] > min(xs) for edge in drawn):
                yield make_edge(min(xs), y, max(xs), y, "h")


def _fill(boxes: Sequence[Cell], words: Sequence[Box]) -> tuple[RawTable, list[Box]]:
    xs = _edges([x for box in boxes for x in (box[0], box[2])])
    ys = _edges([y for box in boxes for y in (box[1], box[3])])
    cells, used = [], []
    # Of equal height in their order on the page: lines are made of them in it.
    placed = sorted(((*word.middle, word) for word in words), key=itemgetter(1))
    heights = [y for _, y, _ in placed]
    taken: set[tuple[int, int]] = set()
    for x0, top, x1, bottom in sorted(boxes, key=lambda b: (b[1], b[0])):
        left, right, upper, lower = _index(xs, x0), _index(xs, x1), _index(ys, top), _index(ys, bottom)
        places = {(row, col) for row in range(upper, lower) for col in range(left, right)}
        if not places or places & taken:
            continue
        taken |= places
        across = placed[bisect_left(heights, top) : bisect_left(heights, bottom)]
        inside = [word for x, _, word in across if x0 <= x < x1]
        used.extend(inside)
        text = "\n".join(join(line) for line in group_lines(inside))
        cells.append(RawCell(upper, left, [text] if text else [], lower - upper, right - left))
    cells.sort(key=lambda c: (c.row, c.col))
    return RawTable(cells, ruled=True, columns=tuple(pairwise(xs))), used


def _edges(values: Sequence[float]) -> list[float]:
    """Return `values` in order, those that lie close together as one."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _SAME_EDGE:
            edges.append(value)
    return edges


def _index(edges: Sequence[float], value: float) -> int:
    at = bisect_left(edges, value - _SAME_EDGE)
    return min(at, len(edges) - 1)
