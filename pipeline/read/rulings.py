"""Lines drawn on a PDF page, as pypdfium2 gives them: what may be the edges of a table's cells."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import pypdfium2.raw as pdfium

_FEW_LINES = 6
_FEW_SEGMENTS = 14
_DEEPEST = 3
# In points: what is shorter is no edge; how far an edge may lean.
_SHORTEST = 1.0
_LEAN = 0.5

# A line across or down a page, in points from its upper left corner, by the names that pdfplumber gives its parts.
Edge: TypeAlias = dict[str, Any]
Matrix: TypeAlias = tuple[float, float, float, float, float, float]
Point: TypeAlias = tuple[float, float]


def may_have_table(page: Any) -> bool:
    """Return whether so many lines are drawn on a pypdfium2 `page` that they may make a table."""
    segments = 0
    for count, (path, _) in enumerate(_paths(page.raw), 1):
        segments += pdfium.FPDFPath_CountSegments(path)
        if count >= _FEW_LINES or segments >= _FEW_SEGMENTS:
            return True
    return False


def read_edges(page: Any, show: Callable[[tuple[float, float, float, float]], tuple[float, ...]]) -> list[Edge]:
    """Return the lines across and down on a pypdfium2 `page`; `show` turns a box of the file into one as shown."""
    edges: list[Edge] = []
    for path, matrix in _paths(page.raw):
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


def _paths(page: Any) -> Iterator[tuple[Any, Matrix | None]]:
    """Yield the paths drawn on a page and in forms on it. Of the library's own objects one a thing is too slow."""
    count = pdfium.FPDFPage_CountObjects(page)
    yield from _among((pdfium.FPDFPage_GetObject(page, index) for index in range(count)), None, 0)


def _among(things: Iterator[Any], matrix: Matrix | None, depth: int) -> Iterator[tuple[Any, Matrix | None]]:
    for thing in things:
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            yield thing, matrix
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            count = pdfium.FPDFFormObj_CountObjects(thing)
            inner = (pdfium.FPDFFormObj_GetObject(thing, index) for index in range(count))
            yield from _among(inner, _combine(_matrix_of(thing), matrix), depth + 1)


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
