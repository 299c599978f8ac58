"""What is drawn on a PDF page, as pypdfium2 gives it: lines that may be the edges of a table's cells, pictures."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import pypdfium2.raw as pdfium

_FEW_LINES = 6
_FEW_SEGMENTS = 14
# How many forms may stand inside each other around a line, and around a picture.
_DEEPEST, _DEEPEST_PICTURE = 3, 1
# In points: what is shorter is no edge; how far an edge may lean.
_SHORTEST = 1.0
_LEAN = 0.5

# A line across or down a page, in points from its upper left corner, by the names that pdfplumber gives its parts.
Edge: TypeAlias = dict[str, Any]
Matrix: TypeAlias = tuple[float, float, float, float, float, float]
Point: TypeAlias = tuple[float, float]


@dataclass(slots=True)
class Drawn:
    """What is drawn on a page and in forms on it, as handles of pypdfium2 that live as long as the page.

    `paths` have the matrix of the forms around them, if any. `things` counts all that stands on the page itself, text
    too: where it is 0 the page is blank.
    """

    things: int
    paths: list[tuple[Any, Matrix | None]] = field(default_factory=list)
    pictures: list[Any] = field(default_factory=list)


def read_drawn(page: Any) -> Drawn:
    """Return what is drawn on a pypdfium2 `page`. Of the library's own objects one a thing is too slow."""
    raw = page.raw
    drawn = Drawn(pdfium.FPDFPage_CountObjects(raw))
    _collect(drawn, raw, drawn.things, pdfium.FPDFPage_GetObject, None, 0)
    return drawn


def _collect(
    drawn: Drawn, holder: Any, count: int, get: Callable[[Any, int], Any], matrix: Matrix | None, depth: int
) -> None:
    kind_of, text = pdfium.FPDFPageObj_GetType, pdfium.FPDF_PAGEOBJ_TEXT
    for index in range(count):
        thing = get(holder, index)
        kind = kind_of(thing)
        if kind == text:
            continue
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            drawn.paths.append((thing, matrix))
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE and depth <= _DEEPEST_PICTURE:
            drawn.pictures.append(thing)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            within = pdfium.FPDFFormObj_CountObjects(thing)
            around = _combine(_matrix_of(thing), matrix)
            _collect(drawn, thing, within, pdfium.FPDFFormObj_GetObject, around, depth + 1)


def may_have_table(drawn: Drawn) -> bool:
    """Return whether so many lines are drawn on a page that they may make a table."""
    segments = 0
    for count, (path, _) in enumerate(drawn.paths, 1):
        segments += pdfium.FPDFPath_CountSegments(path)
        if count >= _FEW_LINES or segments >= _FEW_SEGMENTS:
            return True
    return False


def read_edges(drawn: Drawn, show: Callable[[tuple[float, float, float, float]], tuple[float, ...]]) -> list[Edge]:
    """Return the lines across and down on a page; `show` turns a box of the file into one as shown."""
    edges: list[Edge] = []
    for path, matrix in drawn.paths:
        for (x0, y0), (x1, y1) in _sides(path, _combine(_matrix_of(path), matrix)):
            left, top, right, bottom = show((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
            width, height = right - left, bottom - top
            if height <= _LEAN and width >= _SHORTEST:
                edges.append(make_edge(left, top, right, top, "h"))
            elif width <= _LEAN and height >= _SHORTEST:
                edges.append(make_edge(left, top, left, bottom, "v"))
    return edges


def make_edge(x0: float, top: float, x1: float, bottom: float, orientation: str) -> Edge:
    """Return a line across ("h") or down ("v") a page."""
    return {
        "x0": x0,
        "top": top,
        "x1": x1,
        "bottom": bottom,
        "width": x1 - x0,
        "height": bottom - top,
        "orientation": orientation,
        "object_type": "line",
    }


def _matrix_of(thing: Any) -> Matrix:
    m = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(thing, ctypes.byref(m)):
        return 1, 0, 0, 1, 0, 0
    return m.a, m.b, m.c, m.d, m.e, m.f


def _combine(inner: Matrix, outer: Matrix | None) -> Matrix:
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    k, m, n, o, p, q = outer
    return a * k + b * n, a * m + b * o, c * k + d * n, c * m + d * o, e * k + f * n + p, e * m + f * o + q


def _sides(path: Any, matrix: Matrix) -> Iterator[tuple[Point, Point]]:
    """Yield the straight stretches of a path."""
    a, b, c, d, e, f = matrix
    px, py = ctypes.c_float(), ctypes.c_float()
    at_x, at_y = ctypes.byref(px), ctypes.byref(py)
    start = last = (0.0, 0.0)
    for index in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, at_x, at_y)
        x, y = px.value, py.value
        point = a * x + c * y + e, b * x + d * y + f
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield last, point
        last = point
        if pdfium.FPDFPathSegment_GetClose(segment) and point != start:
            yield point, start
