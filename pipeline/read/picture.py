"""A page as a picture, made ready to be read: stamps out, straightened, specks out, the lines of tables found.

Sizes are in pixels of a picture with `DPI` to the inch, unless they are said to be in points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.read.rulings import Edge, make_edge

# The processes of a build share the cores.
cv2.setNumThreads(1)

Grey: TypeAlias = NDArray[np.uint8]

# Tesseract was trained on letters of about this size: capitals of 13 points are 40 pixels high.
DPI = 300
POINTS = 72 / DPI
# A seal is red (Decree 30/2020/NĐ-CP, appendix I), signatures are mostly blue: by so much one colour must outdo the
# others not to be black ink. No letter is so large as a stroke of the pen.
_COLOURED, _LIGHT, _STROKE = 45, 90, 130
# Degrees. A page askew by less is left alone; what lies further was not put on the glass like that.
_LEAST_SKEW, _MOST_SKEW = 0.05, 6.0
# By how much a picture is shrunk to see how its lines lie, roughly and closely.
_COARSE, _FINE = 8, 4
# A line of a table is longer than any stroke of a letter, thinner than a bar, and may be broken by so little.
_ACROSS, _DOWN, _THICK, _BREAK = 120, 90, 14, 25
# Its unbroken pieces too are longer than any stroke of a letter.
_PIECE_ACROSS, _PIECE_DOWN = 50, 64
# Specks: no dot of a letter is so small. Fewer than these are no noise worth the time.
_SPECK, _MANY_SPECKS = 8, 300
_TURNED = 1.5


@dataclass(frozen=True, slots=True)
class Picture:
    """A page made straight. `plain` is without stamps, lines and specks; `ink` has all that was written.

    `edges` are the lines of tables, in points from the upper left corner.
    """

    plain: Grey
    ink: Grey
    edges: list[Edge]


def prepare(colours: NDArray[np.uint8]) -> Picture:
    """Return the picture `colours` (height, width, red-green-blue), with `DPI` pixels to the inch, made ready."""
    ink = cv2.cvtColor(colours, cv2.COLOR_RGB2GRAY).astype(np.uint8)
    plain = ink.copy()
    plain[_stamps(colours)] = 255
    angle = find_skew(plain)
    if abs(angle) >= _LEAST_SKEW:
        plain, ink = rotate(plain, angle), rotate(ink, angle)
    dark = _dark(plain)
    across, down = _lines(dark, _PIECE_ACROSS, _ACROSS), _lines(dark.T, _PIECE_DOWN, _DOWN).T
    plain[cv2.dilate(across | down, np.ones((5, 5), np.uint8)) > 0] = 255
    _drop_specks(plain)
    return Picture(plain, ink, [*_edges(across, "h"), *_edges(down, "v")])


def lies_on_its_side(colours: NDArray[np.uint8]) -> bool:
    """Return whether lines of text run down the picture rather than across."""
    dark = _dark(_shrink(np.asarray(cv2.cvtColor(colours, cv2.COLOR_RGB2GRAY), np.uint8), _COARSE)).astype(np.int64)
    return _sharpness(dark.T) > _TURNED * _sharpness(dark)


def find_skew(grey: Grey) -> float:
    """Return by how many degrees the picture has to be turned, anticlockwise, for its lines of text to lie level.

    Turned rightly, rows of pixels are either full of ink or empty (projection profile, Postl 1986).
    """
    best = 0.0
    for shrunk, step, reach in ((_COARSE, 1.0, _MOST_SKEW), (_COARSE, 0.25, 0.75), (_FINE, 0.05, 0.4)):
        dark = _dark(_shrink(grey, shrunk))
        angles = np.arange(best - reach, best + reach + step / 2, step)
        level = {angle: _sharpness(rotate(dark, angle, 0).astype(np.int64)) for angle in angles}
        best = float(max(level, key=lambda angle: (level[angle], -abs(angle))))
    return best


def rotate(grey: Grey, angle: float, paper: int = 255) -> Grey:
    """Return the picture turned by `angle` degrees, anticlockwise, about its middle; corners become `paper`."""
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=float(paper))
    return np.asarray(turned, np.uint8)


def _stamps(colours: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return where a seal or a signature is: all that is red, and long strokes that are blue. Letters may be blue."""
    red, green, blue = (colours[..., channel].astype(np.int16) for channel in range(3))
    reds = (red > _LIGHT) & (red - np.maximum(green, blue) > _COLOURED)
    blues = ((blue > _LIGHT) & (blue - np.maximum(red, green) > _COLOURED)).astype(np.uint8)
    if not blues.any():
        return np.asarray(reds)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(cv2.dilate(blues, np.ones((5, 5), np.uint8)))
    long = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1) > _STROKE
    long[0] = False
    return np.asarray(reds | (long[labels] & (blues > 0)))


def _dark(grey: Grey) -> Grey:
    """Return 1 where there is ink, 0 where there is paper (threshold of Otsu 1979)."""
    _, dark = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    return np.asarray(dark, np.uint8)


def _shrink(grey: Grey, by: int) -> Grey:
    size = max(1, grey.shape[1] // by), max(1, grey.shape[0] // by)
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)


def _sharpness(dark: NDArray[np.int64]) -> float:
    rows = dark.sum(axis=1)
    return float((np.diff(rows) ** 2).sum())


def _lines(dark: Grey, piece: int, length: int) -> Grey:
    """Return 1 where lines run across: at least `length` long, of unbroken pieces of at least `piece`."""
    # A line that leans a little is a stair: made thicker, its steps join.
    thick = cv2.dilate(dark, np.ones((3, 1), np.uint8))
    pieces = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, piece), np.uint8))
    joined = cv2.morphologyEx(pieces, cv2.MORPH_CLOSE, np.ones((1, _BREAK), np.uint8))
    if not joined.any():
        return np.asarray(joined, np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    keep = np.zeros(count, np.uint8)
    keep[1:] = (stats[1:, cv2.CC_STAT_HEIGHT] <= _THICK) & (stats[1:, cv2.CC_STAT_WIDTH] >= length)
    return np.asarray(keep[labels], np.uint8)


def _edges(lines: Grey, orientation: str) -> list[Edge]:
    if not lines.any():
        return []
    _, _, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    edges = []
    for x, y, width, height, _ in stats[1:].tolist():
        x0, top, x1, bottom = (v * POINTS for v in (x, y, x + width, y + height))
        if orientation == "h":
            top = bottom = (top + bottom) / 2
        else:
            x0 = x1 = (x0 + x1) / 2
        edges.append(make_edge(x0, top, x1, bottom, orientation))
    return edges


def _drop_specks(grey: Grey) -> None:
    """Make white what is too small for a dot where there is much of it: noise of the scanner."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(_dark(grey), connectivity=8)
    small = stats[:, cv2.CC_STAT_AREA] < _SPECK
    small[0] = False
    if small.sum() >= _MANY_SPECKS:
        grey[small[labels]] = 255
