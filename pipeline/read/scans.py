"""A page of a PDF taken as a picture: its words and lines as if they had been printed there as text."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from pipeline.read.picture import DPI
from pipeline.read.recognise import boxes, read_picture
from pipeline.read.rulings import Edge
from pipeline.read.wordboxes import Box

# A page is drawn with at most so many pixels, whatever size it claims to have: A2 has 35 million.
_MOST_PIXELS = 36_000_000


def recognise_page(page: Any, name: str) -> tuple[list[Box], list[Edge], float]:
    """Return the words and the lines drawn on a pypdfium2 `page`, in points, and how sure the words are (0 to 1).

    `name` is that of the file. A page that claims to be larger than a poster is taken smaller.
    """
    width, height = page.get_size()
    scale = min(DPI / 72, math.sqrt(_MOST_PIXELS / max(width * height, 1.0)))
    bitmap = page.render(scale=scale, rev_byteorder=True)
    try:
        colours = np.ascontiguousarray(_three_channels(bitmap.to_numpy()))
    finally:
        bitmap.close()
    reading = read_picture(colours, name)
    return boxes(reading.words), reading.picture.edges, reading.confidence


def _three_channels(drawn: Any) -> Any:
    return np.repeat(drawn[..., :1], 3, axis=2) if drawn.ndim == 3 and drawn.shape[2] == 1 else drawn[..., :3]
