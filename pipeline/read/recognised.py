"""A word as it was recognised in a picture, and a piece of a line that is still to be read."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.read.picture import Grey


@dataclass(frozen=True, slots=True)
class Word:
    """A word as read: its text and box (pixels: left, top, right, bottom), how sure it is (0 to 1).

    `line` numbers the lines; `feet` and `height` are of its line: where the letters stand, and how high they are.
    """

    text: str
    box: tuple[int, int, int, int]
    confidence: float
    line: int
    feet: float
    height: float


@dataclass(frozen=True, slots=True)
class Cut:
    """A piece of a line with a word, what is written by hand, and the next word; `start` and `end` are the middle's.

    Both count from the left side of the piece, in pixels.
    """

    picture: Grey
    start: int
    end: int
