"""Tables of a PDF page that lines are drawn around."""

from __future__ import annotations

import logging
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from pipeline.read.wordboxes import Box, group_lines, join
from pipeline.read.writer import RawCell, RawTable

_FEW_LINES = 6
_FEW_SEGMENTS = 14
_SAME_EDGE = 3.0
_DEEPEST = 3

# pdfminer warns about every odd font; what cannot be read is told in `failures`.
logging.getLogger("pdfminer").setLevel(logging.ERROR)


@dataclass(slots=True)
class Ruled:
    """A table on a page, where it begins and ends from the top of the page, and the words that are not in it."""

    top: float
    bottom: float
    table: RawTable


def may_have_table(page: Any) -> bool:
    """Return whether so many lines are drawn on a pypdfium2 `page` that they may make a table."""
    segments = 0
    paths = _paths(page.raw, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject)
    for count, path in enumerate(paths, 1):
        segments += pdfium.FPDFPath_CountSegments(path)
        if count >= _FEW_LINES or segments >= _FEW_SEGMENTS:
            return True
    return False


def _paths(parent: Any, count: Callable[[Any], int], get: Callable[[Any, int], Any], depth: int = 0) -> Iterator[Any]:
    """Yield the paths drawn on a page or in a form on it. Of the library's own objects one a thing is too slow."""
    for index in range(count(parent)):
        thing = get(parent, index)
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            yield thing
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            yield from _paths(thing, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, depth + 1)


def find_ruled(page: Any, words: Sequence[Box]) -> tuple[list[Ruled], list[Box]]:
    """Return the tables on a pdfplumber `page`, and those of `words` that stand in none of them."""
    found: list[Ruled] = []
    rest = list(words)
    tables = sorted(page.find_tables(), key=lambda t: (t.bbox[1], t.bbox[0]))
    for table in tables:
        raw, used = _fill([c for c in table.cells if c], rest)
        if raw.n_cols < 2 or raw.n_rows < 1 or not any(cell.blocks for cell in raw.cells):
            continue
        found.append(Ruled(table.bbox[1], table.bbox[3], raw))
        taken = set(map(id, used))
        rest = [word for word in rest if id(word) not in taken]
    return found, rest


def _fill(boxes: Sequence[tuple[float, float, float, float]], words: Sequence[Box]) -> tuple[RawTable, list[Box]]:
    xs = _edges([x for box in boxes for x in (box[0], box[2])])
    ys = _edges([y for box in boxes for y in (box[1], box[3])])
    cells, used = [], []
    taken: set[tuple[int, int]] = set()
    for x0, top, x1, bottom in sorted(boxes, key=lambda b: (b[1], b[0])):
        left, right, upper, lower = _index(xs, x0), _index(xs, x1), _index(ys, top), _index(ys, bottom)
        places = {(row, col) for row in range(upper, lower) for col in range(left, right)}
        if not places or places & taken:
            continue
        taken |= places
        inside = [w for w in words if x0 <= w.middle[0] < x1 and top <= w.middle[1] < bottom]
        used.extend(inside)
        text = "\n".join(join(line) for line in group_lines(inside))
        cells.append(RawCell(upper, left, [text] if text else [], lower - upper, right - left))
    cells.sort(key=lambda c: (c.row, c.col))
    return RawTable(cells), used


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
