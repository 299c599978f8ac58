"""Letters of a PDF page that stand on their side: a page printed across the paper, a table's narrow heads."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import pypdfium2.raw as pdfium

from pipeline.read.wordboxes import Box, Letter, Rect, group_lines, read_words, split_at_gaps

_SAMPLE = 24


def turn_of(handle: Any, index: int) -> int:
    """Return by how many degrees (0, 90, 180, 270) the page is to be turned to read letter `index`.

    `handle` is the `raw` of a pypdfium2 textpage.
    """
    angle = pdfium.FPDFText_GetCharAngle(handle, index)
    return round(-math.degrees(angle) / 90) % 4 * 90 if angle else 0


def sample_turns(textpage: Any) -> set[int]:
    """Return how the page is to be turned for some of the letters of a pypdfium2 `textpage`."""
    handle = textpage.raw
    count = pdfium.FPDFText_CountChars(handle)
    turns: set[int] = set()
    for index in range(0, count, max(1, count // _SAMPLE)):
        turn = turn_of(handle, index)
        if turn not in turns and pdfium.FPDFText_GetUnicode(handle, index) > 32:
            turns.add(turn)
    return turns


class View:
    """A page as seen when turned so that most of its letters stand upright. Sizes and places are in points."""

    def __init__(self, paper: tuple[float, float], letters: Sequence[Letter]) -> None:
        """Choose for `letters` on paper of this width and height, as it is in the file."""
        self._paper = paper
        turns = Counter(letter.turn for letter in letters if letter.box is not None)
        self._turns = [turn for turn, _ in turns.most_common()] or [0]

    def show(self, box: Rect) -> Rect:
        """Return a box of the file as seen: x from the left, y from the top."""
        return _turner(self._turns[0], *self._paper)(box)

    def read_words(self, letters: Sequence[Letter]) -> list[Box]:
        """Return the words that `letters` make; of those that stand askew, a line is one word."""
        words: list[Box] = []
        for turn in self._turns:
            # Spaces part words of any direction.
            own = [letter for letter in letters if letter.turn == turn or letter.box is None]
            found = read_words(own, _turner(turn, *self._paper))
            words.extend(found if turn == self._turns[0] else self._as_seen(found, turn))
        return words

    def _as_seen(self, words: Sequence[Box], turn: int) -> list[Box]:
        back = _turner((self._turns[0] - turn) % 360, *_size(turn, *self._paper), from_top=True)
        found = []
        for line in group_lines(words):
            for box in split_at_gaps(line):
                found.append(Box(*back((box.x0, box.top, box.x1, box.bottom)), box.text))
        return found


def _size(turn: int, width: float, height: float) -> tuple[float, float]:
    return (height, width) if turn in (90, 270) else (width, height)


def _turner(turn: int, width: float, height: float, from_top: bool = False) -> Callable[[Rect], Rect]:
    """Return what turns a box on paper of this size clockwise; its y counts from the foot, or from the top."""

    def show(box: Rect) -> Rect:
        left, low, right, high = (box[0], height - box[3], box[2], height - box[1]) if from_top else box
        if turn == 90:
            return low, left, high, right
        if turn == 180:
            return width - right, low, width - left, high
        if turn == 270:
            return height - high, width - right, height - low, width - left
        return left, height - high, right, height - low

    return show
